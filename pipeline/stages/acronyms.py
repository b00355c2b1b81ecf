"""Short forms of an article tied to the organisations that they stand for, with reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.records import Acronym, Article, EntityKind, Mention, Reading
from pipeline.text.acronyms import abbreviates, has_letters_of, is_short_form, stands_for
from pipeline.text.folding import fold, squeeze

#: of more organisations than this, only those that begin alike are held against each other
FEW = 100


def tie_acronyms(
    article: Article, mentions: Sequence[Mention], reading: Reading
) -> tuple[Acronym, ...]:
    """Return the short forms that the article lets one explain; the others stay unexplained.

    A tie needs letters that fit and one more reason: the long form stands right beside the short
    one ("Buskerud fylkeskommune (BFK)"), a person is listed under the one and captioned with the
    other, or no other organisation of the article fits and every letter does.
    """
    names = _organisations(mentions, reading)
    shorts = {name for name in names if is_short_form(name)}
    longs = [name for name in names if name not in shorts and len(name.split()) > 1]
    compounds = [name for name in names if name not in shorts and len(name.split()) == 1]
    shared = _shared_people(reading)
    tied = []
    begin = _by_beginning([*longs, *compounds]) if len(names) > FEW else None
    for short in sorted(shorts | set(longs)):
        options = [*longs, *compounds] if short in shorts else longs
        if begin is not None:
            options = begin.get(_beginning(short, is_short=short in shorts), [])
        fits = [n for n in options if n != short and _fits(article, short, n)]
        best = _best(article, short, fits, shared)
        if best is not None:
            tied.append(best)
    return tuple(tied)


def _by_beginning(names: Sequence[str]) -> Mapping[str, list[str]]:
    """Return names under their first letter, for acronyms, and under that of each word."""
    found: dict[str, list[str]] = {}
    for name in names:
        for is_short in (True, False):
            found.setdefault(_beginning(name, is_short=is_short), []).append(name)
    return found


def _beginning(name: str, *, is_short: bool) -> str:
    letters = [word[0] for word in fold(name).split()]
    return "".join(letters[:1]) if is_short else f"{len(letters)}{''.join(letters)}"


def _fits(article: Article, short: str, long: str) -> bool:
    if is_short_form(short):
        # in brackets it need not keep to first letters: "Vestland fylkeskommune (VLFK)"
        return stands_for(short, long) or (
            has_letters_of(short, long) and _beside(article, short, long)
        )
    return len(short) <= len(long) - 2 and abbreviates(short, long)


def _organisations(mentions: Sequence[Mention], reading: Reading) -> list[str]:
    """Return the names of organisations, those of lists first, each once."""
    names = [
        squeeze(person.organisation.text)
        for group in reading.lists
        for person in group.people
        if person.organisation is not None
    ]
    names += [m.name for m in mentions if m.kind is EntityKind.ORGANISATION]
    return list(dict.fromkeys(names))


def _shared_people(reading: Reading) -> Mapping[tuple[str, str], list[str]]:
    """Return who stands with which short and long form: (affiliation, organisation) -> people."""
    listed = {
        fold(person.mention.name): squeeze(person.organisation.text)
        for group in reading.lists
        for person in group.people
        if person.organisation is not None
    }
    shared: dict[tuple[str, str], list[str]] = {}
    for caption in reading.captions:
        for shown in caption.people:
            organisation = listed.get(fold(shown.mention.name))
            if shown.affiliation is not None and organisation is not None:
                pair = (squeeze(shown.affiliation.text), organisation)
                shared.setdefault(pair, []).append(shown.mention.name)
    return shared


def _best(
    article: Article, short: str, fits: list[str], shared: Mapping[tuple[str, str], list[str]]
) -> Acronym | None:
    scored = []
    for long in fits:
        reasons = ["the letters fit"]
        if _beside(article, short, long):
            reasons.append("the article writes one right after the other")
        people = shared.get((short, long), [])
        if people:
            reasons.append(f"{', '.join(people)}: captioned with one, listed under the other")
        scored.append((len(reasons), long, reasons))
    if not scored:
        return None
    count, long, reasons = max(scored, key=lambda item: item[0])
    # several names that are one but for case ("Kongsberg Kommune") are one
    rivals = {fold(other) for n, other, _ in scored if n == count} - {fold(long)}
    if rivals:
        return None
    if count == 1:
        reasons.append("no other organisation of the article fits")
    return Acronym(short=short, long=long, reasons=tuple(reasons))


def _beside(article: Article, short: str, long: str) -> bool:
    words = r"\s+".join(re.escape(word) for word in long.split())
    pattern = re.compile(
        rf"{words}\s*[(\[]\s*{re.escape(short)}\s*[)\]]|{re.escape(short)}\s*[(\[]\s*{words}",
        re.IGNORECASE,
    )
    return any(pattern.search(part.text) for part in article.parts)
