"""A translator for tests of the desk: quick, made up, with a real memory, counted when opened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.records import Article, ProcessedArticle
from pipeline.stages.captions import read_people
from pipeline.stages.reconcile import reconcile
from pipeline.stages.translate import TranslationOptions
from pipeline.translation.following import Followed
from pipeline.translation.memory import Memory
from pipeline.translation.recall import NO_MEMORY, Recall
from pipeline.translator import Translator
from tests.builders_translation import Answering, stages


def shout(sentence: str) -> str:
    """Return a sentence as the made-up engine translates it."""
    return sentence.upper()


@dataclass
class FakeOpener:
    """Opens translators that say everything in capitals; ``held`` ones wait at the ``gate``."""

    memory: Path | None = None
    answer: Callable[[str], str] = shout
    held: bool = False
    state: str = "first"
    opened: int = 0
    asked: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def open(self, follow: Callable[[Followed], None]) -> Translator:
        self.opened += 1
        recall = Recall(Memory(self.memory), _fail) if self.memory else NO_MEMORY
        options = TranslationOptions(follow=follow, memory=recall)
        made = stages(Answering(self._say), options)
        return Translator(replace(made, read_people=read_people, reconcile=reconcile))

    def revision(self) -> str:
        return self.state

    def _say(self, sentence: str) -> str:
        self.asked.append(sentence)
        assert not self.held or self.gate.wait(10)
        return self.answer(sentence)


def _fail(error: Exception) -> None:
    raise error


def processed(
    article: Article, targets: Sequence[str] = ("en",), opener: FakeOpener | None = None
) -> ProcessedArticle:
    """Return what a made-up translator makes of an article in Bokmål."""
    with (opener or FakeOpener()).open(lambda _: None) as translator:
        outcome = translator.process(article, targets, source="nb")
    assert isinstance(outcome, ProcessedArticle)
    return outcome
