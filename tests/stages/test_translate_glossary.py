import pytest

from pipeline.records import PartKind, Reading, Reconciliation
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.memory import Memory
from pipeline.translation.recall import Recall
from tests.builders import organisation
from tests.builders_translation import Answering, find_people, parts, sentences

RECTOR = Term(("rektor",), {"en": ("principal", "headteacher"), "fr": ("proviseur",)})


class Run:
    """A translation of an article under a glossary."""

    def __init__(self, article, answer, *terms, target="en", mentions=None, **options):
        self.engine = Answering(answer)
        given = TranslationOptions(glossary=Glossary(terms), **options)
        mentions = find_people(article) if mentions is None else mentions
        found = load_translator(self.engine, sentences, given).translate(
            article, mentions, Reading(), Reconciliation(), target
        )
        self.text = " ".join(part.text for part in found.parts)
        self.checks = [c.detail for p in found.parts for s in p.segments for c in s.checks]


def test_a_term_is_given_to_the_engine_in_the_target_language():
    run = Run(parts("Da sang rektorene for oss."), str, RECTOR)
    assert run.engine.asked[0] == "Da sang the principals for oss."


TASTER = Term(("sjokoladesmaker",), {"en": ("chocolate taster",)}, {"en": ("chocolatier",)})


def test_a_term_that_is_not_obeyed_is_tried_again_in_norwegian_and_then_marked():
    run = Run(parts("Da sang sjokoladesmakeren."), lambda _: "He sang last night.", TASTER)
    assert run.engine.asked[0] == "Da sang the chocolate taster."
    assert "Da sang sjokoladesmakeren." in run.engine.asked
    assert run.checks == ['"sjokoladesmaker" is to be "chocolate taster"']


def test_the_engines_own_word_for_a_term_is_put_right_at_the_second_try():
    def answer(sentence):
        return "Last night the chocolatier sang." if "makeren" in sentence else "He sang."

    run = Run(parts("Da sang sjokoladesmakeren."), answer, TASTER)
    assert (run.text, run.checks) == ("Last night the chocolate taster sang.", [])


def test_a_title_that_the_engine_does_not_know_comes_back_by_way_of_one_that_it_knows():
    def answer(sentence):
        known = "Hier, le directeur de l’école a chanté." if "direktøren" in sentence else ""
        return known or "Hier, la prophète de l’école a chanté."

    run = Run(parts("Da sang rektoren ved skolen."), answer, RECTOR, target="fr")
    assert (run.text, run.checks) == ("Hier, le proviseur de l’école a chanté.", [])


def test_where_there_is_a_director_too_nobody_is_taken_for_another():
    def answer(_):
        return "Le directeur et le chef ont chanté hier soir pour nous."

    run = Run(parts("Direktøren og rektoren sang i går kveld for oss."), answer, RECTOR,
              target="fr")  # fmt: skip
    assert run.checks == ['"rektor" is to be "proviseur"']


def test_what_the_tables_call_a_term_is_put_right():
    run = Run(parts("Da sang rektorene for oss."), lambda _: "The rectors sang for us.", RECTOR)
    assert run.text == "The principals sang for us."
    assert run.checks == []


def test_of_several_translations_the_first_is_used_all_through_a_document():
    answers = {"V": "The headteacher sang for us.", "D": "Then the principal went home."}
    run = Run(
        parts("Vi hørte rektoren synge. Deretter dro rektoren hjem."),
        lambda sentence: answers[sentence[0]],
        RECTOR,
    )
    assert run.text == "The principal sang for us. Then the principal went home."


def test_no_term_is_looked_for_inside_a_name():
    article = parts("Da sang Rektor Skovveien for oss.")
    mentions = [organisation(article, "Rektor Skovveien")]
    run = Run(article, lambda _: "Rektor Skovveien sang for us.", RECTOR, mentions=mentions)
    assert (run.text, run.checks) == ("Rektor Skovveien sang for us.", [])


def test_no_term_is_looked_for_inside_a_longer_title():
    leader = Term(("leder",), {"en": ("head",)})
    run = Run(parts("Vi møtte daglig leder Kari Lund."), lambda s: f"We met {s[9:]}", leader)
    assert "is to be" not in "".join(run.checks)


def test_a_term_in_a_list_needs_no_engine():
    article = parts("Kari Lund, sjokoladesmaker", kind=PartKind.LIST_ITEM)
    taster = Term(("sjokoladesmaker",), {"en": ("chocolate taster",)})
    run = Run(article, str, taster)
    assert (run.text, run.engine.asked) == ("Kari Lund, chocolate taster", [])


def test_a_term_without_a_word_in_the_language_is_left_to_the_engine():
    article = parts("Kari Lund, sjokoladesmaker", kind=PartKind.LIST_ITEM)
    taster = Term(("sjokoladesmaker",), {"en": ("chocolate taster",)})
    run = Run(article, lambda _: "dégustateur", taster, target="fr")
    assert run.text == "Kari Lund, dégustateur"


def test_a_term_that_is_a_whole_name_outranks_the_tables():
    article = parts("Da sang Statens vegvesen for oss.")
    mentions = [organisation(article, "Statens vegvesen")]
    roads = Term(("Statens vegvesen",), {"en": ("the State Roads",)})
    run = Run(article, lambda _: "Yesterday Roads sang for us.", roads, mentions=mentions)
    assert run.checks == ["State Roads is missing"]


@pytest.fixture
def memory(tmp_path):
    with Memory(tmp_path / "memory.db") as opened:
        yield Recall(opened, lambda _: None)


TWO = parts("Da sang rektoren for oss.", "Deretter dro vi hjem.")


@pytest.mark.parametrize(
    ("later", "asked"),
    [
        (Term(("rektor",), {"en": ("head",)}), ["Da sang the head for oss."]),
        (Term(("rektor",), {**RECTOR.targets, "fr": ("principal",)}, note="new"), []),
        (Term(("rektor", "skulestyrar"), RECTOR.targets), ["Da sang the principal for oss."]),
    ],
)
def test_only_segments_that_a_changed_term_touches_are_translated_anew(memory, later, asked):
    Run(TWO, lambda s: s.replace("sang", "sung"), RECTOR, memory=memory, retries=0)
    run = Run(TWO, lambda s: s.replace("sang", "sung"), later, memory=memory, retries=0)
    assert run.engine.asked == asked


def test_a_new_term_leaves_other_segments_in_the_memory(memory):
    Run(TWO, str, RECTOR, memory=memory, retries=0)
    run = Run(TWO, str, RECTOR, Term(("båt",), {"en": ("boat",)}), memory=memory, retries=0)
    assert run.engine.asked == []
