"""Whether a paragraph is a caption or a credit, and why: cue words, position words, shape."""

from __future__ import annotations

import re

from pipeline.text.caption_grammar import ParsedCaption, parse_caption
from pipeline.text.phrases import Sight
from pipeline.text.tokens import tokenise

LONGEST_CAPTION = 2500
_CREDIT = re.compile(r"\b(?:alle\s+)?(?:foto|fotograf)\w*\s*[:/]", re.IGNORECASE)
_BYLINE = re.compile(
    r"^(?:av|skrevet av|skriven av|tekst|tekst og foto|foto og tekst)[:\s]\s*[A-ZÆØÅ]",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\(\s*(?:t\.?\s?[vh]\.?|til\s+(?:venstre|høyre|høgre)|i\s+mid(?:ten|ta)|bak|foran|framme|innfelt"
    r"|nr\.\s?\d\s+fr[aå]\s+\w+)\s*\)"
    r"|\bt\.[vh]\.|\bf\.v\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"^(?:på\s+)?(?:bilde|bilete)(?:tekst|t|ttekst)?\s*:|^bilettekst\s*:", re.IGNORECASE
)


def credit_reason(text: str) -> str:
    """Return why the text is a photo credit or a byline and nothing else, or "".

    >>> bool(credit_reason("Foto: Kari Lie / NTB")), bool(credit_reason("Kari Lie. Foto: NTB"))
    (True, False)
    """
    first = text.lstrip("( ")
    if _BYLINE.match(first) and len(text) < 100 and not re.search(r"[.!?]\s+\w", text):
        return "a line that says who wrote or took what follows"
    found = _CREDIT.match(first)
    if found and len(text) < 140 and not re.search(r"[.!?]\s+[A-ZÆØÅ]\w+\s+[a-zæøå]", text):
        return f"begins with “{found.group().strip()}”"
    return ""


def caption_reason(text: str) -> str:
    """Return why the text is a caption, or "" where nothing says that it is.

    >>> caption_reason("F.v.: Kari Lie og Ola Dahl")
    'the words “F.v.:” stand before names'
    >>> caption_reason("Kari Lie satt til venstre i salen og Ola Dahl kom for sent til møtet.")
    ''
    """
    if len(text) > LONGEST_CAPTION:
        return ""
    opener = _OPENER.match(text)
    if opener:
        return f"begins with “{opener.group()}”"
    parsed = parse_caption(text)
    if parsed.has_sections and parsed.people and _is_early(text, parsed):
        first = text[slice(*parsed.cues[0])]
        return f"the words “{first}” stand before names"
    side = _SIDE.search(text)
    if side and (parsed.people or Sight(text, tokenise(text), lambda *_: "").name(0)):
        return f"“{side.group()}” says where in a picture somebody is"
    credit = next(iter(_CREDIT.finditer(text)), None)
    if credit and credit.start() > 0 and len(text) < 700 and len(text) - credit.start() < 80:
        return f"ends with a credit (“{text[credit.start() :].strip(' ()')}”)"
    return ""


def _is_early(text: str, parsed: ParsedCaption) -> bool:
    """Return whether the first cue stands where a caption has it, not deep in a paragraph."""
    first = parsed.cues[0][0]
    named = sum(b - a for person in parsed.people for a, b in [person.name])
    return first <= 80 or named > 0.25 * len(text)
