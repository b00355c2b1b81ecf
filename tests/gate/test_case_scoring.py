"""The measures of a case on results that are made by hand: every fault has its measure."""

import pytest

from pipeline.records import (
    Article,
    Band,
    Candidate,
    Caption,
    CaptionPerson,
    Detection,
    EntityKind,
    Evidence,
    Flag,
    FlagKind,
    ListPerson,
    Lookalike,
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
from tests.gate.case_records import Case
from tests.gate.case_scoring import score_case
from tests.gate.risk import Item, items
from tests.gate.run_cases import Chain, part_table, run_cases
from tests.gate.tally import Tally

PARTS = (
    Part(
        name="one",
        kind=PartKind.CAPTION,
        text="Bak f.v.: rektor Kari Lie (NVI) og Ola Moe. Foran: Siv Dal. Foto: Per Ås",
    ),
    Part(name="two", kind=PartKind.CAPTION, text="Til høyre: Liv By m.fl.", before="\n\n"),
    Part(name="list", kind=PartKind.LIST_ITEM, text="Kari Li, rektor, NVI", before="\n\n"),
    Part(name="more", kind=PartKind.LIST_ITEM, text="Ola Moe", before="\n"),
    Part(name="text", kind=PartKind.PARAGRAPH, text="Lie og Lia smiler i Oslo.", before="\n\n"),
)
ARTICLE = Article(id="nb-001", parts=PARTS)
CASE = Case.model_validate(
    {
        "id": "nb-001",
        "language": "nb",
        "what": "one of everything",
        "text": ARTICLE.text,
        "captions": [
            {
                "starts": "Bak f.v.",
                "people": [
                    {"name": "Kari Lie", "row": "back", "role": "rektor", "affiliation": "NVI"},
                    {"name": "Ola Moe", "row": "back"},
                    {"name": "Siv Dal", "row": "front"},
                ],
                "credits": ["Per Ås"],
            },
            {
                "starts": "Til høyre",
                "people": [{"name": "Liv By", "side": "right"}],
                "incomplete": True,
            },
        ],
        "lists": [
            {
                "people": [
                    {"name": "Kari Li", "title": "rektor", "organisation": "NVI"},
                    {"name": "Ola Moe"},
                ]
            }
        ],
        "spelling": [{"forms": ["Kari Lie", "Kari Li"], "kind": "person", "right": "Kari Li"}],
        "same": [["Kari Lie", "Lie"]],
        "different": [["Lie", "Lia"]],
        "not_in_list": ["Siv Dal"],
    }
)


def quote(part, words):
    start = ARTICLE.part(part).text.index(words)
    return Quote(span=Span(part=part, start=start, end=start + len(words)), text=words)


def mention(part, name):
    span = quote(part, name).span
    return Mention(span=span, text=name, name=name, kind=EntityKind.PERSON, origin=Origin.NER)


KARI, OLA, SIV, PER = (mention("one", n) for n in ("Kari Lie", "Ola Moe", "Siv Dal", "Per Ås"))
LIV = mention("two", "Liv By")
LISTED, LISTED_OLA = mention("list", "Kari Li"), mention("more", "Ola Moe")
LIE, LIA = mention("text", "Lie"), mention("text", "Lia")
PEOPLE = (
    CaptionPerson(
        mention=KARI,
        order=1,
        row=Row.BACK,
        role=quote("one", "rektor"),
        affiliation=quote("one", "NVI"),
    ),
    CaptionPerson(mention=OLA, order=2, row=Row.BACK),
    CaptionPerson(mention=SIV, order=3, row=Row.FRONT),
)
FIRST = Caption(part="one", people=PEOPLE, credits=(PER,))
SECOND = Caption(
    part="two", people=(CaptionPerson(mention=LIV, order=1, side=Side.RIGHT),), incomplete=True
)
LIST = ParticipantList(
    people=(
        ListPerson(
            mention=LISTED, title=quote("list", "rektor"), organisation=quote("list", "NVI")
        ),
        ListPerson(mention=LISTED_OLA),
    )
)
READING = Reading(captions=(FIRST, SECOND), lists=(LIST,))


def cluster(*mentions):
    return NameCluster(
        id=mentions[0].name,
        name=mentions[0].name,
        kind=EntityKind.PERSON,
        mentions=mentions,
        forms=tuple(m.name for m in mentions),
    )


def spelling(*mentions, scores=(0.8, 0.1), band=Band.LOOK):
    candidates = tuple(
        Candidate(name=m.name, score=score, evidence=())
        for m, score in zip(mentions, scores, strict=False)
    )
    return Flag(
        id="flag",
        kind=FlagKind.SPELLING,
        entity=EntityKind.PERSON,
        mentions=mentions,
        candidates=candidates,
        band=band,
        message="look",
    )


RIGHT = spelling(LISTED, KARI)
MISSING = Flag(
    id="siv",
    kind=FlagKind.NOT_IN_LIST,
    entity=EntityKind.PERSON,
    mentions=(SIV,),
    message="look",
)
CLUSTERS = tuple(map(cluster, (OLA, SIV, LIV, LIA)))
RECONCILIATION = Reconciliation(
    clusters=(cluster(KARI, LISTED, LIE), *CLUSTERS), flags=(RIGHT, MISSING)
)
PERFECT = ProcessedArticle(
    article=ARTICLE,
    detection=Detection(language="nb", confidence=1.0),
    reading=READING,
    mentions=(KARI, OLA, SIV, PER, LIV, LISTED, LISTED_OLA, LIE, LIA),
    reconciliation=RECONCILIATION,
)


def read(**changes):
    reading = READING.model_copy(update=changes)
    return score_case(CASE, PERFECT.model_copy(update={"reading": reading}))


def first(**changes):
    return read(captions=(FIRST.model_copy(update=changes), SECOND))


def reconciled(**changes):
    reconciliation = RECONCILIATION.model_copy(update=changes)
    return score_case(CASE, PERFECT.model_copy(update={"reconciliation": reconciliation}))


def flagged(*flags):
    return reconciled(flags=flags)


def test_a_perfect_result_has_no_mistake():
    tallies = score_case(CASE, PERFECT)
    assert {m: t for m, t in tallies.items() if t.mistakes and m != "sure_share"} == {}


def test_a_case_that_was_skipped_has_everything_missed():
    skipped = SkippedArticle(
        article_id="nb-001", detection=Detection(language="da", confidence=0.9), reason="Danish"
    )
    tallies = score_case(CASE, skipped)
    assert tallies["caption_people"].recall == 0.0
    assert tallies["processed"].missed == ("case: processed, got da",)


def test_people_are_compared_caption_by_caption():
    moved = SECOND.model_copy(update={"people": (*SECOND.people, PEOPLE[2])})
    tallies = read(captions=(FIRST.model_copy(update={"people": PEOPLE[:2]}), moved))
    assert tallies["caption_people"].mistakes == 0  # by place in the text, not by where it was read


def test_a_person_outside_every_caption_is_invented():
    stray = CaptionPerson(mention=LIE, order=4)
    assert first(people=(*PEOPLE, stray))["caption_people"].invented == ("lie",)


def test_the_order_is_that_of_the_people_who_were_found():
    turned = (
        PEOPLE[0].model_copy(update={"order": 3}),
        PEOPLE[2].model_copy(update={"order": 1}),
    )
    assert first(people=turned)["caption_order"].missed != ()
    assert first(people=PEOPLE[1:])["caption_order"].missed == ()


@pytest.mark.parametrize(
    ("changes", "measure"),
    [
        ({"row": Row.FRONT}, "caption_row"),
        ({"side": Side.LEFT}, "caption_side"),
        ({"role": None}, "caption_role"),
        ({"affiliation": None}, "caption_affiliation"),
    ],
)
def test_what_is_said_of_a_person_has_its_own_measure(changes, measure):
    tallies = first(people=(PEOPLE[0].model_copy(update=changes), *PEOPLE[1:]))
    assert tallies[measure].missed != ()
    assert tallies["caption_whole"].right == 1


def test_nothing_rightly_said_earns_nothing_among_what_is_said():
    assert score_case(CASE, PERFECT)["roles_said"] == Tally(right=1)


def test_a_caption_of_which_others_are_left_out_is_not_whole():
    tallies = read(captions=(FIRST, SECOND.model_copy(update={"incomplete": False})))
    assert tallies["caption_incomplete"].value == tallies["caption_whole"].value == 0.5


def test_a_photographer_in_the_picture_is_wrong_twice():
    tallies = first(people=(*PEOPLE, CaptionPerson(mention=PER, order=4)), credits=())
    assert tallies["caption_people"].invented == ("per ås",)
    assert tallies["credits"].missed == ("Per Ås",)


@pytest.mark.parametrize("field", ["title", "organisation"])
def test_what_a_list_says_has_its_own_measure(field):
    people = (LIST.people[0].model_copy(update={field: None}), LIST.people[1])
    tallies = read(lists=(ParticipantList(people=people),))
    assert tallies[f"list_{field}"].value == 0.5


def test_a_false_alarm_costs_precision():
    tally = flagged(RIGHT, spelling(SIV, LIV))["spelling_person"]
    assert (tally.precision, tally.recall) == (0.5, 1.0)


def test_a_missed_inconsistency_costs_recall():
    assert flagged()["spelling_person"].missed == ("kari li / kari lie",)


def test_a_flag_on_another_way_to_say_a_form_is_found():
    assert flagged(spelling(LISTED, LIE))["spelling"] == Tally(right=1)


def test_the_same_inconsistency_twice_counts_once():
    assert flagged(RIGHT, spelling(LISTED, LIE))["spelling"] == Tally(right=1)


@pytest.mark.parametrize(
    ("forms", "right"),
    [((LISTED, KARI), 1), ((KARI, LISTED), 0)],
)
def test_the_first_candidate_is_the_proposal(forms, right):
    assert flagged(spelling(*forms))["proposal_right"].right == right


def test_a_tie_proposes_nothing():
    tied = spelling(LISTED, KARI, scores=(0.5, 0.5))
    assert flagged(tied)["proposal_right"].missed != ()
    unknown = CASE.spelling[0].model_copy(update={"right": ""})
    case = CASE.model_copy(update={"spelling": (unknown,)})
    outcome = PERFECT.model_copy(
        update={"reconciliation": RECONCILIATION.model_copy(update={"flags": (tied,)})}
    )
    assert score_case(case, outcome)["tie_said"].right == 1


def test_a_sure_flag_is_right_only_with_the_right_proposal():
    tallies = flagged(spelling(KARI, LISTED, band=Band.SURE))
    assert tallies["sure_flags"].value == 1.0
    assert tallies["sure_corrections"].value == 0.0


def test_three_ways_to_write_a_name_are_two_inconsistencies():
    forms = [["Kari Lie", "Kari Li"], ["Kari Li", "Lia"], ["Kari Lie", "Lia"]]
    three = CASE.model_validate(
        {
            **CASE.model_dump(),
            "spelling": [{"forms": f, "kind": "person"} for f in forms],
            "different": [],
        }
    )
    assert score_case(three, PERFECT)["spelling"].mistakes == 1
    outcome = PERFECT.model_copy(
        update={
            "reconciliation": RECONCILIATION.model_copy(
                update={"flags": (RIGHT, spelling(LISTED, LIA), MISSING)}
            )
        }
    )
    assert score_case(three, outcome)["spelling"] == Tally(right=2)


def test_two_people_in_one_cluster_are_a_false_merge():
    tallies = reconciled(clusters=(cluster(KARI, LISTED, LIE, LIA), *CLUSTERS))
    assert tallies["different_apart"].missed == ("lia / lie: two, got one",)


def test_two_people_of_one_picture_in_one_cluster_are_a_false_merge():
    tallies = reconciled(clusters=(cluster(OLA, SIV),))
    assert tallies["picture_apart"].missed == ("ola moe / siv dal: two, got one",)


def test_forms_of_one_person_in_two_clusters_are_a_false_split():
    tallies = reconciled(clusters=(cluster(KARI, LIE), cluster(LISTED), *CLUSTERS))
    assert tallies["spelling_joined"].missed == ("kari li / kari lie: one, got two",)
    assert tallies["same_joined"].right == 1


def test_a_form_that_was_not_found_is_not_joined():
    tally = reconciled(clusters=(cluster(KARI, LISTED),))["same_joined"]
    assert tally.missed == ("kari lie / lie: one, got lie not found",)


def test_a_missed_person_of_the_list_costs_recall_of_presence():
    assert flagged(RIGHT)["not_in_list"].recall == 0.0


def test_two_forms_of_one_person_are_not_two_people():
    weight = Evidence(feature="name part", weight=-3.0, detail="two names")
    pair = Lookalike(kind=EntityKind.PERSON, names=("Kari Lie", "Kari Li"), evidence=(weight,))
    assert reconciled(lookalikes=(pair,))["lookalikes"].value == 0.0


def test_a_pair_that_nothing_was_said_of_has_no_probability():
    silent = PERFECT.model_copy(update={"reconciliation": Reconciliation()})
    assert items(CASE, silent, "one name") == [Item(0.0, yes=True), Item(0.0, yes=False)]


def test_a_flag_has_the_probability_of_its_candidates():
    found = items(CASE, PERFECT, "one name")
    assert (round(found[0].probability, 3), found[0].yes) == (0.9, True)
    assert items(CASE, PERFECT, "correction")[0] == Item(0.8, yes=True)


def test_the_table_of_a_part_has_a_column_a_language():
    run = run_cases([CASE], Chain.GRAMMAR)
    head, *lines = part_table(run, "tune", [CASE]).splitlines()
    assert head.split()[-2:] == ["nb", "nn"]
    assert lines[-1].startswith("1 cases, ")
