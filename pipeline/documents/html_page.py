"""A whole HTML page that can be written again: its texts and attributes as places, by offsets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.documents.html import looks_like_html, page_source, told
from pipeline.documents.html_lines import Line, Read, lines_of, read_line
from pipeline.documents.html_tokens import Attribute, Kind, Token, tokenise
from pipeline.documents.html_tree import Page, is_opaque, parse_page
from pipeline.documents.html_writing import (
    NORWEGIAN,
    LineWriter,
    attribute_text,
    framed,
    language_edits,
)
from pipeline.documents.rewriting import Place, Styled
from pipeline.documents.sourcetext import Edit, Lines, SourceText, spliced
from pipeline.errors import ArticleError
from pipeline.records import PartKind

_ASIDE = frozenset({"aside", "button", "datalist", "dialog", "footer", "form", "head", "nav",
                    "select", "menu"})  # fmt: skip
#: attributes that a person reads, and on which elements ("" for all)
_SEEN = {"alt": "", "title": "", "placeholder": "", "aria-label": "", "aria-description": "",
         "label": "track option optgroup", "value": "input", "abbr": "th"}  # fmt: skip
#: told of a page that has such
DRAWINGS = "left as it is: the text in drawings (SVG)"
FOREIGN = "left as it is: what says that it is in another language (lang)"
_META = frozenset({"description", "og:title", "og:description", "og:image:alt", "twitter:title",
                   "twitter:description", "twitter:image:alt"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Around:
    """What the elements around a token say about it."""

    kind: PartKind | None = None
    why: str = ""
    group: int = -1
    row: int = -1
    aside: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """Where the text of a place stands: a line of the page."""

    line: Line
    read: Read


@dataclass(frozen=True)
class HtmlPage:
    """An HTML page as a document that can be written again."""

    source: SourceText
    page: Page
    places: tuple[Place, ...]
    spots: tuple[_Text | Attribute, ...]
    notes: tuple[str, ...] = ()
    suffix: str = ".html"
    not_kept: tuple[str, ...] = ()

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return the page with some places written anew; all else is byte for byte as it was.

        The language of the page (``lang``, ``xml:lang``, ``og:locale``) is set.
        """
        inner = list(language_edits(self.page, language)) if said else []
        for number in said:
            if isinstance(spot := self.spots[number], Attribute):
                text = "".join(piece.text for piece in said[number])
                inner.append(Edit(spot.start, spot.end, attribute_text(text, spot.quote)))
        inner.sort(key=lambda edit: edit.start)
        starts = [edit.start for edit in inner]
        edits: list[Edit] = []
        at = 0
        for number in sorted(said):
            if isinstance(spot := self.spots[number], _Text):
                line = self.line_edit(spot, said[number], inner, starts)
                first, last = bisect_left(starts, line.start), bisect_left(starts, line.end)
                edits += [*inner[at:first], line]
                at = last
        edits += inner[at:]
        return self.source.encoded(spliced(self.source.text, edits), errors="xmlcharrefreplace")

    def line_edit(
        self, spot: _Text, pieces: Sequence[Styled], inner: Sequence[Edit], starts: Sequence[int]
    ) -> Edit:
        """Return the edit that writes a line anew, the edits inside its tags made."""
        start = self.page.tokens[spot.line.start].start
        end = self.page.tokens[spot.line.end - 1].end
        within = inner[bisect_left(starts, start) : bisect_left(starts, end)]
        words = LineWriter(self.page, spot.line, spot.read.styles, within).write(pieces)
        before, after = framed(self.source.text[start:end])
        return Edit(start, end, before + words + after)


def is_html(data: bytes, name: str) -> bool:
    """Return whether a file is an HTML page, by its first tag or the end of its name."""
    return looks_like_html(data) or name.lower().endswith((".html", ".htm", ".xhtml", ".xhtm"))


def open_html(data: bytes, source: str) -> HtmlPage:
    """Return a page as a document whose every text can be written anew.

    Raises:
        ArticleError: the page is empty, too large, in no known encoding, or nested too deeply.
    """
    page = page_of(page_source(data, source), source)
    if not any(c.isalnum() for place in page.places for c in place.text):
        raise ArticleError(f"{source}: there is no text in the page", hint="check what was saved")
    return page


def page_of(read: SourceText, source: str, kept: frozenset[str] = frozenset()) -> HtmlPage:
    """Return the document of a page that is text already.

    Args:
        read: the page.
        source: what errors call it.
        kept: classes, ids and names of elements that are left as they are.

    Raises:
        ArticleError: elements are nested too deeply.
    """
    page = parse_page(read.text, list(tokenise(read.text)), source, kept)
    found = list(_Finder(page, Lines(read.text)).places())
    places = tuple(place for place, _ in found)
    left = [
        what
        for what, is_there in (
            (DRAWINGS, _has_words_in_drawings(page)),
            (FOREIGN, not all(place.translate for place in places)),
        )
        if is_there
    ]
    return HtmlPage(read, page, places, tuple(spot for _, spot in found), (*read.notes, *left))


def _has_words_in_drawings(page: Page) -> bool:
    """Return whether a drawing that is not protected has letters in it."""
    return any(
        token.name == "svg"
        and token.kind is Kind.START
        and is_opaque(token)
        and any(c.isalpha() for c in page.words(number, page.until[number]))
        for number, token in enumerate(page.tokens)
    )


# -- places -----------------------------------------------------------------------------------


@dataclass
class _Finder:
    """Walks the tokens of a page and knows what is around them."""

    page: Page
    numbers: Lines
    groups: int = 0
    rows: int = 0
    open: list[tuple[int, _Around]] = field(default_factory=lambda: [(1 << 60, _Around())])

    def places(self) -> Iterator[tuple[Place, _Text | Attribute]]:
        """Give the places of the page in its order, with where they stand."""
        lines = {line.start: line for line in lines_of(self.page)}
        number = 0
        while number < len(self.page.tokens):
            token = self.page.tokens[number]
            while self.open[-1][0] <= number:
                self.open.pop()
            if token.kind is Kind.START and token.name not in ("br", "img"):
                self.open.append((self.page.until[number], self.around(token)))
            if number in lines:
                yield self.line_place(lines[number])
            after = self.page.after_kept(number)
            if token.kind is Kind.START and (not after or is_opaque(token)):
                yield from self.attribute_places(token)
            number = after if after and token.name not in ("img", "input") else number + 1

    def around(self, token: Token) -> _Around:
        """Return what is true inside an element; counts lists and rows."""
        now = self.open[-1][1]
        language = token.get("lang") or token.get("xml:lang")
        if language and token.name not in ("html", "body"):
            now = replace(now, foreign=not NORWEGIAN.fullmatch(language))
        if token.name in _ASIDE or token.get("hidden") or token.get("aria-hidden") == "true":
            now = replace(now, aside=True)
        if said := told(token.name, token.get("class")):
            now = replace(now, kind=said[0], why=said[1])
        elif token.name in ("ul", "ol", "dl", "table"):
            self.groups += 1
            now = replace(now, group=self.groups, row=-1)
        elif token.name == "tr":
            self.rows += 1
            now = replace(now, row=self.rows)
        elif token.name == "li" and now.kind is None:
            now = replace(now, kind=PartKind.LIST_ITEM, why="an item of a list")
        return now

    def line_place(self, line: Line) -> tuple[Place, _Text]:
        """Return the place of a line."""
        read, around = read_line(self.page, line), self.open[-1][1]
        return self.place(read.text, self.page.tokens[line.start].start, around, read), _Text(
            line, read
        )

    def place(
        self, text: str, start: int, around: _Around, read: Read | None = None, what: str = ""
    ) -> Place:
        """Return a place with what is around it."""
        line = f"line {self.numbers.number(start)}"
        return Place(
            text,
            None if what else around.kind,
            around.why,
            -1 if what else around.group,
            -1 if what else around.row,
            f"{line}, {what}" if what else line,
            read.runs if read else (),
            translate=not around.foreign,
            aside=around.aside or bool(what),
        )

    def attribute_places(self, token: Token) -> Iterator[tuple[Place, Attribute]]:
        """Give the attributes of a start tag that a person reads."""
        if not token.attributes:
            return
        around = self.open[-1][1]
        for name in _attributes_seen(token):
            found = token.attribute(name)
            text = re.sub(r"\s+", " ", found.value).strip() if found else ""
            if found and any(c.isalpha() for c in text):
                yield self.place(text, found.start, around, what=name), found


def _attributes_seen(token: Token) -> Iterator[str]:
    """Give the names of the attributes of an element that a person reads."""
    if token.name == "meta":
        if (token.get("name") or token.get("property")).lower() in _META:
            yield "content"
        return
    for name, where in _SEEN.items():
        if where and token.name not in where.split():
            continue
        if name == "value" and token.get("type").lower() not in ("submit", "button", "reset"):
            continue
        yield name
