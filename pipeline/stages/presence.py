"""Who is in the picture and not on the list, and the other way round."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Article, EntityKind, Flag, FlagKind, Mention, Reading
from pipeline.stages.flags import flag_id
from pipeline.stages.people import Group
from pipeline.text.folding import fold

#: headings of people who were expected and did not come
_ABSENT = ("forfall", "fråfall", "meldte forfall", "melde forfall", "fravær", "fråvær", "ikke møtt")


def presence_flags(article: Article, people: Sequence[Group], reading: Reading) -> list[Flag]:
    """Return a flag for each person that a picture and a list of the same people disagree on.

    Picture and list are of the same people when at least two are in both and at least a third of
    the picture is on the list; else nothing is said.
    """
    numbers = {n for n, group in enumerate(reading.lists) if fold(group.heading) not in _ABSENT}
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
    ]
    return flags


def _first(group: Group, parts: set[str]) -> Mention:
    """Return the mention in a caption."""
    found = [m for form in group.forms for m in form.mentions if m.span.part in parts]
    return found[0]


def _listed(group: Group) -> Mention:
    form = next(form for form in group.forms if form.lists)
    return next((m for m in form.mentions if m.origin.value == "list"), form.mentions[0])


def _flag(article: Article, kind: FlagKind, mention: Mention) -> Flag:
    words = {
        FlagKind.NOT_IN_LIST: "is in the picture but not on the list",
        FlagKind.NOT_IN_PICTURE: "is on the list but not in the picture",
    }
    return Flag(
        id=flag_id(article, mention, kind),
        kind=kind,
        entity=EntityKind.PERSON,
        mentions=(mention,),
        message=f"{mention.name} {words[kind]}",
    )
