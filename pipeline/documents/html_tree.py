"""A page in tokens: which end tag belongs to which start tag, and what is left as it is."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.documents.html_tokens import VOID, Kind, Token
from pipeline.errors import ArticleError

#: elements that stand in a line and do not end it
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "picture", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
})  # fmt: skip
#: elements without an end that stand in a line
INLINE_VOID = frozenset({"br", "embed", "img", "input", "source", "track", "wbr"})
#: elements that are one thing: nothing in them is translated
OPAQUE = frozenset({
    "audio", "canvas", "code", "iframe", "kbd", "math", "noembed", "noframes", "noscript",
    "object", "pre", "samp", "script", "style", "svg", "template", "textarea", "tt", "var",
    "video", "xmp",
})  # fmt: skip
#: more levels than any page has
DEEPEST = 400
#: white space of the layout
BLANK = " \t\r\n\f"
#: what a reference to a note looks like
_NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§a-z])[\])]?")
#: a start tag that ends elements: which ones, and where the search for them stops
_ROW = frozenset({"td", "th"})
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (_ROW, frozenset({"tr", "table"})),
    "th": (_ROW, frozenset({"tr", "table"})),
    "tr": (_ROW | {"tr"}, frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select", "optgroup", "datalist"})),
}
for _group in ("tbody", "thead", "tfoot"):
    _ENDS[_group] = (_ROW | {"tr", "tbody", "thead", "tfoot", "caption"}, frozenset({"table"}))
#: an end tag does not reach out of these, unless it is one of a table
_WALLS = frozenset({"td", "th", "table", "button", "caption"})
_TABLE = _WALLS | {"tr", "tbody", "thead", "tfoot", "body", "html"}
#: start tags that do not end a paragraph
_IN_PARAGRAPH = INLINE | VOID - {"hr"} | OPAQUE - {"pre", "xmp"} | {"button", "select", "option"}


class _Stack:
    """The elements that are open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.open: list[tuple[int, str]] = []
        self.counts: Counter[str] = Counter()

    def push(self, number: int, name: str) -> None:
        if len(self.open) >= DEEPEST:
            raise ArticleError(
                f"{self.source}: elements are nested more than {DEEPEST} deep",
                hint="save the page again from a browser",
            )
        self.open.append((number, name))
        self.counts[name] += 1

    def find(self, names: frozenset[str], walls: frozenset[str]) -> int:
        """Return the lowest place of an open element of these names above a wall, or -1."""
        found = -1
        if not any(self.counts[name] for name in names):
            return found
        for place in range(len(self.open) - 1, -1, -1):
            name = self.open[place][1]
            if name in names:
                found = place
            elif name in walls:
                break
        return found

    def cut(self, place: int) -> list[int]:
        """Close everything from a place on; return the numbers of what is closed."""
        closed = self.open[place:]
        del self.open[place:]
        self.counts.subtract(name for _, name in closed)
        return [number for number, _ in closed]


def match_tags(tokens: Sequence[Token], source: str) -> tuple[list[int], list[int]]:
    """Return for each token its partner, and where its element ends.

    The partner of a start tag is its end tag and the other way round, -1 where it has none; an
    element ends at its partner or at the tag that ends it without one.

    Raises:
        ArticleError: elements are nested more than 400 deep.

    >>> from pipeline.documents.html_tokens import tokenise
    >>> match_tags(list(tokenise("<ul><li>a<li>b</ul>")), "side.html")[0]
    [5, -1, -1, -1, -1, 0]
    """
    partner = [-1] * len(tokens)
    until = list(range(len(tokens)))
    stack = _Stack(source)
    for number, token in enumerate(tokens):
        if token.kind is Kind.START:
            for closed in _implied(stack, token.name):
                until[closed] = number
            foreign = stack.counts["svg"] or stack.counts["math"]
            if token.name not in VOID and not (token.closed and foreign):
                stack.push(number, token.name)
        elif token.kind is Kind.END and token.name not in VOID:
            place = _open_place(stack, token.name)
            if place >= 0:
                first, *rest = stack.cut(place)
                partner[first], partner[number] = number, first
                for closed in (first, *rest):
                    until[closed] = number
    for closed in stack.cut(0):
        until[closed] = len(tokens)
    return partner, until


def _implied(stack: _Stack, name: str) -> list[int]:
    """Close what a start tag closes; return the numbers of it."""
    if name in _ENDS:
        names, walls = _ENDS[name]
    elif name not in _IN_PARAGRAPH:
        names, walls = frozenset({"p"}), _WALLS | OPAQUE
    else:
        return []
    place = stack.find(names, walls)
    return stack.cut(place) if place >= 0 else []


def _open_place(stack: _Stack, name: str) -> int:
    """Return the place of the innermost open element that an end tag ends, or -1."""
    if not stack.counts[name]:
        return -1
    for place in range(len(stack.open) - 1, -1, -1):
        other = stack.open[place][1]
        if other == name:
            return place
        if other in _WALLS and name not in _TABLE:
            return -1
    return -1


# -- pages ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """A page in tokens; see ``match_tags`` for ``partner`` and ``until``."""

    text: str
    tokens: tuple[Token, ...]
    partner: tuple[int, ...]
    until: tuple[int, ...]
    #: how many texts and line breaks a reader sees before a token
    seen: tuple[int, ...]
    #: whether an element is not to be translated, by its name or by what it says
    kept: tuple[bool, ...]

    def source(self, number: int) -> str:
        """Return the source of a token."""
        token = self.tokens[number]
        return self.text[token.start : token.end]

    def is_kept(self, number: int) -> bool:
        """Return whether an element is not to be translated, by its name or by what it says."""
        return self.kept[number]

    def after_kept(self, number: int) -> int:
        """Return the token after an element that is not to be translated, 0 if it is none."""
        if not self.kept[number] or self.tokens[number].kind is not Kind.START:
            return 0
        return self.until[number] + (self.partner[number] >= 0)

    def is_note_mark(self, number: int) -> bool:
        """Return whether an element is the number of a note: a small link to a place below."""
        token, end = self.tokens[number], self.partner[number]
        if token.name not in ("sup", "a") or end < 0 or end - number > 12:
            return False
        inner = self.tokens[number:end]
        links = any(t.name == "a" and t.get("href").startswith("#") for t in inner)
        return links and bool(_NOTE.fullmatch(self.words(number, end).strip()))

    def words(self, start: int, end: int) -> str:
        """Return the text of a range of tokens as it stands in the source, decoded."""
        return "".join(
            html.unescape(self.source(n))
            for n in range(start, end)
            if self.tokens[n].kind is Kind.TEXT
        )


def parse_page(
    text: str, tokens: Sequence[Token], source: str, kept: frozenset[str] = frozenset()
) -> Page:
    """Return a page with its tags matched.

    Args:
        text: the page.
        tokens: its tokens.
        source: what errors call it.
        kept: classes, ids and names of elements that are left as they are, beside those that say
            so themselves; "blockquote" for all quotations.

    Raises:
        ArticleError: elements are nested too deeply.
    """
    partner, until = match_tags(tokens, source)
    seen = (
        (token.kind is Kind.TEXT and bool(text[token.start : token.end].strip(BLANK)))
        or (token.kind is Kind.START and token.name == "br")
        for token in tokens
    )
    return Page(
        text,
        tuple(tokens),
        tuple(partner),
        tuple(until),
        (0, *accumulate(seen)),
        tuple(_is_kept(token, kept) for token in tokens),
    )


def is_opaque(token: Token) -> bool:
    """Return whether an element is one thing by its name and does not say that it is protected."""
    return token.name in OPAQUE and not _is_protected(token)


def _is_kept(token: Token, kept: frozenset[str]) -> bool:
    if token.name in OPAQUE or token.name in kept or _is_protected(token):
        return True
    names = (*token.get("class").split(), token.get("id")) if kept and token.attributes else ()
    return not kept.isdisjoint(names)


def _is_protected(token: Token) -> bool:
    """Return whether an element says that it is not to be translated."""
    if not token.attributes:
        return False
    classes = token.get("class").split()
    said = token.get("translate").lower()
    return said == "no" or "notranslate" in classes or "no-translate" in classes
