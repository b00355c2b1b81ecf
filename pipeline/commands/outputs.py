"""What ``samsvar translate`` reads and writes: documents in their own format, texts as text."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.documents.whole import Opened
    from pipeline.records import ProcessedArticle

STDIN = Path("-")


def open_input(path: Path, *, as_text: bool, anew: str = ".docx") -> Opened:
    """Return what is in a file, or in standard input.

    A document that can be written again is read whole: with headers, menus and alt texts.

    Args:
        path: the file, or ``STDIN``.
        as_text: whether only its text is wanted.
        anew: the ending of what is written of a PDF or a rich text.

    Raises:
        ArticleError: it cannot be read.
    """
    from pipeline.documents.reading import load
    from pipeline.documents.whole import in_format, open_whole

    if path == STDIN:
        data, stem, name, place = sys.stdin.buffer.read(), "stdin", "standard input", ""
    else:
        data, stem, name, place = load(path), path.stem, path.name, str(path)
    opened = open_whole(data, article_id=stem, source=name, place=place, as_text=as_text)
    return in_format(opened, anew)


@dataclass(frozen=True)
class Look:
    """What is written: the text of documents too, comments on segments to look at, the language."""

    text: bool = False
    marks: bool = False
    ui: str = "en"


def outputs(
    opened: Opened, outcome: ProcessedArticle, look: Look
) -> tuple[dict[str, str | bytes], list[str]]:
    """Return the files to write, by name, and what to tell about them.

    Args:
        opened: what was read.
        outcome: what was made of its article.
        look: what is written, and in which language it is told.
    """
    from pipeline.archive import file_stem
    from pipeline.documents.notes import note_in
    from pipeline.documents.whole import rewritten
    from pipeline.export.plain import translated_text
    from pipeline.export.remarks import doubts
    from pipeline.export.wording import wording

    files: dict[str, str | bytes] = {}
    read = outcome.article.notes if opened.source else ()
    notes = [f"{outcome.article.source}: {note_in(note, look.ui)}" for note in read]
    stem = file_stem(opened.article.id)
    for translation in outcome.translations:
        begins = f"{stem}.{translation.target}"
        if opened.source is None or look.text:
            files[f"{begins}.txt"] = translated_text(outcome.article, translation, look.ui)
        why = partial(doubts, say=wording(look.ui)) if look.marks else None
        written = rewritten(opened, translation, why)
        if written is not None:
            name = f"{begins}{opened.suffix}"
            files[name] = written.data
            notes += [f"{name}: {note_in(note, look.ui)}" for note in written.notes]
    return files, notes


def notes_report(notes: Sequence[str], ui: str = "en") -> str:
    r"""Return what is told about the files, a line each; nothing where there is nothing.

    >>> notes_report(["a.docx: not read: comments of the Word document"])
    '\nNotes\n  a.docx: not read: comments of the Word document\n'
    >>> notes_report([])
    ''
    """
    if not notes:
        return ""
    from pipeline.export.wording import wording

    return f"\n{wording(ui)('told.notes')}\n" + "".join(f"  {note}\n" for note in notes)
