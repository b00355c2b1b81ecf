from pipeline.evaluation import evaluate
from pipeline.translation.evaluating import Pair
from pipeline.translator import Translator
from tests.builders_translation import Answering, stages

PAIRS = [
    Pair("Kari Lund sang for oss i går.", "Kari Lund sang for us yesterday."),
    Pair("Vi reiste hjem.", "We went home."),
]
ANSWERS = {PAIRS[0].source: "She sang for us yesterday.", PAIRS[1].source: "We went home."}


def test_an_engine_is_measured_through_the_whole_pipeline():
    begun: list[int] = []
    engine = Answering(lambda sentence: ANSWERS.get(sentence, "She sang."))
    found = evaluate(PAIRS, Translator(stages(engine)), ("nb", "en"), begun.append)
    assert begun == [0]
    assert (found.road, found.segments, found.marked) == ("nb-en", 2, 1)
    assert (found.names, found.names_kept) == (1, 0)
    assert 0 < found.chrf < 100
    assert found.seconds > 0


def test_a_perfect_translation_scores_a_hundred():
    known = {pair.source: pair.reference for pair in PAIRS}
    engine = Answering(lambda sentence: known.get(sentence, sentence))
    found = evaluate(PAIRS, Translator(stages(engine)), ("nb", "en"), lambda _: None)
    assert round(found.chrf) == round(found.bleu) == 100
    assert (found.names_kept, found.marked) == (1, 0)
