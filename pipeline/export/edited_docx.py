"""The rows of a bilingual table that came back from a proof-reader.

What was inserted with tracked changes counts, what was deleted does not; nor do comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pipeline.errors import StoreError
from pipeline.export.bilingual import SIGN

if TYPE_CHECKING:
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARK: Final = re.compile(
    rf"{SIGN} (?P<source>[a-z]{{2,3}}) (?P<target>[a-z]{{2,3}}) (?P<id>s[0-9a-f]+-t[0-9a-f]+)"
)
_SKIPPED: Final = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "txbxContent")}
_SIGNS: Final = {
    f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}  # fmt: skip
_COLUMNS: Final = 4
_HINT: Final = "import the docx that `samsvar export --as bilingual` wrote, with its third column"\
    " edited"  # fmt: skip


def read_rows(root: _Element, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield where each row is, and its id, languages, source and translation.

    Rows that are gone are passed over, as are empty ones and headings; rows may be in any order
    and in several tables. Rows are counted through the document, the heading being the first.

    Args:
        root: the root element of ``word/document.xml`` (of lxml).
        place: the name of the file, for errors.

    Raises:
        StoreError: no row is one of ours; cells were merged or taken out; a row has text and no
            mark; says the row.
    """
    found = False
    for number, row in enumerate(root.iter(f"{_W}tr"), start=1):
        if _is_deleted(row):
            continue
        where = f"{place}, row {number}"
        cells = [cell for cell in row.iter(f"{_W}tc") if _row_of(cell) is row]
        texts = ["\n".join(_paragraphs(cell)) for cell in cells]
        marks = list(_MARK.finditer("\n".join(texts)))
        if len(marks) > 1:
            raise StoreError(f"{where}: two rows were merged", hint=_apart(number))
        if not marks:
            if found and any(text.strip() for text in texts) and not _is_heading(row):
                raise StoreError(
                    f"{where}: the row is not one of ours: the hidden words beside its number are"
                    " gone",
                    hint="take the row out, or undo the change of its first cell",
                )
            continue
        found = True
        _refuse_merged(cells, where, number)
        mark = marks[0]
        yield (
            where,
            {
                "id": mark["id"],
                "from": mark["source"],
                "to": mark["target"],
                "source": texts[1],
                "translation": texts[2],
            },
        )
    if not found:
        raise StoreError(f"{place}: there is no row of a bilingual table in it", hint=_HINT)


def _refuse_merged(cells: Sequence[_Element], where: str, number: int) -> None:
    if len(cells) != _COLUMNS:
        raise StoreError(
            f"{where}: there are {len(cells)} cells where {_COLUMNS} are expected: cells were"
            " merged, split or taken out",
            hint=_apart(number),
        )
    # a cell may span columns of a grid that a word processor made finer; rows it must not span
    if any(cell.find(f"{_W}tcPr/{_W}vMerge") is not None for cell in cells):
        raise StoreError(
            f"{where}: cells were merged with those of another row", hint=_apart(number)
        )


def _apart(number: int) -> str:
    return f"split the cells of row {number} again, one translation a row"


def _is_heading(row: _Element) -> bool:
    return row.find(f"{_W}trPr/{_W}tblHeader") is not None


def _is_deleted(row: _Element) -> bool:
    return row.find(f"{_W}trPr/{_W}del") is not None


def _row_of(cell: _Element) -> _Element | None:
    """Return the row that a cell stands in; controls may stand between the two."""
    return next(cell.iterancestors(f"{_W}tr"), None)


def _paragraphs(cell: _Element) -> Iterator[str]:
    """Yield the text of each paragraph; one whose end was deleted goes on in the next."""
    text = ""
    for paragraph in cell.iter(f"{_W}p"):
        if next(paragraph.iterancestors(f"{_W}tc"), None) is not cell:
            continue
        text += "".join(_texts(paragraph))
        ended = paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is None
        if ended:
            yield text
            text = ""
    if text:
        yield text


def _texts(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        else:
            yield from _texts(child)
