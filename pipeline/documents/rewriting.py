r"""Documents that can be written again in another language: places, and what stands in them.

A reader of a format makes a ``Document``: the stretches of text that a person reads, as *places*.
One that can write the file again is ``Rewritable``. ``read_places`` makes the article of a
document and keeps where each place stands in it; ``laying.laid_out`` puts a translation
back into places, formatting and all; ``Rewritable.rewrite`` makes the file of that.

What a reader promises:

* ``Place.text`` is what a person reads: white space of the layout is collapsed already, a line
  break that a person sees is "\n", a tab is "\t".
* ``Place.runs`` are in order and cover the text without gap or overlap (or there are none: the
  place has one formatting, style 0). A run with ``start == end`` is an *anchor*: something that
  stands in the text and is no text (a picture, a note's number, a bookmark). A run with
  ``whole`` is text that is kept as one and never translated (a field, ``translate="no"``).
* The number of a style is the reader's own; it means something within its place only.

What it gets back in ``rewrite``: for a place, pieces whose texts together are the new text of the
place, in styles of that place only. Each anchor and each whole run of the place comes exactly
once: an anchor as ``Styled("", style)``, a whole run with its own text as it was, or with ""
where the translation had no place for it (it is to be written there all the same). Other styles
may come several times, or not at all. Places that are not in ``said`` stay byte for byte.

Formats that are zip archives of XML (docx, odt, pptx) share ``zipped.Package``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from pipeline.documents.blocks import make_article
from pipeline.documents.lines import cleaned, lines_of
from pipeline.errors import ArticleError
from pipeline.records import Article, PartKind

__all__ = [
    "Document",
    "Place",
    "Rewritable",
    "Run",
    "Source",
    "Standing",
    "Styled",
    "article_of",
    "cleaned",
    "read_places",
]

#: characters of a document: some thousand pages
LARGEST_TEXT = 10_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text of a place in one formatting (see the module's promises)."""

    start: int
    end: int
    style: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One stretch of a file that can be written anew: a paragraph, a cell, an attribute, a cue.

    Args:
        text: what a person reads.
        kind: what it is, where the markup says so; ``why`` says in words how.
        group: ties places that belong together (the items of one list, the rows of one table).
        row: ties the cells of one row of a table, which may be read as one line of a list.
        address: where it is, for people: "page 3", "table 2, row 3, cell 1", "footnote 2".
        runs: the formatting of the text.
        translate: False where the text is to be read and never to be rewritten.
        aside: True for what is no text of the article: a header, a menu, the title of a file. It
            is translated with the document, and not read by ``samsvar run``.
    """

    text: str
    kind: PartKind | None = None
    why: str = ""
    group: int = -1
    row: int = -1
    address: str = ""
    runs: tuple[Run, ...] = ()
    translate: bool = True
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Styled:
    """Text in one formatting of a place."""

    text: str
    style: int


class Document(Protocol):
    """A file that was read. ``notes`` tell what the reader had to assume or left out."""

    @property
    def places(self) -> Sequence[Place]:
        """The stretches of text, in the order in which they are read."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person who reads the article should know."""


@runtime_checkable
class Rewritable(Document, Protocol):
    """A document that can be written again.

    ``suffix`` is the ending of the file that ``rewrite`` makes (".docx"); ``not_kept`` tells what
    is in the file that was read and will not be in the one that is written.
    """

    @property
    def suffix(self) -> str:
        """The ending of the new file, with its dot."""

    @property
    def not_kept(self) -> tuple[str, ...]:
        """What the new file will lack, a sentence each."""

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return the file with some places written anew.

        Args:
            said: the new text of places, by their number in ``places``.
            language: the language of the new text ("en"); it is set as the language of what is
                rewritten, and of the file where the format has one.
        """


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a place stands in the article.

    ``start`` and ``end`` are its range in the text of ``part``; ``at[i]`` is the position in
    ``Place.text`` of the character ``start + i``.
    """

    place: int
    part: str
    start: int
    end: int
    at: tuple[int, ...]


@dataclass(frozen=True)
class Source:
    """A document with its article, and where the places of the one stand in the other."""

    document: Document
    article: Article
    standing: tuple[Standing, ...]


def read_places(
    document: Document, *, article_id: str, source: str, everything: bool = False
) -> Source:
    """Return the article of a document, with where each of its places stands in it.

    Args:
        document: what a reader made.
        article_id: the id of the article.
        source: the name of the file, for people.
        everything: what stands beside the article too, after it, but nothing that is never
            translated: that is how a whole file is translated.

    Raises:
        ArticleError: there is no word in the document, or its text is longer than any book.
    """
    if everything:
        wanted = [n for n, place in enumerate(document.places) if place.translate]
        wanted.sort(key=lambda n: document.places[n].aside)
    else:
        wanted = [n for n, place in enumerate(document.places) if not place.aside]
    size = sum(len(place.text) for place in document.places)
    if size > LARGEST_TEXT:
        raise ArticleError(
            f"{source}: {size / 1e6:.0f} million characters of text (the limit is"
            f" {LARGEST_TEXT / 1e6:.0f})",
            hint="split the document",
        )
    lines = [line for line in lines_of(document.places, wanted, apart=everything) if line.text]
    article = make_article(
        [line.block for line in lines],
        article_id=article_id,
        source=source,
        notes=document.notes,
    )
    standing = tuple(
        Standing(place, part.name, start, start + len(at), at)
        for line, part in zip(lines, article.parts, strict=True)
        for place, start, at in line.cells
    )
    return Source(document, _with_kept(article, document.places, standing), standing)


def _with_kept(article: Article, places: Sequence[Place], standing: Sequence[Standing]) -> Article:
    """Return an article whose parts say which ranges with letters in them are kept as one."""
    kept: dict[str, list[tuple[int, int]]] = {}
    for one in standing:
        for run in places[one.place].runs:
            words = places[one.place].text[run.start : run.end]
            if not (run.whole and any(c.isalpha() for c in words)):
                continue
            first = bisect_left(one.at, run.start)
            last = bisect_left(one.at, run.end)
            if first < last:
                kept.setdefault(one.part, []).append((one.start + first, one.start + last))
    if not kept:
        return article
    parts = (
        part.model_copy(update={"kept": tuple(sorted(kept[part.name]))})
        if part.name in kept
        else part
        for part in article.parts
    )
    return article.model_copy(update={"parts": tuple(parts)})


def article_of(document: Document, *, article_id: str, source: str) -> Article:
    """Return the article of a document: what it says, without what stands beside it.

    Raises:
        ArticleError: there is no word in the document.
    """
    return read_places(document, article_id=article_id, source=source).article
