"""The translator in Python: ``from pipeline import Translator``."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pipeline.assets import models_dir
from pipeline.authority.register import names_file_to_read, open_knowledge
from pipeline.build import NAMES_MODEL, build_stages
from pipeline.database import Closing
from pipeline.documents.text import parse_text
from pipeline.errors import ArticleError, ConfigError, StoreError
from pipeline.export.plain import translated_text
from pipeline.flow import Stages
from pipeline.glossaries import open_glossary
from pipeline.many import (
    handfuls,
    other_wordings,
    process_article,
    process_together,
)
from pipeline.records import (
    NORWEGIAN,
    Article,
    FailedArticle,
    ProcessedArticle,
    SkippedArticle,
    Span,
)
from pipeline.stages.translate import Organisations, TranslationOptions
from pipeline.translation.following import Followed, ignore
from pipeline.translation.glossary import Glossary
from pipeline.translation.memory import LIMIT, Memory, default_path
from pipeline.translation.recall import NO_MEMORY, Recall, SegmentMemory

_log = logging.getLogger(__name__)


def _say(error: StoreError) -> None:
    _log.warning("translating on without the memory: %s", error)


@dataclass(frozen=True)
class Setup:
    """What to open a translator with.

    ``models`` and ``names`` are the project's models and the user's register where they are left
    out; ``names_model`` ("encoder" or "small") is what finds names; ``glossary`` goes
    before the user's own; ``organisations`` ("keep" or "explain") is what becomes of those without
    an official name in the target language; without ``memory`` nothing is remembered, and
    ``memory_limit`` is its size in bytes. ``follow`` is told how far a translation is, ``tell``
    when the memory fails.
    """

    models: Path | None = None
    names: Path | None = None
    names_model: str = NAMES_MODEL
    glossary: Path | Glossary | None = None
    organisations: Organisations = "keep"
    memory: Path | None = None
    memory_limit: int = LIMIT
    follow: Callable[[Followed], None] = ignore
    tell: Callable[[StoreError], None] = _say


class Translator(Closing):
    """A loaded translator of Norwegian into English and French, names kept.

    One call at a time: calls from several threads wait for each other.
    """

    def __init__(self, stages: Stages) -> None:
        """Make a translator of loaded stages."""
        self._stages = stages
        # whoever follows a translation may ask for another one between two batches of sentences
        self._lock = threading.RLock()
        self._closing = ExitStack()

    @classmethod
    def open(
        cls,
        *,
        models: str | Path | None = None,
        names: str | Path | None = None,
        memory: str | Path | None = "",
        names_model: str = NAMES_MODEL,
        glossary: str | Path | Glossary | None = None,
    ) -> Self:
        """Return a translator; it takes a second or two to load.

        Args:
            models: the models folder (default: that of the project, or ``$SAMSVAR_MODELS``).
            names: the register of names (default: the user's, or ``$SAMSVAR_NAMES``).
            memory: the file of the translation memory (default: the user's, or
                ``$SAMSVAR_MEMORY``); None translates without one.
            names_model: what finds names: "encoder", or "small", which is faster and not as good.
            glossary: a CSV or TBX file, or a ``Glossary``, that goes before the user's own.

        Raises:
            ConfigError: there is no such model of names, or the glossary is none.
            ModelError: a model is missing or is not the one in the manifest.
            StoreError: the memory, the register or the user's glossary cannot be read.
        """
        file = None if memory is None else Path(memory) if memory else default_path()
        return cls.set_up(
            Setup(
                models=None if models is None else Path(models),
                names=None if names is None else Path(names),
                memory=file,
                names_model=names_model,
                glossary=Path(glossary) if isinstance(glossary, str) else glossary,
            )
        )

    @classmethod
    def set_up(cls, setup: Setup) -> Self:
        """Return a translator as ``setup`` says; raises what ``open`` does."""
        with ExitStack() as opened:
            knowledge = open_knowledge(names_file_to_read(setup.names))
            recall: SegmentMemory = NO_MEMORY
            if setup.memory:
                memory = Memory(setup.memory, limit=setup.memory_limit)
                recall = Recall(opened.enter_context(memory), setup.tell)
            options = TranslationOptions(
                memory=recall,
                glossary=open_glossary(setup.glossary),
                organisations=setup.organisations,
                follow=setup.follow,
            )
            stages = build_stages(
                setup.models or models_dir(),
                knowledge=knowledge,
                translating=options,
                names_model=setup.names_model,
            )
            translator = cls(stages)
            translator._closing = opened.pop_all()
        return translator

    def translate(
        self, text: str, to: str = "en", *, source: str = "", marked: bool = False
    ) -> str:
        """Return a Norwegian text in another language, paragraph for paragraph.

        A sentence that failed a check is in the result like any other; ask for marks to see which
        did, or use ``process``, which says everything.

        Args:
            text: plain text; white space around and between its paragraphs stays.
            to: "en" or "fr", or what installed packages can do.
            source: "nb" or "nn"; found out where it is left out.
            marked: put ``[?1]`` after what must be checked, with the reasons at the end.

        Raises:
            ArticleError: the text is not Norwegian.
            ModelError: there is no model for the language.
        """
        if not any(character.isalnum() for character in text):
            return text
        outcome = self.process(parse_text(text, article_id="text"), (to,), source=source)
        if isinstance(outcome, SkippedArticle):
            raise ArticleError(
                f"the text was not translated: {outcome.reason}",
                hint="if it is Norwegian all the same, say which: source='nb' or source='nn'",
            )
        (translation,) = outcome.translations
        if marked:
            return translated_text(outcome.article, translation)
        parts = zip(outcome.article.parts, translation.parts, strict=True)
        return "".join(part.before + said.text for part, said in parts) + outcome.article.after

    def process(
        self, article: Article, targets: Sequence[str], *, source: str = ""
    ) -> ProcessedArticle | SkippedArticle:
        """Return all that is known about an article and its translations, as a run does.

        Args:
            article: what to translate.
            targets: languages to translate into.
            source: "nb" or "nn"; found out where it is left out. A text of a few words that could
                be any language is taken for Bokmål then, and its notes say so.

        Raises:
            ConfigError: ``source`` is not Norwegian.
            ModelError: there is no model for a language.
        """
        _refuse_foreign(source)
        with self._lock:
            return process_article(article, self._stages, targets, source)

    def process_all(
        self, articles: Iterable[Article], targets: Sequence[str], *, source: str = ""
    ) -> Iterator[ProcessedArticle | SkippedArticle | FailedArticle]:
        """Yield what ``process`` returns for each article, in order.

        Several articles are in hand at a time, and their sentences are translated as one stream,
        which is faster; articles are taken from ``articles`` as there is room for them. An article
        that cannot be read is a ``FailedArticle`` and costs no other.

        Args:
            articles: what to translate.
            targets: languages to translate into.
            source: "nb" or "nn"; found out for each article where it is left out.

        Raises:
            ConfigError: ``source`` is not Norwegian.
            ModelError: there is no model for a language.
        """
        _refuse_foreign(source)
        for some in handfuls(articles):
            with self._lock:
                outcomes = process_together(some, self._stages, targets, source)
            yield from outcomes

    def other_wordings(self, read: ProcessedArticle, target: str, span: Span) -> tuple[str, ...]:
        """Return other translations of a segment of an article that was read, best first.

        Raises:
            ModelError: there is no model for the language.
        """
        return other_wordings(read, self._stages, target, span)

    def close(self) -> None:
        """Close the memory."""
        self._closing.close()


def _refuse_foreign(source: str) -> None:
    if source and source not in NORWEGIAN:
        raise ConfigError(f"cannot translate from {source!r}", hint="texts are Norwegian: nb or nn")
