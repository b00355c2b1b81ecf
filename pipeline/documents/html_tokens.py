"""The tags, texts and comments of an HTML page with their places in its source."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

#: elements without an end tag
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})  # fmt: skip
#: elements whose content is no markup
RAW = frozenset(
    {"script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "textarea", "title"}
)
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s/>][^\s/>=]*)"
    r"(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"'][^\s>]*)))?"
)
#: the sign around a value; an attribute without a value has none that could be written
_QUOTES = {"double": '"', "single": "'", "bare": "", "name": "-"}
_CLOSE = re.compile(r"[\s/]*>")
_COMMENT_END = re.compile(r"--!?>")


class Kind(Enum):
    """What a token is; ``OTHER``: comments, declarations, scripts, what is left as it is."""

    TEXT = "text"
    START = "start"
    END = "end"
    OTHER = "other"


class Attribute(NamedTuple):
    """An attribute; [start, end) is the range of its value, without quotes.

    ``quote`` is the sign around the value: one of two, "" for none, "-" where there is no value.
    """

    name: str
    value: str
    start: int
    end: int
    quote: str


class Token(NamedTuple):
    """A stretch of the source; ``closed`` is a start tag that ends with "/>"."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    attributes: tuple[Attribute, ...] = ()
    closed: bool = False

    def get(self, name: str) -> str:
        """Return the value of an attribute, or ""."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute.value
        return ""

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute called ``name`` where it has a value."""
        for attribute in self.attributes:
            if attribute.name == name and attribute.quote != "-":
                return attribute
        return None


def tokenise(text: str) -> Iterator[Token]:
    """Give the tokens of a page; joined they are the page, whatever is wrong with it.

    >>> [text.name or text.kind.value for text in tokenise("<p>Hei<br>")]
    ['p', 'text', 'br']
    """
    at, began = 0, 0
    while (at := text.find("<", at)) >= 0:
        token = _markup(text, at)
        if token is None:  # "3 < 4"
            at += 1
            continue
        if at > began:
            yield Token(Kind.TEXT, began, at)
        yield token
        at = began = token.end
        if token.kind is Kind.START and token.name in RAW and not token.closed:
            end = re.compile(rf"</{token.name}(?=[\s/>])", re.IGNORECASE).search(text, at)
            stop = end.start() if end else len(text)
            if stop > at:
                yield Token(Kind.TEXT if token.name == "title" else Kind.OTHER, at, stop)
            at = began = stop
    if began < len(text):
        yield Token(Kind.TEXT, began, len(text))


def _markup(text: str, at: int) -> Token | None:
    """Return the tag, comment or declaration at a place, or none where it is a mere sign."""
    if text.startswith("<!--", at):
        found = _COMMENT_END.search(text, at + 2)
        return Token(Kind.OTHER, at, found.end() if found else len(text))
    for opening, closing in (("<![CDATA[", "]]>"), ("<?php", "?>"), ("<?=", "?>")):
        if text.startswith(opening, at):
            return _until(text, at, closing)
    if text.startswith(("<!", "<?"), at):
        return _until(text, at, ">")
    slash = text.startswith("</", at)
    name = _NAME.match(text, at + 1 + slash)
    if name is None:
        return _until(text, at, ">") if slash else None
    attributes, end = _attributes(text, name.end())
    close = _CLOSE.match(text, end)
    if close is None:
        return Token(Kind.OTHER, at, len(text))  # the page ends inside a tag
    return Token(
        Kind.END if slash else Kind.START,
        at,
        close.end(),
        name.group().lower(),
        tuple(attributes),
        closed="/" in close.group(),
    )


def _until(text: str, at: int, closing: str) -> Token:
    end = text.find(closing, at)
    return Token(Kind.OTHER, at, len(text) if end < 0 else end + len(closing))


def _attributes(text: str, at: int) -> tuple[list[Attribute], int]:
    """Return the attributes from a place on, and where they end."""
    found: list[Attribute] = []
    while match := _ATTRIBUTE.match(text, at):
        at = match.end()
        group = match.lastgroup or "name"
        value = "" if group == "name" else html.unescape(match.group(group))
        start, end = (at, at) if group == "name" else match.span(group)
        name = match.group("name").lower()
        found.append(Attribute(name, value, start, end, _QUOTES[group]))
    return found, at
