"""Where the formatting of a sentence goes in its translation: bold stays on the word it stood on.

Looked for in this order: the whole sentence; the same name, number or words; words alike in both
languages; the words of the stretch translated alone (where a translator is given); and last the
position between words that are known to belong together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from pipeline.documents.alignment_range import Found, Range, Words, best_range
from pipeline.documents.alignment_words import How, Link, links, said_links, tokens
from pipeline.documents.rewriting import Run, Styled

#: translates a few words alone
Say = Callable[[str], str]
#: of the letters of a stretch; where less is known to belong to the target, they are said alone
ENOUGH = 0.5
_BREAK = re.compile(r"[\n\t]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its formatting, and its translation.

    ``runs`` cover the source as those of a ``Place`` do; ``names`` are names as the source has
    them and as the translation should.
    """

    source: str
    runs: tuple[Run, ...]
    target: str
    names: tuple[tuple[str, str], ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Moved:
    """A stretch of formatting: its words in the source and in the target, and what showed where."""

    style: int
    source: str
    target: str
    how: How


@dataclass(frozen=True, slots=True)
class Aligned:
    """The translation in the formatting of its source: the texts of the pieces are the whole.

    Line breaks and tabs that the translation had lost are put back in place of a space.
    """

    pieces: tuple[Styled, ...]
    moved: tuple[Moved, ...]


def align(sentence: Sentence, say: Say | None = None) -> Aligned:
    """Return the translation of a sentence in the formatting of the sentence.

    Every character of the translation is there once, in its order; each anchor and each whole run
    comes once.

    >>> runs = (Run(0, 4, 0), Run(4, 14, 1), Run(14, 25, 0))
    >>> found = align(Sentence("Der Kari Lunde bor i byen.", runs, "There Kari Lunde lives."))
    >>> [(piece.text, piece.style) for piece in found.pieces]
    [('There ', 0), ('Kari Lunde', 1), (' lives.', 0)]
    """
    inked = [run for run in sentence.runs if run.start < run.end and not run.whole]
    base = _base(sentence.source, inked)
    stretches = _stretches(sentence.source, inked, base)
    objects = [run for run in sentence.runs if run.whole or run.start == run.end]
    if not stretches and not objects and not _BREAK.search(sentence.source):
        how = Moved(base, sentence.source, sentence.target, How.WHOLE)
        pieces = (Styled(sentence.target, base),) if sentence.target else ()
        return Aligned(pieces, (how,))
    return _Aligning(sentence, base, say).run(stretches, objects)


def _base(source: str, runs: Sequence[Run]) -> int:
    """Return the style of what stands between: of the most runs, of those the most letters."""
    letters: Counter[int] = Counter()
    count: Counter[int] = Counter()
    for run in runs:
        words = sum(c.isalnum() for c in source[run.start : run.end])
        letters[run.style] += words
        count[run.style] += words > 0
    return max(letters, key=lambda style: (count[style], letters[style]), default=0)


def _stretches(source: str, runs: Sequence[Run], base: int) -> list[Run]:
    """Return the stretches in another style than the base, white space at their edges left out."""
    merged: list[Run] = []
    for style, some in groupby(runs, key=lambda run: run.style):
        group = list(some)
        merged.append(Run(group[0].start, group[-1].end, style))
    joined: list[Run] = []
    for run in merged:
        blank = len(joined) > 1 and not source[joined[-1].start : joined[-1].end].strip()
        if blank and joined[-2].style == run.style:
            joined[-2:] = [Run(joined[-2].start, run.end, run.style)]
        else:
            joined.append(run)
    found = []
    for run in joined:
        text = source[run.start : run.end]
        start = run.start + len(text) - len(text.lstrip())
        end = run.start + len(text.rstrip())
        if run.style != base and start < end:
            found.append(Run(start, end, run.style))
    return found


class _Aligning:
    """One sentence being aligned: words of both sides, links between them, what is placed."""

    def __init__(self, sentence: Sentence, base: int, say: Say | None) -> None:
        self.sentence, self.say = sentence, say
        source, target = tokens(sentence.source), tokens(sentence.target)
        found = links(source, target, sentence.names, sentence.language)
        self.words = Words(sentence.source, sentence.target, source, target, found)
        self.text = self._with_breaks()
        self.styles = [base] * len(self.text)
        self.taken: set[int] = set()
        self.kept: dict[int, str] = {}

    def run(self, stretches: Sequence[Run], objects: Sequence[Run]) -> Aligned:
        """Place everything and return the pieces."""
        wholes, anchors = self._objects(objects)
        found = [(stretch, self._find(stretch)) for stretch in stretches]
        moved = []
        for stretch, first in sorted(found, key=lambda both: -both[1].score):
            place = first
            if self.taken.intersection(range(first.start, first.end)):
                place = self._find(stretch)
            for k in self._with_blanks(stretch, place):
                if k not in self.taken:
                    self.styles[k] = stretch.style
            self.taken.update(range(place.start, place.end))
            said = self.text[place.start : place.end]
            words = self.sentence.source[stretch.start : stretch.end]
            moved.append((stretch.start, Moved(stretch.style, words, said, place.how)))
        pieces = self._pieces(wholes, anchors)
        return Aligned(pieces, tuple(move for _, move in sorted(moved, key=lambda m: m[0])))

    def _with_blanks(self, stretch: Run, place: Found) -> range:
        """Return a range with the white space at its edges that was the stretch's in the source."""
        start, end = place.start, place.end
        if start < end:
            owns = {k for run in self.sentence.runs if run.style == stretch.style
                    for k in range(run.start, run.end)}  # fmt: skip
            start -= start > 0 and self.text[start - 1] == " " and stretch.start - 1 in owns
            end += self.text[end : end + 1] == " " and stretch.end in owns
        return range(start, end)

    # -- breaks, anchors, whole runs ----------------------------------------------------------

    def _with_breaks(self) -> str:
        """Return the target with as many line breaks and tabs as the source has."""
        source, text = self.sentence.source, self.sentence.target
        wanted = _BREAK.findall(source)
        if wanted == _BREAK.findall(text) or not text:
            return text
        letters = list(_BREAK.sub(" ", text))
        for match in _BREAK.finditer(source):
            spaces = [k for k, c in enumerate(letters) if c == " "]
            expected = self.words.position(match.start())
            if spaces:
                letters[min(spaces, key=lambda k: abs(k - expected))] = match.group()
        return "".join(letters)

    def _objects(
        self, objects: Sequence[Run]
    ) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]]]:
        """Return the ranges of whole runs that the target has, and where all else is to stand."""
        wholes: list[tuple[int, int, int]] = []
        anchors: list[tuple[int, int]] = []
        last = 0
        for run in objects:
            words = self.sentence.source[run.start : run.end]
            place = self._same(words, run, exact=False) if words.strip() else None
            if place is not None:
                wholes.append((place.start, place.end, run.style))
                self.taken.update(range(place.start, place.end))
                self.styles[place.start : place.end] = [run.style] * (place.end - place.start)
                self.kept[run.style] = words
            else:
                last = max(last, self.words.edge(run.start))
                anchors.append((last, run.style))
        return wholes, anchors

    def _same(self, words: str, run: Run, *, exact: bool = True) -> Found | None:
        """Return where the very words of a run stand in the target, the nearest of several.

        What is not to be changed at all is found in other letters too, so that it is not doubled.
        """
        pattern = re.escape(words)
        if not any(c.isalnum() for c in words):
            pattern = rf"(?<!\w){pattern}|{pattern}(?!\w)"
        elif words.strip() == words:
            pattern = rf"(?<!\w){pattern}(?!\w)"
        expected = self.words.position(run.start)
        places = [
            m.span()
            for m in re.finditer(pattern, self.text, 0 if exact else re.IGNORECASE)
            if not self.taken.intersection(range(*m.span()))
        ]
        if not places:
            return None
        start, end = min(places, key=lambda place: abs(place[0] - expected))
        return Found(start, end, How.NAME, 9.0)

    # -- stretches ----------------------------------------------------------------------------

    def _find(self, stretch: Run) -> Found:
        """Return where a stretch goes; an empty range where there is no place for it."""
        words = self.sentence.source[stretch.start : stretch.end]
        inside = self.words.inside(stretch.start, stretch.end)
        part = self._within_word(stretch)
        if inside is None or part.how is not How.DROPPED:
            return part
        telling = len(words) > 3 or any(c.isupper() or c.isdigit() for c in words)
        expected = next((e for w, e in self.sentence.names if w == words), words)
        for name in dict.fromkeys((expected, words)):
            same = self._same(name, stretch) if telling else None
            if same is not None and self._is_near(same, stretch):
                return same
        search = partial(best_range, self.words, inside, self.taken, self.sentence.language)
        if self.say is not None and self.words.known(inside) < ENOUGH:
            said = self.say(words).strip().rstrip(".")
            whole = self._same(said, stretch) if len(said) > 3 else None
            if whole is not None:
                return Found(whole.start, whole.end, How.SAID, 4.0)
            more = said_links(said, inside, self.words.source, self.words.target)
            return search(self._joined(more))
        return search(self.words.links)

    def _is_near(self, found: Found, stretch: Run) -> bool:
        """Return whether the same words are not at the other end, so that they are others."""
        away = abs(found.start - self.words.position(stretch.start))
        return away < 0.6 * max(len(self.text), 1) or self.text.count(" ") < 12

    def _joined(self, more: Sequence[Link]) -> Sequence[Link]:
        """Return all links; what was said alone goes before weaker ones."""
        new = {link.target: link for link in more}
        kept = [
            link
            for link in self.words.links
            if link.target not in new or link.weight >= new[link.target].weight
        ]
        held = {link.target for link in kept}
        return [*kept, *(link for link in more if link.target not in held)]

    def _within_word(self, stretch: Run) -> Found:
        """Return the place of a part of a word or of signs: the same part of the same word."""
        words = self.sentence.source[stretch.start : stretch.end]
        part: Range | None = self.words.within(stretch.start, stretch.end)
        nothing = Found(0, 0, How.DROPPED, 0.0)
        if part is None and not any(c.isalnum() for c in words):
            return self._same(words, stretch) or nothing
        if part is None or self.taken.intersection(range(*part)):
            return nothing
        return Found(*part, How.NAME, 5.0)

    # -- pieces -------------------------------------------------------------------------------

    def _pieces(
        self, wholes: Sequence[tuple[int, int, int]], anchors: Sequence[tuple[int, int]]
    ) -> tuple[Styled, ...]:
        """Return the text cut where styles change, anchors between."""
        waiting = [(self._outside(at, wholes), style) for at, style in anchors]
        pieces: list[Styled] = []
        starts = {start for start, _, _ in wholes}
        ends = {end for _, end, _ in wholes}
        for at in range(len(self.text) + 1):
            new = at in starts or at in ends
            while waiting and waiting[0][0] <= at:
                pieces.append(Styled("", waiting.pop(0)[1]))
                new = True
            if at == len(self.text):
                break
            letter, style = self.text[at], self.styles[at]
            if pieces and not new and pieces[-1].style == style and pieces[-1].text:
                pieces[-1] = Styled(pieces[-1].text + letter, style)
            else:
                pieces.append(Styled(letter, style))
        return tuple(Styled(self.kept.get(p.style, p.text), p.style) for p in pieces)

    @staticmethod
    def _outside(at: int, wholes: Sequence[tuple[int, int, int]]) -> int:
        """Return a position that is in no whole run."""
        return next((end for start, end, _ in wholes if start < at < end), at)
