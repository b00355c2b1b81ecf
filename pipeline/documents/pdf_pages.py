"""PDF pages in: words with their places, and where pictures stand. The only door to pypdfium2.

PDFium is not thread-safe: every call of this module holds one lock, for the whole process. A page
is closed before the next one is opened, so that memory does not grow with the number of pages.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from pipeline.documents.pdf_bombs import refuse_bombs
from pipeline.documents.pdf_characters import letters_of
from pipeline.documents.pdf_geometry import (
    ONE,
    Box,
    Matrix,
    Page,
    Word,
    inside,
    moved,
    times,
    turned,
)
from pipeline.errors import ArticleError

#: what is larger is an archive of pictures; the text of a thousand pages is a few megabytes
LARGEST_FILE = 300_000_000
MOST_PAGES = 5_000
#: characters of one page; a broadsheet page of a newspaper has 20,000
MOST_CHARACTERS = 200_000
#: objects of a page that are looked at in search of pictures, and how deep in forms
MOST_OBJECTS = 20_000
DEEPEST_FORM = 4
#: the height of a line set solid, in sizes of the type
SOLID = 1.17
#: what PDFium puts where a line ends in a hyphen
_BROKEN = frozenset({0x02, 0xFFFE})
_SPACES = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2028, 0x2029, 0x3000, *range(0x2000, 0x200B)})
_HEAVY = (b"bold", b"black", b"heavy", b"demi")
_BOLD_FLAG = 1 << 18
_ITALIC_FLAG = 1 << 6
_INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
_LOCK = threading.RLock()


def read_pages(data: bytes, source: str) -> Iterator[Page]:
    """Give the pages of a PDF, one in memory at a time.

    Args:
        data: the file.
        source: its name, for messages.

    Raises:
        ArticleError: the file is too large, broken or asks for a password; a page is broken or
            holds more text than a page can.
    """
    if len(data) > LARGEST_FILE:
        raise ArticleError(
            f"{source}: {len(data) / 1e6:.0f} MB is more than can be read"
            f" (the limit is {LARGEST_FILE / 1e6:.0f} MB)",
            hint="save it without its pictures, or split it",
        )
    refuse_bombs(data, source)
    with _LOCK:
        document = _open(data, source)
    try:
        with _LOCK:
            total = len(document)
        if total > MOST_PAGES:
            raise ArticleError(
                f"{source}: {total} pages are more than can be read (the limit is {MOST_PAGES})",
                hint="split the document",
            )
        for number in range(1, total + 1):
            with _LOCK:
                page = _page(document, number, source)
            yield page
    finally:
        with _LOCK:
            document.close()


def _open(data: bytes, source: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == raw.FPDF_ERR_PASSWORD:
            raise ArticleError(
                f"{source}: the PDF is locked with a password",
                hint="open it, and save or print it as a PDF without one",
            ) from error
        if code == raw.FPDF_ERR_SECURITY:
            raise ArticleError(
                f"{source}: the PDF is encrypted in a way that cannot be read",
                hint="ask the sender for a PDF without protection",
            ) from error
        raise ArticleError(
            f"{source}: the PDF is broken: {error}",
            hint="open it in a PDF reader and save it again, or ask for it anew",
        ) from error


def _page(document: pypdfium2.PdfDocument, number: int, source: str) -> Page:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise _broken(source, number) from error
    try:
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        page.close()
        raise _broken(source, number) from error
    try:
        count = raw.FPDFText_CountChars(text)
        if count < 0:
            raise _broken(source, number)
        if count > MOST_CHARACTERS:
            raise ArticleError(
                f"{source}, page {number}: {count} characters are more than a page holds"
                f" (the limit is {MOST_CHARACTERS})",
                hint="save the document again from where it was written",
            )
        letters = _Letters(text, count)
        box = page.get_mediabox(fallback_ok=True) or (0.0, 0.0, 612.0, 792.0)
        turn, words = letters.upright()
        pictures = list(_pictures(page))
    finally:
        text.close()
        page.close()
    frame = Box(*box)
    found = Page(
        number=number,
        width=frame.right - frame.left,
        height=frame.top - frame.bottom,
        words=tuple(words),
        pictures=tuple(p for p in (inside(b, frame) for b in pictures) if p is not None),
        turned=letters.turned,
        characters=letters.read,
        unreadable=letters.unreadable,
        recognised=letters.invisible > 0.5 * max(1, len(letters.words)),
    )
    return turned(found, turn)


def _broken(source: str, number: int) -> ArticleError:
    return ArticleError(
        f"{source}, page {number}: the page is broken",
        hint="open the document in a PDF reader and save it again, or leave out the page",
    )


# -- words ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Look:
    """How letters look."""

    size: float
    bold: bool
    italic: bool
    invisible: bool


class _Letters:
    """The characters of a page made words."""

    def __init__(self, text: pypdfium2.PdfTextPage, count: int) -> None:
        self.text = text.raw
        self.box = raw.FS_RECTF()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.matrix = raw.FS_MATRIX()
        self.flags = ctypes.c_int()
        self.name = ctypes.create_string_buffer(128)
        #: how the letters of each text object look: words of one object are set alike
        self.looks: dict[int, _Look] = {}
        self.read = self.unreadable = self.turned = self.invisible = 0
        #: the angle of each word in degrees, and the word
        self.words: list[tuple[int, Word]] = []
        self._split(count)

    def _split(self, count: int) -> None:
        codes = [raw.FPDFText_GetUnicode(self.text, i) for i in range(count)]
        start = -1
        for number, code in enumerate(codes):
            if code in _BROKEN:
                codes[number] = ord("-")
                self._word(start if start >= 0 else number, number + 1, codes, broken=True)
                start = -1
            elif code in _SPACES or code == 0:
                self.unreadable += code == 0
                if start >= 0:
                    self._word(start, number, codes)
                start = -1
            elif start < 0:
                start = number
        if start >= 0:
            self._word(start, count, codes)

    def _word(self, start: int, end: int, codes: list[int], *, broken: bool = False) -> None:
        """Note a word; one whose letters are not in one line is cut into its letters."""
        angle = round(math.degrees(raw.FPDFText_GetCharAngle(self.text, start))) % 360
        first = self._letter(start)
        last = self._letter(end - 1) if end - start > 1 else first
        if angle == 0 and (last[0].left < first[0].left - 1 or abs(last[1] - first[1]) > 2):
            middle = (start + end) // 2
            self._word(start, middle, codes)
            self._word(middle, end, codes, broken=broken)
            return
        self.read += end - start
        letters, unknown = letters_of(codes[start:end])
        self.unreadable += unknown
        # the boxes of PDFium are as high as the letter: those of the words of a line would differ
        look = self._look(start)
        low, high = (first[1] - 0.2 * look.size, first[1] + 0.8 * look.size)
        box = Box(
            min(first[0].left, last[0].left),
            low if angle == 0 else min(first[0].bottom, last[0].bottom),
            max(first[0].right, last[0].right),
            high if angle == 0 else max(first[0].top, last[0].top),
        )
        if not letters.strip("\u00ad") or box.area > 1e7:
            return
        word = Word(letters, box, first[1], look.size, look.bold, look.italic, broken)
        self.words.append((angle, word))
        self.invisible += look.invisible

    def _letter(self, number: int) -> tuple[Box, float]:
        raw.FPDFText_GetLooseCharBox(self.text, number, self.box)
        raw.FPDFText_GetCharOrigin(self.text, number, self.x, self.y)
        box = self.box
        return Box(box.left, box.bottom, box.right, box.top), self.y.value

    def _look(self, number: int) -> _Look:
        """Return how the object looks that a character belongs to."""
        item = raw.FPDFText_GetTextObject(self.text, number)
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        if key not in self.looks or not key:
            bold, italic = self._font(number)
            mode = raw.FPDFTextObj_GetTextRenderMode(item) if key else 0
            self.looks[key] = _Look(self._size(number), bold, italic, mode == _INVISIBLE)
        return self.looks[key]

    def _size(self, number: int) -> float:
        """Return the height of a line of a character's type, set solid, in points."""
        size = float(raw.FPDFText_GetFontSize(self.text, number))
        if raw.FPDFText_GetMatrix(self.text, number, self.matrix):
            size *= math.hypot(self.matrix.c, self.matrix.d)
        return max(0.1, SOLID * size)

    def _font(self, number: int) -> tuple[bool, bool]:
        """Return whether a character is bold, and whether it is italic."""
        raw.FPDFText_GetFontInfo(self.text, number, self.name, 128, self.flags)
        name = self.name.value.lower()
        flags = self.flags.value
        weight = raw.FPDFText_GetFontWeight(self.text, number)
        bold = bool(flags & _BOLD_FLAG) or weight >= 600 or any(word in name for word in _HEAVY)
        italic = bool(flags & _ITALIC_FLAG) or b"italic" in name or b"oblique" in name
        return bold, italic

    def upright(self) -> tuple[int, list[Word]]:
        """Return the angle at which most of the text stands, and the words at that angle.

        A page whose text is all turned (a wide table, a page that is to be shown turned) is read
        as it is meant to be looked at; what else is turned is a watermark or a mark in the margin.
        """
        sizes: Counter[int] = Counter()
        for angle, word in self.words:
            sizes[angle] += len(word.text)
        right = {angle: n for angle, n in sizes.items() if angle % 90 == 0}
        main = max(right, key=lambda angle: (right[angle], angle == 0), default=0)
        words = [word for angle, word in self.words if abs((angle - main + 180) % 360 - 180) <= 3]
        self.turned = len(self.words) - len(words)
        return main, words


# -- pictures ---------------------------------------------------------------------------------


def _pictures(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """Give the boxes of the pictures of a page that are large enough to have a caption."""
    left = MOST_OBJECTS
    stack = [(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, ONE, 0)]
    while stack:
        holder, count, get, matrix, depth = stack.pop()
        for number in range(min(count(holder), left)):
            left -= 1
            item = get(holder, number)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                box = _bounds(item, matrix)
                if min(box.right - box.left, box.top - box.bottom) >= 30:
                    yield box
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
                inner = times(_matrix(item), matrix)
                stack.append(
                    (item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner,
                     depth + 1)
                )  # fmt: skip


def _matrix(item: object) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return ONE
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _bounds(item: object, matrix: Matrix) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *edges)
    box = Box(*(edge.value for edge in edges))
    return moved(box, matrix)
