"""Forms of organisations and places put into groups: what is known, what is misspelt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from pipeline.authority.knowledge import Verdict
from pipeline.records import Evidence
from pipeline.stages.evidence import reason
from pipeline.stages.forms import Form
from pipeline.stages.judging import Group
from pipeline.stages.steering import Steering, is_error_of_the_package
from pipeline.text.compare import describe
from pipeline.text.distance import distance

#: up to so many forms, every pair of them is looked up among the decisions
MOST_ASKED = 60

Home = dict[Form, Group]
Pair = tuple[Form, Form]
#: the pairs of forms that running text names side by side
Together = frozenset[frozenset[Form]]


def join_known(home: Home, steering: Steering) -> None:
    """Join what a person decided to be one, and the forms of one entry of the register."""
    if steering.is_empty:
        return
    forms = list(home)
    first: dict[str, Form] = {}
    for form in forms:
        key = form.entry.id if form.entry else steering.right_name(form)
        if key and may_join(home, first.setdefault(key, form), form, steering):
            merge_forms(home, first[key], form)
    for form in filter(is_error_of_the_package, forms):
        right = next((f for f in home[form].forms if f.name == steering.right_name(form)), None)
        if right is not None:
            evidence = spelling_evidence(form.name, right.name)
            home[form].links.append((form, right, evidence))
    if len(forms) <= MOST_ASKED:
        for x, y in combinations(forms, 2):
            if home[x] is not home[y] and steering.verdict(x, y) is Verdict.SAME:
                merge_forms(home, x, y)


def join_misspelt(home: Home, pairs: Sequence[Pair], steering: Steering) -> None:
    """Join each form to the one group that it may be misspelt for."""
    near: defaultdict[Form, list[Form]] = defaultdict(list)
    for x, y in pairs:
        near[y].append(x)
    for form, others in near.items():
        fits = [f for f in others if may_join(home, f, form, steering)]
        if len({home[f] for f in fits}) == 1:
            other = fits[0]
            evidence = spelling_evidence(form.name, other.name)
            merge_forms(home, other, form, (form, other, evidence))


def may_join(home: Home, x: Form, y: Form, steering: Steering) -> bool:
    """Return whether two forms are in two groups and nothing that is known keeps them apart."""
    if home[x] is home[y]:
        return False
    if steering.is_empty:
        return True
    unsure = steering.verdict(x, y) is Verdict.UNSURE
    return not unsure and not steering.keeps_apart(home[x].forms, home[y].forms)


def merge_forms(
    home: Home, x: Form, y: Form, link: tuple[Form, Form, tuple[Evidence, ...]] | None = None
) -> None:
    """Put the group of ``y`` into that of ``x``; ``link`` says why where they differ."""
    a, b = home[x], home[y]
    if a is b:
        return
    a.forms += b.forms
    a.links += [*b.links, *([link] if link else [])]
    home.update(dict.fromkeys(b.forms, a))


def spelling_evidence(a: str, b: str) -> tuple[Evidence, ...]:
    """Return the evidence that two names of one article are one, spelt in two ways."""
    found = distance(a, b)
    words = describe(found), describe(found, "nb"), describe(found, "nn")
    if not found.steps:
        words = "letter case", "store og små bokstaver", "store og små bokstavar"
    return (reason("spelling", a, b, words=words), reason("same_article"))
