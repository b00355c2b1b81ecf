"""Whether a paragraph directly under a title is a caption by its shape, and why."""

from __future__ import annotations

import re

from pipeline.documents.captions import (
    LONGEST_PLACED,
    QUOTED,
    SENTENCES,
    begins_with_person,
    meet,
)
from pipeline.text.caption_grammar import ParsedCaption, parse_caption
from pipeline.text.lookahead import person_at
from pipeline.text.phrases import Sight
from pipeline.text.titles import title_at
from pipeline.text.tokens import tokenise

#: one sentence under the title that names two people is not longer than this
LONGEST_UNDER_TITLE = 170
#: what stands under a portrait is not longer than this
LONGEST_PORTRAIT = 110
#: a place in the picture opens a sentence: "… I midten hunden Kira."
PLACED = re.compile(
    r"(?:^|[.!?,]\s+)(?:(?:lengst|ytterst|ytst|helt|heilt)\s+)?"
    r"(?:i mid(?:ten|ta)|til (?:venstre|høyre|høgre)|i bakgrunnen|i forgrunnen|bakerst|bakarst"
    r"|fremst|framst)\b",
    re.IGNORECASE,
)
#: the weakest of the reasons
ONE_SENTENCE = "one short sentence under the title that names"


def place_reason(text: str) -> str:
    """Return why a paragraph directly under a title is a caption by its shape, or "".

    It names people in one or two short sentences without anybody speaking: after a few words and
    a colon, one with the other, or with a place in the picture.

    >>> place_reason("Glade i målområdet: Kari Lie (34) fra Voss og Ola Dahl (29).")
    'stands under the title and names people after “Glade i målområdet:”'
    >>> place_reason("Kari Lie sammen med Ola Dahl på Voss.")
    'stands under the title and is no sentence: “Kari Lie sammen med”'
    >>> place_reason("Kari Lie vant i går. – Det var gøy, sier hun.")
    ''
    """
    if len(text) > LONGEST_PLACED or QUOTED.search(text):
        return ""
    see = Sight(text, tokenise(text), lambda *_: "")
    announced = re.match(r"[^.:;!?]{3,70}:(?=\s)", text)
    parsed = parse_caption(text)
    if announced and parsed.people and parsed.people[0].name[0] < announced.end() + 60:
        sentences = len(SENTENCES.findall(text))
        several = len(parsed.people) > 1  # "Tre generasjoner: Mor Aud og vesle Tuva"
        if sentences <= 1 and person_at(see, _token_after(see, announced.end()), single=several):
            return f"stands under the title and names people after “{announced.group()}”"
    placed = PLACED.search(text)
    if placed and parsed.people:
        return f"stands under the title and says where somebody is: “{placed.group().strip(' .,')}”"
    if len(parsed.people) > 1:
        return _sentence_reason(see, parsed)
    return _portrait_reason(see, parsed)


def _portrait_reason(see: Sight, parsed: ParsedCaption) -> str:
    """Return why a line with a full stop about one person is the caption of a portrait, or "".

    It has a name, what the person is, where from, and no verb: "Rektor Kari Lie ved Voss skule.".
    """
    text = see.text.rstrip()
    if not parsed.people or not text.endswith(".") or len(text) > LONGEST_PORTRAIT:
        return ""
    person = parsed.people[0]
    said = [
        place for place in (person.name, person.role, person.affiliation, person.place) if place
    ]
    rest = list(text)
    for first, last in said:
        rest[first:last] = " " * (last - first)
    small = see.words.origins
    left = [
        word for word in re.findall(r"[^\W\d_]+", "".join(rest)) if word.casefold() not in small
    ]
    if left or len(said) < 2 or len(SENTENCES.findall(text)) > 1:
        return ""
    return f"stands under the title and is no sentence: “{text}”"


def _sentence_reason(see: Sight, parsed: ParsedCaption) -> str:
    """Return why a sentence of two people and more is a caption by its shape, or ""."""
    text, people = see.text, parsed.people
    first = person_at(see, 0, single=False)
    owned = title_at(see, 0)
    if first is None and owned is not None and owned.comma:
        first = see.name(owned.person)  # "Leiar i Bondelaget, Kari Lie, helsa på …"
    if first is not None:
        said = max(_token_after(see, people[0].end), first.after)
        said += see.sign(said) in (",", "–", "-")
        after = see.after_joiner(said)
        if after > said + 1:
            joined = text[: see.tokens[after - 1].end]
            return f"stands under the title and is no sentence: “{joined}”"
    full = [p for p in people if " " in text[slice(*p.name)] or p.surname]
    opens = first is not None
    if not opens and begins_with_person(text, parsed):
        # "Søsknene Amalie og Sofie Nygård med bestefar Odd", "Ektemannen Rolf, datteren Trine og …"
        opens = person_at(see, 0, single=True) is not None
        full = people if people[0].role else full
    # "I front gikk Kari Lie, tett fulgt av Ola Dahl"
    opens = opens or meet(text, parsed) or _tells_row(see)
    sentences = len(SENTENCES.findall(text))
    if opens and len(full) > 1 and sentences == 1 and len(text) < LONGEST_UNDER_TITLE:
        names = " and ".join(text[slice(*p.name)] for p in full[:2])
        return f"{ONE_SENTENCE} {names}"
    return ""


def _tells_row(see: Sight) -> bool:
    """Return whether a row of several words stands in a sentence: "… i fremste rekke"."""
    return any(
        (row := see.phrase(k)) is not None and row.family == "row" and row.after > k + 1
        for k in range(len(see))
    )


def _token_after(see: Sight, place: int) -> int:
    return next((k for k, token in enumerate(see.tokens) if token.start >= place), len(see))
