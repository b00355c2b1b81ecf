"""The bodies of an e-mail: what the sender wrote, apart from quoted replies and signatures."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.documents.html_page import HtmlPage, page_of
from pipeline.documents.rewriting import Place, Styled
from pipeline.documents.sourcetext import Edit, SourceText, spliced
from pipeline.documents.text import parse_text
from pipeline.errors import ArticleError

#: the width of lines that are written anew where the source was wrapped
WIDTH = 72
#: elements of HTML mails that hold what others wrote, and signatures
QUOTED = frozenset({
    "blockquote", "gmail_quote", "gmail_attr", "gmail_signature", "moz-cite-prefix",
    "moz-signature", "divRplyFwdMsg", "appendonsend", "yahoo_quoted", "protonmail_quote",
})  # fmt: skip
#: lines from which on nothing is the sender's: a signature, a forwarded or answered mail
_END = re.compile(
    r"(?m)^(?:-- ?$"
    r"|-{2,} ?(?:Opprinnelig melding|Opphavleg melding|Videresendt melding|Vidaresend melding"
    r"|Original Message|Forwarded message) ?-{2,}"
    r"|(?:Fra|Frå|From): .+\n(?:Sendt|Sent|Dato|Date): )",
)
#: who wrote what is quoted below: the end of the text before a quotation
_WHO = re.compile(r"(?m)(?:^[^\n>][^\n]*\n)?^(?:[^\n>][^\n]*)?(?:skrev|skreiv|wrote)[^\n]*:\s*\Z")
_QUOTE = re.compile(r"(?m)(?:^>.*(?:\n|$))+")


@dataclass(frozen=True)
class PlainBody:
    """A body of plain text with the places in it; ``ranges`` is where each of them stands."""

    text: str
    places: tuple[Place, ...]
    ranges: tuple[tuple[int, int], ...]
    has_quotes: bool
    flowed: bool = False

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> str:
        """Return the body with some paragraphs written anew, wrapped where they were."""
        del language
        edits = []
        for number in sorted(said):
            start, end = self.ranges[number]
            words = "".join(piece.text for piece in said[number])
            if "\n" in self.text[start:end].strip():
                ending = " \n" if self.flowed else "\n"
                lines = (textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False)
                         for line in words.split("\n"))  # fmt: skip
                words = "\n".join(ending.join(line) for line in lines)
            edits.append(Edit(start, end, words))
        return spliced(self.text, edits)


@dataclass(frozen=True)
class HtmlBody:
    """A body of HTML."""

    page: HtmlPage
    has_quotes: bool

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the page."""
        return self.page.places

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> str:
        """Return the page with some places written anew."""
        return self.page.rewrite(said, language).decode(self.page.source.codec)


def plain_body(text: str, *, flowed: bool) -> PlainBody:
    r"""Return the body of a plain text; line ends are "\n".

    >>> [place.text for place in plain_body("Hei Kari,\n\nja.\n\n> Kommer du?\n", flowed=False)
    ...  .places]
    ['Hei Kari,', 'ja.']
    """
    end = _END.search(text)
    left = [(end.start(), len(text))] if end else []
    for quote in _QUOTE.finditer(text):
        before = max(0, quote.start() - 400)
        who = _WHO.search(text, before, quote.start())
        left.append((who.start() if who else quote.start(), quote.end()))
    places: list[Place] = []
    ranges: list[tuple[int, int]] = []
    # a line of flowed text that ends with a space goes on; the length stays
    read = re.sub(r"(?<=\S) \n(?=\S)", "  ", text) if flowed else text
    at = 0
    for start, stop in [*sorted(left), (len(text), len(text))]:
        for place, first in _paragraphs(read[at:start] if start > at else ""):
            line = text.count("\n", 0, at + first) + 1
            words = re.sub(r"\s+", " ", place.text)
            places.append(replace(place, text=words, address=f"line {line}"))
            ranges.append((at + first, at + first + len(place.text)))
        at = max(at, stop)
    return PlainBody(text, tuple(places), tuple(ranges), bool(left), flowed)


def _paragraphs(text: str) -> list[tuple[Place, int]]:
    """Return the paragraphs of a stretch of text and where each of them begins."""
    if not any(c.isalnum() for c in text):
        return []
    found, at = [], 0
    for part in parse_text(text, article_id="body").parts:
        at += len(part.before)
        found.append((Place(part.text), at))
        at += len(part.text)
    return found


def html_body(text: str, codec: str, source: str) -> HtmlBody:
    """Return the body of an HTML mail, in the encoding that it is to be written in.

    Raises:
        ArticleError: elements are nested too deeply.
    """
    page = page_of(SourceText(text, codec), source, QUOTED)
    quotes = any(page.page.is_kept(n) and not QUOTED.isdisjoint(
        (token.name, token.get("id"), *token.get("class").split()))
        for n, token in enumerate(page.page.tokens))  # fmt: skip
    return HtmlBody(page, quotes)


Body = PlainBody | HtmlBody


def body_of(kind: str, text: str, codec: str, source: str) -> Body:
    """Return the body of a part by its kind ("text/html" or another).

    Raises:
        ArticleError: a page is nested too deeply, or there is too much text.
    """
    if len(text) > 2_000_000:
        raise ArticleError(
            f"{source}: {len(text) / 1e6:.0f} MB of text are more than one mail"
            " (the limit is 2 MB)",
            hint="send the text as a file of its own",
        )
    if kind == "text/html":
        return html_body(text, codec, source)
    return plain_body(text, flowed=kind == "text/flowed")
