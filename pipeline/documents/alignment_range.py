"""The range of a translation that says what a stretch of its source says."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.documents.alignment_words import How, Link, Token, prepositions, small_words

Range = tuple[int, int]
_RATIO = (0.75, 1.4)
#: links that one of a chain may leave out
_BACK = 200
#: pairs of words that are tried as beginning and end; of more, those near where they should be
_MOST = 100_000
_AROUND = 150


@dataclass(frozen=True, slots=True)
class Found:
    """A range of characters of the target, what showed it, and how sure that is."""

    start: int
    end: int
    how: How
    score: float


class Words:
    """The tokens of a sentence and of its translation, and which belong together."""

    def __init__(
        self,
        source_text: str,
        target_text: str,
        source: Sequence[Token],
        target: Sequence[Token],
        found: Sequence[Link],
    ) -> None:
        self.source_text, self.target_text = source_text, target_text
        self.source, self.target, self.links = source, target, found
        self._fixed = _chain(found, source, target, (len(source_text), len(target_text)))
        self._best = {}
        for link in sorted(found, key=lambda link: link.weight):
            self._best[link.source] = link

    @property
    def ratio(self) -> float:
        """How long the translation of a stretch is, for each character of the stretch."""
        ratio = len(self.target_text) / max(1, len(self.source_text))
        return min(max(ratio, _RATIO[0]), _RATIO[1])

    def position(self, at: int) -> float:
        """Return about where in the target a position of the source is, between fixed words."""
        for (a, x), (b, y) in pairwise(self._fixed):
            if a <= at <= b:
                return x + (at - a) / (b - a) * (y - x) if b > a else float(x)
        return float(len(self.target_text))

    def inside(self, start: int, end: int) -> range | None:
        """Return the numbers of the tokens that are more than half in a range of the source."""
        covered = [
            k
            for k, token in enumerate(self.source)
            if 2 * (min(end, token.end) - max(start, token.start)) > token.end - token.start
        ]
        if not any(self.source[k].is_word for k in covered):
            return None
        return range(covered[0], covered[-1] + 1)

    def within(self, start: int, end: int) -> Range | None:
        """Return the same part of the same word or sign in the target, where there is one.

        It is a real part of it, not all of it.
        """
        for k, token in enumerate(self.source):
            whole = (start, end) == (token.start, token.end) and token.is_word
            if token.start <= start and end <= token.end and not whole:
                link = self._best.get(k)
                other = self.target[link.target] if link else None
                if other is not None and other.text == token.text:
                    return other.start + start - token.start, other.start + end - token.start
        return None

    def known(self, inside: range) -> float:
        """Return the share of the letters of a stretch whose words have a link."""
        words = [k for k in inside if self.source[k].is_word]
        letters = sum(len(self.source[k].text) for k in words)
        linked = sum(len(self.source[k].text) for k in words if k in self._best)
        return linked / max(1, letters)

    def edge(self, at: int) -> int:
        """Return where an anchor at a position of the source goes: between two words."""
        if at >= len(self.source_text.rstrip()):
            return len(self.target_text)
        for k, token in enumerate(self.source):
            link = self._best.get(k)
            if link and token.end == at:
                return self.target[link.target].end
            if token.start < at < token.end:
                same = self.within(at, at)
                return same[0] if same else self._snap(self.position(token.end), after=True)
        for k, token in enumerate(self.source):
            link = self._best.get(k)
            if link and token.start == at:
                return self.target[link.target].start
        before = at > 0 and not self.source_text[at - 1].isspace()
        return 0 if at == 0 else self._snap(self.position(at), after=before)

    def _snap(self, at: float, *, after: bool) -> int:
        edges = [
            token.end if after else token.start
            for token in self.target
            if token.is_word and not (after and _is_elided(token))
        ]
        return min(edges, key=lambda edge: abs(edge - at), default=len(self.target_text))


def _is_elided(token: Token) -> bool:
    """Return whether a word is but the beginning of the one that follows it ("d'", "l'")."""
    return token.text[-1] in "'’"


def _chain(
    found: Sequence[Link],
    source: Sequence[Token],
    target: Sequence[Token],
    ends: tuple[int, int],
) -> list[tuple[int, int]]:
    """Return pairs of positions that belong together, in order on both sides.

    They are the heaviest chain of links that do not cross.
    """
    ordered = sorted(found, key=lambda link: (link.source, link.target))
    best: list[tuple[float, int]] = []
    for k, link in enumerate(ordered):
        before = [
            (best[n][0], n)
            for n in range(max(0, k - _BACK), k)
            if ordered[n].source < link.source and ordered[n].target < link.target
        ]
        weight, last = max(before, default=(0.0, -1))
        best.append((weight + link.weight, last))
    chain: list[tuple[int, int]] = [ends]
    k = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    while k >= 0:
        one, other = source[ordered[k].source], target[ordered[k].target]
        chain += [(one.end, other.end), (one.start, other.start)]
        k = best[k][1]
    return [(0, 0), *reversed(chain)]


@dataclass(frozen=True, slots=True)
class _Prepositions:
    """Whether a preposition stands before a stretch, begins it, ends it; those of the target."""

    before: bool
    begins: bool
    ends: bool
    known: frozenset[str]

    @classmethod
    def around(cls, words: Words, inside: range, language: str) -> _Prepositions:
        """Return what is at the edges of a stretch of the source."""
        norwegian, first = prepositions("nb"), inside.start
        before, begins, ends = (
            words.source[k].text.casefold() in norwegian
            for k in (first - 1, first, inside.stop - 1)
        )
        several = len(inside) > 1
        known = prepositions(language)
        return cls(first > 0 and before, several and begins, several and ends, known)

    def is_led(self, word: str) -> bool:
        """Return whether a first word of the target is what leads to the stretch, not of it."""
        return self.before and not self.begins and word in self.known

    def is_first(self, word: str) -> bool:
        """Return whether a word of the target is the preposition that begins the stretch."""
        return self.begins and word in self.known

    def is_last(self, word: str) -> bool:
        """Return whether a word of the target is the preposition that ends the stretch."""
        return self.ends and word in self.known


def best_range(
    words: Words, inside: range, taken: Set[int], language: str, found: Sequence[Link]
) -> Found:
    """Return the range of whole words in the target that fits a stretch best.

    Links from the stretch speak for a range, links from outside it against; so do a length and a
    place that are not what is to be expected, the more the less is linked.

    Args:
        words: both sides.
        inside: the numbers of the tokens of the stretch.
        taken: positions in the target that belong to other stretches.
        language: that of the target.
        found: the links to go by.
    """
    first, last = words.source[inside.start], words.source[inside.stop - 1]
    expected = words.position(first.start), words.position(last.end)
    length = (last.end - first.start) * words.ratio
    mine = [0.0] * len(words.target)
    others = [0.0] * len(words.target)
    for link in found:
        (mine if link.source in inside else others)[link.target] += link.weight
    gain = [0.0, *accumulate(m - 0.8 * o for m, o in zip(mine, others, strict=True))]
    linked = {link.source for link in found if link.source in inside}
    loose = 1.0 - sum(len(words.source[k].text) for k in linked) / max(
        1, sum(len(words.source[k].text) for k in inside)
    )
    lone = sum(words.source[k].is_word for k in inside) - len(linked)
    small = small_words(language)
    free = [t.is_word and not m and t.text.casefold() not in small
            for t, m in zip(words.target, mine, strict=True)]  # fmt: skip
    strangers = [0, *accumulate(free)]
    at = _Prepositions.around(words, inside, language)
    best = Found(0, 0, How.DROPPED, float("-inf"))
    chosen = (0, 0)
    for i, j in _candidates(words, inside, taken):
        start, end = words.target[i].start, words.target[j - 1].end
        wrong = abs(end - start - length) / max(length, 5.0)
        away = (abs(start - expected[0]) + abs(end - expected[1])) / 12.0
        score = gain[j] - gain[i]
        score -= (0.35 + 0.9 * loose) * wrong + (0.1 + 0.5 * loose) * away
        a, b = words.target[i].text.casefold(), words.target[j - 1].text.casefold()
        score -= 0.7 * (b in small and not mine[j - 1] and not at.is_last(b))
        score -= 0.8 * (a in small and not mine[i] and not at.is_first(a))
        score += at.is_last(b) + at.is_first(a) - 2.0 * (at.is_led(a) and not mine[i])
        # a word for each word that has no link, and no more
        score -= 0.4 * max(0, strangers[j] - strangers[i] - lone)
        score += _edges(words, inside, (i, j))
        if score > best.score:
            best, chosen = Found(start, end, How.POSITION, score), (i, j)
    return Found(best.start, best.end, _how(found, inside, chosen), best.score)


def _candidates(words: Words, inside: range, taken: Set[int]) -> list[Range]:
    """Return the ranges of tokens that may hold a stretch; signs at an edge only as in it."""
    target, found = words.target, []
    opens = not words.source[inside.start].is_word
    closes = not words.source[inside.stop - 1].is_word
    longest = 3 * len(inside) + 4
    many = len(target) * min(longest, len(target)) > _MOST
    begin = words.position(words.source[inside.start].start)
    end = words.position(words.source[inside.stop - 1].end)
    for i in range(len(target)):
        if not (target[i].is_word or opens) or (many and abs(target[i].start - begin) > _AROUND):
            continue
        for j in range(i + 1, min(len(target), i + longest) + 1):
            if many and abs(target[j - 1].end - end) > _AROUND:
                continue
            if not taken.isdisjoint(range(target[j - 1].start, target[j - 1].end)):
                break
            if target[j - 1].is_word or closes:
                found.append((i, j))
    return found


def _edges(words: Words, inside: range, place: Range) -> float:
    """Return what speaks for a range at the beginning or end where the stretch is there."""
    begins, ends = (
        place[0] == 0,
        words.target_text[words.target[place[1] - 1].end :].strip() in ("", "."),
    )
    first = inside.start == 0
    last = words.source_text[words.source[inside.stop - 1].end :].strip() in ("", ".")
    return (
        0.8 * (first and begins)
        - 0.2 * (first != begins)
        + 0.6 * (last and ends)
        - 0.2 * (last != ends)
    )


def _how(found: Sequence[Link], inside: range, place: Range) -> How:
    if place == (0, 0):
        return How.DROPPED
    weights: dict[How, float] = {}
    for link in found:
        if link.source in inside and place[0] <= link.target < place[1]:
            weights[link.how] = weights.get(link.how, 0.0) + link.weight
    return max(weights, key=weights.__getitem__, default=How.POSITION)
