"""A translation laid back into the places of its document, each in the formatting of its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.documents.alignment import Aligned, Moved, Say, Sentence, align
from pipeline.documents.alignment_words import How
from pipeline.documents.marking import Doubts, Mark
from pipeline.documents.rewriting import Place, Run, Source, Standing, Styled
from pipeline.records import Part, TranslatedPart, Translation


@dataclass(frozen=True)
class LaidOut:
    """The new text of places, by number; what a person should know; how formatting was placed.

    ``guessed`` are the stretches that were placed by position alone, each with its address;
    ``marks`` are what is said of doubtful segments, by the number of the place.
    """

    said: dict[int, tuple[Styled, ...]]
    notes: tuple[str, ...]
    placed: dict[How, int]
    guessed: tuple[tuple[str, Moved], ...] = ()
    marks: dict[int, tuple[Mark, ...]] = field(default_factory=dict)


def laid_out(
    source: Source,
    translation: Translation,
    say: Say | None = None,
    doubts: Doubts | None = None,
) -> LaidOut:
    """Return the new text of every place whose translation differs from it, or has a mark.

    Between segments, and where a part was not translated, everything stays as it was.

    Args:
        source: a document with its article.
        translation: of that article.
        say: translates a few words alone, where nothing else tells where formatting goes.
        doubts: says why a segment is to be marked; without it none is.
    """
    work = _Laying(source, translation, say, doubts)
    said: dict[int, tuple[Styled, ...]] = {}
    marks: dict[int, tuple[Mark, ...]] = {}
    for number, standings in _by_place(source.standing).items():
        place = source.document.places[number]
        if not place.translate:
            continue
        pieces, found = work.place(place, standings)
        if pieces is None:
            continue
        if found or "".join(p.text for p in pieces) != place.text:
            said[number] = pieces
        if found:
            marks[number] = found
    return LaidOut(said, tuple(work.notes), work.placed, tuple(work.guessed), marks)


def _by_place(standing: Sequence[Standing]) -> dict[int, list[Standing]]:
    by_place: dict[int, list[Standing]] = {}
    for one in standing:
        by_place.setdefault(one.place, []).append(one)
    return by_place


@dataclass(frozen=True, slots=True)
class _Bit:
    """A stretch of a part that became ``target`` (or stayed: None), and what is doubtful in it."""

    start: int
    end: int
    target: str | None
    doubts: tuple[str, ...] = ()


@dataclass
class _Laying:
    source: Source
    translation: Translation
    say: Say | None
    doubts: Doubts | None
    notes: list[str] = field(default_factory=list)
    placed: dict[How, int] = field(default_factory=dict)
    guessed: list[tuple[str, Moved]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._parts = {part.name: part for part in self.source.article.parts}
        self._said = {part.part: part for part in self.translation.parts}
        self._bits: dict[str, list[_Bit] | None] = {}
        self._standing: dict[str, list[Standing]] = {}
        for standing in self.source.standing:
            self._standing.setdefault(standing.part, []).append(standing)
        names: dict[str, dict[tuple[str, str], None]] = {}
        for name in self.translation.names:
            names.setdefault(name.part, {})[name.source, name.expected] = None
        self._names = {part: tuple(pairs) for part, pairs in names.items()}

    def place(
        self, place: Place, standings: Sequence[Standing]
    ) -> tuple[tuple[Styled, ...] | None, tuple[Mark, ...]]:
        """Return the new pieces of a place with its marks; None where it cannot be written anew."""
        runs = place.runs or (Run(0, len(place.text), 0),)
        done, at = 0, _Cursor(runs)
        out: list[Styled] = []
        marks: list[Mark] = []
        for standing in standings:
            bits = self._bits_of(standing.part, place.address)
            if bits is None:
                return None, ()
            for bit in bits:
                first, last = max(bit.start, standing.start), min(bit.end, standing.end)
                if bit.target is None or first >= last:
                    continue
                begin = standing.at[first - standing.start]
                end = standing.at[last - 1 - standing.start] + 1
                out += at.verbatim(place.text, done, begin)
                before = _size(out)
                out += self._aligned(place, at, (begin, end), standing, bit)
                if bit.doubts:
                    marks.append(Mark(before, _size(out), bit.doubts))
                done = end
        out += at.verbatim(place.text, done, len(place.text))
        out += at.rest()
        return _merged(out, at.kept), tuple(marks)

    def _aligned(
        self, place: Place, at: _Cursor, span: tuple[int, int], standing: Standing, bit: _Bit
    ) -> list[Styled]:
        """Return the pieces of a segment."""
        first = max(bit.start, standing.start) - standing.start
        last = min(bit.end, standing.end) - standing.start
        positions = standing.at[first:last]
        text = self._parts[standing.part].text
        words = text[first + standing.start : last + standing.start]
        sentence = Sentence(
            words,
            at.take(positions, span),
            bit.target or "",
            self._names.get(standing.part, ()),
            self.translation.target,
        )
        found: Aligned = align(sentence, self.say)
        for move in found.moved:
            self.placed[move.how] = self.placed.get(move.how, 0) + 1
            if move.how is How.POSITION:
                self.guessed.append((place.address, move))
            if move.how is How.DROPPED and any(c.isalnum() for c in move.source):
                where = f"{place.address}: " if place.address else ""
                self.notes.append(f"{where}the formatting of “{move.source}” was not kept")
        return list(found.pieces)

    def _bits_of(self, name: str, address: str) -> list[_Bit] | None:
        """Return a part in order: segments with their targets. None: its cells got lost."""
        if name not in self._bits:
            self._bits[name] = self._cut(name, address)
        return self._bits[name]

    def _cut(self, name: str, address: str) -> list[_Bit] | None:
        part, said = self._parts[name], self._said.get(name)
        if said is None or not said.text.strip():
            return []
        cells = self._standing[name]
        bits: list[_Bit] = []
        for bit in _segments(part, said, self.doubts):
            inside = [c for c in cells if c.start < bit.end and bit.start < c.end]
            if len(inside) < 2 or bit.target is None:
                bits.append(bit)
                continue
            words = [part.text[cell.start : cell.end] for cell in inside]
            targets = _in_cells(words, bit.target)
            if targets is None:
                self.notes.append(
                    f"{address}: this row was left as it was: its cells ran together in the"
                    " translation"
                )
                return None
            for cell, target in zip(inside, targets, strict=True):
                first, last = max(cell.start, bit.start), min(cell.end, bit.end)
                bits.append(_Bit(first, last, target, bit.doubts))
        return bits


def _in_cells(cells: Sequence[str], target: str) -> list[str] | None:
    """Return a translated row cell by cell, or None where it cannot be told what belongs where.

    >>> _in_cells(["Navn", "Antall barn"], "Name Many children"), _in_cells(["a", "b"], "a b c")
    (['Name', 'Many children'], None)
    """
    found = target.split("\t")
    if len(found) == len(cells):
        return found
    words, counts = target.split(), [len(cell.split()) for cell in cells]
    if len(found) > 1 or len(words) != sum(counts):
        return None
    ends = list(accumulate(counts))
    return [" ".join(words[end - n : end]) for n, end in zip(counts, ends, strict=True)]


def _size(pieces: Sequence[Styled]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _segments(part: Part, said: TranslatedPart, doubts: Doubts | None) -> Iterator[_Bit]:
    """Give the segments of a part; a part whose text is not that of its segments is one."""
    at, text = 0, ""
    for segment in said.segments:
        text += part.text[at : segment.source.span.start] + segment.target
        at = segment.source.span.end
    if text + part.text[at:] != said.text:
        yield _Bit(0, len(part.text), said.text)
        return
    for segment in said.segments:
        if segment.target.strip():
            span = segment.source.span
            found = tuple(doubts(segment)) if doubts else ()
            yield _Bit(span.start, span.end, segment.target, found)


class _Cursor:
    """Goes through the runs of a place once; every anchor and every whole run comes out once."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = list(runs)
        self._given: set[int] = set()
        self.kept = {run.style for run in runs if run.whole or run.start == run.end}

    def _ready(self, end: int, *, inside: bool) -> Iterator[int]:
        """Give the anchors and whole runs before a position that were not given yet."""
        for number, run in enumerate(self._runs):
            if number in self._given or not (run.whole or run.start == run.end):
                continue
            if run.start < end or (inside and run.start == end == run.end):
                self._given.add(number)
                yield number

    def verbatim(self, text: str, start: int, end: int) -> list[Styled]:
        """Return a stretch of the text of the place as it is, and the anchors in it."""
        out: list[Styled] = []
        for number, run in enumerate(self._runs):
            if run.start > end:
                break
            if run.whole or run.start == run.end:
                if number in self._given or not (start <= run.start <= end):
                    continue
                if run.whole and run.start == end:
                    continue
                self._given.add(number)
                out.append(Styled(text[run.start : run.end], run.style))
                continue
            first, last = max(run.start, start), min(run.end, end)
            if first < last:
                out.append(Styled(text[first:last], run.style))
        return out

    def take(self, positions: Sequence[int], span: tuple[int, int]) -> tuple[Run, ...]:
        """Return the runs of a segment, counted in its own text.

        Args:
            positions: for each character of the segment, its place in the text of the place.
            span: the range of the segment in the text of the place.
        """
        ends = dict(enumerate(positions))
        out: list[Run] = []
        for number in self._ready(span[1], inside=False):
            run = self._runs[number]
            start = next((k for k, p in ends.items() if p >= run.start), len(positions))
            end = next((k for k, p in ends.items() if p >= run.end), len(positions))
            if run.end > span[1]:
                end = start  # it goes on after the segment: kept, wherever that ends
            out.append(Run(start, end, run.style, whole=run.start < run.end))
        held = [range(run.start, run.end) for run in out if run.whole]
        at = 0
        inked = [run for run in self._runs if run.start < run.end and not run.whole]
        styles = []
        for k, position in enumerate(positions):
            while at + 1 < len(inked) and inked[at].end <= position:
                at += 1
            if not any(k in r for r in held):
                styles.append((k, inked[at].style if inked else 0))
        for k, style in styles:
            if (
                out
                and not out[-1].whole
                and out[-1].end == k > out[-1].start
                and (out[-1].style == style)
            ):
                out[-1] = Run(out[-1].start, k + 1, style)
            else:
                out.append(Run(k, k + 1, style))
        return tuple(sorted(out, key=lambda run: (run.start, run.end)))

    def rest(self) -> list[Styled]:
        """Return what was not given: nothing is lost."""
        return [Styled("", self._runs[n].style) for n in self._ready(10**9, inside=True)]


def _merged(pieces: Sequence[Styled], kept: set[int]) -> tuple[Styled, ...]:
    """Return the pieces with neighbours of one style made one, and no empty ones but anchors."""
    out: list[Styled] = []
    for piece in pieces:
        if not piece.text and piece.style not in kept:
            continue
        if out and out[-1].style == piece.style and piece.style not in kept:
            out[-1] = Styled(out[-1].text + piece.text, piece.style)
        else:
            out.append(piece)
    return tuple(out)
