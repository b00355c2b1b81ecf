"""Surnames and given names alone: whose they are, and where that cannot be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.authority.knowledge import Verdict
from pipeline.records import Evidence
from pipeline.stages.blocks import skeleton
from pipeline.stages.evidence import reason
from pipeline.stages.forms import Form
from pipeline.stages.judging import Group, Judge
from pipeline.text.compare import compare_names, split_name
from pipeline.text.distance import distance
from pipeline.text.folding import fold, unhyphenated
from pipeline.text.name_parts import name_form

#: up to so many forms, every one of them is looked up among the decisions on a surname
MOST_ASKED = 60


def split_short(forms: Sequence[Form]) -> tuple[list[Form], list[Form]]:
    """Return the full names, and the forms that are a surname (single or double) or given name."""
    ends = {end for form in forms for end in _tails(fold(form.name))[1:]}
    full: list[Form] = []
    short: list[Form] = []
    for form in forms:
        seated = form.pictures or form.lists
        is_short = not split_name(form.name).is_full or (not seated and fold(form.name) in ends)
        (short if is_short else full).append(form)
    return full, short


def _tails(key: str) -> list[str]:
    """Return a name and what is left of it without its first words.

    >>> _tails("tor asen hegge")
    ['tor asen hegge', 'asen hegge', 'hegge']
    """
    words = key.split()
    return [" ".join(words[n:]) for n in range(len(words))]


def join_surnames(home: dict[Form, Group], short: Iterable[Form], judge: Judge) -> None:
    """Join each surname or given name to the one person it can mean, else let it stand alone."""
    shelf = _Shelf()
    for form in home:
        shelf.add(form)
    for form in short:
        named = shelf.named(form.name)
        decided = _decided(home, list(home) if len(home) <= MOST_ASKED else named, form, judge)
        tails = [decided] if decided else _open(home, named, form, judge)
        if len(tails) == 1:
            full = _otherwise_spelt(form, [f for f in named if home.get(f) is tails[0]])
            tails[0].forms.append(form)
            home[form] = tails[0]
            if full is not None:
                tails[0].links.append((form, full, _surname_evidence(form, full)))
        elif tails or not _join_near(home, shelf, form, judge):
            home[form] = Group([form])
        shelf.add(form)


class _Shelf:
    """The forms of an article under their endings, first words and sounds."""

    def __init__(self) -> None:
        self._ends: defaultdict[str, list[Form]] = defaultdict(list)
        self._firsts: defaultdict[str, list[Form]] = defaultdict(list)
        self._sounds: defaultdict[str, list[Form]] = defaultdict(list)

    def add(self, form: Form) -> None:
        """File a form."""
        tails = _tails(fold(form.name)) or [""]
        for tail in tails:
            self._ends[tail].append(form)
        for first in (tails[0].partition(" ")[0], *map(fold, name_form(form.name).nicknames)):
            self._firsts[first].append(form)
        if split_name(form.name).is_full:
            for key in _beginnings(split_name(form.name).surname):
                self._sounds[key].append(form)

    def named(self, name: str) -> list[Form]:
        """Return the forms that end in a name, or, where none does, begin with it."""
        key = fold(name)
        return self._ends.get(key) or self._firsts.get(key) or []

    def near(self, name: str) -> list[Form]:
        """Return the full names with a surname that may be the name misspelt."""
        forms = (f for key in _beginnings(name) for f in self._sounds.get(key, ()))
        return [f for f in dict.fromkeys(forms) if _is_near(name, f.name)]


def _beginnings(surname: str) -> set[str]:
    """Return what two surnames share of which the second consonant may be a slip.

    >>> bool(_beginnings("Rognlien") & _beginnings("Rongnlien"))
    True
    """
    sound = skeleton(surname)
    return {sound[:2], sound[:1] + sound[2:3]}


def _decided(
    home: dict[Form, Group], forms: Iterable[Form], form: Form, judge: Judge
) -> Group | None:
    """Return the group that a person decided a form to belong to, if any."""
    if judge.steering.is_empty:
        return None
    same = (home[f] for f in forms if judge.steering.verdict(form, f) is Verdict.SAME)
    return next(same, None)


def _open(home: dict[Form, Group], forms: Iterable[Form], form: Form, judge: Judge) -> list[Group]:
    """Return the groups of forms that a form may be joined to."""
    groups = dict.fromkeys(home[f] for f in forms)
    alone = Group([form])
    return [group for group in groups if judge.apart(group, alone) is None]


def _join_near(home: dict[Form, Group], shelf: _Shelf, form: Form, judge: Judge) -> bool:
    """Join a form to the one person whose surname it may be misspelt; return whether it was."""
    near = shelf.near(form.name)
    groups = _open(home, near, form, judge)
    if len(groups) != 1:
        return False
    full = next(f for f in near if home[f] is groups[0])
    groups[0].forms.append(form)
    groups[0].links.append((form, full, _surname_evidence(form, full)))
    home[form] = groups[0]
    return True


def _otherwise_spelt(form: Form, others: Sequence[Form]) -> Form | None:
    """Return a full name that ends in a name and spells it otherwise: "Nygaard", "Nygård"."""
    own = unhyphenated(form.name)
    full = [f for f in others if fold(unhyphenated(f.name)).endswith(fold(own))]
    same = any(unhyphenated(f.name).endswith(own) for f in full)
    return None if same or not full else full[0]


def _is_near(name: str, full: str) -> bool:
    surname = split_name(full).surname
    if len(name) < 5 or name[:1] != surname[:1]:
        return False
    return 0 < distance(name, surname).cost <= 1.0


def _surname_evidence(form: Form, full: Form) -> tuple[Evidence, ...]:
    names = compare_names(form.name, split_name(full.name).surname)
    return (reason("prior"), *names.evidence, reason("only_surname"))
