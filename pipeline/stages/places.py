"""Which written names of places are one: names in two languages, slips."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipeline.records import Article, EntityKind
from pipeline.stages.bearers import place_rows
from pipeline.stages.exonyms import misspelt_exonyms
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
from pipeline.stages.slips import is_slip
from pipeline.stages.steering import Steering
from pipeline.text import tables

#: names with more letters apart than this are no slips for each other
_MOST_LETTERS = 4


def group_places(
    article: Article,
    forms: Sequence[Form],
    steering: Steering,
    together: Together = frozenset(),
) -> list[Group]:
    """Return places as groups of forms; a slip joins the place that it was meant for.

    Args:
        article: the article.
        forms: the forms of places.
        steering: the register and decisions.
        together: the pairs of forms that running text names side by side.
    """
    ordered = sorted(forms, key=lambda form: -_standing(form))
    home: Home = {form: Group([form]) for form in ordered}
    join_known(home, steering)
    for x, y in _of_two_languages(article, ordered):
        if may_join(home, x, y, steering):
            merge_forms(home, x, y)
    slips = [
        (x, y)
        for x, y in _near_places(ordered)
        if _is_place_slip(x, y) and frozenset((x, y)) not in together
    ]
    join_misspelt(home, [*slips, *misspelt_exonyms(ordered)], steering)
    return list(dict.fromkeys(home.values()))


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
