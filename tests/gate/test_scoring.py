from functools import partial

import pytest

from pipeline.records import (
    Acronym,
    Article,
    Candidate,
    Caption,
    CaptionPerson,
    Detection,
    EntityKind,
    Flag,
    FlagKind,
    ListPerson,
    Mention,
    NameCluster,
    Origin,
    Part,
    ParticipantList,
    PartKind,
    ProcessedArticle,
    Quote,
    Reading,
    Reconciliation,
    Row,
    Side,
    SkippedArticle,
    Span,
)
from tests.gate.gold import Gold
from tests.gate.scoring import Scores, corpus_digest, score, score_article, table, values
from tests.gate.tally import Tally, of_sets

PERSON, ORGANISATION, PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE
PARTS = (
    Part(name="title", kind=PartKind.TITLE, text="Til Tolose"),
    Part(
        name="caption",
        kind=PartKind.CAPTION,
        text="Bak f.v.: Kari Li, rektor, Ola Moe (NVI). Foran: Siv Dal m.fl. Foto: Per Ås",
        before="\n\n",
    ),
    Part(name="text", kind=PartKind.PARAGRAPH, text="Lies tur til Toulouse.", before="\n\n"),
    Part(name="heading", kind=PartKind.HEADING, text="Norsk Vinterinstitutt (NVI):", before="\n\n"),
    Part(name="one", kind=PartKind.LIST_ITEM, text="Kari Lie, rektor, Sørlab", before="\n"),
    Part(name="two", kind=PartKind.LIST_ITEM, text="Ola Moe", before="\n"),
    Part(name="three", kind=PartKind.LIST_ITEM, text="Liv By", before="\n"),
)
ARTICLE = Article(id="tur", parts=PARTS)
GOLD = Gold.model_validate(
    {
        "id": "tur",
        "text": ARTICLE.text,
        "language": "nb",
        "note": "a small article with one of everything",
        "parts": [{"starts": part.text[:8], "kind": part.kind} for part in PARTS],
        "captions": [
            {
                "starts": "Bak f.v.",
                "people": [
                    {"name": "Kari Li", "row": "back", "role": "rektor"},
                    {"name": "Ola Moe", "row": "back", "affiliation": "NVI"},
                    {"name": "Siv Dal", "row": "front"},
                ],
                "credits": ["Per Ås"],
                "incomplete": True,
            }
        ],
        "lists": [
            {
                "heading": "Norsk Vinterinstitutt (NVI)",
                "people": [
                    {
                        "name": "Kari Lie",
                        "title": "rektor",
                        "unit": "Sørlab",
                        "organisation": "NVI",
                    },
                    {"name": "Ola Moe", "organisation": "NVI"},
                    {"name": "Liv By", "organisation": "NVI"},
                ],
            }
        ],
        "names": [
            *({"name": n, "kind": "person"} for n in ("Kari Li", "Kari Lie", "Ola Moe", "Siv Dal")),
            *({"name": n, "kind": "person"} for n in ("Per Ås", "Liv By", "Lie")),
            *({"name": n, "kind": "organisation"} for n in ("NVI", "Norsk Vinterinstitutt")),
            {"name": "Sørlab", "kind": "organisation"},
            *({"name": n, "kind": "place"} for n in ("Tolose", "Toulouse")),
        ],
        "acronyms": {"NVI": "Norsk Vinterinstitutt"},
        "clusters": [["Kari Li", "Kari Lie", "Lie"], ["Tolose", "Toulouse"]],
        "flags": [
            {"kind": "spelling", "forms": ["Kari Li", "Kari Lie"], "proposed": "Kari Lie"},
            {"kind": "not_in_list", "forms": ["Siv Dal"]},
            {"kind": "not_in_picture", "forms": ["Liv By"]},
        ],
    }
)


def quote(part, words):
    start = ARTICLE.part(part).text.index(words)
    return Quote(span=Span(part=part, start=start, end=start + len(words)), text=words)


def mention(part, name, kind=PERSON, written=""):
    words = quote(part, written or name)
    return Mention(span=words.span, text=words.text, name=name, kind=kind, origin=Origin.NER)


KARI, OLA, SIV = (mention("caption", name) for name in ("Kari Li", "Ola Moe", "Siv Dal"))
LISTED_KARI, LISTED_OLA, LIV = (
    mention("one", "Kari Lie"),
    mention("two", "Ola Moe"),
    mention("three", "Liv By"),
)
GENITIVE = mention("text", "Lie", written="Lies")
CREDIT = mention("caption", "Per Ås")
PLACES = (mention("title", "Tolose", PLACE), mention("text", "Toulouse", PLACE))
ORGANISATIONS = (
    mention("caption", "NVI", ORGANISATION),
    mention("heading", "Norsk Vinterinstitutt", ORGANISATION),
    mention("one", "Sørlab", ORGANISATION),
)
PEOPLE = (
    CaptionPerson(mention=KARI, order=1, row=Row.BACK, role=quote("caption", "rektor")),
    CaptionPerson(mention=OLA, order=2, row=Row.BACK, affiliation=quote("caption", "NVI")),
    CaptionPerson(mention=SIV, order=3, row=Row.FRONT),
)
CAPTION = Caption(part="caption", people=PEOPLE, credits=(CREDIT,), incomplete=True)
LIST = ParticipantList(
    people=(
        ListPerson(
            mention=LISTED_KARI,
            title=quote("one", "rektor"),
            unit=quote("one", "Sørlab"),
            organisation=quote("heading", "NVI"),
        ),
        ListPerson(mention=LISTED_OLA, organisation=quote("heading", "NVI")),
        ListPerson(mention=LIV, organisation=quote("heading", "NVI")),
    )
)
READING = Reading(captions=(CAPTION,), lists=(LIST,))


def cluster(*mentions):
    names = tuple(m.name for m in mentions)
    kind = mentions[0].kind
    return NameCluster(id=names[0], name=names[0], kind=kind, mentions=mentions, forms=names)


def flag(kind, *mentions, proposed=""):
    candidates = (Candidate(name=proposed, score=0.9, evidence=()),) if proposed else ()
    return Flag(
        id=f"{kind} {mentions[0].name}",
        kind=kind,
        entity=mentions[0].kind,
        mentions=mentions,
        candidates=candidates,
        message="look at this",
    )


SPELLING = flag(FlagKind.SPELLING, LISTED_KARI, KARI, proposed="Kari Lie")
FLAGS = (SPELLING, flag(FlagKind.NOT_IN_LIST, SIV), flag(FlagKind.NOT_IN_PICTURE, LIV))
RECONCILIATION = Reconciliation(
    clusters=(cluster(KARI, LISTED_KARI, GENITIVE), cluster(*PLACES), cluster(OLA, LISTED_OLA)),
    acronyms=(Acronym(short="NVI", long="norsk vinterinstitutt", reasons=()),),
    flags=FLAGS,
)
PERFECT = ProcessedArticle(
    article=ARTICLE,
    detection=Detection(language="nb", confidence=1.0),
    reading=READING,
    mentions=(
        KARI,
        OLA,
        SIV,
        CREDIT,
        LISTED_KARI,
        LISTED_OLA,
        LIV,
        GENITIVE,
        *PLACES,
        *ORGANISATIONS,
    ),
    reconciliation=RECONCILIATION,
)


def scored(**changes):
    return score_article(GOLD, PERFECT.model_copy(update=changes))


def read(**changes):
    return scored(reading=READING.model_copy(update=changes))


def reconciled(**changes):
    return scored(reconciliation=RECONCILIATION.model_copy(update=changes))


def pictured(*people, **changes):
    return read(captions=(CAPTION.model_copy(update={"people": people, **changes}),))


def missed_and_invented(tally):
    return tally.missed, tally.invented


def test_a_perfect_result_has_no_mistake_and_every_measure():
    values = {measure: tally.value for measure, tally in scored().items()}
    assert values == dict.fromkeys(values, 1.0)


def test_an_article_that_failed_has_missed_everything():
    tallies = score_article(GOLD, None)
    assert sum(tally.right for tally in tallies.values()) == 0
    assert tallies["names_person"].recall == 0.0


def test_a_skipped_article_is_judged_by_its_language():
    detection = Detection(language="da", confidence=0.8)
    skipped = SkippedArticle(article_id="tur", detection=detection, reason="Danish")
    assert score_article(GOLD, skipped)["language"].missed == ("article: nb, got da",)


def test_a_part_of_the_wrong_kind_is_missed_and_invented():
    parts = (PARTS[0].model_copy(update={"kind": PartKind.HEADING}), *PARTS[1:])
    tallies = scored(article=Article(id="tur", parts=parts))
    assert missed_and_invented(tallies["parts"]) == (
        ("title: Til Tolose",),
        ("heading: Til Tolose",),
    )
    assert tallies["part_kinds"].right == len(PARTS) - 1


def test_parts_that_were_not_cut_apart_are_missed_but_have_no_kind():
    joined = PARTS[5].model_copy(update={"text": "Ola Moe\nLiv By"})
    tallies = score_article(
        GOLD,
        PERFECT.model_copy(
            update={
                "article": Article(id="tur", parts=(*PARTS[:5], joined)),
                "reading": Reading(captions=(CAPTION,)),
            }
        ),
    )
    assert tallies["parts"].missed == ("list_item: Liv By", "list_item: Ola Moe")
    assert tallies["part_kinds"].right == len(PARTS) - 2


def test_a_person_lost_from_a_caption_is_named():
    tallies = pictured(*PEOPLE[:2])
    assert tallies["caption_people"].missed == ("Siv Dal",)
    assert tallies["caption_order"].value == 0.0


def test_the_order_of_a_caption_counts_apart_from_its_people():
    tallies = pictured(PEOPLE[1], PEOPLE[0], PEOPLE[2])
    assert (tallies["caption_people"].value, tallies["caption_order"].value) == (1.0, 0.0)


def test_people_of_a_caption_that_is_none_are_invented():
    invented = Caption(part="text", people=(CaptionPerson(mention=GENITIVE, order=1),))
    assert read(captions=(CAPTION, invented))["caption_people"].invented == ("Lie",)


@pytest.mark.parametrize(
    ("changes", "measure", "wrong"),
    [
        ({"row": Row.FRONT}, "caption_place", "Kari Li: back + -, got front + -"),
        ({"side": Side.LEFT}, "caption_place", "Kari Li: back + -, got back + left"),
        ({"role": None}, "caption_role", "Kari Li: rektor, got nothing"),
        (
            {"affiliation": quote("caption", "NVI")},
            "caption_affiliation",
            "Kari Li: nothing, got nvi",
        ),
    ],
)
def test_what_a_caption_says_of_a_person_is_compared(changes, measure, wrong):
    tallies = pictured(PEOPLE[0].model_copy(update=changes), *PEOPLE[1:])
    assert tallies[measure] == Tally(right=2, missed=(wrong,), share=True)


def test_a_caption_that_says_others_are_there_must_be_read_so():
    assert pictured(*PEOPLE, incomplete=False)["caption_incomplete"].value == 0.0


def test_a_photographer_taken_for_somebody_in_the_picture_is_wrong_twice():
    tallies = pictured(*PEOPLE, CaptionPerson(mention=CREDIT, order=4), credits=())
    assert tallies["caption_people"].invented == tallies["credits"].missed == ("Per Ås",)


def test_an_agency_among_the_credits_is_no_photographer():
    agency = mention("caption", "NVI", ORGANISATION)
    assert pictured(*PEOPLE, credits=(CREDIT, agency))["credits"].invented == ()


@pytest.mark.parametrize("field", ["title", "unit", "organisation"])
def test_what_a_list_says_of_a_person_is_compared(field):
    people = (LIST.people[0].model_copy(update={field: None}), *LIST.people[1:])
    tallies = read(lists=(ParticipantList(people=people),))
    assert [m for m, tally in tallies.items() if tally.value != 1.0] == [f"list_{field}"]


def test_a_name_of_the_wrong_kind_is_missed_in_one_and_invented_in_the_other():
    wrong = PLACES[1].model_copy(update={"kind": PERSON})
    tallies = scored(mentions=(*PERFECT.mentions[:9], wrong, *ORGANISATIONS))
    assert "Toulouse" in tallies["names_place"].missed
    assert tallies["names_person"].invented == ("Toulouse",)


def test_a_genitive_that_was_not_folded_is_a_mistake():
    wrong = GENITIVE.model_copy(update={"name": "Lies"})
    tally = scored(mentions=(wrong, *(m for m in PERFECT.mentions if m is not GENITIVE)))
    assert missed_and_invented(tally["names_person"]) == (("Lie",), ("Lies",))


def test_an_acronym_tied_to_the_wrong_name_is_missed_and_invented():
    wrong = Acronym(short="NVI", long="Sørlab", reasons=())
    assert reconciled(acronyms=(wrong,))["acronyms"].value == 0.0


def test_a_cluster_that_falls_apart_loses_its_pairs():
    tally = reconciled(clusters=(cluster(KARI, LISTED_KARI), cluster(*PLACES)))["clusters"]
    assert tally.missed == ("Kari Li / Lie", "Kari Lie / Lie")


def test_a_false_merge_is_an_invented_pair():
    clusters = (*RECONCILIATION.clusters, cluster(SIV, LIV))
    assert reconciled(clusters=clusters)["clusters"].invented == ("Liv By / Siv Dal",)


def test_a_false_alarm_costs_precision():
    alarm = flag(FlagKind.SPELLING, SIV, LIV)
    tally = reconciled(flags=(*FLAGS, alarm))["flags_spelling"]
    assert (tally.precision, tally.recall, tally.invented) == (0.5, 1.0, ("Liv By / Siv Dal",))


def test_the_same_flag_twice_is_a_false_alarm():
    assert reconciled(flags=(*FLAGS, FLAGS[1]))["flags_not_in_list"].invented == ("Siv Dal",)


def test_an_inconsistency_that_was_not_flagged_costs_recall():
    assert reconciled(flags=FLAGS[1:])["flags_spelling"].recall == 0.0


@pytest.mark.parametrize(("proposed", "value"), [("Kari Lie", 1.0), ("Kari Li", 0.0), ("", 0.0)])
def test_the_first_candidate_of_a_flag_is_the_proposal(proposed, value):
    flags = (flag(FlagKind.SPELLING, KARI, LISTED_KARI, proposed=proposed),)
    assert reconciled(flags=flags)["proposals"].value == value


def test_a_proposal_counts_only_where_the_flag_was_found():
    assert reconciled(flags=FLAGS[1:])["proposals"].value is None


def test_totals_weigh_every_item_the_same():
    scores = Scores({"a": {"x": of_sets("pq", "pq")}, "b": {"x": of_sets("r", "s")}})
    assert scores.totals()["x"] == Tally(right=2, missed=("r",), invented=("s",))


def test_an_article_without_a_result_counts():
    assert score([GOLD], {}).articles == {"tur": score_article(GOLD, None)}


def test_a_measure_of_which_there_was_nothing_has_no_value():
    scores = Scores({"a": {"x": of_sets("abc", "abd"), "y": Tally()}})
    assert values(scores.totals()) == {"x": 2 / 3}


def test_the_table_has_a_line_a_measure():
    line = table(Scores({"a": {"names": of_sets("abc", "abd")}})).splitlines()[1]
    assert line.split() == ["names", "0.667", "0.667", "0.667", "2", "1", "1"]


def test_the_table_shows_the_worst_articles_first_and_what_was_wrong():
    scores = Scores(
        {"a": {"x": of_sets("p", "p")}, "b": {"x": of_sets("p", "q")}, "c": {"x": of_sets("p", "")}}
    )
    assert table(scores).splitlines()[3:] == [
        "b: 2 mistakes",
        "  x: missed p",
        "  x: invented q",
        "",
        "c: 1 mistakes",
        "  x: missed p",
    ]


@pytest.mark.parametrize("changed", ["articles/a.txt", "gold/a.json"])
def test_the_digest_changes_with_any_article_or_gold_file(tmp_path, changed):
    for name in ("articles/a.txt", "gold/a.json"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("before")
    digest = partial(corpus_digest, tmp_path)
    before = digest()
    (tmp_path / changed).write_text("after")
    assert digest() != before


def test_the_digest_does_not_depend_on_the_read_me(tmp_path):
    before = corpus_digest(tmp_path)
    (tmp_path / "README.md").write_text("words")
    assert corpus_digest(tmp_path) == before
