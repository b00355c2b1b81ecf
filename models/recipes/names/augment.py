"""Makes variants of training paragraphs: other typography, other case, unknown names, fragments.

Nothing here comes from a list of names: an unknown name is the old one with another beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from norne import Entity, Paragraph

_ONSETS = ("B", "Br", "D", "Dr", "F", "Fl", "G", "Gr", "H", "J", "K", "Kl", "Kv", "L", "M", "N")
_ONSETS += ("P", "R", "S", "Sk", "Skj", "St", "Str", "Sv", "T", "Tr", "V", "", "Ch", "Z", "Al")
_NUCLEI = ("a", "e", "i", "o", "u", "y", "æ", "ø", "å", "ei", "au", "ar", "el", "un", "or", "ir")
_CODAS = ("", "l", "r", "n", "s", "t", "d", "k", "m", "v", "g", "nd", "rk", "ll", "st")
#: labels whose words may be exchanged for unknown ones; with organisations among them, every
#: unknown word looks like one
_NAMES = frozenset({"PER", "LOC", "GPE_LOC"})
_WORD = re.compile(r"[^\W\d_]+")


def vary(paragraph: Paragraph, random: Random) -> Paragraph:
    """Return the paragraph or a variant of it; about half the paragraphs stay as they are."""
    for share, change in _CHANGES:
        if random.random() < share:
            paragraph = change(paragraph, random)
    return paragraph


def retype(paragraph: Paragraph, random: Random) -> Paragraph:
    """Write quotes and dashes as other papers write them; every offset stays."""
    text = paragraph.text
    text = re.sub(r"(?<!\S)-(?!\S)", random.choice("–—-"), text)
    opening, closing = random.choice(("«»", "“”", '""', "””"))
    text = re.sub(r'(?<![^\s(])["«“]', opening, text)
    text = re.sub(r'["»”](?![^\W_])', closing, text)
    return Paragraph(text, paragraph.entities, paragraph.starts)


def lower(paragraph: Paragraph, _: Random) -> Paragraph:
    """Write everything small."""
    return _recased(paragraph, str.lower)


def upper(paragraph: Paragraph, _: Random) -> Paragraph:
    """Write everything in capitals, as headings do."""
    return _recased(paragraph, str.upper)


def title(paragraph: Paragraph, _: Random) -> Paragraph:
    """Write the names in capitals, as some captions do."""
    text = paragraph.text
    for start, end, label in paragraph.entities:
        if label != "DRV" and len(text[start:end].upper()) == end - start:
            text = text[:start] + text[start:end].upper() + text[end:]
    return Paragraph(text, paragraph.entities, paragraph.starts)


def rename(paragraph: Paragraph, random: Random) -> Paragraph:
    """Exchange words of people's and places' names for unknown ones with the same last letters."""
    old, text, entities, done = paragraph.text, "", list[Entity](), 0
    moved: dict[int, int] = {}
    for start, end, label in paragraph.entities:
        text += old[done:start]
        begin = len(text)
        moved[start] = begin - start
        words = old[start:end]
        if label in _NAMES:
            words = _WORD.sub(lambda found: _unknown(found.group(), random), words)
        text += words
        entities.append(Entity(begin, len(text), label))
        moved[end] = len(text) - end
        done = end
    text += old[done:]
    shifts = sorted(moved.items())
    starts = tuple(
        s + next((by for place, by in reversed(shifts) if place <= s), 0) for s in paragraph.starts
    )
    return Paragraph(text, tuple(entities), starts)


def cut(paragraph: Paragraph, random: Random) -> Paragraph:
    """Return a few words out of the paragraph, as headings and captions are; no name is cut."""
    gaps = [m.start() for m in re.finditer(" ", paragraph.text)]
    gaps = [g for g in gaps if not any(start <= g < end for start, end, _ in paragraph.entities)]
    if len(gaps) < 6:
        return paragraph
    first = random.randrange(len(gaps) - 3)
    last = min(len(gaps) - 1, first + random.randint(2, 12))
    begin, end = gaps[first] + 1, gaps[last]
    entities = tuple(
        Entity(s - begin, e - begin, label)
        for s, e, label in paragraph.entities
        if begin <= s and e <= end
    )
    starts = (0, *(s - begin for s in paragraph.starts if begin < s < end))
    return Paragraph(paragraph.text[begin:end], entities, starts)


def _unknown(word: str, random: Random) -> str:
    if len(word) < 4 or not word[0].isupper() or word.isupper() or random.random() > 0.5:
        return word
    begin = random.choice(_ONSETS) + random.choice(_NUCLEI) + random.choice(_CODAS)
    if len(word) > 7 and random.random() < 0.5:
        begin += random.choice(_ONSETS).lower() + random.choice(_NUCLEI)
    return begin[0].upper() + begin[1:] + word[-3:]


def _recased(paragraph: Paragraph, recase: Callable[[str], str]) -> Paragraph:
    text = recase(paragraph.text)
    if len(text) != len(paragraph.text):
        return paragraph
    return Paragraph(text, paragraph.entities, paragraph.starts)


_CHANGES: tuple[tuple[float, Callable[[Paragraph, Random], Paragraph]], ...] = (
    (0.25, rename),
    (0.05, cut),
    (0.25, retype),
    (0.02, title),
    (0.015, lower),
    (0.015, upper),
)
