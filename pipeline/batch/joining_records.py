"""What is known of the names of an archive: records, at rest one JSON object a line."""

from __future__ import annotations

from pipeline.records import Band, Candidate, EntityKind, Record, Unit, is_tie


class Sighting(Record):
    """One place where a form stands: the article's id, its part and its date, if it has one."""

    article: str
    part: str
    date: str = ""


class ArchiveForm(Record):
    """One way in which a name is written in an archive.

    ``articles`` and ``mentions`` are counts, ``sightings`` the first places only. ``first`` and
    ``last`` are the dates of the earliest and latest article, empty where articles have none.
    """

    name: str
    articles: int
    mentions: int
    first: str = ""
    last: str = ""
    affiliations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    sightings: tuple[Sighting, ...] = ()


class Bearer(Record):
    """The articles that give a name the same affiliation, and so speak of one person."""

    affiliations: tuple[str, ...]
    articles: int
    first: str = ""
    last: str = ""


class ArchiveName(Record):
    """A person, organisation or place of an archive, under one name.

    ``forms`` are what one article, the register or a decision says to be one: nothing else is put
    together. ``several`` tells that the name seems to have more than one bearer; ``bearers`` then
    says which. ``entry`` is the id of the register's entry.
    """

    id: str
    kind: EntityKind
    name: str
    forms: tuple[ArchiveForm, ...]
    articles: int
    mentions: int
    first: str = ""
    last: str = ""
    affiliations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    entry: str = ""
    several: bool = False
    bearers: tuple[Bearer, ...] = ()


class ArchiveFlag(Record):
    """Two forms of different articles that seem to be one's, for a person to look at.

    ``id`` is made of the kind and the two forms, so that it stays the same when the archive grows.
    ``probability`` is that the two are one; the candidates are the forms to choose from, best
    first, each with the probability that the two are one and this form is right. A decision on
    the two forms settles the flag for good.
    """

    id: str
    entity: EntityKind
    forms: tuple[ArchiveForm, ArchiveForm]
    probability: Unit
    candidates: tuple[Candidate, Candidate]
    band: Band
    message: str
    message_nb: str
    message_nn: str = ""

    @property
    def is_tied(self) -> bool:
        """Whether the two forms are equally likely to be right, so that none is proposed."""
        return is_tie(self.candidates[0].score, self.candidates[1].score)
