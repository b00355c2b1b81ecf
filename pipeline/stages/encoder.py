"""The encoder that scores words: the one door to ONNX Runtime.

A model is three files: ``encoder.onnx`` (pieces and places to log probabilities of tags),
``pieces.model`` (SentencePiece) and ``tags.json``. How it is made: ``models/recipes/encoder``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as problems
from pydantic import ValidationError

from pipeline.errors import ModelError
from pipeline.records import Record
from pipeline.stages.tagging import Calibration, Scores, Window, plan_windows
from pipeline.translation.pieces import SPACE, Pieces

GRAPH, PIECES, TAGS = "encoder.onnx", "pieces.model", "tags.json"
FILES = (GRAPH, PIECES, TAGS)
#: pieces that stand for no text
_BEGIN, _PADDING, _END, _STRANGE = 0, 1, 2, 3
#: pieces of a word that are looked at
_WORD_LIMIT = 24
#: pieces that are computed at a time; more is slower, because it leaves the cache
_BATCH = 512
#: rows that are computed together are not longer than the shortest by more than this: every row is
#: filled up to the longest, and what fills it is computed too
_LONGER, _AND_PIECES = 1.25, 8
#: words whose pieces are remembered
_REMEMBERED = 50_000
#: what a sentence ends with, and a headline does not
_STOPS = frozenset('.!?:…»”"')
#: pieces, and the places of the first pieces of the words that count
Row = tuple[list[int], list[int]]
_HINT = "restore models/encoder, or build it with models/recipes/encoder/train.py"


class Word(NamedTuple):
    """A word, what stands before it, and whether it begins a sentence.

    Before it stands nothing, a space, the end of a line or of a paragraph.
    """

    text: str
    before: str
    begins: bool = False


class Facts(Record):
    """What ``tags.json`` says: the tags in the order of the scores, sizes, calibration.

    ``overlap`` is for sentences that are longer than ``longest``. ``agreement`` is the share of its
    other places in what is thought of a word that recurs. ``openers`` often begin sentences and are
    no names.
    """

    tags: tuple[str, ...]
    longest: int
    overlap: int
    agreement: float = 0.0
    openers: frozenset[str] = frozenset()
    slope: float = 1.0
    shift: float = 0.0

    @property
    def calibration(self) -> Calibration:
        """What makes the probabilities honest."""
        return Calibration(self.slope, self.shift)


class Encoder:
    """Owns a loaded model; may be called from several threads."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        """Load a model.

        Args:
            folder: holds the three files.
            threads: that compute; 0 is one for every core.

        Raises:
            ModelError: a file is missing or is not what it should be.
        """
        try:
            self.facts = Facts.model_validate_json((folder / TAGS).read_bytes())
        except (OSError, ValidationError) as error:
            message = f"{folder / TAGS} is missing or broken"
            raise ModelError(message, hint=_HINT) from error
        self._pieces = Pieces(folder / PIECES)
        self._session = _session(folder / GRAPH, threads)
        self._known: dict[str, tuple[int, ...]] = {}

    def scores(self, texts: Sequence[Sequence[Word]]) -> list[Scores]:
        """Return the log probabilities of the tags of each word of each text.

        A text gets the same whatever the other texts are.
        """
        self._remember(texts)
        jobs = [
            (number, window)
            for number, words in enumerate(texts)
            for window in self._windows(words)
        ]
        tables = [np.zeros((len(words), len(self.facts.tags)), np.float32) for words in texts]
        rows = [self._row(texts[number], window) for number, window in jobs]
        for batch in _batches([len(pieces) for pieces, _ in rows]):
            logs = self._compute([rows[n] for n in batch])
            for row, n in enumerate(batch):
                number, window = jobs[n]
                tables[number][window.first : window.last] = logs[row, : len(rows[n][1])]
        return tables

    def _windows(self, words: Sequence[Word]) -> list[Window]:
        lengths = [
            len(self._known[_key(word)]) + _is_after_headline(words, n)
            for n, word in enumerate(words)
        ]
        begins = [word.begins for word in words]
        return plan_windows(lengths, begins, self.facts.longest, self.facts.overlap)

    def _remember(self, texts: Sequence[Sequence[Word]]) -> None:
        if len(self._known) > _REMEMBERED:
            self._known = {}
        keys = {_key(word) for words in texts for word in words}
        # a word that is first in its window has a space before it
        keys |= {SPACE + key.removeprefix(SPACE) for key in keys}
        new = sorted(keys - self._known.keys())
        spelt = self._pieces.encode([unicodedata.normalize("NFKC", key) for key in new])
        for key, pieces in zip(new, spelt, strict=True):
            self._known[key] = tuple(pieces[:_WORD_LIMIT]) or (_STRANGE,)

    def _row(self, text: Sequence[Word], window: Window) -> Row:
        words = text[window.start : window.end]
        pieces, heads = [_BEGIN], []
        for n, word in enumerate(words):
            if _is_after_headline(words, n):
                pieces.append(_END)
            heads.append(len(pieces))
            key = _key(word)
            pieces += self._known[key if n > 0 else SPACE + key.removeprefix(SPACE)]
        skipped = window.first - window.start
        return [*pieces, _END], heads[skipped : skipped + window.last - window.first]

    def _compute(self, rows: Sequence[Row]) -> NDArray[np.float32]:
        pieces = _table([pieces for pieces, _ in rows], _PADDING)
        heads = _table([heads for _, heads in rows], 0)
        scores: NDArray[np.float32] = self._session.run(
            ["scores"], {"pieces": pieces, "heads": heads}
        )[0]
        return scores


def _table(rows: Sequence[Sequence[int]], filling: int) -> NDArray[np.int64]:
    table = np.full((len(rows), max(map(len, rows))), filling, np.int64)
    for n, row in enumerate(rows):
        table[n, : len(row)] = row
    return table


def _key(word: Word) -> str:
    return SPACE + word.text if word.before else word.text


def _is_after_headline(words: Sequence[Word], n: int) -> bool:
    """Return whether a word begins a line and the line before it ends as a headline does.

    The model has learnt the end of headlines only: a paragraph that ends goes on as sentences do.
    """
    return n > 0 and "\n" in words[n].before and words[n - 1].text[-1:] not in _STOPS


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield numbers of rows of about the same length, together not too long."""
    batch: list[int] = []
    for n in sorted(range(len(lengths)), key=lambda n: lengths[n]):
        if batch and (
            lengths[n] * (len(batch) + 1) > _BATCH
            or lengths[n] > _LONGER * lengths[batch[0]] + _AND_PIECES
        ):
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def _session(file: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # the graph is laid out as it should run; the higher levels would put back what its recipe
    # avoids, a slow kernel for a sum that is normalised
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # threads that wait for work sleep: several programs may share the cores
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except (
        problems.Fail,
        problems.InvalidGraph,
        problems.InvalidProtobuf,
        problems.NoSuchFile,
        problems.NotImplemented,
    ) as error:
        message = f"{file} is missing or broken"
        raise ModelError(message, hint=_HINT) from error
