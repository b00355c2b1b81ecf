"""Which written names of organisations and places are one: case, hyphens, slips, acronyms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.records import Acronym, EntityKind, Evidence
from pipeline.stages.forms import Form
from pipeline.stages.people import Group
from pipeline.stages.repeats import is_slip
from pipeline.text import tables
from pipeline.text.acronyms import is_short_form
from pipeline.text.compare import describe
from pipeline.text.distance import distance
from pipeline.text.folding import fold, squeeze

_INFLECTION = ("en", "et", "a", "ane", "ene", "s", "er", "ar", "n", "t", "e")


def group_organisations(forms: Sequence[Form], acronyms: Sequence[Acronym]) -> list[Group]:
    """Return organisations as groups of forms; a short form joins what it stands for."""
    groups: list[Group] = []
    for form in forms:
        home = next((g for g in groups if any(_is_one(form, f) for f in g.forms)), None)
        if home is not None:
            home.forms.append(form)
            continue
        near = [(g, f) for g in groups for f in g.forms if _is_misspelt(form.name, f.name)]
        if len({id(g) for g, _ in near}) == 1:
            group, other = near[0]
            group.forms.append(form)
            group.links.append((form, other, _spelling_evidence(form.name, other.name)))
        else:
            groups.append(Group([form]))
    for tie in acronyms:
        _join_short(groups, tie)
    return groups


def _spaceless(name: str) -> str:
    return "".join(fold(name).split())


def _is_one(a: Form, b: Form) -> bool:
    """Return whether two forms differ in case, definite ending or nothing."""
    if a.name.casefold() == b.name.casefold():
        return True
    x, y = fold(a.name).split(), fold(b.name).split()
    return (
        len(x) == len(y) and x != y and all(_is_inflected(p, q) for p, q in zip(x, y, strict=True))
    )


def _is_inflected(a: str, b: str) -> bool:
    return a == b or any(a + end == b or b + end == a for end in _INFLECTION)


def _is_misspelt(a: str, b: str) -> bool:
    """Return whether two names of organisations are one name spelt in two ways."""
    if is_short_form(a) or is_short_form(b) or re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    if _spaceless(a) == _spaceless(b):
        return a.casefold() != b.casefold()
    x, y = fold(a).split(), fold(b).split()
    if len(x) != len(y) or min(len(_spaceless(a)), len(_spaceless(b))) < 6:
        return False
    costs = [distance(p, q).cost for p, q in zip(x, y, strict=True)]
    if any(c > 0 and {p, q} <= tables.places() for c, p, q in zip(costs, x, y, strict=True)):
        return False
    if any(p[0] != q[0] for p, q in zip(x, y, strict=True)):
        return False
    return sum(costs) <= 1.2 and all(
        cost <= 0.2 * max(len(p), len(q)) for cost, p, q in zip(costs, x, y, strict=True)
    )


def _spelling_evidence(a: str, b: str) -> tuple[Evidence, ...]:
    words = describe(distance(a, b)) or "letter case"
    return (
        Evidence(feature="spelling", weight=3.0, detail=f"differ in {words}", left=a, right=b),
        Evidence(feature="same article", weight=0.5, detail="both stand in this article"),
    )


def _join_short(groups: list[Group], tie: Acronym) -> None:
    def home(name: str) -> Group | None:
        key = squeeze(name).casefold()
        return next((g for g in groups if any(f.name.casefold() == key for f in g.forms)), None)

    short, long = home(tie.short), home(tie.long)
    if short is None or long is None or short is long:
        return
    long.forms += short.forms
    long.links += short.links
    del groups[next(i for i, g in enumerate(groups) if g is short)]


def group_places(forms: Sequence[Form]) -> list[Group]:
    """Return places as groups of forms; a slip joins the place that it was meant for."""
    groups: list[Group] = []
    for form in sorted(forms, key=lambda f: -_standing(f)):
        near = [(g, f) for g in groups for f in g.forms if _is_place_slip(form, f)]
        if len({id(g) for g, _ in near}) == 1:
            group, other = near[0]
            group.forms.append(form)
            group.links.append((form, other, _spelling_evidence(form.name, other.name)))
        else:
            groups.append(Group([form]))
    return groups


def _standing(form: Form) -> int:
    known = form.name.casefold() in tables.places()
    return len(form.mentions) + 10 * known


def _is_known(name: str) -> bool:
    """Return whether a word is a name on its own, of a place or of people ("Flora")."""
    key = name.casefold()
    return key in tables.places() or key in tables.given_names() or key in tables.surnames()


def _is_place_slip(a: Form, b: Form) -> bool:
    if _is_known(a.name) and _is_known(b.name):
        return False
    return a.kind is EntityKind.PLACE and is_slip(a.name, b.name)
