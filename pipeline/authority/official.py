"""What the register calls a name in another language, for the translator to print."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.authority.knowledge import Knowledge
from pipeline.records import EntityKind


def official_names(knowledge: Knowledge) -> Callable[[str, EntityKind, str], tuple[str, ...]]:
    """Return what gives the forms of a name in a target language, best first.

    A name that the register says is never translated gives itself; an entry without an official
    name in the language gives nothing, and so does a name that two entries claim and that they
    call differently. "|" parts several forms that will do. An acronym is not spelt out, and in
    French the Norwegian name will do too: a preposition before the official one would have to
    change with it.
    """

    def forms(name: str, kind: EntityKind, target: str) -> tuple[str, ...]:
        entries = knowledge.entries(name, kind)
        if any(entry.keep for entry in entries):
            return (name,)
        if name.isupper() and not any(e.name.casefold() == name.casefold() for e in entries):
            return ()
        found = {tuple(entry.official.get(target, "").split("|")) for entry in entries}
        if len(found) != 1 or found == {("",)}:
            return ()
        said = found.pop()
        return (*said, name) if target == "fr" and name not in said else said

    return forms
