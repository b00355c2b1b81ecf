"""The names of an archive joined across its articles, after the articles are done.

In one article names are joined by what stands there (``stages.reconcile``). Here it is asked what
the articles say together: who is in the archive, and who is spelt in one way in one article and
in another way elsewhere. It is precise rather than eager. Two forms are put together only where an
article, the register or a decision says that they are one; what merely looks so is a flag, and it
needs more than likeness: an affiliation, a role, people who are named beside both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.authority.knowledge import NOTHING, Knowledge, Verdict
from pipeline.batch.joining_blocks import pairs
from pipeline.batch.joining_evidence import TIMES_AS_MANY, Archivist
from pipeline.batch.joining_flags import make_flag
from pipeline.batch.joining_names import Name, Names
from pipeline.batch.joining_people import ArchiveNames, archive_names
from pipeline.batch.joining_records import ArchiveFlag
from pipeline.records import EntityKind, Evidence
from pipeline.stages.blocks import must_match
from pipeline.stages.evidence import total
from pipeline.stages.forms import Form
from pipeline.stages.steering import Steering
from pipeline.text.compare import split_name

#: log-odds from which two forms are worth a person's time: 7 to 3
ENOUGH: Final = 0.85
#: another that a form may be as well makes a match doubtful
MARGIN: Final = 0.5

Match = tuple[float, Name, Name, tuple[Form, Form], tuple[Evidence, ...]]


@dataclass(frozen=True)
class Joined:
    """What is known of the names of an archive; ``home`` has the place in ``names`` of each form.

    A form that a person decided to be no name has the place -1.
    """

    names: ArchiveNames
    flags: tuple[ArchiveFlag, ...]
    home: tuple[int, ...]


def join(names: Names, knowledge: Knowledge = NOTHING) -> Joined:
    """Return the people, organisations and places of an archive, and what is doubtful.

    Args:
        names: the written forms that its articles gave.
        knowledge: the register and decisions; they are asked first and obeyed.
    """
    archivist = Archivist(names, Steering(knowledge, ""))
    no_names = frozenset(
        name.number
        for name in names
        if knowledge.revision and knowledge.not_a_name(name.kind, name.spelling, "")
    )
    asked = [name for name in names if name.number not in no_names]
    found, home = archive_names(asked, archivist)
    flags = list(_flags(asked, archivist, home))
    places = tuple(home.get(number, -1) for number in range(len(names.all)))
    return Joined(found, tuple(sorted(flags, key=_order)), places)


def _order(flag: ArchiveFlag) -> tuple[float, str]:
    return -flag.probability, flag.id


def _flags(
    names: Sequence[Name], archivist: Archivist, home: dict[int, int]
) -> Iterator[ArchiveFlag]:
    for kind in EntityKind:
        own = [n for n in names if n.kind is kind and n.articles and _is_whole(n)]
        matches = list(_matches(own, kind, archivist, home))
        fits: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for weight, a, b, *_ in matches:
            fits[a.number][b.number] = fits[b.number][a.number] = weight
        for weight, a, b, forms, evidence in matches:
            few, other = sorted((a, b), key=lambda name: (name.articles, name.key))
            rivals = [
                w
                for number, w in fits[few.number].items()
                if home[number] != home[other.number]
                and not _is_slip_too(archivist.names.all[number], other, fits)
            ]
            if weight >= ENOUGH and not any(w > weight - MARGIN for w in rivals):
                flag = make_flag((a, b), forms, evidence)
                if not _is_known_wrong(flag, forms, archivist.steering):
                    yield flag


def _is_slip_too(rival: Name, other: Name, fits: Mapping[int, Mapping[int, float]]) -> bool:
    """Return whether a rival is a rarer form of the same name: "universtet" of "universitet"."""
    weight = fits[other.number].get(rival.number, 0.0)
    return weight >= ENOUGH and rival.articles * TIMES_AS_MANY <= other.articles


def _matches(
    names: Sequence[Name], kind: EntityKind, archivist: Archivist, home: dict[int, int]
) -> Iterator[Match]:
    """Yield the pairs of forms that may be one's, with what speaks for and against."""
    forms: dict[int, Form] = {}
    for i, j in pairs([name.spelling for name in names], kind):
        a, b = sorted((names[i], names[j]), key=lambda name: name.key)
        if kind is EntityKind.PERSON and not must_match(a.spelling, b.spelling):
            continue
        if _is_asked_in_its_article(a, b) or (home[a.number] == home[b.number] and not a.joined):
            continue
        if len(forms) > 50_000:
            forms.clear()
        x, y = (forms.setdefault(n.number, archivist.form(n)) for n in (a, b))
        if not archivist.may_ask(x, y):
            continue
        evidence = archivist.evidence(a, b, (x, y))
        if evidence is not None and total(evidence) > ENOUGH - MARGIN:
            yield total(evidence), a, b, (x, y), evidence


def _is_asked_in_its_article(a: Name, b: Name) -> bool:
    """Return whether every article that has the rarer form has the other too, as the same one's.

    Then the flag of that article asks already.
    """
    few, other = sorted((a, b), key=lambda name: name.articles)
    return (few.joined or {}).get(other.number, 0) >= few.articles


def _is_whole(name: Name) -> bool:
    return name.kind is not EntityKind.PERSON or split_name(name.spelling).is_full


def _is_known_wrong(flag: ArchiveFlag, forms: tuple[Form, Form], steering: Steering) -> bool:
    """Return whether it is settled how to write the form that is not proposed."""
    wrong = next(form for form in forms if form.name != flag.candidates[0].name)
    return steering.is_settled(wrong) or steering.verdict(*forms) is Verdict.SAME
