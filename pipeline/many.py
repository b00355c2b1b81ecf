"""Many articles at once: as many as fit in hand are read, then translated as one stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.errors import ArticleError
from pipeline.flow import Stages, process
from pipeline.records import (
    NORWEGIAN,
    Article,
    Detection,
    FailedArticle,
    PartDetection,
    ProcessedArticle,
    SkippedArticle,
    Span,
    Translation,
)
from pipeline.stages.alternatives import alternatives
from pipeline.stages.stream import Task
from pipeline.stages.translate import Translator
from pipeline.translation.halfway import language_between

#: characters of the articles that are in hand at a time: some 400 sentences. Their batches are as
#: good as full, and the first results come within minutes
IN_HAND: Final = 40_000
#: letters of a text below which its language is taken on trust: a few words may be any language
SHORT: Final = 40
TOO_SHORT: Final = "too short to tell its language: taken for Bokmål"


def handfuls(articles: Iterable[Article], size: int = IN_HAND) -> Iterator[list[Article]]:
    """Yield the articles in lists of about ``size`` characters, and no article later than needed.

    An article is asked for only when there is room for it.
    """
    some: list[Article] = []
    held = 0
    for article in articles:
        some.append(article)
        held += sum(len(part.text) for part in article.parts)
        if held >= size:
            yield some
            some, held = [], 0
    if some:
        yield some


def read_article(
    article: Article, stages: Stages, source: str = ""
) -> ProcessedArticle | SkippedArticle:
    """Return what is known about an article before it is translated.

    Args:
        article: the article.
        stages: the steps.
        source: "nb" or "nn"; found out where it is left out. A text of a few words that could be
            any language is taken for Bokmål then, and its notes say so.
    """
    article, found = _language(article, stages, source)
    return process(article, replace(stages, detect=lambda _: found), ())


def process_article(
    article: Article, stages: Stages, targets: Sequence[str], source: str = ""
) -> ProcessedArticle | SkippedArticle:
    """Return what is known about an article with its translations: ``read_article``, and on.

    Raises:
        ModelError: there is no model for a language.
    """
    read = read_article(article, stages, source)
    if isinstance(read, SkippedArticle):
        return read
    return with_translations([read], stages, targets)[0]


def _language(
    article: Article, stages: Stages, source: str
) -> tuple[Article, tuple[Detection, tuple[PartDetection, ...]]]:
    if source:
        return article, (Detection(language=source, confidence=1.0), ())
    detection, parts = stages.detect(article)
    letters = sum(character.isalpha() for character in article.text)
    if detection.language in NORWEGIAN or letters >= SHORT:
        return article, (detection, parts)
    noted = article.model_copy(update={"notes": (*article.notes, TOO_SHORT)})
    return noted, (Detection(language="nb", confidence=0.5), ())


def process_together(
    articles: Iterable[Article], stages: Stages, targets: Sequence[str], source: str = ""
) -> list[ProcessedArticle | SkippedArticle | FailedArticle]:
    """Return what ``process_article`` returns for each article, translated as one stream.

    An article that cannot be read is a ``FailedArticle`` and costs no other.

    Raises:
        ModelError: there is no model for a language.
    """
    outcomes: list[ProcessedArticle | SkippedArticle | FailedArticle] = []
    for article in articles:
        try:
            outcomes.append(read_article(article, stages, source))
        except ArticleError as error:
            outcomes.append(failed(article, error))
    read = [one for one in outcomes if isinstance(one, ProcessedArticle)]
    translated = iter(with_translations(read, stages, targets))
    return [next(translated) if isinstance(one, ProcessedArticle) else one for one in outcomes]


def with_translations(
    read: Sequence[ProcessedArticle], stages: Stages, targets: Sequence[str]
) -> list[ProcessedArticle]:
    """Return articles that were read, with their translations, made as one stream.

    Where the translate stage of ``stages`` is not ours it gets them one by one.

    Raises:
        ModelError: there is no model for a language.
    """
    stage = stages.translate
    made: list[tuple[Translation, ...]]
    if isinstance(stage, Translator):
        made = stage.translate_all([_task(one) for one in read], targets)
    else:
        made = [
            tuple(
                stage(one.article, one.mentions, one.reading, one.reconciliation, target)
                for target in targets
            )
            for one in read
        ]
    return [
        one.model_copy(update={"translations": translations})
        for one, translations in zip(read, made, strict=True)
    ]


def other_wordings(
    read: ProcessedArticle, stages: Stages, target: str, span: Span
) -> tuple[str, ...]:
    """Return other translations of a segment of an article, best first.

    Where the translate stage of ``stages`` is not ours there are none.

    Raises:
        ModelError: there is no model for the language.
    """
    stage = stages.translate
    if not isinstance(stage, Translator):
        return ()
    task = _task(read)
    between = language_between(stage.engine.road(task.source, target))
    halfway = [
        segment.target
        for translation in read.translations
        for part in translation.parts
        for segment in part.segments
        if translation.target == between and segment.source.span == span
    ]
    return alternatives(stage, task, target, span, halfway="".join(halfway))


def failed(article: Article, error: ArticleError) -> FailedArticle:
    """Return the record of an article that could not be read."""
    return FailedArticle(
        article_id=article.id,
        source=article.source,
        error=type(error).__name__,
        message=error.message,
        hint=error.hint,
    )


def _task(read: ProcessedArticle) -> Task:
    return Task(
        read.article, read.mentions, read.reading, read.reconciliation, read.detection.language
    )
