"""Plain text files in: what is title, heading, paragraph, caption, list or credit, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from pipeline.documents.captions import caption_reason, credit_reason
from pipeline.documents.encoding import decode
from pipeline.errors import ArticleError
from pipeline.records import Article, Part, PartKind
from pipeline.text import tables
from pipeline.text.list_grammar import (
    ListEntry,
    after_bullet,
    find_prefix,
    has_bullet,
    is_list_heading,
    parse_line,
)

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_BREAK = re.compile(r"\r\n|[\n\r\u2028\x0b\x85]")
_SENTENCE_END = re.compile(r"[.!?…][\"»”’')\]]*$")
#: a sentence goes on after this, or it is a line of contact data
_NO_ENTRY = re.compile(r"[.!?]\s+[–—«]?\s?[A-ZÆØÅ]\w+\s[a-zæøå]|^(?i:kontakt|tlf|foto|tekst)\w*:")
LONGEST_HEADING = 110
LONGEST_ENTRY = 900
WIDEST_WRAP = 110


@dataclass(frozen=True)
class _Piece:
    """A line, or lines that were wrapped, with the place in the text and what it is."""

    start: int
    end: int
    block: int
    kind: PartKind = PartKind.PARAGRAPH
    why: str = ""


def read_text_file(path: Path) -> Article:
    """Return the article in a text file; its id is the name of the file without the ending.

    Raises:
        ArticleError: the file cannot be read, is empty, too large or not text.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ArticleError(f"{path}: there is no such file", hint="check the path") from error
    except IsADirectoryError as error:
        raise ArticleError(
            f"{path}: this is a folder, not an article", hint=f"name its files: {path}/*.txt"
        ) from error
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror}") from error
    text, notes = decode(data, str(path))
    return replace_notes(parse_text(text, article_id=path.stem, source=path.name), notes)


def replace_notes(article: Article, notes: tuple[str, ...]) -> Article:
    """Return the article with ``notes`` added to what its reader had to assume."""
    return article.model_copy(update={"notes": (*article.notes, *notes)})


def parse_text(text: str, *, article_id: str, source: str = "") -> Article:
    """Return the article that a plain text holds, in parts, without losing a character.

    Paragraphs are divided by blank lines. Lines without a blank line between them are one
    paragraph where they look wrapped, else a part each.

    Raises:
        ArticleError: there is no text.
    """
    pieces = _name_kinds(text, _pieces(text))
    if not pieces:
        raise ArticleError(f"{source or article_id}: there is no text", hint="check what was saved")
    parts, at = [], 0
    counts: dict[PartKind, int] = {}
    for piece in pieces:
        counts[piece.kind] = counts.get(piece.kind, 0) + 1
        parts.append(
            Part(
                name=f"{piece.kind.value}-{counts[piece.kind]}",
                kind=piece.kind,
                text=text[piece.start : piece.end],
                before=text[at : piece.start],
                why=piece.why,
            )
        )
        at = piece.end
    return Article(id=article_id, source=source, parts=tuple(parts), after=text[at:])


# -- lines and blocks -------------------------------------------------------------------------


def _pieces(text: str) -> list[_Piece]:
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        words = match.group()
        if not words.strip():
            continue
        start = match.start() + len(words) - len(words.lstrip())
        lines.append((start, start + len(words.strip())))
    blocks: list[list[tuple[int, int]]] = []
    for line in lines:
        gap = text[blocks[-1][-1][1] : line[0]] if blocks else ""
        if (
            blocks
            and len(re.findall(r"\r\n|[\n\r\u2028\x0b\x85]", gap)) < 2
            and "\u2029" not in gap
        ):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    pieces = []
    for number, block in enumerate(blocks):
        for run in _runs(text, block):
            if len(run) > 1 and _is_wrapped([text[a:b] for a, b in run]):
                pieces.append(_Piece(run[0][0], run[-1][1], number))
            else:
                pieces += [_Piece(a, b, number) for a, b in run]
    return pieces


def _runs(text: str, block: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the lines of a block in runs; a credit is a run of its own."""
    runs: list[list[tuple[int, int]]] = [[]]
    for first, last in block:
        if credit_reason(text[first:last]):
            runs += [[(first, last)], []]
        else:
            runs[-1].append((first, last))
    return [run for run in runs if run]


def _is_wrapped(lines: list[str]) -> bool:
    """Return whether the lines of a block are one paragraph that was broken to fit a width.

    A wrapped line has no room for the first word of the next one; the lines of a list have.
    """
    if any(has_bullet(line) for line in lines[1:]):
        return False
    width = max(map(len, lines))
    if width > WIDEST_WRAP or width < 30:
        return False
    pairs = list(pairwise(lines))
    full = sum(len(a) + 1 + len(b.split()[0]) > width - 10 for a, b in pairs)
    small = sum(b[0].islower() for _, b in pairs)
    ended = sum(bool(_SENTENCE_END.search(a)) for a, _ in pairs)
    people = sum(bool(parse_line(line)) for line in lines)
    if small >= max(1, len(pairs) // 3):
        return True
    return full >= 0.8 * len(pairs) and ended < len(pairs) and people < 0.6 * len(lines)


# -- what a piece is --------------------------------------------------------------------------


def _name_kinds(text: str, pieces: list[_Piece]) -> list[_Piece]:
    pieces = _join_captions([_mark_caption(text, piece) for piece in pieces])
    pieces = _mark_lists(text, pieces)
    return _mark_headings(text, pieces)


def _mark_caption(text: str, piece: _Piece) -> _Piece:
    words = text[piece.start : piece.end]
    why = credit_reason(words)
    if why:
        return replace(piece, kind=PartKind.CREDIT, why=why)
    why = caption_reason(words)
    return replace(piece, kind=PartKind.CAPTION, why=why) if why else piece


def _join_captions(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces with the lines of one caption, a line for each row, made one piece."""
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.block == piece.block
            and last.kind is piece.kind is PartKind.CAPTION
        ):
            joined[-1] = replace(last, end=piece.end)
        else:
            joined.append(piece)
    return joined


def _is_open(piece: _Piece) -> bool:
    return piece.kind is PartKind.PARAGRAPH and not piece.why


def is_navigation(line: str) -> bool:
    """Return whether a line is the furniture of a web site that was copied along.

    >>> is_navigation("Hjem   Skriv ut   Del"), is_navigation("Hjem igjen")
    (True, False)
    """
    phrases = tables.captions().navigation
    words = re.sub(r"[|•·/>»]", " ", line).casefold().split()
    at = 0
    while at < len(words):
        lengths = (n for n in (4, 3, 2, 1) if " ".join(words[at : at + n]) in phrases)
        step = next(lengths, 0)
        if not step:
            return False
        at += step
    return bool(words)


def _mark_lists(text: str, pieces: list[_Piece]) -> list[_Piece]:
    marked = list(pieces)
    blocks: dict[int, list[int]] = {}
    for i, piece in enumerate(pieces):
        if is_navigation(text[piece.start : piece.end]):
            marked[i] = replace(piece, kind=PartKind.PARAGRAPH, why="words of a web site's menu")
        blocks.setdefault(piece.block, []).append(i)
    after_heading = False
    for members in blocks.values():
        opened = [i for i in members if _is_open(marked[i])]
        lines = {i: text[marked[i].start : marked[i].end] for i in opened}
        entries = [i for i in opened if _is_entry(lines[i])]
        bullets = [i for i in opened if has_bullet(lines[i]) and len(lines[i]) < 300]
        is_list = (
            len(bullets) >= 2
            or len(entries) >= 2
            or (bool(entries) and (after_heading or len(opened) > 1))
            or any(_is_roster(line) for line in lines.values())
        )
        if is_list:
            _mark_block(marked, opened, lines, entries)
        after_heading = any(
            marked[i].kind is PartKind.LIST_ITEM or _is_list_heading(lines.get(i, ""))
            for i in members
        )
    return marked


def _mark_block(
    marked: list[_Piece], opened: list[int], lines: dict[int, str], entries: list[int]
) -> None:
    for i in opened:
        line = lines[i]
        is_heading = i not in entries and not has_bullet(line) and _is_short(line)
        if is_heading:
            marked[i] = replace(
                marked[i], kind=PartKind.HEADING, why="stands over the lines of a list"
            )
        elif i in entries or has_bullet(line):
            marked[i] = replace(
                marked[i], kind=PartKind.LIST_ITEM, why="a name and what belongs to it"
            )


def _is_entry(line: str) -> bool:
    """Return whether a line is one of a list of people: names and little else."""
    if len(line) > LONGEST_ENTRY or _NO_ENTRY.search(line):
        return False
    found = parse_line(line)
    if not found:
        return False
    rest = list(line)
    prefix = find_prefix(line, after_bullet(line))
    for first, last in [r for entry in found for r in _ranges(entry)] + (
        [prefix] if prefix else []
    ):
        rest[first:last] = " " * (last - first)
    left = re.sub(r"\([^)]*\)?|\b(?:og|samt)\b", "", "".join(rest))
    letters = sum(c.isalpha() for c in left)
    share = letters / max(1, sum(c.isalpha() for c in line))
    return share <= (0.6 if has_bullet(line) else 0.35)


def _is_roster(line: str) -> bool:
    """Return whether one line is a whole list: announced as one, or of three people and more."""
    prefix = find_prefix(line, after_bullet(line))
    announced = prefix is not None and is_list_heading(line[slice(*prefix)])
    return _is_entry(line) and (announced or len(parse_line(line)) >= 3)


def _ranges(entry: ListEntry) -> list[tuple[int, int]]:
    places = (entry.name, entry.title, entry.unit, entry.organisation)
    return [place for place in places if place is not None]


def _is_list_heading(line: str) -> bool:
    return is_list_heading(line) or line.endswith(":")


def _is_short(line: str) -> bool:
    return (
        len(line) <= LONGEST_HEADING
        and "\n" not in line
        and not re.search(r"[.…;,][\"»”’')\]]*$", line)
        and not line.startswith(("–", "—", "- ", "«"))
        and not re.search(r"[.!?]\s+[A-ZÆØÅ][a-zæøå]+\s", line)
        and sum(c.isdigit() for c in line) < 8
    )


def _is_kicker(line: str) -> bool:
    """Return whether a line above the title is no title: a section's name, an issue's number.

    >>> _is_kicker("KULTUR"), _is_kicker("// Program"), _is_kicker("Nytt hotell får grønt lys")
    (True, True, False)
    """
    words = line.split()
    first, _, rest = line.casefold().partition(" ")
    return (
        not (line[:1].isalnum() or line[:1] in '«–"')
        or (line.isupper() and len(words) <= 2)
        or (first.strip(":–-") in tables.captions().kickers and (not rest or rest[:1] in "–-:"))
        or bool(re.search(r"\bnr\.?\s*\d+", line))
    )


def _mark_headings(text: str, pieces: list[_Piece]) -> list[_Piece]:
    marked = []
    titled = False
    for number, piece in enumerate(pieces):
        line = text[piece.start : piece.end]
        if not _is_open(piece):
            marked.append(piece)
            titled = titled or piece.kind is not PartKind.PARAGRAPH
            continue
        last = number + 1 == len(pieces)
        if not _is_short(line) or (last and number > 0 and line.endswith(("!", "?"))):
            marked.append(replace(piece, why="running text"))
            titled = True
        elif not titled and not last and _is_kicker(line):
            marked.append(replace(piece, why="a section's name over the title"))
        elif not titled:
            marked.append(replace(piece, kind=PartKind.TITLE, why="the first line"))
            titled = True
        else:
            marked.append(replace(piece, kind=PartKind.HEADING, why="short, no full stop"))
    return marked
