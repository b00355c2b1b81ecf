"""What stands around the people of a list: bullets, numbers, times, headings, prefixes."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from pipeline.text import tables
from pipeline.text.tokens import (
    ADJECTIVES,
    Token,
    is_given_name,
    is_organisation_word,
    is_plural_role,
    is_role_word,
    tokenise,
)

Range = tuple[int, int]

_BULLET = re.compile(
    r"\s*(?:[-–—•*·▪◦‣➢✓●○]\s+|o\s+|[•·▪◦‣●○]|\|\s*|\(?\d{1,3}[.)]\s*(?!\s*[a-zæøå]+\s?:)(?=\D)|\d{1,3}\s+(?=[A-ZÆØÅ])"
    r"|\(?[a-h]\)\s+(?=[A-ZÆØÅ])|(?:19|20)\d\d:?\s+(?=[A-ZÆØÅ][a-zæøå][\w-]*\s[A-ZÆØÅ])|\d{1,2}\s?[A-H]\s+(?=[A-ZÆØÅ][a-zæøå]))?"
)
#: where in a hall somebody is: "Stand 4 Voss AS", "Bord 2 Kari Lie"
_SPOT = re.compile(
    r"\s*(?:stand|bås|bord|rom|sal|bane|post)\s(?:nr\.?\s)?\w?\d{1,3}[.:]?\s+(?=[A-ZÆØÅ])",
    re.IGNORECASE,
)
_CLOCK = r"(?:kl\.?\s*|klokka\s+)?\d{1,2}[.:]\d{2}"
#: "09.15", "10.00–10.30:", "Tirsdag kl. 19:"
_TIME = re.compile(
    rf"\s*(?:(?:{_CLOCK}(?:\s*[-–—]\s*{_CLOCK})?)|(?:kl\.?|klokka)\s*\d{{1,2}}\b"
    r"|(?:man|måndag|tirs|tys|ons|tors|fre|lør|laur|søn|sun)(?:dag)?\b\.?(?:\s+\d{1,2}\.(?:\s*[a-zæøå]+)?)?"
    rf"(?:\s*,?\s*(?:kl\.?|klokka)\s*\d{{1,2}}(?:[.:]\d{{2}})?)?)\s*[:–—-]?\s+(?!\d)",
    re.IGNORECASE,
)
#: what stands before a colon without announcing people of the article
_NO_LIST = frozenset(
    [
        "kontakt", "kontaktperson", "tlf", "telefon", "e-post", "kilde", "kjelde", "epost", "mobil",
        "pris", "tid", "stad", "sted", "når", "kvar", "hvor",
    ]
)  # fmt: skip
#: "WP1: Kari Lie", "Lag 2: Kari Lie": a number, not a body
_CODE = re.compile(r"\w{1,12}\s?\d{1,3}\.?$")
#: words of sports clubs' names
_CLUBS = frozenset({
    "il", "fk", "if", "sk", "bk", "tif", "t&if", "til", "ik", "ck", "ok", "fik", "spk", "hk", "bbk",
    "ballklubb", "idrettslag", "skiklubb", "sportsklubb", "turnforening", "friidrettsklubb",
    "idrettsforening", "svømmeklubb", "symjeklubb",
    "turn", "friidrett", "roklubb", "sykkelklubb", "håndballklubb", "fotballklubb", "skilag",
    "orienteringslag", "turnlag",
})  # fmt: skip
#: endings of what people are chosen into together
_COMMITTEES = ("utval", "utvalg", "nemnd", "komite", "komité", "gruppe", "kretslag")
LONGEST_PREFIX = 60
#: small words inside the name of an organisation
_JOINS = ("og", "&", "the", "of", "de", "des")
#: the years of a board at the end of a heading: "Styret i Voss IL 2024/25"
_YEARS = re.compile(
    r"[\s,(]+(?:(?:for|i|fra|frå)\s)?(?:(?:den\s)?[a-zæøå]*(?:året|perioden|sesongen|våren|høsten"
    r"|hausten)\s)?(?:19|20)\d\d(?:\s?[/–-]\s?(?:\d\d){1,2})?\)?$"
)
#: since when: "Styret i Voss IL etter årsmøtet", "… fra 1. mars"
_AFTERWARDS = re.compile(
    r"\s(?:etter|frå|fra|per|pr\.?|til og med|fram til)\s"
    r"(?:årsmøtet?|valget|valet|generalforsamling\w*|konstituering\w*|(?:og med\s)?(?:\d\d?\.\s?)?"
    r"(?:\d|januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember).*)$",
    re.IGNORECASE,
)
#: before a role of sports, where they are no parties
_WINGS = ("venstre", "høyre", "høgre")
#: endings of those who came: "Møtedeltakarar", "Kursdeltakere"
_ATTENDED = ("deltakere", "deltagere", "deltakerne", "deltakarar", "deltakarane", "deltagerne")
#: words that begin what somebody is called for once: "Årets journalist"
_YEARLY = (
    "beste",
    "årets",
    "fjorårets",
    "månedens",
    "månadens",
    "dagens",
    "ukas",
    "ukens",
    "vekas",
)
#: endings of what somebody gets: "Hederspris: Kari Lie"
_PRIZES = (
    "pris", "prisen", "stipend", "stipendet", "medalje", "medaljen", "diplom", "diplomet",
    "plass", "merke", "merket", "pokal", "pokalen", "premie", "premien", "tittel", "utmerkelse",
    "utmerkelsen", "vinner", "vinnar", "vandrepokal",
)  # fmt: skip


def after_bullet(line: str) -> int:
    """Return where the text of a line begins after its bullet or number.

    >>> after_bullet("3. Kari Lie"), after_bullet("- Kari Lie"), after_bullet("Kari Lie")
    (3, 2, 0)
    """
    match = _BULLET.match(line)
    return match.end() if match else 0


def has_bullet(line: str) -> bool:
    """Return whether a line begins with a bullet or a number."""
    return after_bullet(line) > len(line) - len(line.lstrip())


def after_time(line: str, start: int) -> int:
    """Return where the text of a line goes on after a time of day or a weekday at ``start``.

    >>> after_time("10.00–10.30: Kari Lie", 0), after_time("Tirsdag kl. 19: Kari Lie", 0)
    (13, 16)
    """
    match = _TIME.match(line, start)
    return match.end() if match else start


def after_spot(line: str, start: int) -> int:
    """Return where the text of a line goes on after a numbered spot at ``start``.

    >>> after_spot("Stand 4 Voss AS", 0), after_spot("Voss AS", 0)
    (8, 0)
    """
    match = _SPOT.match(line, start)
    return match.end() if match else start


def find_prefix(line: str, start: int = 0) -> Range | None:
    """Return what stands before a colon at the beginning of a line that goes on after it.

    >>> line = "Voss kommune: Kari Lie og Ola Dahl"
    >>> line[slice(*find_prefix(line))]
    'Voss kommune'
    """
    colon = line.find(":", start, start + LONGEST_PREFIX + 1)
    if (
        colon <= start
        or colon >= len(line.rstrip()) - 1
        or (line[colon - 1].isdigit() and line[colon + 1].isdigit())
    ):
        return None
    words = line[start:colon]
    if re.search(r"[,;]|(?<!\d)\.(?!\s?[a-zæøå])", words) or words.strip().casefold() in _NO_LIST:
        return None
    return start, colon


def says_nothing(prefix: str) -> bool:
    """Return whether a prefix is a number or code that belongs to nobody: "WP1".

    >>> says_nothing("WP1"), says_nothing("Voss kommune")
    (True, False)
    """
    return bool(_CODE.match(prefix.strip()))


def is_title(text: str) -> bool:
    """Return whether a short text is a title or role and nothing else.

    >>> is_title("Daglig leder"), is_title("Styremedlemmer"), is_title("Voss kommune")
    (True, True, False)
    """
    words = [token.text for token in tokenise(text) if token.is_word]
    before = tables.roles().before
    if len(words) == 2 and words[0].casefold() in _WINGS:
        words = words[1:]  # "Venstre kant"
    return (
        bool(words)
        and _is_role(words[-1])
        and all(
            _is_role(word)
            or word.casefold() in before
            or word.casefold() in ("og", "i")
            or word[0].islower()
            or word.endswith("-")
            for word in words
        )
    )


def _is_role(word: str) -> bool:
    return is_role_word(word) or is_plural_role(word)


def is_list_heading(text: str) -> bool:
    """Return whether a line announces a list of people ("Desse var med").

    >>> is_list_heading("De som var med:"), is_list_heading("Kongsberg kommune:")
    (True, False)
    """
    key = text.strip().rstrip(":").strip().casefold()
    table = tables.captions()
    attended = len(key.split()) == 1 and key.endswith(_ATTENDED)
    first = key.partition(",")[0]  # "Resultater, klasse 5"
    told = first in table.list_headings or key.startswith(table.list_openings)
    return attended or told


def names_organisation(text: str) -> bool:
    """Return whether a short text, a heading say, is the name of an organisation.

    >>> names_organisation("Universitetet i Sør Øst Norge"), names_organisation("Sopran")
    (True, False)
    """
    bare = text.strip().rstrip(":").strip()
    tokens = [token for token in tokenise(bare) if token.is_word]
    if not tokens or not tokens[0].is_capital or is_list_heading(text):
        return False
    table = tables.organisations()
    if bare in table.known or bare.casefold() in table.known_names:
        return True
    if _is_sentence(tokens):
        return False
    head = tokens[0].key in tables.captions().origins or tokens[0].key in _YEARLY
    head = head or tokens[0].key in tables.captions().groups  # "Familien Lie"
    head = head or (len(tokens) > 1 and tokens[0].key.endswith("ste"))  # "Eldste kirke"
    group = head or is_plural_role(tokens[0].text)
    if group or _is_numbered(bare):
        return False
    if len(tokens) == 1:
        return _is_body(tokens[0])
    # "Hardingfele klasse A" is no body, "Institutt for fysikk" is one
    units = tables.organisations().units
    inner = [token for token in tokens[1:-1] if token.key not in units]
    if any(is_organisation_word(token.text) for token in (tokens[0], *inner, tokens[-1])):
        return not is_role_word(tokens[-1].text) and not _is_phrase(tokens)
    capitals = sum(token.is_capital for token in tokens)
    return (
        capitals == len(tokens)
        and not text.strip().isupper()
        and not (is_given_name(tokens[0].text) or is_role_word(tokens[0].text))
    )


def _is_sentence(tokens: list[Token]) -> bool:
    """Return whether words tell something: "Biblioteket er åpent hver dag"."""
    table = tables.captions()
    small = _small_words(tokens, (*_JOINS, "den", "det"))
    return len(small) > 2 or any(w.key in table.telling or w.key in table.stands for w in small)


def _small_words(tokens: list[Token], joins: Collection[str]) -> list[Token]:
    """Return the words after the first that are no part of a name: no adjective, no joint."""
    origins = tables.captions().origins
    return [
        token
        for token in tokens[1:]
        if not (token.is_capital or is_organisation_word(token.text))
        and not (token.key in origins or token.key in joins or token.key.endswith(ADJECTIVES))
    ]


def _is_numbered(text: str) -> bool:
    """Return whether a heading is one group of several: "Gruppe A", "Klasse 10A", "Lag 1"."""
    return bool(re.fullmatch(r"\w+\s+(?:\d{1,3}\w?|[A-ZÆØÅ])", text))


def _is_phrase(tokens: list[Token]) -> bool:
    """Return whether words with a body in them are more than its name: "Nytt styre i Voss IL"."""
    first = tokens[0]
    if first.key.endswith(tables.captions().gatherings) and len(tokens) > 2:
        return True
    if first.key.endswith(_COMMITTEES):
        return True
    if is_organisation_word(first.text) or first.key in tables.organisations().first:
        return False
    return bool(_small_words(tokens, (*_JOINS, "nye", "norske")))


def _is_body(token: Token) -> bool:
    """Return whether one word is an organisation: an acronym, a compound, no group of people."""
    key = token.key
    if is_role_word(token.text) or is_plural_role(token.text) or token.kind == "short":
        return False
    if is_organisation_word(token.text):
        return not _is_gathering(key)
    short = token.is_acronym and token.text.isupper() and len(token.text) <= 5
    return short and key not in tables.captions().shouts  # "GLAD: Kari Lie vant"


def _is_gathering(key: str) -> bool:
    """Return whether one word says what those people are together: "kretslaget", "elevrådet".

    "Bondelaget" has a name of its own.
    """
    if not key.endswith(tables.captions().gatherings):
        return False
    return not key.endswith(_long_endings()) or key in _long_endings()


@cache
def _long_endings() -> tuple[str, ...]:
    gatherings = tables.captions().gatherings
    return tuple(
        end for end in tables.organisations().endings if end.endswith(gatherings) and len(end) > 8
    )


def owner_inside(text: str) -> Range | None:
    """Return the organisation at the end of a heading, or after its first word "Fra".

    >>> heading = "Nytt styre i Hornindal Bygdekvinnelag:"
    >>> heading[slice(*owner_inside(heading))]
    'Hornindal Bygdekvinnelag'
    """
    last = len(_YEARS.sub("", _AFTERWARDS.sub("", text.rstrip().rstrip(":").rstrip())))
    for match in re.finditer(r"(?:^|\b)(?:i|for|av|til|fra|frå|ved|på|hos)\s+", text[:last], re.I):
        owner = text[match.end() : last]
        leads = match.start() == 0 and match.group().strip().casefold() in ("fra", "frå")
        named = leads and owner[:1].isupper() and owner.casefold() not in tables.places()
        if named or names_organisation(owner):
            return match.end(), last
    dash = re.search(r"\s[–—-]\s", text[:last])
    if dash and names_organisation(text[dash.end() : last]):
        return dash.end(), last  # "Styreoversikt – Voss Bygdekvinnelag"
    comma = text.find(",")
    return owner_inside(text[:comma]) if comma > 0 else None  # "Medlemmer i Voss IL, avd. 2"


def is_club(name: str) -> bool:
    """Return whether a name is that of a sports club.

    >>> is_club("Dale IL"), is_club("Dale kommune")
    (True, False)
    """
    words = name.split()
    return len(words) > 1 and any(w.casefold() in _CLUBS for w in (words[0], words[-1]))


def is_prize(text: str) -> bool:
    """Return whether a few words are what somebody got: "plass" (of "1. plass"), "Hederspris".

    >>> is_prize("2. plass"), is_prize("Hederspris"), is_prize("Leder")
    (True, True, False)
    """
    words = [token for token in tokenise(text) if token.is_word]
    if words and words[0].key in _YEARLY:
        return True
    return bool(words) and words[-1].key.endswith(_PRIZES) and not is_role_word(words[-1].text)


def could_be_body(text: str) -> bool:
    """Return whether a few words before a colon can be a name: "Sirkula", no sentence.

    >>> could_be_body("Brattåkers Manufaktur"), could_be_body("Etter møtet består styret av")
    (True, False)
    """
    words = [token for token in tokenise(text) if token.is_word]
    if is_prize(text):
        return False
    if words and words[0].key in ("gjengen", "laget", "gruppa", "gruppen", "følget", "følgjet"):
        return False  # "Gjengen fra Tonsåsen": those people and no body
    no_bodies = (*_COMMITTEES, "faget")
    if len(words) == 1 and (_is_gathering(words[0].key) or words[0].key.endswith(no_bodies)):
        return False  # "Jubileumskomiteen: Kari Lie", "Anleggsnemnd: Ola Dahl"
    small = [w for w in words if not w.is_capital and not is_organisation_word(w.text)]
    origins = tables.captions().origins
    return (
        0 < len(words) <= 7
        and words[0].is_capital
        and all(w.key in origins or w.key in _JOINS for w in small)
    )
