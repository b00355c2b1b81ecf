"""The embedded translator: Norwegian, English and French without anything installed by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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
#: how many sentences are remembered (a few megabytes)
_REMEMBERED = 5_000
#: prompts in one batch differ by no more than this many pieces
_SPREAD = 6


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
        self._pivots = dict(pivots or {})
        self._search = search
        self._memory: dict[tuple[tuple[str, str], tuple[str, str]], tuple[Hypothesis, ...]] = {}
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
            first = self.translate(sentences, source, via)
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
        known: dict[tuple[str, str], tuple[Hypothesis, ...]] = {}
        for one in dict.fromkeys(sources):
            found = self._memory.get((pair, one), ())
            if len(found) >= alternatives:
                known[one] = found[:alternatives]
        new = [one for one in dict.fromkeys(sources) if one not in known]
        written = dict(zip(new, self._written(new, pair, alternatives), strict=True))
        if len(self._memory) + len(written) > _REMEMBERED:
            self._memory.clear()
        self._memory.update({(pair, one): found for one, found in written.items()})
        return [known[one] if one in known else written[one] for one in sources]

    def _written(
        self, sources: Sequence[tuple[str, str]], pair: tuple[str, str], alternatives: int
    ) -> list[tuple[Hypothesis, ...]]:
        """Return the translations of (source, start of the target), in their order."""
        texts = [
            f"{LANGUAGES[pair[0]]}: {text}\n{LANGUAGES[pair[1]]}:" + (start and f" {start}")
            for text, start in sources
        ]
        prompts = [[self._bos, *rows] for rows in self._pieces.encode(texts)]
        found: dict[int, list[Found]] = {}
        loose = replace(self._search, no_repeat=0)
        for batch in batches([len(prompt) for prompt in prompts], _SPREAD, self._search):
            self._fill(found, batch, prompts, alternatives, loose)
        # CTranslate2 counts the part of a prompt that exceeds the shortest one of its batch as
        # written already, so in a mixed batch a ban on repetition would ban the names of the
        # source. Only what repeats itself where the source does not is done again, in batches of
        # one length.
        again = [
            number
            for number, best in found.items()
            if repeats(best[0].pieces, self._search.no_repeat)
            and not repeats(prompts[number], self._search.no_repeat)
        ]
        lengths = [len(prompts[number]) for number in again]
        for batch in batches(lengths, 0, self._search):
            self._fill(
                found, [again[place] for place in batch], prompts, alternatives, self._search
            )
        return [
            tuple(self._hypothesis(start, one) for one in found[number])
            for number, (_, start) in enumerate(sources)
        ]

    def _fill(
        self,
        found: dict[int, list[Found]],
        batch: Sequence[int],
        prompts: Sequence[Sequence[int]],
        alternatives: int,
        search: Search,
    ) -> None:
        asked = [prompts[number] for number in batch]
        limit = 2 * max(len(prompt) for prompt in asked) + 20
        results = self._decoder.write(asked, limit=limit, alternatives=alternatives, search=search)
        found.update(zip(batch, results, strict=True))

    def _hypothesis(self, start: str, found: Found) -> Hypothesis:
        text = self._pieces.decode(found.pieces)
        return Hypothesis((start + text).strip(), found.score)


def batches(lengths: Sequence[int], spread: int, search: Search) -> Iterator[list[int]]:
    """Yield the places of the lengths in batches, the longest first.

    In a batch no length is more than ``spread`` below the longest, and the batch with its padding
    and beams is no larger than ``search.batch_tokens``.

    >>> list(batches([3, 9, 4], 2, Search(batch_tokens=100, beam=1)))
    [[1], [2, 0]]
    """
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: (-lengths[place], place)):
        longest = lengths[batch[0]] if batch else lengths[place]
        full = longest * (len(batch) + 1) > search.batch_tokens
        if batch and (full or longest - lengths[place] > spread):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def repeats(pieces: Sequence[int], length: int) -> bool:
    """Return whether a run of ``length`` pieces comes twice; with 0 nothing does.

    >>> repeats([1, 2, 3, 1, 2], 2), repeats([1, 2, 3, 1, 2], 3)
    (True, False)
    """
    if not length:
        return False
    runs = [tuple(pieces[start : start + length]) for start in range(len(pieces) - length + 1)]
    return len(set(runs)) < len(runs)
