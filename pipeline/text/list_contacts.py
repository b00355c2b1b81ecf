"""What stands in a list beside names and says nothing of them: numbers, addresses, results."""

from __future__ import annotations

import re

from pipeline.text import tables
from pipeline.text.tokens import is_organisation_word

#: "1 år", "25 000 kroner", "80 år"
_AMOUNT = re.compile(r"\d[\d\s.,]*\s*[a-zæøå]{0,9}\.?(?:\s?[:à]\s?[\d\s.,]+\s?\w*)?")
#: after a title, where the one before has it too: "rektor same stad"
SAME_PLACE = re.compile(
    r"\s(?:(?:ved|på|frå|fra)\s)?(?:samme|same)\s(?:sted|stad|skole|skule|plass)$"
)
#: where somebody was before, or belongs all the while: "(lån fra Voss)", "kommer fra Nordea"
_ELSEWHERE = re.compile(
    r"(?:(?:på\s)?(?:ut)?lån(?:t|e)?|kommer|kjem|kom)\s(?:fra|frå|til)\s.+"
    r"|med\s(?:utmerkelse|utmerking)"
    r"|(?:møtte|møter|møter?t|stilte|erstatter|erstattar)\s(?:som\s(?:vara\s)?)?for\s.+"
    # how or for how long somebody came, the captain's mark
    r"|(?:via|på|over)\s(?:teams|zoom|skype|nett|video|telefon|link)|digital\w*|[kc]"
    r"|(?:fra|frå|til|under|t\.o\.m\.|f\.o\.m\.)\s(?:og\smed\s)?(?:kl\.?|klokka|sak)\s.+",
    re.IGNORECASE,
)
#: for how long somebody has been there: "25 år i songkoret"
_SERVICE = re.compile(
    r"(?:i\s)?\d{1,2}\s(?:år|sesonger|sesongar)\s(?:i|med|som|på|for|hos|ved|uten|utan)\s.+",
    re.IGNORECASE,
)
#: the title of a work: "Kari Lie – «Laks i merder»"
_WORK = re.compile(r"[«“\"„][^«»“”\"]{3,}[»”\"]?")
_LINK = re.compile(r"https?:/|\bwww\.", re.IGNORECASE)
#: times, points and numbers at the end of a field: "Voss IL 38.12,4", "+0.33", "98 poeng"
RESULT = re.compile(
    r"\s*(?:(?<=\s)|^)(?:[+-]?\d[\d\s]*(?:[.,:]\d+)+|\+\d+|[+-]?\d[\d.,:\s]*)"
    r"\s*(?:poeng|p\.?|pts|sek\.?|min\.?|m|km|kg|stemmer|røyster|%)?$"
)
#: what a board's list says of elections: "gjenvalg 2 år", "ny, 1 år", "ikke på valg"
TERM = re.compile(
    r"(?:(?:ny|nye|gjenvalgt?|attvald?|attval|valgt|vald|velges|vert vald|ikke på valg|ikkje på val"
    r"|på valg|på val)\b[\s,/]*)?(?:(?:for|i)\s)?(?:(?:ett|eitt|et|eit|to|tre|fire|\d{1,2})\s?år)?"
    r"(?:\s?(?:igjen|att))?(?:\s?(?:i|til|t\.o\.m\.|fram til)?\s?20\d\d(?:[-–/]\d{2,4})?)?",
    re.IGNORECASE,
)
#: when somebody came in: "Kari Lie 67.", "Kari Lie fra 67"
MINUTE = re.compile(r"(?<=[^\W\d_])\s(?:fr[aå]\s)?\d{1,2}[.'’]?(?:\s?min\.?)?$")
_PHONE = re.compile(r"(?:\+?\d[\s\d]{6,}\d)$")
_ADDRESS = re.compile(r"[A-ZÆØÅ][^\d,]*\s\d{1,4}\s?[a-z]?|\d{4}\s+[A-ZÆØÅ]\w+")
CONTACT = frozenset(
    [
        "tlf", "tlf.", "telefon", "mob", "mob.", "mobil", "e-post", "epost", "mail", "tel", "tel.",
        "faks", "direkte", "f.", "født", "fødd", "f",
    ]
)  # fmt: skip


def is_contact(text: str, head: str) -> bool:
    """Return whether a field is an address, a number, a result: nothing about a name."""
    if text.casefold() in tables.organisations().numbered:
        return False  # "TV 2"
    return bool(
        "@" in text
        or _LINK.search(text)
        or _WORK.fullmatch(text)
        or _ELSEWHERE.fullmatch(text)
        or _SERVICE.fullmatch(text)
        or head in CONTACT
        or _PHONE.search(text)
        or (_ADDRESS.fullmatch(text) and not any(map(is_organisation_word, text.split())))
        or RESULT.fullmatch(text)
        or _AMOUNT.fullmatch(text)
        or TERM.fullmatch(text)
        or text.casefold() in tables.captions().no_body
    )


def without_result(text: str) -> int:
    """Return where a field ends without the time or the points at its end."""
    match = RESULT.search(text)
    # "reinbeitedistrikt 6" has a number in its name
    plain = match is None or re.fullmatch(r"\s*\d{1,3}", match.group())
    return match.start() if match and not plain and match.start() > 0 else len(text)
