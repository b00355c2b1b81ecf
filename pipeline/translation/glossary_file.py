"""A user's glossary as CSV, read with errors that say what to mend, and written.

The file is a table with a heading line: ``norwegian``, ``english``, ``french``, and, if wanted,
``not english``, ``not french`` and ``note``. "|" parts several forms in a cell; the first target
is the one that is put in, any other will do. Cells are parted by ";", "," or a tab.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.errors import ConfigError
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.tables import fold

HEADING = ("norwegian", "english", "french", "not english", "not french", "note")
_NEEDED = HEADING[:2]
_TARGETS = {"en": "english", "fr": "french"}


def read_glossary(text: str, place: str) -> Glossary:
    r"""Return the glossary in the text of a CSV file.

    Args:
        text: the file, decoded.
        place: its name, for errors.

    Raises:
        ConfigError: the heading is not understood, or a line is wrong; file, line and cure are
            told.

    >>> read_glossary("norwegian;english\nrektor;principal|headteacher", "g.csv").terms[0].targets
    {'en': ('principal', 'headteacher')}
    """
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    mark = max((";", "\t", ","), key=first.count)
    rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=mark, strict=True)
    heading: list[str] = []
    terms: list[Term] = []
    seen: dict[str, int] = {}
    for line, cells in _lines(rows, place):
        if not any(cells):
            continue
        if not heading:
            heading = _heading(cells, place, line)
            continue
        if len(cells) > len(heading):
            raise ConfigError(
                f"{place}, line {line}: {len(cells)} cells, but the heading has {len(heading)}",
                hint=f'put cells that have a "{mark}" in them in double quotes',
            )
        row = dict(zip(heading, cells, strict=False))
        terms.append(term_of(row, f"{place}, line {line}"))
        for form in terms[-1].source:
            if fold(form) in seen:
                raise ConfigError(
                    f'{place}, line {line}: "{form}" is on line {seen[fold(form)]} already',
                    hint='leave one of them, with "|" between several translations',
                )
            seen[fold(form)] = line
    if not heading:
        raise ConfigError(f"{place}: the file is empty", hint=_heading_hint())
    return Glossary(tuple(terms))


def write_glossary(glossary: Glossary) -> str:
    r"""Return the glossary as the text of a CSV file that ``read_glossary`` reads.

    >>> write_glossary(Glossary((Term(("rektor",), {"en": ("principal",)}),))).splitlines()
    ['norwegian;english;french;not english;not french;note', 'rektor;principal;;;;']
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADING)
    for term in glossary.terms:
        writer.writerow(cells_of(term))
    return out.getvalue()


def cells_of(term: Term) -> list[str]:
    """Return a term as the cells of a row, in the order of ``HEADING``.

    >>> cells_of(Term(("rektor",), {"en": ("principal", "head")}))
    ['rektor', 'principal|head', '', '', '', '']
    """
    return [
        "|".join(term.source),
        *("|".join(term.targets.get(language, ())) for language in _TARGETS),
        *("|".join(term.forbidden.get(language, ())) for language in _TARGETS),
        term.note,
    ]


def _lines(rows: Any, place: str) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 - csv's own
    """Yield each row with the number of the line on which it ends."""
    try:
        for cells in rows:
            yield rows.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise ConfigError(
            f"{place}, line {rows.line_num}: this is no row of a table: {error}",
            hint='look for a quotation mark (") that is not closed',
        ) from error


def _heading(cells: Sequence[str], place: str, line: int) -> list[str]:
    heading = [cell.casefold() for cell in cells]
    unknown = [cell for cell in heading if cell not in HEADING]
    missing = [name for name in _NEEDED if name not in heading and name == "norwegian"]
    if not {"english", "french"} & set(heading):
        missing.append("english or french")
    twice = [cell for cell in heading if heading.count(cell) > 1]
    if twice:
        raise ConfigError(
            f'{place}, line {line}: the column "{twice[0]}" is there twice', hint=_heading_hint()
        )
    if unknown or missing:
        what = f'"{unknown[0]}" is no column' if unknown else f"the column {missing[0]} is missing"
        raise ConfigError(f"{place}, line {line}: {what}", hint=_heading_hint())
    return heading


def _heading_hint() -> str:
    return f"the first line names the columns: {', '.join(HEADING)}"


def term_of(row: Mapping[str, str], place: str) -> Term:
    """Return the term of a row.

    Args:
        row: its cells, by the names of ``HEADING``.
        place: file and line, for errors.

    Raises:
        ConfigError: a cell is empty that must not be, or a word is wanted and forbidden at once.
    """
    source = tuple(_forms(row.get("norwegian", "")))
    targets = {
        code: forms
        for code, name in _TARGETS.items()
        if (forms := tuple(_forms(row.get(name, ""))))
    }
    forbidden = {
        code: forms
        for code, name in _TARGETS.items()
        if (forms := tuple(_forms(row.get(f"not {name}", ""))))
    }
    if not source:
        raise ConfigError(
            f"{place}: the Norwegian term is empty",
            hint="fill it in or take the line out",
        )
    if not targets and not forbidden:
        raise ConfigError(
            f'{place}: "{source[0]}" has no translation',
            hint="fill in English or French, or what it must not become",
        )
    for code, words in forbidden.items():
        both = set(map(fold, words)) & set(map(fold, targets.get(code, ())))
        if both:
            raise ConfigError(
                f'{place}: "{both.pop()}" is wanted and forbidden at once',
                hint="take it out of one of the two cells",
            )
    return Term(source, targets, forbidden, row.get("note", ""))


def _forms(cell: str) -> Iterator[str]:
    for form in cell.split("|"):
        if form.strip():
            yield " ".join(form.split())
