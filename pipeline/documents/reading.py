"""Any file that samsvar reads: told by its content, then by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.documents.docx import looks_like_docx, open_docx
from pipeline.documents.eml import looks_like_eml, open_eml
from pipeline.documents.encoding import decode
from pipeline.documents.html import read_html
from pipeline.documents.html_page import is_html, open_html
from pipeline.documents.markdown import looks_like_markdown, open_markdown
from pipeline.documents.odt import looks_like_odt, open_odt
from pipeline.documents.pdf import looks_like_pdf, open_pdf
from pipeline.documents.pptx import looks_like_pptx, open_pptx
from pipeline.documents.rewriting import Document, article_of
from pipeline.documents.rtf import looks_like_rtf, open_rtf
from pipeline.documents.subtitles import looks_like_subtitles, open_subtitles
from pipeline.documents.text import parse_text
from pipeline.errors import ArticleError
from pipeline.records import Article


class ArticleReader(Protocol):
    """Reads the article out of a file that holds more, as a page has menus."""

    def __call__(self, data: bytes, *, article_id: str, source: str) -> Article:
        """Return the article; ``source`` is what errors call the file."""


@dataclass(frozen=True)
class Format:
    """A format whose files are documents of places.

    ``fits`` is asked with the bytes and the name of a file, ``open`` with the bytes and the path
    that errors name. ``article`` reads the article where that is less than the whole document.
    """

    name: str
    fits: Callable[[bytes, str], bool]
    open: Callable[[bytes, str], Document]
    article: ArticleReader | None = None


#: asked in this order; what fits none is plain text
FORMATS: tuple[Format, ...] = (
    Format("Word document", looks_like_docx, open_docx),
    Format("PDF", looks_like_pdf, open_pdf),
    Format("OpenDocument text", looks_like_odt, open_odt),
    Format("presentation", looks_like_pptx, open_pptx),
    Format("rich text", looks_like_rtf, open_rtf),
    Format("e-mail", looks_like_eml, open_eml),
    Format("subtitles", looks_like_subtitles, open_subtitles),
    Format("Markdown", looks_like_markdown, open_markdown),
    Format("HTML page", is_html, open_html, read_html),
)


def read_file(path: Path) -> Article:
    """Return the article in a file; its id is the name of the file without the ending.

    Raises:
        ArticleError: the file cannot be read, is empty, too large, broken, or of another kind.
    """
    return read_bytes(load(path), article_id=path.stem, source=path.name, place=str(path))


def open_document(path: Path) -> Document | None:
    """Return the document in a file, or None where the file is plain text.

    It can be written again where it is ``Rewritable``.

    Raises:
        ArticleError: as ``read_file``.
    """
    return open_bytes(load(path), source=path.name, place=str(path))


def load(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        ArticleError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ArticleError(f"{path}: there is no such file", hint="check the path") from error
    except IsADirectoryError as error:
        raise ArticleError(
            f"{path}: this is a folder, not an article", hint=f"name its files: {path}/*.txt"
        ) from error
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror}") from error


def open_bytes(data: bytes, *, source: str, place: str = "") -> Document | None:
    """Return the document in the bytes of a file, or None where they are plain text.

    Args:
        data: the whole file.
        source: its name; the ending decides where the content does not.
        place: what errors call it (default: ``source``).

    Raises:
        ArticleError: as ``read_file``.
    """
    form = format_of(data, source)
    return None if form is None else form.open(data, place or source)


def format_of(data: bytes, source: str) -> Format | None:
    """Return the format of a file by its bytes and its name, or None where it is plain text."""
    return next((form for form in FORMATS if form.fits(data, source)), None)


def read_bytes(data: bytes, *, article_id: str, source: str, place: str = "") -> Article:
    """Return the article in the bytes of a file; ``place`` names it in errors.

    Raises:
        ArticleError: as ``read_file``.
    """
    place = place or source
    form = format_of(data, source)
    if form is not None and form.article is not None:
        article = form.article(data, article_id=article_id, source=place)
        return article.model_copy(update={"source": source})
    if form is not None:
        article = article_of(form.open(data, place), article_id=article_id, source=place)
        return article.model_copy(update={"source": source})
    text, notes = decode(data, place)
    return parse_text(text, article_id=article_id, source=source, notes=notes)
