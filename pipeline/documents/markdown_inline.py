"""The inline markup of a stretch of Markdown: read into runs, and written around new words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.documents.rewriting import Run, Styled

_WRAPPERS = {"em_open": "em", "strong_open": "strong", "s_open": "s", "link_open": "a"}
#: what stands in a text and is none: the mark of a footnote
_MARKS = re.compile(r"\[\^[^\]\s]+\]")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_ESCAPED = re.compile(r"[\\`*\[\]]|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|~~|(?<![^\W_])_|_(?![^\W_])")
_AT_START = re.compile(
    r"(?m)^(?:(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+\s*$|-{2,}\s*$|\|)|(\d{1,9})([.)](?=\s|$)))"
)
_HARD_BREAK = "\\\n"
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")


class _Parser(MarkdownIt):
    """A parser that leaves addresses as they are written and refuses none."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  (the library's name)
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


def parser() -> _Parser:
    """Return a parser of CommonMark with tables and deletions that leaves addresses as written."""
    made = _Parser("commonmark")
    made.enable(["table", "strikethrough"])
    return made


@dataclass(frozen=True, slots=True)
class Style:
    """A formatting: the tokens that open it; ``kept`` is the source of what is left as it is."""

    around: tuple[int, ...] = ()
    kept: str | None = None
    picture: int = -1


@dataclass
class Inline:
    """A stretch of Markdown as words with formatting; ``pictures`` are its images' alt texts."""

    tokens: Sequence[Token]
    text: str = ""
    runs: list[Run] = field(default_factory=list)
    styles: list[Style] = field(default_factory=lambda: [Style()])
    pictures: list[Token] = field(default_factory=list)
    has_br: bool = False
    numbers: dict[Style, int] = field(default_factory=lambda: {Style(): 0})

    def add(self, words: str, style: Style) -> None:
        """Add words in a formatting."""
        number = len(self.styles)
        if style.kept is None:
            number = self.numbers.setdefault(style, number)
        if number == len(self.styles):
            self.styles.append(style)
        start, self.text = len(self.text), self.text + words
        last = self.runs[-1] if self.runs else None
        if style.kept is None and last and last.style == number and last.end > last.start:
            self.runs[-1] = Run(last.start, len(self.text), number)
        elif words or style.kept is not None:
            whole = bool(words) and style.kept is not None
            self.runs.append(Run(start, len(self.text), number, whole=whole))


def read_inline(tokens: Sequence[Token]) -> Inline:
    """Return the words of inline tokens with their formatting."""
    read, around = Inline(tokens), list[int]()
    pairs = _html_pairs(tokens)
    skip = -1
    for number, token in enumerate(tokens):
        if number <= skip:
            continue
        style = Style(tuple(around))
        if token.type == "link_open" and token.markup == "autolink":
            words = tokens[number + 1].content
            read.add(words, Style(style.around, f"<{words}>"))
            skip = number + 2
        elif token.type in _WRAPPERS or number in pairs:
            around.append(number)
        elif token.type.endswith("_close") or number in pairs.values():
            if around:
                around.pop()
        elif token.type == "code_inline":
            read.add(token.content, Style(style.around, _code(token.content)))
        elif token.type == "image":
            read.pictures.append(token)
            read.add("", Style(style.around, "", len(read.pictures) - 1))
        elif token.type == "html_inline" and re.match(r"<br\b", token.content, re.IGNORECASE):
            read.has_br = True
            read.add("\n", style)
        elif token.type == "html_inline":
            read.add("", Style(style.around, token.content))
        elif token.type in ("softbreak", "hardbreak"):
            read.add(" " if token.type == "softbreak" else "\n", style)
        else:
            _add_words(read, token.content, style)
    return read


def alt_text(picture: Token) -> str:
    """Return the alt text of an image as a person hears it."""
    return " ".join(read_inline(picture.children or []).text.split())


def _add_words(read: Inline, words: str, style: Style) -> None:
    at = 0
    for mark in _MARKS.finditer(words):
        read.add(words[at : mark.start()], style)
        read.add("", Style(style.around, mark.group()))
        at = mark.end()
    read.add(words[at:], style)


def _html_pairs(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the numbers of opening HTML tags with those of their closing tags, well nested."""
    pairs: dict[int, int] = {}
    open_tokens: list[tuple[int, str]] = []
    for number, token in enumerate(tokens):
        tag = _TAG.match(token.content) if token.type == "html_inline" else None
        if token.type in _WRAPPERS:
            open_tokens.append((number, token.type))
        elif token.type.endswith("_close"):
            while open_tokens and open_tokens.pop()[1] not in _WRAPPERS:
                pass
        elif tag and not tag.group(1) and not token.content.endswith("/>"):
            open_tokens.append((number, tag.group(2).lower()))
        elif tag and tag.group(1) and open_tokens and open_tokens[-1][1] == tag.group(2).lower():
            pairs[open_tokens.pop()[0]] = number
    return pairs


def _code(content: str) -> str:
    """Return the source of a code span.

    >>> _code("a"), _code("a`b")
    ('`a`', '``a`b``')
    """
    longest = max(map(len, re.findall("`+", content)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if content[:1] == "`" or content[-1:] == "`" else ""
    return f"{fence}{pad}{content}{pad}{fence}"


# -- writing ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Writing:
    """What words are written into: ``new_line`` is a line break with what begins the next line.

    ``references`` are the addresses that the file defines, ``alts`` new alt texts of pictures.
    """

    new_line: str
    references: Mapping[str, Mapping[str, str]]
    alts: Mapping[int, str]
    in_table: bool = False


def write_inline(read: Inline, pieces: Sequence[Styled], writing: Writing) -> str:
    """Return the source of a stretch with new words, each in the markup of its formatting.

    Where signs of markup would not be read as meant, all signs are escaped, and HTML tags stand
    for emphasis.
    """
    wanted = "".join(p.text for p in pieces if read.styles[p.style].kept is None)
    made = ""
    for careful in (False, True):
        made = _Writer(read, writing, careful=careful).write(pieces)
        tokens = parser().parseInline(made, {"references": dict(writing.references)})
        if tokens and _plain(read_inline(tokens[0].children or [])) == _words(wanted):
            break
    made = made.replace(_HARD_BREAK, writing.new_line)
    return made.replace("|", "\\|") if writing.in_table else made


def _plain(read: Inline) -> str:
    kept = {n for n, style in enumerate(read.styles) if style.kept is not None}
    return _words("".join(read.text[r.start : r.end] for r in read.runs if r.style not in kept))


def _words(text: str) -> str:
    return "".join(text.split())


@dataclass
class _Writer:
    read: Inline
    writing: Writing
    careful: bool
    out: str = ""
    open: tuple[int, ...] = ()

    def write(self, pieces: Sequence[Styled]) -> str:
        for piece in pieces:
            style = self.read.styles[piece.style]
            self.close(style.around)
            words = piece.text if style.kept is None else ""
            blank = words[: len(words) - len(words.lstrip(" "))]
            if style.around != self.open:
                self.out += blank
                words = words[len(blank) :]
                if not words and style.kept is None:
                    continue
                self.enter(style.around)
            self.out += self.kept(style) if style.kept is not None else self.escaped(words)
        self.close(())
        return _AT_START.sub(_escape_start, self.out)

    def close(self, around: tuple[int, ...]) -> None:
        """Close what does not hold any more; the spaces at its end go outside."""
        while self.open != around[: len(self.open)]:
            bare = self.out.rstrip(" ")
            blank = self.out[len(bare) :]
            self.out = bare + self.mark(self.open[-1], closing=True) + blank
            self.open = self.open[:-1]

    def enter(self, around: tuple[int, ...]) -> None:
        for number in around[len(self.open) :]:
            self.out += self.mark(number, closing=False)
        self.open = around

    def mark(self, number: int, *, closing: bool) -> str:
        """Return the source of the beginning or end of a formatting."""
        token = self.read.tokens[number]
        if token.type == "html_inline":
            name = _TAG.match(token.content)
            return f"</{name.group(2)}>" if closing and name else token.content
        if token.type == "link_open":
            return self.address(token) if closing else "["
        if self.careful:
            return f"<{'/' if closing else ''}{_WRAPPERS[token.type]}>"
        return token.markup

    def address(self, token: Token, key: str = "href") -> str:
        """Return the end of a link: its label where the file defines it, else its address."""
        address, title = str(token.attrs.get(key, "")), str(token.attrs.get("title", ""))
        for label, known in self.writing.references.items():
            if known.get("href") == address and known.get("title", "") == title:
                return f"][{label.lower()}]"
        if not address or re.search(r"[\s()<>]", address):
            address = f"<{address}>"
        quoted = title.replace("\\", "\\\\").replace('"', '\\"')
        return f']({address} "{quoted}")' if title else f"]({address})"

    def kept(self, style: Style) -> str:
        if style.picture < 0:
            return style.kept or ""
        token = self.read.pictures[style.picture]
        alt = self.writing.alts.get(style.picture)
        words = token.content if alt is None else self.escaped(alt)
        return "![" + words + self.address(token, "src")

    def escaped(self, words: str) -> str:
        """Return words with the signs that would be read as markup escaped."""
        signs = _SIGNS if self.careful else _ESCAPED
        lines = (signs.sub(lambda m: "".join("\\" + c for c in m.group()), line)
                 for line in words.split("\n"))  # fmt: skip
        in_line = self.read.has_br or self.writing.in_table
        return ("<br>" if in_line else _HARD_BREAK).join(lines)


def _escape_start(match: re.Match[str]) -> str:
    if match.group(1):
        return "\\" + match.group(1)
    return f"{match.group(2)}\\{match.group(3)}"


def references_of(env: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the addresses that a file defines, by their labels."""
    return {str(k): dict(v) for k, v in env.get("references", {}).items()}
