"""Translation memories in TMX 1.4, the format that translators' programs exchange.

Reading is a stream with bounds: no entity is expanded, nothing outside the file is read, and an
error says the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from pipeline.errors import StoreError
from pipeline.translation.units import Author, Unit

#: bounds of what is read: characters of a segment, depth of elements
LONGEST, DEEPEST = 50_000, 30
_BLOCK: Final = 1 << 16
_NORWEGIAN: Final = frozenset({"nb", "nn", "no"})
#: the property that says that a machine made a unit
_MADE_BY: Final = "x-samsvar-made-by"
#: elements inside a segment whose content is code of another format, not text
_CODES: Final = frozenset({"bpt", "ept", "it", "ph", "ut"})
_DATE: Final = "%Y%m%dT%H%M%SZ"


def write_tmx(units: Iterable[Unit], *, version: str) -> Iterator[str]:
    """Yield a TMX 1.4 file in pieces, one unit of the file for each unit.

    A unit with a character that XML cannot hold must be left out before (``is_xml``).

    Args:
        units: what to write.
        version: the version of this program.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    yield (
        f'<header creationtool="samsvar" creationtoolversion={quoteattr(version)}'
        ' segtype="sentence" o-tmf="samsvar" adminlang="en" srclang="*all*"'
        ' datatype="plaintext"/>\n<body>\n'
    )
    for unit in units:
        by = f" creationid={quoteattr(unit.by)}" if unit.by else ""
        yield (
            f'<tu srclang={quoteattr(unit.source_language)} creationdate="{_date(unit.at)}"{by}>\n'
            f'<prop type="{_MADE_BY}">{unit.author.value}</prop>\n'
            + _variant(unit.source_language, unit.source)
            + _variant(unit.target_language, unit.target)
            + "</tu>\n"
        )
    yield "</body>\n</tmx>\n"


def is_xml(text: str) -> bool:
    r"""Return whether XML can hold every character of a text.

    >>> is_xml("Kari Ås\n"), is_xml("Kari\x0b")
    (True, False)
    """
    return all(
        c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
        for c in text
    )


def read_tmx(path: Path) -> Iterator[Unit]:
    """Yield the translations out of Norwegian in a TMX file, each as a person's.

    A unit that says that a machine of ours made it is a machine's. Of a language tag the language
    counts ("en-GB" is en). Units without a Norwegian text, or with nothing but it, are passed over.

    Raises:
        StoreError: the file cannot be read, is no TMX, or goes beyond the bounds; says the line.
    """
    reader = _Reader(path)
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                reader.feed(block)
                yield from reader.taken()
            reader.feed(b"", last=True)
            yield from reader.taken()
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be read: {error.strerror}", hint="check the name of the file"
        ) from error


@dataclass
class _Open:
    """The unit that is being read."""

    by: str = ""
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    author: Author = Author.PERSON
    texts: dict[str, str] = field(default_factory=dict)


class _Reader:
    """The events of a parser gathered to units."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done: list[Unit] = []
        self._stack: list[str] = []
        self._unit: _Open | None = None
        self._language = ""
        self._text: list[str] = []
        self._length = 0
        self._prop = ""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Read a piece of the file.

        Raises:
            StoreError: this is no TMX, or it goes beyond the bounds.
        """
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            reason = expat.errors.messages.get(error.code, "not XML")
            raise self._wrong(f"not well-formed: {reason}", error.lineno) from error
        except (ValueError, LookupError) as error:  # an encoding that Python does not know
            raise self._wrong(f"cannot be decoded: {error}") from error

    def taken(self) -> list[Unit]:
        """Return the units read since the last call."""
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._stack and name != "tmx":
            raise self._wrong(f"the file is <{name}>, not <tmx>")
        self._stack.append(name)
        if len(self._stack) > DEEPEST:
            raise self._wrong(f"elements are nested more than {DEEPEST} deep")
        if name == "tu":
            self._unit = _Open(
                by=attributes.get("changeid", attributes.get("creationid", "")),
                at=self._time(attributes.get("changedate", attributes.get("creationdate", ""))),
            )
        elif name == "tuv" and self._unit is not None:
            said = attributes.get("xml:lang", attributes.get("lang", ""))
            if not said:
                raise self._wrong("a <tuv> without xml:lang")
            self._language = said.replace("_", "-").split("-")[0].lower()
        elif name == "seg":
            self._text, self._length = [], 0
        elif name == "prop":
            self._prop, self._text, self._length = attributes.get("type", ""), [], 0

    def _end(self, name: str) -> None:
        self._stack.pop()
        if self._unit is None:
            return
        if name == "seg" and "tuv" in self._stack:
            self._unit.texts.setdefault(self._language, "".join(self._text).strip())
        elif name == "prop" and self._prop == _MADE_BY:
            machine = "".join(self._text).strip() == Author.MACHINE.value
            self._unit.author = Author.MACHINE if machine else Author.PERSON
        elif name == "tu":
            self._done += _units(self._unit)
            self._unit = None

    def _characters(self, text: str) -> None:
        if "seg" not in self._stack and "prop" not in self._stack:
            return
        if not _CODES.isdisjoint(self._stack):
            return
        self._length += len(text)
        if self._length > LONGEST:
            raise self._wrong(f"a segment of more than {LONGEST} characters")
        self._text.append(text)

    def _entity(self, name: str, *_: object) -> None:
        raise self._wrong(f"it declares the entity {name!r}, which is not allowed here")

    def _skipped(self, name: str, is_parameter: int) -> None:
        # without this, an entity of a document type that is not read would vanish from the text
        if not is_parameter:
            raise self._wrong(f"the entity &{name}; is not one of XML")

    def _time(self, text: str) -> datetime:
        if not text:
            return _Open().at
        try:
            return datetime.strptime(text, _DATE).replace(tzinfo=UTC)
        except ValueError as error:
            raise self._wrong(f"{text!r} is no date of TMX (20260131T120000Z)") from error

    def _wrong(self, what: str, line: int = 0) -> StoreError:
        place = f"{self._path}, line {line or self._parser.CurrentLineNumber}"
        return StoreError(f"{place}: {what}", hint="export it again as TMX 1.4 where it came from")


def _units(read: _Open) -> list[Unit]:
    norwegian = [(code, text) for code, text in read.texts.items() if code in _NORWEGIAN and text]
    if not norwegian:
        return []
    code, source = norwegian[0]
    return [
        Unit(source, "nb" if code == "no" else code, target, text, read.author, read.by, read.at)
        for target, text in read.texts.items()
        if target not in _NORWEGIAN and text
    ]


def _variant(language: str, text: str) -> str:
    # a carriage return that is not written as a number would come back as a line feed
    said = escape(text, {"\r": "&#13;"})
    return f"<tuv xml:lang={quoteattr(language)}><seg>{said}</seg></tuv>\n"


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_DATE)
