"""What the formats for news have in common: the article or its translation, who is in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.export.aligned import align
from pipeline.export.identifiers import Register, said_in
from pipeline.export.people import title
from pipeline.export.remarks import remarks
from pipeline.export.wording import Wording
from pipeline.records import (
    Caption,
    EntityKind,
    NameCluster,
    Part,
    PartKind,
    ProcessedArticle,
    Translation,
)
from pipeline.text.folding import squeeze

_HEADINGS = frozenset({PartKind.TITLE, PartKind.HEADING})


@dataclass(frozen=True)
class Photo:
    """A caption as it is published, who is in the picture and who took it."""

    part: str
    caption: str
    people: tuple[NameCluster | str, ...]
    credits: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """An article in one language: as it was written, or translated."""

    outcome: ProcessedArticle
    translation: Translation | None = None

    @property
    def language(self) -> str:
        """The language of the edition."""
        return self.translation.target if self.translation else self.outcome.detection.language

    @property
    def uri(self) -> str:
        """A name for the edition that stays the same while the article does."""
        article = self.outcome.article
        seed = "\0".join(("samsvar", article.id, self.language, article.text))
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed.encode('utf-8', 'replace').hex())}"

    @property
    def headline(self) -> str:
        """The title, else the first heading, else the id of the article."""
        for kind in (PartKind.TITLE, PartKind.HEADING):
            for part in self.outcome.article.parts:
                if part.kind is kind and part.text.strip():
                    return squeeze(self.text_of(part))
        return title(self.outcome.article)

    @property
    def body(self) -> str:
        """The text without the title and without captions, parts with a blank line between."""
        left_out = (PartKind.TITLE, PartKind.CAPTION, PartKind.CREDIT)
        parts = [part for part in self.outcome.article.parts if part.kind not in left_out]
        return "\n\n".join(said for part in parts if (said := self.text_of(part).strip()))

    def text_of(self, part: Part) -> str:
        """Return a part in the language of the edition; one that was not translated stays."""
        if self.translation:
            for said in self.translation.parts:
                if said.part == part.name:
                    return said.text
        return part.text

    def to_look_at(self, say: Wording) -> Iterator[str]:
        """Yield what a person should look at before the edition is published."""
        if self.translation:
            for part in align(self.outcome, self.translation):
                for row in part.rows:
                    yield from (f"{row.number}: {words}" for words in remarks(row, say))
        else:
            for flag in self.outcome.reconciliation.flags:
                yield flag.message

    def name(self, cluster: NameCluster, register: Register) -> str:
        """Return what somebody or something is called in the language of the edition."""
        if not self.translation or cluster.kind is EntityKind.PERSON:
            return cluster.name
        return said_in(cluster, register, self.language)

    def photos(self) -> Iterator[Photo]:
        """Yield the pictures that the captions are about."""
        read = {caption.part: caption for caption in self.outcome.reading.captions}
        for part in self.outcome.article.parts:
            if part.kind is PartKind.CAPTION:
                caption = read.get(part.name, Caption(part=part.name))
                yield Photo(
                    part.name,
                    squeeze(self.text_of(part)),
                    tuple(self._bearer(person.mention.name, person.mention.span)
                          for person in caption.people),
                    tuple(dict.fromkeys(one.name for one in caption.credits)),
                )  # fmt: skip

    def _bearer(self, name: str, span: object) -> NameCluster | str:
        for cluster in self.outcome.reconciliation.clusters:
            if any(mention.span == span for mention in cluster.mentions):
                return cluster
        return name

    def is_about(self, cluster: NameCluster) -> bool:
        """Return whether the title or a heading names somebody or something."""
        headings = {p.name for p in self.outcome.article.parts if p.kind in _HEADINGS}
        return any(mention.span.part in headings for mention in cluster.mentions)

    def clusters(self, kind: EntityKind) -> tuple[NameCluster, ...]:
        """Return who or what of a kind is named, in the order of the result."""
        return tuple(c for c in self.outcome.reconciliation.clusters if c.kind is kind)
