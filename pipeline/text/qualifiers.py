"""What is said of a person in brackets or after a comma: side, row, age, role, affiliation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.text import tables
from pipeline.text.phrases import NamePhrase, Sight
from pipeline.text.tokens import is_organisation_word

Range = tuple[int, int]
_NUMBER_WORDS = frozenset(["en", "ein", "to", "tre", "fire", "fem", "seks", "sju", "syv", "åtte"])
_COUNT = ("nr", "nummer")
#: what is said of one person is not longer than this, in tokens
LONGEST_CHUNK = 60


@dataclass(frozen=True)
class Qualifiers:
    """What a bracket or an apposition says; ranges are code points of the text."""

    side: str = ""
    row: str = ""
    affiliation: Range | None = None
    role: Range | None = None
    incomplete: bool = False
    absent: bool = False
    neutral: bool = False  # read and understood, but nothing to keep: an age, a place, a number

    @property
    def any(self) -> bool:
        """Whether anything was understood."""
        return self != Qualifiers()


def read_bracket(see: Sight, i: int) -> tuple[Qualifiers, int]:
    """Return what the bracket that opens at token ``i`` says, and the token after it.

    A bracket that is never closed ends at the end of the sentence or at the next bracket.
    """
    k = i + 1
    while k < len(see) and see.sign(k) not in (")", "]", "("):
        k += 1
    closed = see.sign(k) in (")", "]")
    end = k
    if not closed:
        end = next((j for j in range(i + 1, k) if see.sign(j) in (".", ",", ";")), k)
    found = _classify(see, i + 1, end)
    return found, (end + 1 if closed else end)


def read_chunk(
    see: Sight, i: int, person_at: Callable[[int], NamePhrase | None], *, prose: bool
) -> tuple[Qualifiers, int]:
    """Return what the words from token ``i`` to the next separator say, and the token after them.

    Args:
        see: the tokens.
        i: the first token of the chunk.
        person_at: tells whether the next person begins at a token; an "og" before one separates.
        prose: the caption is a sentence: only a role or an organisation named as such is taken.
    """
    k = i
    last = min(len(see), i + LONGEST_CHUNK)
    counted = see.key(i) in _COUNT
    while k < last and see.sign(k) not in (",", ";", ".", "(", ")", ":", "–", "!", "?"):
        joined = see.after_joiner(k)
        if k > i and joined > k and person_at(joined):
            break
        phrase = see.phrase(k)
        if k > i and phrase and phrase.family in ("other", "direction") and not counted:
            break
        k += 1
    if prose:
        k = _end_of_name(see, i, k)
    found = _classify(see, i, k)
    if prose and not _is_apposition(see, i, k, found):
        return Qualifiers(), i
    return found, k


def _end_of_name(see: Sight, i: int, k: int) -> int:
    """Return where the organisation ends that a sentence names after a person, at most ``k``.

    "rektor ved Voss skule under opninga" ends after "skule", "fra Den norske ambassaden i Paris
    tok imot" after "Paris".
    """
    end = next((j for j in range(i, k) if see.tokens[j].is_capital), k)
    while end < k:
        name = see.name(end)
        if name is None:
            break
        end = min(name.after, k)
        if end + 1 < k and see.is_origin(end) and see.name(end + 1) is not None:
            end += 1
        else:
            break
    return end


def _is_apposition(see: Sight, i: int, k: int, found: Qualifiers) -> bool:
    if found.side or found.row or found.neutral:
        return True
    start = i + see.is_origin(i)
    if not any(see.is_role(j) for j in range(i, k)):
        name = see.name(start)
        return found.affiliation is not None and name is not None and name.kind == "organisation"
    return any(see.is_role(j) for j in range(i, k)) and k - i <= 9


def _classify(see: Sight, i: int, k: int) -> Qualifiers:
    """Return what tokens [i, k) say of a person."""
    while i < k and see.sign(i):
        i += 1
    while k > i and see.sign(k - 1) and see.sign(k - 1) != ".":
        k -= 1
    if i >= k:
        return Qualifiers()
    placed = _placed(see, i, k)
    if placed is not None:
        return placed
    cuts = [j for j in range(i, k) if see.sign(j) in (",", "/", ";", "–")]
    if not cuts:
        return _role_and_affiliation(see, i, k)
    found = Qualifiers()
    for first, after in zip([i, *(j + 1 for j in cuts)], [*cuts, k], strict=True):
        found = _join(found, _classify(see, first, after))
    return found


def _join(left: Qualifiers, right: Qualifiers) -> Qualifiers:
    return Qualifiers(
        side=left.side or right.side,
        row=left.row or right.row,
        affiliation=left.affiliation or right.affiliation,
        role=left.role or right.role,
        incomplete=left.incomplete or right.incomplete,
        absent=left.absent or right.absent,
        neutral=left.neutral or right.neutral,
    )


def _placed(see: Sight, i: int, k: int) -> Qualifiers | None:
    """Return side and row where the tokens say nothing else; an age or a number is neutral."""
    side, row, incomplete, absent, j = "", "", False, False, i
    while j < k:
        phrase = see.phrase(j)
        if phrase and phrase.after <= k + 1 and phrase.family in ("side", "row", "direction"):
            # "nr. 2 fra høyre" stands on the right
            side = side if phrase.family == "row" else phrase.value
            row = phrase.value if phrase.family == "row" else row
            j = phrase.after
        elif phrase and phrase.value == "incomplete":
            incomplete, j = True, phrase.after
        elif phrase and phrase.value == "absent":
            absent, j = True, phrase.after
        elif _is_number_word(see, j):
            j += 1
        elif see.sign(j) or see.after_filler(j) > j:
            j = max(see.after_filler(j), j + 1)
        else:
            return None
    return Qualifiers(side=side, row=row, incomplete=incomplete, absent=absent, neutral=True)


def _is_number_word(see: Sight, j: int) -> bool:
    key = see.key(j)
    return (
        see.tokens[j].kind == "number"
        or key in _COUNT
        or key in _NUMBER_WORDS
        or key in tables.captions().ages
    )


def _role_and_affiliation(see: Sight, i: int, k: int) -> Qualifiers:
    tokens = see.tokens
    # "fra Kongsberg kommune", "ved USN"
    if see.is_origin(i) and i + 1 < k:
        return _affiliation(see, i + 1, k)
    origin = next((j for j in range(i + 1, k) if see.is_origin(j)), None)
    if origin is not None and _is_role_chunk(see, i, origin):
        after = _affiliation(see, origin + 1, k)
        if after.affiliation or after.neutral:
            return Qualifiers(role=_range(see, i, origin), affiliation=after.affiliation)
        return Qualifiers(role=_range(see, i, k))
    if _is_role_chunk(see, i, k):
        return Qualifiers(role=_range(see, i, k))
    # "daglig leder Kongsberg Innovasjon": small words with a role, then a name
    capital = next((j for j in range(i + 1, k) if tokens[j].is_capital), None)
    if capital is not None and _is_role_chunk(see, i, capital):
        after = _affiliation(see, capital, k)
        return Qualifiers(role=_range(see, i, capital), affiliation=after.affiliation)
    if any(tokens[j].is_capital for j in range(i, k)):
        return _affiliation(see, i, k)
    return Qualifiers(role=_range(see, i, k))


def _is_role_chunk(see: Sight, i: int, k: int) -> bool:
    """Return whether tokens [i, k) are a title: its last word is one and no name is in it."""
    if not see.is_role(k - 1):
        return False
    first_may_be_capital = i if not see.shouts else k
    return all(
        not see.tokens[j].is_capital
        or j == first_may_be_capital
        or see.is_role(j)
        or see.key(j) in tables.roles().before
        for j in range(i, k)
    ) and not (see.tokens[i].is_capital and is_organisation_word(see.tokens[i].text))


def _affiliation(see: Sight, i: int, k: int) -> Qualifiers:
    """Return the affiliation that tokens [i, k) name; a mere place is none."""
    # a name without a capital ("kommunen") tells nothing that could be compared
    if not any(see.tokens[j].is_capital for j in range(i, k)):
        return Qualifiers()
    first, last = see.tokens[i].start, see.tokens[k - 1].end
    text = see.text[first:last]
    # the name finder takes a firm that it does not know for a place too readily to be asked
    if text.casefold() in tables.places():
        return Qualifiers(neutral=True)
    return Qualifiers(affiliation=(first, last))


def _range(see: Sight, first: int, after: int) -> Range:
    return see.tokens[first].start, see.tokens[after - 1].end
