"""Two parts of names compared: whether they can be one, and what their difference weighs."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.records import Evidence
from pipeline.text import tables
from pipeline.text.differences import describe
from pipeline.text.distance import Distance, distance, shared_letters
from pipeline.text.name_parts import Part, part_of
from pipeline.text.short_forms import is_nickname, is_variant

#: log-odds that two names are one person's, from what their parts say; argued, not learnt
EQUAL_SURNAME, EQUAL_GIVEN, INITIAL, NICKNAME = 2.5, 1.5, 0.5, 0.3
DIFFERENT, MISSING, MARRIED = -4.0, -0.4, -1.5
#: a part may differ by this share of its letters (in costs of ``distance``) and be one name
NEAR: Final = 0.3
#: two attested names that do not sound alike are two names more often than one misspelt
BOTH_ATTESTED: Final = 0.7

#: parts whose sounds have less than this share of their letters in common are two names
LEAST_SHARED: Final = 0.5

FAR: Final = Distance(9.0, ())
NAME_PART: Final = "name part"
_OWN_GIVEN: Final = (
    "both are given names of their own",
    "begge er egne fornavn",
    "begge er eigne førenamn",
)
_OWN_SURNAME: Final = (
    "both are surnames of their own",
    "begge er egne etternavn",
    "begge er eigne etternamn",
)

#: a sentence in English, Bokmål and Nynorsk
Words = tuple[str, str, str]


class Likeness(NamedTuple):
    """How two parts of names relate: equal, initial, near, nickname or different."""

    kind: str
    found: Distance
    share: float


class PartEvidence(NamedTuple):
    """The evidence of two aligned parts, their letter cost and a verdict.

    The verdict is equal, near, missing or different.
    """

    evidence: Evidence
    cost: float
    verdict: str


@lru_cache(maxsize=131072)
def likeness(left: str, right: str) -> Likeness:
    """Return how two parts relate; costs of parts that are far apart are not worked out."""
    a, b = part_of(left), part_of(right)
    if a.low == b.low:
        return Likeness("equal", Distance(0.0, ()), 0.0)
    if a.is_initial or b.is_initial:
        return Likeness("initial" if a.plain[:1] == b.plain[:1] else "different", FAR, 1.0)
    if _is_shortened(a, b) or _is_shortened(b, a):
        return Likeness("initial", FAR, 1.0)
    longest = max(len(left), len(right))
    kind = "nickname" if is_nickname(left, right) else ""
    if a.sound == b.sound or shared_letters(a.sound, b.sound) >= LEAST_SHARED:
        found = distance(left, right)
        share = found.cost / longest
        if share <= NEAR:
            return Likeness(kind or "near", found, share)
    return Likeness(kind or "different", FAR, 1.0)


def _is_shortened(short: Part, long: Part) -> bool:
    """Return whether a part with a full stop is short for another: "Chr.", "Johs."."""
    if not short.text.endswith(".") or len(long.plain) <= len(short.plain):
        return False
    return long.plain.startswith(short.plain) or is_nickname(short.plain, long.plain)


@lru_cache(maxsize=65536)
def compare_parts(left: str, right: str, position: str) -> PartEvidence:
    """Return what two aligned parts say; one of them may be empty.

    Args:
        left: a part of the left name, or an empty string.
        right: a part of the right name, or an empty string.
        position: "given", "surname", or "extra" for a surname that only one name has after all
            that they share.
    """
    if not left or not right:
        return _one_sided(left, right, position)
    full = EQUAL_SURNAME if position == "surname" else EQUAL_GIVEN
    related = likeness(left, right)
    if related.kind == "equal" or (position == "surname" and _is_genitive(left, right)):
        return _said(left, right, full, (f"“{left}” in both", *2 * (f"«{left}» i begge",)), "equal")
    if related.kind == "initial":
        words = (
            f"{left} and {right} begin alike",
            f"{left} og {right} begynner likt",
            f"{left} og {right} byrjar likt",
        )
        return _said(left, right, INITIAL, words, "equal")
    if related.kind == "nickname" and position != "surname":
        words = (
            f"“{left}” and “{right}”: one is a short form of the other",
            f"«{left}» og «{right}»: det ene er en kortform av det andre",
            f"«{left}» og «{right}»: det eine er ei kortform av det andre",
        )
        return PartEvidence(_evidence(left, right, NICKNAME, words), 0.6, "near")
    if related.found is FAR:
        words = (
            f"“{left}” and “{right}” are different names",
            f"«{left}» og «{right}» er ulike navn",
            f"«{left}» og «{right}» er ulike namn",
        )
        return PartEvidence(_evidence(left, right, DIFFERENT, words), FAR.cost, "different")
    return _near(part_of(left), part_of(right), related, full)


def _near(a: Part, b: Part, related: Likeness, full: float) -> PartEvidence:
    found = related.found
    if found.cost >= 0.4 and full == EQUAL_GIVEN and {a.sex, b.sex} == {"female", "male"}:
        words = (
            f"“{a.text}” and “{b.text}” are a woman's and a man's name",
            f"«{a.text}» og «{b.text}» er et kvinnenavn og et mannsnavn",
            f"«{a.text}» og «{b.text}» er eit kvinnenamn og eit mannsnamn",
        )
        return PartEvidence(_evidence(a.text, b.text, DIFFERENT, words), found.cost, "different")
    weight = max(full * 0.7 - 1.4 * found.cost - 4 * related.share, -2.0)
    both = f"«{a.text}» / «{b.text}»"
    told = [
        f"“{a.text}” / “{b.text}”: {describe(found)}",
        f"{both}: {describe(found, 'nb')}",
        f"{both}: {describe(found, 'nn')}",
    ]
    two_names = a.is_given and b.is_given and not is_variant(a.text, b.text)
    if found.cost >= 0.4 and two_names:
        weight = min(weight, -1.5)  # "Ole" and "Ola": two names that people bear
        told = [f"{said}; {own}" for said, own in zip(told, _OWN_GIVEN, strict=True)]
    elif full == EQUAL_SURNAME and a.is_surname and b.is_surname and a.sound != b.sound:
        weight -= BOTH_ATTESTED
        told = [f"{said}; {own}" for said, own in zip(told, _OWN_SURNAME, strict=True)]
    english, bokmaal, nynorsk = told
    evidence = _evidence(a.text, b.text, weight, (english, bokmaal, nynorsk))
    return PartEvidence(evidence, found.cost, "near")


def _one_sided(left: str, right: str, position: str) -> PartEvidence:
    part = left or right
    if position == "surname":
        words = (
            f"“{part}” stands in one of them only",
            f"«{part}» står bare i det ene",
            f"«{part}» står berre i det eine",
        )
        return PartEvidence(_evidence(left, right, DIFFERENT, words), 2.0, "different")
    if position == "extra":
        words = (
            f"the surname {part} stands in one of them only, after all that they share",
            f"etternavnet {part} står bare i det ene, etter alt de har felles",
            f"etternamnet {part} står berre i det eine, etter alt dei har felles",
        )
        return PartEvidence(_evidence(left, right, MARRIED, words), 0.6, "missing")
    if part_of(part).is_initial:
        words = (
            f"the initial {part} stands in one of them only",
            f"initialen {part} står bare i det ene",
            f"initialen {part} står berre i det eine",
        )
        return _said(left, right, 0.0, words, "equal")
    words = (
        f"the middle name {part} stands in one of them only",
        f"mellomnavnet {part} står bare i det ene",
        f"mellomnamnet {part} står berre i det eine",
    )
    return PartEvidence(_evidence(left, right, MISSING, words), 0.6, "missing")


def _said(left: str, right: str, weight: float, words: Words, verdict: str) -> PartEvidence:
    return PartEvidence(_evidence(left, right, weight, words), 0.0, verdict)


def _evidence(left: str, right: str, weight: float, words: Words) -> Evidence:
    return Evidence(
        feature=NAME_PART,
        weight=round(weight, 2),
        detail=words[0],
        detail_nb=words[1],
        detail_nn=words[2],
        left=left,
        right=right,
    )


def _is_genitive(a: str, b: str) -> bool:
    """Return whether a surname is the other with the s of a genitive, and not a name of its own."""
    short, long = sorted((a.casefold(), b.casefold()), key=len)
    owned = long == f"{short}s" and short[-1:] not in ("s", "x", "z")
    return owned and len(short) > 3 and long not in tables.surnames()
