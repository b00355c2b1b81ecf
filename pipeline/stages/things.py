"""Which written names of organisations and places are one: case, hyphens, slips, acronyms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from pipeline.authority.knowledge import Verdict
from pipeline.records import Acronym, Article, EntityKind, Evidence
from pipeline.stages.bearers import have_two_legal_forms, place_rows, without_legal_form
from pipeline.stages.bent import bent_pairs, is_inflected
from pipeline.stages.blocks import worth_comparing
from pipeline.stages.evidence import reason
from pipeline.stages.exonyms import misspelt_exonyms
from pipeline.stages.forms import Form
from pipeline.stages.judging import Group
from pipeline.stages.slips import is_slip
from pipeline.stages.steering import Steering
from pipeline.text import tables
from pipeline.text.acronyms import is_short_form
from pipeline.text.compare import describe
from pipeline.text.distance import distance
from pipeline.text.folding import fold, squeeze
from pipeline.text.standards import to_bokmaal

#: up to so many forms, every pair of them is looked up among the decisions
MOST_ASKED = 60
#: names with more letters apart than this are no slips for each other
_MOST_LETTERS = 4
#: signs that a name has or lacks without being spelt otherwise
_SIGNS = re.compile(r"[^\w\s&+/-]")

Home = dict[Form, Group]
Pair = tuple[Form, Form]


def group_organisations(
    forms: Sequence[Form], acronyms: Sequence[Acronym], steering: Steering
) -> list[Group]:
    """Return organisations as groups of forms; a short form joins what it stands for."""
    home: Home = {form: Group([form]) for form in forms}
    pairs = sorted(
        {
            *worth_comparing([[form.name] for form in forms]),
            *_of_onesolid([form.name for form in forms]),
        }
    )
    alike = [(forms[i], forms[j]) for i, j in pairs]
    _join_known(home, steering)
    _join_misspelt(home, list(bent_pairs(forms)), steering)
    _join_misspelt(home, [p for p in alike if have_two_legal_forms(p[0].name, p[1].name)], steering)
    for x, y in alike:
        if _is_one(x, y) and _may_join(home, x, y, steering):
            _merge(home, x, y)
    _join_misspelt(home, [p for p in alike if is_misspelt(p[0].name, p[1].name)], steering)
    for tie in acronyms:
        _join_short(home, tie, steering)
    _join_misspelt(home, list(_swapped(forms, acronyms)), steering)
    _join_heads(home, steering)
    return list(dict.fromkeys(home.values()))


def group_places(article: Article, forms: Sequence[Form], steering: Steering) -> list[Group]:
    """Return places as groups of forms; a slip joins the place that it was meant for."""
    ordered = sorted(forms, key=lambda form: -_standing(form))
    home: Home = {form: Group([form]) for form in ordered}
    _join_known(home, steering)
    for x, y in _of_two_languages(article, ordered):
        if _may_join(home, x, y, steering):
            _merge(home, x, y)
    slips = [(x, y) for x, y in _near_places(ordered) if _is_place_slip(x, y)]
    _join_misspelt(home, [*slips, *misspelt_exonyms(ordered)], steering)
    return list(dict.fromkeys(home.values()))


# -- joining --------------------------------------------------------------------------------------


def _join_known(home: Home, steering: Steering) -> None:
    """Join what a person decided to be one, and the forms of one entry of the register."""
    if steering.is_empty:
        return
    forms = list(home)
    first: dict[str, Form] = {}
    for form in forms:
        key = form.entry.id if form.entry else steering.right_name(form)
        if key and _may_join(home, first.setdefault(key, form), form, steering):
            _merge(home, first[key], form)
    if len(forms) <= MOST_ASKED:
        for x, y in combinations(forms, 2):
            if home[x] is not home[y] and steering.verdict(x, y) is Verdict.SAME:
                _merge(home, x, y)


def _join_misspelt(home: Home, pairs: Sequence[Pair], steering: Steering) -> None:
    """Join each form to the one group that it may be misspelt for."""
    near: defaultdict[Form, list[Form]] = defaultdict(list)
    for x, y in pairs:
        near[y].append(x)
    for form, others in near.items():
        fits = [f for f in others if _may_join(home, f, form, steering)]
        if len({home[f] for f in fits}) == 1:
            other = fits[0]
            evidence = _spelling_evidence(form.name, other.name)
            _merge(home, other, form, (form, other, evidence))


def _may_join(home: Home, x: Form, y: Form, steering: Steering) -> bool:
    if home[x] is home[y]:
        return False
    if steering.is_empty:
        return True
    known = [steering.pair(p, q) for p in home[x].forms for q in home[y].forms]
    unsure = steering.verdict(x, y) is Verdict.UNSURE
    return not unsure and not any(e is not None and e.weight < 0 for e in known)


def _merge(
    home: Home, x: Form, y: Form, link: tuple[Form, Form, tuple[Evidence, ...]] | None = None
) -> None:
    a, b = home[x], home[y]
    if a is b:
        return
    a.forms += b.forms
    a.links += [*b.links, *([link] if link else [])]
    home.update(dict.fromkeys(b.forms, a))


def _join_short(home: Home, tie: Acronym, steering: Steering) -> None:
    def find(name: str) -> Form | None:
        key = squeeze(name).casefold()
        return next((form for form in home if form.name.casefold() == key), None)

    short, long = find(tie.short), find(tie.long)
    if short is not None and long is not None and _may_join(home, long, short, steering):
        _merge(home, long, short)


def _spelling_evidence(a: str, b: str) -> tuple[Evidence, ...]:
    found = distance(a, b)
    words = describe(found), describe(found, "nb"), describe(found, "nn")
    if not found.steps:
        words = "letter case", "store og små bokstaver", "store og små bokstavar"
    return (reason("spelling", a, b, words=words), reason("same_article"))


# -- organisations --------------------------------------------------------------------------------


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
    # "Brødrene Sørli" is none of "Brødrene Sørlie"
    if any(p != q and {p, q} & _folded_surnames() for p, q in pairs):
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
    if any(c > 0 and {p, q} <= tables.places() for c, p, q in zip(costs, x, y, strict=True)):
        return False
    return sum(costs) <= 1.2 and all(
        cost <= 0.2 * max(len(p), len(q)) for cost, p, q in zip(costs, x, y, strict=True)
    )


def _swapped(forms: Sequence[Form], acronyms: Sequence[Acronym]) -> Iterator[Pair]:
    """Yield a short form that is explained or known with one that has two letters swapped."""
    explained = {tie.short for tie in acronyms} | tables.organisations().known.keys()
    short = [form for form in forms if is_short_form(form.name) and len(form.name) > 2]
    for x in short:
        for y in short:
            one = x.name in explained and y.name not in explained
            if one and [step.kind for step in distance(x.name, y.name).steps] == ["swapped"]:
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
            if _may_join(home, other, form, steering):
                _merge(home, other, form)


# -- places ---------------------------------------------------------------------------------------


def _near_places(forms: Sequence[Form]) -> Iterator[Pair]:
    """Yield the pairs that begin with one letter and have nearly the same letters."""
    shelves: defaultdict[str, list[tuple[Form, Counter[str]]]] = defaultdict(list)
    for form in forms:
        key = form.name.casefold()
        mine = Counter(key)
        for other, letters in shelves[key[:1]]:
            if ((mine - letters) + (letters - mine)).total() <= _MOST_LETTERS:
                yield other, form
        shelves[key[:1]].append((form, mine))


def _of_two_languages(article: Article, forms: Sequence[Form]) -> Iterator[Pair]:
    """Yield the names of one place in two languages: of our table, or "Børselv (Pyssyjoki)"."""
    first: dict[int, Form] = {}
    for form in forms:
        row = place_rows().get(form.name.casefold())
        if row is not None and first.setdefault(row, form) is not form:
            yield first[row], form
    begins = {(m.span.part, m.span.start): form for form in forms for m in form.mentions}
    for form in forms:
        for m in form.mentions:
            other = begins.get((m.span.part, m.span.end + 2))
            if other is None or other is form or _is_known(other.name):
                continue
            text = article.part(m.span.part).text[m.span.end :]
            if text.startswith(f" ({other.name})"):
                yield form, other


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
