"""Words that may stand for a name in a translation, though they are never put in its place.

People who translate write "Belgrade" in the name of a club, "le groupe Virgin", "northern Estonia".
None of that is a lost name. A rendering is written as a pattern: "*" is any ending, "=" in front
counts the case of letters, "~" French accents aside, and of several parted by " + " all are needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pipeline.records import EntityKind
from pipeline.translation.tables import COLUMNS, load_table

#: the forms of a place in the target language, best first, without an article
Places = Callable[[str], Sequence[str]]
#: words with a capital that are no name by themselves
_ARTICLES = frozenset({"Det", "Den", "De", "The"})
#: small words inside names
_LINKS = frozenset(
    ("i", "og", "på", "for", "av", "til", "ved", "the", "of", "and", "de", "la", "le", "du", "van",
     "von", "da", "del", "di")
)  # fmt: skip
#: words that no genitive stands in front of
_NO_NOUNS = frozenset(
    ("i", "og", "på", "for", "av", "til", "ved", "om", "som", "er", "var", "har", "hadde", "ble",
     "blir", "vil", "skal", "kan", "sa", "sier", "men", "eller", "fra", "med", "mot", "etter",
     "før", "da", "når", "ikke", "også", "seg", "at", "å", "mener", "forteller", "kom", "kommer",
     "fikk", "får")
)  # fmt: skip
#: what French writes with accents that other languages leave out
_ACCENTS = re.compile("[\u0300\u0301\u0302\u0308\u0327]")


def renderings(name: str, kind: EntityKind, target: str, places: Places) -> tuple[str, ...]:
    """Return the patterns of words that may stand for a name in the target language.

    >>> renderings("Partizan Beograd", EntityKind.ORGANISATION, "en",
    ...     lambda name: ["Belgrade"] if name == "Beograd" else [name])
    ('=Partizan Belgrade',)
    >>> renderings("Lind Street", EntityKind.PLACE, "fr", lambda name: [name])
    ('~Lind Street', '=Lind + rue')
    """
    if target not in COLUMNS or kind is EntityKind.PERSON:
        return ()
    found = [*_listed(name, target), *_directed(name, target, places)]
    found += [*_compound(name, places), *_part(name, kind, places)]
    found += [*_with_places(name, kind, places), *_short(name)]
    if target == "fr":
        found += _french(name)
    return tuple(one for one in dict.fromkeys(found) if one != f"={name}")


def directed_forms(name: str, target: str, places: Places) -> tuple[str, ...]:
    """Return a foreign place with a direction in the target language, best first; or nothing.

    >>> directed_forms("nord-Estland", "en", lambda name: ["Estonia"])[:2]
    ('Northern Estonia', 'northern Estonia')
    """
    found = list(_directed(name, target, places))
    if target == "en" and found:
        found.insert(0, found[0][:1].upper() + found[0][1:])
    return tuple(found)


def find_rendering(text: str, patterns: Sequence[str]) -> tuple[int, int] | None:
    """Return the place of the first rendering that stands in ``text``, of its first words.

    >>> find_rendering("la rue Lind", ["=Lind + rue"])
    (7, 11)
    >>> find_rendering("au lac Tonlé Sap", ["~Tonle Sap"])
    (7, 16)
    """
    for pattern in patterns:
        places = [_find(text, words) for words in pattern.split(" + ")]
        if all(places):
            return places[0]
    return None


def is_no_name(text: str, kind: EntityKind) -> bool:
    """Return whether words that a finder took for a place or an organisation name nothing.

    >>> is_no_name("Det gamle huset", EntityKind.PLACE), is_no_name("Nes", EntityKind.PLACE)
    (True, False)
    """
    capitals = [word for word in text.split() if any(letter.isupper() for letter in word)]
    if kind is EntityKind.PERSON or any(letter.isdigit() for letter in text):
        return False
    return not capitals or (kind is EntityKind.PLACE and set(capitals) <= _ARTICLES)


def may_be_genitive(text: str, end: int) -> bool:
    """Return whether a name that ends there can be a genitive: a noun has to come after it.

    >>> may_be_genitive("Gravens båt", 7), may_be_genitive("sa Arias i går", 8)
    (True, False)
    """
    after = re.match(r"\s+(\w+)", text[end:])
    return after is not None and after.group(1).casefold() not in _NO_NOUNS


def grounds_of(place: str) -> tuple[str, ...]:
    """Return how words of a source begin that give ground to a place in the target."""
    return tuple(start for name, start in _table()["grounds"] if name == place)


def _find(text: str, words: str) -> tuple[int, int] | None:
    flags = 0 if words[:1] == "=" else re.IGNORECASE
    if words[:1] == "~":
        text, flags = _plain(text), 0
        words = _plain(words)
    words = words.lstrip("=~")
    ending = r"\w*" if words.endswith("*") else r"(?!\w)"
    body = re.sub(r"\\?[-‐‑–]", "[-‐‑–]", re.escape(words.rstrip("*")))
    body = re.sub(r"\\?['’]", "['’]", re.sub(r"\\?\s", r"\\s+", body))
    found = re.search(rf"(?<!\w){body}{ending}", text, flags)
    return found.span() if found else None


def _plain(text: str) -> str:
    """Return a text without French accents, letter for letter as long as it was."""
    plain = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        bare = _ACCENTS.sub("", parts)
        plain.append(bare if letter not in "åÅäÄöÖ" and len(bare) == 1 else letter)
    return "".join(plain)


def _listed(name: str, target: str) -> Iterator[str]:
    for names, *columns in _table()["also"]:
        if name in names.split("|"):
            yield from filter(None, columns[COLUMNS[target] - 1].split("|"))


def _directed(name: str, target: str, places: Places) -> Iterator[str]:
    """Yield a foreign place with its direction said in the target language."""
    found = re.fullmatch(r"([A-Za-zÆØÅæøå-]+)[- ](\w.+)", name)
    if not found:
        return
    direction, place = found.group(1).casefold().replace("-", ""), found.group(2)
    forms = places(place)
    if not forms:
        return
    for names, *columns in _table()["directions"]:
        if direction in names.split("|"):
            for pattern in columns[COLUMNS[target] - 1].split("|"):
                yield from (pattern.replace("{}", form) for form in forms)


def _compound(name: str, places: Places) -> Iterator[str]:
    for ending in _table()["compounds"]:
        stem = name.removesuffix(ending).removesuffix("-")
        if stem != name and len(stem) > 3 and " " not in stem:
            yield from (f"={form}" for form in places(stem))
            if stem.endswith("s"):
                yield from (f"={form}" for form in places(stem[:-1]))


def _part(name: str, kind: EntityKind, places: Places) -> Iterator[str]:
    """Yield the capitalised words of a place whose other words are common nouns."""
    words = name.split()
    small = [word for word in words if word.islower() and word not in _LINKS]
    if kind is not EntityKind.PLACE or not small or len(words) < 2:
        return
    capitals = [word for word in words if word[0].isupper() and word not in _ARTICLES]
    stems = [_without_genitive(word) for word in capitals]
    if stems:
        yield " + ".join(f"={places(stem)[0]}" if places(stem) else f"={stem}" for stem in stems)


def _with_places(name: str, kind: EntityKind, places: Places) -> Iterator[str]:
    """Yield a name of several words with the places in it in the target language."""
    words = name.split()
    if len(words) < 2 or not all(word[0].isupper() for word in words):
        return
    forms = [next(iter(places(word)), word) for word in words]
    if forms != words:
        yield f"={' '.join(forms)}"
        if kind is EntityKind.PLACE:
            yield " + ".join(f"={form}" for form in forms)


def _short(name: str) -> Iterator[str]:
    """Yield the plural of an acronym, and a single word without what may be a genitive."""
    if name.isupper() and len(name) <= 6 and not name.endswith("S"):
        yield f"={name}s"
    elif " " not in name and len(name) > 5 and name.endswith("s") and not name.endswith("ss"):
        yield f"={name[:-1]}"


def _french(name: str) -> Iterator[str]:
    """Yield a name with French accents, without "The", and with its general words in French."""
    yield f"~{name}"
    if name.startswith("The "):
        yield f"={name[4:]}"
    generics = _generics()
    words = [word.strip("’'") for word in name.split()]
    general = [word for word in words if word.casefold() in generics]
    own = [word for word in words if word not in general and word.casefold() not in _LINKS]
    if general and own and len(general) < 4:
        last = [""]
        for word in general:
            last = [f"{done} + {said}" for done in last for said in generics[word.casefold()]]
        first = " + ".join(f"={word}" for word in own)
        yield from (f"{first}{rest}" for rest in last)


def _without_genitive(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 4 else word


@cache
def _table() -> dict[str, Any]:
    return load_table("renderings")


@cache
def _generics() -> Mapping[str, tuple[str, ...]]:
    return {word: tuple(french.split("|")) for word, french in _table()["generics"]}
