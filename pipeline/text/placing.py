"""Where somebody stands in a picture, and of how many people something is said."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.text.phrases import Sight

Range = tuple[int, int]
_COUNT = ("nr", "nummer")
#: what is said of one person's place is not longer than this, in tokens
LONGEST_STAND = 60


@dataclass(frozen=True)
class Qualifiers:
    """What a bracket or an apposition says; ranges are code points of the text."""

    side: str = ""
    direction: str = ""
    row: str = ""
    affiliation: Range | None = None
    role: Range | None = None
    incomplete: bool = False
    absent: bool = False
    place: Range | None = None  # where somebody is from, or a club that is called so
    comma: bool = False  # said before the name, with a comma between
    neutral: bool = False  # read and understood, but nothing to keep: an age, a place, a number

    @property
    def any(self) -> bool:
        """Whether anything was understood."""
        return self != Qualifiers()


def group_size(see: Sight, k: int) -> int | None:
    """Return of how many people before token ``k`` something is said: "begge", "alle tre".

    0 is all of them, ``None`` the last one only.
    """
    if see.key(k) in see.words.both:
        return 2
    if see.key(k) in see.words.all:
        return see.words.numbers.get(see.key(k + 1), 0)
    return None


def after_group(see: Sight, k: int) -> int:
    """Return the token after "begge" or "alle tre" at token ``k``, or ``k``."""
    several = group_size(see, k)
    if several is None:
        return k
    return k + 1 + (several > 0 and see.key(k + 1) in see.words.numbers)


def after_numbered(see: Sight, k: int) -> int:
    """Return the token after a body that begins with a number at token ``k``, or ``k``.

    "4. klasse", "17. mai-komiteen".
    """
    if k + 1 >= see.size or see.tokens[k].kind != "number" or not see.tokens[k].text.endswith("."):
        return k
    key = see.key(k + 1)
    body = key in see.words.numbered or ("-" in key and key.endswith(see.words.gatherings))
    return k + 2 if body else k


def starts_place(see: Sight, k: int) -> bool:
    """Return whether tokens from ``k`` say where the person before stands: "er nr. 2 fra høyre"."""
    verb = see.key(k) in see.words.stands and not see.tokens[k].is_capital
    k += verb
    if is_count(see, k):
        return True
    phrase = see.phrase(k)
    if phrase is None or phrase.family not in ("row", "side"):
        return False
    if verb and phrase.family == "side":
        return True
    after = phrase.after
    following = see.phrase(after)
    if see.sign(after):
        return see.sign(after) in (",", ".", ";", ")", "!")
    return (
        after >= see.size
        or see.key(after) in ("og", "samt", "med")
        or bool(verb and following and following.family in ("side", "row"))
    )


def is_count(see: Sight, k: int) -> bool:
    """Return whether "nr. 2 fra høyre" or "andre fra venstre" begins at token ``k``."""
    if see.key(k) in _COUNT:
        return True
    at = k + 1 + (see.sign(k + 1) == ".")
    phrase = see.phrase(at)
    numbered = k < see.size and (see.key(k) in see.words.numbers or see.tokens[k].kind == "number")
    return numbered and phrase is not None and phrase.family == "direction"


def read_stand(see: Sight, k: int) -> tuple[Qualifiers, int]:
    """Return the place that tokens from ``k`` give for a person, and the token after it."""
    end = k + (see.key(k) in see.words.stands)
    while end < min(see.size, k + LONGEST_STAND):
        phrase = see.phrase(end)
        if phrase and phrase.family in ("side", "row", "direction"):
            end = phrase.after
        elif (
            (see.key(end) in ("i", "på") and see.phrase(end + 1))
            or _is_number_word(see, end)
            or (see.sign(end) == "." and see.key(end - 1) in _COUNT)
        ):
            end += 1
        else:
            break
    found = placed(see, k + (see.key(k) in see.words.stands), end)
    return found or Qualifiers(), end


def placed(see: Sight, i: int, k: int) -> Qualifiers | None:
    """Return side and row where the tokens say nothing else; an age or a number is neutral."""
    side, row, incomplete, absent, j = "", "", False, False, i
    direction, counted = "", False
    while j < k:
        phrase = see.phrase(j)
        if phrase and phrase.after <= k + 1 and phrase.family in ("side", "row", "direction"):
            # "nr. 2 fra høyre" stands on the right; "(fra venstre)" is about all who are named
            if phrase.family == "side" or (phrase.family == "direction" and counted):
                side = phrase.value
            elif phrase.family == "direction":
                direction = phrase.value
            row = phrase.value if phrase.family == "row" else row
            j = phrase.after
        elif phrase and phrase.value == "incomplete":
            incomplete, j = True, phrase.after
        elif phrase and phrase.value == "absent":
            absent, j = True, phrase.after
        elif _is_number_word(see, j):
            counted = True
            j += 1
        elif see.sign(j) or see.after_filler(j) > j:
            j = max(see.after_filler(j), j + 1)
        else:
            return None
    found = Qualifiers(side=side, direction=direction, row=row, incomplete=incomplete)
    return replace(found, absent=absent, neutral=True)


def _is_number_word(see: Sight, j: int) -> bool:
    key = see.key(j)
    return (
        see.tokens[j].kind == "number"
        or key in _COUNT
        or key in see.words.numbers
        or key in see.words.ages
    )
