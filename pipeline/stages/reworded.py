"""Two names of organisations that have the same words, put otherwise: a slip of the mind.

"Museet i Skjervdal" and "Museet på Skjervdal", "Norsk Hundekjørerlag" and "Norges Hundekjørerlag",
"Brunlanes Idrettsforening" and "Brunlanes Idrettsforeningen": neither needs to be known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from pipeline.stages.forms import Form
from pipeline.text.acronyms import is_short_form
from pipeline.text.folding import fold
from pipeline.text.rewording import content_words, is_definite_of, is_small_word, stem
from pipeline.text.tokens import is_organisation_word

#: more forms of the same words are no spellings of one name
MOST_ALIKE = 12


def rewording_key(name: str) -> tuple[str, ...]:
    """Return what names that are worded otherwise have in common.

    >>> rewording_key("Museet i Skjervdal") == rewording_key("Museet på Skjervdal")
    True
    """
    return tuple(sorted(map(stem, content_words(name))))


def reworded_pairs(forms: Sequence[Form]) -> Iterator[tuple[Form, Form]]:
    """Yield the pairs of forms that are one name put otherwise, in the order of the article."""
    shelves: defaultdict[tuple[str, ...], list[Form]] = defaultdict(list)
    for form in forms:
        shelves[rewording_key(form.name)].append(form)
    for shelf in shelves.values():
        for x, y in combinations(shelf[:MOST_ALIKE], 2):
            if is_reworded(x.name, y.name):
                yield x, y


def is_reworded(a: str, b: str) -> bool:
    """Return whether two names have the same words, put otherwise.

    >>> is_reworded("Museet i Skjervdal", "Museet Skjervdal")
    True
    >>> is_reworded("Skjervdal museum", "Museet i Skjervdal")
    False
    >>> is_reworded("Toten-sparebanken", "Toten Sparebank")
    False
    >>> is_reworded("Lag 1 Voss", "Lag 2 Voss"), is_reworded("NVE", "NEV")
    (False, False)
    """
    if fold(a) == fold(b) or is_short_form(a) or is_short_form(b):
        return False
    x, y = content_words(a), content_words(b)
    if len(x) != len(y) or len(x) < 2 or re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    if x == y:
        return True
    if all(is_definite_of(p, q) for p, q in zip(x, y, strict=True)):
        # a text may say "Toten-banken" of "Toten Bank"
        return a.count("-") == b.count("-") and _is_of_a_body(f"{a} {b}", set(x) ^ set(y))
    return _is_turned(a, b)


def _is_turned(a: str, b: str) -> bool:
    """Return whether the words stand in another order, nothing between them: "Kor Skjervdal"."""
    words = fold(a).split(), fold(b).split()
    return (
        not any(map(is_small_word, words[0] + words[1]))
        and rewording_key(a) == rewording_key(b)
        and _is_of_a_body(a, words[0])
    )


def _is_of_a_body(name: str, folded: Collection[str]) -> bool:
    """Return whether one of some words of a name, or its stem, makes it the name of a body."""
    words = [
        word for word in name.casefold().split() if not {*folded}.isdisjoint(fold(word).split())
    ]
    return any(is_organisation_word(w) or is_organisation_word(stem(w)) for w in words)
