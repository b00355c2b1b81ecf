"""What ``samsvar translate`` reads and writes: documents in their own format, texts as text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.documents.laying import LaidOut
    from pipeline.documents.rewriting import Source
    from pipeline.records import Article, ProcessedArticle, Translation

STDIN = Path("-")
#: stretches of formatting that are named one by one in a note
_NAMED = 5


@dataclass(frozen=True)
class Opened:
    """A file that was read: its article, and its document where that can be written again."""

    article: Article
    source: Source | None = None


def open_input(path: Path, *, as_text: bool) -> Opened:
    """Return what is in a file, or in standard input.

    A document that can be written again is read whole: with headers, menus and alt texts.

    Args:
        path: the file, or ``STDIN``.
        as_text: whether only its text is wanted.

    Raises:
        ArticleError: it cannot be read.
    """
    from pipeline.documents.reading import load, open_bytes, read_bytes
    from pipeline.documents.rewriting import Rewritable, read_places

    if path == STDIN:
        data, stem, name, place = sys.stdin.buffer.read(), "stdin", "standard input", ""
    else:
        data, stem, name, place = load(path), path.stem, path.name, str(path)
    document = None if as_text else open_bytes(data, source=name, place=place)
    if not isinstance(document, Rewritable):
        return Opened(read_bytes(data, article_id=stem, source=name, place=place))
    source = read_places(document, article_id=stem, source=name, everything=True)
    return Opened(source.article, source)


def outputs(
    opened: Opened, outcome: ProcessedArticle, *, text: bool
) -> tuple[dict[str, str | bytes], list[str]]:
    """Return the files to write, by name, and what to tell about them.

    Args:
        opened: what was read.
        outcome: what was made of its article.
        text: whether documents are written as text too.
    """
    from pipeline.archive import file_stem
    from pipeline.documents.laying import laid_out
    from pipeline.documents.rewriting import Rewritable
    from pipeline.export.plain import translated_text

    files: dict[str, str | bytes] = {}
    read = outcome.article.notes if opened.source else ()
    notes = [f"{outcome.article.source}: {note}" for note in read]
    stem = file_stem(opened.article.id)
    for translation in outcome.translations:
        begins = f"{stem}.{translation.target}"
        source = opened.source
        if source is None or text:
            files[f"{begins}.txt"] = translated_text(outcome.article, translation)
        if source is not None and isinstance(source.document, Rewritable):
            laid = laid_out(source, translation)
            name = f"{begins}{source.document.suffix}"
            files[name] = source.document.rewrite(laid.said, translation.target)
            notes += [f"{name}: not kept: {what}" for what in source.document.not_kept]
            notes += [f"{name}: {note}" for note in _notes(translation, laid)]
    return files, notes


def _notes(translation: Translation, laid: LaidOut) -> Iterator[str]:
    yield from laid.notes
    for address, moved in laid.guessed[:_NAMED]:
        where = f"{address}: " if address else ""
        yield (
            f"{where}the formatting of “{moved.source}” is on “{moved.target}”, by its position"
            " alone"
        )
    more = len(laid.guessed) - _NAMED
    if more > 0:
        yield f"{more} more stretches of formatting were placed by position alone"
    if any(segment.checks for part in translation.parts for segment in part.segments):
        yield "segments to look at are not marked in the file; they are listed above"


def notes_report(notes: Sequence[str]) -> str:
    r"""Return what is told about the files, a line each; nothing where there is nothing.

    >>> notes_report(["a.docx: not read: comments of the Word document"])
    '\nNotes\n  a.docx: not read: comments of the Word document\n'
    >>> notes_report([])
    ''
    """
    if not notes:
        return ""
    return "\nNotes\n" + "".join(f"  {note}\n" for note in notes)
