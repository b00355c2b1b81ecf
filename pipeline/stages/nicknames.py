"""People joined because one goes by a familiar form of the other's given name, and for no more.

"Lasse Berg" and "Lars Berg" are one person more often than two, and which of the two names is to be
printed is for somebody who knows him: where nothing else in the article ties them, it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.records import Evidence
from pipeline.stages.forms import Form
from pipeline.stages.judging import Group
from pipeline.text.name_parts import name_form
from pipeline.text.part_pairs import likeness

#: what ties two people whatever their names
_TIES = frozenset({
    "affiliation", "role", "register", "decision", "same event", "neighbours", "age", "kin",
})  # fmt: skip


def nickname_questions(
    groups: Iterable[Group],
) -> Iterator[tuple[Group, Group, tuple[Evidence, ...]]]:
    """Yield the two forms of a person, a group each, whom a familiar given name alone has joined.

    Nobody is asked about where the article itself has the familiar name in quotation marks.

    Args:
        groups: the persons of the article.
    """
    for group in groups:
        if any(name_form(form.name).nicknames for form in group.forms):
            continue
        for x, y, evidence in group.links:
            tied = any(e.feature in _TIES and e.weight > 0 for e in evidence)
            if not tied and _is_familiar(x, y):
                yield Group([x]), Group([y]), evidence


def _is_familiar(x: Form, y: Form) -> bool:
    a, b = (name_form(form.name).parts for form in (x, y))
    if min(len(a), len(b)) < 2 or a[-1].casefold() != b[-1].casefold():
        return False
    return likeness(a[0], b[0]).kind == "nickname"
