"""Makes variants of training pairs, in source and target alike: other names, numbers and shapes.

A name is exchanged only where it is written alike on both sides; a Norwegian genitive and a French
elision follow the new name. Nothing else of a pair changes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from pairs import Pair

from pipeline.records import EntityKind
from pipeline.text.tables import given_names, places, surnames
from pipeline.translation.keepnames import form_pattern
from pipeline.translation.mending import STAND_INS
from pipeline.translation.naming import load_name_forms
from pipeline.translation.tables import elide

PERSON, PLACE, ORGANISATION = EntityKind.PERSON, EntityKind.PLACE, EntityKind.ORGANISATION

_CAPITAL = "A-ZÀ-ÖØ-ÞČĐŊŠŦŽ"
_RUN = re.compile(rf"(?<![\w'’.])[{_CAPITAL}][\w-]+(?: [{_CAPITAL}][\w-]+)*")
#: French words before the name of a country or region, which a town does not take
_COUNTRY = re.compile(r"(?:\b(?:en|au|aux|du|des|la|le|les) |\bl['’])$", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"(?<![\w.,:/+-])[1-9]\d{1,3}(?![\w/:-]|[.,]\d)")
_YEARS = range(1900, 2030)
_BULLETS = ("– ", "• ", "- ", "1. ", "2) ", "a) ")


@dataclass(frozen=True)
class Names:
    """What may be replaced, and what is put in its place."""

    given: Mapping[str, Sequence[str]]
    surnames: Sequence[str]
    places: Sequence[str]
    organisations: Sequence[str]
    replaced: frozenset[str]
    no_name: frozenset[str]

    def kind(self, name: str) -> EntityKind | None:
        """Return what a name is the name of, or None where it is not surely one."""
        words = name.casefold().split()
        if name in self.no_name or len(name) < 3 or (name.isupper() and name not in self.replaced):
            return None
        if name in self.replaced:
            return ORGANISATION
        if words[0] in given_names():
            is_whole = all(word in given_names() or word in surnames() for word in words[1:])
            return PERSON if is_whole else None
        return PLACE if name.casefold() in places() and _stays(name) else None

    def new(self, kind: EntityKind, old: str, random: Random) -> str:
        """Return another name: a full one for a full one, borne by the same sex."""
        if kind is not PERSON:
            return random.choice(self.places if kind is PLACE else self.organisations)
        sex = given_names()[old.casefold().split()[0]]
        given = random.choice(
            self.given[random.choice(("female", "male")) if sex == "both" else sex]
        )
        shape = random.random()
        if " " in old or shape < 0.3:
            return f"{given} {random.choice(self.surnames)}"
        return random.choice(self.surnames) if shape < 0.4 else given


def load_names(settings: Mapping[str, Any]) -> Names:
    """Return the names of the pipeline's tables, Norwegian places that keep their name abroad."""
    words = settings["names"]
    given, norway = _table("given_names"), _table("places")["norway"]
    no_town = re.compile(rf" |(?:{'|'.join(words['no_town'])})$")
    return Names(
        given={sex: given[sex] for sex in ("female", "male")},
        surnames=_table("surnames")["surnames"],
        places=[name for name in norway if not no_town.search(name) and _stays(name)],
        organisations=words["organisations"],
        replaced=frozenset(words["replaced"]),
        no_name=frozenset(words["no_name"]),
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("pipeline.text") / "data" / f"{name}.toml").read_text("utf-8"))


_forms = cache(load_name_forms)


@cache
def _stays(place: str) -> bool:
    forms = _forms().forms
    return all(forms(place, PLACE, target) == (place,) for target in ("en", "fr"))


def shared_names(pair: Pair, names: Names) -> Iterator[tuple[str, EntityKind]]:
    """Yield the names that are written alike on both sides, equally often; none inside another.

    >>> names = Names({}, (), (), (), frozenset(), frozenset())
    >>> [*shared_names(Pair("Toms bil i Oslo", "Tom's car in Oslo", "nb-en", ""), names)]
    [('Tom', <EntityKind.PERSON: 'person'>), ('Oslo', <EntityKind.PLACE: 'place'>)]
    """
    found: list[str] = []
    for run in _RUN.findall(pair.source):
        words = run.split(" ")
        for size in range(min(3, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                written = " ".join(words[start : start + size])
                for name in dict.fromkeys((written, written.removesuffix("s"))):
                    kind = names.kind(name)
                    if kind and not any(_touch(name, other) for other in found):
                        if not _is_alike(pair, name, kind):
                            continue
                        found.append(name)
                        yield name, kind
                        break


def _touch(name: str, other: str) -> bool:
    return bool(set(name.split()) & set(other.split()))


def _is_alike(pair: Pair, name: str, kind: EntityKind) -> bool:
    """Return whether a name can be exchanged: as often here as there, no odd genitive, a town."""
    language, target = pair.languages
    sources = [*_in_source(name, language).finditer(pair.source)]
    targets = [*form_pattern(name).finditer(pair.target)]
    if len(sources) != len(targets):
        return False
    if name.endswith("s") and re.search(rf"{re.escape(name)}['’]", pair.source + pair.target):
        return False
    if kind is not PERSON and any(map(_longer(name).search, (pair.source, pair.target))):
        return False
    before = [pair.target[: match.start()] for match in targets]
    return kind is PERSON or target != "fr" or not any(map(_COUNTRY.search, before))


def _longer(name: str) -> re.Pattern[str]:
    """Return a pattern for a name beside another capitalised word or a number.

    >>> bool(_longer("Microsoft").search("i Microsoft 365")), bool(_longer("Oslo").search("i Oslo"))
    (True, False)
    """
    name = re.escape(name)
    return re.compile(rf"(?<![\w]){name}(?=[ -][{_CAPITAL}\d])|[{_CAPITAL}][\w’'-]* {name}(?!\w)")


def _in_source(name: str, language: str) -> re.Pattern[str]:
    ending = "(s?)" if language in ("nb", "nn") and not name.endswith("s") else "()"
    return re.compile(rf"(?<!\w){re.escape(name)}{ending}(?!\w)")


def exchanged(pair: Pair, old: str, new: str) -> Pair:
    """Return a pair with one name in the place of another.

    >>> pair = Pair("Toms venn", "l’ami de Tom", "nb-fr", "")
    >>> exchanged(pair, "Tom", "Ola").target, exchanged(pair, "Tom", "Lars").source
    ('l’ami d’Ola', 'Lars’ venn')
    """
    language, target = pair.languages
    genitive = "’" if new[-1] in "sxzSXZ" else "s"
    pattern = _in_source(old, language)
    source = pattern.sub(lambda match: new + (genitive if match.group(1) else ""), pair.source)
    text, done = "", 0
    for match in form_pattern(old).finditer(pair.target):
        text += pair.target[done : match.start()]
        text = (_elided(text, new) if target == "fr" else text) + new
        done = match.end()
    return replace(pair, source=source, target=text + pair.target[done:])


def _elided(before: str, name: str) -> str:
    """Return the words before a French name with "de" and "que" in the form that it asks for."""
    if elide("de", name) != "de":
        return re.sub(r"\b([dD]|[qQ]u|\w+qu)e $", r"\1’", before)
    return re.sub(r"\b([dD]|[qQ]u|\w+qu)['’]$", r"\1e ", before)


def renamed(pair: Pair, names: Names, random: Random) -> Pair:
    """Return the pair with every name that both sides have exchanged for another."""
    for old, kind in [*shared_names(pair, names)]:
        pair = _renamed(pair, old, names.new(kind, old, random))
    return pair


def with_stand_ins(pair: Pair, names: Names, random: Random) -> Pair:
    """Return the pair with the names that the pipeline hides other names behind."""
    for old, kind in [*shared_names(pair, names)]:
        pair = _renamed(pair, old, random.choice(STAND_INS[kind]))
    return pair


def _renamed(pair: Pair, old: str, new: str) -> Pair:
    is_there = any(form_pattern(new).search(text) for text in (pair.source, pair.target))
    return pair if is_there else exchanged(pair, old, new)


def renumbered(pair: Pair, random: Random) -> Pair:
    """Return the pair with other numbers of as many digits; what may be a year stays a year."""
    source, target = (_PLAIN_NUMBER.findall(text) for text in (pair.source, pair.target))
    if not source or len(set(source)) < len(source) or sorted(source) != sorted(target):
        return pair
    new: dict[str, str] = {}
    for number in source:
        low, high = 10 ** (len(number) - 1), 10 ** len(number)
        choice = random.choice(_YEARS) if int(number) in _YEARS else random.randrange(low, high)
        new[number] = str(choice)
    texts = [_PLAIN_NUMBER.sub(lambda m: new[m.group()], t) for t in (pair.source, pair.target)]
    return replace(pair, source=texts[0], target=texts[1])


def heading(pair: Pair) -> Pair:
    """Return the pair without the full stops at the end."""
    texts = [re.sub(r"(?<=[^\W\d_]{3})\.$", "", text) for text in (pair.source, pair.target)]
    return replace(pair, source=texts[0], target=texts[1])


def capitals(pair: Pair) -> Pair:
    """Return the pair in capitals, as headings are now and then."""
    return replace(pair, source=pair.source.upper(), target=pair.target.upper())


def listed(pair: Pair, random: Random) -> Pair:
    """Return the pair as an item of a list."""
    bullet = random.choice(_BULLETS)
    return replace(pair, source=bullet + pair.source, target=bullet + pair.target)


def captions(file: Path, names: Names) -> Callable[[str, Random], Pair]:
    """Return a maker of captions and lists of participants in a direction."""
    rows = tomllib.loads(file.read_text("utf-8"))["caption"]

    def caption(direction: str, random: Random) -> Pair:
        source, target = direction.split("-")
        row, sexes = random.choice(rows), ("female", "male")
        people = [
            f"{random.choice(names.given[random.choice(sexes)])} {random.choice(names.surnames)}"
            for _ in range(3)
        ]
        words = dict(zip(("person", "other", "third"), people, strict=True)) | {
            "place": random.choice(names.places),
            "organisation": random.choice(names.organisations),
            "age": str(random.randrange(15, 95)),
            "year": str(random.choice(_YEARS)),
        }
        made = [filled(row.get(one, row["nb"]), words, one) for one in (source, target)]
        return Pair(made[0], made[1], direction, "captions")

    return caption


def filled(text: str, words: Mapping[str, str], language: str) -> str:
    """Return a text of captions.toml with words in its places.

    >>> filled("maire de {place}", {"place": "Oslo"}, "fr"), filled("{a}s", {"a": "Lars"}, "nb")
    ('maire d’Oslo', 'Lars’')
    """
    pieces = re.split(r"\{(\w+)\}", text)
    made = pieces[0]
    for key, after in zip(pieces[1::2], pieces[2::2], strict=True):
        word = words[key]
        made = (_elided(made, word) if language == "fr" else made) + word
        is_odd = language in ("nb", "nn") and word[-1] in "sxzSXZ"
        made += re.sub(r"^s\b", "’", after) if is_odd else after
    return made


def vary(pair: Pair, shares: Mapping[str, float], names: Names, random: Random) -> Pair:
    """Return the pair or a variant of it; of names and shapes at most one change each."""
    chance = random.random()
    if chance < shares["names"]:
        pair = renamed(pair, names, random)
    elif chance < shares["names"] + shares["stand_ins"]:
        pair = with_stand_ins(pair, names, random)
    if random.random() < shares["numbers"]:
        pair = renumbered(pair, random)
    for share, change in (
        (shares["heading"], heading),
        (shares["capitals"], capitals),
        (shares["listed"], lambda one: listed(one, random)),
    ):
        if random.random() < share:
            return change(pair)
    return pair
