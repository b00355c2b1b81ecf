"""Very long sentences cut at the borders of clauses, so that the time they take grows with them.

A model looks back at everything it has written: a sentence of 600 words takes far longer than
twelve of 50, comes out in loops, and is beyond the length that models are trained on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.translation.engine import split_long

#: a sentence with more words or characters than these is cut
WORDS, CHARACTERS = 80, 800
#: no piece is longer: models loop in what is much longer than most they were trained on, and write
#: up to their limit each time it is sent again
PIECE_WORDS, PIECE_CHARACTERS = 48, 480
#: where one clause ends and the next begins, best first; the cut is where the match ends
_CLAUSES = (
    re.compile(r"[.!?;:…]\s+"),
    re.compile(r",\s+|\s[–—-]\s"),
    re.compile(r"\s+(?=(?:og|men|mens|medan|fordi|slik|når|da|så|eller)\s)"),
    re.compile(r"\s+"),
)
#: what stands between two pieces and stays as it is: commas, dashes and white space
_BETWEEN = re.compile(r"[\s,;–—-]+$")


def cut_sentence(
    text: str, place: tuple[int, int], whole: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a sentence, left to right; a sentence that is not too long is one.

    What stands between two pieces belongs to none: the comma after the first, white space.

    Args:
        text: the part that the sentence is in.
        place: where the sentence is, half-open.
        whole: the half-open ranges of names; none of them is cut.

    >>> text = ", ".join(["og så gikk vi en lang tur i skogen"] * 16)
    >>> [text[a:b][:9] for a, b in cut_sentence(text, (0, len(text)), [])]
    ['og så gik', 'og så gik', 'og så gik', 'og så gik']
    """
    begin, end = place
    cut = begin
    sentence = text[begin:end]
    is_short = _fits(sentence, WORDS, CHARACTERS)
    pieces = [sentence] if is_short else split_long(sentence, _is_piece, _CLAUSES)
    for piece in pieces:
        cut += len(piece)
        inside = next((name for name in whole if name[0] < cut < name[1]), (cut, cut))
        stop = inside[0] if inside[0] > begin else min(inside[1], end)
        last = stop if cut == end else begin + len(_BETWEEN.sub("", text[begin:stop]))
        if last > begin:
            yield begin, last
        begin = max(begin, stop)


def _is_piece(text: str) -> bool:
    return _fits(text, PIECE_WORDS, PIECE_CHARACTERS)


def _fits(text: str, words: int, characters: int) -> bool:
    return len(text) <= characters and len(text.split()) <= words
