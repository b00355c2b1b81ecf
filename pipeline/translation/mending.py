"""Names that a model bent or lost: put right in its target, or hidden from it behind stand-ins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

from pipeline.records import EntityKind
from pipeline.translation.calendar import Edit
from pipeline.translation.keepnames import Wanted, bare, find_form, find_kept, form_pattern
from pipeline.translation.tables import elide

#: how like a name a word of the target must be to be taken for it (ratio of equal letters)
LIKE = 0.72
#: zero-width characters, soft hyphens and direction marks
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF])
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6});")
_WORD = re.compile(r"\w[\w’'.‑-]*", re.UNICODE)

#: names that translation models know well and keep
STAND_INS = {
    EntityKind.PERSON: ("Anna", "Peter", "Maria", "Robert", "Martin", "Julia", "David", "Laura"),
    EntityKind.PLACE: (
        "Oslo",
        "Berlin",
        "Chicago",
        "Madrid",
        "Boston",
        "Toronto",
        "Dublin",
        "Lyon",
    ),
    EntityKind.ORGANISATION: (
        "Microsoft",
        "Google",
        "IBM",
        "Intel",
        "Nokia",
        "Volvo",
        "Ericsson",
    ),
}


@dataclass(frozen=True)
class Hidden:
    """A sentence whose names are hidden; ``pairs`` are stand-in and the name to put back."""

    text: str
    pairs: tuple[tuple[str, str], ...]

    def restore(self, text: str, *, genitive: str = "") -> str:
        """Return ``text`` with every stand-in replaced by the name that it stands for.

        A Norwegian genitive that the engine left at a stand-in becomes ``genitive``.

        >>> Hidden("", (("Anna", "Olav Dal"),)).restore("Le chien d'Anna")
        "Le chien d'Olav Dal"
        """
        for stand_in, name in self.pairs:
            text = re.sub(
                rf"(?<!\w){stand_in}s(?:['’](?!\w))?(?!\w)", f"{stand_in}{genitive}", text
            )
            pattern = form_pattern(stand_in)
            place = pattern.search(text)
            while place:
                text = put(text, place.span(), name)
                place = pattern.search(text, place.start() + len(name))
        return text


def hide(
    sentence: str, wanted: Sequence[Wanted], edits: Sequence[Edit] = (), *, turn: int = 0
) -> Hidden:
    """Return the sentence with stand-ins for its names, and with ``edits`` made.

    A name that has a form of its own in the target language is put in that form at once: models
    copy such words. From the second turn on it gets a stand-in as well.

    Args:
        sentence: the source.
        wanted: its names; one inside another stays.
        edits: other words to put in (start, end, words); one that touches a name is left out.
        turn: where in the list of stand-ins to begin, to try others; from the second turn on a
            stand-in has no genitive ending, which some models bend.

    >>> hide("Tveits båt", [Wanted(0, 6, "Tveits", EntityKind.PERSON, ("Tveit",))]).text
    'Annas båt'
    """
    given: dict[str, str] = {}
    names: list[Edit] = []
    for name in wanted:
        stand_in = _stand_in(sentence, name, given, turn)
        if stand_in and not any(name.start < end and start < name.end for start, end, _ in names):
            names.append((name.start, name.end, stand_in))
    others = [
        edit for edit in edits if not any(edit[0] < n.end and n.start < edit[1] for n in wanted)
    ]
    return Hidden(
        make_edits(sentence, [*names, *others]),
        tuple((short, name) for name, short in given.items()),
    )


def readable(text: str) -> str:
    """Return a text as an engine can read it: no invisible characters, no HTML entities.

    >>> readable("Kom\u200bmune\u00adstyret &aring;pner &amp; lukker")
    'Kommunestyret åpner & lukker'
    """
    plain = text.translate(_INVISIBLE)
    return unescape(plain) if _ENTITY.search(plain) else plain


def make_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with every edit made; of two that overlap the first counts.

    >>> make_edits("på mandag", [(3, 9, "Monday")])
    'på Monday'
    """
    pieces: list[str] = []
    position = 0
    for start, end, words in sorted(edits):
        if start >= position:
            pieces += [text[position:start], words]
            position = end
    return "".join([*pieces, text[position:]])


def _stand_in(sentence: str, name: Wanted, given: dict[str, str], turn: int) -> str:
    """Return what to put in the place of a name; empty where it is to stay."""
    written = sentence[name.start : name.end]
    base = form_pattern(name.expected).pattern.removesuffix(r"(?!\w)")
    same = re.fullmatch(rf"{base}(s?)['’]?", written)
    if not same and not turn:
        return name.forms[0] if name.expected != written else ""
    stand_in = given.get(name.expected) or _unused(sentence, name.kind, given, turn)
    if stand_in:
        given[name.expected] = stand_in
    return stand_in + ("s" if stand_in and same and same.group(1) and not turn else "")


def _unused(sentence: str, kind: EntityKind, given: dict[str, str], turn: int) -> str:
    pool = STAND_INS[kind]
    for number in range(len(pool)):
        stand_in = pool[(number + turn) % len(pool)]
        if stand_in not in given.values() and not form_pattern(stand_in).search(sentence):
            return stand_in
    return ""


def mend(text: str, wanted: Sequence[Wanted]) -> str:
    """Return ``text`` with bent names put right: the likest capitalised words become the name.

    Words that are a kept name are never touched.

    >>> mend("Trond Holland came.", [Wanted(0, 13, "Trond Hovland", EntityKind.PERSON,
    ...     ("Trond Hovland",))])
    'Trond Hovland came.'
    >>> mend("of Nederland", [Wanted(0, 9, "Nederland", EntityKind.PLACE, ("the Netherlands",))])
    'of the Netherlands'
    """
    for number, name in enumerate(wanted):
        kept = find_kept(text, wanted)
        if kept[number]:
            continue
        taken = [
            place
            for other, there in zip(wanted, kept, strict=True)
            if there and (place := find_form(text, other.forms, ()))
        ]
        place = find_form(text, (name.source,), taken) or _likest(text, name, taken)
        if place:
            text = put(text, place, _with_article(text[: place[0]], name))
    return text


def _with_article(before: str, name: Wanted) -> str:
    """Return the form to put in after ``before``, with the English article that it may need."""
    has_one = before.casefold().endswith(("the ", "a ", "’s ", "'s "))
    return name.expected if has_one or not before.strip() else name.forms[0]


def _likest(text: str, name: Wanted, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the place of the capitalised words that are most like the name, if any are."""
    words = [match.span() for match in _WORD.finditer(text)]
    size = len(name.expected.split())
    best, place = LIKE, None
    for first, (start, _) in enumerate(words):
        if not text[start].isupper():
            continue
        for last in range(first + max(0, size - 2), min(first + size + 1, len(words))):
            end = _without_ending(text, start, words[last][1])
            if any(start < right and left < end for left, right in taken):
                continue
            ratio = max(_likeness(bare(form), text[start:end]) for form in name.forms)
            if ratio > best:
                best, place = ratio, (start, end)
    return place


def _without_ending(text: str, start: int, end: int) -> int:
    """Return the end without a full stop or an English possessive."""
    words = text[start:end]
    return start + len(re.sub(r"(?:['’]s?|\.)$", "", words))


def _likeness(name: str, words: str) -> float:
    if len(name) < 4 or abs(len(name) - len(words)) > max(3, len(name) // 3):
        return 0.0
    matcher = SequenceMatcher(None, name.casefold(), words.casefold(), autojunk=False)
    return matcher.ratio() if name[0].casefold() == words[0].casefold() else matcher.ratio() - 0.1


def without_articles(text: str, wanted: Sequence[Wanted]) -> str:
    """Return a French text without articles before people and towns whose names do not change.

    >>> without_articles("le maire du Tana", [Wanted(0, 4, "Tana", EntityKind.PLACE, ("Tana",))])
    'le maire de Tana'
    """
    for name in wanted:
        keeps = name.forms == (name.source,) and name.kind is not EntityKind.ORGANISATION
        if not keeps:
            continue
        pattern = form_pattern(name.expected).pattern + r"(?!\s+[A-ZÆØÅ])"
        text = re.sub(rf"\b([dD])u\s+(?={pattern})", r"\1e ", text)
        text = re.sub(rf"\b([dD])e\s+l['’](?={pattern})", r"\1’", text)
        text = re.sub(rf"\bl['’](?={pattern})", "", text)
        text = re.sub(rf"\b(?:le|la)\s+(?={pattern})", "", text)
        elided = elide("de", name.expected)
        if elided != "de":
            text = re.sub(rf"\b([dD])e\s+(?={pattern})", rf"\1{elided[1:]}", text)
    return text


def put(text: str, place: tuple[int, int], name: str) -> str:
    """Return ``text`` with ``name`` at ``place``, the French "de" in front in its right form.

    >>> put("le port d'Oslo", (10, 14), "Bergen"), put("le port de Bergen", (11, 17), "Oslo")
    ('le port de Bergen', 'le port d’Oslo')
    """
    start, end = place
    before, after = text[:start], text[end:]
    if name.endswith("."):
        after = after.removeprefix(".")
    vowel = elide("de", name) != "de"
    if not vowel:
        before = re.sub(r"\b([dD])['’]$", r"\1e ", before)
    elif re.search(r"\ble\b|\bla\b|\bles\b|\bet\b", text):
        before = re.sub(r"\b([dD])e $", r"\1’", before)
    return before + name + after
