"""Names of somebody else's table matched against the register: candidates with reasons.

A candidate is a match only where it is sure: its number in another register was given, somebody
decided so before, or it is the only one that has the whole name and nothing given speaks against.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.authority.decisions import Rulings
from pipeline.authority.entries import Alias, AliasKind, Entry
from pipeline.authority.finding import Found, How, indexes, look_up
from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Verdict
from pipeline.authority.properties import OtherEntry, values_of
from pipeline.authority.register import Register
from pipeline.records import EntityKind
from pipeline.text.folding import fold
from pipeline.text.organisation_names import compare_organisations

#: how probable it is that a name which is written alike is the one, before all else
_WRITTEN_ALIKE: Final[Mapping[How, float]] = {
    How.IDENTIFIER: 0.999,
    How.NAME: 0.97,
    How.OFFICIAL: 0.95,
    How.BEGINNING: 0.3,
}
_EXACT: Final = (How.NAME, How.OFFICIAL)
#: what agreement and disagreement of a property add to the log odds
_WEIGHTS: Final[Mapping[str, tuple[float, float]]] = {
    "ids": (7.0, -7.0),
    "affiliation": (2.5, -1.5),
    "role": (1.0, -0.3),
    "other": (2.0, -1.0),
}
_DECIDED: Final = 6.0
#: forms that several may have: alone they make nobody sure
_VAGUE: Final = (AliasKind.INITIALS, AliasKind.NICKNAME)
#: an organisation that is at least so probably the same agrees
_AGREES: Final = 0.5
_LOOKED_AT: Final = 25


@dataclass(frozen=True)
class Query:
    """What somebody wants to match: a name, of which kinds, and what else is known of it."""

    name: str
    kinds: tuple[EntityKind, ...]
    limit: int = 5
    properties: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """An entry that may be meant: how probably (0 to 1), why, and whether that is sure."""

    entry: Entry
    score: float
    match: bool
    features: Mapping[str, float | bool]


def candidates(query: Query, register: Register) -> tuple[Candidate, ...]:
    """Return the entries that may be meant, the most probable first."""
    found = {each.entry.id: each for each in _sought(query, register)}
    rulings = indexes().rulings(register)
    alike = sum(each.how in _EXACT for each in found.values())
    weighed = [_weighed(each, query, rulings, register, alike=alike) for each in found.values()]
    weighed.sort(key=lambda one: (-one.score, one.entry.id))
    sure = [one for one in weighed if one.match]
    if len(sure) > 1:  # who is told twice is not sure
        weighed = [Candidate(o.entry, o.score, match=False, features=o.features) for o in weighed]
    return tuple(weighed[: query.limit])


def _sought(query: Query, register: Register) -> Iterator[Found]:
    if query.name.strip():
        yield from look_up(
            query.name, query.kinds, register, max(_LOOKED_AT, query.limit), wait=True
        )
    if register.store is None:
        return
    for property_id, values in query.properties.items():
        scheme = property_id.removeprefix("ids.")
        for value in values if scheme != property_id else ():
            entry = register.store.identified(scheme, _bare(value))
            if entry and entry.kind in query.kinds and not _named(entry, query.name):
                yield Found(entry, How.IDENTIFIER, entry.name, 1.0)


def _named(entry: Entry, name: str) -> bool:
    return form_key(name) in {form_key(form) for form in entry.forms}


def _weighed(
    found: Found, query: Query, rulings: Rulings, register: Register, *, alike: int
) -> Candidate:
    entry = found.entry
    is_exact = found.how in _EXACT
    by_id = found.how is How.IDENTIFIER and _bare(query.name) in (entry.id, *entry.ids.values())
    start = found.score if found.how is How.NEAR else _WRITTEN_ALIKE[found.how]
    if found.how is How.IDENTIFIER and not by_id:
        # the number says it; the name may still be quite another
        start = 0.5
    if is_exact and alike > 1:
        start /= alike
    features: dict[str, float | bool] = {
        "name_similarity": round(start, 4),
        "exact_name": is_exact and form_key(found.form) == form_key(entry.name),
        "exact_alias": is_exact and form_key(found.form) != form_key(entry.name),
        "same_name_as_others": max(0, alike - 1) if is_exact else 0,
    }
    for piece in found.evidence:
        key = f"name.{piece.feature.replace(' ', '_')}"
        features[key] = round(float(features.get(key, 0.0)) + piece.weight, 3)
    odds = _log_odds(start)
    agreed: dict[str, bool] = {}
    for property_id, values in query.properties.items():
        agrees = _agrees(entry, property_id, values, register)
        if agrees is not None:
            agreed[property_id] = agrees
            features[f"property.{property_id}"] = agrees
            group = property_id.partition(".")[0]
            odds += _WEIGHTS.get(group, _WEIGHTS["other"])[0 if agrees else 1]
    decided = rulings.ruling(entry.kind, query.name, entry.name, "") if query.name else None
    if decided and decided.verdict in (Verdict.SAME, Verdict.DIFFERENT):
        features["decided"] = decided.verdict is Verdict.SAME
        odds += _DECIDED if decided.verdict is Verdict.SAME else -_DECIDED
    sure = _is_sure(found, features, agreed, unique=by_id or (is_exact and alike == 1))
    return Candidate(entry, 1 / (1 + math.exp(-odds)), match=sure, features=features)


def _is_sure(
    found: Found,
    features: Mapping[str, float | bool],
    agreed: Mapping[str, bool],
    *,
    unique: bool,
) -> bool:
    """Return whether there is nothing left to decide."""
    if not all(agreed.values()) or features.get("decided") is False:
        return False
    if any(property_id.startswith("ids.") for property_id in agreed):
        return True
    if features.get("decided"):
        return True
    if not unique:
        return False
    entry = found.entry
    if found.how is How.IDENTIFIER:
        return True
    vague = any(_is_form(alias, found.form) for alias in entry.aliases if alias.kind in _VAGUE)
    # a given name or a surname alone is nobody's whole name
    whole = entry.kind is not EntityKind.PERSON or " " in found.form.strip()
    return whole and not vague


def _agrees(
    entry: Entry, property_id: str, values: Sequence[str], register: Register
) -> bool | None:
    """Return whether an entry has one of some values; ``None`` where it says nothing of that."""
    wanted = [value for value in values if value.strip()]
    if property_id == "affiliation":
        theirs = [one.organisation for one in entry.affiliations]
        if not theirs or not wanted:
            return None
        return any(_is_organisation(a, b, register) for a in theirs for b in wanted)
    known = [
        value.name if isinstance(value, OtherEntry) else str(value)
        for value in values_of(entry, property_id, register)
    ]
    if not known or not wanted:
        return None
    if property_id.startswith("ids."):
        return bool({_bare(value) for value in known} & {_bare(value) for value in wanted})
    return bool({fold(value) for value in known} & {fold(value) for value in wanted})


def _is_organisation(name: str, other: str, register: Register) -> bool:
    kind = EntityKind.ORGANISATION
    mine = {entry.id for entry in register.entries(name, kind)}
    theirs = {entry.id for entry in register.entries(other, kind)}
    theirs |= {other} if register.entry(other) else set()
    return bool(mine & theirs) or compare_organisations(name, other).probability >= _AGREES


def _is_form(alias: Alias, form: str) -> bool:
    return form_key(alias.name) == form_key(form)


def _bare(value: str) -> str:
    """Return an identifier as it is kept: no spaces, no address before it.

    >>> _bare("https://www.wikidata.org/entity/Q42"), _bare("974 760 673")
    ('Q42', '974760673')
    """
    return "".join(value.rstrip("/").rsplit("/", 1)[-1].split())


def _log_odds(probability: float) -> float:
    kept = min(0.999, max(0.001, probability))
    return math.log(kept / (1 - kept))
