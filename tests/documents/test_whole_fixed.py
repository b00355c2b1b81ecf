"""What a document says is not to be translated does not change: names, phrases, fields."""

from __future__ import annotations

import re

import pytest

from pipeline.documents.whole import open_whole, rewritten
from pipeline.records import EntityKind, Mention, Origin, Reading, Reconciliation, Span
from pipeline.stages.translate import TranslationOptions, load_translator
from tests.builders_translation import Answering, sentences

_TAG = re.compile(r"<[^>]+>")


def translated(page: str, answer=str.upper, named: str = "", target: str = "en") -> str:
    """Return the body of a page that an engine translated; ``named`` is an organisation in it."""
    data = f'<html lang="nb"><body>{page}</body></html>'.encode()
    opened = open_whole(data, article_id="a", source="a.html")
    mentions = [
        Mention(
            span=Span(part=part.name, start=found.start(), end=found.end()),
            text=named,
            name=named,
            kind=EntityKind.ORGANISATION,
            origin=Origin.NER,
        )
        for part in opened.article.parts
        for found in re.finditer(named or r"(?!)", part.text)
    ]

    def official(name: str, kind: EntityKind, target: str) -> tuple[str, ...]:
        return ("The Ministry of Fish",) if name == "Fiskedepartementet" else ()

    stage = load_translator(Answering(answer), sentences, TranslationOptions(official=official))
    nothing = Reconciliation(clusters=(), flags=(), corrections=())
    translation = stage.translate(opened.article, mentions, Reading(), nothing, target)
    assert all(name.kept for name in translation.names)
    written = rewritten(opened, translation)
    assert written is not None
    return written.data.decode().partition("<body>")[2].partition("</body>")[0]


NO = '<span translate="no">{}</span>'


def test_a_name_that_is_not_to_be_translated_keeps_its_norwegian_form() -> None:
    page = "<p>Rapporten fra {} er ny.</p>"
    plain = translated(page.format("Fiskedepartementet"), named="Fiskedepartementet")
    assert "MINISTRY OF FISH" in plain
    kept = translated(page.format(NO.format("Fiskedepartementet")), named="Fiskedepartementet")
    assert kept.count("<span") == 1
    assert NO.format("Fiskedepartementet") in kept
    assert "MINISTRY" not in kept.upper()
    assert _TAG.sub("", kept).upper() == "RAPPORTEN FRA FISKEDEPARTEMENTET ER NY."


@pytest.mark.parametrize(
    "markup",
    [
        NO,
        '<b class="notranslate">{}</b>',
        "<code>{}</code>",
        '<i translate="no"><b>{}</b></i>',
    ],
)
@pytest.mark.parametrize("words", ["ikke rør denne", "Kari! Kom. Nå", "æ ø å", "Oslo"])
def test_what_is_kept_is_there_once_letter_for_letter(markup: str, words: str) -> None:
    inside = markup.format(words)
    new = translated(f"<p>Det står {inside} på skiltet ved veien. Alle ser det.</p>")
    assert inside in new
    assert _TAG.sub("", new).casefold().count(words.casefold()) == 1
    assert "PÅ SKILTET" in new


def test_a_wilful_engine_does_not_change_it_either() -> None:
    def answer(sentence: str) -> str:
        return re.sub("(?i)nordland naturlag", "Northland Nature Team", sentence.upper())

    new = translated(f"<p>Rapporten fra {NO.format('Nordland Naturlag')} er ny i år.</p>", answer)
    assert NO.format("Nordland Naturlag") in new
    assert "Nature" not in new


def test_a_block_that_is_not_to_be_translated_is_byte_for_byte_the_same() -> None:
    block = '<div translate="no"><p>Rapporten er  ny &amp; god.</p></div>'
    new = translated(f"<p>Rapporten er ny.</p>{block}")
    assert block in new
    assert "RAPPORTEN ER NY." in new
