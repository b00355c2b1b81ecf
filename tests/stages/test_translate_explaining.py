import pytest

from pipeline.records import EntityKind, PartKind, Reading, Reconciliation
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.memory import Memory
from pipeline.translation.recall import Recall
from tests.builders import mention, person
from tests.builders_translation import Answering, edit, parts, sentences

UNION = "Norges Bondelag"
ANSWERS = {
    UNION: "Norwegian Farmers' Union",
    f"{UNION} møtte oss i går.": f"{UNION} met us yesterday.",
    f"Vi liker {UNION}.": f"We like {UNION}.",
    f"{UNION}s leder møtte oss i går.": f"{UNION}’s leader met us yesterday.",
    f"{UNION} (NB) møtte oss i går.": f"{UNION} (NB) met us yesterday.",
    f"Vi (også {UNION}) møtte dem.": f"We (also {UNION}) met them.",
    "Kari Lund møtte oss.": "Kari Lund met us.",
}


def translated(article, *, organisations="explain", answers=(), kind=None, **options):
    known = {**ANSWERS, **dict(answers)}
    name = options.pop("name", UNION)
    kind = kind or EntityKind.ORGANISATION
    found = []
    for nth in range(1, 1 + sum(part.text.count(name) for part in article.parts)):
        found.append(mention(article, name, kind, nth=nth))
    engine = Answering(lambda sentence: known.get(sentence, sentence))
    given = TranslationOptions(organisations=organisations, retries=0, **options)
    target = "fr" if "fr" in known else "en"
    translation = load_translator(engine, sentences, given).translate(
        article, found, Reading(), Reconciliation(), target
    )
    assert all(one.kept for one in translation.names)
    return [part.text for part in translation.parts]


MET = parts(f"{UNION} møtte oss i går.", f"Vi liker {UNION}.")
EXPLAINED = f"{UNION} (the Norwegian Farmers' Union)"


def test_an_organisation_is_explained_at_its_first_mention_only():
    assert translated(MET) == [f"{EXPLAINED} met us yesterday.", f"We like {UNION}."]


def test_organisations_stay_as_they_are_if_nothing_else_is_wanted():
    assert translated(MET, organisations="keep")[0] == f"{UNION} met us yesterday."


@pytest.mark.parametrize("kind", [EntityKind.PERSON, EntityKind.PLACE])
def test_only_organisations_are_explained(kind):
    assert translated(MET, kind=kind)[0] == f"{UNION} met us yesterday."


@pytest.mark.parametrize(
    "kind", [PartKind.CAPTION, PartKind.LIST_ITEM, PartKind.TITLE, PartKind.CREDIT]
)
def test_nothing_is_explained_outside_running_text(kind):
    assert "(" not in translated(parts(f"Vi liker {UNION}.", kind=kind))[0]


def test_a_mention_with_a_genitive_is_passed_over_for_the_next():
    article = parts(f"{UNION}s leder møtte oss i går.", f"Vi liker {UNION}.")
    assert translated(article) == [
        f"{UNION}’s leader met us yesterday.",
        f"We like {EXPLAINED}.",
    ]


def test_an_acronym_in_brackets_shares_them():
    assert translated(parts(f"{UNION} (NB) møtte oss i går.")) == [
        f"{UNION} (the Norwegian Farmers' Union, NB) met us yesterday."
    ]


def test_no_bracket_stands_inside_another():
    assert translated(parts(f"Vi (også {UNION}) møtte dem.")) == [f"We (also {UNION}) met them."]


@pytest.mark.parametrize(
    "said",
    [
        "Norges Bondelag",
        "",
        "The Norwegian Bondelag",  # a word is left as it was
        "Norwegian Farmers. They met.",
        "Norwegian Farmers' Union of 1896",  # a number that is not there
        "Farmers " * 20,
        "Bondelaget på Ås",
    ],
)
def test_where_the_translation_of_the_name_is_doubtful_there_is_no_bracket(said):
    assert translated(MET, answers={UNION: said})[0] == f"{UNION} met us yesterday."


def test_a_place_in_the_name_may_stay():
    name = "Høgskulen i Volda"
    article = parts(f"Vi liker {name}.")
    answers = {name: "Volda University College", f"Vi liker {name}.": f"We like {name}."}
    assert translated(article, name=name, answers=answers) == [
        f"We like {name} (the Volda University College)."
    ]


def test_a_name_that_the_register_has_is_not_explained():
    def official(name, kind, target):
        return (name,)

    assert translated(MET, official=official)[0] == f"{UNION} met us yesterday."


def test_in_french_the_article_of_the_engine_is_used():
    answers = {
        "fr": "",
        UNION: "L'Union des agriculteurs norvégiens",
        f"Vi liker {UNION}.": f"Nous aimons {UNION}.",
    }
    assert translated(parts(f"Vi liker {UNION}."), answers=answers) == [
        f"Nous aimons {UNION} (l'Union des agriculteurs norvégiens)."
    ]


def test_what_a_person_wrote_gets_no_bracket(tmp_path):
    with Memory(tmp_path / "memory.db") as memory:
        memory.add([edit(f"{UNION} møtte oss i går.", f"{UNION} met us.")])
        texts = translated(MET, memory=Recall(memory, lambda _: None))
    assert texts == [f"{UNION} met us.", f"We like {UNION}."]


def test_the_memory_keeps_the_sentence_without_a_bracket(tmp_path):
    with Memory(tmp_path / "memory.db") as memory:
        recall = Recall(memory, lambda _: None)
        translated(MET, memory=recall)
        assert translated(MET, memory=recall)[0].count("(") == 1
        assert translated(MET, memory=recall, organisations="keep") == [
            f"{UNION} met us yesterday.",
            f"We like {UNION}.",
        ]


def test_an_article_without_organisations_asks_the_engine_nothing_more():
    article = parts("Kari Lund møtte oss.")
    engine = Answering(lambda _: "Kari Lund met us.")
    options = TranslationOptions(organisations="explain")
    load_translator(engine, sentences, options).translate(
        article, [person(article, "Kari Lund")], Reading(), Reconciliation(), "en"
    )
    assert engine.asked == ["Kari Lund møtte oss."]
