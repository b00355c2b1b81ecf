"""What XLIFF 2.1 asks of a file: its elements by a grammar, the rest as the standard words it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.export.exchanged import DATA

_X = "{urn:oasis:names:tc:xliff:document:2.0}"
_GRAMMAR = etree.RelaxNG(etree.parse(DATA / "xliff-2.1-core.rng"))


def faults(text: str) -> list[str]:
    """Return what is wrong with an XLIFF file; an empty list is a valid one."""
    root = etree.fromstring(text.encode())
    if not _GRAMMAR.validate(root):
        return [str(error) for error in _GRAMMAR.error_log]
    return [fault for unit in root.iter(f"{_X}unit") for fault in _unit_faults(unit)] + list(
        _file_faults(root)
    )


def _file_faults(root) -> Iterator[str]:
    targets = list(root.iter(f"{_X}target"))
    if targets and not root.get("trgLang"):
        yield "there are targets and no trgLang"
    for element, attribute in (("source", "srcLang"), ("target", "trgLang")):
        for side in root.iter(f"{_X}{element}"):
            said = side.get("{http://www.w3.org/XML/1998/namespace}lang")
            if said and said != root.get(attribute):
                yield f"xml:lang of a {element} is not {attribute}"
    for tag in ("file", "unit", "group"):
        yield from _twice(tag, root.iter(f"{_X}{tag}"))


def _unit_faults(unit) -> Iterator[str]:
    if unit.find(f"{_X}segment") is None:
        yield "a unit without a segment"
    yield from _twice("note", unit.iter(f"{_X}note"))
    rows = [child for child in unit if child.tag in (f"{_X}segment", f"{_X}ignorable")]
    sources = [one for row in rows for one in row.find(f"{_X}source").iter() if one.get("id")]
    yield from _twice("source of a unit", [*(row for row in rows if row.get("id")), *sources])
    taken = {one.get("id") for one in (*rows, *sources)}
    for row in rows:
        target = row.find(f"{_X}target")
        if row.get("subState") and not row.get("state"):
            yield "subState without state"
        if re.match("xlf:", row.get("subState", "")):
            yield "the prefix xlf is the standard's own"
        if target is None:
            continue
        here = {one.get("id"): one.tag for one in row.find(f"{_X}source").iter() if one.get("id")}
        seen = set()
        for one in target.iter():
            mark = one.get("id")
            if mark and (mark in seen or (mark in taken and here.get(mark) != one.tag)):
                yield f"id {mark} of a target is another's"
            seen.add(mark)
    in_targets = [
        one.get("id") for row in rows for one in row.iter() if one.get("id") and _in_target(one)
    ]
    yield from (f"id {m} is in two targets" for m, n in Counter(in_targets).items() if n > 1)


def _in_target(element) -> bool:
    return any(parent.tag == f"{_X}target" for parent in element.iterancestors())


def _twice(what, elements) -> Iterator[str]:
    counted = Counter(element.get("id") for element in elements if element.get("id"))
    yield from (f"{what}: id {mark} is there twice" for mark, n in counted.items() if n > 1)
