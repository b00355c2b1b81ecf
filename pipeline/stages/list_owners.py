"""Which headings of a list are organisations: those below them come from there."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.records import Article, Mention, PartKind
from pipeline.stages.quoting import Range, knowledge
from pipeline.text import tables
from pipeline.text.list_bodies import is_known_body, is_part
from pipeline.text.list_lines import (
    find_prefix,
    is_list_heading,
    is_title,
    names_organisation,
    owner_inside,
)
from pipeline.text.tokens import is_plural_role, tokenise

#: what is said of an organisation in a heading: "Jølster Mannskor, 1. tenor"
_TAIL = re.compile(r"\s*[,:]\s|\s+[–—|/-]\s")
#: endings of what people are together, without the article that makes it a certain body
_GROUPS = ("komité", "komite", "utvalg", "utval", "nemnd", "gruppe", "styre", "jury", "tropp")


def owners_of(article: Article, found: Sequence[Mention], bodies: Collection[str]) -> set[str]:
    """Return the names of the headings over list lines that are organisations.

    Where one heading of a list is an organisation, the others that are names are organisations
    too ("Voss kommune:", "Sirkula:").
    """
    told_text = " ".join(p.text for p in article.parts if p.kind is PartKind.PARAGRAPH)
    sure: set[str] = set()
    maybe: set[str] = set()
    for part, after in zip(article.parts, article.parts[1:], strict=False):
        if part.kind is not PartKind.HEADING or after.kind is not PartKind.LIST_ITEM:
            continue
        bare = part.text[slice(*inside(part.text))]
        said = knowledge(part.name, found)(0, len(bare))
        told = said == "organisation" and not _is_group(bare) and not owner_inside(bare)
        named = names_organisation(bare) or bare.casefold() in bodies or told
        if named or (_could_be_body(bare) and _is_proper(bare, told_text)):
            sure.add(part.name)
        elif _could_be_body(bare):
            maybe.add(part.name)
    return sure | maybe if sure else sure


def _is_group(heading: str) -> bool:
    """Return whether a heading calls those below it by what they are: "Jury", "Brukerutvalget"."""
    first, _, rest = heading.strip().casefold().partition(" ")
    groups = (*_GROUPS, *tables.captions().gatherings)
    alone = not rest or rest.startswith(("for ", "i ", "til "))  # "Hovedkomité for stevnet"
    return is_list_heading(heading) or (alone and first.endswith(groups))


def _is_proper(name: str, text: str) -> bool:
    """Return whether a name stands in the middle of a sentence with its capital letter."""
    return bool(re.search(rf"[a-zæøå,(] {re.escape(name)}(?!\w)", text))


def _could_be_body(text: str) -> bool:
    words = [token for token in tokenise(text) if token.is_word]
    return (
        bool(words)
        and all(word.is_capital for word in words)
        and not is_list_heading(text)
        and not is_title(text)
        and not any(is_plural_role(word.text) for word in words)
        and text.casefold() not in tables.places()
    )


def _is_label(text: str) -> bool:
    """Return whether a word says that the name of a body follows: "Klubb", "Arrangør"."""
    table = tables.captions().columns
    return table.get(text.strip().casefold()) == "organisation"


def inside(text: str) -> Range:
    """Return the range of a heading without its colon, or of the organisation that it begins with.

    >>> "Leikanger Ungdomslag – styret 2025"[slice(*inside("Leikanger Ungdomslag – styret 2025"))]
    'Leikanger Ungdomslag'
    """
    whole = len(text.rstrip().rstrip(":").rstrip())
    label = find_prefix(text)
    if label is not None and _is_label(text[slice(*label)]):
        first = label[1] + 1
        return first + len(text[first:]) - len(text[first:].lstrip()), whole  # "Lag: Voss IL"
    tail = _TAIL.search(text, 0, whole)
    if tail is not None and names_organisation(text[: tail.start()]):
        if is_part(text[: tail.start()]) and is_known_body(text[tail.end() : whole]):
            return 0, whole  # "Institutt for fysikk, UiO:"
        return 0, tail.start()
    return 0, whole
