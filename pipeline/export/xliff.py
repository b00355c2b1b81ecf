"""A translation as XLIFF 2.1 (OASIS Standard, 2018), which translators' programs edit.

A part of the article is a unit, a sentence a segment, the text between sentences an ignorable;
names are marked as not to be translated. Together they are the part, character for character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pipeline.export.aligned import Aligned, Name, Row, align
from pipeline.export.identifiers import Register, known, uris
from pipeline.export.remarks import of_check, of_flag
from pipeline.export.wording import Wording
from pipeline.export.xml_text import NOT_XML, attribute, content, name_token
from pipeline.records import Maker, ProcessedArticle, Translation

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"
#: makes the mark of a segment from its source and its translation
Mark = Callable[[str, str], str]


def write_xliff(
    outcome: ProcessedArticle,
    translation: Translation,
    mark: Mark,
    say: Wording,
    register: Register,
) -> str:
    """Return one translation of an article as the text of an XLIFF file.

    Args:
        outcome: the article.
        translation: which of its translations.
        mark: what tells later whether a segment was edited; it is in the id of the segment, and
            has to be made of letters, digits, "-", "." and "_".
        say: the words of the notes.
        register: what is known about the names, for their addresses.
    """
    article, source = outcome.article, outcome.detection.language
    units = "".join(
        unit
        for number, one in enumerate(align(outcome, translation), start=1)
        for unit in _unit(number, one, (mark, say, register))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff xmlns="{NAMESPACE}" version="2.1" srcLang={attribute(source)}'
        f" trgLang={attribute(translation.target)}>\n"
        f'<file id="f1" original={attribute(article.source or article.id)} canResegment="no"'
        f' xml:space="preserve">\n{units}</file>\n</xliff>\n'
    )


def _unit(number: int, one: Aligned, with_: tuple[Mark, Wording, Register]) -> Iterator[str]:
    mark, say, register = with_
    yield (
        f'<unit id="u{number}" name={attribute(one.part.name)}'
        f' type="samsvar:{name_token(one.part.kind.value)}">\n'
    )
    notes = list(_notes(one.rows, say))
    if notes:
        yield f"<notes>\n{''.join(notes)}</notes>\n"
    for row in one.rows:
        yield from _ignorable(row.gap, row.target_gap)
        yield _segment(row, mark(row.source, row.target), register)
    yield from _ignorable(one.rest, one.target_rest)
    yield "</unit>\n"


def _notes(rows: Iterable[Row], say: Wording) -> Iterator[str]:
    """Yield a note for each failed check and for each flag; the number of the row goes before."""
    told: set[str] = set()
    number = 0
    for row in rows:
        checks = row.segment.checks if row.segment else ()
        texts = [("target", "check", f"{row.number}: {of_check(check, say)}") for check in checks]
        if row.segment is None:
            texts.append(("target", "check", f"{row.number}: {say('translation.untranslated')}"))
        for flag in row.flags:
            if flag.id not in told:
                told.add(flag.id)
                texts.append(("source", "name", f"{row.number}: {of_flag(flag, say.language)}"))
        for applies, category, text in texts:
            number += 1
            yield (
                f'<note id="n{number}" appliesTo="{applies}" category="{category}">'
                f"{content(text)}</note>\n"
            )


def _ignorable(source: str, target: str | None) -> Iterator[str]:
    if source or target:
        said = "" if target is None else f"<target>{_coded(target)}</target>"
        yield f"<ignorable><source>{_coded(source)}</source>{said}</ignorable>\n"


def _segment(row: Row, mark: str, register: Register) -> str:
    source = f"<source>{_marked(row.source, row.names, register)}</source>"
    target = ""
    if row.target:
        target = f"<target>{_marked(row.target, row.target_names, register)}</target>"
    return (
        f'<segment id="s{row.number}.{name_token(mark)}" {_state(row)}>{source}{target}</segment>\n'
    )


def _state(row: Row) -> str:
    """Return how far a segment is: never further than what is known.

    Nothing that a program made is "reviewed"; what failed a check is back at "initial".
    """
    if row.segment is None or not row.target:
        return 'state="initial"'
    if row.segment.checks:
        return 'state="initial" subState="samsvar:doubtful"'
    by_person = row.segment.maker is Maker.PERSON
    return f'state="translated" subState="samsvar:{"person" if by_person else "machine"}"'


def _marked(text: str, names: Iterable[Name], register: Register) -> str:
    pieces: list[str] = []
    done = 0
    for name in names:
        pieces += [_coded(text[done : name.start]), _opening(name, register)]
        pieces += [_coded(text[name.start : name.end]), "</mrk>"]
        done = name.end
    return "".join([*pieces, _coded(text[done:])])


def _opening(name: Name, register: Register) -> str:
    said = f'<mrk id="{name.id}" translate="no" type="samsvar:{name.kind.value}"'
    if name.cluster:
        said += f" value={attribute(name.cluster.name)}"
        said += "".join(f" ref={attribute(one)}" for one in
                        uris(known(name.cluster, register).ids)[:1])  # fmt: skip
    return f"{said}>"


def _coded(text: str) -> str:
    r"""Return a text as content; a character that XML cannot hold is a ``cp`` element.

    >>> _coded("a\x07b<")
    'a<cp hex="0007"/>b&lt;'
    """
    pieces: list[str] = []
    done = 0
    for match in NOT_XML.finditer(text):
        pieces.append(content(text[done : match.start()]))
        pieces.append(f'<cp hex="{ord(match.group()):04X}"/>')
        done = match.end()
    return "".join([*pieces, content(text[done:])])
