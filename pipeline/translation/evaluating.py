"""Translations scored against references: the pairs of a file, BLEU and chrF.

The only module that knows sacrebleu.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from pipeline.errors import ConfigError
from pipeline.translation.tables import fold

#: what the columns of a table may be called; the languages of references by their code
_SOURCE = ("source", "nb", "nn", "no", "norwegian")
_REFERENCE = ("reference", "target", "translation")
_LANGUAGES = {"en": ("en", "english"), "fr": ("fr", "french")}
_HINT = (
    "a table has the columns source and reference (or nb and en), or no heading and two columns;"
    " two plain files have a sentence a line"
)
#: a cell that a spreadsheet has put in quotation marks, because it has some
_QUOTED = re.compile(r'"(?:[^"]|"")*""(?:[^"]|"")*"')


@dataclass(frozen=True)
class Pair:
    """A sentence and how it should be translated."""

    source: str
    reference: str


@dataclass(frozen=True)
class Scores:
    """BLEU and chrF of a whole text, from 0 to 100, with what they were computed with."""

    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str


def score(translations: Sequence[str], references: Sequence[str]) -> Scores:
    """Return BLEU and chrF of translations against one reference each.

    >>> found = score(["The cat sat down there."], ["The cat sat down there."])
    >>> round(found.bleu), round(found.chrf)
    (100, 100)
    """
    bleu, chrf = BLEU(), CHRF()
    found = bleu.corpus_score(translations, [references]).score
    found_chrf = chrf.corpus_score(translations, [references]).score
    return Scores(
        bleu=float(found),
        chrf=float(found_chrf),
        bleu_signature=bleu.get_signature().format(),
        chrf_signature=chrf.get_signature().format(),
    )


def digest_of(pairs: Sequence[Pair]) -> str:
    """Return a digest of sentences and references: scores on one text can be compared."""
    text = "\n".join(f"{pair.source}\t{pair.reference}" for pair in pairs)
    return hashlib.sha256(text.encode()).hexdigest()


def read_table(text: str, place: str, target: str) -> tuple[Pair, ...]:
    r"""Return the pairs of a table: cells parted by tab, ";" or ",".

    Args:
        text: the file, decoded.
        place: its name, for errors.
        target: the language of the references, where a heading names languages.

    Raises:
        ConfigError: a column is missing, or a line is wrong; says the line and what to do.

    >>> read_table("nb\ten\nHei.\tHi.\n", "t.tsv", "en")
    (Pair(source='Hei.', reference='Hi.'),)
    """
    rows = [(line, cells) for line, cells in _rows(text, place) if any(map(str.strip, cells))]
    if not rows:
        raise ConfigError(f"{place}: there is no sentence in the file", hint=_HINT)
    heading = [fold(cell) for cell in rows[0][1]]
    columns = _columns(heading, target, f"{place}, line {rows[0][0]}")
    if columns is None:
        if len(heading) != 2:
            raise ConfigError(
                f"{place}, line {rows[0][0]}: {len(heading)} columns, and no heading that says"
                " which are which",
                hint=_HINT,
            )
        columns, width = (0, 1), 2
    else:
        width, rows = len(heading), rows[1:]
    pairs = []
    for line, cells in rows:
        if len(cells) != width:
            raise ConfigError(
                f"{place}, line {line}: {len(cells)} cells where there should be {width}",
                hint="look for a tab or another sign that parts cells inside a sentence",
            )
        pairs.append(_pair(cells[columns[0]], cells[columns[1]], f"{place}, line {line}"))
    if not pairs:
        raise ConfigError(f"{place}: there is a heading and no sentence", hint=_HINT)
    return tuple(pairs)


def read_plain(source: tuple[str, str], reference: tuple[str, str]) -> tuple[Pair, ...]:
    r"""Return the pairs of two texts with a sentence a line.

    Args:
        source: the name of the file, for errors, and its text.
        reference: the same of the references.

    Raises:
        ConfigError: they have not the same number of lines, or one of two lines is empty.

    >>> read_plain(("nb.txt", "Hei.\nJa.\n"), ("en.txt", "Hi.\nYes.\n"))[1]
    Pair(source='Ja.', reference='Yes.')
    """
    (first, text), (second, other) = source, reference
    lines, others = text.rstrip("\n").split("\n"), other.rstrip("\n").split("\n")
    if len(lines) != len(others):
        raise ConfigError(
            f"{first} has {len(lines)} lines and {second} has {len(others)}",
            hint="line by line one must be the translation of the other",
        )
    pairs = [
        _pair(line, said, f"{first} and {second}, line {number}")
        for number, (line, said) in enumerate(zip(lines, others, strict=True), start=1)
        if line.strip() or said.strip()
    ]
    if not pairs:
        raise ConfigError(f"{first}: there is no sentence in the file", hint=_HINT)
    return tuple(pairs)


def _columns(heading: Sequence[str], target: str, place: str) -> tuple[int, int] | None:
    """Return the places of source and reference; None where this is no heading.

    Raises:
        ConfigError: it is one, and has only one of the two.
    """
    good = (*_LANGUAGES.get(target, (target,)), *_REFERENCE)
    sources = [n for name in _SOURCE for n, cell in enumerate(heading) if cell == name]
    references = [n for name in good for n, cell in enumerate(heading) if cell == name]
    if sources and references:
        return sources[0], references[0]
    if sources or references:
        missing = f"reference (or {target})" if sources else "source (or nb)"
        raise ConfigError(f"{place}: there is no column {missing}", hint=_HINT)
    return None


def _rows(text: str, place: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.split("\n") if line.strip()), "")
    mark = max(("\t", ";", ","), key=first.count) if "\t" not in first else "\t"
    if mark == "\t":  # plain lines, in which a quotation mark is one
        for number, line in enumerate(text.split("\n"), start=1):
            yield number, [_unquoted(cell) for cell in line.rstrip("\r").split("\t")]
        return
    rows: Any = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    try:
        for cells in rows:
            yield rows.line_num, cells
    except csv.Error as error:
        raise ConfigError(
            f"{place}, line {rows.line_num}: this is no row of a table: {error}",
            hint='look for a quotation mark (") that is not closed',
        ) from error


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if _QUOTED.fullmatch(cell) else cell


def _pair(source: str, reference: str, place: str) -> Pair:
    pair = Pair(" ".join(source.split()), " ".join(reference.split()))
    for said, what in ((pair.source, "source"), (pair.reference, "reference")):
        if not said:
            raise ConfigError(
                f"{place}: the {what} is empty", hint="fill it in or take the line out"
            )
    return pair
