"""A whole file to be translated: its article, and its document where that can be written again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.documents.encoding import decode
from pipeline.documents.laying import LaidOut, laid_out
from pipeline.documents.marking import Doubts, Markable, WrittenAnew
from pipeline.documents.reading import format_of, open_bytes, read_bytes
from pipeline.documents.rewriting import Rewritable, Source, read_places
from pipeline.records import Article, Translation

#: endings of formats that have comments
_WITH_COMMENTS = (".docx", ".docm")
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


def in_format(opened: Opened, suffix: str) -> Opened:
    """Return what was read as something that is written in a format, ".docx" or ".html".

    That changes only what cannot be written again in its own: a PDF, a rich text.
    """
    document = opened.source.document if opened.source else None
    if opened.source is None or not isinstance(document, WrittenAnew):
        return opened
    return replace(opened, source=replace(opened.source, document=document.written_as(suffix)))


def rewritten(
    opened: Opened, translation: Translation, doubts: Doubts | None = None
) -> Rewritten | None:
    """Return the file in the language of a translation; None where it is a plain text.

    Args:
        opened: what was read.
        translation: of its article.
        doubts: says why a segment is to be looked at; a format that has comments gets one on
            each. Without it nothing is marked.

    Raises:
        ArticleError: the file cannot be written again.
    """
    source = opened.source
    if source is None or not isinstance(source.document, Rewritable):
        return None
    document = source.document
    markable = isinstance(document, Markable) and opened.suffix in _WITH_COMMENTS
    laid = laid_out(source, translation, doubts=doubts if markable else None)
    if isinstance(document, Markable):
        document = document.marked(laid.marks)
    data = document.rewrite(laid.said, translation.target)
    lost = [f"not kept: {what}" for what in document.not_kept]
    marked = [n for n in laid.marks if isinstance(document, Markable) and document.can_mark(n)]
    return Rewritten(data, (*lost, *_notes(translation, laid, marked)))


def _notes(translation: Translation, laid: LaidOut, marked: Sequence[int]) -> Iterator[str]:
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
    comments = sum(len(laid.marks[number]) for number in marked)
    others = sum(map(len, laid.marks.values())) - comments
    if comments:
        yield (
            f"{comments} segment{'s' * (comments > 1)} to look at: each has a comment in the file;"
            " delete them before it is sent on (or --marks none)"
        )
    if others:
        yield (
            f"{others} segment{'s' * (others > 1)} to look at cannot have a comment (in headers,"
            " notes, text boxes, alt texts); listed above"
        )
    doubtful = any(segment.checks for part in translation.parts for segment in part.segments)
    if doubtful and not laid.marks:
        yield "segments to look at are not marked in the file; they are listed above"


def check_readable(data: bytes, source: str) -> None:
    """Refuse what is no file of a format that is read, by a look at its beginning and its name.

    What is inside may still be broken; ``open_whole`` finds that out.

    Raises:
        ArticleError: it is of another kind, empty, or not text.
    """
    if format_of(data, source) is None:
        decode(data, source)
