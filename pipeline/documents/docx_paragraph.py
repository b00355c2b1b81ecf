"""A paragraph of a Word document as text in runs, and what each run is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.documents.docx_names import (
    BREAK,
    CONTAINERS,
    DROPPED,
    FIELD,
    INSTRUCTION,
    NO_BREAK_HYPHEN,
    PPR,
    READ_FIELDS,
    RPR,
    SDT,
    SDT_CONTENT,
    SIMPLE_FIELD,
    TAB,
    UNSEEN,
    VAL,
    R,
    T,
    q,
)
from pipeline.documents.rewriting import Run

_SIGNS = {TAB: "\t", q("w:cr"): "\n", NO_BREAK_HYPHEN: "‑"}
#: fields in fields; what is deeper is kept as it is
DEEPEST_FIELD = 10
#: a tab to a place on the page, which no other tab is like
_PLACED_TAB = q("w:ptab")


@dataclass(frozen=True, eq=False)
class Field:
    """A field around text that is read: what stands before and after its result."""

    head: tuple[Atom, ...]
    tail: tuple[Atom, ...]


#: what stands around a run, from outside in
Chain = tuple["etree._Element | Field", ...]


@dataclass(frozen=True, eq=False)
class Atom:
    """The smallest thing in a paragraph: a bit of text, or an element that is kept.

    ``run`` is the run it stands in, None for what stands between runs.
    """

    element: etree._Element
    chain: Chain
    run: etree._Element | None
    text: str = ""
    is_text: bool = False

    @property
    def properties(self) -> etree._Element | None:
        """The formatting of the run."""
        return None if self.run is None else self.run.find(RPR)


@dataclass(frozen=True)
class Ink:
    """What a style of a place is: formatting inside containers, or things that are kept whole."""

    chain: Chain
    properties: etree._Element | None
    atoms: tuple[Atom, ...] = ()


@dataclass(frozen=True)
class Content:
    """The text of a paragraph, its runs, and the ink of each style."""

    text: str
    runs: tuple[Run, ...]
    inks: tuple[Ink, ...]


def read_paragraph(paragraph: etree._Element) -> Content:
    """Return what a paragraph holds: added text, no deleted text, no text boxes."""
    text: list[str] = []
    runs: list[Run] = []
    inks: list[Ink] = []
    known: dict[tuple[object, ...], int] = {}
    at = 0
    for some in _with_fields(list(_atoms(paragraph, ()))):
        first = some[0]
        if first.is_text and len(some) == 1:
            key = (*map(id, first.chain), _key(first.properties))
            style = known.setdefault(key, len(inks))
            if style == len(inks):
                inks.append(Ink(first.chain, first.properties))
            words, whole = first.text, False
        else:
            style = len(inks)
            inks.append(Ink((), None, tuple(some)))
            words, whole = "".join(atom.text for atom in some), True
        text.append(words)
        if not whole and not words:
            continue
        last = runs[-1] if runs else None
        if last is not None and last.style == style and last.end == at > last.start:
            runs[-1] = Run(last.start, at + len(words), style)
        else:
            runs.append(Run(at, at + len(words), style, whole=whole and bool(words)))
        at += len(words)
    return Content("".join(text), tuple(runs), tuple(inks))


def _key(properties: etree._Element | None) -> bytes:
    """Return the formatting of a run, so that two that look the same are the same."""
    if properties is None:
        return b""
    return b"".join(
        sorted(etree.tostring(child) for child in properties if child.tag not in UNSEEN)
    )


def _is_hidden(run: etree._Element) -> bool:
    hidden = run.find(f"{RPR}/{q('w:vanish')}")
    return hidden is not None and hidden.get(VAL) not in ("0", "false", "off")


def _atoms(parent: etree._Element, chain: Chain) -> Iterator[Atom]:
    """Give everything in a paragraph or in a container in it, in order."""
    for child in parent:
        tag = child.tag
        if tag in (PPR, RPR) or tag in DROPPED:
            continue
        if tag == R:
            yield from _in_run(child, chain)
        elif tag in CONTAINERS or (tag == SIMPLE_FIELD and _is_read(child.get(q("w:instr"), ""))):
            content = child.find(SDT_CONTENT) if tag == SDT else child
            if content is not None:
                yield from _atoms(content, (*chain, child))
        elif tag == SIMPLE_FIELD or tag == q("m:oMath"):
            yield Atom(child, chain, None, _words(child))
        elif not _is_properties(child):
            yield Atom(child, chain, None)


def _is_properties(element: etree._Element) -> bool:
    """Return whether an element says something of its container and is no content."""
    name = element.tag if isinstance(element.tag, str) else ""
    return name in (q("w:smartTagPr"), q("w:customXmlPr"), q("w:fldData"))


def _in_run(run: etree._Element, chain: Chain) -> Iterator[Atom]:
    hidden = _is_hidden(run)
    for item in run:
        tag = item.tag
        if tag == RPR or tag in DROPPED:
            continue
        text = _SIGNS.get(tag, "")
        if tag == T:
            text = item.text or ""
        elif tag == BREAK and item.get(q("w:type"), "textWrapping") == "textWrapping":
            text = "\n"
        if (tag == T or text) and not hidden:
            yield Atom(item, chain, run, text, is_text=True)
        else:
            yield Atom(item, chain, run, "\t" if tag == _PLACED_TAB else "")


def _words(element: etree._Element) -> str:
    return "".join(item.text or "" for item in element.iter(T, q("m:t")))


# -- fields -----------------------------------------------------------------------------------


def _with_fields(atoms: Sequence[Atom], depth: int = 0) -> Iterator[tuple[Atom, ...]]:
    """Give the atoms one by one; a field that is kept whole comes as one.

    The text in links and references is text; the codes of their field become a container of it.
    A field that begins or ends in another paragraph (a table of contents) is not joined.
    """
    at, ends = 0, _ends_of_fields(atoms)
    while at < len(atoms):
        end = ends.get(at)
        if end is None:
            yield (atoms[at],)
            at += 1
            continue
        yield from _field(atoms[at : end + 1], depth)
        at = end + 1


def _field(atoms: Sequence[Atom], level: int) -> Iterator[tuple[Atom, ...]]:
    """Give the atoms of one field, from its beginning to its end."""
    split = _separator(atoms)
    code = "".join(a.element.text or "" for a in atoms[:split] if a.element.tag == INSTRUCTION)
    result = atoms[split + 1 : -1]
    if (
        level < DEEPEST_FIELD
        and _is_read(code)
        and atoms[0].chain == atoms[-1].chain
        and any(c.isalpha() for a in result for c in a.text)
    ):
        field = Field(tuple(atoms[: split + 1]), tuple(atoms[-1:]))
        depth = len(atoms[0].chain)
        inner = [
            Atom(a.element, (*a.chain[:depth], field, *a.chain[depth:]), a.run, a.text, a.is_text)
            for a in result
        ]
        yield from _with_fields(inner, level + 1)
        return
    # only the result is read: the text of codes is none
    yield tuple(a if split < k < len(atoms) - 1 else _silent(a) for k, a in enumerate(atoms))


def _silent(atom: Atom) -> Atom:
    return Atom(atom.element, atom.chain, atom.run)


def _is_read(code: str) -> bool:
    return (code.split() or [""])[0].upper() in READ_FIELDS


def _type(atom: Atom) -> str:
    if atom.element.tag != FIELD:
        return ""
    return str(atom.element.get(q("w:fldCharType"), ""))


def _ends_of_fields(atoms: Sequence[Atom]) -> dict[int, int]:
    """Return where each field ends, by where it begins; fields that go on are not among them."""
    ends: dict[int, int] = {}
    begun: list[int] = []
    for k, atom in enumerate(atoms):
        kind = _type(atom)
        if kind == "begin":
            begun.append(k)
        elif kind == "end" and begun:
            ends[begun.pop()] = k
    return ends


def _separator(atoms: Sequence[Atom]) -> int:
    """Return where the result of a field begins; its end where it has none."""
    depth = 0
    for k, atom in enumerate(atoms):
        depth += {"begin": 1, "end": -1}.get(_type(atom), 0)
        if depth == 1 and _type(atom) == "separate":
            return k
    return len(atoms) - 1
