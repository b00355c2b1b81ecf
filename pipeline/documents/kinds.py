"""What a stretch of a text is: title, heading, caption, credit, line of a list, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from pipeline.documents.captions import caption_reason, credit_reason, names_shown
from pipeline.documents.entries import is_entry, is_roster, is_row
from pipeline.documents.leads import is_lead
from pipeline.documents.pieces import Piece
from pipeline.documents.placed import ONE_SENTENCE, place_reason
from pipeline.documents.repeated import mark_repeated
from pipeline.records import PartKind
from pipeline.text import tables
from pipeline.text.list_lines import (
    after_bullet,
    after_time,
    find_prefix,
    has_bullet,
    is_list_heading,
    is_title,
)
from pipeline.text.list_prefixes import is_line_up
from pipeline.text.list_tables import read_columns
from pipeline.text.tokens import is_given_name
from pipeline.text.word_shapes import names_given

#: why a part is no text of the article
MENU = "words of a web site's menu"
LONGEST_HEADING = 110
#: words that begin what leads over to a list: "Disse ble hedret: …"
_THESE = ("disse ", "desse ", "følgende ", "følgjande ")
#: what stands before a colon in a crew, and who wrote and took what it stands beside
_LABEL = re.compile(r"\W*([A-ZÆØÅ][\w ,&/-]{1,40}):\s+\S")
LONGEST_CREDITED = 400
#: so many lines of given names alone make a list, if as many of them are known names
FEWEST_ALONE, KNOWN_ALONE = 3, 0.6
#: so many lines beside the photographer's make a crew
FEWEST_OF_A_CREW = 2


def name_kinds(text: str, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of a text with what each of them is, and why."""
    pieces = _join_captions([_mark_caption(text, piece) for piece in pieces])
    pieces = _mark_crews(text, pieces)
    pieces = _mark_credited(text, _mark_placed(text, pieces))
    pieces = mark_repeated(text, _mark_lists(text, pieces))
    return _mark_headings(text, pieces)


def _mark_placed(text: str, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with what is a caption because of its place and shape.

    It stands alone under the title (or is the whole text), before any running text.
    """
    sizes = Counter(piece.block for piece in pieces)
    if any(piece.kind is PartKind.CAPTION and not piece.why for piece in pieces):
        return pieces  # told by the markup
    marked = list(pieces)
    for number, piece in enumerate(pieces):
        words = text[piece.start : piece.end]
        if piece.kind is not PartKind.PARAGRAPH:
            continue
        # beside another caption, words that announce a list do
        beside = any(p.kind is PartKind.CAPTION for p in marked)
        if beside and is_roster(words):
            break
        alone = sizes[piece.block] == 1
        before = text[pieces[number - 1].start : pieces[number - 1].end] if number else ""
        if (is_list_heading(before) or _is_of_a_group(before)) and is_roster(words):
            break
        if alone and (number > 0 or len(pieces) == 1) and not _is_announced_list(words):
            why = place_reason(words)
            story = _story(text, pieces[number + 1 :])
            if why.startswith(ONE_SENTENCE) and story and is_lead(words, story):
                break
            if why:
                marked[number] = replace(piece, kind=PartKind.CAPTION, why=why)
                continue
        if number > 0:
            break  # something else begins
    return marked


def _is_of_a_group(line: str) -> bool:
    """Return whether a line is one word for people together: "Dommerpanel", "Valgkomité:"."""
    word = line.strip().rstrip(":").casefold()
    return word.isalpha() and word.endswith(tables.captions().assemblies)


def _story(text: str, pieces: list[Piece]) -> list[str]:
    """Return the running text that follows, none where no paragraph has two sentences."""
    told = [text[p.start : p.end] for p in pieces if p.kind is PartKind.PARAGRAPH]
    return told if any(len(re.findall(r"[.!?](?:\s|$)", words)) > 1 for words in told) else []


def _is_announced_list(line: str) -> bool:
    prefix = find_prefix(line)
    if prefix is None:
        return False
    words = line[slice(*prefix)].strip().casefold()
    table = tables.captions()
    told = words in table.list_headings or words.startswith((*table.presence, *_THESE))
    return told or is_line_up(line)


def _mark_credited(text: str, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with a short paragraph that shares its block with a credit as caption."""
    marked = list(pieces)
    for number, piece in enumerate(pieces):
        near = [pieces[k] for k in (number - 1, number + 1) if 0 <= k < len(pieces)]
        credit = next(
            (p for p in near if p.block == piece.block and p.kind is PartKind.CREDIT), None
        )
        size = piece.end - piece.start
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        if credit is None and after and after.kind is PartKind.CREDIT and number > 0:
            # a credit in a paragraph of its own under a short one that names somebody
            words = text[piece.start : piece.end]
            is_photo = re.match(
                r"\W*(?i:foto|alle foto|begge foto|©)", text[after.start : after.end]
            )
            if is_photo and size < LONGEST_CREDITED and names_shown(words):
                credit = after
        named = find_prefix(text[piece.start : piece.end])
        if named and is_title(text[piece.start :][slice(*named)]):
            continue  # "Manus: Kari Lie" over "Foto: Ola Dahl" are lines of a list
        if piece.kind is PartKind.PARAGRAPH and credit and 30 < size < LONGEST_CREDITED:
            said = text[credit.start : credit.end]
            why = f"stands beside a credit: “{said}”"
            marked[number] = replace(piece, kind=PartKind.CAPTION, why=why)
    return marked


def _mark_caption(text: str, piece: Piece) -> Piece:
    words = text[piece.start : piece.end]
    why = credit_reason(words)
    if why:
        return replace(piece, kind=PartKind.CREDIT, why=why)
    why = caption_reason(words)
    return replace(piece, kind=PartKind.CAPTION, why=why) if why else piece


def _mark_crews(text: str, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with the photographer among the lines of a crew as a line of a list.

    "Regi: Kari Lie", "Klipp: Ola Dahl", "Foto: Ine Vik".
    """
    marked = list(pieces)
    blocks: dict[int, list[int]] = {}
    for i, piece in enumerate(pieces):
        blocks.setdefault(piece.block, []).append(i)
    for members in blocks.values():
        found = [_LABEL.match(text[pieces[i].start : pieces[i].end]) for i in members]
        labels = [match[1].casefold() for match in found if match]
        others = [label for label in labels if label not in tables.captions().bylines]
        if len(others) < FEWEST_OF_A_CREW or len(labels) < len(members) - 1:
            continue
        for i in members:
            if pieces[i].kind is PartKind.CREDIT:
                why = "stands among the lines of a crew"
                marked[i] = replace(pieces[i], kind=PartKind.LIST_ITEM, why=why)
    return marked


def _join_captions(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with the lines of one caption, a line for each row, made one piece."""
    joined: list[Piece] = []
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


def _is_open(piece: Piece) -> bool:
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


def _mark_lists(text: str, pieces: list[Piece]) -> list[Piece]:
    marked = list(pieces)
    blocks: dict[int, list[int]] = {}
    for i, piece in enumerate(pieces):
        if is_navigation(text[piece.start : piece.end]):
            marked[i] = replace(piece, kind=PartKind.PARAGRAPH, why=MENU)
        blocks.setdefault(piece.block, []).append(i)
    after_heading = False
    for members in blocks.values():
        opened = [i for i in members if _is_open(marked[i])]
        lines = {i: text[marked[i].start : marked[i].end] for i in opened}
        is_table = any(read_columns(line) for line in lines.values())
        entries = [i for i in opened if is_entry(lines[i]) or (is_table and is_row(lines[i]))]
        if len(entries) < FEWEST_ALONE and _are_given_names(lines.values()):
            entries = opened
        bullets = [i for i in opened if has_bullet(lines[i]) and len(lines[i]) < 300]
        is_list = (
            len(bullets) >= 2
            or len(entries) >= 2
            or (bool(entries) and (after_heading or len(opened) > 1))
            or any(is_roster(line) for line in lines.values())
        )
        if is_list:
            _mark_block(marked, opened, lines, entries)
        after_heading = any(
            marked[i].kind is PartKind.LIST_ITEM or _is_list_heading(lines.get(i, ""))
            for i in members
        )
    return marked


def _are_given_names(lines: Collection[str]) -> bool:
    """Return whether lines are given names alone, of children say: most of them known."""
    if len(lines) < FEWEST_ALONE or not all(names_given(line) for line in lines):
        return False
    known = sum(is_given_name(line[after_bullet(line) :].split()[0]) for line in lines)
    return known >= KNOWN_ALONE * len(lines)


def _mark_block(
    marked: list[Piece], opened: list[int], lines: dict[int, str], entries: list[int]
) -> None:
    for i in opened:
        line = lines[i]
        timed = after_time(line, 0) > 0  # "19.00 Pause" is a line of the programme
        is_heading = i not in entries and not has_bullet(line) and _is_short(line) and not timed
        if is_heading:
            marked[i] = replace(
                marked[i], kind=PartKind.HEADING, why="stands over the lines of a list"
            )
        elif i in entries or has_bullet(line) or timed:
            marked[i] = replace(
                marked[i], kind=PartKind.LIST_ITEM, why="a name and what belongs to it"
            )


def _is_list_heading(line: str) -> bool:
    return is_list_heading(line) or line.endswith(":")


def _is_short(line: str) -> bool:
    return (
        len(line) <= LONGEST_HEADING
        and "\n" not in line
        and not re.search(r"[.…;,][\"»”’')\]]*$", line)
        and not line.startswith(("–", "—", "- ", "«"))
        and not re.search(r"(?<!\bSt)[.!?]\s+[A-ZÆØÅ][a-zæøå]+\s", line)
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


def _mark_headings(text: str, pieces: list[Piece]) -> list[Piece]:
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
