"""Forms of nouns: the inflected forms of a Norwegian term, and the plural of its translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipeline.translation.tables import fold, load_table

#: endings of nouns, Bokmål and Nynorsk; a genitive -s may follow
_SINGULAR = ("", "en", "et", "a", "n", "t")
_PLURAL = ("er", "ar", "r", "e", "ene", "ane", "ne", "a")
_DEFINITE = frozenset({"en", "et", "a", "n", "t", "ene", "ane", "ne"})
#: a word whose vowel falls out: "regel", "regler"; "senter", "sentrene"
_FLEETING = re.compile(r"^(.*[^aeiouyæøå])e([lr])$")
_HEAD_FIRST = re.compile(
    r"^(.+?)(\s(?:of|for|in|to|de|des|du|d['’]|à|au|aux|en|par)\b.*|\sgeneral)$"
)

#: words that make an article of our own wrong: in front (an adjective may follow), or after
_POINTED = re.compile(
    r"\b(?:den|det|de|dei|denne|dette|disse|desse|en|ei|et|ein|eit|hver|hvert|kvar|kvart|ingen"
    r"|min|mi|mitt|mine|din|di|ditt|dine|sin|si|sitt|sine|vår|vårt|våre|hans|hennes|hennar|deres"
    r"|deira)\s+(?:\w+e\s+){0,2}$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\s+(?:min|mi|mitt|mine|din|di|ditt|dine|sin|si|sitt|sine|vår|vårt|våre|hans|hennes|hennar"
    r"|deres|deira)\b"
)
_NAMED = re.compile(r"\s+[A-ZÆØÅ]")


@dataclass(frozen=True)
class Inflected:
    """A form of a noun: whether it is definite ("rektoren") and plural ("rektorer")."""

    text: str
    definite: bool
    plural: bool


def norwegian_forms(term: str) -> tuple[Inflected, ...]:
    """Return the forms that a Norwegian noun may have, without a genitive -s.

    The last word is inflected; an adjective in front may have an -e. Some forms do not exist: they
    are there to be found, not written.

    >>> [form.text for form in norwegian_forms("rektor") if form.plural and form.definite]
    ['rektorene', 'rektorane', 'rektorne']
    >>> {"medlemmene", "medlemmet"} <= {form.text for form in norwegian_forms("medlem")}
    True
    >>> "daglige lederne" in {form.text for form in norwegian_forms("daglig leder")}
    True
    """
    *first, last = fold(term).split(" ")
    forms: dict[str, Inflected] = {}
    for form in _forms(last):
        for words in _adjectives(first):
            text = " ".join((*words, form.text))
            forms.setdefault(text, replace(form, text=text))
    return tuple(forms.values())


def _forms(base: str) -> Iterator[Inflected]:
    """Yield the forms of one word; the first of two that look alike counts."""
    yield Inflected(base, definite=False, plural=False)
    for end, many, known in _table()["norwegian"]:
        for one in end.split("|"):
            if base.endswith(one):
                for said, definite in ((many, False), (known, True)):
                    for plural_end in said.split("|"):
                        text = base.removesuffix(one) + plural_end
                        yield Inflected(text, definite=definite, plural=True)
    stem = base[:-1] if base.endswith("e") else base
    for endings, plural in ((_SINGULAR, False), (_PLURAL, True)):
        for ending in endings:
            for root in dict.fromkeys((base, stem)):
                if not (ending in ("n", "t", "r", "ne") and root == stem != base):
                    yield Inflected(root + ending, definite=ending in _DEFINITE, plural=plural)
    for root, singular, many in _other_stems(base):
        for ends, plural in ((singular, False), (many, True)):
            for ending in ends:
                yield Inflected(root + ending, definite=ending in _DEFINITE, plural=plural)


def _other_stems(base: str) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Yield stems that differ from the word, with their endings in singular and plural."""
    if re.search(r"[aeiouyæøå]m$", base):  # medlem, medlemmer
        yield base + "m", ("en", "et"), ("er", "ar", "ene", "ane", "a")
    fleeting = _FLEETING.match(base)
    if fleeting:
        root = re.sub(r"(.)\1$", r"\1", fleeting[1]) + fleeting[2]
        yield root, (), ("er", "ar", "e", "ene", "ane", "a")
    if base.endswith("um"):  # museum, museet
        yield base[:-2], ("et",), ("er", "ene", "a")


def _adjectives(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return words in front of a noun as they are, and with the -e of definite and plural."""
    inflected = tuple(word if word.endswith(("e", "s")) else word + "e" for word in words)
    return list(dict.fromkeys((tuple(words), inflected)))


def plural(term: str, target: str) -> str:
    """Return the plural of an English or French term: the head noun takes it.

    >>> plural("head of department", "en"), plural("deputy mayor", "en"), plural("secretary", "en")
    ('heads of department', 'deputy mayors', 'secretaries')
    >>> plural("maire", "fr"), plural("directeur général", "fr"), plural("bureau", "fr")
    ('maires', 'directeurs généraux', 'bureaux')
    >>> plural("adjoint au maire", "fr"), plural("chairwoman", "en")
    ('adjoints au maire', 'chairwomen')
    """
    split = _HEAD_FIRST.match(term)
    head, rest = split.groups() if split else (term, "")
    if target == "fr":
        return " ".join(_french(word) for word in head.split(" ")) + rest
    first, _, last = head.rpartition(" ")
    return f"{first} {_english(last)}".strip() + rest


def inflected(
    words: str, form: Inflected, around: tuple[str, str], target: str, *, genitive: bool = False
) -> str:
    """Return a term of the target language in the number, definiteness and case of the source.

    Args:
        words: the term.
        form: the form of the Norwegian one.
        around: what stands in the source before it and after it.
        target: the language.
        genitive: whether the Norwegian one ends in a genitive -s.

    >>> inflected("principal", Inflected("rektorene", definite=True, plural=True), ("", ""), "en")
    'the principals'
    """
    words = plural(words, target) if form.plural else words
    before, after = around
    definite = form.definite or (genitive and not form.plural)
    bare = not definite or _POINTED.search(before) or _OWNED.match(after)
    if not bare and (genitive or not _NAMED.match(after)):
        if target == "en":
            words = f"the {words}"
        elif target == "fr" and form.plural:
            words = f"les {words}"
    return possessive(words) if genitive else words


def possessive(words: str) -> str:
    """Return English words with the ending of a possessor.

    >>> possessive("the principal"), possessive("the principals"), possessive("the boss")
    ("the principal's", "the principals'", "the boss's")
    """
    return words + ("'" if words.endswith("s") and not words.endswith("ss") else "'s")


def _english(word: str) -> str:
    if word.casefold() not in _table()["english_regular"]:
        for end, many in _table()["english"]:
            if word.endswith(end):
                return word.removesuffix(end) + str(many)
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)$", word) else "s")


def _french(word: str) -> str:
    if re.search(r"[sxz]$", word):
        return word
    if word.endswith("al"):
        return word[:-1] + "ux"
    return word + ("x" if re.search(r"(?:eau|eu)$", word) else "s")


@cache
def _table() -> dict[str, Any]:
    return load_table("inflection")
