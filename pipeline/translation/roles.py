"""Titles and roles: a glossary, compounds made of a field and a head, words in front."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.translation.tables import COLUMNS, elide, fold, like_case, load_table

_Row = tuple[str, ...]


@dataclass(frozen=True)
class Roles:
    """The glossary of titles. Rows are (Norwegian, English, French, French feminine)."""

    titles: Mapping[str, _Row]
    fields: Mapping[str, _Row]
    heads: Mapping[str, _Row]
    modifiers: Mapping[str, _Row]
    women: frozenset[str]

    def is_woman(self, name: str) -> bool:
        """Return whether the given name is one that only women bear.

        >>> load_roles().is_woman("Wivi-Ann Bamrud"), load_roles().is_woman("Kim Dahl")
        (True, False)
        """
        given = re.split(r"[\s-]", name.strip(), maxsplit=1)[0]
        return given in self.women

    def translate(self, text: str, target: str, *, feminine: bool = False) -> str | None:
        """Return the title in the target language, or None where the glossary cannot say.

        >>> roles = load_roles()
        >>> roles.translate("Strategi og omdømmesjef", "en")
        'Head of strategy and reputation'
        >>> roles.translate("fungerende daglig leder", "fr", feminine=True)
        'directrice générale par intérim'
        """
        if target not in COLUMNS:
            return None
        column = COLUMNS[target] + (target == "fr" and feminine)
        found = self._title(fold(text), column)
        return found and like_case(text, found)

    def _title(self, key: str, column: int) -> str | None:
        for form in _indefinite(key):
            said = _cell(self.titles[form], column) if form in self.titles else ""
            if said:
                return said
        return self._modified(key, column) or self._compound(key, column) or self._two(key, column)

    def _modified(self, key: str, column: int) -> str | None:
        first, _, rest = key.partition(" ")
        title = self._title(rest, column) if rest and first in self.modifiers else None
        return title and _cell(self.modifiers[first], column).format(title)

    def _compound(self, key: str, column: int) -> str | None:
        for head, row in self.heads.items():
            if key.endswith(head) and len(key) > len(head):
                fields = self._fields(key.removesuffix(head), column)
                if fields:
                    return _cell(row, column).format(fields)
        return None

    def _fields(self, stem: str, column: int) -> str | None:
        column = min(column, 2)
        parts = [part.strip().rstrip("-") for part in re.split(r"\s+og\s+|,", stem)]
        rows = [self.fields.get(part) or self.fields.get(part.removesuffix("s")) for part in parts]
        known = [row[column] for row in rows if row]
        if len(known) < len(parts):
            return None
        return _list(known, "and" if column == COLUMNS["en"] else "et")

    def _two(self, key: str, column: int) -> str | None:
        parts = key.split(" og ")
        titles = [self._title(part, column) for part in parts] if len(parts) == 2 else []
        known = [title for title in titles if title]
        joint = "and" if column == COLUMNS["en"] else "et"
        return _list(known, joint) if len(known) == 2 else None


def role_edits(
    sentence: str, people: Sequence[tuple[int, str]], roles: Roles, target: str
) -> list[tuple[int, int, str]]:
    """Return the titles in front of people and their translation, as (start, end, words).

    Engines copy a title that stands in the target language already, and bend rare Norwegian ones.
    In French a title in front of a name has its article.

    Args:
        sentence: the source.
        people: where each name starts, and the name.
        roles: the glossary.
        target: the target language.

    >>> role_edits("Hamnesjef Per Vik kom", [(10, "Per Vik")], load_roles(), "en")
    [(0, 9, 'Port director')]
    >>> role_edits("Vi så rektor Liv Vik", [(13, "Liv Vik")], load_roles(), "fr")
    [(6, 12, 'la rectrice')]
    """
    edits = []
    for start, name in people:
        for match in _TITLES:
            words = match.search(sentence[:start])
            title = words.group(1) if words else ""
            woman = roles.is_woman(name)
            said = title and roles.translate(title, target, feminine=woman)
            if words and said:
                if target == "fr":
                    plain = roles.translate(title.lower(), target, feminine=woman) or said
                    said = like_case(title, _with_french_article(plain, feminine=woman))
                edits.append((words.start(1), words.end(1), said))
                break
    return edits


def _with_french_article(title: str, *, feminine: bool) -> str:
    """Return a title with its definite article.

    >>> _with_french_article("maire", feminine=False), _with_french_article("amie", feminine=True)
    ('le maire', 'l’amie')
    """
    if elide("de", title) != "de":
        return f"l’{title}"
    return f"la {title}" if feminine else f"le {title}"


#: three, two or one word in front of a name
_TITLES = tuple(re.compile(rf"(?:^|\s)((?:[\w.-]+\s){{{n}}}[\w-]+)\s$") for n in (2, 1, 0))


def load_roles() -> Roles:
    """Return the glossary of the package."""
    table = load_table("roles")
    return Roles(
        titles=_by_form(table["rows"]),
        fields=_by_form(table["fields"]),
        heads=_by_form(table["heads"]),
        modifiers=_by_form(table["modifiers"]),
        women=frozenset(table["women"].split()),
    )


def _by_form(rows: Sequence[Sequence[str]]) -> dict[str, _Row]:
    table: dict[str, _Row] = {}
    for row in rows:
        for form in row[0].split("|"):
            table.setdefault(fold(form), tuple(row))
    return table


def _cell(row: _Row, column: int) -> str:
    """Return the cell; an empty feminine is the masculine or common form."""
    return row[column] or (row[2] if column == 3 else "")


def _indefinite(key: str) -> tuple[str, ...]:
    """Return the forms that the glossary may have a title under.

    >>> _indefinite("rektoren")
    ('rektoren', 'rektor', 'rektore')
    """
    if key.endswith("en"):
        return key, key[:-2], key[:-1]
    return (key, key[:-1]) if key.endswith(("n", "a")) else (key,)


def _list(items: Sequence[str], joint: str) -> str:
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"
