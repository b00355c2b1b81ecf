"""Untidy and strange articles through the first four steps with the real models."""

import random

import pytest

from pipeline.assets import models_dir
from pipeline.documents.text import parse_text
from pipeline.export.report import report
from pipeline.flow import process
from pipeline.records import OUTCOME, ProcessedArticle, SkippedArticle
from tests.gate.run_cases import whole_chain

pytestmark = pytest.mark.model

CAPTION = "F.v.: Kari Lindvik (USN), Ola Dahl og Per Moe. Foto: Ine Vik"
LIST = "Kari Lindvik, rektor\nOla Dahl, lærer\nPer Moe, vaktmester"
SENTENCE = "Kari Lindvik reiste til Bergen i går, og Ola Dahl fra Voss kommune ble med på turen. "


@pytest.fixture(scope="module")
def stages():
    return whole_chain(models_dir())


def _run(text, stages):
    outcome = process(parse_text(text, article_id="odd"), stages, ())
    assert OUTCOME.validate_json(OUTCOME.dump_json(outcome)) == outcome
    return outcome


def _names(outcome):
    return {cluster.name for cluster in outcome.reconciliation.clusters}


def test_an_article_may_be_a_caption_only(stages):
    outcome = _run(CAPTION, stages)
    assert [p.mention.name for p in outcome.reading.captions[0].people] == [
        "Kari Lindvik",
        "Ola Dahl",
        "Per Moe",
    ]


def test_an_article_may_be_a_list_only(stages):
    outcome = _run(LIST, stages)
    assert len(outcome.reading.lists[0].people) == 3
    assert not outcome.reconciliation.flags


def test_an_article_may_have_neither(stages):
    outcome = _run(
        "Tur til fjells\n\n" + SENTENCE + "\n\nDet ble en lang dag. De kom sent hjem.", stages
    )
    assert not outcome.reading.captions
    assert "Kari Lindvik" in _names(outcome)


def test_a_paragraph_may_have_ten_thousand_words(stages):
    outcome = _run("Tittel\n\n" + SENTENCE * 600, stages)
    assert {"Kari Lindvik", "Ola Dahl", "Voss kommune"} <= _names(outcome)
    found = [c for c in outcome.reconciliation.clusters if c.name == "Kari Lindvik"]
    assert len(found[0].mentions) == 600


def test_emoji_and_combining_letters_move_no_name(stages):
    text = "Tur 😉👨‍👩‍👧\n\nF.v.: Ka\u0301ri Lindvik 😉, Ola Dahl\n\n" + SENTENCE.replace(
        "Ola", "😉 Ola"
    )
    outcome = _run(text, stages)
    assert all(outcome.article.quote(m.span) == m.text for m in outcome.mentions)
    assert "Ola Dahl" in _names(outcome)


def test_marks_of_writing_direction_hide_no_name(stages):
    caption = "F.v.: \u200fOla Dahl\u200f og Per Moe"
    text = f"Møte\n\nהשר אמר את זה. {SENTENCE}\u202bדוד כהן\u202c kom.\n\n{caption}"
    outcome = _run(text, stages)
    assert "Ola Dahl" in _names(outcome)
    assert "\u202b" not in report(outcome) or "<bdi" in report(outcome)


@pytest.mark.parametrize(
    "text",
    [
        "The government has decided to raise taxes on tobacco, and it will cost consumers dearly.",
        "Regeringen har besluttet at hæve afgifterne, og det bliver dyrt, siger ministeren.",
        "Regeringen har beslutat att höja skatten på tobak, och det blir dyrt, säger ministern.",
        "12345 67890",
    ],
)
def test_what_is_not_norwegian_is_skipped(stages, text):
    assert isinstance(_run(text, stages), SkippedArticle)


def test_windows_line_ends_and_tabs_are_read_as_such(stages):
    outcome = _run("Tittel\r\n\r\n" + LIST.replace("\n", "\r\n").replace(", ", "\t"), stages)
    assert len(outcome.reading.lists[0].people) == 3


def test_shuffled_words_of_an_article_break_nothing(stages):
    words = (SENTENCE * 3 + CAPTION + LIST).split()
    random.Random(4).shuffle(words)  # noqa: S311
    assert isinstance(_run(" ".join(words), stages), ProcessedArticle)
