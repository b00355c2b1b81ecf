"""Organisations that the name finder passed over, found by their name misspelt."""

import pytest

from pipeline.records import EntityKind, FlagKind
from pipeline.stages.organisation_slips import slips_for_organisations
from pipeline.stages.repeats import add_repeats
from tests.builders import article, joined, organisation, person, place


def _found(text, *mentions_of):
    whole = article("Nytt", text)
    known = [make(whole, name) for make, name in mentions_of]
    found, gone = slips_for_organisations(whole, known)
    return [m.name for m in found], {span.start for span in gone}


@pytest.mark.parametrize(
    ("text", "name", "slip"),
    [
        ("Kvalstø Gårdsmat åpnet. Køen ved Kvaltsø Gårdsmat var lang.", "Kvalstø Gårdsmat",
         "Kvaltsø Gårdsmat"),
        ("Helse Førde svarte. Leger i Helse-Førde er uenige.", "Helse Førde", "Helse-Førde"),
        ("Sparebanken Sogn og Fjordane ga. Sjefen i Sparebanken Sogn & Fjordane smilte.",
         "Sparebanken Sogn og Fjordane", "Sparebanken Sogn & Fjordane"),
    ],
)  # fmt: skip
def test_a_misspelt_organisation_is_a_mention(text, name, slip):
    assert _found(text, (organisation, name)) == ([slip], set())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Voss kommune svarte. Så svarte Voss kommune igjen.", "Voss kommune"),
        ("Sandnes kommune svarte. Så svarte Sande kommune.", "Sandnes kommune"),
        ("Stand 1 Rør svarte. Så svarte Stand 2 Rør.", "Stand 1 Rør"),
        ("Helse Førde svarte. De har helse førde i navnet.", "Helse Førde"),
    ],
)
def test_another_organisation_is_none(text, name):
    assert _found(text, (organisation, name)) == ([], set())


def test_a_piece_that_the_finder_took_for_the_whole_gives_way():
    text = "Brødrene Sørli AS feiret. Gaven kom fra Brødrene Sørlie AS."
    whole = article("Fest", text)
    known = [organisation(whole, "Brødrene Sørli AS"), organisation(whole, "Sørlie AS")]
    names = [m.name for m in add_repeats(whole, known)]
    assert "Brødrene Sørlie AS" in names
    assert "Sørlie AS" not in names


def test_a_person_inside_does_not_give_way_to_a_longer_range():
    text = "Kari Lie Rør åpnet. Så kom Kari Lia Rør."
    whole = article("Fest", text)
    kept = person(whole, "Kari Lia").model_copy(update={"origin": "caption"})
    found, gone = slips_for_organisations(whole, [organisation(whole, "Kari Lie Rør"), kept])
    assert (found, gone) == ([], set())


def test_a_firm_that_the_finder_takes_for_a_place_is_looked_for_too():
    text = "Fjellheimen Rakfisk vant. I teltet til Fjellheimen Rak-Fisk var det fullt."
    whole = article("Fest", text)
    known = [place(whole, "Fjellheimen Rakfisk")]
    found, _ = slips_for_organisations(whole, known)
    assert [(m.name, m.kind) for m in found] == [("Fjellheimen Rak-Fisk", EntityKind.PLACE)]


def test_two_spellings_of_a_family_firm_are_flagged():
    text = "Brødrene Sørli AS feiret. Gaven kom fra Brødrene Sørlie AS."
    whole = article("Fest", text)
    known = [organisation(whole, "Brødrene Sørli AS"), organisation(whole, "Brødrene Sørlie AS")]
    _, result = joined(whole, known)
    (flag,) = [flag for flag in result.flags if flag.kind is FlagKind.SPELLING]
    assert flag.is_tied
