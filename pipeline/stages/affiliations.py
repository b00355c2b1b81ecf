"""What two people's affiliations say: one organisation, a part of it, or another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.records import Acronym, Evidence, Reading
from pipeline.stages.evidence import reason
from pipeline.text import tables
from pipeline.text.acronyms import abbreviates, is_short_form
from pipeline.text.distance import distance
from pipeline.text.folding import fold, squeeze

#: so many letters of a unit find it again
_BEGINNING = 9
#: words at which a name is not cut short: "Institutt for" is no institute
_SMALL = frozenset({"for", "i", "og", "av", "på", "ved", "the", "of"})


@dataclass(frozen=True)
class Organisations:
    """What an article says of its organisations, in comparison form.

    ``tied`` holds pairs of short and long form, ``parts`` pairs of a unit and what it belongs to,
    by the first letters of the unit.
    """

    tied: frozenset[tuple[str, str]] = frozenset()
    parts: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)


def organisations_of(reading: Reading, acronyms: Sequence[Acronym]) -> Organisations:
    """Return what the lists and the explained short forms of an article say."""
    parts: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for group in reading.lists:
        for person in group.people:
            if person.unit is not None and person.organisation is not None:
                unit, whole = (_solid(squeeze(q.text)) for q in (person.unit, person.organisation))
                parts[unit[:_BEGINNING]].add((unit, whole))
    return Organisations(
        tied=frozenset((_solid(t.short), _solid(t.long)) for t in acronyms),
        parts={beginning: frozenset(pairs) for beginning, pairs in parts.items()},
    )


def affiliation_evidence(
    left: Sequence[str], right: Sequence[str], known: Organisations
) -> Evidence | None:
    """Return what two people's affiliations say, ``None`` where one has none or it is unknown.

    Args:
        left: everything that one belongs to: organisation, unit.
        right: the same of the other.
        known: what the article says of its organisations.
    """
    if not left or not right:
        return None
    pairs = [(a, b) for a in left for b in right]
    for a, b in pairs:
        if _solid(a) == _solid(b) or _is_slip(a, b):
            return reason("same_affiliation", a, b)
    for a, b in pairs:
        if _are_tied(a, b, known):
            return reason("tied_affiliation", a, b)
    for a, b in pairs:
        if _is_part(a, b, known):
            return reason("part_of_affiliation", a, b)
        if _is_part(b, a, known):
            return reason("part_of_affiliation", b, a)
    if any(is_short_form(name) or _is_unit(name) for name in (left[0], right[0])):
        return None  # an acronym that nothing explains, or an institute of nobody knows what
    return reason("other_affiliation", left[0], right[0])


def _solid(name: str) -> str:
    return "".join(fold(name).split())


def _is_slip(a: str, b: str) -> bool:
    """Return whether two names of some length differ in a letter."""
    x, y = _solid(a), _solid(b)
    if min(len(x), len(y)) < 10 or x[0] != y[0] or any(c.isdigit() for c in x + y):
        return False
    return abs(len(x) - len(y)) <= 2 and distance(a, b).cost <= 1.0


def _are_tied(a: str, b: str, known: Organisations) -> bool:
    x, y = _solid(a), _solid(b)
    pair = (x, y) in known.tied or (y, x) in known.tied
    return pair or abbreviates(a, b) or abbreviates(b, a)


def _is_part(a: str, b: str, known: Organisations) -> bool:
    """Return whether the first is a unit of the second, or its name cut short."""
    x, y = _solid(a), _solid(b)
    units = known.parts.get(x[:_BEGINNING], frozenset())
    homes = {w for part, w in units if part == x or (part.startswith(x) and _is_unit(a))}
    if y in homes or any(_tied_names(home, y, known) for home in homes):
        return True
    words, longer = fold(a).split(), fold(b).split()
    is_start = 2 <= len(words) < len(longer) and longer[: len(words)] == words
    return (is_start and words[-1] not in _SMALL) or (
        len(words) == 1 and is_short_form(a) and longer[:1] == words and len(longer) > 1
    )


def _tied_names(a: str, b: str, known: Organisations) -> bool:
    return (a, b) in known.tied or (b, a) in known.tied


def _is_unit(name: str) -> bool:
    """Return whether a name is that of a part of an organisation: an institute, a class.

    >>> _is_unit("Institutt for realfag"), _is_unit("Kongsberg kommune")
    (True, False)
    """
    words = name.casefold().split()
    units = tables.organisations().units
    return any(word in units or word.endswith(("avdelingen", "avdeling")) for word in words[:2])
