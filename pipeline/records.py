"""The vocabulary: what an article is and what is said about it.

Every record is frozen, refuses unknown fields and survives JSON. A range of text is a ``Span``
that names the part it indexes; offsets are half-open and count code points.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

SCHEMA_VERSION: Final = 1
#: languages that the pipeline takes as Norwegian
NORWEGIAN = frozenset({"nb", "nn"})

#: ISO 639-1 code in lower case, "und" where nothing can be said
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[a-z]{2,4})?$")]
Unit = Annotated[float, Field(ge=0.0, le=1.0)]


class Record(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PartKind(StrEnum):
    """What a part of an article is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    LIST_ITEM = "list_item"
    CREDIT = "credit"


class Part(Record):
    """A stretch of an article: a paragraph, a caption, a line of a list.

    ``before`` is the white space between the part before and this one, exactly as read, so that
    the text of an article is the text of its parts. ``why`` says in words why the part was taken
    for what it is. ``kept`` are half-open ranges that no translation changes, as the document says
    (``translate="no"``) or because it puts them in itself (a field).
    """

    name: str
    kind: PartKind
    text: str
    before: str = ""
    why: str = ""
    kept: tuple[tuple[int, int], ...] = ()


class Span(Record):
    """The half-open range [start, end) of code points in the part called ``part``."""

    part: str
    start: Annotated[int, Field(ge=0)]
    end: int

    @model_validator(mode="after")
    def _is_not_empty(self) -> Self:
        if self.end <= self.start:
            message = f"span {self.start}:{self.end} in {self.part} is empty"
            raise ValueError(message)
        return self

    def overlaps(self, other: Span) -> bool:
        """Return whether the two ranges share a character."""
        return self.part == other.part and self.start < other.end and other.start < self.end


class Article(Record):
    """A text in parts. ``notes`` tell what the reader had to assume (the encoding, say)."""

    id: Annotated[str, Field(min_length=1)]
    source: str = ""
    parts: tuple[Part, ...]
    after: str = ""
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        twice = [name for name, n in Counter(part.name for part in self.parts).items() if n > 1]
        if twice:
            message = f"article {self.id}: part names used twice: {', '.join(twice)}"
            raise ValueError(message)
        return self

    @property
    def text(self) -> str:
        """The whole text, as it was read."""
        return "".join(part.before + part.text for part in self.parts) + self.after

    def part(self, name: str) -> Part:
        """Return the part called ``name``.

        Raises:
            KeyError: there is no such part.
        """
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def quote(self, span: Span) -> str:
        """Return the characters that ``span`` covers."""
        return self.part(span.part).text[span.start : span.end]


class Detection(Record):
    """A language with the probability that it is this one."""

    language: LanguageCode
    confidence: Unit


class PartDetection(Record):
    """The language of one part."""

    part: str
    detection: Detection


class Quote(Record):
    """Words of the article with their place."""

    span: Span
    text: str


class EntityKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


class Origin(StrEnum):
    """Which step found a mention; ``repeat``: a name known from elsewhere in the article."""

    NER = "ner"
    CAPTION = "caption"
    LIST = "list"
    REGISTER = "register"
    REPEAT = "repeat"


class Mention(Record):
    """A name as it stands in the article.

    ``text`` is the characters of the span; ``name`` is the name itself, without a genitive ending
    and with white space made single ("Gravens" -> "Graven"). ``label`` keeps the finer label of
    the model (GPE_ORG, LOC, ...), ``score`` its probability where it gives one.
    """

    span: Span
    text: str
    name: str
    kind: EntityKind
    origin: Origin
    label: str = ""
    score: Unit | None = None


class Row(StrEnum):
    """Where in a picture somebody stands; ``ONLY`` where the caption names no row."""

    ONLY = ""
    BACK = "back"
    MIDDLE = "middle"
    FRONT = "front"
    TOP = "top"
    BOTTOM = "bottom"
    SITTING = "sitting"
    STANDING = "standing"
    INSET = "inset"


class Side(StrEnum):
    """The side that a caption gives for one person ("t.v."), else empty."""

    NONE = ""
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class CaptionPerson(Record):
    """Somebody in a picture. ``order`` counts from 1 through the caption as it is read."""

    mention: Mention
    order: Annotated[int, Field(ge=1)]
    row: Row = Row.ONLY
    side: Side = Side.NONE
    affiliation: Quote | None = None
    role: Quote | None = None


class Caption(Record):
    """What a caption says: who is in the picture, and who took it.

    ``cues`` are the words that give position ("Fra venstre bak:"); ``incomplete`` is set where
    the caption itself says that others are there too ("m.fl.", "ukjent").
    """

    part: str
    people: tuple[CaptionPerson, ...] = ()
    credits: tuple[Mention, ...] = ()
    cues: tuple[Quote, ...] = ()
    incomplete: bool = False


class ListPerson(Record):
    """A line of a participant list; the organisation may be that of the heading."""

    mention: Mention
    title: Quote | None = None
    unit: Quote | None = None
    organisation: Quote | None = None


class ParticipantList(Record):
    """A list of people under one heading."""

    heading: str = ""
    people: tuple[ListPerson, ...]


class Acronym(Record):
    """A short form tied to the organisation that it stands for, and why."""

    short: str
    long: str
    reasons: tuple[str, ...]


class Reading(Record):
    """What captions and lists say, with every mention they hold."""

    captions: tuple[Caption, ...] = ()
    lists: tuple[ParticipantList, ...] = ()
    mentions: tuple[Mention, ...] = ()


def nearest(sentences: tuple[str, str, str], language: str) -> tuple[str, str]:
    """Return one of a sentence's wordings (English, Bokmål, Nynorsk) and its language.

    Nynorsk that is not there is Bokmål, and Bokmål English.

    >>> nearest(("one role", "én rolle", ""), "nn"), nearest(("one role", "", ""), "nb")
    (('én rolle', 'nb'), ('one role', 'en'))
    """
    english, bokmaal, nynorsk = sentences
    if language == "nn" and nynorsk:
        return nynorsk, "nn"
    if language in NORWEGIAN and bokmaal:
        return bokmaal, "nb"
    return english, "en"


class Evidence(Record):
    """One reason for or against, its weight (natural log of odds), the two strings compared.

    ``detail`` says it in English, ``detail_nb`` in Bokmål, ``detail_nn`` in Nynorsk; ``said``
    chooses.
    """

    feature: str
    weight: float
    detail: str
    detail_nb: str = ""
    detail_nn: str = ""
    left: str = ""
    right: str = ""

    def said(self, language: str) -> tuple[str, str]:
        """Return the sentence in a language or the nearest that there is, and which that is."""
        return nearest((self.detail, self.detail_nb, self.detail_nn), language)


class Candidate(Record):
    """A proposed name. ``score`` is the probability that it is right, ``evidence`` says why."""

    name: str
    score: Unit
    evidence: tuple[Evidence, ...]


def is_tie(best: float, second: float) -> bool:
    """Return whether two probabilities are too near to prefer one."""
    return best - second < 0.05


class NameCluster(Record):
    """The mentions of one person, organisation or place; ``name`` is the form proposed for it.

    ``reasons`` say in English, ``reasons_nb`` in Bokmål, ``reasons_nn`` in Nynorsk why that form;
    ``entry`` is the id of the register's entry for it, empty where the register has none.
    """

    id: str
    name: str
    kind: EntityKind
    mentions: tuple[Mention, ...]
    forms: tuple[str, ...]
    affiliations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    reasons_nb: tuple[str, ...] = ()
    reasons_nn: tuple[str, ...] = ()
    entry: str = ""


class FlagKind(StrEnum):
    """What a flag asks a person to look at."""

    SPELLING = "spelling"
    NOT_IN_LIST = "not_in_list"
    NOT_IN_PICTURE = "not_in_picture"
    UNSURE = "unsure"


class Band(StrEnum):
    """How sure a flag is: a correction to accept, or something to look at."""

    SURE = "sure"
    LOOK = "look"


class Flag(Record):
    """Something a person should look at.

    ``id`` is made of article, part, name as written and occurrence, so that a decision outlives
    reprocessing. ``candidates`` are the forms to choose from, best first; ``message`` is one
    sentence in English, ``message_nb`` and ``message_nn`` the same in Bokmål and Nynorsk.
    """

    id: str
    kind: FlagKind
    entity: EntityKind
    mentions: Annotated[tuple[Mention, ...], Field(min_length=1)]
    candidates: tuple[Candidate, ...] = ()
    band: Band = Band.LOOK
    message: str
    message_nb: str = ""
    message_nn: str = ""

    def said(self, language: str) -> tuple[str, str]:
        """Return the sentence in a language or the nearest that there is, and which that is."""
        return nearest((self.message, self.message_nb, self.message_nn), language)

    @property
    def is_tied(self) -> bool:
        """Whether the two best candidates are equally likely, so that none is proposed."""
        return len(self.candidates) > 1 and is_tie(*(c.score for c in self.candidates[:2]))


class Lookalike(Record):
    """Two names that look alike and are two people (or organisations, or places), and why."""

    kind: EntityKind
    names: tuple[str, str]
    evidence: tuple[Evidence, ...]


class Correction(Record):
    """A written form whose right form is settled: by a person's decision, or by the register.

    ``source`` is the id of the decision or of the register's entry.
    """

    mentions: Annotated[tuple[Mention, ...], Field(min_length=1)]
    written: str
    name: str
    source: str
    reason: str
    reason_nb: str = ""
    reason_nn: str = ""


class Reconciliation(Record):
    """The names of an article joined: clusters, acronyms, what is doubtful and what is settled."""

    clusters: tuple[NameCluster, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    flags: tuple[Flag, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    corrections: tuple[Correction, ...] = ()


class Check(Record):
    """Something that is wrong with a segment: which check, and what it found."""

    kind: str
    detail: str


class Maker(StrEnum):
    """Where the translation of a segment came from; ``MEMORY``: a model, in an earlier run."""

    MODEL = "model"
    TABLES = "tables"
    MEMORY = "memory"
    IMPORTED = "imported"
    PERSON = "person"


class Light(StrEnum):
    """How good a translated segment probably is; ``RED`` is to be looked at first."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Quality(Record):
    """An estimate of how good a segment is, made without a human translation.

    ``chance`` is the probability that it is not among the worst third; a failed check makes the
    light amber or red whatever the chance.
    """

    light: Light
    chance: Unit


class Segment(Record):
    """A sentence (or piece of a caption or list) with its translation.

    ``score`` is the mean log-probability of a target token where a model made it. ``checks`` are
    the checks that failed: an empty tuple is a segment that nothing was found wrong with. ``maker``
    says where the translation came from, ``quality`` how good it probably is, where that is known.
    """

    source: Quote
    target: str
    score: float | None = None
    checks: tuple[Check, ...] = ()
    maker: Maker = Maker.MODEL
    quality: Quality | None = None


class TranslatedPart(Record):
    """A part in the target language. ``text`` is what is to be sent."""

    part: str
    text: str
    segments: tuple[Segment, ...]


class KeptName(Record):
    """One name of one segment: the form looked for in the target, and whether it is there.

    ``restored``: the engine had lost or bent it, and it was put back.
    """

    source: str
    expected: str
    kind: EntityKind
    part: str
    kept: bool
    restored: bool = False


class Translation(Record):
    """An article in another language. ``road`` says how: "nb-fr" or "nb-en-fr"."""

    target: LanguageCode
    road: str
    parts: tuple[TranslatedPart, ...]
    names: tuple[KeptName, ...] = ()


class ModelRef(Record):
    """The model that made a result, by digest."""

    name: str
    version: str
    sha256: str


class ProcessedArticle(Record):
    """Everything the pipeline found out about an article.

    ``knowledge`` is the revision of the register and decisions that were consulted.
    """

    outcome: Literal["processed"] = "processed"
    schema_version: Literal[1] = SCHEMA_VERSION
    article: Article
    detection: Detection
    languages: tuple[PartDetection, ...] = ()
    reading: Reading
    mentions: tuple[Mention, ...]
    reconciliation: Reconciliation
    translations: tuple[Translation, ...] = ()
    models: tuple[ModelRef, ...] = ()
    knowledge: str = ""

    @model_validator(mode="after")
    def _mentions_quote_the_article(self) -> Self:
        for mention in self.mentions:
            if self.article.quote(mention.span) != mention.text:
                message = f"mention {mention.text!r} is not what stands at {mention.span}"
                raise ValueError(message)
        return self


class SkippedArticle(Record):
    """An article that the pipeline leaves alone, and why."""

    outcome: Literal["skipped"] = "skipped"
    schema_version: Literal[1] = SCHEMA_VERSION
    article_id: str
    source: str = ""
    detection: Detection
    reason: str


class FailedArticle(Record):
    """An article that could not be processed: the error, and what to do about it."""

    outcome: Literal["failed"] = "failed"
    schema_version: Literal[1] = SCHEMA_VERSION
    article_id: str
    source: str = ""
    error: str
    message: str
    hint: str = ""


Outcome = Annotated[
    ProcessedArticle | SkippedArticle | FailedArticle, Field(discriminator="outcome")
]

#: reads and writes any outcome as JSON
OUTCOME: TypeAdapter[ProcessedArticle | SkippedArticle | FailedArticle] = TypeAdapter(Outcome)
