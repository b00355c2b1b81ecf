"""HTML written anew: the tags of a line laid around new words, attributes, the language."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.documents.html_lines import Line
from pipeline.documents.html_tokens import Kind, Token
from pipeline.documents.html_tree import Page
from pipeline.documents.rewriting import Styled
from pipeline.documents.sourcetext import Edit, spliced

NORWEGIAN = re.compile(r"(?:no|nb|nn|nor|nob|nno)(?:[-_].*)?", re.IGNORECASE)
_LOCALES = {"en": "en_GB", "fr": "fr_FR"}


# -- writing ----------------------------------------------------------------------------------


def language_edits(page: Page, language: str) -> Iterator[Edit]:
    """Give the edits that set the language of a page."""
    number = 0
    while number < len(page.tokens):
        token = page.tokens[number]
        if token.kind is Kind.START:
            after = page.after_kept(number)
            if after > number + 1:
                number = after
                continue
            yield from _language_of(page, token, language)
        number += 1


def _language_of(page: Page, token: Token, language: str) -> Iterator[Edit]:
    """Give the edits of one start tag."""
    names = [name for name in ("lang", "xml:lang") if token.attribute(name)]
    for name in names:
        found = token.attribute(name)
        if found and (token.name == "html" or NORWEGIAN.fullmatch(found.value.strip())):
            yield Edit(found.start, found.end, language)
    if token.name == "html" and not names:
        place = token.start + len("<html")
        yield Edit(place, place, f' lang="{language}"')
    content = token.attribute("content") if token.name == "meta" else None
    if content and token.get("property").lower() == "og:locale":
        locale = _LOCALES.get(language, f"{language}_{language.upper()}")
        yield Edit(content.start, content.end, locale)
    elif content and token.get("http-equiv").lower() == "content-language":
        yield Edit(content.start, content.end, language)


def attribute_text(text: str, quote: str) -> str:
    """Return a text as the value of an attribute that stands in these quotes (or in none).

    >>> attribute_text('Bed & "B"', '"'), attribute_text("to ord", "")
    ('Bed &amp; &quot;B&quot;', '"to ord"')
    """
    safe = html.escape(text, quote=False).replace("\u00a0", "&#160;")
    if quote == "'":
        return safe.replace("'", "&#39;")
    safe = safe.replace('"', "&quot;")
    return safe if quote else f'"{safe}"'


def framed(text: str) -> tuple[str, str]:
    r"""Return the white space before a text and after it, which belongs to the layout.

    >>> framed("  Hei\n")
    ('  ', '\n')
    """
    blank = " \t\r\n\f"
    return text[: len(text) - len(text.lstrip(blank))], text[len(text.rstrip(blank)) :]


def _line_text(text: str) -> str:
    """Return a text as it stands between tags.

    >>> _line_text("Bø & Lie\u00a0<3")
    'Bø &amp; Lie&#160;&lt;3'
    """
    return html.escape(text, quote=False).replace("\u00a0", "&#160;")


@dataclass
class LineWriter:
    """Writes a line anew: pieces of text, each in the tags of its style."""

    page: Page
    line: Line
    styles: Sequence[tuple[tuple[int, ...], tuple[int, int] | None]]
    edits: Sequence[Edit]
    open: tuple[int, ...] = ()
    used: set[int] = field(default_factory=set)
    out: list[str] = field(default_factory=list)

    def write(self, pieces: Sequence[Styled]) -> str:
        """Return the source of the line with these words in it."""
        spaced = False
        for piece in pieces:
            around, kept = self.styles[piece.style]
            self.open_tags(around)
            if kept is not None:
                self.out.append(self.source(*kept))
                spaced = self.is_spaced(kept[1])
            elif piece.text:
                lines = piece.text.split("\n")
                self.out.append(" " if spaced and piece.text[0].isalnum() else "")
                self.out.append(self.line_break().join(_line_text(line) for line in lines))
                spaced = False
        self.open_tags(())
        return "".join(self.out)

    def open_tags(self, around: tuple[int, ...]) -> None:
        """Close the tags that do not hold any more, open those that do from here on."""
        same = 0
        while same < min(len(around), len(self.open)) and around[same] == self.open[same]:
            same += 1
        for number in reversed(self.open[same:]):
            end = self.page.partner[number]
            self.out.append(self.source(end, end + 1))
        for number in around[same:]:
            tag = self.source(number, number + 1)
            if number in self.used:  # an id may stand only once in a page
                tag = re.sub(r"""\sid\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", "", tag, count=1)
            self.used.add(number)
            self.out.append(tag)
        self.open = around

    def is_spaced(self, number: int) -> bool:
        """Return whether white space stands at a token, as after a picture in a sentence."""
        tokens = self.page.tokens
        is_text = number < len(tokens) and tokens[number].kind is Kind.TEXT
        return is_text and self.page.source(number)[:1].isspace()

    def line_break(self) -> str:
        """Return the line break of this line as it stands in the source."""
        for item in self.line.items:
            if item.what == "break":
                return self.source(*item.tokens)
        return "<br>"

    def source(self, first: int, after: int) -> str:
        """Return the source of a range of tokens, its attributes written anew."""
        start, end = self.page.tokens[first].start, self.page.tokens[after - 1].end
        return spliced(self.page.text, self.edits, start, end)
