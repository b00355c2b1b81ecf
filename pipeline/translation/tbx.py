"""Terms out of TBX, the format in which termbases are exchanged (ISO 30042, of 2008 and of 2019).

Read are the terms of each concept in Norwegian, English and French. One that is marked as
deprecated or superseded is a word that must not be used. No entity is expanded, nothing outside
the file is read, and an error says the line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from pipeline.errors import ConfigError
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.tables import COLUMNS, fold

#: bounds of what is read: characters of a term, depth of elements
LONGEST, DEEPEST = 1_000, 30
_NORWEGIAN: Final = frozenset({"nb", "nn", "no"})
_ROOTS: Final = frozenset({"tbx", "martif"})
_CONCEPTS: Final = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES: Final = frozenset({"langSet", "langSec"})
_TERMS: Final = frozenset({"tig", "ntig", "termSec"})
_READ: Final = frozenset({"term", "termNote", "note"})
_REJECTED: Final = ("deprecated", "superseded", "notRecommended")


def read_tbx(data: bytes, place: str) -> Glossary:
    """Return the terms of a TBX file.

    Where two concepts have one Norwegian term, the words of both will do, the first first.

    Args:
        data: the file.
        place: its name, for errors.

    Raises:
        ConfigError: this is no TBX, or it goes beyond the bounds; says the line.

    >>> text = ('<tbx><conceptEntry><langSec xml:lang="nb"><termSec><term>rektor</term></termSec>'
    ...     '</langSec><langSec xml:lang="en"><termSec><term>principal</term></termSec></langSec>'
    ...     '</conceptEntry></tbx>')
    >>> read_tbx(text.encode(), "g.tbx").terms[0].targets
    {'en': ('principal',)}
    """
    reader = _Reader(place)
    reader.read(data)
    terms: list[Term] = []
    for term in reader.terms:
        same = [n for n, other in enumerate(terms) if _share(term, other)]
        if same:
            terms[same[0]] = _merged(terms[same[0]], term)
        else:
            terms.append(term)
    if not terms:
        raise ConfigError(
            f"{place}: there is no Norwegian term with an English or French one",
            hint="export the termbase again, with Norwegian (nb, nn or no) among its languages",
        )
    return Glossary(tuple(terms))


@dataclass
class _Concept:
    good: dict[str, list[str]] = field(default_factory=dict)
    bad: dict[str, list[str]] = field(default_factory=dict)
    note: str = ""


class _Reader:
    """The events of a parser gathered to terms."""

    def __init__(self, place: str) -> None:
        self.terms: list[Term] = []
        self._place = place
        self._stack: list[str] = []
        self._concept = _Concept()
        self._language = ""
        self._term = ""
        self._is_rejected = False
        self._note_type = ""
        self._text: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._entity
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def read(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - expat's own
        except expat.ExpatError as error:
            reason = expat.errors.messages.get(error.code, "not XML")
            raise self._wrong(f"not well-formed: {reason}", error.lineno) from error
        except (ValueError, LookupError) as error:  # an encoding that Python does not know
            raise self._wrong(f"cannot be decoded: {error}") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._stack and name not in _ROOTS:
            raise self._wrong(f"the file is <{name}>, not <tbx> or <martif>")
        self._stack.append(name)
        if len(self._stack) > DEEPEST:
            raise self._wrong(f"elements are nested more than {DEEPEST} deep")
        if name in _CONCEPTS:
            self._concept = _Concept()
        elif name in _LANGUAGES:
            said = attributes.get("xml:lang", attributes.get("lang", ""))
            self._language = said.replace("_", "-").split("-")[0].lower()
        elif name in _TERMS:
            self._term, self._is_rejected = "", False
        elif name in _READ:
            self._note_type = attributes.get("type", "")
            self._text.clear()

    def _end(self, name: str) -> None:
        self._stack.pop()
        said = " ".join("".join(self._text).split()) if name in _READ else ""
        if len(said) > LONGEST:
            raise self._wrong(f"a term or note of more than {LONGEST} characters")
        if name == "term":
            self._term = said
        elif name == "termNote" and self._note_type == "administrativeStatus":
            self._is_rejected = said.startswith(_REJECTED)
        elif name == "note" and not self._concept.note:
            self._concept.note = said
        elif name in _TERMS and self._term:
            kind = self._concept.bad if self._is_rejected else self._concept.good
            kind.setdefault(self._language, []).append(self._term.replace("|", "/"))
        elif name in _CONCEPTS:
            self._finish(self._concept)

    def _finish(self, concept: _Concept) -> None:
        source = [
            term
            for words in (concept.good, concept.bad)
            for language, terms in words.items()
            if language in _NORWEGIAN
            for term in terms
        ]
        targets = {code: tuple(concept.good[code]) for code in COLUMNS if code in concept.good}
        forbidden = {code: tuple(concept.bad[code]) for code in COLUMNS if code in concept.bad}
        if source and (targets or forbidden):
            forms = tuple({fold(form): form for form in reversed(source)}.values())
            self.terms.append(Term(forms[::-1], targets, forbidden, concept.note))

    def _entity(self, name: str, *_: object) -> None:
        raise self._wrong(f"it has the entity {name!r}, which is not allowed here")

    def _wrong(self, what: str, line: int = 0) -> ConfigError:
        place = f"{self._place}, line {line or self._parser.CurrentLineNumber}"
        return ConfigError(f"{place}: {what}", hint="export it again as TBX where it came from")


def _share(one: Term, other: Term) -> bool:
    return not set(map(fold, one.source)).isdisjoint(map(fold, other.source))


def _merged(one: Term, other: Term) -> Term:
    """Return two terms as one; what is good in either is not forbidden."""

    def both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
        return tuple({fold(word): word for word in (*second[::-1], *first[::-1])}.values())[::-1]

    targets = {
        code: both(one.targets.get(code, ()), other.targets.get(code, ()))
        for code in (*one.targets, *other.targets)
    }
    forbidden = {}
    for code in (*one.forbidden, *other.forbidden):
        good = set(map(fold, targets.get(code, ())))
        words = both(one.forbidden.get(code, ()), other.forbidden.get(code, ()))
        left = tuple(word for word in words if fold(word) not in good)
        if left:
            forbidden[code] = left
    return Term(both(one.source, other.source), targets, forbidden, one.note or other.note)
