"""Two names of organisations compared word by word: what speaks for one, what against."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.records import Evidence
from pipeline.text.acronyms import abbreviates, is_short_form, stands_for
from pipeline.text.compare import NameComparison
from pipeline.text.differences import describe
from pipeline.text.distance import Distance, distance
from pipeline.text.folding import fold, squeeze
from pipeline.text.romanise import romanise

#: log-odds, argued: sharing a word that few names have, one that many have, and so on
SHARED, SHARED_COMMON, ACRONYM, SOLID = 2.6, 0.4, 3.0, 3.5
ONE_SIDED, ONE_SIDED_COMMON, TELLING, CONFLICT = -2.0, -0.6, -4.0, -4.0
NUMBERS, ORDER, LEGAL = -6.0, -0.2, -0.1
#: what two names say that share nothing that is looked at
PRIOR = Evidence(
    feature="prior",
    weight=-1.8,
    detail="most names are two organisations'",
    detail_nb="de fleste navn tilhører to organisasjoner",
    detail_nn="dei fleste namn høyrer til to organisasjonar",
)
#: words that differ by more than this share of their letters are two words
FARTHEST = 0.22
MOST_WORDS = 24

_DOTTED = re.compile(r"\b(?:[^\W\d_][./]){1,}[^\W\d_]\b\.?|(?<=\w)[./](?=\w)")
_NOT_WORDS = re.compile(r"[^\w]+|_")


@dataclass(frozen=True)
class _Table:
    """The words of ``organisation_names.toml``."""

    legal: frozenset[str]
    small: frozenset[str]
    telling: frozenset[str]
    common: frozenset[str]
    short: Mapping[str, tuple[str, ...]]
    same: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """The words that count of an organisation's name, its legal form, its numbers."""

    words: tuple[str, ...]
    legal: frozenset[str]
    numbers: tuple[str, ...]

    @property
    def solid(self) -> str:
        """The words run together."""
        return "".join(self.words)


@cache
def _table() -> _Table:
    path = files("pipeline.text") / "data" / "organisation_names.toml"
    table = tomllib.loads(path.read_text("utf-8"))
    same: dict[str, frozenset[str]] = {}
    for group in table["same"]["groups"]:
        for word in group:
            same[word] = same.get(word, frozenset()) | frozenset(group)
    return _Table(
        legal=frozenset(table["legal"]),
        small=frozenset(table["small"]),
        telling=frozenset(table["telling"]),
        common=frozenset(table["common"]),
        short={short: tuple(long.split()) for short, long in table["short"].items()},
        same=same,
    )


@lru_cache(maxsize=32768)
def organisation_name(name: str) -> OrganisationName:
    """Return the words of a name that count.

    >>> organisation_name("Hansen & Dahl A/S").words, organisation_name("Rosner L.L.C.").legal
    (('hansen', 'dahl'), frozenset({'llc'}))
    """
    table = _table()
    text = _DOTTED.sub(lambda match: re.sub(r"[./]", "", match.group()), name.casefold())
    words = [word for word in _NOT_WORDS.sub(" ", _latin(text)).split() if word][: 2 * MOST_WORDS]
    legal = frozenset(word for word in words[1:] if word in table.legal)
    kept: list[str] = []
    for number, word in enumerate(words):
        if (word in table.legal and number) or word in table.small:
            continue
        kept += table.short.get(word, (word,)) if len(words) > 1 else (word,)
    return OrganisationName(
        words=tuple(kept[:MOST_WORDS]) or tuple(words[:MOST_WORDS]),
        legal=legal,
        numbers=tuple(word for word in kept if word.isdigit()),
    )


def _latin(text: str) -> str:
    """Return Latin letters for other scripts; Latin letters keep their accents."""
    return text if all(ord(c) < 0x250 for c in text) else romanise(text)


def compare_organisations(left: str, right: str) -> NameComparison:
    """Return what two names say about being one organisation's.

    >>> compare_organisations("Kongsberg Gruppen ASA", "Kongsberg Gruppen").near
    True
    >>> compare_organisations("USN", "Universitetet i Sørøst-Norge").near
    True
    >>> compare_organisations("Universitetet i Oslo", "Universitetet i Bergen").near
    False
    """
    if left > right:  # one order for both directions, so that ties break alike
        return _turned(compare_organisations(right, left), left, right)
    a, b = organisation_name(left), organisation_name(right)
    if not a.words or not b.words:
        return NameComparison((), CONFLICT, 9.0, equal=False, near=False, left=left, right=right)
    evidence, cost = _whole_name(left, right, a, b) or _word_by_word(a, b)
    evidence = (PRIOR, *evidence)
    weight = round(sum(e.weight for e in evidence), 2)
    probability = 1 / (1 + math.exp(-weight))
    equal = squeeze(left).casefold() == squeeze(right).casefold()
    return NameComparison(
        evidence,
        weight,
        round(cost, 2),
        equal=equal,
        near=equal or probability >= 0.5,
        left=left,
        right=right,
        chance=1.0 if equal else probability,
    )


def _turned(found: NameComparison, left: str, right: str) -> NameComparison:
    evidence = tuple(
        e.model_copy(update={"left": e.right, "right": e.left}) for e in found.evidence
    )
    return NameComparison(
        evidence,
        found.weight,
        found.cost,
        equal=found.equal,
        near=found.near,
        left=left,
        right=right,
        chance=found.chance,
    )


def _whole_name(
    left: str, right: str, a: OrganisationName, b: OrganisationName
) -> tuple[tuple[Evidence, ...], float] | None:
    """Return what the names as wholes say: one an acronym of the other, or the same letters."""
    for short, long in ((left, right), (right, left)):
        if is_short_form(short) and not is_short_form(long) and stands_for(short, long):
            words = (f"{short} stands for “{long}”", *2 * (f"{short} står for «{long}»",))
            return (_said("acronym", ACRONYM, words, (left, right)),), 0.0
    if _initials(left, right):
        words = (
            "one is the first letters of the other",
            "det ene er forbokstavene i det andre",
            "det eine er førebokstavane i det andre",
        )
        return (_said("acronym", ACRONYM, words, (left, right)),), 0.0
    if fold(a.solid) == fold(b.solid):
        words = "the same letters", "de samme bokstavene", "dei same bokstavane"
        evidence = [_said("words", SOLID, words, (left, right)), *_legal(a, b)]
        return tuple(evidence), 0.0
    if abbreviates(left, right) or abbreviates(right, left):
        words = (
            "words of one are cut short in the other",
            "ord i det ene er forkortet",
            "ord i det eine er forkorta",
        )
        return (_said("abbreviation", ACRONYM, words, (left, right)),), 0.0
    return None


def _initials(left: str, right: str) -> bool:
    """Return whether one is the first letters of the other, small words or signs between them."""
    for short, long in ((left, right), (right, left)):
        letters = [c.casefold() for c in short if c.isalpha()]
        words = _NOT_WORDS.sub(" ", long).casefold().split()
        if not 2 <= len(letters) <= 6 or not short.isupper() or len(words) < 2:
            continue
        kept = [w[0] for w in words if w not in _table().small]
        if letters in (kept, [w[0] for w in words]):
            return True
    return False


def _word_by_word(a: OrganisationName, b: OrganisationName) -> tuple[tuple[Evidence, ...], float]:
    table = _table()
    evidence: list[Evidence] = []
    options = sorted(
        (found.cost / max(len(x), len(y)), abs(i - j), i, j)
        for i, x in enumerate(a.words)
        for j, y in enumerate(b.words)
        if (found := _word_distance(x, y)) is not None
    )
    lefts, rights = set(range(len(a.words))), set(range(len(b.words)))
    order, cost = [], 0.0
    for _, _, i, j in options:
        if i in lefts and j in rights:
            lefts.remove(i)
            rights.remove(j)
            order.append((i, j))
            found = _word_distance(a.words[i], b.words[j]) or Distance(0.0, ())
            cost += found.cost
            evidence.append(_shared(a.words[i], b.words[j], found))
    alone = [(a.words[i], "", b) for i in sorted(lefts)]
    alone += [("", b.words[j], a) for j in sorted(rights)]
    both = bool(lefts) and bool(rights)
    counted = [x or y for x, y, _ in alone if (x or y) not in table.common]
    conflict = both and (
        any(a.words[i] not in table.common for i in lefts)
        or any(b.words[j] not in table.common for j in rights)
    )
    for x, y, _ in alone:
        evidence.append(_alone(x, y, conflict=conflict, many=len(counted) > 1))
    if sorted(a.numbers) != sorted(b.numbers):
        words = "the numbers differ", "tallene er ulike", "tala er ulike"
        sides = (" ".join(a.numbers), " ".join(b.numbers))
        evidence.append(_said("numbers", NUMBERS, words, sides))
    if [j for _, j in sorted(order)] != sorted(j for _, j in order):
        words = (
            "the words stand in another order",
            "ordene står i en annen rekkefølge",
            "orda står i ei anna rekkjefølgje",
        )
        evidence.append(_said("word order", ORDER, words, (" ".join(a.words), " ".join(b.words))))
    return (*evidence, *_legal(a, b)), cost + 2.0 * max(len(lefts), len(rights))


@lru_cache(maxsize=65536)
def _word_distance(left: str, right: str) -> Distance | None:
    """Return how far two words are apart, ``None`` if they are two words."""
    if left == right or right in _table().same.get(left, ()):
        return Distance(0.0, ())
    if left.isdigit() or right.isdigit() or {left, right} <= _table().telling:
        return None
    longer, shorter = max(left, right, key=len), min(left, right, key=len)
    if len(shorter) > 3 and longer in {shorter + end for end in ("s", "en", "et", "a", "e")}:
        return Distance(0.2, ())
    if abs(len(left) - len(right)) > 2 or left[0] != right[0]:
        found = distance(left, right, abroad=True)
        return found if found.cost <= 0.1 * len(longer) else None
    found = distance(left, right, abroad=True)
    return found if found.cost <= FARTHEST * len(longer) and len(shorter) > 2 else None


def _shared(left: str, right: str, found: Distance) -> Evidence:
    common = left in _table().common or right in _table().common
    weight = (SHARED_COMMON if common else SHARED) - 1.6 * found.cost
    if found.steps:
        words = (
            f"“{left}” / “{right}”: {describe(found)}",
            f"«{left}» / «{right}»: {describe(found, 'nb')}",
            f"«{left}» / «{right}»: {describe(found, 'nn')}",
        )
    else:
        words = (f"“{left}” in both", *2 * (f"«{left}» i begge",))
    return _said("word", max(weight, 0.0), words, (left, right))


def _alone(left: str, right: str, *, conflict: bool, many: bool) -> Evidence:
    word = left or right
    words = (
        f"“{word}” stands in one of them only",
        f"«{word}» står bare i det ene",
        f"«{word}» står berre i det eine",
    )
    if word in _table().telling:
        weight = TELLING
    elif word in _table().common:
        weight = ONE_SIDED_COMMON
    else:
        weight = CONFLICT / 2 if conflict else ONE_SIDED * (0.9 if many else 1.0)
    return _said("word", weight, words, (left, right))


def _legal(a: OrganisationName, b: OrganisationName) -> list[Evidence]:
    if a.legal == b.legal:
        return []
    words = (
        "the legal forms differ",
        "organisasjonsformene er ulike",
        "organisasjonsformene er ulike",
    )
    sides = (" ".join(sorted(a.legal)), " ".join(sorted(b.legal)))
    return [_said("legal form", LEGAL, words, sides)]


def _said(
    feature: str, weight: float, words: tuple[str, str, str], sides: tuple[str, str]
) -> Evidence:
    return Evidence(
        feature=feature,
        weight=round(weight, 2),
        detail=words[0],
        detail_nb=words[1],
        detail_nn=words[2],
        left=sides[0],
        right=sides[1],
    )
