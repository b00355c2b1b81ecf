"""Two bare names aligned, and what the alignment is like in numbers."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.text.bare_names import BareName
from pipeline.text.distance import Distance, distance, shared_letters
from pipeline.text.name_parts import Part, part_of
from pipeline.text.rarity import common_surnames
from pipeline.text.short_forms import is_familiar_form, is_translated, variants_of

#: parts that differ by more than this share of their letters are two names
FARTHEST: Final = 0.5
#: a difference of less than this is one of writing, not of name
HEARD: Final = 0.25
#: differences that are hardly heard and keep two given names apart: Mari and Marie
_TOLD: Final = frozenset({frozenset({"", "e"}), frozenset({"i", "ie"})})
#: parts with less than this share of their letters in common are two names, where letters that
#: transliterations take for one another count as one
LEAST_SHARED: Final = 0.4
_CLASSES: Final = str.maketrans(
    dict.fromkeys("eiouyæøåäöüj", "a")
    | dict.fromkeys("cqgxh", "k")
    | dict.fromkeys("wfpb", "v")
    | dict.fromkeys("zc", "s")
    | {"d": "t", "c": "k"}
)
_FARM_ENDINGS: Final = frozenset({"e", "en", "n", "a"})
_ENDINGS: Final = frozenset({"sen", "son", "ssen", "sson", "søn"})
_VOWELS: Final = frozenset("aeiouyæøåäöüw")
#: what a name in a script without vowels differs by at most, and what that costs
_BARE_SHARE: Final = 0.1


class PartLikeness(NamedTuple):
    """How two bare parts relate, the share of letters that differ, and of what sort.

    ``letters`` counts the letters that no way to spell explains; ``attested`` says that both are
    known names that do not sound alike, ``slip`` that one is known and the other not, ``short``
    that they are short and differ, ``common`` that both are very common surnames and not
    two ways to spell one.
    """

    kind: str
    share: float
    letters: float = 0.0
    attested: bool = False
    slip: bool = False
    short: bool = False
    common: bool = False
    sexes: bool = False


_FAR: Final = PartLikeness("different", 1.0)


@lru_cache(maxsize=131072)
def bare_likeness(left: str, right: str) -> PartLikeness:
    """Return how two parts relate: equal, initial, near, familiar, translated or different."""
    if left == right:
        return PartLikeness("equal", 0.0)
    if min(len(left), len(right)) == 1:
        return PartLikeness("initial", 0.0) if left[0] == right[0] else _FAR
    if _is_abbreviated(left, right) or _is_abbreviated(right, left):
        return PartLikeness("initial", 0.0)
    one, other = variants_of(left), variants_of(right)
    if one and one == other:
        return PartLikeness("near", 0.04)
    if _has_article(left, other) or _has_article(right, one):
        return PartLikeness("near", 0.06)
    if is_familiar_form(left, right):
        return PartLikeness("familiar", 0.3)
    a, b = part_of(left), part_of(right)
    longest = max(len(left), len(right))
    if shared_letters(left.translate(_CLASSES), right.translate(_CLASSES)) >= LEAST_SHARED:
        found = distance(left, right, abroad=True)
        share = found.cost / longest
        if share <= FARTHEST and not (share > 0.1 and is_translated(left, right)):
            return PartLikeness(
                "near",
                share,
                letters=sum(s.cost for s in found.steps if s.cost >= 0.5),
                # "Hosseini" and "Hassani" are made of two names
                attested=bool(one and other) or _is_two_names(a, b, found),
                slip=(bool(a.sex) or a.is_surname) != (bool(b.sex) or b.is_surname),
                short=longest <= 4 and share > 0.1,
                common=_is_common(a, b, found),
                sexes={a.sex, b.sex} == {"male", "female"} or _is_hers(a, b) or _is_hers(b, a),
            )
    return PartLikeness("translated", 0.3) if is_translated(left, right) else _FAR


def _has_article(whole: str, variants: frozenset[str]) -> bool:
    """Return whether a part is one of some variants with the Arabic article before it.

    >>> _has_article("alhusein", frozenset({"husein", "hussein"}))
    True
    """
    return whole[:2] in ("al", "el") and whole[2:] in variants


def _is_hers(his: Part, hers: Part) -> bool:
    """Return whether a part is a man's name with an a, and no man's name itself: "Juana"."""
    return his.sex == "male" and hers.sex in ("", "female") and hers.low == f"{his.low}a"


def _is_two_names(a: Part, b: Part, found: Distance) -> bool:
    """Return whether both are names that people bear and that are told apart: "Mari", "Marie"."""
    known = (a.sex and b.sex) or (a.is_surname and b.is_surname)
    if (a.is_surname or b.is_surname) and _is_longer(a.low, b.low):
        return True
    if a.sound != b.sound:
        return bool(known) and any(s.cost >= HEARD for s in found.steps)
    given = bool(a.sex and b.sex)
    return given and any(frozenset((s.left, s.right)) in _TOLD for s in found.steps)


def _is_longer(left: str, right: str) -> bool:
    """Return whether one is the other with an ending that makes another farm's name of it.

    An e after a vowel is an old spelling and no ending.

    >>> _is_longer("myhr", "myhre"), _is_longer("haugen", "hauge"), _is_longer("mo", "moe")
    (True, True, False)
    """
    short, long = sorted((left, right), key=len)
    ending = long[len(short) :]
    old = ending == "e" and short[-1:] in _VOWELS
    return len(short) > 1 and long.startswith(short) and ending in _FARM_ENDINGS and not old


def _is_abbreviated(short: str, long: str) -> bool:
    """Return whether a part without a vowel is the beginning of another: "chr", "christian".

    >>> _is_abbreviated("chr", "christian"), _is_abbreviated("ole", "oleksandr")
    (True, False)
    """
    bare = not (_VOWELS | {"y"}) & {*short}
    return bare and 1 < len(short) < len(long) - 1 and long.startswith(short)


def _is_common(a: Part, b: Part, found: Distance) -> bool:
    """Return whether both are surnames, one that many bear: Hansen and Hanssen."""
    common = {a.low, b.low} & common_surnames()
    if len(common) == 2:
        return a.sound != b.sound or _is_doubled(found)
    return bool(common) and a.is_surname and b.is_surname and _is_doubled(found)


def _is_doubled(found: Distance) -> bool:
    """Return whether a consonant is single and double, or an ending another: Hansen, Hanssen."""
    return any(
        (step.kind == "doubled" and not {step.left[:1], step.right[:1]} & _VOWELS)
        or {step.left, step.right} <= _ENDINGS
        or (
            (len(step.left), len(step.right)) in ((1, 2), (2, 1))
            and step.left[:1] == step.right[:1] == step.left[-1:] == step.right[-1:]
            and step.left[:1] not in "aeiouy"
        )
        for step in found.steps
    )


def _without_vowels(part: str) -> str:
    bare = part[:1] + "".join(c for c in part[1:] if c not in _VOWELS and c not in "yh")
    return "".join(c for n, c in enumerate(bare) if bare[n - 1 : n] != c)


class Pairing(NamedTuple):
    """Which parts of two names go together: places on the left and right, and how they relate."""

    pairs: tuple[tuple[int, int, PartLikeness], ...]
    left: tuple[int, ...]
    right: tuple[int, ...]


def pair_up(a: BareName, b: BareName) -> Pairing:
    """Return the pairs of parts, the best first, each part in one pair at most."""
    vowels = a.vowels and b.vowels
    lefts, rights = set(range(len(a.parts))), set(range(len(b.parts)))
    pairs = _run_together(a.parts, b.parts, lefts, rights)
    turned = _run_together(b.parts, a.parts, rights, lefts)
    pairs += [(i, j, related) for j, i, related in turned]
    options = []
    for i in lefts:
        for j in rights:
            left, right = a.parts[i], b.parts[j]
            related = bare_likeness(left, right) if vowels else _by_consonants(left, right)
            if related.kind != "different":
                later = abs(i - j) + abs((len(a.parts) - i) - (len(b.parts) - j))
                is_initial = related.kind == "initial"
                options.append((is_initial, round(related.share, 2), later, i, j, related))
    options.sort(key=lambda option: option[:5])
    for *_, i, j, related in options:
        if i in lefts and j in rights:
            pairs.append((i, j, related))
            lefts.remove(i)
            rights.remove(j)
    return Pairing(tuple(pairs), tuple(sorted(lefts)), tuple(sorted(rights)))


def _by_consonants(left: str, right: str) -> PartLikeness:
    a, b = _without_vowels(left), _without_vowels(right)
    if a == b or (len(a) > 2 and distance(a, b, abroad=True).cost <= 0.2 * max(len(a), len(b))):
        return PartLikeness("near", _BARE_SHARE)
    return _FAR


def _run_together(
    apart: tuple[str, ...], whole: tuple[str, ...], lefts: set[int], rights: set[int]
) -> list[tuple[int, int, PartLikeness]]:
    """Pair two parts that stand side by side with one that is both: Jae Yong and Jaeyong."""
    found = []
    for i, k in pairwise(range(len(apart))):
        both = apart[i] + apart[k]
        if not {i, k} <= lefts or {apart[i], apart[k]} & set(whole):
            continue
        for j in sorted(rights):
            if abs(len(whole[j]) - len(both)) > 2:
                continue
            related = bare_likeness(both, whole[j])
            if related.kind in ("equal", "near") and related.share <= 0.12:
                found.append((i, j, related))
                lefts -= {i, k}
                rights.remove(j)
                break
    return found
