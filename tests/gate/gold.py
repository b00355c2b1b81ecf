"""The gold annotation of the corpus: records, checks against the article, loading.

A gold file is written by hand. Loading it checks what can be checked: every string stands in its
article, every caption and list names people that the list of names has too, flags and clusters
speak of forms that are there. How a gold file is written is told in ``corpus/README.md``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pipeline.records import EntityKind, FlagKind, PartKind, Record, Row, Side

Words = Annotated[str, Field(min_length=1)]


class GoldPart(Record):
    """The kind of the part that begins with the words ``starts``."""

    starts: Words
    kind: PartKind


class GoldCaptionPerson(Record):
    """Somebody in a picture; affiliation and role as written, or empty."""

    name: Words
    row: Row = Row.ONLY
    side: Side = Side.NONE
    affiliation: str = ""
    role: str = ""


class GoldCaption(Record):
    """The caption that begins with the words ``starts``: people in its order, photographers."""

    starts: Words
    people: tuple[GoldCaptionPerson, ...] = ()
    credits: tuple[Words, ...] = ()
    incomplete: bool = False


class GoldListPerson(Record):
    """Somebody in a list; the organisation may be that of the heading."""

    name: Words
    title: str = ""
    unit: str = ""
    organisation: str = ""


class GoldList(Record):
    """The people under one heading."""

    heading: str = ""
    people: Annotated[tuple[GoldListPerson, ...], Field(min_length=1)]


class GoldName(Record):
    """A name that stands in the article, without a genitive ending."""

    name: Words
    kind: EntityKind


class GoldFlag(Record):
    """What should be flagged. ``proposed`` is given for a spelling and for nothing else."""

    kind: FlagKind
    entity: EntityKind = EntityKind.PERSON
    forms: Annotated[tuple[Words, ...], Field(min_length=1)]
    proposed: str = ""

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        spelling = self.kind is FlagKind.SPELLING
        if spelling != (len(self.forms) == 2) or spelling != (self.proposed in self.forms):
            message = f"a spelling has two forms and proposes one of them, others have one: {self}"
            raise ValueError(message)
        return self


class Gold(Record):
    """All that is known about one article, with its text."""

    id: Words
    text: Words
    language: Literal["nb", "nn"]
    note: Words
    parts: tuple[GoldPart, ...]
    captions: tuple[GoldCaption, ...]
    lists: tuple[GoldList, ...]
    names: tuple[GoldName, ...]
    acronyms: dict[str, str]
    clusters: tuple[Annotated[tuple[Words, ...], Field(min_length=2)], ...]
    flags: tuple[GoldFlag, ...]

    @model_validator(mode="after")
    def _agrees_with_the_article(self) -> Self:
        problems = [*_strange_parts(self)]
        if not problems:
            problems = [*_strange_strings(self), *_strange_people(self), *_strange_forms(self)]
        if problems:
            message = f"gold {self.id}: {'; '.join(problems)}"
            raise ValueError(message)
        return self

    def part_texts(self) -> tuple[str, ...]:
        """Return the text of each part, from its first words to those of the next."""
        lines = self.text.splitlines()
        edges = [*_first_lines(self), len(lines)]
        return tuple(plain("\n".join(lines[a:b])) for a, b in pairwise(edges))

    def texts_of(self, kind: PartKind) -> tuple[str, ...]:
        """Return the text of each part of this kind."""
        pairs = zip(self.parts, self.part_texts(), strict=True)
        return tuple(text for part, text in pairs if part.kind is kind)


def plain(text: str) -> str:
    """Return ``text`` in NFC with white space made single.

    >>> plain(" Heim    Skriv\\tut ")
    'Heim Skriv ut'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def stands_in(words: str, text: str) -> bool:
    """Return whether ``words`` stand in ``text`` as whole words, a genitive ending forgiven.

    No words stand everywhere.

    >>> stands_in("Olaf Graven", "Det var Olaf Gravens idé."), stands_in("Olaf", "Olafsen kom.")
    (True, False)
    """
    pattern = rf"(?<!\w){re.escape(plain(words))}(?:s|['’])?(?!\w)"
    return not words or re.search(pattern, plain(text)) is not None


def load_gold(corpus: Path, name: str) -> Gold:
    """Return the gold annotation of the article called ``name``, checked against its text.

    Raises:
        OSError: the article or its gold file is missing.
        pydantic.ValidationError: the gold file is malformed or does not fit the article.
    """
    text = decode((corpus / "articles" / f"{name}.txt").read_bytes())
    written = json.loads((corpus / "gold" / f"{name}.json").read_text("utf-8"))
    return Gold.model_validate({**written, "id": name, "text": text})


def load_corpus(corpus: Path) -> tuple[Gold, ...]:
    """Return the gold annotation of every article in ``corpus``, by name.

    Raises:
        ValueError: an article has no gold file, or a gold file no article.
    """
    articles = {path.stem for path in (corpus / "articles").glob("*.txt")}
    annotated = {path.stem for path in (corpus / "gold").glob("*.json")}
    if articles != annotated:
        message = f"{corpus}: without article or gold: {', '.join(sorted(articles ^ annotated))}"
        raise ValueError(message)
    return tuple(load_gold(corpus, name) for name in sorted(articles))


def decode(data: bytes) -> str:
    """Return the text of an article file: UTF-8 with or without a mark, else Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _first_lines(gold: Gold) -> list[int]:
    """Return the number of the line with which each part begins; -1 where there is none."""
    lines = [plain(line) for line in gold.text.splitlines()]
    found: list[int] = []
    for part in gold.parts:
        rest = range(max(found, default=-1) + 1, len(lines))
        found.append(next((n for n in rest if lines[n].startswith(plain(part.starts))), -1))
    return found


def _strange_parts(gold: Gold) -> Iterator[str]:
    """Tell of parts that begin nowhere, and of blocks of text that are in no part."""
    begins = _first_lines(gold)
    for part, number in zip(gold.parts, begins, strict=True):
        if number < 0:
            yield f"no line begins with {part.starts!r}"
    before = ""
    for number, line in enumerate(gold.text.splitlines()):
        if plain(line) and not plain(before) and number not in begins:
            yield f"no part begins with line {number + 1}, {line[:30]!r}"
        before = line
    if [caption.starts for caption in gold.captions] != [
        part.starts for part in gold.parts if part.kind is PartKind.CAPTION
    ]:
        yield "the captions are not the parts that are captions"


def _strange_strings(gold: Gold) -> Iterator[str]:
    """Tell of strings that do not stand where they should."""
    for caption, text in zip(gold.captions, gold.texts_of(PartKind.CAPTION), strict=True):
        strings = [s for p in caption.people for s in (p.name, p.affiliation, p.role)]
        yield from (f"{s!r} is not in the caption" for s in strings if not stands_in(s, text))
    lines = " \n ".join(gold.texts_of(PartKind.LIST_ITEM))
    headings = " \n ".join((*gold.texts_of(PartKind.HEADING), lines))
    for group in gold.lists:
        strings = [s for p in group.people for s in (p.name, p.title, p.unit)]
        yield from (f"{s!r} is not in a list" for s in strings if not stands_in(s, lines))
        strings = [group.heading, *(p.organisation for p in group.people)]
        yield from (f"{s!r} is not over a list" for s in strings if not stands_in(s, headings))
    strings = [*(n.name for n in gold.names), *gold.acronyms, *gold.acronyms.values()]
    yield from (f"{s!r} is not in the text" for s in strings if not stands_in(s, gold.text))


def _strange_people(gold: Gold) -> Iterator[str]:
    """Tell of people of captions, credits and lists that the list of names lacks."""
    known = {name.name for name in gold.names if name.kind is EntityKind.PERSON}
    people = {p.name for caption in gold.captions for p in caption.people}
    people |= {p.name for group in gold.lists for p in group.people}
    people |= {name for caption in gold.captions for name in caption.credits}
    yield from (f"{name!r} is missing from the persons" for name in sorted(people - known))


def _strange_forms(gold: Gold) -> Iterator[str]:
    """Tell of clusters, flags and acronyms with a form that the list of names lacks."""
    known = {(name.name, name.kind) for name in gold.names}
    if len(known) < len(gold.names):
        yield "a name is given twice"
    for flag in gold.flags:
        yield from (
            f"flagged {f!r} is no name" for f in flag.forms if (f, flag.entity) not in known
        )
    for cluster in gold.clusters:
        if not any(all((form, kind) in known for form in cluster) for kind in EntityKind):
            yield f"the cluster {cluster} is not of names of one kind"
    for short in gold.acronyms:
        if (short, EntityKind.ORGANISATION) not in known:
            yield f"the acronym {short!r} is no organisation"
    pictured = {p.name for caption in gold.captions for p in caption.people}
    listed = {p.name for group in gold.lists for p in group.people}
    places = {FlagKind.NOT_IN_LIST: (pictured, listed), FlagKind.NOT_IN_PICTURE: (listed, pictured)}
    for flag in gold.flags:
        here, there = places.get(flag.kind, (set(flag.forms), set()))
        if not here.issuperset(flag.forms) or there.intersection(flag.forms):
            yield f"{flag.forms} is not {flag.kind}"
