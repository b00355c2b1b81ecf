"""Names that are known from one place of an article, found again where nobody looked for them.

The name finder reads running text; captions and lists tell names that it may have missed there.
What is found here: whole names that stand elsewhere too, surnames of known persons ("Graven"),
and capital words that are nearly the name of a known place ("Tolouse").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.records import Article, EntityKind, Mention, Origin, Part, Span
from pipeline.stages.bearers import (
    is_in_a_firm,
    is_said_of_a_person,
    is_said_of_a_place,
    tell_apart,
)
from pipeline.stages.damaged import damaged_names
from pipeline.stages.mending import known_places, mend_mentions
from pipeline.stages.occupied import Occupied
from pipeline.stages.offices import with_offices
from pipeline.stages.organisation_slips import slips_for_organisations
from pipeline.stages.relabelling import LONG_WORD, parted, relabelled, slips_for_places, sure_places
from pipeline.stages.surname_slips import slips_for_given_names, slips_for_people
from pipeline.text import tables
from pipeline.text.acronyms import BRACKETED, explained_names
from pipeline.text.compare import split_name
from pipeline.text.folding import squeeze
from pipeline.text.tokens import is_given_name

_WORD = re.compile(r"\w+")


def add_repeats(article: Article, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions in reading order with those of names that are known from elsewhere."""
    mended = with_offices(article, tell_apart(article, mend_mentions(article, parted(mentions))))
    kept = _with_explained(article, relabelled(mended))
    by_words: defaultdict[tuple[str, ...], list[_Known]] = defaultdict(list)
    for known in _known_names(kept):
        by_words[_first_words(known.name)].append(known)
    taken = Occupied(m.span for m in kept)
    cut_short: set[Span] = set()
    for part in article.parts:
        for known, starts in _names_in(part, by_words):
            name = known.name
            for first, last in _occurrences(part, starts, name):
                if not _may_be(part, first, last, known):
                    continue
                span = Span(part=part.name, start=first, end=last)
                shorter = [s for s in taken.overlapping(span) if _is_inside(s, span)]
                if shorter and len(name.split()) > 1:  # the finder cut a known name short
                    cut_short.update(shorter)
                    for inner in shorter:
                        taken.remove(inner)
                if taken.is_free(span):
                    kept.append(_repeat(part, span, name, known.kind))
                    taken.add(span)
    kept = [m for m in kept if m.span not in cut_short]
    kept += known_places(article, kept)
    kept += slips_for_places(article, kept)
    kept += slips_for_people(article, kept)
    for look_for in (slips_for_given_names, slips_for_organisations, damaged_names):
        otherwise, pieces = look_for(article, kept)
        kept = [m for m in kept if m.span not in pieces] + otherwise
    order = {part.name: number for number, part in enumerate(article.parts)}
    return tuple(sorted(kept, key=lambda m: (order[m.span.part], m.span.start)))


class _Known(NamedTuple):
    """A name to look for; one that ``needs_verb`` is taken only beside a verb of speech."""

    name: str
    kind: EntityKind
    needs_verb: bool = False


def _known_names(mentions: Sequence[Mention]) -> list[_Known]:
    """Return the names to look for: whole names, surnames and given names of persons, places."""
    names = {m.name: _Known(m.name, m.kind) for m in mentions if len(m.name.split()) > 1}
    people = [known.name for known in names.values() if known.kind is EntityKind.PERSON]
    for name in people:
        for short in _surnames(name):
            names[short] = _Known(short, EntityKind.PERSON, len(short) < 3)
    for name in people:
        first, *more = split_name(name).parts or ("",)
        if more and len(first) > 2 and is_given_name(first):
            names.setdefault(first, _Known(first, EntityKind.PERSON, needs_verb=True))
    bodies = {m.name for m in mentions if m.kind is EntityKind.ORGANISATION}
    names.update(
        {
            name: _Known(name, EntityKind.ORGANISATION)
            for name in bodies - names.keys()
            if _is_name_of_one_word(name)
        }
    )
    names.update({name: _Known(name, EntityKind.PLACE) for name in sure_places(mentions)})
    return list(names.values())


def _is_name_of_one_word(name: str) -> bool:
    """Return whether a word is the name of an organisation wherever it stands with a capital."""
    key = name.casefold()
    known = key in tables.places() or key in tables.given_names() or key in tables.surnames()
    return " " not in name and len(name) >= LONG_WORD and not known


def _first_words(name: str) -> tuple[str, ...]:
    """Return the first two words of a name, or its one word: under these it is looked up."""
    return tuple(match.group() for match in islice(_WORD.finditer(name), 2)) or (name,)


def _names_in(
    part: Part, by_words: Mapping[tuple[str, ...], Sequence[_Known]]
) -> list[tuple[_Known, list[int]]]:
    """Return the names whose first words stand in a part, the longest first, and where."""
    starts: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    words = [(match.group(), match.start()) for match in _WORD.finditer(part.text)]
    for number, (word, start) in enumerate(words):
        for key in ((word,), (word, *(w for w, _ in words[number + 1 : number + 2]))):
            starts[key].append(start)
            if key[-1].endswith("s"):  # a genitive
                starts[(*key[:-1], key[-1][:-1])].append(start)
    found = [(known, at) for key, at in starts.items() for known in by_words.get(key, ())]
    return sorted(found, key=lambda item: (-len(item[0].name), item[0].name))


def _may_be(part: Part, start: int, end: int, known: _Known) -> bool:
    """Return whether a name that is known means the same here: not a place, not a firm."""
    if known.kind is not EntityKind.PERSON or " " in known.name:
        return True
    if is_said_of_a_place(part, start, known.name) or is_in_a_firm(part, start, end):
        return False
    return not known.needs_verb or is_said_of_a_person(part, start, end)


def _is_inside(span: Span, other: Span) -> bool:
    """Return whether a range is a proper part of another."""
    return other.start <= span.start and span.end <= other.end and span != other


def _surnames(name: str) -> list[str]:
    """Return the shorter forms under which a person is named again.

    >>> _surnames("Torbjørn Åsen Hegge")
    ['Åsen Hegge', 'Hegge']
    """
    parts = split_name(name).parts
    if not split_name(name).is_full:
        return []
    return [" ".join(parts[n:]) for n in range(1, len(parts)) if len(parts[-1]) > 1]


def _with_explained(article: Article, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with organisations that a bracket explains: "Forum for natur (FN)".

    The letters tell where the name begins, which a name finder often cuts short; a mention that
    is a part of such a name gives way to it.
    """
    said = Occupied(m.span for m in mentions if m.origin is not Origin.NER)
    explained = []
    for part in article.parts:
        for first, last in explained_names(part.text):
            span = Span(part=part.name, start=first, end=last)
            if said.is_free(span):
                name = squeeze(part.text[first:last])
                explained.append(_repeat(part, span, name, EntityKind.ORGANISATION))
    whole = Occupied(m.span for m in explained)
    kept = [m for m in mentions if whole.is_free(m.span)] + explained
    taken = Occupied(m.span for m in kept)
    for part in article.parts:
        for match in BRACKETED.finditer(part.text):
            span = Span(part=part.name, start=match.start(1), end=match.end(1))
            before = Span(part=part.name, start=max(0, match.start() - 2), end=match.start() + 1)
            named = [m for m in explained if m.span in taken.overlapping(before)]
            if named and taken.is_free(span):
                kept.append(_repeat(part, span, match.group(1), EntityKind.ORGANISATION))
    return kept


def _repeat(part: Part, span: Span, name: str, kind: EntityKind) -> Mention:
    text = part.text[span.start : span.end]
    return Mention(span=span, text=text, name=name, kind=kind, origin=Origin.REPEAT)


def _occurrences(part: Part, starts: Iterable[int], name: str) -> list[tuple[int, int]]:
    """Return where a name stands as whole words, with its genitive, at one of the places given."""
    found: list[tuple[int, int]] = []
    for start in starts:
        end = _end_of(part.text, start, name)
        if end > 0 and not (found and start < found[-1][1]):
            found.append((start, end))
    return found


def _end_of(text: str, start: int, name: str) -> int:
    """Return where a name that begins at a place ends, 0 where it is not there.

    >>> _end_of("Kari  Lies bil", 0, "Kari Lie"), _end_of("Lierne", 0, "Lie")
    (10, 0)
    """
    if start and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        return 0
    at = start
    for number, word in enumerate(name.split()):
        before = at
        while number and at < len(text) and text[at].isspace():
            at += 1
        if (number and at == before) or not text.startswith(word, at):
            return 0
        at += len(word)
    for ending in ("s", "'s", "’s", "'", "’", ""):
        end = at + len(ending)
        after_it = text[end : end + 1]
        if text.startswith(ending, at) and not (after_it.isalnum() or after_it in ("_", "-")):
            return end
    return 0
