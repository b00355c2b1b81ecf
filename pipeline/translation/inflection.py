"""Forms of nouns: the inflected forms of a Norwegian term, and the plural of its translation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.translation.tables import fold

#: endings of nouns, Bokmål and Nynorsk; a genitive -s may follow
_SINGULAR = ("", "en", "et", "a", "n", "t")
_PLURAL = ("er", "ar", "r", "e", "ene", "ane", "ne", "a")
_DEFINITE = frozenset({"en", "et", "a", "n", "t", "ene", "ane", "ne"})
_HEAD_FIRST = re.compile(r"^(.+?)(\s(?:of|for|in|de|des|du|d['’]|à|en|par)\b.*|\sgeneral)$")


@dataclass(frozen=True)
class Inflected:
    """A form of a noun: whether it is definite ("rektoren") and plural ("rektorer")."""

    text: str
    definite: bool
    plural: bool


def norwegian_forms(term: str) -> tuple[Inflected, ...]:
    """Return the forms that a Norwegian noun may have, without a genitive -s.

    The last word is inflected. Some forms do not exist: they are there to be found, not written.

    >>> [form.text for form in norwegian_forms("rektor") if form.plural and form.definite]
    ['rektorene', 'rektorane', 'rektorne']
    >>> {"lærerne", "lærere", "læreren"} <= {form.text for form in norwegian_forms("lærer")}
    True
    """
    base = fold(term)
    stem = base[:-1] if base.endswith("e") else base
    forms: dict[str, Inflected] = {base: Inflected(base, definite=False, plural=False)}
    for endings, plural in ((_SINGULAR, False), (_PLURAL, True)):
        for ending in endings:
            for root in dict.fromkeys((base, stem)):
                text = root + ending
                if not (ending in ("n", "t", "r", "ne") and root == stem != base):
                    new = Inflected(text, definite=ending in _DEFINITE, plural=plural)
                    forms.setdefault(text, new)
    return tuple(forms.values())


def plural(term: str, target: str) -> str:
    """Return the plural of an English or French term: the head noun takes it.

    >>> plural("head of department", "en"), plural("deputy mayor", "en"), plural("secretary", "en")
    ('heads of department', 'deputy mayors', 'secretaries')
    >>> plural("maire", "fr"), plural("directeur général", "fr"), plural("bureau", "fr")
    ('maires', 'directeurs généraux', 'bureaux')
    """
    split = _HEAD_FIRST.match(term)
    if split and target == "fr" and split.group(2).strip() in ("général",):
        split = None
    head, rest = split.groups() if split else (term, "")
    if target == "fr":
        return " ".join(_french(word) for word in head.split(" ")) + rest
    first, _, last = head.rpartition(" ")
    return f"{first} {_english(last)}".strip() + rest


def _english(word: str) -> str:
    if word.endswith(("man", "woman")) and word not in ("human", "german"):
        return word[:-2] + "en"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)$", word) else "s")


def _french(word: str) -> str:
    if re.search(r"[sxz]$", word):
        return word
    if word.endswith("al"):
        return word[:-1] + "ux"
    return word + ("x" if re.search(r"(?:eau|eu)$", word) else "s")
