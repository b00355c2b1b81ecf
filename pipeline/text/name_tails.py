"""Small words that belong to the name of a body: "Voss kommune", "Institutt for fysikk"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.text import tables
from pipeline.text.name_kinds import known_bodies
from pipeline.text.tokens import ADJECTIVES, is_organisation_word, is_role_word, tokenise

if TYPE_CHECKING:
    from pipeline.text.phrases import Sight


def is_origin(see: Sight, k: int) -> bool:
    """Return whether a word that a body follows stands at token ``k``, capital or not."""
    return see.key(k) in tables.captions().origins


@cache
def _bodies_by_head() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the known names of several words, the longest first, by their first words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in known_bodies():
        words = tuple(token.key for token in tokenise(name))
        if len(words) > 1:
            found.setdefault(words[0], []).append(words)
    return {head: tuple(sorted(names, key=len, reverse=True)) for head, names in found.items()}


def known_body(see: Sight, i: int) -> int:
    """Return the token after the name of a known body that begins at ``i``, or ``i``."""
    for words in _bodies_by_head().get(see.key(i), ()):
        if all(see.key(i + k) == word for k, word in enumerate(words)):
            return i + len(words)
    return i


def _field_end(see: Sight, i: int, end: int) -> int:
    """Return the token after the field of a body: "Institutt for fysikk og kjemi", or ``end``."""
    body = is_organisation_word(see.tokens[end - 1].text) and not see.shouts
    if not (body and see.key(end) == "for" and _is_noun(see, end + 1)):
        return end
    k = end + 2
    joined = see.key(k) == "og" and _is_noun(see, k + 1)
    if joined and (k + 2 >= see.size or see.sign(k + 2) or is_origin(see, k + 2)):
        k += 2
    return k


def _is_noun(see: Sight, k: int) -> bool:
    """Return whether a small word that is no verb and no joint stands at token ``k``."""
    if k >= see.size or not see.tokens[k].is_word or see.tokens[k].is_capital:
        return False
    table, key = see.words, see.key(k)
    return len(key) > 2 and not (key in table.small or key in table.telling or see.is_role(k))


def organisation_tail(see: Sight, i: int, end: int) -> int:
    """Return the token after the small words that make it an organisation, or ``end``."""
    field = _field_end(see, i, end)
    if field > end:
        return field
    for k in range(end, min(end + 3, see.size)):
        token = see.tokens[k]
        if not token.is_word or token.is_capital or is_origin(see, k):
            return end
        if is_role_word(token.text) or token.text == "da":
            return end  # "Kari Lie da hun kom" is no firm
        if is_organisation_word(token.text):
            follows = k + 1 < see.size and see.tokens[k + 1]
            if follows and not follows.is_capital and is_organisation_word(follows.text):
                continue  # "Bjerke videregående skole"
            return k + 1
        joins = token.key == "og" and see.key(k - 1).endswith("-")
        if not (joins or token.key.endswith(ADJECTIVES)):
            return end
    return end
