"""Who is in the picture and not on the list, and the other way round."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.records import Article, EntityKind, Flag, FlagKind, Mention, Reading
from pipeline.stages.evidence import message
from pipeline.stages.flags import flag_id
from pipeline.stages.judging import Group
from pipeline.text.folding import fold

#: words over or beside the names of people who were expected and did not come
_ABSENT = (
    "forfall", "fråfall", "fravær", "fråvær", "ikke møtt", "ikkje møtt", "ikke til stede",
    "ikkje til stades", "ikke til stades", "ikke på bildet", "ikkje på biletet", "avbud",
)  # fmt: skip


@cache
def _absent() -> tuple[str, ...]:
    return tuple(fold(words) for words in _ABSENT)


def says_absent(text: str) -> bool:
    """Return whether a heading or title says that somebody was not there.

    >>> says_absent("Meldt forfall:"), says_absent("Deltakere")
    (True, False)
    """
    return any(words in fold(text) for words in _absent())


def presence_flags(article: Article, people: Sequence[Group], reading: Reading) -> list[Flag]:
    """Return a flag for each person that a picture and a list of the same people disagree on.

    Picture and list are of the same people when at least two are in both and at least a third of
    the picture is on the list; else nothing is said.
    """
    numbers = {n for n, group in enumerate(reading.lists) if not says_absent(group.heading)}
    excused = {
        person.mention.span
        for group in reading.lists
        for person in group.people
        if person.title is not None and says_absent(person.title.text)
    }
    on_list = [g for g in people if g.lists & numbers]
    compared = []
    for caption in reading.captions:
        shown = [g for g in people if caption.part in g.pictures]
        shared = [g for g in shown if g.lists & numbers]
        if len(shared) >= 2 and len(shared) * 3 >= len(shown):
            compared.append(caption)
    if not compared:
        return []
    parts = {caption.part for caption in compared}
    flags = []
    for group in people:
        if group.pictures & parts and not group.lists & numbers:
            flags.append(_flag(article, FlagKind.NOT_IN_LIST, _first(group, parts)))
    if any(caption.incomplete for caption in compared):
        return flags
    flags += [
        _flag(article, FlagKind.NOT_IN_PICTURE, _listed(group))
        for group in on_list
        if not group.pictures & parts
        and not _is_named_in(group, parts)
        and _listed(group).span not in excused
    ]
    return flags


def _first(group: Group, parts: set[str]) -> Mention:
    """Return the mention in a caption."""
    found = [m for form in group.forms for m in form.mentions if m.span.part in parts]
    return found[0]


def _is_named_in(group: Group, parts: set[str]) -> bool:
    """Return whether a caption names somebody who is not in its picture: absent, or who took it."""
    return any(m.span.part in parts for form in group.forms for m in form.mentions)


def _listed(group: Group) -> Mention:
    form = next(form for form in group.forms if form.lists)
    return next((m for m in form.mentions if m.origin.value == "list"), form.mentions[0])


def _flag(article: Article, kind: FlagKind, mention: Mention) -> Flag:
    english, bokmaal, nynorsk = message(kind.value, name=mention.name)
    return Flag(
        id=flag_id(article, mention, kind),
        kind=kind,
        entity=EntityKind.PERSON,
        mentions=(mention,),
        message=english,
        message_nb=bokmaal,
        message_nn=nynorsk,
    )
