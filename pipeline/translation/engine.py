"""What a translation engine is, and what all engines share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import ModelError
from pipeline.records import ModelRef
from pipeline.translation.leftover import Lexicons, Worded
from pipeline.translation.lexicon import Lexicon

#: places to cut a text that is too long, best first; a piece ends where the match ends
_BOUNDARIES = (re.compile(r"[.!?;:…]\s+"), re.compile(r",\s+|\s[–—-]\s"), re.compile(r"\s+"))


@dataclass(frozen=True)
class Hypothesis:
    """A translation of one sentence; ``score`` is the mean natural log-probability of a piece."""

    text: str
    score: float


class Engine(Protocol):
    """A loaded translator of one or more pairs of languages."""

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The pairs that can be translated, directly or by way of another language."""
        ...

    @property
    def refs(self) -> tuple[ModelRef, ...]:
        """The models behind it."""
        ...

    def road(self, source: str, target: str) -> str:
        """Return the languages on the way: "nb-fr", or "nb-en-fr" by way of English."""
        ...

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        *,
        alternatives: int = 1,
        prefixes: Sequence[str] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate sentences; pass all of an article in one call.

        White space inside a sentence counts as one space; an empty sentence is returned as it is.
        A sentence too long for the model is translated in pieces. Nothing is left out: where a
        model stops at its limit, what there is is returned.

        Args:
            sentences: one sentence each, without white space around it.
            source: language code of the sentences.
            target: language code wanted.
            alternatives: how many translations of each, at most.
            prefixes: for each sentence the words that its translation has to start with ("" for
                none).

        Returns:
            For each sentence its translations, best first.

        Raises:
            ModelError: the engine has no model for this pair.
        """
        ...


def is_blank(sentence: str) -> bool:
    """Return whether there is nothing to translate."""
    return not sentence.strip()


def split_long(
    text: str,
    fits: Callable[[str], bool],
    boundaries: Sequence[re.Pattern[str]] = _BOUNDARIES,
) -> list[str]:
    """Return the text in pieces that fit; joined they are the text.

    A text that does not fit is cut in two near its middle, after a sentence, else a clause, else a
    word, else anywhere; a single character is never cut. Other ``boundaries`` may be given, best
    first: a piece ends where the match ends.

    >>> split_long("Først dette, så noe annet.", lambda piece: len(piece) < 20)
    ['Først dette, ', 'så noe annet.']
    """
    if len(text) < 2 or fits(text):
        return [text]
    middle = len(text) // 2
    for boundary in boundaries:
        cuts = [found.end() for found in boundary.finditer(text)]
        # a cut in the outer fifths would leave a scrap and a text hardly shorter
        cuts = [cut for cut in cuts if len(text) <= 5 * cut <= 4 * len(text)]
        if cuts:
            middle = min(cuts, key=lambda cut: abs(cut - len(text) // 2))
            break
    return [
        *split_long(text[:middle], fits, boundaries),
        *split_long(text[middle:], fits, boundaries),
    ]


def joined(
    pieces: Sequence[str], translations: Sequence[tuple[Hypothesis, ...]]
) -> tuple[Hypothesis, ...]:
    """Return the translations of the pieces of one sentence, joined.

    Pieces are joined with a space where the source had one. The score is that of the worst piece.
    """
    best = min(len(found) for found in translations)
    hypotheses = []
    for rank in range(best):
        text = ""
        for piece, found in zip(pieces, translations, strict=True):
            text += found[rank].text + (" " if piece != piece.rstrip() else "")
        hypotheses.append(
            Hypothesis(text.strip(), min(found[rank].score for found in translations))
        )
    return tuple(hypotheses)


def pivot(
    first: Sequence[tuple[Hypothesis, ...]], second: Sequence[tuple[Hypothesis, ...]]
) -> list[tuple[Hypothesis, ...]]:
    """Return the second step's translations with the score of the weaker of the two steps."""
    return [
        tuple(Hypothesis(later.text, min(later.score, earlier[0].score)) for later in found)
        for earlier, found in zip(first, second, strict=True)
    ]


def no_such_pair(source: str, target: str) -> ModelError:
    """Return the error of an engine that is asked for a pair it does not have."""
    message = f"no model translates from {source} to {target}"
    return ModelError(message, hint=f"samsvar models install {source}-{target}")


class Engines:
    """Several engines as one: for each pair the one that was chosen, else the first that has it.

    Args:
        engines: the engines by name, the preferred one first.
        chosen: the names of engines, by source and target.
    """

    def __init__(
        self,
        engines: Mapping[str, Engine],
        chosen: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self._engines = dict(engines)
        self._chosen = dict(chosen or {})

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The pairs of all engines."""
        return frozenset(pair for engine in self._engines.values() for pair in engine.pairs)

    @property
    def refs(self) -> tuple[ModelRef, ...]:
        """The models of all engines."""
        return tuple(ref for engine in self._engines.values() for ref in engine.refs)

    @property
    def lexicons(self) -> Lexicons:
        """The lexicons of all engines; of two for one pair that of the preferred engine."""
        found: dict[tuple[str, str], Lexicon] = {}
        for engine in reversed(self._engines.values()):
            found.update(engine.lexicons if isinstance(engine, Worded) else {})
        return found

    def road(self, source: str, target: str) -> str:
        """Return the languages on the way; see ``Engine``.

        Where several engines have the pair, the one that is used is named too: "nb-en (argos)".
        """
        name = self._name(source, target)
        road = self._engines[name].road(source, target)
        rivals = sum((source, target) in engine.pairs for engine in self._engines.values())
        return f"{road} ({name})" if rivals > 1 else road

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        *,
        alternatives: int = 1,
        prefixes: Sequence[str] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate sentences; see ``Engine``."""
        engine = self._engines[self._name(source, target)]
        return engine.translate(
            sentences, source, target, alternatives=alternatives, prefixes=prefixes
        )

    def _name(self, source: str, target: str) -> str:
        """Return the name of the engine for a pair."""
        names = [self._chosen.get((source, target), ""), *self._engines]
        for name in names:
            if name in self._engines and (source, target) in self._engines[name].pairs:
                return name
        raise no_such_pair(source, target)
