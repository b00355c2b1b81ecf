"""Markdown in and out: CommonMark with tables, front matter and footnotes, by lines of the source.

Only the stretches that are rewritten change; code, HTML blocks, link addresses, the marks of
lists and headings, and every line between stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.documents.markdown_inline import (
    Inline,
    Writing,
    alt_text,
    parser,
    read_inline,
    references_of,
    write_inline,
)
from pipeline.documents.rewriting import Place, Styled
from pipeline.documents.sourcetext import Edit, Lines, SourceText, read_source, spliced
from pipeline.errors import ArticleError
from pipeline.records import PartKind

_FRONT = re.compile(
    r"\A---[ \t]*(?:\r\n|\n)(.*?)(?:\r\n|\n)(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\Z)", re.DOTALL
)
#: keys of the front matter that a person reads
_KEYS = re.compile(
    r"(?m)^(title|subtitle|description|summary|excerpt|caption|alt|tittel|ingress):[ \t]*"
    r"(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\n]|'')*)'|([^\s\"'|>\[{&*!%@`#][^\n\r#]*?))[ \t]*\r?$"
)
_LANGUAGE = re.compile(r"(?m)^(?:lang|language|locale):[ \t]*[\"']?([\w-]+)[\"']?[ \t]*\r?$")
#: one of them that goes on over several lines
_FOLDED = re.compile(
    r"(?m)^(title|subtitle|description|summary|excerpt|caption|alt|tittel|ingress):[ \t]*"
    r"(?:[>|][-+\d]*[ \t]*\r?\n[ \t]+\S|[^\n]*\n[ \t]+\S)"
)
#: what YAML would not read as these very words
_RISKY = re.compile(r": |:$| #|^[\W\d]|^(?:true|false|yes|no|on|off|null|~)$", re.IGNORECASE)
_MARK = re.compile(r"\[(?:[ xX]\]|\^[^\]\s]+\]:)[ \t]+")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place stands: the range of its source and what is written there.

    ``picture`` is the number of an image in ``inline`` whose alt text the place is; ``key`` says
    that it is a value of the front matter, in these quotes.
    """

    start: int
    end: int
    inline: Inline | None = None
    picture: int = -1
    new_line: str = "\\\n"
    in_table: bool = False
    key: str | None = None


@dataclass(frozen=True)
class Markdown:
    """A Markdown file as a document that can be written again."""

    source: SourceText
    places: tuple[Place, ...]
    spots: tuple[Spot, ...]
    references: Mapping[str, Mapping[str, str]]
    suffix: str = ".md"
    notes: tuple[str, ...] = ()
    not_kept: tuple[str, ...] = ()

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return the file with some places written anew; every other line stays as it was."""
        edits: dict[int, Edit] = {}
        alts: dict[int, dict[int, str]] = {}
        for number in said:
            spot = self.spots[number]
            if spot.picture >= 0:
                alt = "".join(piece.text for piece in said[number]).replace("\n", " ")
                alts.setdefault(spot.start, {})[spot.picture] = alt
        for number, spot in enumerate(self.spots):
            if spot.inline is None and number in said:
                text = "".join(piece.text for piece in said[number])
                edits[spot.start] = Edit(spot.start, spot.end, _value(text, spot.key or ""))
            elif spot.inline is not None and spot.picture < 0:
                pictures = alts.get(spot.start, {})
                if number in said or pictures:
                    pieces = said.get(number) or _as_it_was(self.places[number], spot.inline)
                    writing = Writing(spot.new_line, self.references, pictures, spot.in_table)
                    edits[spot.start] = Edit(
                        spot.start, spot.end, write_inline(spot.inline, pieces, writing)
                    )
        front = _FRONT.match(self.source.text) if said else None
        found = _LANGUAGE.search(self.source.text, 0, front.end()) if front else None
        if found:
            edits[found.start(1)] = Edit(*found.span(1), language)
        ordered = [edits[start] for start in sorted(edits)]
        return self.source.encoded(spliced(self.source.text, ordered), errors="xmlcharrefreplace")


def looks_like_markdown(data: bytes, name: str) -> bool:
    """Return whether a file is Markdown, by the end of its name."""
    return bool(data) and name.lower().endswith((".md", ".markdown"))


def open_markdown(data: bytes, source: str) -> Markdown:
    """Return a Markdown file as a document whose texts can be written anew.

    Raises:
        ArticleError: the file is empty, too large, no text, or in no encoding that is known.
    """
    read = read_source(data, source)
    finder = _Finder(read.text)
    found = list(finder.places())
    if not any(c.isalnum() for place, _ in found for c in place.text):
        raise ArticleError(f"{source}: there is no text in it", hint="check what was saved")
    return Markdown(
        read,
        tuple(place for place, _ in found),
        tuple(spot for _, spot in found),
        finder.references,
        notes=(*read.notes, *finder.notes),
    )


def _as_it_was(place: Place, inline: Inline) -> list[Styled]:
    if not inline.runs:
        return [Styled(place.text, 0)]
    return [Styled(place.text[run.start : run.end], run.style) for run in inline.runs]


def _value(text: str, quote: str) -> str:
    """Return a value of the front matter in the quotes that it had, or in those that it needs.

    >>> _value("Ferry: at last", ""), _value("Ferry", ""), _value("It's", "'")
    ('"Ferry: at last"', 'Ferry', "It''s")
    """
    flat = text.replace("\n", " ")
    if quote == "'":
        return flat.replace("'", "''")
    quoted = json.dumps(flat, ensure_ascii=False)
    if quote == '"':
        return quoted[1:-1]
    return quoted if _RISKY.search(flat) else flat


# -- places -----------------------------------------------------------------------------------


@dataclass
class _Finder:
    """Walks the blocks of a file; knows where each of its lines begins."""

    text: str
    references: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    cursors: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = Lines(self.text)
        self.lines = [match.span() for match in _LINE.finditer(self.text)]

    def places(self) -> Iterator[tuple[Place, Spot]]:
        """Give the places of the file in their order."""
        front = _FRONT.match(self.text)
        body = self.text
        if front:
            yield from _front_places(front)
            for folded in _FOLDED.finditer(self.text, 0, front.end()):
                self.left(f"front matter, {folded.group(1)}")
            body = "\n" * len(re.findall(r"\r\n|\r|\n", front.group())) + body[front.end() :]
        env: dict[str, object] = {}
        tokens = parser().parse(body, env)
        self.references = references_of(env)
        if any(token.type == "html_block" for token in tokens):
            self.notes += ("HTML blocks are left as they are",)
        around = _Around()
        for number, token in enumerate(tokens):
            around.step(token.type, token.tag)
            if token.type == "inline" and token.map:
                holder = tokens[number - 1]
                in_table = holder.type in ("td_open", "th_open")
                last = token.map[0] + 1 if in_table else token.map[1]
                children = token.children or []
                mark = _MARK.match(token.content)
                if mark and children and children[0].content.startswith(mark.group()):
                    # the box of a task, the number of a note: they stay before what is rewritten
                    children[0].content = children[0].content[mark.end() :]
                    token.content = token.content[mark.end() :]
                found = self.located(token.content, token.map[0], last, in_table=in_table)
                inline = read_inline(children)
                if found and (inline.pictures or any(c.isalnum() for c in inline.text)):
                    yield from self.stretch(inline, found, around)
                elif any(c.isalpha() for c in inline.text):
                    self.left(f"line {token.map[0] + 1}")

    def left(self, where: str) -> None:
        """Take down that words are left as they are."""
        self.notes += (f"left as it is: {where}",)

    def stretch(self, inline: Inline, spot: Spot, around: _Around) -> Iterator[tuple[Place, Spot]]:
        """Give the place of a stretch of inline markup, and those of its pictures' alt texts."""
        line = self.numbers.number(spot.start)
        plain = len(inline.runs) == 1 and inline.runs[0].style == 0
        place = Place(
            inline.text,
            around.kind,
            around.why,
            around.group,
            around.row if spot.in_table else -1,
            f"line {line}",
            () if plain else tuple(inline.runs),
        )
        spot = Spot(spot.start, spot.end, inline, -1, spot.new_line, spot.in_table)
        yield place, spot
        for number, picture in enumerate(inline.pictures):
            words = alt_text(picture)
            if any(c.isalpha() for c in words):
                alt = Place(words, address=f"line {line}, alt text", aside=True)
                yield alt, Spot(spot.start, spot.end, inline, number)

    def located(self, content: str, first: int, after: int, *, in_table: bool) -> Spot | None:
        """Return where in the source a stretch stands, or none where it cannot be found."""
        rows = content.split("\n")
        if not any(c.isalnum() for c in content) or len(rows) > max(after - first, 1):
            return None
        ends: list[tuple[int, int]] = []
        for number, row in enumerate(rows, start=first):
            if number >= len(self.lines):
                return None
            start, end = self.lines[number]
            if in_table:
                written = row.replace("|", "\\|")
                place = self.text.find(written, self.cursors.get(number, start), end)
                self.cursors[number] = place + len(written)
            else:
                written = row
                place = self.text.rfind(written, start, end)
            if place < 0:
                return None
            ends.append((place, place + len(written)))
        ending = re.search(r"\r\n|\r|\n", self.text)
        # what stands before the first line: quotation marks stay, the mark of a list is room
        prefix = re.sub(r"[^>\s]", " ", self.text[self.lines[first][0] : ends[0][0]])
        new_line = "\\" + (ending.group() if ending else "\n") + prefix
        return Spot(ends[0][0], ends[-1][1], new_line=new_line, in_table=in_table)


@dataclass
class _Around:
    """What the blocks around a stretch say about it."""

    kind: PartKind | None = None
    why: str = ""
    group: int = -1
    row: int = -1
    groups: int = 0
    lists: list[int] = field(default_factory=list)

    def step(self, kind: str, tag: str) -> None:
        """Go on to the next block."""
        if kind == "heading_open":
            self.kind = PartKind.TITLE if tag == "h1" else PartKind.HEADING
            self.why = f"a heading ({tag})"
        elif kind == "heading_close":
            self.kind, self.why = self.in_list()
        elif kind in ("bullet_list_open", "ordered_list_open", "table_open"):
            self.groups += 1
            self.lists.append(self.groups if kind != "table_open" else -self.groups)
        elif kind in ("bullet_list_close", "ordered_list_close", "table_close"):
            self.lists.pop()
        elif kind == "tr_open":
            self.row += 1
        if not kind.startswith("heading") and kind != "inline":
            self.kind, self.why = self.in_list()
        self.group = abs(self.lists[-1]) if self.lists else -1

    def in_list(self) -> tuple[PartKind | None, str]:
        """Return what a stretch is that is no heading."""
        inside = bool(self.lists) and self.lists[-1] > 0
        return (PartKind.LIST_ITEM, "an item of a list") if inside else (None, "")


def _front_places(front: re.Match[str]) -> Iterator[tuple[Place, Spot]]:
    """Give the values of the front matter that a person reads."""
    for match in _KEYS.finditer(front.string, front.start(1), front.end(1)):
        group = next(g for g in (2, 3, 4) if match.group(g) is not None)
        value = match.group(group)
        quote = {2: '"', 3: "'", 4: ""}[group]
        if group == 2:
            try:
                value = json.loads(f'"{value}"')
            except ValueError:
                continue  # an escape that only YAML has: left as it is
        elif group == 3:
            value = value.replace("''", "'")
        if any(c.isalpha() for c in value):
            place = Place(value.strip(), address=f"front matter, {match.group(1)}", aside=True)
            yield place, Spot(*match.span(group), key=quote)
