"""PDF documents in: paragraphs in reading order, however many columns the pages have.

What a page shows is words at places. ``pdf_pages`` reads these, ``pdf_layout`` puts them in order,
``pdf_furniture`` finds heads and page numbers, ``pdf_paragraphs`` and ``pdf_kinds`` tell what the
lines are. Pages are read one at a time; of each only its lines are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.documents.marking import Mark
from pipeline.documents.pdf_furniture import Layout, find_furniture, without
from pipeline.documents.pdf_geometry import Box, Page
from pipeline.documents.pdf_hyphens import count_words, join_lines
from pipeline.documents.pdf_kinds import Grid, Teller, Told
from pipeline.documents.pdf_layout import read_zones
from pipeline.documents.pdf_pages import read_pages
from pipeline.documents.pdf_paragraphs import Stretch, body_size, stretches
from pipeline.documents.pdf_rows import Line, Zone
from pipeline.documents.pdf_writing import NOT_KEPT, Item, write_docx, write_html
from pipeline.documents.rewriting import Place, Styled, article_of
from pipeline.errors import ArticleError
from pipeline.records import Article

#: characters of a document; a book of 1,000 pages has three million
MOST_TEXT = 20_000_000
#: a page whose fonts hide more of its letters than this cannot be read
UNREADABLE = 0.3
SIGNATURE = b"%PDF-"


def looks_like_pdf(data: bytes, _: str) -> bool:
    """Return whether a file is a PDF; some have a few bytes before the signature."""
    return SIGNATURE in data[:1024] and not data.lstrip()[:1].isalnum()


def read_pdf(data: bytes, *, article_id: str, source: str) -> Article:
    """Return the article in a PDF.

    Raises:
        ArticleError: as ``open_pdf``.
    """
    return article_of(open_pdf(data, source), article_id=article_id, source=source)


def open_pdf(data: bytes, source: str) -> PdfDocument:
    """Return the document in a PDF.

    Args:
        data: the file.
        source: its name, for messages.

    Raises:
        ArticleError: the file is broken, locked or too large, a page is broken, or no page has
            text that can be read (scanned pages, fonts without letters).
    """
    layouts: list[Layout] = []
    found = _Found()
    for page in read_pages(data, source):
        found.note(page)
        if found.characters > MOST_TEXT:
            raise ArticleError(
                f"{source}, page {page.number}: more than {MOST_TEXT / 1e6:.0f} million characters",
                hint="split the document",
            )
        if page.is_scan or page.number in found.unreadable:
            continue
        layouts.append(
            Layout(page.number, page.width, page.height, read_zones(page), page.pictures)
        )
    if not any(layout.zones for layout in layouts):
        raise _no_text(source, found)
    body = body_size(_lines(zone for layout in layouts for zone in layout.zones))
    gone, heads, numbers = find_furniture(layouts, body)
    zones = [(layout, without(layout.zones, gone)) for layout in layouts]
    known = count_words(line.text for _, some in zones for line in _lines(some))
    pictures = {layout.number: _no_backgrounds(layout) for layout in layouts}
    teller = Teller(body=body, known=known, pictures=pictures)
    told = tuple(teller.tell(list(_items(zones, known))))
    return PdfDocument(told, found.notes(heads, numbers), sum(map(len, pictures.values())))


@dataclass(frozen=True)
class PdfDocument:
    """A PDF that was read; it is written again as a Word document.

    With another ``suffix``, ".html", it is written as an HTML page.
    """

    told: tuple[Told, ...]
    notes: tuple[str, ...]
    pictures: int = 0
    suffix: str = ".docx"
    marks: Mapping[int, tuple[Mark, ...]] = field(default_factory=dict)

    def marked(self, marks: Mapping[int, tuple[Mark, ...]]) -> PdfDocument:
        """Return the document with marks that ``rewrite`` writes as comments."""
        return replace(self, marks=marks)

    def can_mark(self, number: int) -> bool:
        """Return whether a place can hold a comment: in a Word document any can."""
        return self.suffix == ".docx"

    def written_as(self, suffix: str) -> PdfDocument:
        """Return the document as one that is written in another format: ".docx", ".html"."""
        return replace(self, suffix=suffix)

    @cached_property
    def _numbered(self) -> tuple[tuple[Told, int, int, str], ...]:
        """The pieces one by one, cells of tables too: the piece, its group, its row, its text."""
        groups: dict[int, int] = {}
        found: list[tuple[Told, int, int, str]] = []
        for number, one in enumerate(self.told):
            group = groups.setdefault(one.group, len(groups)) if one.group != -1 else -1
            for text in one.row or (one.text,):
                found.append((one, group, number if one.row else -1, text))
        return tuple(found)

    @cached_property
    def places(self) -> Sequence[Place]:
        """The stretches of text, in the order in which they are read."""
        return tuple(
            Place(text, one.kind, one.why, group, row, address=f"page {one.page}")
            for one, group, row, text in self._numbered
        )

    @property
    def not_kept(self) -> tuple[str, ...]:
        """What the new file will lack, a sentence each."""
        return NOT_KEPT

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return a Word document (or HTML page) with some places written anew.

        Args:
            said: the new text of places, by their number.
            language: the language of the new text.
        """
        write = write_html if self.suffix == ".html" else write_docx
        return write(self._written(said), language)

    def _written(self, said: Mapping[int, Sequence[Styled]]) -> list[Item]:
        return [
            Item(
                "".join(piece.text for piece in said[number]) if number in said else text,
                one.kind,
                one.level,
                group,
                row,
                self.marks.get(number, ()),
            )
            for number, (one, group, row, text) in enumerate(self._numbered)
        ]


# -- what the pages say -----------------------------------------------------------------------


def _lines(zones: Iterable[Zone]) -> Iterator[Line]:
    for zone in zones:
        yield from zone.lines
        for row in zone.rows:
            yield from row


def _no_backgrounds(layout: Layout) -> tuple[Box, ...]:
    whole = layout.width * layout.height
    return tuple(picture for picture in layout.pictures if picture.area < 0.8 * whole)


def _items(
    zones: Sequence[tuple[Layout, Sequence[Zone]]], known: Mapping[str, int]
) -> Iterator[Stretch | Grid]:
    number = 0
    for layout, some in zones:
        for zone in some:
            number += 1
            if zone.rows:
                rows = (tuple(join_lines([c.text], known) for c in row) for row in zone.rows)
                yield Grid(layout.number, tuple(rows))
            else:
                yield from stretches(zone, page=layout.number, number=number)


class _Found:
    """What was noted page by page."""

    def __init__(self) -> None:
        self.characters = 0
        self.pages = 0
        self.scans: list[int] = []
        self.unreadable: list[int] = []
        self.turned: list[int] = []
        self.recognised: list[int] = []

    def note(self, page: Page) -> None:
        """Note what a page is."""
        self.pages += 1
        self.characters += page.characters
        unknown = page.unreadable > UNREADABLE * max(1, page.characters)
        for holds, pages in (
            (page.is_scan, self.scans),
            (unknown, self.unreadable),
            (page.turned > 0, self.turned),
            (page.recognised, self.recognised),
        ):
            if holds:
                pages.append(page.number)

    def notes(self, heads: Sequence[str], numbers: int) -> tuple[str, ...]:
        """Return what a person should know."""
        found = []
        if self.scans:
            found.append(f"not read, scanned without text: {_pages(self.scans)} (needs OCR)")
        if self.unreadable:
            found.append(f"not read, the fonts hide their letters: {_pages(self.unreadable)}")
        if self.recognised:
            found.append(f"recognised from a scan, check the names: {_pages(self.recognised)}")
        if self.turned:
            found.append(f"left out, text at an angle (a watermark?): {_pages(self.turned)}")
        if heads:
            quoted = ", ".join(f"“{head}”" for head in heads)
            found.append(f"left out, heads and feet of pages: {quoted}")
        if numbers:
            found.append(f"left out: {numbers} page number{'s' * (numbers > 1)}")
        return tuple(found)


def _pages(numbers: Sequence[int]) -> str:
    """Return page numbers in words.

    >>> _pages([1, 2, 3, 7]), _pages([4])
    ('pages 1–3, 7', 'page 4')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs[:20])
    more = f" and {len(runs) - 20} more stretches" if len(runs) > 20 else ""
    return f"page{'s' * (len(numbers) > 1)} {shown}{more}"


def _no_text(source: str, found: _Found) -> ArticleError:
    if found.scans:
        return ArticleError(
            f"{source}: {_pages(found.scans)}: scanned pictures without text",
            hint="run text recognition first: ocrmypdf -l nor scan.pdf read.pdf",
        )
    if found.unreadable:
        return ArticleError(
            f"{source}: {_pages(found.unreadable)}: the fonts do not say which letters they hold",
            hint="ask for the document it was made from, or run text recognition:"
            " ocrmypdf --force-ocr -l nor in.pdf out.pdf",
        )
    return ArticleError(f"{source}: there is no text in it", hint="check what was saved")
