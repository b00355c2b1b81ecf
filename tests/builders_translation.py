"""Engines, articles and stages for tests of translation: invented people, no model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from pipeline.flow import Stages
from pipeline.records import (
    Article,
    Detection,
    EntityKind,
    Mention,
    ModelRef,
    Origin,
    Part,
    PartKind,
    Reading,
    Reconciliation,
    Span,
)
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.engine import Hypothesis
from pipeline.translation.memory_rows import Remembered
from pipeline.translation.units import Author, Unit

AT = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


class Answering:
    """An engine that answers from a function and remembers what it was asked."""

    def __init__(self, answer: Callable[[str], str], version: str = "1") -> None:
        self.answer = answer
        self.pairs = frozenset({("nb", "en"), ("nb", "fr")})
        self.refs = (ModelRef(name="fake", version=version, sha256=version * 4),)
        self.asked: list[str] = []

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        *,
        alternatives: int = 1,
        prefixes: Sequence[str] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        self.asked += sentences
        return [(Hypothesis(self.answer(sentence), -0.1),) for sentence in sentences]

    def road(self, source: str, target: str) -> str:
        return f"{source}-{target}"


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of sentences: they end in a sign and white space."""
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s)", text)]
    ranges = zip([0, *ends], [*ends, len(text)], strict=True)
    return tuple((a, b) for a, b in ranges if text[a:b].strip())


def parts(*texts: str, kind: PartKind = PartKind.PARAGRAPH) -> Article:
    """Return an article of these parts."""
    made = [Part(name=f"p{n}", kind=kind, text=text) for n, text in enumerate(texts)]
    return Article(id="a", parts=tuple(made))


def find_people(article: Article) -> tuple[Mention, ...]:
    """Return every two words with a capital each as a person."""
    return tuple(
        Mention(
            span=Span(part=part.name, start=found.start(), end=found.end()),
            text=found.group(),
            name=found.group(),
            kind=EntityKind.PERSON,
            origin=Origin.NER,
        )
        for part in article.parts
        for found in re.finditer(r"[A-ZÅ][a-zå]+ [A-ZÅ][a-zå]+", part.text)
    )


def stages(engine: Answering, options: TranslationOptions | None = None) -> Stages:
    """Return stages that find people by their capitals; a text with "Dansk" in it is Danish."""

    def detect(article: Article) -> tuple[Detection, tuple[()]]:
        language = "da" if "Dansk" in article.text else "nb"
        return Detection(language=language, confidence=0.9), ()

    return Stages(
        detect=detect,
        find_names=find_people,
        read_people=lambda *_: Reading(),
        reconcile=lambda *_: Reconciliation(),
        translate=load_translator(engine, sentences, options),
        models=engine.refs,
    )


def remembered(key: bytes = b"k", source: str = "Hei.", target: str = "Hello.") -> Remembered:
    """Return a segment that a model made."""
    return Remembered(key, source, "nb", "en", target, -0.1, (), (), "nb-en", "fake 1", AT)


def edit(source: str = "Hei.", target: str = "Hi.", author: Author = Author.PERSON) -> Unit:
    """Return what somebody translated."""
    return Unit(source, "nb", "en", target, author, "kari", AT)
