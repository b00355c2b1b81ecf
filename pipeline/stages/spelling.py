"""Names spelt in two ways, and people who may be one: the flags, with what is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.authority.knowledge import Verdict
from pipeline.records import (
    Article,
    Candidate,
    EntityKind,
    Evidence,
    Flag,
    FlagKind,
    NameCluster,
    PartKind,
    is_tie,
)
from pipeline.stages.bands import band_of
from pipeline.stages.evidence import message, probability, reason
from pipeline.stages.flags import flag_id
from pipeline.stages.forms import Form
from pipeline.stages.judging import Group, compared
from pipeline.stages.proposals import propose
from pipeline.stages.steering import Steering
from pipeline.text.acronyms import abbreviates, is_short_form
from pipeline.text.compare import split_name
from pipeline.text.folding import fold, unhyphenated
from pipeline.text.name_parts import name_form
from pipeline.text.part_pairs import likeness


@dataclass(frozen=True)
class Desk:
    """What is needed to name a group and to ask about it."""

    article: Article
    steering: Steering

    @cached_property
    def _kind_of(self) -> Mapping[str, PartKind]:
        """The kind of each part, by name."""
        return {part.name: part.kind for part in self.article.parts}

    def cluster(self, group: Group, number: int) -> tuple[NameCluster, list[Flag]]:
        """Return the cluster of a group, numbered within the article, and its spelling flags."""
        kind = group.forms[0].kind
        known = self._known(group)
        best, _, why = propose(self._kind_of, known or _rivals(group), _alone(group))[0]
        cluster = NameCluster(
            id=f"{kind.value}-{number}",
            name=best.name,
            kind=kind,
            mentions=tuple(m for form in group.forms for m in form.mentions),
            forms=tuple(dict.fromkeys(form.name for form in group.forms)),
            affiliations=tuple(dict.fromkeys(a for f in group.forms for a in f.affiliations)),
            roles=tuple(dict.fromkeys(r for f in group.forms for r in f.roles)),
            reasons=tuple(e.detail for e in why),
            reasons_nb=tuple(e.detail_nb for e in why),
            reasons_nn=tuple(e.detail_nn for e in why),
            entry=next((f.entry.id for f in _rivals(group) if f.entry is not None), ""),
        )
        return cluster, self._flags(group, best)

    def unsure(self, a: Group, b: Group, evidence: tuple[Evidence, ...]) -> Flag:
        """Return the question whether two people are one."""
        forms = a.forms[0], b.forms[0]
        english, bokmaal, nynorsk = message("unsure", a=forms[0].name, b=forms[1].name)
        one = probability(evidence)
        return Flag(
            id=flag_id(self.article, forms[0].mentions[0], FlagKind.UNSURE),
            kind=FlagKind.UNSURE,
            entity=forms[0].kind,
            mentions=(*forms[0].mentions, *forms[1].mentions),
            candidates=tuple(
                Candidate(name=form.name, score=round(one / 2, 4), evidence=evidence)
                for form in forms
            ),
            message=english,
            message_nb=bokmaal,
            message_nn=nynorsk,
        )

    def _known(self, group: Group) -> list[Form]:
        """Return the form that is known to be right, written in the article or not."""
        for form in _rivals(group):
            name = self.steering.right_name(form)
            if name:
                written = (f for f in group.forms if f.name.casefold() == name.casefold())
                found = next(written, None)
                if found is None:
                    return [Form(name, form.kind, standing=(reason("decided_form", name),))]
                return [found if found.name == name else replace(found, name=name)]
        return []

    def _flags(self, group: Group, best: Form) -> list[Flag]:
        """Return a flag for each form that is spelt otherwise than the proposed one."""
        flags: dict[frozenset[Form], Flag] = {}
        seen = {best.name.casefold()}
        for left, right, same in group.links:
            top = self._rightest(best, left, right)
            for form, other in ((left, right), (right, left)):
                key = form.name.casefold()
                same_name = _is_same_spelling(form, top) or _is_told_shorter(form, top)
                if key in seen or same_name or self._is_settled(form, top):
                    continue
                seen.add(key)
                pair = form, _counterpart(group, form, top, other)
                if frozenset(pair) not in flags:
                    flags[frozenset(pair)] = self._flag(group, pair, same)
        return list(flags.values())

    def _rightest(self, best: Form, left: Form, right: Form) -> Form:
        """Return the form that two are held to: of a place in two languages, the better of them."""
        if best.kind is not EntityKind.PLACE or best in (left, right):
            return best
        return propose(self._kind_of, (left, right))[0][0]

    def _is_settled(self, form: Form, best: Form) -> bool:
        if self.steering.is_empty:
            return False
        if self.steering.is_settled(form):
            return True
        return self.steering.verdict(form, best) in (Verdict.SAME, Verdict.UNSURE)

    def _flag(self, group: Group, pair: tuple[Form, Form], same: tuple[Evidence, ...]) -> Flag:
        form, best = pair
        others = [f for f in group.forms if f is not form and f is not best]
        ranked = propose(self._kind_of, [best, form], others)
        one = probability(same)
        whole = form.kind is not EntityKind.PERSON or split_name(form.name).is_full
        candidates = tuple(
            Candidate(
                # "Torhein" is to be "Torheim", not "Edel Torheim"
                name=option.name if whole else _surname(option.name, form.name),
                score=round(score * one, 4),
                evidence=(*same, *why) if number == 0 else why,
            )
            for number, (option, score, why) in enumerate(ranked)
        )
        tied = is_tie(ranked[0][1], ranked[1][1])
        answer = message("not_told") if tied else message("proposed", name=candidates[0].name)
        english, bokmaal, nynorsk = message(
            "spelling", a=form.name, b=best.name, kind=message(form.kind.value), answer=answer
        )
        return Flag(
            id=flag_id(self.article, form.mentions[0]),
            kind=FlagKind.SPELLING,
            entity=form.kind,
            mentions=(*form.mentions, *best.mentions),
            candidates=candidates,
            band=band_of(candidates),
            message=english,
            message_nb=bokmaal,
            message_nn=nynorsk,
        )


def _rivals(group: Group) -> list[Form]:
    """Return the forms that could be the name: full ones for persons, long ones for others."""
    if group.forms[0].kind is EntityKind.PERSON:
        full = [f for f in group.forms if split_name(f.name).is_full]
        return full or group.forms
    long = [f for f in group.forms if not _is_shortened(f, group.forms)]
    return long or group.forms


def _alone(group: Group) -> list[Form]:
    """Return the forms of a person that are a surname alone."""
    rivals = _rivals(group)
    return [form for form in group.forms if form not in rivals]


def _is_shortened(form: Form, forms: Sequence[Form]) -> bool:
    others = [f for f in forms if f is not form]
    # "Sanitetsforening" is no short form of "Sanitetsforeninger"
    longer = [f for f in others if len(f.name) - len(form.name) > 3 or "." in form.name]
    return is_short_form(form.name) or any(abbreviates(form.name, f.name) for f in longer)


def _counterpart(group: Group, form: Form, best: Form, other: Form) -> Form:
    """Return what a form is held against: a surname against the surname, a short form likewise."""
    if form.kind is not EntityKind.PERSON:
        return other if is_short_form(form.name) and is_short_form(other.name) else best
    if not split_name(best.name).is_full:
        return other
    if split_name(form.name).is_full:
        return best
    surname = _surname(best.name, form.name)
    alone = (f for f in group.forms if f is not form and f.name == surname)
    return next(alone, best)


def _surname(full: str, short: str) -> str:
    """Return as many words of the end of a name as a short form has.

    >>> _surname("Edel Torheim", "Torhein")
    'Torheim'
    """
    return " ".join(full.split()[-len(short.split()) :])


def _is_same_spelling(form: Form, best: Form) -> bool:
    if form.kind is not EntityKind.PERSON:
        return form.name.casefold() == best.name.casefold()
    short, long = unhyphenated(form.name), unhyphenated(best.name)
    if long.endswith(short) and len(short) < len(long):
        return not split_name(form.name).is_full
    one = compared(form.name, best.name).equal or _is_by_nickname(form.name, best.name)
    return one or _is_other_order(form.name, best.name)


def _is_by_nickname(a: str, b: str) -> bool:
    """Return whether two names are one but for a familiar form of the given name.

    >>> _is_by_nickname("Alex Moe", "Aleksander Moe"), _is_by_nickname("Bjarne Moe", "Bjørn Moe")
    (True, False)
    >>> _is_by_nickname("Lisa Lie", "Elisabeth Ann «Lisa» Lie")
    True
    """
    one, other = name_form(a), name_form(b)
    x, y = one.parts, other.parts
    quoted = {
        (n.casefold(), *map(str.casefold, p[-1:]))
        for n, p in [*((n, x) for n in one.nicknames), *((n, y) for n in other.nicknames)]
    }
    if tuple(map(str.casefold, x)) in quoted or tuple(map(str.casefold, y)) in quoted:
        return True
    if len(x) != len(y) or [p.casefold() for p in x[1:]] != [p.casefold() for p in y[1:]]:
        return False
    return len(x) > 1 and likeness(x[0], y[0]).kind == "nickname"


def _is_told_shorter(form: Form, best: Form) -> bool:
    """Return whether a form lacks a middle name of the other where nobody need write it.

    Running text names a person in full once and shorter afterwards ("Ragna Tangen Sørlie", "Ragna
    Sørlie"). A caption and a list are held to each other.
    """
    if form.kind is not EntityKind.PERSON:
        return False
    short, long = sorted((fold(form.name).split(), fold(best.name).split()), key=len)
    if len(short) < 2 or (long[0], long[-1]) != (short[0], short[-1]) or not set(short) < set(long):
        return False
    sides = (form.pictures and best.lists) or (form.lists and best.pictures)
    return not sides


def _is_other_order(a: str, b: str) -> bool:
    """Return whether two names have the same parts in another order, or one a surname more.

    A middle name that one lacks is an inconsistency; with the surname first it is a custom.

    >>> _is_other_order("Nguyen Thi Lan", "Lan Nguyen"), _is_other_order("Kari Lie", "Kari Ann Lie")
    (True, False)
    >>> _is_other_order("Heidi Fossum Lie", "Heidi Fossum")
    True
    >>> _is_other_order("Lie, Kari", "Kari Lie")
    True
    >>> _is_other_order("Lie, Kari Ann", "Kari Lie"), _is_other_order("Åsen, Kari", "Kari Aasen")
    (False, False)
    """
    one, other = name_form(a), name_form(b)
    both = ([part.casefold() for part in form.parts] for form in (one, other))
    short, long = sorted(both, key=len)
    if long[: len(short)] == short:
        return len(short) < len(long) or one.turned != other.turned
    return short[-1] != long[-1] and set(short) <= set(long)
