"""Results to disk: whole files or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.export.plain import translated_text
from pipeline.export.report import report
from pipeline.export.structured import to_json
from pipeline.files import stage
from pipeline.records import ProcessedArticle, SkippedArticle


def write_outcome(
    outcome: ProcessedArticle | SkippedArticle, folder: Path, *, ui: str = "en"
) -> tuple[Path, ...]:
    """Write what is known about an article into ``folder`` and return the files.

    ``<article>.json`` for every outcome; for a processed one ``<article>.html`` (the report) and
    ``<article>.<language>.txt`` for each translation. ``ui`` is the language of the report.

    Raises:
        StoreError: the folder or a file cannot be written; no file of the article is left.
    """
    texts: dict[str, str | bytes] = {}
    if isinstance(outcome, SkippedArticle):
        stem = file_stem(outcome.article_id)
    else:
        stem = file_stem(outcome.article.id)
        texts = {
            f"{stem}.{translation.target}.txt": translated_text(outcome.article, translation)
            for translation in outcome.translations
        }
        texts[f"{stem}.html"] = report(outcome, ui)
    texts[f"{stem}.json"] = to_json(outcome)
    return write_together(texts, folder)


def file_stem(article_id: str) -> str:
    """Return an article id as the stem of a file name.

    >>> file_stem("2024/05 Tur til Aberdeen")
    '2024_05 Tur til Aberdeen'
    """
    return re.sub(r"[\x00-\x1f/\\:*?\"<>|]", "_", article_id).strip(". ") or "article"


def write_together(texts: Mapping[str, str | bytes], folder: Path) -> tuple[Path, ...]:
    """Write texts (UTF-8) or bytes by file name into a folder: all of them, or none.

    Each is written beside its place, flushed to disk and renamed, so that a reader sees the old
    file or the new one and never a part.

    Raises:
        StoreError: the folder cannot be made or a file cannot be written.
    """
    places = tuple(folder / name for name in texts)
    staged: list[Path] = []
    try:
        for text in texts.values():
            stage(text if isinstance(text, bytes) else [text], folder, staged)
        for temporary, place in zip(staged, places, strict=True):
            temporary.replace(place)
    except OSError as error:
        where = error.filename or folder
        raise StoreError(
            f"{where}: cannot be written: {error.strerror}",
            hint="choose another folder with --out, or free some space",
        ) from error
    finally:
        for temporary in staged:
            temporary.unlink(missing_ok=True)
    return places
