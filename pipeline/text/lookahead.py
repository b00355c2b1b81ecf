"""Questions of the caption grammar about what comes before and after a place: nothing moves."""

from __future__ import annotations

from pipeline.text import tables
from pipeline.text.phrases import NamePhrase, Phrase, Sight
from pipeline.text.titles import (
    LONGEST_TITLE,
    leads_compound_title,
    title_at,
    words_of_title,
)
from pipeline.text.tokens import is_given_name, leads_title
from pipeline.text.word_shapes import looks_given, looks_titled

Range = tuple[int, int]
_POSSESSIVE = frozenset(["vår", "vårt", "våre", "hans", "hennes", "deres", "egen", "eigen"])
#: words before the title of those whom a sentence is about: "De nye legene er Kari Lie og …"
_DETERMINERS = ("de", "dei", "den", "nye", "vår", "våre")
#: small words between a position and the name are not more than this: "Foran sitter gamle Ole Lie"
LONGEST_LEAD = 3


def token_range(see: Sight, first: int, after: int) -> Range:
    """Return the code points of tokens [first, after)."""
    return see.tokens[first].start, see.tokens[after - 1].end


def cue_at(see: Sight, k: int) -> Phrase | None:
    """Return the row or direction at token ``k`` or after one small word ("i fremre rad")."""
    for at in (k, see.after_filler(k)):
        phrase = see.phrase(at)
        if phrase is not None and phrase.family in ("row", "direction"):
            return phrase
    return None


def is_credit(see: Sight, k: int) -> bool:
    """Return whether the word for a photographer stands at token ``k``."""
    phrase = see.phrase(k)
    return phrase is not None and phrase.value == "credit"


def side_follows(see: Sight, k: int) -> bool:
    """Return whether a side stands at token ``k``, in brackets or not."""
    k += see.sign(k) == "("
    phrase = see.phrase(k)
    return phrase is not None and phrase.family == "side"


def side_of(see: Sight, k: int) -> str:
    """Return the side that "til høyre for" at token ``k`` says, or ""."""
    if see.key(k) != "til" or see.key(k + 2) != "for":
        return ""
    return {"venstre": "left", "høyre": "right", "høgre": "right"}.get(see.key(k + 1), "")


def person_at(see: Sight, k: int, *, single: bool) -> NamePhrase | None:
    """Return the name of a person that begins at token ``k``, after any title or number.

    Args:
        see: the tokens.
        k: the token.
        single: whether a given name alone counts.
    """
    if k < see.size and see.tokens[k].kind == "number":
        k += 1 + (see.sign(k + 1) in (")", "."))
    title = title_at(see, k)
    if title is not None and not title.comma:
        return see.name(title.person)
    last, begin = k + LONGEST_TITLE, k
    while k < last and (see.is_role(k) or is_lead(see, k)):
        k += 1
    k = max(k, words_of_title(see, begin))
    name = see.name(k)
    if name is None or name.kind == "person":
        return name
    word = see.tokens[name.first].text
    # "lensmann Fossum"
    titled = k > begin and word.casefold() in tables.surnames()
    alone = name.kind == "single" and (is_given_name(word) or titled)
    return name if alone and single else None


def is_lead(see: Sight, k: int) -> bool:
    """Return whether token ``k`` is a small word before a name that is no title: "gamle"."""
    key = see.key(k)
    if key in see.words.adjectives:
        # "Gamle Ole Lie", but "Hans Lie" and "Vår Lie"
        own = key in _POSSESSIVE or is_given_name(see.tokens[k].text)
        return not (see.tokens[k].is_capital and own)
    return key in see.words.groups or key.endswith(see.words.couples)


def begins_title(see: Sight, k: int) -> bool:
    """Return whether token ``k`` is the first word of a sentence before a name and no part of it.

    "Rektor Kari Lie", "Gamle Ole Lie", "Brødrene Per og Ola Lie".
    """
    return (
        see.is_role(k)
        or is_lead(see, k)
        or leads_title(see.key(k))
        or is_unknown_title(see, k)
        or leads_compound_title(see, k)
    )


def is_unknown_title(see: Sight, k: int) -> bool:
    """Return whether a word that opens a sentence before a full name is no part of the name.

    "Kusk Lars Ivar Kjelle", "Da Kari Lie kom": no given name, no surname, and a given name after
    it.
    """
    if see.shouts or not 0 <= k < see.size - 2 or see.tokens[k].kind != "word":
        return False
    if not _opens_sentence(see, k):
        return False
    word = see.tokens[k].text
    return (
        see.tokens[k].is_capital
        and see.tokens[k + 2].is_capital
        and see.opens_person(k + 1)
        and not looks_given(word)
        and not see.tokens[k].is_initial
        and word.casefold() not in tables.surnames()
        and word.casefold() not in tables.places()
    )


def _opens_sentence(see: Sight, k: int) -> bool:
    return k == 0 or see.sign(k - 1) in (".", "!", "?", ":", "–", "…")


def lead_end(see: Sight, k: int) -> int:
    """Return the token after the verb and small words before a name: "sitter", "ser vi"."""
    for _ in range(LONGEST_LEAD):
        if see.after_filler(k) > k and see.phrase(k) is None:
            k = see.after_filler(k)
        elif see.key(k) in tables.captions().stands and not see.tokens[k].is_capital:
            k += 1
        else:
            break
    return k


def only_names(see: Sight, k: int) -> bool:
    """Return whether the sentence at token ``k`` is an enumeration of people and nothing else."""
    begin = k
    while k < see.size and see.sign(k) not in (".", "!", "?", "…"):
        name = person_at(see, k, single=False)
        if name is not None and see.opens_person(name.first):
            k = name.after
        elif see.sign(k) == "," or see.after_joiner(k) > k:
            k = max(k + 1, see.after_joiner(k))
        else:
            return False
    return k > begin


def given_names(see: Sight, k: int) -> int:
    """Return how many given names alone stand one after the other from token ``k``."""
    count = 0
    while (name := see.name(k)) and name.kind == "single" and is_given_name(see.tokens[k].text):
        count += 1
        k = max(see.after_joiner(name.after), name.after + (see.sign(name.after) == ","))
    return count


def gives_surname(see: Sight, k: int) -> bool:
    """Return whether a full name follows at token ``k``: "(Kari), Per og Ola Lie"."""
    k = _after_side(see, k)
    while see.sign(k) == "," and (name := see.name(k + 1)) and name.kind == "single":
        if not is_given_name(see.tokens[k + 1].text):
            return False
        k = _after_side(see, name.after)
    if see.key(k) not in ("og", "&"):
        return False
    name = see.name(k + 1)
    return (
        name is not None
        and name.kind == "person"
        and see.opens_person(name.first)
        and name.after - name.first > 1
    )


def _after_side(see: Sight, k: int) -> int:
    """Return the token after a side in brackets at ``k``: "Kari (t.v.) og Ola Lie"; or ``k``."""
    phrase = see.phrase(k + 1) if see.sign(k) == "(" else None
    if phrase is None or phrase.family != "side" or see.sign(phrase.after) != ")":
        return k
    return phrase.after + 1


def age_follows(see: Sight, k: int) -> bool:
    """Return whether an age stands at token ``k``: "(6)", ", 6 år", " 6 år"."""
    k += see.sign(k) in ("(", ",")
    if not (k < see.size and see.tokens[k].kind == "number"):
        return False
    number = see.tokens[k].text.rstrip(".")  # of years, or of the year of birth
    opened = see.sign(k - 1) == "("
    return number.isdigit() and (
        (opened and see.sign(k + 1) == ")") or see.key(k + 1) in tables.captions().ages
    )


def title_before(see: Sight, after: int) -> tuple[int, int] | None:
    """Return the tokens of the title that stands before token ``after``, or ``None``."""
    bound, bound_of_name = max(0, after - LONGEST_TITLE), after
    while after > bound and is_lead(see, after - 1) and not see.is_role(after - 1):
        after -= 1  # "sonen vesle Ola": the adjective is no part of the title
    k = after
    if see.key(after - 1) in see.words.verbs and _ends_name(see, after - 2):
        return None  # "Kari Lie spiller Nora"
    while k > bound:
        if _is_part_of_title(see, k - 1):
            k -= 1
        elif k < after and _joins_titles(see, k - 1) and _is_title_half(see, k - 2):
            k -= 2  # "strategi- og omdømmesjef", "gründer/daglig leder"
        else:
            break
    if k == after == bound_of_name and see.key(after - 1) in ("er", "var"):
        return _subject(see, after - 1)
    if k < after and see.is_role(after - 1):
        return k - leads_compound_title(see, k - 1), after
    guessed = after == bound_of_name and guessed_title(see, after - 1)
    return (after - 1, after) if guessed else None


def _ends_name(see: Sight, k: int) -> bool:
    """Return whether token ``k`` is the last word of somebody's name."""
    if k < 0 or not see.tokens[k].is_capital or see.shouts:
        return False
    whole = k > 0 and see.tokens[k - 1].is_capital
    return whole or is_given_name(see.tokens[k].text) or see.key(k) in tables.surnames()


def _subject(see: Sight, verb: int) -> tuple[int, int] | None:
    """Return the tokens of the title that opens the sentence of a verb, or ``None``.

    "Ordstyrer var Kari Lie", "De nye legene ved Voss sjukehus er Kari Lie og Ola Dahl".
    """
    begin = verb
    while begin > max(0, verb - LONGEST_TITLE) and not see.sign(begin - 1):
        begin -= 1
    if not _opens_sentence(see, begin):
        return None
    while begin < verb and (see.key(begin) in _DETERMINERS or is_lead(see, begin)):
        begin += 1
    role = words_of_title(see, begin)
    whole = role == verb or see.is_origin(role)
    return (begin, role) if begin < role <= verb and whole else None


def guessed_title(see: Sight, k: int) -> bool:
    """Return whether an unknown word stands where only a title can: ", forsvarer Gry Lie".

    A word that opens a sentence, or a small one between a sign or "og" and the name.
    """
    if not 0 <= k < see.size or see.tokens[k].kind != "word" or len(see.tokens[k].text) < 4:
        return False
    if (
        see.phrase(k) is not None
        or see.key(k) in see.words.small
        or see.key(k) in see.words.telling
        or see.key(k).endswith(("ene", "ane", "na"))
    ):
        return False
    if see.tokens[k].is_capital:  # "Landslagets Kari Lie" has no title
        return is_unknown_title(see, k) and not see.key(k).endswith("s")
    before = see.sign(k - 1) in (",", ":", ";") or see.key(k - 1) in (
        "og",
        "samt",
        "vi",
        "me",
        "du",
    )
    known = (
        see.after_filler(k) > k
        or see.after_joiner(k) > k
        or see.phrase(k) is not None
        or see.is_origin(k)
        or see.key(k) in see.words.stands
    )
    other = see.key(k).endswith(("t", "te", "de", "a", "s")) and not looks_titled(
        see.tokens[k].text
    )
    return before and not known and not other


def _joins_titles(see: Sight, k: int) -> bool:
    return see.key(k) == "og" or see.sign(k) == "/"


def _is_part_of_title(see: Sight, k: int) -> bool:
    return see.is_role(k) or leads_title(see.key(k))


def _is_title_half(see: Sight, k: int) -> bool:
    return k >= 0 and (see.key(k).endswith("-") or _is_part_of_title(see, k))
