"""Names of organisations that nobody knows, put otherwise elsewhere in the article."""

import pytest

from pipeline.records import FlagKind
from pipeline.stages.organisation_slips import slips_for_organisations
from pipeline.stages.reworded import is_reworded
from tests.builders import article, joined, organisation, place


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Museet i Skjervdal", "Museet på Skjervdal"),
        ("Selskapet for Lørenskogs Vel", "Selskapet Lørenskogs Vel"),
        ("Norges Hundekjørerlag", "Norsk Hundekjørerlag"),
        ("Brunlanes Idrettsforening", "Brunlanes Idrettsforeningen"),
        ("Vang menighetsråd", "Vang menighetsrådet"),
        ("Statens havarikommisjon", "Havarikommisjonen Statens"),
        ("Norsk institutt for fjellforskning", "Norwegian institutt for fjellforskning"),
    ],
)
def test_the_same_words_put_otherwise_are_one_name(one, other):
    assert is_reworded(one, other)
    assert is_reworded(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vestland fylkeskommune", "Fylkeskommunen i Vestland"),
        ("Norges Hundekjørerlag", "Norges Hundekjørerforbund"),
        ("Lag 1 i Voss", "Lag 2 i Voss"),
        ("Skjervdal Skole", "skjervdal skole"),
        ("Bondelaget", "Norges Bondelag"),
    ],
)
def test_other_words_are_another_name_or_a_paraphrase(one, other):
    assert not is_reworded(one, other)


def test_a_name_put_otherwise_is_found_where_the_finder_has_a_piece_of_it():
    text = "Teatret i Vika åpner. Billettene til Teatret Vika er dyre."
    whole = article("Nytt", text)
    known = [organisation(whole, "Teatret i Vika"), place(whole, "Vika", nth=2)]
    found, gone = slips_for_organisations(whole, known)
    assert [m.name for m in found] == ["Teatret Vika"]
    assert gone == {known[1].span}


def test_it_is_flagged_unless_one_breath_names_both():
    text = "Norsk Hundekjørerlag svarte. Det gjorde ikke Norges Hundekjørerlag."
    whole = article("Nytt", text)
    named = [organisation(whole, n) for n in ("Norsk Hundekjørerlag", "Norges Hundekjørerlag")]
    assert [f.kind for f in joined(whole, named)[1].flags] == [FlagKind.SPELLING]
    text = "Norsk Hundekjørerlag og Norges Hundekjørerlag svarte."
    whole = article("Nytt", text)
    named = [organisation(whole, n) for n in ("Norsk Hundekjørerlag", "Norges Hundekjørerlag")]
    assert joined(whole, named)[1].flags == ()
