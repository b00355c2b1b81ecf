"""Blocks of a structured document (HTML, docx) made an article: what the markup says goes first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.documents.kinds import name_kinds
from pipeline.documents.pieces import Piece, article_of
from pipeline.errors import ArticleError
from pipeline.records import Article, PartKind

#: characters that no reader may leave in a text
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Block:
    """A stretch of a document: its text, and its kind where the markup says so.

    ``group`` ties blocks that belong together: the items of one list, the rows of one table.
    """

    text: str
    kind: PartKind | None = None
    why: str = ""
    group: int = -1


def make_article(
    blocks: Sequence[Block], *, article_id: str, source: str, notes: tuple[str, ...] = ()
) -> Article:
    """Return the article of the blocks; what the markup leaves open is told from the words.

    The text of the article is that of the blocks, a blank line between them and a line break
    inside a group.

    Raises:
        ArticleError: there is no word in the blocks.
    """
    told = [replace(b, text=text) for b in blocks if (text := _clean(b.text))]
    if not any(c.isalnum() for block in told for c in block.text):
        raise ArticleError(f"{source}: there is no text in it", hint="check what was saved")
    text, pieces = _lay_out(told)
    return article_of(
        text, _kinds(text, told, pieces), article_id=article_id, source=source, notes=notes
    )


def _clean(text: str) -> str:
    r"""Return the text without control characters, lines stripped, no empty lines.

    >>> _clean("  Kari\u00a0Lie \n\n og\tOla\x07 ")
    'Kari Lie\nog\tOla'
    """
    bare = _CONTROL.sub("", text).replace("\u00a0", " ")
    lines = (re.sub(r"[ \u2000-\u200a\u3000]+", " ", line).strip() for line in bare.splitlines())
    return "\n".join(line for line in lines if line)


def _lay_out(blocks: Sequence[Block]) -> tuple[str, list[Piece]]:
    """Return the text of all blocks and their places in it."""
    text, pieces, number = "", [], -1
    last: Block | None = None
    for block in blocks:
        together = last is not None and block.group == last.group >= 0
        number += not together
        text += "" if last is None else "\n" if together else "\n\n"
        pieces.append(Piece(len(text), len(text) + len(block.text), number))
        text += block.text
        last = block
    return text, pieces


def _kinds(text: str, blocks: Sequence[Block], pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with their kinds: the markup's word, else what the words look like."""
    guessed = {piece.start: piece for piece in name_kinds(text, list(pieces))}
    titled = any(block.kind is PartKind.TITLE for block in blocks)
    settled = []
    for block, piece in zip(blocks, pieces, strict=True):
        found = guessed.get(piece.start, piece)
        if block.kind is not None:
            kind = block.kind
            if kind in (PartKind.LIST_ITEM, PartKind.PARAGRAPH) and found.kind is PartKind.CREDIT:
                settled.append(replace(piece, kind=found.kind, why=found.why))
                continue
            settled.append(replace(piece, kind=kind, why=block.why))
        elif titled and found.kind is PartKind.TITLE:
            settled.append(replace(piece, why="running text"))
        else:
            settled.append(replace(piece, kind=found.kind, why=found.why))
    return settled
