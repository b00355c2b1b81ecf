from __future__ import annotations

import re

import pytest
from hypothesis import given
from lxml import etree

from pipeline.errors import StoreError
from pipeline.export.edited_xliff import read_segments
from pipeline.export.wording import wording
from pipeline.export.xliff import write_xliff
from pipeline.translation.sheet import edited
from tests.builders_translation import AT
from tests.export.exchanged import mark, outcome, outcomes

NORWEGIAN, ENGLISH = "Kari Ås kom.", "Kari Ås came."


def written(of=None):
    of = of or outcome(NORWEGIAN, ENGLISH, [(0, 7)])
    return write_xliff(of, of.translations[0], mark, wording("en"), {})


def read(text):
    return list(edited(read_segments(etree.fromstring(text.encode()), "a.xlf"), "Eva", AT))


@given(outcomes)
def test_what_was_not_touched_is_no_edit_whatever_the_text(of):
    assert read(written(of)) == []


def test_an_edited_target_is_an_edit_with_its_source():
    (unit,) = read(written().replace(" came.", " arrived."))
    assert (unit.source, unit.target, unit.by) == (NORWEGIAN, "Kari Ås arrived.", "Eva")


def test_marks_that_a_program_took_out_change_nothing():
    text = written().replace("</mrk>", "")
    assert read(re.sub("<mrk[^>]*>", "", text)) == []


def test_comments_and_codes_in_a_target_are_no_text():
    text = written().replace(" came.", '<!-- ? --><ph id="x"/> was<cp hex="0009"/>here.')
    assert [unit.target for unit in read(text)] == ["Kari Ås was\there."]


def test_a_segment_that_is_gone_is_passed_over():
    text = written()
    start, end = text.index("<segment"), text.index("</segment>") + len("</segment>")
    assert read(text[:start] + text[end:]) == []


@pytest.mark.parametrize(
    ("there", "instead", "message"),
    [
        ("Kari Ås</mrk> kom.", "Kari Aas</mrk> kom.", r"a\.xlf, line 8: the source text"),
        (' id="s1.', ' id="7.', ""),
        (' id="s1.', ' idle="s1.', r"a\.xlf, line 8: the id of the segment is not one of ours"),
        ('srcLang="nb"', "", "srcLang or trgLang is missing"),
        ('trgLang="en"', 'trgLang="fr"', "a language or the id was changed"),
        (":document:2.0", ":document:1.2", "this is no XLIFF 2 file"),
        (" came.", "<!-- -->", ""),
    ],
)
def test_what_cannot_be_taken_in_is_told_with_its_line(there, instead, message):
    text = written()
    assert there in text
    text = text.replace(there, instead)
    if message:
        with pytest.raises(StoreError, match=message):
            read(text)
    else:
        read(text)


def test_an_emptied_target_is_an_error_and_no_edit():
    of = outcome(NORWEGIAN, ENGLISH, [])
    with pytest.raises(StoreError, match=r"a\.xlf, line 8: the translation is empty"):
        read(written(of).replace(ENGLISH, " "))
