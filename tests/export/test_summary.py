from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.summary import WIDTH, printable, summary
from pipeline.records import (
    Band,
    Detection,
    FailedArticle,
    FlagKind,
    Part,
    PartKind,
    Row,
    Side,
    SkippedArticle,
)
from tests.export.sample import CAPTION, FRENCH, NOT_IN_LIST, RECONCILIATION, SAMPLE, SPELLING

TEXT = summary(SAMPLE, [Path("out/havnetur.html"), Path("out/havnetur.fr.txt")])


def with_flags(*flags):
    reconciliation = RECONCILIATION.model_copy(update={"flags": flags})
    return SAMPLE.model_copy(update={"reconciliation": reconciliation})


@pytest.mark.parametrize(
    "line",
    [
        "  Norwegian (Bokmål), 99 % sure",
        "  Back row, from the left: 1 Tuva Skarnes (VHS), 2 Eivind Haldorsenn (FIN), "
        "3 Mats Orrevik",
        "  Front row, from the left: 4 Solveig Brattli (havnefogd), 5 Aino Kvaal (VHS)",
        "  Photo: Jorun Lie",
        "  Eivind Haldorsenn / Eivind Haldorsen: spelt in different ways",
        "    correct this: Eivind Haldorsen (97 % likely)",
        "    because: one letter differs; FIN is Fjordinstituttet",
        "  In the picture, not in the list: Mats Orrevik",
        "  Vadsund havneselskap, Fjordinstituttet",
        "  VHS = Vadsund havneselskap",
        "Two people, not one: 1",
        "  Tuva Skarnes / Tova Skarnes: both are on one list",
        "Already decided: 1",
        "  decided by Eva",
        "  out/havnetur.html",
    ],
)
def test_the_summary_says(line):
    assert line in TEXT.splitlines()


def test_the_summary_says_how_many_names_and_sentences_came_through():
    assert "French: 16 of 17 names kept, 1 of 11 sentences marked to check" in TEXT


def test_names_that_were_lost_are_named():
    assert "to check: Solveig Brattli" in " ".join(TEXT.split())


def test_no_line_is_wider_than_a_hundred_columns():
    assert max(len(line) for line in TEXT.splitlines()) <= WIDTH


def test_a_normal_article_takes_fifty_lines_at_most():
    assert len(TEXT.splitlines()) <= 50


def test_a_caption_that_leaves_others_out_says_so():
    caption = CAPTION.model_copy(update={"incomplete": True})
    reading = SAMPLE.reading.model_copy(update={"captions": (caption,)})
    text = summary(SAMPLE.model_copy(update={"reading": reading}))
    assert "  The caption says that there are others too." in text.splitlines()


def test_the_side_of_a_person_is_told():
    person = CAPTION.people[2].model_copy(update={"side": Side.RIGHT, "row": Row.ONLY})
    caption = CAPTION.model_copy(update={"people": (person,), "cues": ()})
    reading = SAMPLE.reading.model_copy(update={"captions": (caption,)})
    text = summary(SAMPLE.model_copy(update={"reading": reading}))
    assert "  In the order of the caption: 3 Mats Orrevik (on the right)" in text.splitlines()


def test_very_many_names_are_cut_short_and_counted():
    first = RECONCILIATION.clusters[0]
    many = tuple(first.model_copy(update={"name": f"Tuva {n}"}) for n in range(45))
    reconciliation = RECONCILIATION.model_copy(update={"clusters": many})
    text = summary(SAMPLE.model_copy(update={"reconciliation": reconciliation}))
    assert "Tuva 39, and 5 more" in " ".join(text.split())


def test_an_article_without_flags_says_that_nothing_needs_a_look():
    assert "Names: nothing needs a look." in summary(with_flags()).splitlines()


def test_a_flag_that_is_worth_a_look_proposes_a_form():
    flag = SPELLING.model_copy(update={"band": Band.LOOK})
    assert "    proposed: Eivind Haldorsen (97 % likely)" in summary(with_flags(flag)).splitlines()


def test_a_question_whether_two_are_one_proposes_no_form():
    flag = SPELLING.model_copy(update={"kind": FlagKind.UNSURE, "band": Band.LOOK})
    text = summary(with_flags(flag))
    assert f"    {flag.message}" in text.splitlines()
    assert "likely" not in text


def test_a_flag_without_candidates_gives_its_message_as_the_reason():
    flag = SPELLING.model_copy(update={"candidates": ()})
    assert f"    {flag.message}" in summary(with_flags(flag)).splitlines()


def test_people_of_the_list_whom_the_picture_lacks_are_told():
    flag = NOT_IN_LIST.model_copy(update={"kind": FlagKind.NOT_IN_PICTURE})
    assert "  In the list, not in the picture: Mats Orrevik" in summary(with_flags(flag))


def test_a_translation_without_doubts_says_so():
    parts = tuple(
        part.model_copy(
            update={"segments": tuple(s.model_copy(update={"checks": ()}) for s in part.segments)}
        )
        for part in FRENCH.parts
    )
    article = SAMPLE.article.model_copy(update={"parts": SAMPLE.article.parts[:7]})
    french = FRENCH.model_copy(update={"parts": parts})
    outcome = SAMPLE.model_copy(update={"article": article, "translations": (french,)})
    assert "every sentence passed its checks" in summary(outcome)


def test_a_skipped_article_says_why():
    skipped = SkippedArticle(
        article_id="a",
        source="a.txt",
        detection=Detection(language="da", confidence=0.9),
        reason="the language is da, not Norwegian",
    )
    assert summary(skipped) == "a.txt\n  Skipped: the language is da, not Norwegian."


def test_a_failed_article_says_what_happened_and_what_to_do():
    failed = FailedArticle(article_id="a", error="ArticleError", message="is empty", hint="write")
    assert summary(failed) == "a\n  Failed: is empty\n  write"


def test_there_are_no_colour_codes_unless_asked_for():
    assert "\x1b" not in TEXT


def test_headings_are_bold_when_asked_for():
    assert "\x1b[1mIn the picture: 5\x1b[0m" in summary(SAMPLE, colour=True)


@given(st.text())
def test_no_text_of_an_article_steers_the_terminal(text):
    title = Part(name="x", kind=PartKind.TITLE, text=f"T{text}")
    article = SAMPLE.article.model_copy(update={"parts": (title, *SAMPLE.article.parts)})
    shown = summary(SAMPLE.model_copy(update={"article": article})).replace("\n", "")
    steering = [c for c in shown if unicodedata.category(c) == "Cc"]
    assert (steering, set(shown) & set("\u200f\u202e\u2067")) == ([], set())


@given(st.text())
def test_what_is_printable_stays_as_it_is(text):
    assert printable(printable(text)) == printable(text)


def test_forms_that_are_equally_likely_are_said_to_be():
    tied = tuple(c.model_copy(update={"score": 0.45}) for c in SPELLING.candidates[:2])
    text = summary(with_flags(SPELLING.model_copy(update={"candidates": tied})))
    assert "proposed: none, the article does not tell which form is right" in text
