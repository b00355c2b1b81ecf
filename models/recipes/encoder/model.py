"""The tagger in PyTorch: the encoder and one linear layer over each word's first piece."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import sentencepiece
import torch
from data import TAGS, UNKNOWN, Words
from numpy.typing import NDArray
from port import SPACE, Encoder
from torch import Tensor, nn

BEGIN, PADDING, END, STRANGE = 0, 1, 2, 3
#: pieces of a word that are looked at
WORD_LIMIT = 24


class Tagger(nn.Module):
    """Scores of the tags for every piece."""

    def __init__(self, encoder: Encoder, dropout: float = 0.0) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(dropout)
        self.head = nn.Linear(encoder.shape.hidden, len(TAGS))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, pieces: Tensor) -> Tensor:
        """Return rows × pieces × tags."""
        scores: Tensor = self.head(self.drop(self.encoder(pieces)))
        return scores


class Spelling:
    """Words in pieces, remembered."""

    def __init__(self, model: bytes) -> None:
        self._model = sentencepiece.SentencePieceProcessor(model_proto=model)
        self._known: dict[tuple[str, bool], tuple[int, ...]] = {}

    def word(self, text: str, *, spaced: bool) -> tuple[int, ...]:
        """Return the pieces of a word; at least one."""
        key = text, spaced
        if key not in self._known:
            plain = unicodedata.normalize("NFKC", text)
            pieces = self._model.encode((SPACE if spaced else "") + plain)
            self._known[key] = tuple(pieces[:WORD_LIMIT]) or (STRANGE,)
        return self._known[key]

    def length(self, words: Words) -> int:
        """Return how many pieces words have, with one for each end of a line."""
        return sum(len(self.word(w.text, spaced=w.spaced)) + w.ends_line for w in words)

    def row(self, words: Words) -> tuple[list[int], list[int]]:
        """Return the pieces of a window, and the tag of each: of first pieces only."""
        pieces, tags = [BEGIN], [UNKNOWN]
        for n, word in enumerate(words):
            own = self.word(word.text, spaced=word.spaced or n == 0)
            pieces += own
            tags += [TAGS.index(word.tag) if word.tag in TAGS else UNKNOWN]
            tags += [UNKNOWN] * (len(own) - 1)
            if word.ends_line and n < len(words) - 1:
                pieces.append(END)
                tags.append(UNKNOWN)
        return [*pieces, END], [*tags, UNKNOWN]

    def heads(self, words: Words) -> tuple[list[int], list[int]]:
        """Return the pieces of a window, and where each word begins in them."""
        pieces, starts = [BEGIN], []
        for n, word in enumerate(words):
            starts.append(len(pieces))
            pieces += self.word(word.text, spaced=word.spaced or n == 0)
            if word.ends_line and n < len(words) - 1:
                pieces.append(END)
        return [*pieces, END], starts


def batch(rows: Sequence[Sequence[int]], filling: int) -> Tensor:
    """Return rows of unequal length as one tensor."""
    table = np.full((len(rows), max(map(len, rows))), filling, np.int64)
    for n, row in enumerate(rows):
        table[n, : len(row)] = row
    return torch.from_numpy(table)


def word_scores(
    tagger: Tagger, spelling: Spelling, windows: Sequence[Words], size: int = 16
) -> list[NDArray[np.float32]]:
    """Return words × tags log probabilities of each window."""
    order = sorted(range(len(windows)), key=lambda n: len(windows[n]))
    scores: dict[int, NDArray[np.float32]] = {}
    tagger.eval()
    for at in range(0, len(order), size):
        numbers = order[at : at + size]
        made = [spelling.heads(windows[n]) for n in numbers]
        with torch.inference_mode():
            logs = tagger(batch([pieces for pieces, _ in made], PADDING)).log_softmax(-1).numpy()
        scores |= {
            n: logs[row, starts]
            for row, (n, (_, starts)) in enumerate(zip(numbers, made, strict=True))
        }
    tagger.train()
    return [scores[n] for n in range(len(windows))]
