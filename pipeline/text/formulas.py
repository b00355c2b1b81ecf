"""Cells that no spreadsheet takes for a formula, and the cells read back."""

from __future__ import annotations

import re
from typing import Final

#: a cell that begins so would be taken for a formula, or already has our apostrophe
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def guarded(cell: str) -> str:
    """Return a cell with an apostrophe before what would make it a formula.

    >>> guarded("=SUM(A1)"), guarded("'-1"), guarded("Kari"), guarded("'Kari'")
    ("'=SUM(A1)", "''-1", 'Kari', "'Kari'")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell that ``guarded`` was given.

    >>> unguarded("'=SUM(A1)"), unguarded("'Kari'")
    ('=SUM(A1)', "'Kari'")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
