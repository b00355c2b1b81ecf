"""Norwegian words that are left in a translation: which are told, which are let be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Article, Part, PartKind, Reading, Reconciliation
from pipeline.stages.translate import load_translator
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.engine import Engines, Hypothesis
from pipeline.translation.leftover import Left, Worded, edits, load_leftovers
from pipeline.translation.lexicon import Entry, Lexicon

NORWEGIAN = {
    "kai": ("quay", "wharf"),
    "kaptein": ("captain",),
    "brann": ("fire",),
    "film": ("film",),
    "moderne": ("modern",),
    "gaupe": ("lynx",),
    "fil": ("file",),
    "amentet": ("intended",),
    "keramikk": ("ceramics",),
    "verksted": ("workshop",),
    "hyret": ("hired",),
    "by": ("town",),
    "alder": ("age",),
    "or": ("alder",),
    "older": ("alder",),
    "utgang": ("exit",),
    "exit": ("utgang",),
    "diplomat": ("diplomat",),
    "statsminister": ("prime minister",),
    "gitar": ("guitar",),
    "celle": ("cell",),
}
FRENCH = dict.fromkeys(("they", "saw", "the", "build", "town"), ("mot",)) | {
    "quay": ("quai",),
    "captain": ("capitaine",),
}
LEXICONS = {
    ("nb", "en"): Lexicon({word: Entry(said, 30) for word, said in NORWEGIAN.items()}, "no"),
    ("en", "fr"): Lexicon({word: Entry(said, 30) for word, said in FRENCH.items()}, "en"),
}
LEFTOVERS = load_leftovers(LEXICONS)


def found(source, target, language="en", keep=()):
    return [left.word for left in LEFTOVERS[language].find(source, target, keep)]


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("De bygger kaia.", "They build kaia.", ["kaia"]),
        ("Kapteinen er fra Island.", "Kaptein is from Iceland.", ["kaptein"]),
        ("«Gaupa er ny», sa hun.", "“Gaupa is new”, she said.", ["gaupa"]),
        ("Vi så gaupe. Gaupa så oss.", "We saw gaupe. Gaupe saw us.", ["gaupe"]),
        ("KAPTEINEN SÅ GAUPA", "KAPTEINEN SAW GAUPA", ["kapteinen", "gaupa"]),
        ("Statsministeren så oss.", "The statsminister saw us.", ["statsminister"]),
        ("De så diplomater.", "They saw diplomater.", ["diplomater"]),
        ("De så gitaren hans.", "They saw gitaren his.", ["gitaren"]),
        ("De bygger preludiet om.", "They build the preludiet.", ["preludiet"]),  # by its ending
        ("keramikkverkstedet i byen", "keramikverkstedet in the town", ["keramikverkstedet"]),
    ],
)
def test_a_known_word_that_is_left_is_told(source, target, words):
    assert found(source, target) == words


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Filmen er moderne.", "The film is modern."),  # a word of both languages
        ("De bygger kaia.", "They build the quay."),
        ("Brann vant mot laget fra Kai.", "Brann won against the team from Kai."),  # a name
        ("Se kaia@havn.example og www.kaia.example", "See kaia@havn.example and www.kaia.example"),
        ("Filamentet glødet.", "The filament glowed."),  # no compound of "fil"
        ("I en alder av 90", "At an alder of 90"),  # a tree, told by two words
        ("Kapteinens båt", "Kaptein-class boat"),
        ("gaupene i byen", "gaupers in the town"),  # ends as English words do
        ("en by", "a by"),  # too short
        ("De bygger en cella.", "They build a cella."),  # no ending of Norwegian
        ("Preludiet er nytt.", "Preludiet is new."),  # unknown, and maybe a name
        ("BRANN TOK GULL", "BRANN TOOK GOLD"),
        ("De så GAUPA i går.", "They saw GAUPA."),  # an abbreviation, or a name
        ("De så en softball.", "They saw a softball."),
    ],
)
def test_what_may_stand_so_is_let_be(source, target):
    assert found(source, target) == []


def test_words_of_names_may_stay():
    assert found("Hotell kaia er åpent.", "Hotel kaia is open.", keep={"kaia"}) == []


def test_french_has_too_many_words_in_common_for_other_forms():
    assert found("De så kaia.", "Ils ont vu kaia.", "fr") == ["kaia"]
    assert found("Kapteinen så oss.", "Kaptein nous a vus.", "fr") == []


def test_borrowed_words_come_from_a_table():
    lexicons = dict(LEXICONS)
    lexicons["nb", "en"] = Lexicon({"kroner": Entry(("nok",), 30)}, "no")
    assert not load_leftovers(lexicons)["en"].find("64 kroner", "64 kroner")


def test_a_word_that_the_parallel_text_left_untranslated_once_is_no_english_one():
    assert found("Vi fant utgang.", "We found utgang.") == ["utgang"]


@given(st.text("aeikptnrs .KG", max_size=60), st.text("aeikptnrs .KG", max_size=60))
def test_what_is_found_is_a_word_of_both(source, target):
    for left in LEFTOVERS["en"].find(source, target):
        assert source[left.start : left.end].lower() == left.own
        assert left.word in target.lower()


def test_what_is_put_in_is_another_meaning_the_second_time():
    left = Left("kaia", "kaia", 8, 12, ("quay", "wharf"))
    source = "De ville kaia"
    assert [edits(source, [left], turn)[0][2] for turn in (0, 1, 2)] == ["quay", "wharf", "wharf"]


@pytest.mark.parametrize(
    ("source", "own", "said"),
    [("Kaia er ny", "kaia", "The quay"), ("Kaptein Lie", "kaptein", "Captain")],
)
def test_a_definite_noun_that_begins_a_sentence_gets_its_article(source, own, said):
    meaning = "quay" if own == "kaia" else "captain"
    assert edits(source, [Left(own, own, 0, len(own), (meaning,))]) == [(0, len(own), said)]


@pytest.mark.parametrize(
    ("own", "said"), [("diplomater", "diplomats"), ("diplomaten", "diplomat"), ("er", "diplomat")]
)
def test_a_loanword_in_the_plural_gets_its_ending(own, said):
    assert edits(f"så {own}", [Left(own, own, 3, 3 + len(own), ("diplomat",))])[0][2] == said


def test_a_word_in_capitals_stays_one():
    left = Left("kaia", "kaia", 3, 7, ("quay",))
    assert edits("SE KAIA", [left]) == [(3, 7, "QUAY")]


def test_without_lexicons_nothing_is_known():
    assert load_leftovers({}) == {}


def test_one_word_is_told_by_one_check():
    context = Context("en", leftovers=LEFTOVERS["en"])
    (check,) = check_segment("De så kaia i går.", "They saw kaia yesterday.", context)
    assert (check.kind, '"kaia"' in check.detail, '"quay/wharf"' in check.detail) == (
        "word",
        True,
        True,
    )
    # letters that no English word has are told already
    found = check_segment("Vi så på gjærnæs.", "We saw gjærnæs.", context)
    assert [check.kind for check in found] == ["untranslated"]


class Engine:
    """An engine with lexicons that answers from a table."""

    refs = ()
    pairs = frozenset({("nb", "en")})
    lexicons = LEXICONS

    def __init__(self, answers):
        self.answers = answers
        self.asked = []

    def road(self, source, target):
        return f"{source}-{target}"

    def translate(self, sentences, source, target, *, alternatives=1, prefixes=None):
        self.asked += sentences
        return [(Hypothesis(self.answers.get(text, "They saw kaia."), -0.3),) for text in sentences]


def translated(engine, *texts):
    parts = [Part(name=f"p{n}", kind=PartKind.PARAGRAPH, text=text) for n, text in enumerate(texts)]
    article = Article(id="a", parts=tuple(parts))
    translator = load_translator(engine, lambda text: ((0, len(text)),))
    made = translator.translate(article, (), Reading(), Reconciliation(), "en")
    return [segment for part in made.parts for segment in part.segments]


def test_the_sentence_is_sent_again_with_the_word_put_in():
    engine = Engine({"De så quay.": "They saw the quay."})
    (segment,) = translated(engine, "De så kaia.")
    assert (segment.target, segment.checks) == ("They saw the quay.", ())
    assert engine.asked == ["De så kaia.", "De så quay."]


def test_what_a_table_says_outranks_the_lexicon():
    engine = Engine({})
    engine.lexicons = {
        **LEXICONS,
        ("nb", "en"): Lexicon(
            {"mandag": Entry(("moon-day",), 3), "kai": Entry(("quay",), 9)}, "no"
        ),
    }
    engine.answers = {"De så kaia på mandag.": "They saw kaia on mandag."}
    translated(engine, "De så kaia på mandag.")
    assert "De så quay på Monday." in engine.asked


def test_a_word_that_stays_is_marked():
    (segment,) = translated(Engine({}), "De så kaia.")
    assert segment.target == "They saw kaia."
    assert [check.kind for check in segment.checks] == ["word"]


def test_a_word_that_was_lost_the_second_time_is_marked():
    engine = Engine({"De så quay.": "They saw the x.", "De så wharf.": "They saw it."})
    (segment,) = translated(engine, "De så kaia.")
    assert [check.kind for check in segment.checks] == ["word"]


def test_a_word_with_a_capital_inside_a_sentence_of_the_article_is_a_name():
    engine = Engine({"Gaupa er ny.": "Gaupa is new.", "Vi så på Gaupa.": "We saw Gaupa."})
    (alone,) = translated(engine, "Gaupa er ny.")
    first, _ = translated(engine, "Gaupa er ny.", "Vi så på Gaupa.")
    assert [bool(alone.checks), bool(first.checks)] == [True, False]


def test_of_several_engines_each_may_have_lexicons():
    engines = Engines({"plain": Engines({}), "worded": Engine({})})
    assert isinstance(engines, Worded)
    assert engines.lexicons == LEXICONS
