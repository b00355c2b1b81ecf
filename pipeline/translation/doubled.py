"""Names that a translation has twice: in their own and in another form, or with two articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.records import Check
from pipeline.translation.keepnames import Wanted, find_form, form_pattern


def check_doubled(target: str, wanted: Sequence[Wanted]) -> tuple[Check, ...]:
    """Return a check for each name that is there as it was written and in another form as well.

    >>> from pipeline.records import EntityKind
    >>> name = Wanted(0, 9, "Os skole", EntityKind.ORGANISATION, ("Os School", "Os skole"))
    >>> [check.detail for check in check_doubled("Pupils of Os skole go to Os School.", [name])]
    ['the words "Os skole" are repeated']
    """
    sources = [name.source for name in wanted]
    return tuple(
        Check(kind="repetition", detail=f'the words "{name.source}" are repeated')
        for name in wanted
        if sources.count(name.source) == 1
        and (place := find_form(target, (name.source,), ()))
        and find_form(target, [form for form in name.forms if form != name.source], (place,))
    )


def with_one_article(text: str, wanted: Sequence[Wanted]) -> str:
    """Return an English target in which a name with an article has only that.

    >>> from pipeline.records import EntityKind
    >>> name = Wanted(0, 9, "NFF", EntityKind.ORGANISATION, ("the Football Association",))
    >>> with_one_article("The Norwegian the Football Association came.", [name])
    'The Football Association came.'
    """
    articled = {form for name in wanted for form in name.forms if form.startswith("the ")}
    for form in articled:
        twice = rf"\b(the|an?)\s+(?:[A-Z]\w+\s+)?(?={form_pattern(form).pattern})"
        for found in reversed(list(re.finditer(twice, text, re.IGNORECASE))):
            rest = text[found.end() :]
            rest = rest[:1].upper() + rest[1:] if found.group(1)[0].isupper() else rest
            text = text[: found.start()] + rest
    return text
