"""A user's glossary as a CSV file, read with errors that say what to mend, and written.

The file is a table with a heading line: ``norwegian``, ``english``, ``french``, and, if wanted,
``not english``, ``not french`` and ``note``. "|" parts several forms in a cell; the first target
is the one that is put in, any other will do. Cells are parted by ";", "," or a tab.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.tables import fold

HEADING = ("norwegian", "english", "french", "not english", "not french", "note")
_NEEDED = HEADING[:2]
_TARGETS = {"en": "english", "fr": "french"}


def load_glossary(path: Path) -> Glossary:
    """Return the glossary in a CSV file, in UTF-8 or as Windows programs save it (cp1252).

    Raises:
        ConfigError: the file cannot be read, or is no glossary.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise ConfigError(message, hint="name a CSV file") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        message = f"{path}: this is no text file"
        raise ConfigError(message, hint="save the spreadsheet as CSV (UTF-8)")
    return read_glossary(text, str(path))


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
    rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=mark)
    heading: list[str] = []
    terms: list[Term] = []
    seen: dict[str, int] = {}
    for raw in rows:
        line = rows.line_num
        cells = [cell.strip() for cell in raw]
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
        terms.append(_term(row, place, line))
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
        writer.writerow(
            [
                "|".join(term.source),
                *("|".join(term.targets.get(language, ())) for language in _TARGETS),
                *("|".join(term.forbidden.get(language, ())) for language in _TARGETS),
                term.note,
            ]
        )
    return out.getvalue()


def _heading(cells: Sequence[str], place: str, line: int) -> list[str]:
    heading = [cell.casefold() for cell in cells]
    unknown = [cell for cell in heading if cell not in HEADING]
    missing = [name for name in _NEEDED if name not in heading and name == "norwegian"]
    if not {"english", "french"} & set(heading):
        missing.append("english or french")
    if unknown or missing:
        what = f'"{unknown[0]}" is no column' if unknown else f"the column {missing[0]} is missing"
        raise ConfigError(f"{place}, line {line}: {what}", hint=_heading_hint())
    return heading


def _heading_hint() -> str:
    return f"the first line names the columns: {', '.join(HEADING)}"


def _term(row: Mapping[str, str], place: str, line: int) -> Term:
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
            f"{place}, line {line}: the Norwegian term is empty",
            hint="fill it in or take the line out",
        )
    if not targets and not forbidden:
        raise ConfigError(
            f'{place}, line {line}: "{source[0]}" has no translation',
            hint="fill in English or French, or what it must not become",
        )
    for code, words in forbidden.items():
        both = set(map(fold, words)) & set(map(fold, targets.get(code, ())))
        if both:
            raise ConfigError(
                f'{place}, line {line}: "{both.pop()}" is wanted and forbidden at once',
                hint="take it out of one of the two cells",
            )
    return Term(source, targets, forbidden, row.get("note", ""))


def _forms(cell: str) -> Iterator[str]:
    for form in cell.split("|"):
        if form.strip():
            yield " ".join(form.split())
