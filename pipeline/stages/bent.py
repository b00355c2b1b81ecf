"""Names of organisations that are known, and written wrongly elsewhere in the same article.

Where the register or the tables know one of two names, more may be held against the other than
between two unknown names: a small word ("Høgskolen i Vestlandet"), an ending ("Sykehus Innlandet"),
the order of words, the adjective that many names begin with ("Norges Folkehjelp").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from pipeline.authority.entries import AliasKind
from pipeline.stages.forms import Form
from pipeline.text import tables
from pipeline.text.acronyms import is_short_form
from pipeline.text.distance import distance
from pipeline.text.folding import fold, squeeze
from pipeline.text.rewording import content_words, is_small_word

#: the names of an article that are held against its known ones are not more than this
MOST = 200
#: letters that all words of two names may differ in
FARTHEST = 1.3
_ENDINGS = ("en", "et", "a", "ene", "ane", "er", "ar", "s", "n", "e")
_SLIPS = frozenset({"dropped", "swapped", "letter", "key", "doubled"})


def bent_pairs(forms: Sequence[Form]) -> Iterator[tuple[Form, Form]]:
    """Yield the pairs of a known name and one that is unknown and may be meant for it."""
    known = [form for form in forms if is_known(form)][:MOST]
    unknown = [form for form in forms if form.entry is None and not is_known(form)][:MOST]
    for x, y in product(known, unknown):
        if is_bent(x.name, y.name):
            yield x, y


def is_known(form: Form) -> bool:
    """Return whether a form is a right name of an organisation in the register or the tables."""
    name = squeeze(form.name)
    if form.entry is not None:
        alias = next((a for a in form.entry.aliases if a.name.casefold() == name.casefold()), None)
        return alias is None or alias.kind not in (AliasKind.ERROR, AliasKind.SPELLING)
    table = tables.organisations()
    return name in table.known or name.casefold() in table.known_names


def is_bent(known: str, other: str) -> bool:
    """Return whether a name is a known one, written wrongly.

    >>> is_bent("Norsk Folkehjelp", "Norges Folkehjelp"), is_bent("NIBIO", "NIBO")
    (True, True)
    >>> is_bent("Noregs Mållag", "Norsk Målungdom"), is_bent("Voss kommune", "Vang kommune")
    (False, False)
    """
    if known.casefold() == other.casefold():
        return False
    if is_short_form(known) or is_short_form(other):
        both = is_short_form(known) and is_short_form(other)
        # a letter more is another body ("NTNUI") unless it is the one before it ("SINTEFF")
        doubled = [step.kind for step in distance(known, other).steps] == ["doubled"]
        shorter = len(other) <= len(known) or doubled
        return both and shorter and len(other) > 3 and _is_slip(known, other)
    a, b = content_words(known), content_words(other)
    if len(a) != len(b) or (len(a) == 1 and min(len(known), len(other)) < 8):
        return False
    if _is_paraphrase(known, other):
        return False
    if sorted(_numbers(a)) != sorted(_numbers(b)) or not _no_two_places(a, b):
        return False
    return sum(_costs(a, b)) <= FARTHEST


def _is_paraphrase(a: str, b: str) -> bool:
    """Return whether one says with a small word what the other says in another order.

    >>> _is_paraphrase("Vestland fylkeskommune", "Fylkeskommunen i Vestland")
    True
    >>> _is_paraphrase("Møre og Romsdal fylkeskommune", "Romsdal og Møre fylkeskommune")
    False
    """
    small = [sum(map(is_small_word, fold(name).split())) for name in (a, b)]
    x, y = content_words(a), content_words(b)
    return small[0] != small[1] and bool(x and y) and x[0][0] != y[0][0]


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if any(c.isdigit() for c in word)]


def _costs(a: Sequence[str], b: Sequence[str]) -> list[float]:
    """Return how far each word of a name is from its like in the other; far where it has none."""
    rest, costs = list(b), []
    for word in a:
        nearest = min(rest, key=lambda other: (_cost(word, other), rest.index(other)))
        costs.append(_cost(word, nearest))
        rest.remove(nearest)
    return costs


def is_inflected(a: str, b: str) -> bool:
    """Return whether two words are one, or one is the other with an ending of a noun.

    >>> is_inflected("Universitet", "Universitetet"), is_inflected("Voss", "Vang")
    (True, False)
    """
    return a == b or any(a + end == b or b + end == a for end in _ENDINGS)


def _cost(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if is_inflected(a, b):
        return 0.2
    cost = distance(a, b).cost
    return cost if cost <= 0.2 * max(len(a), len(b)) and a[0] == b[0] else 9.0


def _is_slip(a: str, b: str) -> bool:
    steps = distance(a, b).steps
    return len(steps) == 1 and steps[0].kind in _SLIPS


def _no_two_places(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether the words that differ are not two places: "Nes kommune", "Næs kommune".

    "Vestland" and "Vestlandet" are one word, and only one of them is in the name.
    """
    places = {fold(place) for place in set(a) ^ set(b) if place in tables.places()}
    one, other = places & set(a), places & set(b)
    return all(is_inflected(p, q) for p, q in product(one, other))
