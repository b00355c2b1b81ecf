"""Pairs of texts that somebody has translated: what a translation memory trades in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

#: the written forms of Norwegian: a text in one is the same text in the other
_NORWEGIAN = frozenset({"nb", "nn", "no"})


class Author(StrEnum):
    """Who made a translation: a person, or a machine (of ours or of others)."""

    PERSON = "person"
    MACHINE = "machine"


@dataclass(frozen=True)
class Unit:
    """A text with its translation.

    ``by`` is who wrote or made it, may be empty; ``at`` is when, in UTC to the second.
    """

    source: str
    source_language: str
    target_language: str
    target: str
    author: Author = Author.PERSON
    by: str = ""
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)


def plain(text: str) -> str:
    r"""Return the form in which texts are compared: white space made single, accents composed.

    >>> plain("Kari\n Ås") == plain("Kari A\u030as")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def unit_key(source: str, source_language: str, target_language: str) -> bytes:
    """Return what a person's translation is found by: the text and the languages.

    Bokmål and Nynorsk are one: a text that is the same in both is.

    >>> unit_key("Takk!", "nb", "en") == unit_key(" Takk!", "nn", "en")
    True
    """
    language = "no" if source_language in _NORWEGIAN else source_language
    return digest(language, target_language, plain(source))


def digest(*texts: str) -> bytes:
    """Return the SHA-256 of texts, each told from the next."""
    found = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.digest()


def now() -> datetime:
    """Return the time in UTC to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def mentions_name(name: str) -> Callable[[str], bool]:
    """Return what tells whether a text holds a name, in any letter case, or its genitive.

    >>> has = mentions_name("Kari Lie")
    >>> has("KARI LIES hus"), has("Kari Lier"), has("Kari  Lie")
    (True, False, True)
    """
    words = r"\s+".join(map(re.escape, plain(name).split()))
    pattern = re.compile(rf"(?<!\w){words}(?:['’]?s)?(?!\w)", re.IGNORECASE)
    return lambda text: pattern.search(plain(text)) is not None


def contains_text(words: str) -> Callable[[str], bool]:
    """Return what tells whether a text holds some words, in any letter case."""
    sought = plain(words).casefold()
    return lambda text: sought in plain(text).casefold()
