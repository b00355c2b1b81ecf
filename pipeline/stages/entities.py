"""Loads and runs spaCy pipelines that find entities: the one door to spaCy.

Importing this module tells spaCy of two components, so that ``spacy.load`` takes a folder that
uses them: ``samsvar_encoder`` sets ``doc.ents`` and, with their probabilities in
``attrs["scores"]``, ``doc.spans["names"]``; ``samsvar_sentences`` ends sentences by rule.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import compress, islice, pairwise
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from pipeline.errors import ModelError
from pipeline.stages.agreement import agree
from pipeline.stages.encoder import FILES, Encoder, Facts, Word
from pipeline.stages.lean_spacy import without_command_line
from pipeline.stages.sparing import may_hold_names
from pipeline.stages.tagging import Found, Scores, find_entities
from pipeline.text.sentences import split_sentences

with without_command_line():
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc, Span, SpanGroup, Token

ENCODER, SENTENCES = "samsvar_encoder", "samsvar_sentences"
#: where spans with scores are, in ``doc.spans``
GROUP = "names"
#: texts that go through a pipeline together
_BATCH = 32
#: between texts of one document; no name goes across it
_BREAK = "\n\n"
#: code points of texts that are read as one document
_DOCUMENT = 200_000


class Entity(NamedTuple):
    """A labelled half-open range of a text, with its probability where the model gives one."""

    start: int
    end: int
    label: str
    score: float | None


class EntityModel:
    """Owns a loaded pipeline; one call at a time goes through it, from whatever thread."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._lock = Lock()

    def find(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Return the entities of each text in reading order."""
        # the zone gives back what spaCy remembers of the words: a long batch stays small
        with self._lock, self._nlp.memory_zone():
            return [_entities(doc) for doc in self._nlp.pipe(texts, batch_size=_BATCH)]

    def find_together(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Return the entities of each text of one document, in order.

        The encoder reads them as what they are, a document: a text is read with its neighbours,
        and words that recur are heard together. Other models read each by itself.
        """
        return self.find_both(texts, ())[0]

    def find_both(
        self, together: Sequence[str], alone: Sequence[str]
    ) -> tuple[list[list[Entity]], list[list[Entity]]]:
        """Return what ``find_together`` and ``find`` do, computed in one go, which is faster."""
        if not self._nlp.has_pipe(ENCODER):
            found = self.find([*together, *alone])
            return found[: len(together)], found[len(together) :]
        documents = list(_documents(together))
        found = self.find([*(_BREAK.join(some) for some in documents), *alone])
        parted = [
            entities
            for some, of_all in zip(documents, found, strict=False)
            for entities in _parted(some, of_all)
        ]
        return parted, found[len(documents) :]


def _parted(texts: Sequence[str], entities: Sequence[Entity]) -> Iterator[list[Entity]]:
    """Yield the entities of each text of a document that was read as one."""
    start = 0
    for text in texts:
        end = start + len(text)
        yield [
            e._replace(start=e.start - start, end=e.end - start)
            for e in entities
            if start <= e.start and e.end <= end
        ]
        start = end + len(_BREAK)


def _documents(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield texts in groups that are not too long."""
    some: list[str] = []
    length = 0
    for text in texts:
        if some and length + len(text) > _DOCUMENT:
            yield some
            some, length = [], 0
        some.append(text)
        length += len(text)
    if some:
        yield some


def load_entity_model(folder: Path, *, threads: int) -> EntityModel:
    """Return the model of a folder, of whichever kind it is.

    Args:
        folder: a saved spaCy pipeline.
        threads: that compute, where the kind of model can use several; 0 is one for every core.

    Raises:
        ModelError: the folder holds no model that spaCy can load.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            is_encoder = ENCODER in spacy.util.load_config(folder / "config.cfg")["components"]
            config = {f"components.{ENCODER}.threads": threads} if is_encoder else {}
            nlp = spacy.load(folder, config=config)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{folder}: the name finder cannot be loaded: {error}"
        raise ModelError(message, hint="fetch it again, or build it as its README says") from error
    return EntityModel(nlp)


def _entities(doc: Doc) -> list[Entity]:
    scores: Sequence[float | None] = [None] * len(doc.ents)
    if GROUP in doc.spans:
        scores = doc.spans[GROUP].attrs["scores"]
    return [
        Entity(e.start_char, e.end_char, e.label_, score)
        for e, score in zip(doc.ents, scores, strict=True)
    ]


class EncoderComponent:
    """The encoder as a component of spaCy; empty until it is read from a folder."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._encoder: Encoder | None = None
        self._folder: Path | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its entities."""
        return self._label([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """Yield documents with their entities; a batch is computed together."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            yield from self._label(docs)

    def _label(self, docs: list[Doc]) -> list[Doc]:
        if self._encoder is None:
            message = f"the component {ENCODER} has no model"
            raise ModelError(message, hint='load it from a folder: spacy.load("models/encoder")')
        facts = self._encoder.facts
        kept = [_telling(doc, facts.openers) for doc in docs]
        texts = [_words(doc, tokens) for doc, tokens in zip(docs, kept, strict=True)]
        together = self._encoder.scores(texts)
        for doc, tokens, words, scores in zip(docs, kept, texts, together, strict=True):
            found = _decode(scores, words, facts)
            spans = [
                Span(doc, tokens[one.start].i, tokens[one.end - 1].i + 1, label=one.label)
                for one in found
            ]
            doc.ents = spans
            doc.spans[GROUP] = SpanGroup(
                doc, name=GROUP, spans=spans, attrs={"scores": [one.score for one in found]}
            )
        return docs

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the model's files to a folder."""
        path.mkdir(parents=True, exist_ok=True)
        for name in FILES if self._folder else ():
            source = Path(str(self._folder)) / name
            if source.resolve() != (path / name).resolve():
                shutil.copyfile(source, path / name)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> EncoderComponent:
        """Load the model of a folder."""
        self._encoder = Encoder(Path(path), threads=self._threads)
        self._folder = Path(path)
        return self


def _decode(scores: Scores, words: Sequence[Word], facts: Facts) -> list[Found]:
    """Return the entities of a document's words; none goes across a blank line."""
    scores = agree(scores, [word.text for word in words], facts.tags, facts.agreement)
    ends = [n for n, word in enumerate(words) if word.before == _BREAK]
    found = []
    for start, end in pairwise([0, *ends, len(words)]):
        inside = find_entities(scores[start:end], facts.tags, facts.calibration)
        found += [one._replace(start=one.start + start, end=one.end + start) for one in inside]
    return found


def _telling(doc: Doc, openers: Collection[str]) -> list[Token]:
    """Return the words of a document, without those of sentences that can hold no name."""
    tokens = [token for token in doc if not token.is_space]
    starts = [n for n, token in enumerate(tokens) if n == 0 or token.is_sent_start]
    sentences = [tokens[start:end] for start, end in pairwise([*starts, len(tokens)])]
    told = may_hold_names([[token.text for token in some] for some in sentences], openers)
    return [token for some in compress(sentences, told) for token in some]


def _words(doc: Doc, tokens: Sequence[Token]) -> list[Word]:
    """Return words of a document with what stands before each.

    Where words were left out, no name goes across: that is as the end of a paragraph.
    """
    words = []
    text, end = doc.text, 0
    for token in tokens:
        gap = text[end : token.idx]
        if gap.strip() or gap.count("\n") > 1:
            before = _BREAK
        else:
            before = "\n" if "\n" in gap else " " if gap else ""
        words.append(Word(token.text, before, bool(token.is_sent_start)))
        end = token.idx + len(token)
    return words


@Language.factory(ENCODER, default_config={"threads": 2}, assigns=["doc.ents", "doc.spans"])
def make_encoder(nlp: Language, name: str, threads: int) -> EncoderComponent:
    """Return an empty component; called by spaCy."""
    return EncoderComponent(threads)


@Language.component(SENTENCES, assigns=["token.is_sent_start", "doc.sents"])
def end_sentences(doc: Doc) -> Doc:
    """Mark where sentences begin, by the rules of ``text/sentences.py``; called by spaCy."""
    starts = [start for start, _ in split_sentences(doc.text)][1:]
    for token in doc:
        is_start = token.i == 0
        while starts and starts[0] < token.idx + len(token):
            is_start = starts.pop(0) >= token.idx or is_start
        token.is_sent_start = is_start
    return doc
