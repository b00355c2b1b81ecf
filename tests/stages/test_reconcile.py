import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Band, EntityKind, FlagKind, Mention
from pipeline.stages.evidence import probability
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


def _proposed(*blocks, found=()):
    whole = article("Tur", *blocks)
    _, result = joined(whole, [finder(whole) for finder in found])
    flag = next(f for f in result.flags if f.kind is FlagKind.SPELLING)
    return "" if flag.is_tied else flag.candidates[0].name


def _text(name, nth=1):
    return lambda whole: person(whole, name, nth=nth)


def test_the_list_outweighs_the_caption():
    caption = "F.v.: Kari Lie, Olaf Halland Graven, Per Moe."
    assert _proposed(caption, *LIST) == "Olaf Hallan Graven"


def test_where_list_and_all_else_disagree_it_cannot_be_known():
    caption = "F.v.: Kari Lie, Olaf Halland Graven, Per Moe."
    text = "Olaf Halland Graven var glad for turen. Han ville gjerne reise igjen."
    found = [_text("Olaf Halland Graven", 2)]
    assert _proposed(caption, text, *LIST, found=found) == ""


def test_two_places_outweigh_one():
    found = [_text("Gry Hellum"), _text("Gry Helum"), _text("Gry Hellum", 2)]
    text = "Gry Hellum kom. Gry Helum gikk. Så kom Gry Hellum tilbake."
    assert _proposed(text, found=found) == "Gry Hellum"


@given(st.lists(st.sampled_from(["Gry Hellum", "Gry Helum", "Gry Hellumm"]), max_size=5))
def test_no_proposal_is_likelier_than_that_the_two_are_one(names):
    whole = article("Tur", "Først " + ". Så ".join(["kom", *names]) + " hjem.")
    found = [person(whole, name, nth=names[:n].count(name) + 1) for n, name in enumerate(names)]
    _, result = joined(whole, [m for m in found if m.name == m.text])
    for flag in result.flags:
        most = sum(candidate.score for candidate in flag.candidates)
        about = ("prior", "name part", "rarity", "name order", "hyphen")
        same = [e for e in flag.candidates[0].evidence if e.feature in about]
        assert most <= probability(same) + 1e-3


def test_a_surname_alone_speaks_for_the_form_that_ends_in_it():
    found = [_text("Gry Hellum"), _text("Gry Helum")]
    text = "Gry Helum kom. Så kom Gry Hellum, og Hellum fikk ordet."
    assert _proposed(text, found=found) == "Gry Hellum"


def test_an_e_mail_address_outweighs_the_list():
    caption = "F.v.: Kari Lie (NVE) og Nadia Benali (NVE)"
    names = "Kari Lie, NVE\nNadja Benali, NVE, nadia.benali@example.no"
    assert _proposed(caption, "Deltakere", names) == "Nadia Benali"


def test_a_given_name_that_is_known_outweighs_a_slip_for_it():
    caption = "F.v.: Liv Berg og Jon Kristian Sperle"
    names = "Liv Berg, rektor\nJon Kristain Sperle, lærer"
    assert _proposed(caption, "Deltakere", names) == "Jon Kristian Sperle"


def test_a_form_that_an_encoding_damaged_is_never_proposed():
    caption = "F.v.: Liv Berg og BjÃ¸rn Sæthre"
    assert _proposed(caption, "Deltakere", "Liv Berg\nBjørn Sæthre") == "Bjørn Sæthre"


def test_a_slip_in_a_second_mention_is_put_right_as_a_surname():
    whole = article("Tur", "Edel Torheim kom. – Fint, sa Torhein. Torheim smilte.")
    found = [person(whole, "Edel Torheim"), person(whole, "Torhein"), person(whole, "Torheim", 2)]
    _, result = joined(whole, found)
    flag = result.flags[0]
    assert {m.name for m in flag.mentions} == {"Torhein", "Torheim"}
    assert flag.candidates[0].name == "Torheim"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("O.J. Haugerud", "Ole Johan Haugerud"),
        ("Nguyen Thi Lan", "Lan Nguyen"),
        ("Suzuki Aiko", "Aiko Suzuki"),
        ("Heidi Fossum", "Heidi Fossum Lie"),
    ],
)
def test_initials_order_and_a_married_name_are_no_inconsistency(a, b):
    whole = article(
        "Tur", f"F.v.: {a}, Liv Berg og Per Moe", "Deltakere", f"{b}\nLiv Berg\nPer Moe"
    )
    _, result = joined(whole)
    assert not result.flags
    assert {a, b} in _clusters(result)


def test_a_middle_name_that_is_missing_is_an_inconsistency():
    whole = article(
        "Tur", "F.v.: Wanjiru Kamau og Per Moe", "Deltakere", "Wanjiru Njeri Kamau\nPer Moe"
    )
    _, result = joined(whole)
    assert _flags(result) == [{"Wanjiru Kamau", "Wanjiru Njeri Kamau"}]


def test_a_given_name_written_for_another_is_flagged_where_all_else_agrees():
    caption = "F.v.: Berit Hofstad (FAU Lundamo) og Oddvar Kvaal (FAU Lundamo)"
    names = "Bente Hofstad, FAU Lundamo\nOddvar Kvaal, FAU Lundamo"
    _, result = joined(article("Tur", caption, "Innledere", names))
    assert _flags(result) == [{"Berit Hofstad", "Bente Hofstad"}]
    assert result.flags[0].band is Band.LOOK


def test_the_order_of_caption_and_list_is_evidence():
    caption = "F.v.: Liv Berg, Kari Krogsæter og Per Moe"
    _, result = joined(article("Tur", caption, "Deltakere", "Liv Berg\nKari Krogseter\nPer Moe"))
    evidence = {e.detail for e in result.flags[0].candidates[0].evidence}
    assert "between the same two names in the caption and on the list" in evidence


@pytest.mark.parametrize(
    "heading", ["Forfall", "Meldt forfall:", "Fråfall", "Ikke til stede", "Ikkje til stades"]
)
def test_somebody_who_was_expected_and_did_not_come_is_not_missed(heading):
    names = "Kari Lie, rektor\nPer Moe, lærer"
    caption = "F.v.: Kari Lie og Per Moe"
    _, result = joined(article("Tur", caption, "Deltakere", names, heading, "Ine Vik, elev"))
    assert not result.flags


def test_somebody_whom_the_caption_names_as_absent_is_not_missed():
    caption = "F.v.: Kari Lie og Per Moe. Ikke til stede: Ine Vik."
    names = "Kari Lie, rektor\nPer Moe, lærer\nIne Vik, elev"
    whole = article("Tur", caption, "Deltakere", names)
    _, result = joined(whole, [person(whole, "Ine Vik")])
    assert not result.flags


def _of(kind, *names):
    whole = article("Tur", " ".join(f"{name} er nevnt her." for name in names))
    find = {EntityKind.PLACE: place, EntityKind.ORGANISATION: organisation}[kind]
    return joined(whole, [find(whole, name) for name in names])[1]


@pytest.mark.parametrize(
    "names",
    [
        ("Universitetet i Sør Øst Norge", "Universitetet i Sørøst-Norge"),
        ("Akershus universitetssykehus", "Akerhus universitetssykehus"),
        ("Høgskulen på Vestlande", "Høgskulen på Vestlandet"),
        ("Fjordbatteri Høyanger", "Fjordbatteri Høyangar"),
    ],
)
def test_an_organisation_spelt_in_two_ways_is_flagged(names):
    result = _of(EntityKind.ORGANISATION, *names)
    assert _flags(result) == [set(names)]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (EntityKind.ORGANISATION, ("Lia skole", "Lie skole")),
        (EntityKind.PLACE, ("Trollheia", "Trolheia")),
    ],
)
def test_what_one_breath_names_is_two(kind, names):
    find = {EntityKind.PLACE: place, EntityKind.ORGANISATION: organisation}[kind]
    apart = article("Tur", " ".join(f"{name} er nevnt her." for name in names))
    beside = article("Tur", " og ".join(names) + " er nevnt her.")
    _, asked = joined(apart, [find(apart, name) for name in names])
    _, result = joined(beside, [find(beside, name) for name in names])
    assert _flags(asked) == [set(names)]
    assert not result.flags


def test_an_acronym_in_brackets_need_not_keep_to_first_letters():
    name = "Vestland fylkeskommune"
    whole = article("Tur", f"{name} (VLFK) betaler. VFLK sa ja.")
    found = [organisation(whole, words) for words in (name, "VLFK", "VFLK")]
    _, result = joined(whole, found)
    assert [(tie.short, tie.long) for tie in result.acronyms] == [("VLFK", name)]
    assert _flags(result) == [{"VLFK", "VFLK"}]


@pytest.mark.parametrize(
    "names",
    [
        ("Avdeling 1", "Avdeling 2"),
        ("Bodø/Glimt", "Bodø/Glimt 2"),
        ("Nord-Fron kommune", "Sør-Fron kommune"),
        ("NTNU", "NTNUI"),
        ("Universitetet i Bergen", "Universitetet i Agder"),
    ],
)
def test_two_organisations_are_two(names):
    result = _of(EntityKind.ORGANISATION, *names)
    assert not result.flags
    assert len(result.clusters) == 2


@pytest.mark.parametrize(
    "names",
    [
        ("Firda Sjømat AS", "Firda Sjømat"),
        ("Norsk Sjukepleiarforbund", "Sjukepleiarforbundet"),
        ("Kbg Kommune", "Kongsberg kommune"),
    ],
)
def test_a_shorter_name_of_an_organisation_is_no_inconsistency(names):
    result = _of(EntityKind.ORGANISATION, *names)
    assert not result.flags
    assert len(result.clusters) == 1


def test_an_acronym_with_two_letters_swapped_is_flagged_against_the_one_that_is_explained():
    whole = article("Tur", "Norges geologiske undersøkelse (NGU) kom. NUG er glad.")
    long = "Norges geologiske undersøkelse"
    _, result = joined(whole, [organisation(whole, long), organisation(whole, "NUG")])
    assert _flags(result) == [{"NGU", "NUG"}]
    assert result.flags[0].candidates[0].name == "NGU"


def test_a_place_in_two_languages_is_one():
    result = _of(EntityKind.PLACE, "Kautokeino", "Guovdageaidnu")
    assert not result.flags
    assert len(result.clusters) == 1


@pytest.mark.parametrize("names", [("Nord-Fron", "Sør-Fron"), ("Sandnes", "Sandnessjøen")])
def test_two_places_are_two(names):
    assert not _of(EntityKind.PLACE, *names).flags


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
