"""How many of the words that the lexicon knows a translation says: a sign of sense kept or lost.

Where few of a sentence's rarer words have a usual translation of theirs in the target, something
was probably left out or guessed. Much is said in other words, so this is no check by itself: it is
part of what the quality light is made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.translation.lexicon import Lexicon

#: the share where nothing is known
UNKNOWN = 0.5

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Coverage:
    """Tells the share of known words that a translation says, by the lexicons of a model."""

    lexicons: Mapping[tuple[str, str], Lexicon]

    def __call__(self, source: str, text: str, target: str) -> float:
        """Return the share, held near one half where few words are known.

        Into French the lexicon of Norwegian with English is followed by that of English with
        French.

        Args:
            source: the Norwegian segment.
            text: its translation.
            target: the language of the translation.

        >>> from pipeline.translation.lexicon import Entry
        >>> english = Lexicon({"kai": Entry(("quay",), 9), "båt": Entry(("boat",), 9)}, "no")
        >>> share = Coverage({("nb", "en"): english})
        >>> share("Båten lå ved kaia.", "The boats were there.", "en")
        0.5
        >>> share("Båten lå ved kaia.", "The boat was by the quay.", "en")
        0.75
        """
        known = [*self._meanings(source, target)]
        words = {word.lower() for word in _WORD.findall(text)}
        said = sum(any(_is_said(word, words) for word in meanings) for meanings in known)
        return (said + 1) / (len(known) + 2)

    def _meanings(self, source: str, target: str) -> Iterator[frozenset[str]]:
        """Yield the words that each known word of a source may be translated by."""
        english, onward = self.lexicons.get(("nb", "en")), self.lexicons.get(("en", target))
        if english is None or (onward is None and target != "en"):
            return
        for hint in english.hints(source):
            meanings = frozenset(_WORD.findall(hint.meaning.lower()))
            if onward:
                entries = (onward.find(word) for word in meanings)
                meanings = frozenset(
                    word for entry in entries if entry for word in _words(entry.meanings)
                )
            if meanings:
                yield meanings


def _words(meanings: tuple[str, ...]) -> list[str]:
    return _WORD.findall(" ".join(meanings).lower())


def _is_said(word: str, words: set[str]) -> bool:
    """Return whether a word or another form of it is among words, by how it begins."""
    stem = word[: max(4, len(word) - 3)] if len(word) > 4 else word
    return any(one.startswith(stem) for one in words)
