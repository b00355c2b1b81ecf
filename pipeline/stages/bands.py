"""How sure a flag is: the conditions, and where they come from (docs/decisions/0010)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.records import Band, Candidate, is_tie
from pipeline.stages.evidence import total
from pipeline.text.folding import fold

#: a correction to accept has at least this probability
SURE: Final = 0.8
#: what speaks for a form on its own, and is no mere place where it stands once
WITNESSES: Final = frozenset({"in the text", "known name", "e-mail", "explained", "register"})
#: what says that the two may be two people after all
TWO_PEOPLE: Final = frozenset({"given names", "given name", "kin"})
#: log-odds that a witness gives at least
TESTIMONY: Final = 2.5
#: log-odds for the other form above which the evidence contradicts itself
CONTRADICTION: Final = 0.5
#: two people who may be one are asked about down to these log-odds (3 to 1 against)
DOUBTFUL: Final = -1.1


def band_of(candidates: Sequence[Candidate]) -> Band:
    """Return the band of a spelling flag with these candidates, best first.

    A correction to accept is likely, has a witness beside the list (the list against one caption
    is proposed, but worth a look), nothing speaks for the other form nor for two people, and the
    two differ in one word: a name that has a word more, or its words in another order, is always
    worth a look.
    """
    if len(candidates) != 2 or candidates[0].score < SURE:
        return Band.LOOK
    best, other = candidates
    if any(e.feature in TWO_PEOPLE for e in best.evidence):
        return Band.LOOK
    if not any(e.feature in WITNESSES and e.weight >= TESTIMONY for e in best.evidence):
        return Band.LOOK
    if is_tie(best.score, other.score) or total(other.evidence) > CONTRADICTION:
        return Band.LOOK
    return Band.SURE if _differ_in_one_word(best.name, other.name) else Band.LOOK


def _differ_in_one_word(a: str, b: str) -> bool:
    """Return whether two names have the same words but for one, or for hyphens and spaces.

    >>> _differ_in_one_word("Kari Lie", "Kari Lia"), _differ_in_one_word("Kari Lie", "Kari A. Lie")
    (True, False)
    >>> _differ_in_one_word("Tor-Egil Moe", "Tor Egil Moe")
    True
    """
    if fold(a).replace(" ", "") == fold(b).replace(" ", ""):
        return True
    x, y = a.casefold().split(), b.casefold().split()
    return len(x) == len(y) and sum(p != q for p, q in zip(x, y, strict=True)) == 1
