"""The embedded translator: Norwegian, English and French without anything installed by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.records import ModelRef
from pipeline.text.folding import squeeze
from pipeline.translation.engine import (
    Hypothesis,
    is_blank,
    joined,
    no_such_pair,
    pivot,
    split_long,
)
from pipeline.translation.gemma import KEPT_FILE, PIECES_FILE
from pipeline.translation.lexicon import LEXICON_FILE, Hint, as_line, load_lexicons
from pipeline.translation.pieces import BOS, CutPieces, Pieces
from pipeline.translation.runtime import Decoder, Found, Search

#: pairs that the adapter was trained on
TRAINED = frozenset(
    {("nb", "en"), ("nn", "en"), ("nb", "fr"), ("nn", "fr"), ("en", "fr")},
)
#: the names of languages in a prompt: the two written forms of Norwegian share one
LANGUAGES = {"nb": "Norwegian", "nn": "Norwegian", "en": "English", "fr": "French"}
#: sources longer than this many pieces are cut: the adapter was trained on 260, target included
LONGEST = 160

_SEARCH = Search()
#: the most pieces that a target may have are a multiple of this
_LIMITS = 32
#: how many sentences are remembered (a few megabytes)
_REMEMBERED = 5_000


class EmbeddedTranslator:
    """The model that ``gemma.build_translator`` makes, loaded.

    Args:
        folder: the built model.
        ref: what it is, for the record of a result.
        pivots: pairs that go by way of a third language, and which; all others go directly.
        threads: processor cores to use; 0 is all of them.
        search: how to look for the best target.

    Raises:
        ModelError: the folder is not a built model.
    """

    def __init__(
        self,
        folder: Path,
        ref: ModelRef,
        *,
        pivots: Mapping[tuple[str, str], str] | None = None,
        threads: int = 0,
        search: Search = _SEARCH,
    ) -> None:
        try:
            kept = json.loads((folder / KEPT_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            message = f"{folder} is not a built translator"
            raise ModelError(message, hint="samsvar models build") from error
        self._pieces = CutPieces(Pieces(folder / PIECES_FILE), kept)
        self._decoder = Decoder(folder, threads=threads)
        self._bos = self._pieces.row(BOS)
        lexicon = folder / LEXICON_FILE
        self.lexicons = load_lexicons(lexicon) if lexicon.exists() else {}
        self._pivots = dict(pivots or {})
        self._search = search
        self._memory: dict[tuple[object, ...], tuple[Hypothesis, ...]] = {}
        self.refs = (ref,)
        self.pairs = TRAINED

    def road(self, source: str, target: str) -> str:
        """Return the languages on the way from source to target."""
        via = self._pivots.get((source, target))
        return "-".join([source, via, target] if via else [source, target])

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        *,
        alternatives: int = 1,
        prefixes: Sequence[str] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate sentences; see ``engine.Engine``."""
        if (source, target) not in self.pairs:
            raise no_such_pair(source, target)
        via = self._pivots.get((source, target))
        if via:
            first = self._direct(sentences, (source, via), alternatives, None)
            texts = [found[0].text for found in first]
            second = self._direct(texts, (via, target), alternatives, prefixes)
            return pivot(first, second)
        return self._direct(sentences, (source, target), alternatives, prefixes)

    def _direct(
        self,
        sentences: Sequence[str],
        pair: tuple[str, str],
        alternatives: int,
        prefixes: Sequence[str] | None,
    ) -> list[tuple[Hypothesis, ...]]:
        pieces = [
            [] if is_blank(text) else split_long(squeeze(text), self._fits) for text in sentences
        ]
        starts = list(prefixes) if prefixes is not None else [""] * len(sentences)
        # only the first piece of a sentence starts as the sentence has to
        flat = [
            (piece.strip(), start if number == 0 else "")
            for cut, start in zip(pieces, starts, strict=True)
            for number, piece in enumerate(cut)
        ]
        found = iter(self._recalled(flat, pair, alternatives))
        return [
            joined(cut, [next(found) for _ in cut]) if cut else (Hypothesis(text, 0.0),)
            for text, cut in zip(sentences, pieces, strict=True)
        ]

    def _fits(self, text: str) -> bool:
        return len(self._pieces.encode([text])[0]) <= LONGEST

    def _recalled(
        self, sources: Sequence[tuple[str, str]], pair: tuple[str, str], alternatives: int
    ) -> list[tuple[Hypothesis, ...]]:
        """Return translations, those of late from memory: by way of English costs one step less."""
        beam = max(self._search.beam, alternatives)
        known: dict[tuple[str, str], tuple[Hypothesis, ...]] = {}
        for one in dict.fromkeys(sources):
            found = self._memory.get((pair, one, beam), ())
            if len(found) >= alternatives:
                known[one] = found[:alternatives]
        new = [one for one in dict.fromkeys(sources) if one not in known]
        written = dict(zip(new, self._written(new, pair, alternatives), strict=True))
        if len(self._memory) + len(written) > _REMEMBERED:
            self._memory.clear()
        self._memory.update({(pair, one, beam): found for one, found in written.items()})
        return [known[one] if one in known else written[one] for one in sources]

    def _written(
        self, sources: Sequence[tuple[str, str]], pair: tuple[str, str], alternatives: int
    ) -> list[tuple[Hypothesis, ...]]:
        """Return the translations of (source, start of the target), in their order."""
        lexicon = self.lexicons.get(pair)
        bare = self._pieces.encode([prompt(text, pair) for text, _ in sources])
        texts = [
            prompt(text, pair, lexicon.hints(text) if lexicon else ()) + (start and f" {start}")
            for text, start in sources
        ]
        prompts = [[self._bos, *rows] for rows in self._pieces.encode(texts)]
        limits = [limit(len(rows)) for rows in bare]

        def write(numbers: Sequence[int], search: Search) -> list[list[Found]]:
            return self._decoder.write(
                [prompts[number] for number in numbers],
                limits=[limits[number] for number in numbers],
                alternatives=alternatives,
                search=search,
            )

        found = write(range(len(prompts)), replace(self._search, no_repeat=0))
        # a ban on repetition is not for sources that repeat themselves: only what does so where
        # the source does not is written again
        again = [
            number
            for number, best in enumerate(found)
            if repeats(best[0].pieces, self._search.no_repeat)
            and not repeats(bare[number], self._search.no_repeat)
        ]
        for number, one in zip(again, write(again, self._search), strict=True):
            found[number] = one
        return [
            tuple(self._hypothesis(start, one) for one in found[number])
            for number, (_, start) in enumerate(sources)
        ]

    def _hypothesis(self, start: str, found: Found) -> Hypothesis:
        text = self._pieces.decode(found.pieces)
        return Hypothesis((start + text).strip(), found.score)


def prompt(text: str, pair: tuple[str, str], hints: Sequence[Hint] = ()) -> str:
    r"""Return what the model reads before it writes.

    >>> prompt("Hun stod på kaia.", ("nb", "en"), [Hint("kaia", "quay")])
    'Norwegian: Hun stod på kaia.\nWords: kaia = quay\nEnglish:'
    """
    return f"{LANGUAGES[pair[0]]}: {text}{as_line(hints)}\n{LANGUAGES[pair[1]]}:"


def limit(pieces: int) -> int:
    """Return how many pieces a target may have at most, given those of a prompt without hints.

    The limits are few, so that prompts of one length have mostly one limit.

    >>> limit(20), limit(21), limit(110)
    (64, 64, 224)
    """
    return -(-int(1.7 * pieces + 24) // _LIMITS) * _LIMITS


def repeats(pieces: Sequence[int], length: int) -> bool:
    """Return whether a run of ``length`` pieces comes twice; with 0 nothing does.

    >>> repeats([1, 2, 3, 1, 2], 2), repeats([1, 2, 3, 1, 2], 3)
    (True, False)
    """
    if not length:
        return False
    runs = [tuple(pieces[start : start + length]) for start in range(len(pieces) - length + 1)]
    return len(set(runs)) < len(runs)
