"""A person's name cut into parts: given names, particles, surnames, nicknames, a generation."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text import tables
from pipeline.text.folding import fold, squeeze
from pipeline.text.sound import sound_key
from pipeline.text.tokens import PARTICLES

_NICKNAME = re.compile(r"(?<!\w)[«\"“„'‘’(]([^«»\"“”„'’()]+)[»\"”“'’)](?!\w)")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])+\.?")
_ENTITY = re.compile(r"&#?\w{2,8};")
_GLUED = re.compile(r"(?<=[a-zæøåéäöü])(?=[A-ZÆØÅ])")
#: of two people with one name, the elder and the younger
_GENERATIONS = {
    "sr": "senior", "senior": "senior", "sen": "senior", "d.e": "senior", "eldre": "senior",
    "jr": "junior", "junior": "junior", "jun": "junior", "d.y": "junior", "yngre": "junior",
    "ii": "2", "iii": "3", "iv": "4",
}  # fmt: skip


@dataclass(frozen=True)
class NameParts:
    """A person's name in parts, in order; nicknames in quotes are no part of it."""

    parts: tuple[str, ...]

    @property
    def surname(self) -> str:
        """The last part."""
        return self.parts[-1] if self.parts else ""

    @property
    def is_full(self) -> bool:
        """Whether there is more than a surname (particles aside)."""
        return len([p for p in self.parts if p.casefold() not in PARTICLES]) > 1


@lru_cache(maxsize=32768)
def split_name(name: str) -> NameParts:
    """Return the parts of a name in the order in which they stand.

    >>> split_name('Stig "Stikka" von Krogh-Olaussen').parts
    ('Stig', 'von', 'Krogh-Olaussen')
    """
    bare = _NICKNAME.sub(" ", unicodedata.normalize("NFC", name))
    parts = (part.strip(",;:") for part in squeeze(bare).split())
    return NameParts(tuple(part for part in parts if any(c.isalnum() for c in part)))


def unglued(part: str) -> tuple[str, ...]:
    """Return a part of a name, two where the space between them is lost.

    The first must be a name of the tables: "McDonald" and "DeVito" are one.

    >>> unglued("ErikSundby"), unglued("McDonald")
    (('Erik', 'Sundby'), ('McDonald',))
    """
    first, *more = _GLUED.split(part, maxsplit=1)
    names = tables.given_names(), tables.surnames()
    if more and len(first) > 2 and any(first.casefold() in known for known in names):
        return first, *more
    return (part,)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a name with what it is compared by; made once for each written form."""

    text: str
    low: str
    plain: str
    sound: str
    is_initial: bool
    sex: str
    is_surname: bool

    @property
    def is_given(self) -> bool:
        """Whether the table of given names has it."""
        return bool(self.sex)


@lru_cache(maxsize=65536)
def part_of(text: str) -> Part:
    """Return what a part of a name is compared by."""
    low = text.casefold()
    plain = fold(text)
    names = tables.given_names()
    return Part(
        text=text,
        low=low,
        plain=plain,
        sound=sound_key(text).replace(" ", ""),
        is_initial=(len(text.replace(".", "")) <= 2 and text.endswith(".") and low != "johs.")
        or len(text) == 1,
        sex=names.get(low) or names.get(low.split("-")[0]) or "",
        is_surname=low in tables.surnames(),
    )


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name made ready for comparing.

    ``parts`` have the halves of hyphenated names apart, particles joined to what follows and the
    surname last; ``hyphens`` says for each written part how many it has; ``turned`` that a comma
    told that the surname stood first; ``damaged`` that character entities were resolved, and
    ``glued`` that a space was lost.
    """

    parts: tuple[str, ...]
    hyphens: tuple[int, ...]
    nicknames: tuple[str, ...] = ()
    generation: str = ""
    turned: bool = False
    damaged: bool = False
    glued: bool = False


@lru_cache(maxsize=32768)
def name_form(name: str) -> NameForm:
    """Return a name made ready for comparing.

    >>> name_form("Lunde, Kari Anne-Lise").parts
    ('Kari', 'Anne', 'Lise', 'Lunde')
    >>> name_form("Per von Krogh jr."), name_form("J.P. Moe").parts
    (NameForm(parts=('Per', 'von Krogh'), hyphens=(0, 0, 0), nicknames=(), \
generation='junior', turned=False, damaged=False, glued=False), ('J.', 'P.', 'Moe'))
    """
    text = html.unescape(name) if "&" in name and _ENTITY.search(name) else name
    damaged = text is not name and text != name
    turned = False
    if text.count(",") == 1:
        first, _, last = text.partition(",")
        if _generation(last.strip()) or not any(c.isalnum() for c in first + last):
            text = f"{first} {last}"
        elif any(c.isalnum() for c in last) and any(c.isalnum() for c in first):
            text, turned = f"{last} {first}", True
    nicknames: tuple[str, ...] = ()
    if not text.replace(" ", "").isalpha():
        nicknames = tuple(squeeze(n) for n in _NICKNAME.findall(text))
    parts = split_name(text).parts
    written = tuple(piece for part in parts for piece in unglued(part))
    glued = len(written) > len(parts)
    generation = ""
    if len(written) > 2 and (generation := _generation(" ".join(written[-2:]))):
        written = written[:-2]
    elif len(written) > 1 and (generation := _generation(written[-1])):
        written = written[:-1]
    return NameForm(
        parts=_joined(written),
        hyphens=tuple(part.count("-") for part in written),
        nicknames=nicknames,
        generation=generation,
        turned=turned,
        damaged=damaged,
        glued=glued,
    )


def _generation(words: str) -> str:
    key = words.casefold().replace(" ", "").removesuffix(".")
    return _GENERATIONS.get(key.removeprefix("den") if key.startswith("den") else key, "")


def _joined(written: tuple[str, ...]) -> tuple[str, ...]:
    """Return parts with halves of hyphenated names and initials apart and particles joined on."""
    joined: list[str] = []
    for whole in written:
        if _INITIALS.fullmatch(whole):
            joined += [f"{c}." for c in whole if c.isalpha()]
            continue
        for half in whole.split("-") if "-" in whole else (whole,):
            if not half:
                continue
            if joined and joined[-1].rpartition(" ")[2].casefold() in PARTICLES:
                joined[-1] = f"{joined[-1]} {half}"
            else:
                joined.append(half)
    return tuple(joined)
