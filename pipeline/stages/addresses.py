"""E-mail addresses of an article: the spelling of a name that its bearer uses every day."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.records import Article, EntityKind
from pipeline.stages.forms import Form
from pipeline.text.compare import split_name
from pipeline.text.folding import fold

_E_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@[\w-]+\.")
_NO_LETTER = re.compile(r"[^a-z]")


def note_addresses(article: Article, forms: Iterable[Form]) -> None:
    """Note on the forms of persons whether an address is made of given name and surname."""
    found = {m.group(1) for part in article.parts for m in _E_MAIL.finditer(part.text)}
    known = {_NO_LETTER.sub("", local.casefold()) for local in found}
    if not known:
        return
    for form in forms:
        parts = split_name(form.name).parts
        if form.kind is EntityKind.PERSON and len(parts) > 1:
            names = ("".join((parts[0], parts[-1])), "".join(parts))
            ways = {way for name in names for way in _ascii(name)}
            form.is_in_an_address = not ways.isdisjoint(known)


def _ascii(name: str) -> set[str]:
    """Return the ways to write a name without Norwegian letters.

    >>> sorted(_ascii("Skåri"))
    ['skaari', 'skari']
    """
    key = name.casefold()
    double = fold(key.replace("ø", "oe"))
    single = fold(key.replace("å", "a").replace("æ", "a"))
    return {_NO_LETTER.sub("", way) for way in (double, single, fold(key))}
