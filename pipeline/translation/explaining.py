"""Organisations without an official name in the target language: said in brackets, once.

"Norges Bondelag" stays as it is; at its first mention in running text the engine's translation
stands behind it: "Norges Bondelag (the Norwegian Farmers' Union)". People are never explained, nor
is anything in titles, captions, lists and credits. Where the translation or the sentence with it
fails a check, there is no bracket.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Article, EntityKind, Maker, Mention, PartKind
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.choosing import tidy
from pipeline.translation.drafts import Draft
from pipeline.translation.engine import Hypothesis
from pipeline.translation.keepnames import NameForms, Wanted, find_form, find_kept
from pipeline.translation.naming import Official

#: the mean log-probability of a token from which on the translation of a bare name is believed: of
#: six Norwegian organisations that the embedded translator was asked for, those below were wrong
SURE = -0.6
#: what follows a name that a bracket cannot stand behind: a genitive, a hyphen, another bracket
_TIED = re.compile(r"['’]|[-‐‑–]\w|\s*[(\[]")
#: a bracket behind a name with nothing but its acronym in it
_ACRONYM = re.compile(r"(\s*\()([A-ZÆØÅ][A-ZÆØÅa-zæøå]{0,9}\))")
#: words that tie a place to a name ("Høgskulen i Volda")
_TIE = re.compile(r"(?:^|\s)(?:i|på|ved|av|for|og)\s$")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NORWEGIAN = re.compile(r"\w*[æøå]\w*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?:;()\[\]\n«»“”\"]")
_ENGLISH_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_FRENCH_ARTICLE = re.compile(r"(?:L['’]|Le\s|La\s|Les\s)")


@dataclass(frozen=True)
class Known:
    """What is known about an article when its organisations are explained.

    ``official`` gives the names that a register has; ``makers`` say of each draft where its
    translation came from: what people wrote stays as it is.
    """

    article: Article
    mentions: Sequence[Mention]
    forms: NameForms
    official: Official
    makers: Sequence[Maker]


def explained(
    drafts: Sequence[Draft],
    known: Known,
    ask: Callable[[list[str]], Sequence[Sequence[Hypothesis]]],
) -> list[Draft]:
    """Return the segments of an article with its organisations explained.

    Args:
        drafts: the segments, translated, in order.
        known: the article and what is known about it.
        ask: gives translations of names, best first.
    """
    mentions: dict[str, list[tuple[int, Wanted]]] = {}
    for number, wanted, name in _kept_organisations(drafts, known):
        mentions.setdefault(name, []).append((number, wanted))
    if not mentions:
        return list(drafts)
    names = list(mentions)
    said = {
        name: explanation(name, found[0], drafts[0].context.target, known)
        for name, found in zip(names, ask(names), strict=True)
        if found
    }
    result = list(drafts)
    for name, places in mentions.items():
        for number, wanted in places:
            if not said.get(name) or known.makers[number] in (Maker.PERSON, Maker.IMPORTED):
                break  # what a person wrote has mentioned it
            better = _with_bracket(result[number], wanted, said[name])
            if better is not None:
                result[number] = better
                break
    return result


def explanation(name: str, found: Hypothesis, target: str, known: Known) -> str:
    """Return what to say in brackets about an organisation; empty where nothing can be said.

    A name of which more than a place comes through as it was is a brand ("Norsk Hydro"), and what
    an engine makes of that is none.
    """
    text = tidy(name, found.text, target).strip(" .")
    context = Context(target)
    is_one = bool(text) and not _SENTENCE.search(text) and len(text) <= 3 * len(name) + 10
    if not is_one or found.score < SURE or check_segment(name, text, context):
        return ""
    places = {word for word in _WORD.findall(name) if _is_place(word, name, known)}
    kept = set(map(str.casefold, _WORD.findall(name))) & set(map(str.casefold, _WORD.findall(text)))
    norwegian = set(map(str.casefold, _NORWEGIAN.findall(text)))
    if (kept | norwegian) - set(map(str.casefold, places)):
        return ""
    if target == "en":
        return f"the {_ENGLISH_ARTICLE.sub('', text, count=1)}"
    if target == "fr" and _FRENCH_ARTICLE.match(text):
        return text[:1].lower() + text[1:]
    return text


def _kept_organisations(drafts: Sequence[Draft], known: Known) -> Iterator[tuple[int, Wanted, str]]:
    """Yield the mentions of organisations in running text that keep their Norwegian names."""
    kinds = {part.name: part.kind for part in known.article.parts}
    names = {
        (mention.span.part, mention.span.start): mention.name
        for mention in known.mentions
        if mention.kind is EntityKind.ORGANISATION
    }
    people = {m.name.casefold() for m in known.mentions if m.kind is EntityKind.PERSON}
    for number, draft in enumerate(drafts):
        span, target = draft.piece.span, draft.context.target
        if kinds[span.part] is not PartKind.PARAGRAPH or not draft.is_prose:
            continue
        for wanted in draft.context.wanted:
            name = names.get((span.part, span.start + wanted.start), "")
            if (
                wanted.kind is EntityKind.ORGANISATION
                and wanted.expected == name
                and not name.isupper()
                and name.casefold() not in people
                and not known.official(name, EntityKind.ORGANISATION, target)
            ):
                yield number, wanted, name


def _with_bracket(draft: Draft, wanted: Wanted, said: str) -> Draft | None:
    """Return a segment with an explanation behind a name; None where it cannot stand there."""
    text = draft.best.text
    place = find_form(text, (wanted.expected,), ())
    if place is None:
        return None
    before, name, after = text[: place[0]], text[place[0] : place[1]], text[place[1] :]
    acronym = _ACRONYM.match(after)
    if before.count("(") > before.count(")") or (_TIED.match(after) and not acronym):
        return None
    if acronym:
        new = f"{before}{name}{acronym[1]}{said}, {acronym[2]}{after[acronym.end() :]}"
    else:
        new = f"{before}{name} ({said}){after}"
    checks = check_segment(draft.sentence, new, draft.context)
    kept = zip(
        find_kept(text, draft.context.wanted), find_kept(new, draft.context.wanted), strict=True
    )
    worse = [c for c in checks if c not in draft.best.checks and c.kind != "length"]
    if worse or any(was and not there for was, there in kept):
        return None
    return replace(draft, best=replace(draft.best, text=new))


def _is_place(word: str, name: str, known: Known) -> bool:
    """Return whether a word of a name is a place: a mention, one of our tables, or tied as one."""
    if word.casefold() in known.forms.places:
        return True
    if any(m.kind is EntityKind.PLACE and word in m.name.split() for m in known.mentions):
        return True
    return _TIE.search(name[: name.index(word)]) is not None and word[0].isupper()
