"""Reads NorNE and makes running text of it: the corpus has tokens, the pipeline meets text.

NorNE does not say where white space stood, so it is put back by rule: punctuation leans on the
word before it, opening quotes and brackets on the word after. Offsets count code points.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

#: the two standards of Norwegian; one model is trained on both
STANDARDS = ("nob", "nno")
#: the corpus marks the end of a headline, which has no full stop, with this token
HEADLINE = "|"
_LEAN_BACK = frozenset({",", ".", ":", ";", "!", "?", ")", "]", "}", "»", "”", "…", "..."})
_LEAN_FORWARD = frozenset({"(", "[", "{", "«", "“", "„"})
_LEAN_BOTH = frozenset({"/"})
_STRAIGHT = frozenset({'"', "'", "''", "´"})


class Entity(NamedTuple):
    """A labelled half-open range of a text."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Sentence:
    """The tokens of a sentence, their entities as token ranges, and whether it is a headline."""

    words: tuple[str, ...]
    entities: tuple[Entity, ...]
    is_headline: bool


@dataclass(frozen=True)
class Paragraph:
    """Running text, its entities, and the offset at which each of its sentences begins."""

    text: str
    entities: tuple[Entity, ...]
    starts: tuple[int, ...]


def read_documents(folder: Path, standard: str, part: str) -> list[list[Sentence]]:
    """Return the documents of one file, each a list of sentences in order.

    Args:
        folder: where ``nob.train.conll.gz`` and its siblings are.
        standard: ``nob`` or ``nno``.
        part: ``train`` or ``dev``.
    """
    documents: list[list[Sentence]] = []
    rows: list[tuple[str, str]] = []
    with gzip.open(folder / f"{standard}.{part}.conll.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# document"):
                documents.append([])
            elif line.strip() and not line.startswith("#"):
                columns = line.rstrip("\n").split("\t")
                rows.append((columns[1], columns[9].removeprefix("name=").split("|")[0]))
            elif rows:
                documents[-1].append(_sentence(rows))
                rows = []
    if rows:
        documents[-1].append(_sentence(rows))
    return [document for document in documents if document]


def _sentence(rows: Sequence[tuple[str, str]]) -> Sentence:
    is_headline = rows[-1][0] == HEADLINE
    rows = [row for row in rows if row[0] != HEADLINE]
    entities: list[Entity] = []
    for number, (_, tag) in enumerate(rows):
        position, _, label = tag.partition("-")
        if position == "B":
            entities.append(Entity(number, number + 1, label))
        elif position == "I" and entities and entities[-1].end == number:
            entities[-1] = entities[-1]._replace(end=number + 1)
    return Sentence(tuple(word for word, _ in rows), tuple(entities), is_headline)


def lay_out(words: Sequence[str]) -> tuple[str, list[int]]:
    """Return the words as running text, and the offset of each.

    >>> lay_out(["Han", "(", "42", ")", "sa", ":", '"', "Ja", '"', "."])[0]
    'Han (42) sa: "Ja".'
    """
    text = ""
    offsets = []
    is_glued, open_quotes = True, set[str]()
    for number, word in enumerate(words):
        leans_back, leans_forward = word in _LEAN_BACK, word in _LEAN_FORWARD
        if word in _LEAN_BOTH:
            leans_back = leans_forward = 0 < number < len(words) - 1
        elif word in _STRAIGHT:
            is_last = all(later in _LEAN_BACK for later in words[number + 1 :])
            leans_back = word in open_quotes or (is_last and number > 0)
            leans_forward = not leans_back
            open_quotes ^= {word}
        if not (is_glued or leans_back):
            text += " "
        offsets.append(len(text))
        text += word
        is_glued = leans_forward
    return text, offsets


def join(sentences: Sequence[Sentence]) -> Paragraph:
    """Return consecutive sentences as one paragraph."""
    text, entities, starts = "", list[Entity](), list[int]()
    for sentence in sentences:
        if not sentence.words:
            continue
        laid, offsets = lay_out(sentence.words)
        base = len(text) + bool(text)
        text = f"{text} {laid}" if text else laid
        starts.append(base)
        entities += [
            Entity(
                base + offsets[start], base + offsets[end - 1] + len(sentence.words[end - 1]), label
            )
            for start, end, label in sentence.entities
        ]
    return Paragraph(text, tuple(entities), tuple(starts))


def group(document: Sequence[Sentence], sizes: Iterator[int]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document: headlines alone, the rest in groups of ``sizes``."""
    waiting: list[Sentence] = []
    size = next(sizes)
    for sentence in document:
        if waiting and (sentence.is_headline or len(waiting) >= size):
            yield join(waiting)
            waiting, size = [], next(sizes)
        waiting.append(sentence)
        if sentence.is_headline:
            yield join(waiting)
            waiting = []
    if waiting:
        yield join(waiting)
