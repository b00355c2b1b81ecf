"""Plain text files in: what is title, heading, paragraph, caption, list or credit, and why."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.documents.captions import credit_reason
from pipeline.documents.kinds import name_kinds
from pipeline.documents.pieces import Piece, article_of
from pipeline.errors import ArticleError
from pipeline.records import Article
from pipeline.text.list_grammar import entries_of
from pipeline.text.list_lines import after_time, find_prefix, has_bullet

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_BREAK = re.compile(r"\r\n|[\n\r\u2028\x0b\x85]")
_SENTENCE_END = re.compile(r"[.!?…][\"»”’')\]]*$")
WIDEST_WRAP = 110


def parse_text(
    text: str, *, article_id: str, source: str = "", notes: tuple[str, ...] = ()
) -> Article:
    """Return the article that a plain text holds, in parts, without losing a character.

    Paragraphs are divided by blank lines. Lines without a blank line between them are one
    paragraph where they look wrapped, else a part each.

    Raises:
        ArticleError: there is no text.
    """
    pieces = name_kinds(text, _pieces(text))
    if not pieces:
        raise ArticleError(f"{source or article_id}: there is no text", hint="check what was saved")
    return article_of(text, pieces, article_id=article_id, source=source, notes=notes)


# -- lines and blocks -------------------------------------------------------------------------


def _pieces(text: str) -> list[Piece]:
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
        if blocks and len(_BREAK.findall(gap)) < 2 and "\u2029" not in gap:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    pieces = []
    for number, block in enumerate(blocks):
        for run in _runs(text, block):
            if len(run) > 1 and _is_wrapped([text[a:b] for a, b in run]):
                pieces.append(Piece(run[0][0], run[-1][1], number))
            else:
                pieces += [Piece(a, b, number) for a, b in run]
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


def _begins_whole(line: str) -> bool:
    """Return whether a line begins with a person, or with a title before one."""
    found = entries_of(line)
    before = line[: found[0].name[0]].strip() if found else "."
    title = found[0].title if found else None
    return not before or (title is not None and before == line[slice(*title)])


def _goes_on(line: str) -> bool:
    """Return whether a line stops in the middle of an enumeration or a word."""
    return re.search(r"(?:[,;(–-]|\b(?:og|samt|med))$", line) is not None


def _is_wrapped(lines: list[str]) -> bool:
    """Return whether the lines of a block are one paragraph that was broken to fit a width.

    A wrapped line has no room for the first word of the next one; the lines of a list have.
    """
    if any(has_bullet(line) for line in lines[1:]) or sum(after_time(x, 0) > 0 for x in lines) > 1:
        return False
    if sum(find_prefix(line) is not None for line in lines) > len(lines) / 2:
        return False  # "Høyeste fjell: Jonsknuten" over "Ordfører: Kari Lie"
    if any(a.endswith(":") and entries_of(b) for a, b in pairwise(lines)) or "\t" in lines[-1]:
        return False  # "Varamedlemmer som møtte:" over "Kari Lie", a row of a table
    width = max(map(len, lines))
    if width > WIDEST_WRAP or width < 30:
        return False
    if all(map(_begins_whole, lines)) and not any(_goes_on(line) for line in lines[:-1]):
        return False  # each line has a person of its own
    pairs = list(pairwise(lines))
    full = sum(len(a) + 1 + len(b.split()[0]) > width - 10 for a, b in pairs)
    small = sum(b[0].islower() for _, b in pairs)
    ended = sum(bool(_SENTENCE_END.search(a)) for a, _ in pairs)
    people = sum(bool(entries_of(line)) for line in lines)
    if small >= max(1, len(pairs) // 3):
        return True
    return full >= 0.8 * len(pairs) and ended < len(pairs) and people < 0.6 * len(lines)
