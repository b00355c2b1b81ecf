"""The segments of an XLIFF file that came back, for what was edited in them to be taken in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pipeline.errors import StoreError
from pipeline.export.xliff import NAMESPACE

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG: Final = f"{{{NAMESPACE}}}"
_HINT: Final = "import the file that `samsvar export --as xliff` wrote, with its targets edited"


def read_segments(root: _Element, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield where each segment is, and its id, languages, source and translation.

    Segments that are gone are passed over, and so are the notes.

    Args:
        root: the root element of the file (of lxml).
        place: the name of the file, for errors.

    Raises:
        StoreError: this is no XLIFF 2, a language is missing, or a segment has no id of ours;
            says the line.
    """
    if root.tag != f"{_TAG}xliff":
        raise StoreError(f"{place}, line 1: this is no XLIFF 2 file", hint=_HINT)
    languages = {"from": root.get("srcLang", ""), "to": root.get("trgLang", "")}
    if not all(languages.values()):
        raise StoreError(f"{place}, line 1: srcLang or trgLang is missing", hint=_HINT)
    for segment in root.iter(f"{_TAG}segment"):
        where = f"{place}, line {segment.sourceline}"
        mark = segment.get("id", "").partition(".")[2]
        if "-" not in mark:
            raise StoreError(
                f"{where}: the id of the segment is not one of ours: segments were joined, cut or"
                " numbered anew",
                hint="edit the targets, and leave segments and their ids as they are",
            )
        texts = {
            key: "".join(_texts(segment.find(f"{_TAG}{name}")))
            for key, name in (("source", "source"), ("translation", "target"))
        }
        yield where, {"id": mark, **languages, **texts}


def _texts(element: _Element | None) -> Iterator[str]:
    """Yield the text in an element; a ``cp`` element is the character that it stands for."""
    if element is None:
        return
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TAG}cp":
            yield chr(int(child.get("hex", "FFFD"), 16))
        elif isinstance(child.tag, str):  # a comment has a function for a tag
            yield from _texts(child)
        yield child.tail or ""
