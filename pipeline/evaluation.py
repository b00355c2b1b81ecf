"""An engine measured on sentences with references, through the whole pipeline."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.errors import ConfigError
from pipeline.records import Article, Part, PartKind, ProcessedArticle, Translation
from pipeline.translation.evaluating import Pair, score
from pipeline.translator import Translator

#: sentences of one article
GROUP = 25


@dataclass(frozen=True)
class Outcome:
    """What came of a text: scores of the whole, and what the pipeline said about it."""

    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str
    road: str
    segments: int
    marked: int
    names: int
    names_kept: int
    seconds: float


def evaluate(
    pairs: Sequence[Pair],
    translator: Translator,
    languages: tuple[str, str],
    begin: Callable[[int], None],
) -> Outcome:
    """Return how well and how fast sentences are translated.

    They go through as articles of ``GROUP`` sentences, a paragraph each; loading is not counted.

    Args:
        pairs: the sentences and their references.
        translator: with the engine to be measured.
        languages: source and target.
        begin: is told the number of each article before it.

    Raises:
        ModelError: the engine has no model for these languages.
    """
    source, target = languages
    groups = articles(pairs)
    translator.process(_article([Pair("Hei på deg.", "")]), (target,), source=source)
    made: list[Translation] = []
    start = time.perf_counter()
    for number, article in enumerate(groups):
        begin(number)
        outcome = translator.process(article, (target,), source=source)
        if not isinstance(outcome, ProcessedArticle):  # pragma: no cover - its language is given
            raise ConfigError(outcome.reason, hint="say the language: --from nb or --from nn")
        made += outcome.translations
    seconds = time.perf_counter() - start
    texts = [part.text for one in made for part in one.parts]
    found = score(texts, [pair.reference for pair in pairs])
    segments = [segment for one in made for part in one.parts for segment in part.segments]
    names = [name for one in made for name in one.names]
    return Outcome(
        bleu=found.bleu,
        chrf=found.chrf,
        bleu_signature=found.bleu_signature,
        chrf_signature=found.chrf_signature,
        road=made[0].road,
        segments=len(segments),
        marked=sum(bool(segment.checks) for segment in segments),
        names=len(names),
        names_kept=sum(name.kept for name in names),
        seconds=seconds,
    )


def articles(pairs: Sequence[Pair]) -> list[Article]:
    """Return the sentences as articles.

    >>> [len(article.parts) for article in articles([Pair("Hei.", "Hi.")] * 30)]
    [25, 5]
    """
    return [_article(pairs[start : start + GROUP]) for start in range(0, len(pairs), GROUP)]


def _article(pairs: Sequence[Pair]) -> Article:
    parts = (
        Part(name=f"paragraph-{number}", kind=PartKind.PARAGRAPH, text=pair.source,
             before="\n\n" if number > 1 else "")
        for number, pair in enumerate(pairs, start=1)
    )  # fmt: skip
    return Article(id="evaluation", parts=tuple(parts))
