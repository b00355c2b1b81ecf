"""The fixed words of captions and lists: cues, sides, words between names, credits, headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.translation.tables import COLUMNS, fold, like_case, load_table

_CUES = ("row", "direction")
#: what parts the links of a line above an article
_COLUMN = re.compile(r"(\s*\|\s*|\s{2,})")
_GROUPS = (*_CUES, "side", "credit", "word")


@dataclass(frozen=True)
class Phrase:
    """A fixed phrase at [start, end) of the text that was searched, in the target language."""

    start: int
    end: int
    group: str
    text: str


@dataclass(frozen=True)
class Phrases:
    """The phrase table. ``entries`` gives group and row for a folded Norwegian form.

    ``whole_texts`` are headings, ``cells`` what stands alone in a cell or at the foot of a page; in
    those, {} is a number.
    """

    entries: Mapping[str, tuple[str, tuple[str, ...]]]
    whole_texts: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, tuple[str, ...]]

    def whole(self, text: str, target: str) -> str | None:
        """Return the translation of a heading or line that the table has in full, else None.

        >>> load_phrases().whole("Heim  |  Skriv ut", "en"), load_phrases().whole("Antall:", "fr")
        ('Home  |  Print', 'Nombre')
        >>> load_phrases().whole("Side 2 av 14", "fr"), load_phrases().whole("Figur 1.", "en")
        ('Page 2 sur 14', 'Figure 1.')
        """
        if target not in COLUMNS:
            return None
        said = []
        for number, piece in enumerate(_COLUMN.split(text)):
            row = self._row(piece)
            if number % 2 == 0 and row is None:
                return None
            numbers = re.findall(r"\d+", piece)
            stop = "." if numbers and piece.rstrip().endswith(".") else ""
            said.append(piece if row is None else row[COLUMNS[target]].format(*numbers) + stop)
        translated = "".join(said)
        return translated.upper() if text.isupper() else translated

    def _row(self, piece: str) -> tuple[str, ...] | None:
        form = fold(piece.strip(" :."))
        return self.whole_texts.get(form) or self.cells.get(re.sub(r"\d+", "{}", form))

    def find(self, text: str, target: str) -> tuple[Phrase, ...]:
        """Return the fixed phrases of ``text``, longest first choice, left to right.

        A row and a direction that stand together are one cue, in the order of the target. The
        words of a heading count where a colon follows.

        >>> [phrase.text for phrase in load_phrases().find("Fra venstre bak: ", "en")]
        ['Back row, from left']
        >>> [phrase.text for phrase in load_phrases().find("Foran f.v: ", "fr")]
        ['Au premier rang, de gauche à droite']
        """
        if target not in COLUMNS:
            return ()
        found = [self._phrase(match, target) for match in self._pattern.finditer(text)]
        return tuple(_join_cues(text, found))

    def _phrase(self, match: re.Match[str], target: str) -> Phrase:
        form = re.sub(r"\d+(?=\W+(?:fra|frå)\b)", "{}", fold(match.group()))
        key = form if form in self.entries else fold(match.group())
        group, row = self.entries.get(key) or ("heading", self.whole_texts[key])
        number = re.search(r"\d+", match.group())
        text = row[COLUMNS[target]].format(number.group() if number else "")
        return Phrase(match.start(), match.end(), group, like_case(match.group(), text))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = [_any_space(form).replace(r"\{\}", r"\d+") for form in _longest(self.entries)]
        heads = "|".join(_any_space(form) for form in _longest(self.whole_texts))
        return re.compile(
            rf"(?<!\w)(?:(?:{heads})(?=\s*:)|(?:{'|'.join(words)})(?!\w))", re.IGNORECASE
        )


def load_phrases() -> Phrases:
    """Return the phrase table of the package."""
    table = load_table("phrases")
    entries: dict[str, tuple[str, tuple[str, ...]]] = {}
    for group in _GROUPS:
        for row in table[group]:
            for form in row[0].split("|"):
                entries.setdefault(fold(form), (group, tuple(row)))
    whole, cells = (
        {fold(form): tuple(row) for row in table[group] for form in row[0].split("|")}
        for group in ("whole", "cell")
    )
    return Phrases(entries=entries, whole_texts=whole, cells=cells)


def _longest(forms: Iterable[str]) -> list[str]:
    return sorted(forms, key=len, reverse=True)


def _any_space(form: str) -> str:
    return re.escape(form).replace(r"\ ", r"\s+")


def _join_cues(text: str, found: list[Phrase]) -> list[Phrase]:
    """Join a row and a direction that only a space or a comma parts; the row comes first."""
    joined: list[Phrase] = []
    for phrase in found:
        last = joined[-1] if joined else None
        between = text[last.end : phrase.start] if last else ""
        if last and {last.group, phrase.group} <= {*_CUES} and not between.strip(" ,\n\t"):
            joined[-1] = _join(text, last, phrase)
        else:
            joined.append(phrase)
    return joined


def _join(text: str, left: Phrase, right: Phrase) -> Phrase:
    first, second = (right, left) if right.group == "row" else (left, right)
    words = f"{_lower_first(first.text)}, {_lower_first(second.text)}"
    group = "row" if "row" in (left.group, right.group) else "direction"
    return Phrase(left.start, right.end, group, like_case(text[left.start], words))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
