"""Flags about forms of different articles are cards with a place from each."""

from __future__ import annotations

from pipeline.records import Band, Candidate, EntityKind
from pipeline.review.across import Across, AcrossForm
from pipeline.review.finding import Filter, count
from pipeline.review.queue import Source
from tests.review.making import dealt, missing, passage_of, say

BATCH = Source("batch", "arkiv", "Arkivet")


def across(**places):
    """Return the question whether two forms of an archive are one's."""
    first, second = (
        AcrossForm(name=name, articles=1, mentions=2, about=("Vadsund IL",), places=place)
        for name, place in places.items()
    )
    return Across(
        id="person:liv grønn:liv grøn",
        entity=EntityKind.PERSON,
        forms=(first, second),
        candidates=(Candidate(name=second.name, score=0.8, evidence=()),),
        band=Band.LOOK,
        message="Are they one?",
    )


def put(queue):
    articles = [missing("a1", "Liv Grønn"), missing("a2", "Liv Grøn")]
    part = articles[0].mentions[0].span.part
    flag = across(**{"Liv Grønn": (("a1", part),), "Liv Grøn": (("a2", part), ("gone", part))})
    queue.put(BATCH, articles, [flag])


def test_a_card_across_articles_shows_a_place_from_each(queue):
    put(queue)
    card = dealt(queue, "grønn", kind="spelling").card
    assert card.is_across
    assert [passage_of(form).article for form in card.forms] == ["Nytt fra a1", "Nytt fra a2"]
    assert ["".join(s.text for s in passage_of(f).scraps if s.mark) for f in card.forms] == [
        "Liv Grønn", "Liv Grøn",
    ]  # fmt: skip


def test_a_decision_across_articles_holds_everywhere_and_touches_those_with_the_wrong_form(
    queue, register
):
    put(queue)
    say(queue, register, "grønn", "same", name="Liv Grøn", kind="spelling")
    assert dealt(queue, "grønn", kind="spelling").state == "decided"
    # whether they are in a list is another question
    assert count(queue.database, Filter(kind="not_in_list")) == 2
    assert queue.stale(BATCH) == 2  # one holds the wrong form, the other a flag about both


def test_a_flag_whose_articles_are_gone_is_no_card(queue):
    queue.put(BATCH, [], [across(**{"Liv Grønn": (("x", "p1"),), "Liv Grøn": ()})])
    assert not queue.database.rows("SELECT 1 FROM flags")
