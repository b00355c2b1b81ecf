"""Rich text (rtf) read; what is written is a new Word document with the text and its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from striprtf.striprtf import rtf_to_text

from pipeline.documents.encoding import LARGEST
from pipeline.documents.marking import Mark
from pipeline.documents.pdf_writing import Item, write_docx, write_html
from pipeline.documents.rewriting import Place, Styled
from pipeline.documents.text import parse_text
from pipeline.errors import ArticleError
from pipeline.records import Part, PartKind

#: pictures are in the file as letters, so that it may be larger than its text
LARGEST_FILE = 50_000_000
NOT_KEPT = (
    "Rich text (RTF) is read for its words: what is written is a new document with headings,"
    " paragraphs and tables as lines, not the same file.",
    "Bold and italic words, fonts, colours, pictures, headers, footers and footnotes are not kept.",
)
_LEFT = {"footnote": "footnotes", "header": "headers", "footer": "footers", "pict": "pictures"}
_LINK = re.compile(r"HYPERLINK", re.IGNORECASE)


@dataclass(frozen=True)
class Rtf:
    """A rich text as a document; it is written as a Word document, or as an HTML page."""

    places: tuple[Place, ...]
    notes: tuple[str, ...]
    not_kept: tuple[str, ...] = NOT_KEPT
    suffix: str = ".docx"
    marks: Mapping[int, tuple[Mark, ...]] = field(default_factory=dict)

    def marked(self, marks: Mapping[int, tuple[Mark, ...]]) -> Rtf:
        """Return the document with marks that ``rewrite`` writes as comments."""
        return replace(self, marks=marks)

    def can_mark(self, number: int) -> bool:
        """Return whether a place can hold a comment: in a Word document any can."""
        return self.suffix == ".docx"

    def written_as(self, suffix: str) -> Rtf:
        """Return the document as one that is written in another format: ".docx", ".html"."""
        return replace(self, suffix=suffix)

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return a new document of all places, those in ``said`` in their new words."""
        items = [
            Item(
                "".join(piece.text for piece in said[number]) if number in said else place.text,
                place.kind,
                1 if place.kind is PartKind.HEADING else 0,
                place.group,
                place.row,
                self.marks.get(number, ()),
            )
            for number, place in enumerate(self.places)
        ]
        write = write_html if self.suffix == ".html" else write_docx
        return write(items, language)


def looks_like_rtf(data: bytes, name: str) -> bool:
    """Return whether a file is rich text, by its first bytes or the end of its name."""
    return data.startswith(b"{\\rtf") or name.lower().endswith(".rtf")


def open_rtf(data: bytes, source: str) -> Rtf:
    """Return the text of a rich text file in places.

    Raises:
        ArticleError: it is no rich text, broken, too large, or has no text.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ArticleError(
            f"{source}: this is no rich text: it does not begin with {{\\rtf",
            hint="save it as rtf or docx from a word processor",
        )
    if len(data) > LARGEST_FILE:
        raise ArticleError(
            f"{source}: {len(data) / 1e6:.0f} MB (the limit is 50 MB)",
            hint="save it without its pictures",
        )
    text = _text(data, source)
    if len(text) > LARGEST:
        raise ArticleError(
            f"{source}: {len(text) / 1e6:.0f} MB of text is more than one article"
            " (the limit is 2 MB)",
            hint="split the file",
        )
    if not any(c.isalnum() for c in text):
        raise ArticleError(f"{source}: there is no text in it", hint="check what was saved")
    article = parse_text(text, article_id="rtf", source=source)
    places = tuple(
        Place(_BULLET.sub("", text), kind, why, address=f"paragraph {number}")
        for number, (text, kind, why) in enumerate(_told(article.parts), start=1)
    )
    found = [what for word, what in _LEFT.items() if re.search(rb"\\%s\b" % word.encode(), data)]
    return Rtf(places, (f"not read: {', '.join(found)} of the rich text",) if found else ())


_ITEM = re.compile(r"^(\s*(?:[•·▪◦–-]|\(?\d{1,3}[.)]))\t")
_POINT = re.compile(r"^(?:[•·▪◦–-]|\(?\d{1,3}[.)])\s")
_BULLET = re.compile(r"^[•·▪◦–-]\s+")


def _text(data: bytes, source: str) -> str:
    """Return the words of a file, a blank line between paragraphs and a tab between cells."""
    # the address of a link is no text of the article; without this word the library passes it over
    source_text = _LINK.sub("LINK", data.decode("cp1252", "replace"))
    try:
        text = str(rtf_to_text(source_text, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise ArticleError(
            f"{source}: the rich text is broken ({error})",
            hint="open it in a word processor and save it again",
        ) from error
    text = "".join(c for c in text if c in "\n\t" or (c.isprintable() or c == "\u00a0"))
    lines = []
    for line in text.split("\n"):
        row = line.rstrip().endswith("|")
        cells = line.rstrip().removesuffix("|").replace("|", "\t") if row else line
        # the sign or number of an item stands before a tab, which is none of a table
        lines.append(cells if row else _ITEM.sub(r"\1 ", f"{cells}\n"))
    return "\n".join(lines)


def _told(parts: Sequence[Part]) -> Iterator[tuple[str, PartKind | None, str]]:
    """Yield the text of each part, what it is and why; items with a sign or number are a list."""
    items = [bool(_POINT.match(part.text)) for part in parts]
    for number, part in enumerate(parts):
        beside = any(items[max(number - 1, 0) : number] + items[number + 1 : number + 2])
        if items[number] and (beside or _BULLET.match(part.text)):
            yield part.text, PartKind.LIST_ITEM, "a bullet or number before it"
        else:
            yield part.text, None if part.kind is PartKind.PARAGRAPH else part.kind, part.why
