"""Captions and lists as structure: names stay, fixed words and roles come from tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.records import PartKind
from pipeline.translation.phrases import Phrase
from pipeline.translation.tables import elide, like_case

_CHUNK = re.compile(r"[^,;():\[\]/\n•|–—\"«»“”]+")
_ACRONYM = re.compile(r"[A-ZÆØÅ]{2,}[A-ZÆØÅ0-9/&-]*")


class ItemKind(StrEnum):
    """What a stretch of a caption or list is."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    UNIT = "unit"
    ROLE = "role"
    PHRASE = "phrase"
    WORDS = "words"
    FIXED = "fixed"


@dataclass(frozen=True)
class Item:
    """A name, affiliation, role or unit at [start, end) of ``part``.

    ``person`` is whose role it is, ``spelt`` the spelling to prefer, ``target`` what to say.
    """

    part: str
    start: int
    end: int
    text: str
    kind: ItemKind
    person: str = ""
    spelt: str = ""
    target: str | None = None

    def moved(self, by: int) -> Item:
        """Return the item with its place counted from elsewhere."""
        return replace(self, start=self.start + by, end=self.end + by)

    def said(self, target: str | None) -> Item:
        """Return the item with its translation; None leaves it to the engine."""
        return replace(self, target=target)


@dataclass(frozen=True)
class Atom:
    """A stretch [start, end) of a segment; ``target`` None is work for the engine."""

    start: int
    end: int
    target: str | None
    kind: ItemKind = ItemKind.WORDS
    group: str = ""


def columns_of(text: str) -> tuple[tuple[int, int], ...]:
    r"""Return the ranges of a text between its tabs, those that are not empty.

    >>> columns_of("Lie\tKari"), columns_of("Lie")
    (((0, 3), (4, 8)), ((0, 3),))
    """
    return tuple(found.span() for found in re.finditer(r"[^\t]+", text))


def atoms_of(
    text: str,
    items: Sequence[Item],
    find_phrases: Callable[[str], tuple[Phrase, ...]],
    find_role: Callable[[str], str | None],
) -> tuple[Atom, ...]:
    """Return the atoms of a segment: its items, and what the tables make of the words between."""
    atoms: list[Atom] = []
    position = 0
    for item in [*items, None]:
        end = item.start if item else len(text)
        atoms += _between(text, (position, end), find_phrases, find_role)
        if item:
            atoms.append(Atom(item.start, item.end, item.target, item.kind))
            position = item.end
    return tuple(atoms)


def _between(
    text: str,
    place: tuple[int, int],
    find_phrases: Callable[[str], tuple[Phrase, ...]],
    find_role: Callable[[str], str | None],
) -> Iterator[Atom]:
    """Yield atoms for the words at ``place``: roles, fixed phrases, and what no table knows.

    A fixed phrase counts at the edges of words that belong together, not inside them: the "og" of
    "realfag og teknologi" is part of what the engine gets.
    """
    start, end = place
    gap = text[start:end]
    phrases = find_phrases(gap)
    position = 0
    for chunk in _CHUNK.finditer(gap):
        left, right = max(chunk.start(), position), chunk.end()
        if left >= right:
            continue
        role = _role(gap, left, right, find_role)
        if role:
            yield _moved(role, start)
            continue
        here = [p for p in phrases if left <= p.start < right]
        before, after = _edges(gap, (left, right), here)
        inner = before[-1].end if before else left, after[0].start if after else right
        yield from (_phrase_atom(phrase, start) for phrase in before)
        yield from _words(gap, inner, start, find_role)
        yield from (_phrase_atom(phrase, start) for phrase in after)
        position = max([right, *(phrase.end for phrase in here)])


def _edges(
    gap: str, place: tuple[int, int], phrases: Sequence[Phrase]
) -> tuple[list[Phrase], list[Phrase]]:
    """Return the phrases that open and that close the words at ``place``."""
    before: list[Phrase] = []
    after: list[Phrase] = []
    left, right = place
    for phrase in phrases:
        if not re.search(r"\w", gap[left : phrase.start]):
            before.append(phrase)
            left = phrase.end
    for phrase in reversed(phrases[len(before) :]):
        if not re.search(r"\w", gap[phrase.end : right]):
            after.insert(0, phrase)
            right = phrase.start
    return before, after


def _role(gap: str, left: int, right: int, find_role: Callable[[str], str | None]) -> Atom | None:
    words = re.search(r"\w(?:.*\w)?", gap[left:right], re.DOTALL)
    role = find_role(words.group()) if words else None
    if words is None or role is None:
        return None
    return Atom(left + words.start(), left + words.end(), role, ItemKind.ROLE)


def _words(
    gap: str, place: tuple[int, int], offset: int, find_role: Callable[[str], str | None]
) -> Iterator[Atom]:
    """Yield the atom for words that are no fixed phrase: a role, or work for the engine."""
    left, right = place
    role = _role(gap, left, right, find_role) if left < right else None
    words = re.search(r"\w(?:.*[\w%])?", gap[left:right], re.DOTALL)
    if role:
        yield _moved(role, offset)
    elif words and re.search(r"[^\W\d_]", words.group()) and not _is_acronym(words.group()):
        start = offset + left
        yield Atom(start + words.start(), start + words.end(), None)


def _is_acronym(words: str) -> bool:
    return _ACRONYM.fullmatch(words) is not None


def _moved(atom: Atom, by: int) -> Atom:
    return replace(atom, start=atom.start + by, end=atom.end + by)


def _phrase_atom(phrase: Phrase, offset: int) -> Atom:
    left, right = offset + phrase.start, offset + phrase.end
    return Atom(left, right, phrase.text, ItemKind.PHRASE, phrase.group)


def with_whole_units(text: str, atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """Return the atoms of a list line with the rest of a department's name kept as well.

    "Institutt for økonomi, strategi og ledelse" has a comma in its name: what follows a name that
    is kept, after a comma and in small letters, is more of it.
    """
    whole: list[Atom] = []
    for atom in atoms:
        last = whole[-1] if whole else None
        follows = last and text[last.end : atom.start] == ", " and text[atom.start].islower()
        kept = last and last.kind in (ItemKind.UNIT, ItemKind.ORGANISATION)
        verbatim = last and last.target == text[last.start : last.end]
        if last and follows and kept and verbatim and atom.target is None:
            whole[-1] = replace(last, end=atom.end, target=text[last.start : atom.end])
        else:
            whole.append(atom)
    return tuple(whole)


def is_structural(kind: PartKind, text: str, atoms: Sequence[Atom]) -> bool:
    """Return whether the atoms say all, or nearly all, of a segment.

    In a list nearly everything is structure; in a caption names or cues must outweigh the words
    that no table knows; elsewhere there must be people after a cue ("Desse var med: ...").
    """
    unknown = sum(len(text[a.start : a.end].split()) for a in atoms if a.target is None)
    people = sum(a.kind is ItemKind.PERSON for a in atoms)
    cue = any(a.group in ("row", "direction", "credit", "heading") for a in atoms)
    named = people or any(a.target is not None and a.kind is not ItemKind.PHRASE for a in atoms)
    if unknown == 0:
        return bool(named) or cue
    if kind is PartKind.LIST_ITEM:
        return bool(people) and unknown <= 10
    share = 0.3 if cue and people >= 3 else 0.15
    few = unknown <= max(1, share * len(text.split()))
    if kind in (PartKind.CAPTION, PartKind.CREDIT):
        return (cue or people >= 3) and few
    return cue and people >= 2 and few


def render(text: str, atoms: Sequence[Atom], said: Sequence[str], target: str) -> str:
    """Return a segment with each atom replaced by what is said for it; the rest stays.

    >>> atoms = [Atom(0, 5, None, ItemKind.ROLE), Atom(6, 14, None, ItemKind.ORGANISATION)]
    >>> render("leiar Bygdelag", atoms, ["leader", "Bygdelag"], "en")
    'leader, Bygdelag'
    """
    out: list[str] = []
    position = 0
    for number, atom in enumerate(atoms):
        between = text[position : atom.start]
        if number and between == " " and _is_role_of(atoms[number - 1], atom):
            between = ", "
        words = said[number]
        if target == "fr":
            following = atoms[number + 1 : number + 2]
            touching = following and text[atom.end : following[0].start] == " "
            short = elide(words, said[number + 1]) if touching else words
            colon = atom.kind is ItemKind.PHRASE and text[atom.end : atom.end + 1] == ":"
            words = f"{words}\u00a0" if colon else short
        if _lacks_colon(text, atom, atoms[number + 1 : number + 2]):
            words += "\u00a0:" if target == "fr" else ":"
        out += [between, words]
        position = atom.end
        if words.endswith("’") and text[position : position + 1] == " ":
            position += 1
    return like_case(text, "".join(out) + text[position:])


def _lacks_colon(text: str, atom: Atom, following: Sequence[Atom]) -> bool:
    """Return whether a cue stands right before what it is about ("F.v. Kari Lund")."""
    is_cue = atom.group in ("row", "direction") and text[atom.start - 1 : atom.start] != "("
    return is_cue and any(text[atom.end : other.start] == " " for other in following)


def _is_role_of(left: Atom, right: Atom) -> bool:
    return left.kind is ItemKind.ROLE and right.kind is ItemKind.ORGANISATION
