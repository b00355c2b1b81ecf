from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.plain import translated_text
from pipeline.records import (
    Article,
    Check,
    Part,
    PartKind,
    Quote,
    Segment,
    Span,
    TranslatedPart,
    Translation,
)
from tests.export.sample import ARTICLE, FRENCH, kept

RULE = "\n\n" + "-" * 40 + "\n"


@st.composite
def translations(draw):
    """An article of one part in three sentences, any of which may have failed."""
    targets = draw(st.lists(st.text("ab? [1]é🚢", min_size=1, max_size=6), min_size=3, max_size=3))
    failed = draw(st.lists(st.booleans(), min_size=3, max_size=3))
    text = "En. To. Tre."
    article = Article(id="a", parts=(Part(name="p", kind=PartKind.PARAGRAPH, text=text),))
    segments = tuple(
        Segment(
            source=Quote(span=Span(part="p", start=n, end=n + 1), text=text[n]),
            target=target,
            checks=(Check(kind="length", detail="too short"),) if is_failed else (),
        )
        for n, (target, is_failed) in enumerate(zip(targets, failed, strict=True))
    )
    part = TranslatedPart(part="p", text="|".join(targets), segments=segments)
    return article, Translation(target="fr", road="nb-fr", parts=(part,)), sum(failed)


def sign(text):
    """Return what the marks begin with: the shortest that the text does not hold."""
    return next(mark for n in range(1, 20) if (mark := "[" + "?" * n) not in text)


@given(translations())
def test_deleting_the_marks_gives_the_translation_back(drawn):
    article, translation, failed = drawn
    expected = translation.parts[0].text
    body = translated_text(article, translation).split(RULE)[0]
    unmarked, marks = re.subn(rf" {re.escape(sign(expected))}[123]\]", "", body)
    assert (unmarked.rstrip(), marks) == (expected.rstrip(), failed)


@given(translations())
def test_the_foot_explains_every_mark(drawn):
    article, translation, failed = drawn
    text = translated_text(article, translation)
    assert text.count(sign(translation.parts[0].text)) == 2 * failed


def test_the_white_space_of_the_article_stands_between_the_parts():
    body = translated_text(ARTICLE, FRENCH).split(RULE)[0]
    assert "\n\nParticipants\n\nTuva Skarnes, directrice générale" in body


def test_a_translation_with_nothing_to_check_is_the_text_alone():
    parts = tuple(part for part in FRENCH.parts if part.part == "p4")
    article = ARTICLE.model_copy(update={"parts": (ARTICLE.part("p4"),)})
    translation = FRENCH.model_copy(update={"parts": parts, "names": ()})
    assert translated_text(article, translation) == "\n\nParticipants\n"


def test_the_mark_stands_right_after_the_segment():
    assert "avec des participants. [?1] Eivind" in translated_text(ARTICLE, FRENCH)


def test_the_foot_says_what_is_wrong_and_quotes_the_source():
    foot = translated_text(ARTICLE, FRENCH).split(RULE)[1]
    assert "[?1] A number is missing: the number 47 is missing\n      Source: Vadsund" in foot


def test_a_part_that_was_not_translated_stands_in_the_source_language_and_is_marked():
    text = translated_text(ARTICLE, FRENCH)
    assert "Aino Kvaal, miljøsjef, Vadsund havneselskap [?2]\n" in text


def test_a_lost_name_is_told_in_the_foot():
    assert "Names to check: Solveig Brattli\n" in translated_text(ARTICLE, FRENCH)


def test_a_lost_name_that_a_mark_tells_of_is_not_told_twice():
    check = Check(kind="name", detail="Solveig Brattli is missing")
    third = FRENCH.parts[2]
    last = third.segments[2].model_copy(update={"checks": (check,)})
    third = third.model_copy(update={"segments": (*third.segments[:2], last)})
    translation = FRENCH.model_copy(
        update={"parts": (third,), "names": (kept("p3", "Solveig Brattli", is_kept=False),)}
    )
    assert "Names to check" not in translated_text(ARTICLE, translation)


def test_marks_are_made_longer_where_the_text_holds_such_a_mark():
    heading = FRENCH.parts[3].model_copy(update={"text": "Participants [?]"})
    parts = (*FRENCH.parts[:3], heading, *FRENCH.parts[4:])
    text = translated_text(ARTICLE, FRENCH.model_copy(update={"parts": parts}))
    assert "avec des participants. [??1] Eivind" in text


def test_a_failed_segment_that_the_text_of_its_part_lacks_is_marked_at_the_end_of_the_part():
    third = FRENCH.parts[2].model_copy(update={"text": "Autre texte."})
    parts = (*FRENCH.parts[:2], third, *FRENCH.parts[3:])
    text = translated_text(ARTICLE, FRENCH.model_copy(update={"parts": parts}))
    assert "Autre texte. [?1]\n" in text


def test_an_empty_part_without_translation_is_not_marked():
    empty = Part(name="e", kind=PartKind.PARAGRAPH, text=" ")
    article = ARTICLE.model_copy(update={"parts": (empty,)})
    nothing = FRENCH.model_copy(update={"parts": (), "names": ()})
    assert translated_text(article, nothing) == " \n"
