import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import EntityKind, FlagKind, Mention
from tests.builders import article, joined, organisation, person, place

LIST = (
    "Desse var med",
    "Voss kommune:\nKari Lie, ordførar\nOlaf Hallan Graven, lærar\nPer Moe, rådmann",
)


def _flags(reconciliation, kind=FlagKind.SPELLING):
    return [{m.name for m in flag.mentions} for flag in reconciliation.flags if flag.kind is kind]


def _clusters(reconciliation):
    return [set(cluster.forms) for cluster in reconciliation.clusters]


def test_one_man_spelt_two_ways_in_caption_and_list_is_flagged():
    whole = article("Tur", "F.v.: Kari Lie, Olaf Halland Graven, Per Moe.", *LIST)
    _, result = joined(whole)
    assert _flags(result) == [{"Olaf Halland Graven", "Olaf Hallan Graven"}]


def test_the_form_of_the_list_is_proposed_with_reasons():
    whole = article("Tur", "F.v.: Kari Lie, Olaf Halland Graven, Per Moe.", *LIST)
    _, result = joined(whole)
    best = result.flags[0].candidates[0]
    assert best.name == "Olaf Hallan Graven"
    assert {"name part", "same event", "in the list"} <= {e.feature for e in best.evidence}


def test_a_tied_acronym_is_evidence_for_one_person():
    caption = "F.v.: Kari Lie (USN), Olaf Halland Graven (USN)"
    names = "Universitetet i Sør Øst Norge\nKari Lie, professor\nOlaf Hallan Graven, lektor"
    _, result = joined(article("Tur", caption, "De som var med", names))
    evidence = [e for c in result.flags[0].candidates for e in c.evidence]
    assert ("affiliation", "USN is Universitetet i Sør Øst Norge") in {
        (e.feature, e.detail) for e in evidence
    }


def test_two_who_are_both_in_the_picture_and_on_the_list_are_two():
    caption = "F.v.: Per Hansen, Per Hanssen og Kari Lie"
    names = "Per Hansen, elev\nPer Hanssen, elev\nKari Lie, rektor"
    _, result = joined(article("Tur", caption, "Deltakere", names))
    assert not result.flags
    assert {"Per Hansen"} in _clusters(result)
    assert {"Per Hanssen"} in _clusters(result)


def test_siblings_are_two():
    whole = article("Tur", "F.v.: Frode Aursand og Fredrik Aursand", "Frode Aursand vant.")
    _, result = joined(whole, [person(whole, "Frode Aursand", nth=2)])
    assert not result.flags


def test_a_caption_that_repeats_the_spelling_of_the_text_is_never_flagged():
    whole = article("Tur", "F.v.: Kari Lindvik og Ola Dahl", "Kari Lindvik vant. Lindvik jublet.")
    _, result = joined(whole, [person(whole, "Kari Lindvik", nth=2)])
    assert not result.flags


def test_a_surname_alone_joins_its_person():
    whole = article("Tur", "Kari Lindvik vant. Ifølge Lindvik var det moro.")
    _, result = joined(whole, [person(whole, "Kari Lindvik")])
    assert _clusters(result) == [{"Kari Lindvik", "Lindvik"}]


def test_a_surname_that_two_bear_joins_nobody():
    whole = article("Tur", "Kari Lindvik og Ola Lindvik vant. Ifølge Lindvik var det moro.")
    _, result = joined(whole, [person(whole, "Kari Lindvik"), person(whole, "Ola Lindvik")])
    assert {"Lindvik"} in _clusters(result)


def test_people_in_the_picture_and_not_on_the_list_are_flagged_and_the_other_way_round():
    _, result = joined(article("Tur", "F.v.: Kari Lie, Per Moe og Ine Vik", *LIST))
    assert _flags(result, FlagKind.NOT_IN_LIST) == [{"Ine Vik"}]
    assert _flags(result, FlagKind.NOT_IN_PICTURE) == [{"Olaf Hallan Graven"}]


def test_a_picture_of_others_is_not_held_against_the_list():
    _, result = joined(article("Tur", "F.v.: Ine Vik, Jon Dahl og Liv Berg", *LIST))
    assert not result.flags


def test_a_caption_that_says_others_are_there_flags_nobody_as_missing_from_it():
    _, result = joined(article("Tur", "F.v.: Kari Lie, Per Moe m.fl.", *LIST))
    assert not _flags(result, FlagKind.NOT_IN_PICTURE)


def test_a_place_misspelt_in_the_headline_is_flagged():
    whole = article("Lærerik tur til Tolouse", "Toulouse er stor. De reiste til Toulouse.")
    _, result = joined(whole, [place(whole, "Toulouse"), place(whole, "Toulouse", nth=2)])
    flag = result.flags[0]
    assert flag.entity is EntityKind.PLACE
    assert flag.candidates[0].name == "Toulouse"


def test_two_places_that_exist_are_two():
    whole = article("Tur", "De reiste fra Sandnes til Sandefjord, og fra Vang til Voss.")
    _, result = joined(
        whole, [place(whole, name) for name in ("Sandnes", "Sandefjord", "Vang", "Voss")]
    )
    assert not result.flags


def test_where_nothing_speaks_for_either_form_none_is_proposed():
    whole = article("Tur", "Kari Krogsæter vant. Kari Krogseter jublet.")
    found = [person(whole, "Kari Krogsæter"), person(whole, "Kari Krogseter")]
    _, result = joined(whole, found)
    assert "does not tell which form is right" in result.flags[0].message


def test_a_stop_or_a_hyphen_at_the_end_makes_no_other_name():
    whole = article("Tur", "De reiste til Tyskland- og Danmark. Tyskland var varmt.")
    found = [place(whole, "Tyskland-"), place(whole, "Tyskland", nth=2)]
    _, result = joined(whole, found)
    assert not result.flags


def test_a_genitive_that_was_left_on_is_no_other_spelling():
    whole = article("Tur", "Linn Jørum Sulland vant. Linn Jørum Sullands lag jublet.")
    found = [person(whole, "Linn Jørum Sulland"), person(whole, "Linn Jørum Sullands")]
    _, result = joined(whole, found)
    assert not result.flags
    assert len(result.clusters) == 1


def test_organisations_that_begin_with_another_letter_are_two():
    whole = article("Tur", "Selskapet Bollywood og selskapet Kollywood er to.")
    found = [organisation(whole, "Bollywood"), organisation(whole, "Kollywood")]
    _, result = joined(whole, found)
    assert not result.flags


def test_letter_case_alone_is_no_inconsistency():
    whole = article("Tur", "Kongsberg kommune inviterer. Kongsberg Kommune betaler.")
    found = [organisation(whole, "Kongsberg kommune"), organisation(whole, "Kongsberg Kommune")]
    _, result = joined(whole, found)
    assert not result.flags
    assert len(result.clusters) == 1


def test_an_acronym_that_nothing_explains_stays_unexplained():
    caption = "F.v.: Kari Lie (TØI), Ola Dahl (BFK), Per Moe (BFK)"
    names = "Buskerud fylkeskommune\nOla Dahl, rådgiver\nPer Moe, sjef"
    _, result = joined(article("Tur", caption, "Til stede", names))
    assert [(tie.short, tie.long) for tie in result.acronyms] == [("BFK", "Buskerud fylkeskommune")]


def test_the_id_of_a_flag_does_not_change_when_the_text_around_it_does():
    caption = "F.v.: Kari Lie, Olaf Halland Graven, Per Moe."
    _, before = joined(article("Tur", caption, *LIST))
    _, after = joined(article("Tur", "Det var en fin dag på fjorden.", caption, *LIST))
    assert [f.id for f in before.flags] == [f.id for f in after.flags]


NAMES = [
    "Kari Lie",
    "Kari Lia",
    "Ola Dahl",
    "Ola Dahle",
    "Per Moe",
    "Lie",
    "Dahl",
    "Tor Arne Vik",
    "Tor Vik",
]


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=7), st.randoms())
def test_every_mention_lands_in_one_cluster_whatever_the_order(names, random):
    text = " så kom ".join(["Først", *names]) + " hjem."
    whole = article("Tur", text)
    counts: dict[str, int] = {}
    found: list[Mention] = []
    for name in sorted(names, key=len, reverse=True):
        counts[name] = counts.get(name, 0) + 1
        m = person(whole, name, nth=counts[name])
        if not any(m.span.overlaps(other.span) for other in found):
            found.append(m)
    _, first = joined(whole, found)
    random.shuffle(found)
    _, second = joined(whole, found)
    spans = [m.span for c in first.clusters for m in c.mentions]
    assert len(spans) == len(set(spans))
    assert {m.span for m in found} <= set(spans)
    assert sorted(map(sorted, _clusters(first))) == sorted(map(sorted, _clusters(second)))


@pytest.mark.parametrize("text", ["Det regnet i dag.", "F.v.: ukjent", "Desse var med:"])
def test_an_article_without_names_has_nothing_to_join(text):
    _, result = joined(article("Tur", text))
    assert not result.clusters
    assert not result.flags
