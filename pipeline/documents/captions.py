"""Whether a paragraph is a caption or a credit, and why: cue words, position words, shape."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.text import tables
from pipeline.text.caption_credits import agency_credit
from pipeline.text.caption_grammar import ParsedCaption, parse_caption
from pipeline.text.list_lines import find_prefix, is_title
from pipeline.text.list_prefixes import opens_class
from pipeline.text.lookahead import begins_title, cue_at, is_lead
from pipeline.text.phrases import Sight
from pipeline.text.titles import words_of_title
from pipeline.text.tokens import tokenise

LONGEST_CAPTION = 2500
#: a paragraph with "(t.v.)" that is longer is running text
LONGEST_WITH_SIDE = 900
#: a paragraph that only its place and shape speak for is not longer than this
LONGEST_PLACED = 330
#: one sentence that only its shape speaks for is not longer than this
LONGEST_SHAPE = 220
#: sentences after one of names without a verb are not more than this
MOST_SENTENCES = 3
#: words of a title before the first name are not more than this
LONGEST_BEFORE = 3
_CREDIT = re.compile(
    r"\b(?:(?:alle|begge)\s+)?(?:arkiv|presse|illustrasjons)?(?:foto|fotograf|photo)\w*\s*[:/]"
    r"|\b(?:tegning|teikning|illustrasjon|skjermdump|grafikk)\s*:\s|[📸📷]\ufe0f?\s*:?\s*@?\w"
    r"|©\s?\w|\bfoto\s+(?:privat|utlånt|utlånt|lånt|av|tilhører|frå|fra|\(c\))\b"
    r"|(?-i:\bFoto\s+[A-ZÆØÅ][\w-]+\s+[A-ZÆØÅ][\w-]+(?:\s*/\s*\w+)?[.)]*$)"
    r"|\b(?:arkiv|illustrasjons|presse)foto[.)]*$"
    r"|\b(?:bildet|biletet)\s+er\s+(?:tatt|teke|tatt|utlånt|lånt)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:av|skrevet av|skriven av|tekst|tekst og foto|foto og tekst)[:\s]\s*[A-ZÆØÅ]",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\(\s*(?:t\.?\s?[vh]\.?|til\s+(?:venstre|høyre|høgre)(?:\s+for\s+\w+)?"
    r"|(?:i\s+)?mid(?:ten|ta)|bak|foran|framme|innfelt"
    r"|fr[aå]\s+(?:venstre|høyre|høgre|[vh]\.?)|f\.?\s?[vh]\.?|på\s+skjerm\w*)\s*\)"
    r"|\b(?:nr|nummer)\.?\s?\w+\s+(?:fr[aå]\s+(?:venstre|høyre|høgre|[vh]\b)|f\.[vh]\.)"
    r"|\bt\.[vh]\.|\bf\.[vh]\b",
    re.IGNORECASE,
)
#: how somebody in the picture looks: "(i gul jakke)", "(med briller)", "(iført hjelm)"
_LOOK = re.compile(r"\((?:i|iført|med|kledd i)\s[a-zæøå-]+(?:\s[a-zæøå-]+){0,4}\)")
#: "…, her sammen med kona": said of the picture
_HERE = re.compile(
    r"(?:^|[,;–—-]\s|[.!?]\s)her\s(?:er\s)?(?:sammen|saman|med|avbildet|avbilda|fotografert|flankert"
    r"|omgitt|i\ssamtale|i\saksjon|på\sbildet|på\sbiletet)\b"
    r"|\b(?:avbildet|avbilda|fotografert|fotografera)\s(?:her|sammen|saman|i|på|ved|under|foran"
    r"|framfor|av)\b"
    # others stand behind those who were named: "Bak dem står kunstner Kari Lie"
    r"|[.!?]\s+(?:bak|foran|framfor|mellom|til (?:venstre|høyre|høgre) for)\s(?:dem|dei|ham|han"
    r"|henne|ho|seg)\s(?:står|sitter|sit|ser|skimtes|skimtast|er)\b",
    re.IGNORECASE,
)
#: words in capitals that newspapers open a caption with: "SKREV UNDER: Ordfører Kari Lie …"
_SHOUTED = re.compile(
    r"(?=[^a-zæøå]*[A-ZÆØÅ]{3})([A-ZÆØÅ0-9][A-ZÆØÅ0-9 ,’'–-]{2,45}?)([:.!?])\s+(?=\S)"
)
_NUMBERED = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})\s?[:.)]\s?(?=[^\W\d_])")
#: "Ordstyrer i midten: Kari Lie"
_PLACED_NAME = re.compile(
    r"\b((?i:i mid(?:ten|ta)|til (?:venstre|høyre|høgre)|bakerst|bakarst|fremst|framst|innfelt)):"
    r"\s+[A-ZÆØÅ]"
)
LONGEST_SHOUTED = 450
QUOTED = re.compile(
    r"(?:^|[.!?:,]\s+)[–—«\"]|\b(?:sier|seier|forteller|fortel|fortalte|mener|meiner|sa)\b"
)
#: the first word after the people of a caption that has no verb
_PREPOSITION = re.compile(
    r"[\s,]*(?:på|i|ved|under|foran|framfor|framføre|etter|med|utenfor|utanfor|hos|til|fra|frå|før|mot|blant"
    r"|bak|langs|om bord|oppå|inne|ute|midt|her|da|då|klare?|samlet|samla|om)\b",
    re.IGNORECASE,
)
SENTENCES = re.compile(
    r"(?<!\b[A-ZÆØÅ])(?<!\bdr)(?<!\bst)(?<!\bnr)(?<!\bmed)(?<!philos)(?<!\bdir)(?<!\badm)(?<!\bprof)"
    r"[.!?](?:\s|$)",
    re.IGNORECASE,
)


def credit_reason(text: str) -> str:
    """Return why the text is a photo credit or a byline and nothing else, or "".

    >>> bool(credit_reason("Foto: Kari Lie / NTB")), bool(credit_reason("Kari Lie. Foto: NTB"))
    (True, False)
    """
    first = text.lstrip("( ")
    if _BYLINE.match(first) and len(text) < 100 and not re.search(r"[.!?]\s+\w", text):
        return "a line that says who wrote or took what follows"
    agency = agency_credit(text)
    if agency and agency[0] == (0, len(text)):
        return "names a photographer and an agency"
    found = _CREDIT.match(first)
    if found and len(text) < 140 and not re.search(r"[.!?]\s+[A-ZÆØÅ]\w+\s+[a-zæøå]", text):
        return f"begins with “{found.group().strip()}”"
    return ""


@lru_cache(maxsize=16384)
def caption_reason(text: str) -> str:
    """Return why the text is a caption, or "" where nothing says that it is.

    >>> caption_reason("F.v.: Kari Lie og Ola Dahl")
    'the words “F.v.:” stand before names'
    >>> caption_reason("Kari Lie satt til venstre i salen og Ola Dahl kom for sent til møtet.")
    ''
    """
    if len(text) > LONGEST_CAPTION:
        return _long_reason(text)
    see = Sight(text, tokenise(text), lambda *_: "")
    opener = see.after_opener(0)
    parsed = parse_caption(text)
    if opener and len(text) < LONGEST_WITH_SIDE and (parsed.people or see.sign(opener) == ":"):
        opener += see.sign(opener) == ":"
        return f"begins with “{text[: see.tokens[opener - 1].end]}”"
    if parsed.position and parsed.people and _is_early(text, parsed, parsed.position):
        first = text[slice(*parsed.position)]
        return f"the words “{first}” stand before names"
    side = _SIDE.search(text) if len(text) < LONGEST_WITH_SIDE else None
    if side and (parsed.people or see.name(0)):
        return f"“{side.group()}” says where in a picture somebody is"
    credit = next(iter(_CREDIT.finditer(text)), None)
    if credit and credit.start() > 0 and len(text) < 700 and len(text) - credit.start() < 80:
        return f"ends with a credit (“{text[credit.start() :].strip(' ()')}”)"
    agency = agency_credit(text) if len(text) < 700 else None
    if agency and agency[0][1] == len(text):
        return f"ends with a credit (“{text[slice(*agency[0])].strip(' ()')}”)"
    if credit and credit.start() < 2 and len(text) < 700 and parsed.people:
        return f"begins with a credit (“{credit.group().strip()}”) and names people"
    return _told_reason(text, parsed) or _shape_reason(text, parsed)


def _told_reason(text: str, parsed: ParsedCaption) -> str:
    """Return which words of a short text are said of a picture only, or "".

    >>> text = "SIGNERTE: Ordfører Kari Lie og direktør Ola Dahl er enige."
    >>> _told_reason(text, parse_caption(text))
    'opens with “SIGNERTE:” in capitals, as captions of newspapers do'
    >>> text = "Rektor Kari Lie (i rød kåpe) viser rundt."
    >>> _told_reason(text, parse_caption(text))
    '“(i rød kåpe)” says how somebody in a picture looks'
    """
    if not parsed.people or len(text) > LONGEST_SHOUTED:
        return ""
    shouted = _SHOUTED.match(text)
    if shouted and not _is_body(shouted[1]) and not text.isupper():
        opened = f"{shouted[1]}{shouted[2]}"
        if not re.match(r"(?:Av|Tekst)\s", text[shouted.end() :]):
            return f"opens with “{opened}” in capitals, as captions of newspapers do"
    look = _LOOK.search(text)
    if look and any(0 <= look.start() - person.name[1] < 60 for person in parsed.people):
        return f"“{look.group()}” says how somebody in a picture looks"
    here = _HERE.search(text)
    if here:
        return f"“{here.group().strip(' ,;.!?–—-')}” is said of a picture"
    aged = re.search(r":\s(?=[^\W\d_])", text)
    shown = [person for person in parsed.people if aged and person.name[0] >= aged.end()]
    if len(shown) > 1 and all(re.match(r"\s\(\d", text[p.name[1] :]) for p in shown):
        return f"names people with their ages after “{text[: text.index(':') + 1]}”"
    placed = _PLACED_NAME.search(text)
    if placed:
        return f"“{placed.group(1)}” says where in a picture somebody is"
    numbers = [int(match[1]) for match in _NUMBERED.finditer(text)]
    in_order = len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1))
    listed = find_prefix(text)
    # "Vara: 1. Kari Lie 2. Ola Dahl" and "1) Kari Lie, 34.12 2) …" are no pictures
    results = len(re.findall(r"\d[.:,]\d\d\b", text)) > 1
    titled = listed is not None and is_title(text[slice(*listed)])
    in_order = in_order and not (results or titled or opens_class(text, 0, len(text)))
    if in_order and "\n" not in text and len(parsed.people) >= len(numbers) - 2:
        return "numbers people one after the other"
    return ""


def _is_body(words: str) -> bool:
    """Return whether words in capitals are an acronym or a place: "NIBIO: Kari Lie", "VOSS:"."""
    body = words in tables.organisations().known or words.casefold() in tables.places()
    short = " " not in words and len(words) < 7
    return body or (short and words.casefold() not in tables.captions().shouts)


def _long_reason(text: str) -> str:
    """Return why a very long text is a caption: a cue at its beginning, and names after it."""
    if not cue_at(Sight(text[:99], tokenise(text[:99]), lambda *_: ""), 0):
        return ""
    parsed = parse_caption(text)
    named = sum(last - first for person in parsed.people for first, last in [person.name])
    if not parsed.position or named < 0.5 * len(text):
        return ""
    return f"the words “{text[slice(*parsed.position)]}” stand before names"


def _shape_reason(text: str, parsed: ParsedCaption) -> str:
    """Return why one short sentence of names without a verb is a caption, or "".

    >>> _shape_reason(text := "Kari Lie og Ola Dahl på kaia.", parse_caption(text))
    'names “Kari Lie og Ola Dahl” and tells where, without a verb'
    """
    announced = re.match(r"(?:Ved|På|I|Under|Etter|Før|Foran|Bak)\s[^.:;!?,]{3,40}:\s+(?=\S)", text)
    if announced:  # "Ved roret: Skipper Kari Lie med matros Ola Dahl på dekk."
        rest = text[announced.end() :]
        return _shape_reason(rest, parse_caption(rest))
    people = parsed.people
    sentences = SENTENCES.findall(text)
    if 1 < len(sentences) <= MOST_SENTENCES and len(text) <= LONGEST_PLACED:
        # "Kari Lie og Ola Dahl på kaia. Skipper Per Moe står ved roret."
        first = text[: next(SENTENCES.finditer(text)).end()].rstrip()
        # "i 3. trinn" is no end
        quoted = QUOTED.search(text) or re.search(r"\d\.$", first)
        return "" if quoted else _shape_reason(first, parse_caption(first))
    if len(people) < 2 or len(text) > LONGEST_SHAPE or not text.rstrip().endswith("."):
        return ""
    if QUOTED.search(text) or len(sentences) != 1 or ":" in text:
        return ""
    if not _is_row(text, parsed):
        return ""
    last = people[-1]
    said = (last.name, last.role or last.name, last.affiliation or last.name)
    rest = text[max(end for _, end in said) :].lstrip(")]")
    words = {word.casefold() for word in re.findall(r"\w+", rest)}
    # "… og Ola Dahl frå NINA." is names alone, but as a sentence has them
    told = last.affiliation is not None or meet(text, parsed) or begins_with_person(text, parsed)
    alone = told and not rest.strip(" .")
    if not (alone or _PREPOSITION.match(rest)) or words & tables.captions().telling:
        return ""
    if alone:
        return f"one sentence that names people and nothing else: “{text[: last.name[1]]}”"
    return f"names “{text[: people[-1].name[1]]}” and tells where, without a verb"


def meet(text: str, parsed: ParsedCaption) -> bool:
    """Return whether people are joined as in a picture only: "Kari Lie sammen med Ola Dahl."."""
    first, last = parsed.people[0].name[1], parsed.people[-1].name[0]
    between = text[first:last]
    see = Sight(between, tokenise(between), lambda *_: "")
    return any(see.after_joiner(k) > k + 1 for k in range(len(see)))


def _is_row(text: str, parsed: ParsedCaption) -> bool:
    """Return whether nothing but signs, "og", "sammen med" and titles stands between people."""
    at = 0
    for person in parsed.people:
        see = Sight(between := text[at : person.name[0]], tokenise(between), lambda *_: "")
        k = 0
        while k < len(see):
            if see.sign(k) in (",", ";", "/", "(", ")") or see.is_role(k) or is_lead(see, k):
                k += 1
            elif see.after_joiner(k) > k:
                k = see.after_joiner(k)
            elif words_of_title(see, k) > k:
                k = words_of_title(see, k)
            elif person.role and at + see.tokens[k].start >= person.role[0]:
                k += 1
            else:
                return False
        at = person.end
    return bool(parsed.people)


def names_shown(text: str) -> bool:
    """Return whether one or two sentences without anybody speaking name people.

    >>> names_shown("Kari Lie klippet snora."), names_shown("– Jeg er glad, sier Kari Lie.")
    (True, False)
    """
    short = len(SENTENCES.findall(text)) <= 2 and not QUOTED.search(text)
    return short and bool(parse_caption(text).people)


def begins_with_person(text: str, parsed: ParsedCaption) -> bool:
    """Return whether nothing but a title or "Søsknene" stands before the first name."""
    words = tokenise(text[: parsed.people[0].name[0]])
    see = Sight(text, words, lambda *_: "")
    return 0 < len(words) <= LONGEST_BEFORE and all(begins_title(see, k) for k in range(len(words)))


def _is_early(text: str, parsed: ParsedCaption, position: tuple[int, int]) -> bool:
    """Return whether the first cue stands where a caption has it, not deep in a paragraph."""
    named = sum(b - a for person in parsed.people for a, b in [person.name])
    return position[0] <= 80 or named > 0.25 * len(text)
