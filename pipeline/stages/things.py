"""Which written names of organisations are one: case, hyphens, slips, acronyms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.records import Acronym
from pipeline.stages.bearers import have_two_legal_forms, without_legal_form
from pipeline.stages.bent import bent_pairs, is_inflected, is_known
from pipeline.stages.blocks import worth_comparing
from pipeline.stages.evidence import reason
from pipeline.stages.forms import Form
from pipeline.stages.joining import (
    Home,
    Pair,
    Together,
    join_known,
    join_misspelt,
    may_join,
    merge_forms,
)
from pipeline.stages.judging import Group
from pipeline.stages.reworded import reworded_pairs
from pipeline.stages.steering import Steering
from pipeline.text import tables
from pipeline.text.acronyms import is_short_form
from pipeline.text.distance import distance
from pipeline.text.folding import fold, squeeze
from pipeline.text.standards import to_bokmaal

#: what one letter of an acronym may have come to
_SLIPS_OF_ONE = (["key"], ["doubled"], ["dropped"])
#: signs that a name has or lacks without being spelt otherwise
_SIGNS = re.compile(r"[^\w\s&+/-]")


def group_organisations(
    forms: Sequence[Form],
    acronyms: Sequence[Acronym],
    steering: Steering,
    together: Together = frozenset(),
) -> list[Group]:
    """Return organisations as groups of forms; a short form joins what it stands for.

    Args:
        forms: the forms of organisations.
        acronyms: what short forms are known to stand for.
        steering: the register and decisions.
        together: the pairs of forms that running text names side by side; none is misspelt for
            the other.
    """
    home: Home = {form: Group([form]) for form in forms}
    pairs = sorted(
        {
            *worth_comparing([[form.name] for form in forms]),
            *_of_onesolid([form.name for form in forms]),
        }
    )
    alike = [
        (forms[i], forms[j]) for i, j in pairs if frozenset((forms[i], forms[j])) not in together
    ]
    join_known(home, steering)
    join_misspelt(home, list(bent_pairs(forms)), steering)
    join_misspelt(home, [p for p in alike if have_two_legal_forms(p[0].name, p[1].name)], steering)
    reworded = [
        (x, y)
        for x, y in reworded_pairs(forms)
        if frozenset((x, y)) not in together and not (is_known(x) and is_known(y))
    ]
    join_misspelt(home, reworded, steering)
    for x, y in alike:
        if _is_one(x, y) and may_join(home, x, y, steering):
            merge_forms(home, x, y)
    join_misspelt(home, [p for p in alike if is_misspelt(p[0].name, p[1].name)], steering)
    for tie in acronyms:
        _join_short(home, tie, steering)
    join_misspelt(home, list(_slips_of_acronyms(forms, acronyms)), steering)
    _join_heads(home, steering)
    return list(dict.fromkeys(home.values()))


def _join_short(home: Home, tie: Acronym, steering: Steering) -> None:
    def find(name: str) -> Form | None:
        key = squeeze(name).casefold()
        return next((form for form in home if form.name.casefold() == key), None)

    short, long = find(tie.short), find(tie.long)
    if short is not None and long is not None and may_join(home, long, short, steering):
        merge_forms(home, long, short)


def solid(name: str) -> str:
    """Return the letters of a name, without spaces and hyphens, "&" as "og"."""
    return "".join(fold(name.replace(" & ", " og ")).split())


def _of_onesolid(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of names that are one but for spaces and hyphens."""
    first: dict[str, int] = {}
    for number, name in enumerate(names):
        other = first.setdefault(solid(name), number)
        if other != number:
            yield other, number


def _is_one(a: Form, b: Form) -> bool:
    """Return whether two forms differ in case, definite ending or nothing."""
    one, other = (_SIGNS.sub("", form.name.casefold()) for form in (a, b))
    if one == other:
        return True
    # "Bru-Elektro" and "Bru Elektro", "Aas" and "Ås": spelt in two ways
    if fold(one) == fold(other) or have_two_legal_forms(a.name, b.name):
        return False
    x, y = (without_legal_form(fold(form.name).split()) for form in (a, b))
    if len(x) + len(y) < len(fold(a.name).split()) + len(fold(b.name).split()) and x == y:
        return True
    if [to_bokmaal(word) for word in x] == [to_bokmaal(word) for word in y]:
        return True
    if len(x) != len(y) or x == y:
        return False
    pairs = list(zip(x, y, strict=True))
    # a genitive stands at the end: "Vos kommune" is none of "Voss kommune"
    # "Brødrene Sørli" is none of "Brødrene Sørlie", nor "Vestlandet fylkeskommune" of "Vestland"
    if any(p != q and ({p, q} & _folded_surnames() or _are_places(p, q)) for p, q in pairs):
        return False
    inner = (p + "s" != q and q + "s" != p for p, q in pairs[:-1])
    return all(is_inflected(p, q) for p, q in pairs) and all(inner)


@cache
def _folded_surnames() -> frozenset[str]:
    return frozenset(fold(name) for name in tables.surnames())


def is_misspelt(a: str, b: str) -> bool:
    """Return whether two names of organisations are one name spelt in two ways."""
    if solid(a) == solid(b):
        return a.casefold() != b.casefold()
    if is_short_form(a) or is_short_form(b) or re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    x, y = fold(a).split(), fold(b).split()
    if len(x) != len(y) or min(len(solid(a)), len(solid(b))) < 6:
        return False
    if any(p[0] != q[0] for p, q in zip(x, y, strict=True)):
        return False
    costs = [distance(p, q).cost for p, q in zip(x, y, strict=True)]
    if any(c > 0 and _are_places(p, q) for c, p, q in zip(costs, x, y, strict=True)):
        return False
    return sum(costs) <= 1.2 and all(
        cost <= 0.2 * max(len(p), len(q)) for cost, p, q in zip(costs, x, y, strict=True)
    )


def _are_places(p: str, q: str) -> bool:
    return {p, q} <= tables.places()


def _slips_of_acronyms(forms: Sequence[Form], acronyms: Sequence[Acronym]) -> Iterator[Pair]:
    """Yield a short form that is explained or known with one that is a slip for it.

    Two letters may be swapped; of one that this article explains and uses, a single one may be a
    neighbour on the keyboard, doubled or left out where the other form stands once.
    """
    told = {tie.short for tie in acronyms}
    right = told | tables.organisations().known.keys()
    short = [form for form in forms if is_short_form(form.name) and len(form.name) > 2]
    for x in short:
        for y in short:
            if x.name not in right or y.name in right:
                continue
            steps = [step.kind for step in distance(x.name, y.name).steps]
            used = x.name in told and len(x.mentions) > 1 == len(y.mentions)
            alike = x.name[:1] == y.name[:1] and steps in _SLIPS_OF_ONE
            if steps == ["swapped"] or (used and alike):
                x.standing = (*x.standing, reason("explained", x.name))
                yield x, y


def _join_heads(home: Home, steering: Steering) -> None:
    """Join "Sjukepleiarforbundet" to the one organisation whose name ends in that word."""
    whole: defaultdict[str, list[Form]] = defaultdict(list)
    for form in home:
        words = fold(form.name).split()
        if len(words) > 1 and len(words[-1]) >= 8:
            whole[words[-1]].append(form)
    for form in list(home):
        words = fold(form.name).split()
        if len(words) != 1 or len(home[form].forms) > 1:
            continue
        stems = {words[0].removesuffix(end) for end in ("en", "et", "a", "n")} - {words[0]}
        homes = {home[f]: f for stem in stems for f in whole.get(stem, ())}
        if len(homes) == 1:
            other = next(iter(homes.values()))
            if may_join(home, other, form, steering):
                merge_forms(home, other, form)
