"""The written forms of an article's names: each with its mentions and what is said beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.records import EntityKind, Mention, Part, Reading
from pipeline.text.folding import squeeze


@dataclass
class Form:
    """One way in which a name is written, letter case aside.

    ``pictures`` are the captions in which its bearer is shown, ``lists`` the numbers of the lists
    that name it; ``affiliations`` and ``roles`` are what stands beside it there.
    """

    name: str
    kind: EntityKind
    mentions: list[Mention] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    affiliations: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other forms."""
        return self.kind.value, self.name.casefold().rstrip(".-‐")


def collect_forms(mentions: Sequence[Mention], reading: Reading) -> list[Form]:
    """Return the forms in the order in which they first stand in the article."""
    forms: dict[tuple[str, str], Form] = {}
    spellings: dict[tuple[str, str], Counter[str]] = {}
    for mention in mentions:
        key = _key(mention)
        form = forms.setdefault(key, Form(mention.name, mention.kind))
        form.mentions.append(mention)
        spellings.setdefault(key, Counter())[mention.name] += 1
    for key, form in forms.items():
        # of forms that differ in letter case, one that is not all capitals, then the commonest
        form.name = max(spellings[key], key=lambda name: (not name.isupper(), spellings[key][name]))
    _note_captions(forms, reading)
    _note_lists(forms, reading)
    return list(forms.values())


def _key(mention: Mention) -> tuple[str, str]:
    """Return what makes a form: kind and name, case and a stop or hyphen at its end aside."""
    return mention.kind.value, mention.name.casefold().rstrip(".-‐")


def _note_captions(forms: dict[tuple[str, str], Form], reading: Reading) -> None:
    for caption in reading.captions:
        for person in caption.people:
            form = forms.get(_key(person.mention))
            if form is None:
                continue
            form.pictures.add(caption.part)
            if person.affiliation is not None:
                form.affiliations.append(squeeze(person.affiliation.text))
            if person.role is not None:
                form.roles.append(squeeze(person.role.text))


def _note_lists(forms: dict[tuple[str, str], Form], reading: Reading) -> None:
    for number, group in enumerate(reading.lists):
        for person in group.people:
            form = forms.get(_key(person.mention))
            if form is None:
                continue
            form.lists.add(number)
            if person.organisation is not None:
                form.affiliations.append(squeeze(person.organisation.text))
            if person.title is not None:
                form.roles.append(squeeze(person.title.text))


def is_headline(part: Part) -> bool:
    """Return whether a part is a title or heading: written last, and read over by nobody."""
    return part.kind.value in ("title", "heading")
