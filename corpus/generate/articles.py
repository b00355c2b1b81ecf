"""One invented article after another, each made from its number alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final, TypeVar

from corpus.generate.people import (
    Organisation,
    Person,
    Population,
    hamlet,
    organisations,
    table,
)
from corpus.generate.slips import misspell, misspell_acronym, misspell_words

_T = TypeVar("_T")
FIRST_DAY: Final = date(2004, 1, 1)
DAYS: Final = 20 * 365
#: how many paragraphs an article has beside title and lead
LENGTHS: Final = {"short": (1, 2), "normal": (3, 6), "long": (18, 28)}
#: shares of articles in which a name is wrong: in one place of it, in all of it
WITHIN, ACROSS, ACRONYM = 0.08, 0.04, 0.01
#: shares of articles in which its organisation, or a place, is misspelt throughout
ORGANISATION, PLACE = 0.02, 0.02
#: shares of articles that name a hamlet, and another municipality: many of them look alike
HAMLET, ELSEWHERE = 0.3, 0.1


@dataclass(slots=True)
class Written:
    """Somebody in an article: the person, the form of most places, and that of the caption."""

    person: Person
    name: str
    family: str
    pictured: str


@dataclass(slots=True)
class Generated:
    """An article as a line of an archive, and what is known of it."""

    line: dict[str, str]
    gold: dict[str, Any]


@dataclass
class Archive:
    """The articles of a seed; ``texts`` is "short", "normal" or "long"."""

    articles: int
    seed: int = 0
    texts: str = "normal"
    population: Population = field(init=False)

    def __post_init__(self) -> None:
        self.population = Population(self.seed, self.articles)

    def __iter__(self) -> Iterator[Generated]:
        return map(self.article, range(self.articles))

    def article(self, number: int) -> Generated:
        """Return one article."""
        rng = Random(self.seed * 1_000_003 + number)
        when = number / max(1, self.articles)
        day = FIRST_DAY + timedelta(days=int(when * DAYS))
        papers = table("organisations")["papers"]
        paper = papers[int(rng.random() * len(papers))]
        line = {"id": f"{day.year}/{number:07d}", "date": day.isoformat(), "source": paper}
        gold: dict[str, Any] = {
            "id": line["id"],
            "language": "",
            "people": [],
            "organisations": [],
            "places": [],
            "errors": [],
        }
        chance = rng.random()
        if chance < 0.06:
            language = "da" if chance < 0.02 else "en" if chance < 0.04 else "odd"
            line["text"] = _other(language, rng)
            gold["language"] = "" if language == "odd" else language
        else:
            gold["language"] = "nn" if chance < 0.21 else "nb"
            more = Random(self.seed * 2_147_483_659 + number)
            maker = _Maker((rng, more), table("phrases")[gold["language"]], gold)
            line["text"] = maker.text(self, when, day)
            maker.keep_what_stands_in(line["text"])
        return Generated(line, gold)


def _other(language: str, rng: Random) -> str:
    text: str = rng.choice(table("phrases")["other"][language])
    if language == "odd":
        return text
    towns = table("organisations")["abroad"]
    return text.format(n=rng.randint(3, 9), big=rng.randint(20, 90), abroad=rng.choice(towns))


class _Maker:
    """Writes one Norwegian article and notes what it did.

    ``rngs``: for people and phrases, and for what befalls organisations and places.
    """

    def __init__(
        self, rngs: tuple[Random, Random], words: dict[str, Any], gold: dict[str, Any]
    ) -> None:
        (self.rng, self.more), self.words, self.gold = rngs, words, gold

    def text(self, archive: Archive, when: float, day: date) -> str:
        rng, words = self.rng, self.words
        number = int(len(organisations()) * rng.random() ** 1.4)
        organisation = organisations()[number]
        people = self._people(archive.population, number, when)
        put = self._places(organisation, people, day)
        put["hamlet"] = hamlet(archive.seed, organisation.place, self.more)
        put["other"] = _pick(self.more, _pick(self.more, table("organisations")["alike"]))
        self._name_places(organisation, put)
        topic = words["topics"][rng.choice(organisation.topics)]
        few, many = LENGTHS[archive.texts]
        blocks = [_pick(rng, topic["titles"]), _pick(rng, topic["leads"])]
        # the first sentences name everybody in full before surnames stand alone
        body = [s for s in topic["body"] if "{p" in s]
        rest = [s for s in topic["body"] if "{p" not in s] + words["shared"]
        rng.shuffle(rest)
        paragraphs = rng.randint(few, many)
        blocks.append(" ".join(body[:2]))
        for turn in range(paragraphs - 1):
            if turn % 3 == 0:
                blocks.append(_pick(rng, topic["quotes"]))
            elif turn + 1 < len(body):
                blocks.append(f"{body[turn + 1]} {_pick(rng, rest)}")
            else:
                blocks.append(f"{_pick(rng, rest)} {_pick(rng, words['shared'])}")
        text = "\n\n".join(blocks).format_map(put)
        ends = [text]
        if rng.random() < 0.7:
            ends.append(self._caption(people, put))
        if rng.random() < 0.4:
            ends.append(self._list(people, put))
        if rng.random() < 0.3:
            ends.append(words["boilerplate"].format_map(put))
        if rng.random() < 0.4:
            ends.append(_pick(rng, words["agency"]))
        for share, key in ((HAMLET, "near"), (ELSEWHERE, "elsewhere")):
            if self.more.random() < share:
                ends.insert(1, _pick(self.more, words[key]).format_map(put))
        return "\n\n".join(ends)

    def keep_what_stands_in(self, text: str) -> None:
        """Take out of the gold who and what did not find a place in the text."""
        for entry in self.gold["people"]:
            entry["written"] = [form for form in entry["written"] if form in text]
        self.gold["people"] = [entry for entry in self.gold["people"] if entry["written"]]
        for kind in ("organisations", "places"):
            there = (entry for entry in self.gold[kind] if stands_in(entry["written"][0], text))
            self.gold[kind] = list(there)
        self.gold["errors"] = [e for e in self.gold["errors"] if e["written"] in text]

    def _people(self, population: Population, organisation: int, when: float) -> list[Written]:
        rng = self.rng
        chosen: dict[int, Person] = {}
        for _ in range(rng.randint(4, 7)):
            person = population.member(organisation, when, rng)
            chosen[person.number] = person
        while len(chosen) < 4:
            person = population.member(rng.randrange(len(organisations())), when, rng)
            chosen[person.number] = person
        people = [Written(p, p.name, p.family, p.name) for p in chosen.values()]
        chance = rng.random()
        if chance < ACROSS + WITHIN:
            wrong = rng.choice(people)
            name, slip = misspell(wrong.name, rng)
            wrong.pictured = name
            if chance < ACROSS:
                wrong.name, wrong.family = name, name.rpartition(" ")[2]
            if slip:
                self._note("across" if chance < ACROSS else "within", slip, wrong.person.name, name)
        self.gold["people"] = [
            {"person": w.person.number, "name": w.person.name, "written": [w.name]} for w in people
        ]
        return people

    def _note(self, kind: str, slip: str, right: str, written: str) -> None:
        error = {"kind": kind, "slip": slip, "right": right, "written": written}
        self.gold["errors"].append(error)

    def _name_places(self, organisation: Organisation, put: dict[str, object]) -> None:
        """Note organisations and places of the article; misspell one throughout, seldom.

        An organisation is written as its short form in brackets, or misspelt where it has none.
        """
        municipality = f"{put['other']} kommune"
        named = (
            ("organisation", ORGANISATION, "org", organisation.name),
            ("organisation", 0.0, "municipality", municipality),
            ("place", PLACE, "place", organisation.place),
            ("place", PLACE, "hamlet", str(put["hamlet"])),
        )
        put["brackets"] = organisation.short
        for kind, share, key, right in named:
            written, slip = right, ""
            if self.more.random() < share:
                written, slip = misspell_words(right, self.more)
            if slip:
                self._note(kind, slip, right, written)
            put[key] = written
            if key == "org" and organisation.short == right:
                put["short"] = put["brackets"] = written
            self.gold[f"{kind}s"].append({"name": right, "written": [written]})

    def _places(
        self, organisation: Organisation, people: list[Written], day: date
    ) -> dict[str, object]:
        rng, words = self.rng, self.words
        short = organisation.short
        if rng.random() < ACRONYM and short != organisation.name:
            short = misspell_acronym(short, rng)
            self._note("acronym", "swapped letters", organisation.short, short)
        put: dict[str, object] = {
            "org": organisation.name,
            "short": short,
            "place": organisation.place,
            "abroad": _pick(rng, table("organisations")["abroad"]),
            "day": words["days"][day.weekday()],
            "date": f"{day.day}. {words['months'][day.month - 1]}",
            "n": rng.randint(2, 9),
            "big": rng.randint(11, 400),
            "year": day.year - rng.randint(1, 12),
        }
        for place, who in enumerate(people[:4], start=1):
            put[f"p{place}"], put[f"s{place}"] = who.name, who.family
            put[f"r{place}"] = words["roles"][who.person.role]
        return put

    def _caption(self, people: list[Written], put: dict[str, object]) -> str:
        rng, words = self.rng, self.words
        names = [self._pictured(who, put) for who in people]
        shown = f"{', '.join(names[:-1])} og {names[-1]}"
        head = _pick(rng, words["caption_heads"]).format_map(put)
        caption = f"{head}. {_pick(rng, words['cues'])} {shown}."
        if rng.random() < 0.5:
            given = _pick(rng, ["Bjørnar", "Torunn", "Idar", "Gyda"])
            caption += " " + _pick(rng, words["credits"]).format(name=f"{given} Fotland")
        for who, entry in zip(people, self.gold["people"], strict=True):
            if who.pictured != who.name:
                entry["written"].append(who.pictured)
        return caption

    def _pictured(self, who: Written, put: dict[str, object]) -> str:
        chance = self.rng.random()
        if chance < 0.35:
            return f"{who.pictured} ({put['brackets']})"
        if chance < 0.5:
            return f"{self.words['roles'][who.person.role]} {who.pictured}"
        return who.pictured

    def _list(self, people: list[Written], put: dict[str, object]) -> str:
        head = _pick(self.rng, self.words["list_heads"]).format_map(put)
        belongs = f", {put['org']}" if "{org}" not in head else ""
        lines = [f"{who.name}{belongs}" if self.rng.random() < 0.6 else who.name for who in people]
        return "\n".join([head, *lines])


def stands_in(name: str, text: str) -> bool:
    """Return whether a name stands in a text as words of their own.

    >>> stands_in("Sand", "De dro til Sandnes."), stands_in("Sand", "De dro til Sand.")
    (False, True)
    """
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _pick(rng: Random, options: list[_T]) -> _T:
    return options[int(rng.random() * len(options))]
