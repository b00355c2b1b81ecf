"""Names that differ, in a case: what was flagged and proposed, what was joined and kept apart.

An inconsistency is counted by forms: of a name that is written in three ways two are to be found,
whichever pairs are shown. A pair of forms counts as found where one of the two is said to be the
``same`` as a form of the gold pair ("Aas" for "Kari Lunde Aas").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from pipeline.records import Band, EntityKind, Flag, FlagKind, ProcessedArticle, Span
from tests.gate.case_records import Case, GoldSpelling, is_one, key
from tests.gate.tally import Tally, of_sets, of_share

_PRESENCE = (FlagKind.NOT_IN_LIST, FlagKind.NOT_IN_PICTURE)
Edge = tuple[str, str]


def score_names(case: Case, done: ProcessedArticle | None) -> dict[str, Tally]:
    """Return the measures of flags, proposals, bands, clusters and lookalikes of one case."""
    flags = done.reconciliation.flags if done else ()
    spellings = [flag for flag in flags if flag.kind is FlagKind.SPELLING]
    by_kind = _spelling(case, spellings)
    pairs = [(flag, gold) for flag in spellings if (gold := gold_of(case, flag))]
    sure = [flag for flag in spellings if flag.band is Band.SURE]
    return {
        "spelling": sum(by_kind.values(), Tally()),
        **{f"spelling_{kind}": tally for kind, tally in by_kind.items()},
        "proposal_right": of_share(
            (_shown(gold.forms), key(gold.right), proposal(flag))
            for flag, gold in pairs
            if gold.right
        ),
        "tie_said": of_share(
            (_shown(gold.forms), "tie", proposal(flag) or "tie")
            for flag, gold in pairs
            if not gold.right
        ),
        "sure_share": Tally(len(sure), ("",) * (len(spellings) - len(sure)), share=True),
        "sure_flags": of_share((_shown(edge(f)), True, bool(gold_of(case, f))) for f in sure),
        "sure_corrections": of_share((_shown(edge(f)), True, is_right(case, f)) for f in sure),
        **_presence(case, flags),
        **_clusters(case, done),
        "lookalikes": _lookalikes(case, done),
    }


def proposal(flag: Flag) -> str:
    """Return the key of the form that a flag proposes, "" where it proposes none."""
    return "" if flag.is_tied or not flag.candidates else key(flag.candidates[0].name)


def is_right(case: Case, flag: Flag) -> bool:
    """Return whether accepting what a flag proposes would be right."""
    gold = gold_of(case, flag)
    return gold is not None and bool(gold.right) and proposal(flag) == key(gold.right)


def edge(flag: Flag) -> tuple[str, ...]:
    """Return the keys of the forms that a flag is about: as written, else the proposed one too."""
    forms = list(dict.fromkeys(key(m.name) for m in flag.mentions))
    if len(forms) == 1:
        forms += [k for c in flag.candidates[:1] if (k := key(c.name)) not in forms]
    return tuple(forms)


# -- inconsistencies --------------------------------------------------------------------------


def gold_of(case: Case, flag: Flag) -> GoldSpelling | None:
    """Return the gold pair that a flag is about, by way of other forms of the name if need be."""
    ends = [*dict.fromkeys(_stands_for(case, form) for form in edge(flag))]
    pairs = {frozenset(map(key, gold.forms)): gold for gold in case.spelling}
    direct = [pairs[both] for pair in combinations(ends, 2) if (both := frozenset(pair)) in pairs]
    if direct:
        return direct[0]
    for group in _components(gold.forms for gold in case.spelling):
        if len(group.intersection(ends)) > 1:
            return _of_component(case, group)
    return None


def _of_component(case: Case, group: set[str]) -> GoldSpelling:
    """Return what is known of two forms that only others tie: right where all pairs agree."""
    inside = [gold for gold in case.spelling if key(gold.forms[0]) in group]
    rights = {gold.right for gold in inside}
    return inside[0].model_copy(update={"right": rights.pop() if len(rights) == 1 else ""})


def _stands_for(case: Case, form: str) -> str:
    """Return the one form of a gold pair that ``form`` is another way to say, else itself."""
    inconsistent = {key(f) for gold in case.spelling for f in gold.forms}
    if form in inconsistent:
        return form
    others = {
        key(other)
        for forms in case.same
        if form in map(key, forms)
        for other in forms
        if key(other) in inconsistent
    }
    return others.pop() if len(others) == 1 else form


def _spelling(case: Case, flags: Sequence[Flag]) -> dict[EntityKind, Tally]:
    """Return for each kind what was found, missed and invented."""
    tallies = dict.fromkeys(EntityKind, Tally())
    kinds = {key(form): gold.kind for gold in case.spelling for form in gold.forms}
    found: list[Edge] = []
    for flag in flags:
        gold = gold_of(case, flag)
        if gold is None:
            tallies[flag.entity] += of_sets([], [_shown(edge(flag))])
            continue
        ends = [e for form in edge(flag) if (e := _stands_for(case, form)) in kinds]
        found += [(ends[0], end) for end in dict.fromkeys(ends[1:])]
    roots: dict[str, str] = {}
    for a, b in found:
        if _join(roots, a, b):
            tallies[kinds[a]] += Tally(right=1)
    for gold in case.spelling:
        if _join(roots, *map(key, gold.forms)):
            tallies[gold.kind] += Tally(missed=(_shown(gold.forms),))
    return tallies


def _join(roots: dict[str, str], a: str, b: str) -> bool:
    """Join two sets of forms; return whether they were apart."""
    first, second = _root(roots, a), _root(roots, b)
    roots[first] = second
    return first != second


def _root(roots: dict[str, str], form: str) -> str:
    while (above := roots.setdefault(form, form)) != form:
        form = above
    return form


def _components(pairs: Iterable[Sequence[str]]) -> list[set[str]]:
    roots: dict[str, str] = {}
    for a, b in pairs:
        _join(roots, key(a), key(b))
    groups: dict[str, set[str]] = {}
    for form in list(roots):
        groups.setdefault(_root(roots, form), set()).add(form)
    return list(groups.values())


# -- presence, clusters -----------------------------------------------------------------------


def _presence(case: Case, flags: Sequence[Flag]) -> dict[str, Tally]:
    return {
        str(kind): of_sets(
            map(key, getattr(case, kind)),
            [key(flag.mentions[0].name) for flag in flags if flag.kind is kind],
        )
        for kind in _PRESENCE
    }


def _clusters(case: Case, done: ProcessedArticle | None) -> dict[str, Tally]:
    """Return what was kept apart and what was joined; a form that was not found is not joined."""
    clusters = done.reconciliation.clusters if done else ()
    forms = [
        {*map(key, c.forms), *(key(w) for m in c.mentions for w in (m.name, m.text))}
        for c in clusters
    ]

    def joined(pairs: Iterable[Sequence[str]]) -> Tally:
        asked = [pair for group in pairs for pair in combinations(map(key, group), 2)]
        return of_share(
            (_shown(pair), "one", _state(pair, forms)) for pair in asked if pair[0] != pair[1]
        )

    def apart(pairs: Iterable[Sequence[str]]) -> Tally:
        asked = [pair for group in pairs for pair in combinations(map(key, group), 2)]
        triples = [(_shown(p), "two", _state(p, forms)) for p in asked if p[0] != p[1]]
        return of_share((p, want, "one" if got == "one" else "two") for p, want, got in triples)

    return {
        "different_apart": apart(case.different),
        "picture_apart": _picture(case, done),
        "same_joined": joined(case.same),
        "spelling_joined": joined(gold.forms for gold in case.spelling),
    }


def _state(pair: Edge, forms: Sequence[set[str]]) -> str:
    if any(group.issuperset(pair) for group in forms):
        return "one"
    lost = [form for form in pair if not any(form in group for group in forms)]
    return f"{' and '.join(lost)} not found" if lost else "two"


def _picture(case: Case, done: ProcessedArticle | None) -> Tally:
    """Return which two people of one picture are in two clusters, as they must be."""
    if done is None:
        return Tally(share=True)
    home: dict[Span, str] = {
        m.span: cluster.id for cluster in done.reconciliation.clusters for m in cluster.mentions
    }
    people = [pair for caption in done.reading.captions for pair in combinations(caption.people, 2)]
    return of_share(
        (
            _shown((p.name, q.name)),
            "two",
            "one" if home.get(p.span) == home.get(q.span, "") else "two",
        )
        for p, q in ((a.mention, b.mention) for a, b in people)
        if key(p.name) == key(q.name) or not is_one(case, p.name, q.name)
    )


def _lookalikes(case: Case, done: ProcessedArticle | None) -> Tally:
    """Return which names that are said to be two people's are."""
    said = done.reconciliation.lookalikes if done else ()
    return of_share(
        (_shown(pair.names), "two", "one" if is_one(case, *pair.names) else "two") for pair in said
    )


def _shown(forms: Iterable[str]) -> str:
    return " / ".join(sorted(map(key, forms)))
