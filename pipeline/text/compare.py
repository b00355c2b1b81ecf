"""Two names of persons compared part by part: what speaks for one person, what against."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.records import Evidence
from pipeline.text import tables
from pipeline.text.distance import Distance, distance
from pipeline.text.folding import fold, squeeze
from pipeline.text.tokens import PARTICLES, is_given_name

#: log-odds that two names are one person's, from what their parts say; argued, not learnt
EQUAL_SURNAME, EQUAL_GIVEN, INITIAL = 2.5, 1.5, 0.5
DIFFERENT, MISSING, SWAPPED_ORDER = -4.0, -0.4, -0.7
#: a part may differ by this share of its letters (in costs of ``distance``) and be one name
NEAR = 0.3

_NICKNAME = re.compile(r"(?<!\w)[«\"“„'‘’(][^«»\"“”„'’()]+[»\"”“'’)](?!\w)")
_WORDS = {
    "letter": "another letter",
    "accent": "an accent",
    "spelling": "two ways to spell one sound",
    "doubled": "a letter single and double",
    "silent": "a letter that is not heard",
    "dropped": "a letter missing",
    "hyphen": "a hyphen or space",
    "swapped": "two letters swapped",
}


@dataclass(frozen=True)
class NameParts:
    """A person's name in parts, in order; nicknames in quotes are no part of it."""

    parts: tuple[str, ...]

    @property
    def surname(self) -> str:
        """The last part."""
        return self.parts[-1] if self.parts else ""

    @property
    def is_full(self) -> bool:
        """Whether there is more than a surname (particles aside)."""
        return len([p for p in self.parts if p.casefold() not in PARTICLES]) > 1


@dataclass(frozen=True)
class NameComparison:
    """The evidence, its sum in log-odds, and the sum of letter costs.

    ``equal`` says that the names are the same but for case, nicknames and initials; ``near`` that
    every part has its like and the names could be one name spelt in two ways.
    """

    evidence: tuple[Evidence, ...]
    weight: float
    cost: float
    equal: bool
    near: bool


def split_name(name: str) -> NameParts:
    """Return the parts of a name.

    >>> split_name('Stig "Stikka" von Krogh-Olaussen').parts
    ('Stig', 'von', 'Krogh-Olaussen')
    """
    bare = _NICKNAME.sub(" ", unicodedata.normalize("NFC", name))
    parts = (part.strip(",;:") for part in squeeze(bare).split())
    return NameParts(tuple(part for part in parts if any(c.isalnum() for c in part)))


def _is_initial(part: str) -> bool:
    return (len(part.replace(".", "")) <= 2 and part.endswith(".")) or len(part) == 1


def _join(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts with the halves of hyphenated names apart and particles joined on."""
    joined: list[str] = []
    for part in (half for whole in parts for half in whole.split("-") if half):
        if joined and joined[-1].split()[-1].casefold() in PARTICLES:
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return tuple(joined)


def compare_names(left: str, right: str) -> NameComparison:
    """Return what two names say about being one person's.

    >>> compare_names("Olaf Halland Graven", "Olaf Hallan Graven").near
    True
    >>> compare_names("Frode Aursand", "Fredrik Aursand").near
    False
    >>> compare_names("Kari O. Lie", "Kari Olsen Lie").equal
    True
    """
    a, b = _join(split_name(left).parts), _join(split_name(right).parts)
    if not a or not b:
        return NameComparison((), DIFFERENT, 9.0, equal=False, near=False)
    straight = _score(_align(a, b))
    if len(a) > 1 and len(b) > 1 and not straight.near:
        # the surname first on the left, or on the right
        pairs = (_align((*a[1:], a[0]), b), _align(a, (*b[1:], b[0])))
        turned = max((_score(p, _ORDER) for p in pairs), key=lambda s: (s.near, s.weight, -s.cost))
        if turned.near and turned.weight > straight.weight:
            return turned
    if straight.near and _hyphens(left) != _hyphens(right) and len(a) == len(b):
        return _score(_align(a, b), _HYPHEN)
    return straight


_ORDER = Evidence(
    feature="name order", weight=SWAPPED_ORDER, detail="the parts stand in another order"
)
_HYPHEN = Evidence(feature="hyphen", weight=-0.1, detail="with and without a hyphen")


def _hyphens(name: str) -> list[int]:
    """Return the hyphens of each part of a name."""
    return [part.count("-") for part in split_name(name).parts]


def _align(a: tuple[str, ...], b: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the parts in pairs, an empty string where one side lacks a part."""
    if a > b:  # one order for both directions, so that ties break alike
        return [(left, right) for right, left in _align(b, a)]
    rows, columns = len(a), len(b)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    back: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(rows + 1):
        for j in range(columns + 1):
            options = []
            if i and j:
                options.append((best[i - 1][j - 1] + _gap(a[i - 1], b[j - 1]), i - 1, j - 1))
            if i:
                options.append((best[i - 1][j] + 0.55, i - 1, j))
            if j:
                options.append((best[i][j - 1] + 0.55, i, j - 1))
            if options:
                cost, x, y = min(options)
                best[i][j], back[i, j] = cost, (x, y)
    pairs, i, j = [], rows, columns
    while i or j:
        x, y = back[i, j]
        pairs.append((a[x] if x < i else "", b[y] if y < j else ""))
        i, j = x, y
    return list(reversed(pairs))


def _gap(a: str, b: str) -> float:
    if _initials_agree(a, b):
        return 0.1
    share = distance(a, b).cost / max(len(a), len(b))
    return share if share <= NEAR else 1.0 + share


def _initials_agree(a: str, b: str) -> bool:
    if not (_is_initial(a) or _is_initial(b)):
        return False
    return fold(a)[:1] == fold(b)[:1]


def _score(pairs: list[tuple[str, str]], besides: Evidence | None = None) -> NameComparison:
    """Return the sum over aligned parts; ``besides`` is a difference of the names as wholes."""
    evidence: list[Evidence] = []
    cost, equal = 0.0, besides is None
    # a part that only the left has beside one that only the right has are two names
    near = not (any(not a for a, _ in pairs) and any(not b for _, b in pairs))
    last = len(pairs) - 1
    for number, (a, b) in enumerate(pairs):
        weight, detail, step_cost, verdict = _compare_part(a, b, is_surname=number == last)
        cost += step_cost
        equal = equal and verdict == "equal"
        near = near and verdict != "different"
        evidence.append(
            Evidence(feature="name part", weight=round(weight, 2), detail=detail, left=a, right=b)
        )
    if besides is not None:
        evidence.append(besides)
    shared = sum(e.weight > 1.0 for e in evidence)
    near = near and (shared > 0 or (len(pairs) == 1 and cost <= 1.0))
    total = sum(e.weight for e in evidence)
    return NameComparison(tuple(evidence), round(total, 2), round(cost, 2), equal=equal, near=near)


def _is_genitive(a: str, b: str) -> bool:
    """Return whether a surname is the other with the s of a genitive, and not a name of its own."""
    short, long = sorted((a.casefold(), b.casefold()), key=len)
    return long == f"{short}s" and len(short) > 3 and long not in tables.surnames()


def _compare_part(a: str, b: str, *, is_surname: bool) -> tuple[float, str, float, str]:
    """Return weight, words, letter cost and a verdict (equal, near, missing, different)."""
    full = EQUAL_SURNAME if is_surname else EQUAL_GIVEN
    if not a or not b:
        if is_surname:
            return DIFFERENT, f"“{a or b}” stands in one of them only", 2.0, "different"
        if _is_initial(a or b):
            return 0.0, f"the initial {a or b} stands in one of them only", 0.0, "equal"
        return MISSING, f"the middle name {a or b} stands in one of them only", 0.6, "missing"
    if a.casefold() == b.casefold() or (is_surname and _is_genitive(a, b)):
        return full, f"“{a}” in both", 0.0, "equal"
    if _initials_agree(a, b):
        return INITIAL, f"{a} and {b} begin alike", 0.0, "equal"
    found = distance(a, b)
    if found.cost / max(len(a), len(b)) > NEAR or _is_initial(a) or _is_initial(b):
        return DIFFERENT, f"“{a}” and “{b}” are different names", found.cost, "different"
    if found.cost >= 0.4 and not is_surname and _of_two_sexes(a, b):
        return DIFFERENT, f"“{a}” and “{b}” are a woman's and a man's name", found.cost, "different"
    share = found.cost / max(len(a), len(b))
    weight = max(full * 0.7 - 1.4 * found.cost - 4 * share, -2.0)
    if found.cost >= 0.4 and is_given_name(a) and is_given_name(b):
        weight = min(weight, -1.5)  # "Ole" and "Ola": two names that people bear
    return weight, f"“{a}” / “{b}”: {describe(found)}", found.cost, "near"


def _of_two_sexes(a: str, b: str) -> bool:
    names = tables.given_names()
    sexes = {names.get(word.casefold()) or names.get(fold(word)) for word in (a, b)}
    return sexes == {"female", "male"}


def describe(found: Distance) -> str:
    """Return in words in what two spellings differ.

    >>> describe(distance("Aasen", "Åsen"))
    'aa/å (two ways to spell one sound)'
    """
    words = []
    for step in found.steps:
        letters = f"{step.left or '–'}/{step.right or '–'}"
        words.append(f"{letters} ({_WORDS[step.kind]})")
    return ", ".join(words)
