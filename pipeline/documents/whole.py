"""A whole file to be translated: its article, and its document where that can be written again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.documents.encoding import decode
from pipeline.documents.laying import LaidOut, laid_out
from pipeline.documents.reading import format_of, open_bytes, read_bytes
from pipeline.documents.rewriting import Rewritable, Source, read_places
from pipeline.records import Article, Translation

#: stretches of formatting that are named one by one in a note
_NAMED = 5


@dataclass(frozen=True)
class Opened:
    """A file that was read: its article, and its document where that can be written again."""

    article: Article
    source: Source | None = None

    @property
    def suffix(self) -> str:
        """How the name of the file that can be written again ends; empty for a plain text."""
        document = self.source.document if self.source else None
        return document.suffix if isinstance(document, Rewritable) else ""


@dataclass(frozen=True)
class Rewritten:
    """A file in another language, and what a person should know about it."""

    data: bytes
    notes: tuple[str, ...]


def open_whole(
    data: bytes, *, article_id: str, source: str, place: str = "", as_text: bool = False
) -> Opened:
    """Return what is in the bytes of a file.

    A document that can be written again is read whole: with headers, menus and alt texts.

    Args:
        data: the whole file.
        article_id: the id of the article.
        source: the name of the file, for people.
        place: what errors call it (default: ``source``).
        as_text: whether only its text is wanted.

    Raises:
        ArticleError: it cannot be read.
    """
    document = None if as_text else open_bytes(data, source=source, place=place)
    if not isinstance(document, Rewritable):
        return Opened(read_bytes(data, article_id=article_id, source=source, place=place))
    read = read_places(document, article_id=article_id, source=source, everything=True)
    return Opened(read.article, read)


def rewritten(opened: Opened, translation: Translation) -> Rewritten | None:
    """Return the file in the language of a translation; None where it is a plain text.

    Raises:
        ArticleError: the file cannot be written again.
    """
    source = opened.source
    if source is None or not isinstance(source.document, Rewritable):
        return None
    laid = laid_out(source, translation)
    data = source.document.rewrite(laid.said, translation.target)
    lost = [f"not kept: {what}" for what in source.document.not_kept]
    return Rewritten(data, (*lost, *_notes(translation, laid)))


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


def check_readable(data: bytes, source: str) -> None:
    """Refuse what is no file of a format that is read, by a look at its beginning and its name.

    What is inside may still be broken; ``open_whole`` finds that out.

    Raises:
        ArticleError: it is of another kind, empty, or not text.
    """
    if format_of(data, source) is None:
        decode(data, source)
