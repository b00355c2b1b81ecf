"""Whether the sentence under a title is the lead of its story or the caption of a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.text import tables
from pipeline.text.caption_grammar import parse_caption

#: a story that is shorter than this need not come back to the people of its lead
SHORTEST_STORY = 120


def is_lead(sentence: str, story: Sequence[str]) -> bool:
    """Return whether a sentence that names people begins the story that follows it.

    A lead says what is planned, meant or decided, and the story calls its people by their
    surnames from then on. A caption shows people whom the story does not name, or names in full.

    >>> caption, on = "Rektor Kari Lie og lege Ola Dahl åpner døra.", "Skolen er ny. " * 12
    >>> is_lead(caption, [on]), is_lead(caption, [on, "– Vi er glade, sier rektor Kari Lie."])
    (False, False)
    >>> is_lead(caption, [on, "– Vi er glade, sier Lie."])
    True
    """
    words = tables.captions()
    if any(word in words.leading for word in re.findall(r"\w+", sentence.casefold())):
        return True
    told = " ".join(story)
    if len(told) < SHORTEST_STORY:
        return True
    return any(_is_known(name, told) for name in _full_names(sentence))


def _full_names(sentence: str) -> Iterator[str]:
    for person in parse_caption(sentence).people:
        name = f"{sentence[slice(*person.name)]} {person.surname}".strip()
        if " " in name:
            yield name


def _is_known(name: str, story: str) -> bool:
    """Return whether a story first calls somebody by the surname or the given name alone."""
    given, surname = name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
    first = re.search(rf"\b(?:{re.escape(given)}|{re.escape(surname)})s?\b", story)
    in_full = re.compile(rf"{re.escape(given)} [^\W\d_a-zæøå]")
    return first is not None and not in_full.match(story, first.start())
