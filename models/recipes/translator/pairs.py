"""Chooses parallel text for the translator: what licences allow, sound pairs only, each once.

Files are ``NAME.SOURCE-TARGET.tsv.gz``, a pair a line; ``SOURCES.tsv`` beside them states licences.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from pipeline.errors import ConfigError
from pipeline.text.discriminator import Discriminator, load_discriminator, telling_words
from pipeline.text.tables import given_names, surnames
from pipeline.translation.numbers import invented_numbers, lost_numbers

Settings = Mapping[str, Any]
#: whether a text may be in a language
IsIn = Callable[[str, str], bool]

#: letters below which a text says too little about its language
_TELLING = 40
#: characters that a side may be longer by, whatever the ratio: short texts vary
_SLACK = 12
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÆØÅ][^\W\d_]{2,}(?=['’]?s?\b)")
#: how many different common words of a language say that a text is in it
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and its translation; ``direction`` is "nb-en", ``origin`` the source of the data."""

    source: str
    target: str
    direction: str
    origin: str

    @property
    def languages(self) -> tuple[str, str]:
        """Source and target language."""
        source, _, target = self.direction.partition("-")
        return source, target


def choose(settings: Settings, data: Path, is_in: IsIn, nynorsk: Path | None = None) -> list[Pair]:
    """Return the pairs to train on, in no order that means anything.

    Args:
        settings: the tables of ``settings.toml``.
        data: folder with the parallel text.
        is_in: tells whether a text may be in a language.
        nynorsk: Bokmål sentences and what a program made of them, see ``nynorsk.py``.

    Raises:
        ConfigError: a source is named that is not there, or that its licence forbids.
    """
    random = Random(settings["seed"])  # noqa: S311 - a sample, not a secret
    check_licences(settings, read_licences(data / "SOURCES.tsv"))
    every = [*_read(settings, data)]
    some = thinned(every, settings, random)
    pairs = once(chain(some, joined(some, every, random)))
    sound = [pair for pair in pairs if is_sound(pair, settings["filter"], is_in)]
    if nynorsk:
        sound += _synthetic(sound, nynorsk, settings["nynorsk"]["synthetic"], random)
    return sound


def read_licences(file: Path) -> dict[str, str]:
    """Return the licence that is stated for each source."""
    with file.open(encoding="utf-8") as lines:
        return {row["source"]: row["licence"] for row in csv.DictReader(lines, delimiter="\t")}


def check_licences(settings: Settings, stated: Mapping[str, str]) -> None:
    """Make sure that every source that is to be read may be.

    Raises:
        ConfigError: a licence is refused by the settings, or none is stated.
    """
    rules = settings["licences"]
    for name in {**settings["share"], **settings["share_english"]}:
        licence = rules["taken_under"].get(name, stated.get(name, ""))
        refused = [word for word in rules["refused"] if word in licence]
        if not licence or refused:
            raise ConfigError(
                f"{name}: licence {licence or 'not stated'}; it must not be trained on",
                hint="take the source out of the shares in settings.toml",
            )


def _read(settings: Settings, data: Path) -> Iterator[Pair]:
    for table in ("share", "share_english"):
        for name in settings[table]:
            files = [
                file
                for file in sorted(data.glob(f"{name}.*.tsv.gz"))
                if file.name.startswith(f"{name}.en-") == (table == "share_english")
            ]
            if not files:
                raise ConfigError(f"{data}: there is no {name}", hint=f"[{table}] in settings.toml")
            for file in files:
                yield from read_pairs(file)


def read_pairs(file: Path) -> list[Pair]:
    """Return the pairs of a file."""
    origin, direction = file.name.removesuffix(".tsv.gz").rsplit(".", 1)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [Pair(row[0], row[1], direction, origin) for row in rows if len(row) == 2]


def thinned(pairs: Iterable[Pair], settings: Settings, random: Random) -> list[Pair]:
    """Return the share of each source that is to be read, and fewer of the short pairs."""
    limits = settings["filter"]
    kept = []
    for pair in pairs:
        is_english = pair.languages[0] == "en"
        share = settings["share_english" if is_english else "share"][pair.origin]
        if len(pair.source) < limits["short"]:
            share *= limits["share_of_short"]
        if random.random() < share:
            kept.append(pair)
    return kept


def joined(pairs: Iterable[Pair], with_french: Iterable[Pair], random: Random) -> Iterator[Pair]:
    """Yield Norwegian with French where both have the same English.

    >>> some = [Pair("Hei.", "Hi.", "nb-en", "a"), Pair("Hi.", "Salut.", "en-fr", "b")]
    >>> [(pair.source, pair.target) for pair in joined(some, some, Random(1))]
    [('Hei.', 'Salut.')]
    """
    french = defaultdict(list)
    for pair in with_french:
        if pair.direction == "en-fr":
            french[pair.source].append(pair.target)
    for pair in pairs:
        source, target = pair.languages
        if target == "en" and pair.target in french:
            found = random.choice(french[pair.target])
            yield replace(pair, target=found, direction=f"{source}-fr")


def once(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the first of the pairs whose source is the same but for case and punctuation.

    >>> some = [Pair("Hei!", "Hi!", "nb-en", "a"), Pair("hei", "hello", "nb-en", "b")]
    >>> [pair.origin for pair in once(some)]
    ['a']
    """
    seen = set()
    for pair in pairs:
        key = (pair.direction, " ".join(re.findall(r"\w+", pair.source.casefold())))
        if key[1] and key not in seen:
            seen.add(key)
            yield pair


def is_sound(pair: Pair, limits: Settings, is_in: IsIn) -> bool:
    """Return whether a pair may be a translation: length, copies, numbers, names, language."""
    source, target = pair.source, pair.target
    short, long = sorted((len(source), len(target)))
    if not short or long > limits["longest"] or long - _SLACK > short * limits["ratio"]:
        return False
    if source.casefold() == target.casefold() and len(source.split()) > 2:
        return False
    if not has_same_numbers(pair) or not has_same_people(pair):
        return False
    return all(map(is_in, (source, target), pair.languages))


def has_same_numbers(pair: Pair) -> bool:
    """Return whether no number is lost or made up; of English sources only digits are read.

    >>> has_same_numbers(Pair("3 barn", "30 kids", "nb-en", ""))
    False
    """
    if pair.languages[0] == "en":
        groups = [sorted(re.findall(r"\d+", text)) for text in (pair.source, pair.target)]
        return groups[0] == groups[1] or "".join(groups[0]) == "".join(groups[1])
    return not (
        lost_numbers(pair.source, pair.target) or invented_numbers(pair.source, pair.target)
    )


def has_same_people(pair: Pair) -> bool:
    """Return whether names of people that stand inside one side stand anywhere in the other.

    >>> has_same_people(Pair("Bilen til Tom", "Tom's car", "nb-en", ""))
    True
    >>> has_same_people(Pair("Hun møtte Mari", "She met Mary", "nb-en", ""))
    False
    """
    source, target = pair.source.casefold(), pair.target.casefold()
    return all(name in target for name in person_names(pair.source)) and all(
        name in source for name in person_names(pair.target)
    )


def person_names(text: str) -> frozenset[str]:
    """Return the words inside a text that are surely names of people, without a genitive s.

    >>> sorted(person_names("I går møtte Ingrid Solheims bror noen."))
    ['ingrid', 'solheim']
    """
    found = set()
    for match in _NAME.finditer(text):
        word = match.group().casefold()
        known = [one for one in (word.removesuffix("s"), word) if _is_person_name(one)]
        found.update(known[:1])
    return frozenset(found)


def _is_person_name(word: str) -> bool:
    return word in given_names() or word in surnames()


def language_judge(model: Path, limits: Settings) -> IsIn:
    """Return a judge of languages: by common words, else by the language model of the pipeline.

    Of short texts it knows nothing, and lets them be.

    Args:
        model: folder of the model.
        limits: with common words, and the least chance that will do; Bokmål and Nynorsk count as
            one language.
    """
    common = {one: frozenset(words.split()) for one, words in limits["common"].items()}
    discriminator: Discriminator = load_discriminator(model)

    def is_in(text: str, language: str) -> bool:
        words = telling_words(text)
        is_short = sum(map(len, words)) < _TELLING
        if is_short or len(common[language].intersection(words)) >= _ENOUGH:
            return True
        chances = discriminator.chances(words)
        wanted = ("nb", "nn") if language in ("nb", "nn") else (language,)
        return sum(chances[one] for one in wanted) >= float(limits["language"])

    return is_in


def _synthetic(pairs: Sequence[Pair], file: Path, most: float, random: Random) -> Iterator[Pair]:
    """Yield Bokmål pairs turned into Nynorsk, so many that they are at most a part of all."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        made = dict(line.rstrip("\n").split("\t") for line in lines)
    for target in ("en", "fr"):
        real = sum(pair.direction == f"nn-{target}" for pair in pairs)
        new = [
            replace(pair, source=made[pair.source], direction=f"nn-{target}", origin="apertium")
            for pair in pairs
            if pair.direction == f"nb-{target}"
            and made.get(pair.source, pair.source) != pair.source
        ]
        random.shuffle(new)
        yield from new[: round(real * most / (1 - most))]
