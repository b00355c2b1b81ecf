"""Any file that samsvar reads: told by its content, then by the ending of its name."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.documents.docx import read_docx
from pipeline.documents.encoding import decode
from pipeline.documents.html import looks_like_html, read_html
from pipeline.documents.text import parse_text
from pipeline.errors import ArticleError
from pipeline.records import Article


def read_file(path: Path) -> Article:
    """Return the article in a text file, HTML page or Word document.

    Its id is the name of the file without the ending.

    Raises:
        ArticleError: the file cannot be read, is empty, too large, broken, or of another kind.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ArticleError(f"{path}: there is no such file", hint="check the path") from error
    except IsADirectoryError as error:
        raise ArticleError(
            f"{path}: this is a folder, not an article", hint=f"name its files: {path}/*.txt"
        ) from error
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror}") from error
    return read_bytes(data, article_id=path.stem, source=path.name, place=str(path))


def read_bytes(data: bytes, *, article_id: str, source: str, place: str = "") -> Article:
    """Return the article in the bytes of a file; ``place`` names it in errors.

    Raises:
        ArticleError: as ``read_file``.
    """
    place = place or source
    if data.startswith(b"PK\x03\x04") and re.search(r"\.docx$", source, re.IGNORECASE):
        article = read_docx(data, article_id=article_id, source=place)
    elif looks_like_html(data) or re.search(r"\.x?html?$", source, re.IGNORECASE):
        article = read_html(data, article_id=article_id, source=place)
    else:
        text, notes = decode(data, place)
        return parse_text(text, article_id=article_id, source=source, notes=notes)
    return article.model_copy(update={"source": source})
