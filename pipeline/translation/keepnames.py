"""Names kept through translation: the form wanted in the target, and whether it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from pipeline.records import (
    EntityKind,
    FlagKind,
    Mention,
    Origin,
    Quote,
    Reconciliation,
    Span,
)
from pipeline.text.folding import squeeze
from pipeline.translation.naming import (
    NameForms,
    Official,
    bare,
    is_common,
    is_kind,
    load_name_forms,
    no_official,
)
from pipeline.translation.renderings import find_rendering, grounds_of, is_no_name
from pipeline.translation.structure import columns_of
from pipeline.translation.tables import COLUMNS, load_table

__all__ = [
    "NameForms",
    "Official",
    "Wanted",
    "bare",
    "find_form",
    "find_kept",
    "form_pattern",
    "invented_places",
    "load_name_forms",
    "no_official",
    "proposals",
    "wanted_names",
]

#: a proposed spelling is taken without asking from this probability on
SURE = 0.9
#: what a finder takes for a name now and then: a currency, a number
_NO_NAME = re.compile(r"(?:USD|NOK|EUR|SEK|DKK|GBP|kr)?[\s\d.,]*|\W*")


@dataclass(frozen=True)
class Wanted:
    """A name of a segment at [start, end), and the target forms that will do, best first.

    ``also`` are patterns of words that may stand for it but are never put in: the people of a
    country ("norvégien*"), the name translated (see ``renderings``).
    """

    start: int
    end: int
    source: str
    kind: EntityKind
    forms: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """The form to put in, without an English article."""
        return bare(self.forms[0])


class Known(Protocol):
    """The names of an article, the spelling to prefer for some, and the target language."""

    @property
    def mentions(self) -> Sequence[Mention]:
        """The names, in reading order."""

    @property
    def spelt(self) -> Mapping[Span, str]:
        """The spelling to prefer for a mention that is almost surely misspelt."""

    @property
    def target(self) -> str:
        """The target language."""

    @property
    def capitals(self) -> frozenset[str]:
        """Words, in small letters, that the article has with a capital inside a sentence."""

    @property
    def fixed(self) -> Sequence[Quote]:
        """What is to stay letter for letter, whatever is named in it."""


def proposals(reconciliation: Reconciliation) -> dict[Span, str]:
    """Return the spelling to print for each mention that is misspelt, almost surely or surely.

    A correction is sure: a person decided it, or the register has the written form as an error.
    A mention that is only a part of the proposed name (a surname), or has it as a part, is not a
    misspelling of it. What is written in the same way elsewhere in the article, in a heading say,
    is spelt in the same way.
    """
    sure: dict[Span, str] = {}
    for flag in reconciliation.flags:
        best = flag.candidates[0] if flag.candidates else None
        if flag.kind is not FlagKind.SPELLING or best is None or best.score < SURE:
            continue
        words = set(best.name.split())
        for mention in flag.mentions:
            own = set(mention.name.split())
            if not own <= words and not words < own:
                sure[mention.span] = best.name
    for cluster in reconciliation.clusters:
        spelt = {m.name: sure[m.span] for m in cluster.mentions if m.span in sure}
        sure.update({m.span: spelt[m.name] for m in cluster.mentions if m.name in spelt})
    for correction in reconciliation.corrections:
        sure.update({m.span: correction.name for m in correction.mentions})
    return sure


def wanted_names(known: Known, span: Span, forms: NameForms) -> tuple[Wanted, ...]:
    """Return what is wanted of the names inside ``span``, in reading order.

    Positions in the result count from the start of the span. Where a spelling is to be preferred
    for a mention, no other will do: one name is spelt in one way through all of a document.
    """
    wanted = list(_fixed(known, span))
    held = [quote.span for quote in known.fixed if quote.span.part == span.part]
    for mention in known.mentions:
        place = mention.span
        if place.part != span.part or any(_overlap(place, other) for other in held):
            continue
        if "\t" in mention.text:
            wanted += _in_columns(mention, span)
            continue
        if mention.span.start < span.start or mention.span.end > span.end:
            continue
        common = mention.kind is not EntityKind.PERSON and is_common(mention.name)
        common = common or is_no_name(mention.text, mention.kind)
        common = common or _is_kind_of_body(mention, known, forms)
        if common or _NO_NAME.fullmatch(mention.name):
            continue
        name = known.spelt.get(mention.span, mention.name)
        text = _without_tail(mention.text)
        written = _without_tail(mention.name)
        name = written if name == mention.name else name
        good = forms.forms(name, mention.kind, known.target)
        start = mention.span.start - span.start
        wanted.append(
            Wanted(
                start,
                start + len(text),
                text,
                mention.kind,
                tuple(dict.fromkeys(good)),
                forms.also(written, mention.kind, known.target),
            )
        )
    return tuple(sorted(wanted, key=lambda name: name.start))


def _is_kind_of_body(mention: Mention, known: Known, forms: NameForms) -> bool:
    """Return whether a find is the common noun of a body that begins a sentence: "Sykehuset".

    It is a name where the article writes it with a capital inside a sentence too, where a caption,
    a list or the register has it, and where a register or a table has a form of its own for it.
    """
    found = mention.origin in (Origin.NER, Origin.REPEAT)
    if not found or mention.kind is not EntityKind.ORGANISATION or not is_kind(mention.name):
        return False
    own = forms.forms(mention.name, mention.kind, known.target) != (mention.name,)
    return not own and mention.name.casefold() not in known.capitals


def _fixed(known: Known, span: Span) -> Iterator[Wanted]:
    """Yield what is fixed inside ``span``, as something that has one form."""
    for quote in known.fixed:
        place = quote.span
        if place.part == span.part and span.start <= place.start and place.end <= span.end:
            words = squeeze(quote.text)
            at = place.start - span.start, place.end - span.start
            yield Wanted(*at, words, EntityKind.ORGANISATION, (words,))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _in_columns(mention: Mention, span: Span) -> Iterator[Wanted]:
    """Yield what is wanted of a name that goes over tabs: each part inside ``span``, as it is."""
    for first, last in columns_of(mention.text):
        start, end = mention.span.start + first, mention.span.start + last
        words = mention.text[first:last]
        if span.start <= start and end <= span.end and any(map(str.isupper, words)):
            yield Wanted(start - span.start, end - span.start, words, mention.kind, (words,))


def _without_tail(name: str) -> str:
    """Return a name without a common noun that a hyphen ties to it.

    >>> _without_tail("Bergen Havn-ansatte"), _without_tail("Ann-Mari"), _without_tail("NTNU-")
    ('Bergen Havn', 'Ann-Mari', 'NTNU')
    """
    tail = re.fullmatch(r"(.*[A-ZÆØÅ].*[^\W_])[-‐‑–](?:[a-zæøå]{3,})?", name)
    return tail.group(1) if tail else name


def find_kept(text: str, wanted: Sequence[Wanted]) -> tuple[bool, ...]:
    """Return for each wanted name whether it stands in ``text``.

    Longer names take their place first, so that "Bergen" is not found in "Bergen Havn" alone. The
    second time a name, or a person's surname after the full name, may be a pronoun in the target.

    >>> def place(name: str) -> Wanted: return Wanted(0, 1, name, EntityKind.PLACE, (name,))
    >>> names = [place("Bergen"), place("Bergen Havn"), place("Oslo")]
    >>> find_kept("Bergen Havn’s boats in Oslo", names)
    (False, True, True)
    """
    taken: list[tuple[int, int]] = []
    kept = [False] * len(wanted)
    longest_first = sorted(range(len(wanted)), key=lambda i: -max(map(len, wanted[i].forms)))
    for number in longest_first:
        name = wanted[number]
        place = find_form(text, name.forms, taken) or find_rendering(text, name.also)
        if place:
            taken.append(place)
            kept[number] = True
    for number, name in enumerate(wanted):
        kept[number] = kept[number] or _is_named_before(number, name, wanted, kept)
    return tuple(kept)


def _is_named_before(
    number: int, name: Wanted, wanted: Sequence[Wanted], kept: Sequence[bool]
) -> bool:
    """Return whether the same name, its long or short form, or the full name is kept elsewhere."""
    for other, there in enumerate(kept):
        if not there or other == number:
            continue
        same = wanted[other].forms == name.forms or _is_short_of(wanted[other].source, name.source)
        person = name.kind is EntityKind.PERSON and wanted[other].kind is EntityKind.PERSON
        # "Gravens bror, Ola Graven": who is named first by the surname is another one
        person = person and wanted[other].start < name.start
        if same or (person and find_form(wanted[other].forms[0], name.forms, ())):
            return True
    return False


def _is_short_of(one: str, other: str) -> bool:
    """Return whether one of two names next to each other is the initials of the other.

    >>> _is_short_of("NBA", "National Basketball Association"), _is_short_of("NRK", "Oslo Taxi")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    initials = "".join(word[0] for word in long.split() if word[0].isupper())
    return len(short) > 1 and short.isupper() and short == initials


def find_form(
    text: str, forms: Sequence[str], taken: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the place of the first form that stands in ``text`` outside the places taken."""
    for form in forms:
        for match in form_pattern(bare(form)).finditer(text):
            start, end = match.span()
            if not any(start < right and left < end for left, right in taken):
                return start, end
    return None


def form_pattern(form: str) -> re.Pattern[str]:
    """Return a pattern for a name: any white space, hyphen and apostrophe; whole words only.

    >>> bool(form_pattern("Ann-Mari d'Arc").search("chez Ann‑Mari d’Arc"))
    True
    >>> bool(form_pattern("Lie").search("Lier"))
    False
    """
    pattern = re.escape(form.strip())
    pattern = re.sub(r"(?:\\?\s)+", r"\\s+", pattern)
    pattern = re.sub(r"\\?[-‐‑–]", "[-‐‑–]", pattern)
    pattern = re.sub(r"\\?['’]", "['’]", pattern)
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def invented_places(source: str, target: str, wanted: Sequence[Wanted], language: str) -> list[str]:
    """Return well-known places that stand in the target and have no ground in the source.

    A word of the source that begins alike is ground enough ("norske" for "Norway").

    >>> invented_places("Universitetets pris", "The University of Oslo's prize", (), "en")
    ['Oslo']
    >>> invented_places("Den norske prisen", "The prize of Norway", (), "en")
    []
    """
    starts = {word[:3].casefold() for word in re.findall(r"\w{4,}", source)}
    accepted = " ".join(form for name in wanted for form in name.forms)
    return [
        form
        for form, norwegian in _known_places(language).items()
        if form in target
        and form_pattern(form).search(target)
        and form not in accepted
        and not {form[:3].casefold(), norwegian[:3].casefold()} & starts
        and not any(re.search(rf"\b{ground}", source, re.I) for ground in grounds_of(norwegian))
    ]


@cache
def _known_places(language: str) -> Mapping[str, str]:
    """Return the places of the tables in a target language, with a Norwegian form of each."""
    table = load_table("places")
    column = COLUMNS.get(language)
    rows = table["rows"] if column else []
    changed = {
        bare(form): row[0].split("|")[0] for row in rows for form in row[column or 0].split("|")
    }
    return {form: place for form, place in changed.items() if len(form) > 3} | {
        place: place for place in table["same"].split()
    }
