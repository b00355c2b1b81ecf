"""An engine in the shape of argostranslate's ``ITranslation``, for code written for Argos.

The real base class lives in ``argostranslate.translate``, which needs stanza and downloads a model
when it is imported; so the shape is kept (``from_lang``, ``to_lang``, ``translate``,
``hypotheses``, the static methods on paragraphs) and not the ancestry. Argos itself never asks
whether a translation is an instance of that class, so the shape is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.translation.engine import Engine, Hypothesis, is_blank

#: after a full stop, before a capital
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[«\"“(–—-]?\s?[A-ZÆØÅ])")


@dataclass(frozen=True)
class Language:
    """A language as Argos names it."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ArgosHypothesis:
    """A translation as Argos returns it; a higher score is better.

    ``score`` is the sum of the scores of the sentences.
    """

    value: str
    score: float

    def __lt__(self, other: ArgosHypothesis) -> bool:
        return self.score < other.score


class GemmaTranslation:
    """One pair of an engine, as Argos's ``ITranslation``.

    Args:
        engine: the embedded translator, or any other engine.
        from_lang: language of the text.
        to_lang: language wanted.
        sentences: cuts a paragraph into sentences; by default at full stops before a capital.
    """

    def __init__(
        self,
        engine: Engine,
        from_lang: Language,
        to_lang: Language,
        *,
        sentences: Callable[[str], Sequence[str]] = _SENTENCE_END.split,
    ) -> None:
        self._engine = engine
        self._sentences = sentences
        self.from_lang = from_lang
        self.to_lang = to_lang

    def translate(self, input_text: str) -> str:
        """Return the text translated, paragraph for paragraph."""
        return self.hypotheses(input_text, num_hypotheses=1)[0].value

    def hypotheses(self, input_text: str, num_hypotheses: int = 4) -> list[ArgosHypothesis]:
        """Return translations of the whole text, best first.

        The n-th joins the n-th best translation of every sentence.

        Raises:
            ModelError: the engine has no model for this pair.
        """
        paragraphs = [
            [] if is_blank(paragraph) else list(self._sentences(paragraph))
            for paragraph in self.split_into_paragraphs(input_text)
        ]
        found = iter(
            self._engine.translate(
                [sentence for paragraph in paragraphs for sentence in paragraph],
                self.from_lang.code,
                self.to_lang.code,
                alternatives=num_hypotheses,
            )
        )
        translated = [[next(found) for _ in paragraph] for paragraph in paragraphs]
        return [
            ArgosHypothesis(
                self.combine_paragraphs(
                    [" ".join(_at(one, rank).text for one in paragraph) for paragraph in translated]
                ),
                sum(_at(one, rank).score for paragraph in translated for one in paragraph),
            )
            for rank in range(num_hypotheses)
        ]

    @staticmethod
    def split_into_paragraphs(input_text: str) -> list[str]:
        """Return the paragraphs of a text, one a line."""
        return input_text.split("\n")

    @staticmethod
    def combine_paragraphs(paragraphs: Sequence[str]) -> str:
        """Return the paragraphs as one text."""
        return "\n".join(paragraphs)

    def __str__(self) -> str:
        return f"{self.from_lang} → {self.to_lang}"


def _at(items: Sequence[Hypothesis], rank: int) -> Hypothesis:
    """Return the item of a rank, the last one where there are fewer."""
    return items[min(rank, len(items) - 1)]
