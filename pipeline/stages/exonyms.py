"""Places abroad that are written nearly as another language has them: "Kopenhagen", "Gothenborg".

A name as English or French has it is no mistake; one that is nearly so is meant for the Norwegian
name that stands elsewhere in the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline.stages.forms import Form
from pipeline.text import tables
from pipeline.text.distance import distance
from pipeline.translation.tables import load_table

#: how far a form may be from a name in another language
NEAR = 0.5
#: letters of a name that another can be meant for
SHORTEST = 5


def misspelt_exonyms(forms: Sequence[Form]) -> Iterator[tuple[Form, Form]]:
    """Yield the places that have their Norwegian name, each with a form that is meant for it."""
    known = {form.name.casefold(): form for form in forms}
    here = {
        foreign: known[name]
        for foreign, names in _norwegian().items()
        for name in names
        if name in known and len(foreign) >= SHORTEST
    }
    if not here:
        return
    for form in forms:
        name = form.name.casefold()
        if name in tables.places() or name in _norwegian():
            continue
        for foreign, home in here.items():
            if home is not form and distance(name, foreign).cost <= NEAR:
                yield home, form
                break


@cache
def _norwegian() -> Mapping[str, tuple[str, ...]]:
    """Return the Norwegian names of places by their English and French ones, in small letters."""
    return {
        foreign.casefold(): names
        for norwegian, *others in load_table("places")["rows"]
        if (names := tuple(norwegian.casefold().split("|")))
        for column in others
        for foreign in column.split("|")
        if foreign.casefold() not in names
    }
