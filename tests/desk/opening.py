"""A translator for tests of the desk: quick, made up, with a real memory, counted when opened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pipeline.authority.knowledge import NOTHING
from pipeline.authority.official import official_names
from pipeline.authority.register import open_knowledge
from pipeline.desk.flags import Known
from pipeline.desk.opening import Files
from pipeline.records import Article, ProcessedArticle
from pipeline.stages.captions import read_people
from pipeline.stages.reconcile import reconcile
from pipeline.stages.translate import TranslationOptions
from pipeline.translation.following import Followed
from pipeline.translation.memory import Memory
from pipeline.translation.recall import NO_MEMORY, Recall
from pipeline.translator import Translator
from tests.builders_translation import Answering, stages

ALL = Known(2**62, 2**62)


def shout(sentence: str) -> str:
    """Return a sentence as the made-up engine translates it."""
    return sentence.upper()


@dataclass
class FakeOpener:
    """Opens translators that say everything in capitals; ``held`` ones wait at the ``gate``.

    Where there are ``names`` that register steers them.
    """

    memory: Path | None = None
    answer: Callable[[str], str] = shout
    held: bool = False
    state: str = "first"
    names: Path | None = None
    opened: int = 0
    asked: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def open(self, follow: Callable[[Followed], None]) -> Translator:
        self.opened += 1
        recall = Recall(Memory(self.memory), _fail) if self.memory else NO_MEMORY
        there = self.names is not None and self.names.exists()
        knowledge = open_knowledge(self.names) if there else NOTHING
        options = TranslationOptions(
            follow=follow, memory=recall, official=official_names(knowledge)
        )
        made = stages(Answering(self._say), options)
        joined = partial(reconcile, knowledge=knowledge)
        return Translator(replace(made, read_people=read_people, reconcile=joined))

    def revision(self) -> str:
        return f"{self.state} {self._files.revision()}" if self.names else self.state

    def known(self) -> Known:
        """Return what the register of the test has; where it has none, all that could come."""
        return self._files.known() if self.names else ALL

    @property
    def _files(self) -> Files:
        nowhere = Path("nowhere")
        return Files(nowhere, self.names or nowhere, nowhere, nowhere)

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
