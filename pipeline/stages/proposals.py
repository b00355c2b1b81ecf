"""Which of several forms of a name is proposed, and why."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache

from pipeline.records import EntityKind, Evidence, PartKind
from pipeline.stages.evidence import Word, reason, scaled, times, total
from pipeline.stages.forms import Form
from pipeline.text import tables
from pipeline.text.compare import split_name
from pipeline.text.distance import distance
from pipeline.text.folding import fold, unhyphenated, without_marks
from pipeline.text.rewording import content_words
from pipeline.text.tokens import is_given_name, is_organisation_word

#: what a form's standing in so many places counts: one says nothing, more than three no more
_TIMES = (0.0, 0.0, 1.0, 1.4)
#: what a known word counts where forms differ in spaces alone
_SPACED = 0.5
#: differences that nobody would make on purpose
_SLIPS = frozenset({"key", "swapped", "ocr", "encoding"})
_READ = (PartKind.PARAGRAPH, PartKind.CAPTION)
#: UTF-8 read as Windows-1252, a character that could not be read, a mark in the place of a letter
_DAMAGE = re.compile(
    "Ã[\u0080-\u00bf\u2018-\u2030]|Â[\u0080-\u00bf]|\N{REPLACEMENT CHARACTER}|(?<=\\w)\\?(?=\\w)"
)
#: a small letter three times, and what no name has twice
_UNWRITTEN = re.compile(r"([a-zæøå])\1\1|åå")
_HEADLINES = (PartKind.TITLE, PartKind.HEADING)


def propose(
    kind_of: Mapping[str, PartKind], forms: Sequence[Form], others: Sequence[Form] = ()
) -> list[tuple[Form, float, tuple[Evidence, ...]]]:
    """Return the forms best first, each with the probability that it is right and the reasons.

    What was decided and what the register has outweigh everything; the list outweighs the caption
    (lists are typed from registrations) but not a sentence of the running text, two or three
    places outweigh one, an e-mail address speaks for the name that it is made of, the complete
    name outweighs the shorter, a known name an unknown one, and a headline weighs least. One of the
    forms is right: the probabilities are those of a softmax over the sums, and add up to one.

    Args:
        kind_of: the kind of each part of the article that the forms stand in.
        forms: the full forms of one name (two or more).
        others: the other forms of the name: a surname alone speaks for the full form that ends in
            it, and the other way round, where it does not speak for all.
    """
    reasons = [_reasons(kind_of, form, forms, others) for form in forms]
    sums = [total(found) for found in reasons]
    top = max(sums)
    odds = [math.exp(value - top) for value in sums]
    ranked = [
        (form, odd / sum(odds), found)
        for form, odd, found in zip(forms, odds, reasons, strict=True)
    ]
    return sorted(ranked, key=lambda item: -item[1])


def _reasons(
    kind_of: Mapping[str, PartKind], form: Form, forms: Sequence[Form], others: Sequence[Form]
) -> tuple[Evidence, ...]:
    found = list(form.standing)

    def add(key: str, factor: float = 1.0, **words: Word) -> None:
        found.append(scaled(reason(key, form.name, **words), factor))

    kinds = [kind_of[m.span.part] for m in form.mentions]
    more = _supporting(kind_of, form, forms, others)
    listed = bool(form.lists) or PartKind.LIST_ITEM in kinds
    told = any(f is not form and _is_told_once(kind_of, f, forms, others) for f in forms)
    if listed and form.kind is not EntityKind.PLACE and not told:
        add("in_the_list")
    unknown = [f for f in forms if not _is_known(f, forms)]
    told_apart = 0 < len(unknown) < len(forms)  # then how often a list has it says little
    body = form.kind is EntityKind.ORGANISATION and not told_apart
    rows = kinds.count(PartKind.LIST_ITEM) if body else 0
    count = max(listed, rows) + sum(kind in _READ for kind in (*kinds, *more))
    # who has no such letters on the keyboard leaves them out everywhere
    bare = any(has_lost_marks(form.name, f.name) for f in forms)
    if count > 1 and not bare:
        add("in_the_text", _TIMES[min(count, len(_TIMES) - 1)], times=times(count))
    if kinds and all(kind in _HEADLINES for kind in kinds):
        add("headline_only")
    if form.is_in_an_address and not all(f.is_in_an_address for f in forms):
        add("e_mail")
    lengths = [len(fold(f.name).split()) for f in forms]  # a hyphen makes no part less
    person = form.kind is EntityKind.PERSON
    solid = {fold(f.name).replace(" ", "") for f in forms}  # "Al-Khatib", "Alkhatib"
    more_words = min(lengths) < max(lengths) == len(fold(form.name).split())
    whole = {name for name in (f.name for f in forms) if not _is_damaged(name)}
    if person and more_words and len(solid) > 1 and form.name in whole:
        add("complete")
    if whole and form.name not in whole:
        add("damaged")
    if _UNWRITTEN.search(form.name) and not all(_UNWRITTEN.search(f.name) for f in forms):
        add("unwritten")
    if person and any(has_lost_space(form.name, f.name) for f in forms):
        add("glued")
    if any(has_lost_marks(f.name, form.name) for f in forms):
        add("marks")
    # two ways to write one sound are both names of people, and only one is a place's
    named = person or _is_named_after_somebody(form, forms)
    slips = all(not named or _is_slip(form.name, f.name) for f in unknown)
    if unknown and form not in unknown and slips:
        # one word is likelier right than two, and no more: "Revmatiker Forbund"
        joined = len(form.name.split()) == min(len(f.name.split()) for f in forms)
        spaced = form.kind is EntityKind.ORGANISATION and len(solid) == 1 and joined
        add("known_name", _SPACED if spaced and not _is_in_table(form) else 1.0)
    return tuple(found)


def _is_told_once(
    kind_of: Mapping[str, PartKind], form: Form, forms: Sequence[Form], others: Sequence[Form]
) -> bool:
    """Return whether a form stands in one sentence of the running text and nowhere else.

    Who wrote it has spoken with the person, as often as not: against that a list proves nothing.
    Where its surname stands alone too, that counts for it, and the list against it.
    """
    kinds = [kind_of[m.span.part] for m in form.mentions]
    kinds += _supporting(kind_of, form, forms, others)
    return [k for k in kinds if k not in _HEADLINES] == [PartKind.PARAGRAPH] and not form.lists


def _supporting(
    kind_of: Mapping[str, PartKind], form: Form, forms: Sequence[Form], others: Sequence[Form]
) -> list[PartKind]:
    """Return where a part of a form stands alone that is not a part of all the forms."""
    return [
        kind_of[m.span.part]
        for other in others
        if _supports(other, form) and not all(_supports(other, f) for f in forms)
        for m in other.mentions
    ]


def _supports(other: Form, form: Form) -> bool:
    """Return whether one of two forms is the end of the other: "Torheim", "Edel Torheim"."""
    return form.name.endswith(f" {other.name}") or other.name.endswith(f" {form.name}")


def _own_words(form: Form, forms: Sequence[Form]) -> set[str]:
    """Return the words of a form, in small letters, that not all forms have."""
    words = [set(f.name.casefold().split()) for f in forms]
    return {word for word in form.name.casefold().split() if not all(word in w for w in words)}


def _is_noun_or_place(word: str) -> bool:
    """Return whether a word of an organisation's name has one right spelling."""
    places = tables.places()
    return word in places or word.removesuffix("s") in places or is_organisation_word(word)


def _has_known_words(form: Form, forms: Sequence[Form]) -> bool:
    """Return whether the words of an organisation that not all forms have are known words."""
    own = _own_words(form, forms)
    apart = {unhyphenated(f.name) for f in forms}  # that a hyphen is right no table knows
    known = all(_is_noun_or_place(word) or word in tables.surnames() for word in own)
    # of "Norges" and "Norsk" both are words that we know
    meant = {content_words(f.name) for f in forms}
    return bool(own) and len(apart) > 1 < len(meant) and known


def _is_named_after_somebody(form: Form, forms: Sequence[Form]) -> bool:
    """Return whether a firm's name differs from others in a surname, of which there are several."""
    if form.kind is not EntityKind.ORGANISATION or _is_in_table(form):
        return False
    return any(not _is_noun_or_place(word) for word in _own_words(form, forms))


def _is_in_table(form: Form) -> bool:
    """Return whether an organisation stands in the tables under this name."""
    return fold(form.name) in _known_bodies()


@cache
def _known_bodies() -> frozenset[str]:
    return frozenset(map(fold, tables.organisations().known_names))


def _is_known(form: Form, forms: Sequence[Form]) -> bool:
    """Return whether the words in which a form differs from the others are names that we know."""
    if form.kind is EntityKind.PLACE:
        return form.name.casefold() in tables.places()
    if form.kind is EntityKind.ORGANISATION:
        if any(map(_is_in_table, forms)):
            return _is_in_table(form)
        return _has_known_words(form, forms)
    names = [split_name(f.name).parts for f in forms]
    own = split_name(form.name).parts
    if len({len(parts) for parts in names}) > 1:
        return all(is_given_name(part) for part in own[:1])
    different = [n for n, column in enumerate(zip(*names, strict=True)) if len(set(column)) > 1]
    last = len(own) - 1
    return all(
        own[n].casefold() in tables.surnames() if n == last else is_given_name(own[n])
        for n in different
    )


def _is_slip(a: str, b: str) -> bool:
    """Return whether two spellings of a person's name differ in a slip of the fingers.

    One sound is written in several ways, and a rare name differs from a common one in a letter as
    often as not: that the one is known says little. A given name that has lost a letter is a slip.

    >>> _is_slip("Kristian", "Kristain"), _is_slip("Torkildsen", "Thorkildsen")
    (True, False)
    >>> _is_slip("Sindre Lie", "Sndre Lie"), _is_slip("Sndre Lie", "Sindre Lie")
    (True, False)
    >>> _is_slip("Kari Tolnes", "Kari Telnes"), _is_slip("Kari Lunde", "Kari Ludne")
    (False, True)
    """
    steps = distance(a, b).steps
    lost = len(steps) == 1 and steps[0].kind == "dropped" and len(b) < len(a)
    if lost and a.split()[1:] == b.split()[1:]:
        return True
    return any(s.kind in _SLIPS for s in steps) and sum(s.kind not in _SLIPS for s in steps) < 2


def has_lost_space(name: str, other: str) -> bool:
    """Return whether a name is another that has lost a space: "Odd ErikSundby".

    >>> has_lost_space("Odd ErikSundby", "Odd Erik Sundby"), has_lost_space("Alamin", "Al Amin")
    (True, False)
    """
    return name.replace(" ", "") == other.replace(" ", "") and name.count(" ") < other.count(" ")


def has_lost_marks(name: str, other: str) -> bool:
    """Return whether a name is another without marks on letters, which nobody adds by mistake.

    >>> has_lost_marks("Lukasz", "Łukasz"), has_lost_marks("Gudrun", "Guðrún")
    (True, True)
    >>> has_lost_marks("Łukasz", "Lukasz"), has_lost_marks("Åsen", "Aasen")
    (False, False)
    """
    return name != other and name == without_marks(other)


def _is_damaged(name: str) -> bool:
    """Return whether a wrong encoding has damaged a name.

    >>> _is_damaged("BjÃ¸rn"), _is_damaged("Bj\N{REPLACEMENT CHARACTER}rn"), _is_damaged("Ção")
    (True, True, False)
    """
    return _DAMAGE.search(name) is not None
