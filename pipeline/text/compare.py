"""Two names of persons compared part by part: what speaks for one person, what against."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pipeline.records import Evidence
from pipeline.text.differences import describe
from pipeline.text.name_parts import NameForm, NameParts, name_form, part_of, split_name
from pipeline.text.part_pairs import (
    DIFFERENT,
    EQUAL_GIVEN,
    EQUAL_SURNAME,
    INITIAL,
    MISSING,
    NEAR,
    PartEvidence,
    compare_parts,
    likeness,
)
from pipeline.text.same_person import same_person
from pipeline.text.whole_names import COMMA, ENTITIES, GENERATIONS, GLUED, HYPHEN, ORDER, QUOTED

if TYPE_CHECKING:
    from pipeline.text.rarity import Rarity

__all__ = [
    "DIFFERENT",
    "EQUAL_GIVEN",
    "EQUAL_SURNAME",
    "INITIAL",
    "MISSING",
    "NEAR",
    "NameComparison",
    "NameParts",
    "compare_names",
    "describe",
    "split_name",
]

#: a name of more parts than this is no person's name, and is not taken apart
MOST_PARTS: Final = 24
_GAP, _APART = 0.55, 1.05
#: letters of a name that may be parted in two ways
_PARTED = 9
#: names that share no part are near where they differ no more than by ways to spell
_SPELT = 0.7

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class NameComparison:
    """The evidence, its sum in log-odds, and the sum of letter costs.

    ``equal`` says that the names are the same but for case, nicknames and initials; ``near`` that
    every part has its like and the names could be one name spelt in two ways. ``weight`` is meant
    for names of one article, where more is known; ``probability`` for two names and nothing else.
    """

    evidence: tuple[Evidence, ...]
    weight: float
    cost: float
    equal: bool
    near: bool
    left: str = field(default="", repr=False, compare=False)
    right: str = field(default="", repr=False, compare=False)
    chance: float | None = field(default=None, repr=False, compare=False)

    @cached_property
    def probability(self) -> float:
        """The probability that the two names, without any context, are one's."""
        return same_person(self.left, self.right) if self.chance is None else self.chance


def compare_names(left: str, right: str, rarity: Rarity | None = None) -> NameComparison:
    """Return what two names say about being one person's.

    Args:
        left: a name as written.
        right: another one.
        rarity: how rare parts of names are; with it, sharing a rare surname weighs more.

    >>> compare_names("Olaf Halland Graven", "Olaf Hallan Graven").near
    True
    >>> compare_names("Frode Aursand", "Fredrik Aursand").near
    False
    >>> compare_names("Kari O. Lie", "Kari Olsen Lie").equal
    True
    """
    a, b = name_form(left), name_form(right)
    if not a.parts or not b.parts or max(len(a.parts), len(b.parts)) > MOST_PARTS:
        return _whole(left, right, (a, b))
    best = _best_order(a, b)
    if not best.near and (a.nicknames or b.nicknames):
        best = _with_nicknames(a, b, best)
    found = _finish(best, (a, b), rarity)
    return NameComparison(
        found.evidence, found.weight, found.cost, found.equal, found.near, left, right
    )


def _whole(left: str, right: str, forms: tuple[NameForm, NameForm]) -> NameComparison:
    """Compare names that have no parts, or more than a person's name has."""
    if all(form.parts for form in forms) and left.casefold() == right.casefold():
        evidence = compare_parts(left, right, "surname").evidence
        weight = evidence.weight
        return NameComparison(
            (evidence,), weight, 0.0, equal=True, near=True, left=left, right=right
        )
    return NameComparison((), DIFFERENT, 9.0, equal=False, near=False, left=left, right=right)


def _best_order(a: NameForm, b: NameForm) -> NameComparison:
    """Compare as written, and where that does not fit with the surname first on one side."""
    straight = _score(_align(a.parts, b.parts))
    if len(a.parts) < 2 or len(b.parts) < 2 or straight.near:
        return straight
    first_a, first_b = a.parts[0], b.parts[0]
    options = []
    if _may_be_one(first_a, b.parts[-1]):  # the surname first on the left
        options.append(_align((*a.parts[1:], first_a), b.parts))
    if _may_be_one(a.parts[-1], first_b):  # or on the right
        options.append(_align(a.parts, (*b.parts[1:], first_b)))
    if sorted(map(str.casefold, a.parts)) == sorted(map(str.casefold, b.parts)):
        options.append([(part, part) for part in a.parts])  # "Abdi Hassan", "Hassan Abdi"
    turned = max(
        [*(_score(pairs, ORDER) for pairs in options), *_run_together(a, b)],
        key=lambda s: (s.near, s.weight, -s.cost),
        default=straight,
    )
    return turned if turned.near and turned.weight > straight.weight else straight


def _run_together(a: NameForm, b: NameForm) -> list[NameComparison]:
    """Compare two names that have the same letters, but parted in two ways: "Svein-Roald".

    It must be a name of more letters than the shortest: "An Na" is not "Anna".
    """
    one, other = ("".join(form.parts).casefold() for form in (a, b))
    if one != other or len(a.parts) == len(b.parts) or len(one) < _PARTED:
        return []
    longer = max(a.parts, b.parts, key=len)
    return [_score([(part, part) for part in longer], GLUED)]


def _may_be_one(left: str, right: str) -> bool:
    return likeness(left, right).kind != "different"


def _with_nicknames(a: NameForm, b: NameForm, otherwise: NameComparison) -> NameComparison:
    """Compare with a quoted nickname in the place of the given names."""
    options = [
        _score(_align((nickname, *one.parts[-1:]), other.parts), QUOTED)
        for one, other in ((a, b), (b, a))
        for nickname in one.nicknames[:2]
    ]
    best = max(options, key=lambda s: (s.near, s.weight, -s.cost))
    return best if best.near else otherwise


def _finish(
    found: NameComparison, forms: tuple[NameForm, NameForm], rarity: Rarity | None
) -> NameComparison:
    """Add what the names as wholes say: hyphens, commas, codes, generations, rarity."""
    a, b = forms
    besides: list[Evidence] = []
    spelt_out = not any(part_of(part).is_initial for part in (*a.parts, *b.parts))
    if found.near and a.hyphens != b.hyphens and len(a.parts) == len(b.parts) and spelt_out:
        besides.append(HYPHEN)
    if a.turned != b.turned:
        besides.append(COMMA)
    if a.damaged != b.damaged:
        besides.append(ENTITIES)
    if a.glued != b.glued:
        besides.append(GLUED)
    equal, near = found.equal and not besides, found.near
    if a.generation and b.generation and a.generation != b.generation:
        besides.append(GENERATIONS)
        equal = near = False
    if rarity is not None and near:
        besides += rarity.evidence(found.evidence)
    if not besides:
        return found
    evidence = (*found.evidence, *besides)
    total = round(sum(e.weight for e in evidence), 2)
    return NameComparison(evidence, total, found.cost, equal=equal, near=near)


def _align(a: tuple[str, ...], b: tuple[str, ...]) -> Pairs:
    """Return the parts in pairs, an empty string where one side lacks a part."""
    if len(a) == len(b):
        gaps = [_gap(left, right) for left, right in zip(a, b, strict=True)]
        if sum(gaps) < 2 * _GAP:  # leaving a part out on either side costs more
            return list(zip(a, b, strict=True))
    if a > b:  # one order for both directions, so that ties break alike
        return [(left, right) for right, left in _align_gaps(b, a)]
    return _align_gaps(a, b)


def _align_gaps(a: tuple[str, ...], b: tuple[str, ...]) -> Pairs:
    rows, columns = len(a), len(b)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    back: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(rows + 1):
        for j in range(columns + 1):
            options = []
            if i and j:
                options.append((best[i - 1][j - 1] + _gap(a[i - 1], b[j - 1]), i - 1, j - 1))
            if i:
                options.append((best[i - 1][j] + _GAP, i - 1, j))
            if j:
                options.append((best[i][j - 1] + _GAP, i, j - 1))
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
    related = likeness(a, b)
    if related.kind == "initial":
        return 0.1
    if related.kind == "nickname":
        return 0.35
    return related.share if related.kind != "different" else _APART


def _positions(pairs: Pairs) -> list[str]:
    """Return what each pair is; a surname that only one has after a shared one is "extra"."""
    positions = ["given"] * len(pairs)
    positions[-1] = "surname"
    a, b = pairs[-1]
    if len(pairs) > 2 and not (a and b) and all(pairs[-2]) and all(pairs[0]):
        related = likeness(*pairs[-2])
        if related.kind == "equal" and not part_of(a or b).is_initial:
            positions[-2:] = ["surname", "extra"]
    return positions


def _score(pairs: Pairs, besides: Evidence | None = None) -> NameComparison:
    """Return the sum over aligned parts; ``besides`` is a difference of the names as wholes."""
    found: list[PartEvidence] = [
        compare_parts(a, b, position)
        for (a, b), position in zip(pairs, _positions(pairs), strict=True)
    ]
    verdicts = {part.verdict for part in found}
    evidence = tuple(part.evidence for part in found) + ((besides,) if besides else ())
    cost = sum(part.cost for part in found)
    # a part that only the left has beside one that only the right has are two names
    lacks = any(not a for a, _ in pairs) and any(not b for _, b in pairs)
    shared = any(e.weight > 1.0 for e in evidence) or cost <= (1.0 if len(pairs) == 1 else _SPELT)
    return NameComparison(
        evidence,
        round(sum(e.weight for e in evidence), 2),
        round(cost, 2),
        equal=besides is None and verdicts == {"equal"},
        near="different" not in verdicts and not lacks and shared,
    )
