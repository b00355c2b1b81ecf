"""Names joined: captions against lists and text, forms of one name, and what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import (
    Acronym,
    Article,
    Candidate,
    EntityKind,
    Evidence,
    Flag,
    FlagKind,
    Mention,
    NameCluster,
    Reading,
    Reconciliation,
    is_tie,
)
from pipeline.stages.acronyms import tie_acronyms
from pipeline.stages.flags import flag_id
from pipeline.stages.forms import Form, collect_forms
from pipeline.stages.people import Group, group_people, probability
from pipeline.stages.presence import presence_flags
from pipeline.stages.proposals import propose
from pipeline.stages.things import group_organisations, group_places
from pipeline.text.acronyms import abbreviates, is_short_form
from pipeline.text.compare import compare_names, split_name
from pipeline.text.folding import fold


def reconcile(article: Article, mentions: Sequence[Mention], reading: Reading) -> Reconciliation:
    """Return the names of an article as clusters, its acronyms, and flags on what is doubtful.

    Args:
        article: the article.
        mentions: all mentions in reading order.
        reading: what its captions and lists say.
    """
    acronyms = tie_acronyms(article, mentions, reading)
    forms = collect_forms(mentions, reading)
    of = {kind: [form for form in forms if form.kind is kind] for kind in EntityKind}

    def affiliations(left: Sequence[str], right: Sequence[str]) -> Evidence | None:
        return affiliation_evidence(left, right, acronyms)

    people = group_people(of[EntityKind.PERSON], affiliations)
    organisations = group_organisations(of[EntityKind.ORGANISATION], acronyms)
    places = group_places(of[EntityKind.PLACE])
    clusters: list[NameCluster] = []
    flags: list[Flag] = []
    for group in (*people, *organisations, *places):
        cluster, doubts = _cluster(article, group, number=len(clusters) + 1)
        clusters.append(cluster)
        flags += doubts
    flags += presence_flags(article, people, reading)
    return Reconciliation(clusters=tuple(clusters), acronyms=acronyms, flags=tuple(flags))


def affiliation_evidence(
    left: Sequence[str], right: Sequence[str], acronyms: Sequence[Acronym]
) -> Evidence | None:
    """Return what two people's affiliations say, ``None`` where one has none or it is unknown."""
    if not left or not right:
        return None
    for a in left:
        for b in right:
            if "".join(fold(a).split()) == "".join(fold(b).split()):
                return Evidence(
                    feature="affiliation", weight=2.0, detail=f"both at {b}", left=a, right=b
                )
            if _are_tied(a, b, acronyms):
                return Evidence(
                    feature="affiliation", weight=2.0, detail=f"{a} is {b}", left=a, right=b
                )
    a, b = left[0], right[0]
    if any(is_short_form(name) for name in (*left, *right)):
        return None  # an acronym that nothing explains says nothing
    return Evidence(feature="affiliation", weight=-1.0, detail=f"{a} is not {b}", left=a, right=b)


def _are_tied(a: str, b: str, acronyms: Sequence[Acronym]) -> bool:
    pairs = {(fold(t.short), fold(t.long)) for t in acronyms}
    x, y = fold(a), fold(b)
    return (x, y) in pairs or (y, x) in pairs or abbreviates(a, b) or abbreviates(b, a)


# -- clusters and their flags -----------------------------------------------------------------


def _cluster(article: Article, group: Group, *, number: int) -> tuple[NameCluster, list[Flag]]:
    kind = group.forms[0].kind
    rivals = _rivals(group)
    ranked = propose(article, rivals, _alone(group))
    best, _, why = ranked[0]
    mentions = tuple(m for form in group.forms for m in form.mentions)
    cluster = NameCluster(
        id=f"{kind.value}-{number}",
        name=best.name,
        kind=kind,
        mentions=mentions,
        forms=tuple(dict.fromkeys(form.name for form in group.forms)),
        affiliations=tuple(dict.fromkeys(a for f in group.forms for a in f.affiliations)),
        roles=tuple(dict.fromkeys(r for f in group.forms for r in f.roles)),
        reasons=tuple(e.detail for e in why),
    )
    return cluster, _spelling_flags(article, group, best)


def _rivals(group: Group) -> list[Form]:
    """Return the forms that could be the name: full ones for persons, long ones for others."""
    if group.forms[0].kind is EntityKind.PERSON:
        full = [f for f in group.forms if split_name(f.name).is_full]
        return full or group.forms
    long = [f for f in group.forms if not _is_shortened(f, group)]
    return long or group.forms


def _alone(group: Group) -> list[Form]:
    """Return the forms of a person that are a surname alone."""
    rivals = _rivals(group)
    return [form for form in group.forms if form not in rivals]


def _is_shortened(form: Form, group: Group) -> bool:
    others = [f for f in group.forms if f is not form]
    return is_short_form(form.name) or any(abbreviates(form.name, f.name) for f in others)


def _spelling_flags(article: Article, group: Group, best: Form) -> list[Flag]:
    """Return a flag for each form that is spelt otherwise than the proposed one."""
    flags = []
    seen = {best.name.casefold()}
    for left, right, same in group.links:
        for form, other in ((left, right), (right, left)):
            if form.name.casefold() in seen or _is_same_spelling(form, best):
                continue
            seen.add(form.name.casefold())
            flags.append(_spelling_flag(article, group, (form, _full(best, other)), same))
    return flags


def _full(best: Form, other: Form) -> Form:
    return best if split_name(best.name).is_full or best.kind is not EntityKind.PERSON else other


def _is_same_spelling(form: Form, best: Form) -> bool:
    if form.kind is not EntityKind.PERSON:
        return form.name.casefold() == best.name.casefold()
    if fold(best.name).endswith(fold(form.name)) and len(form.name) < len(best.name):
        return not split_name(form.name).is_full
    return compare_names(form.name, best.name).equal


def _spelling_flag(
    article: Article, group: Group, pair: tuple[Form, Form], same: tuple[Evidence, ...]
) -> Flag:
    form, best = pair
    ranked = propose(article, [best, form], _alone(group))
    one = probability(same)
    candidates = tuple(
        Candidate(
            name=option.name,
            score=round(score * one, 4),
            evidence=(*same, *why) if number == 0 else why,
        )
        for number, (option, score, why) in enumerate(ranked)
    )
    kind = form.kind.value
    answer = f"“{ranked[0][0].name}” is proposed"
    if is_tie(ranked[0][1], ranked[1][1]):
        answer = "this article does not tell which form is right"
    message = f"“{form.name}” and “{best.name}” seem to be one {kind}; {answer}"
    return Flag(
        id=flag_id(article, form.mentions[0]),
        kind=FlagKind.SPELLING,
        entity=form.kind,
        mentions=(*form.mentions, *best.mentions),
        candidates=candidates,
        message=message,
    )
