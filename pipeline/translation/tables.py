"""The tables beside this package: fixed phrases, roles, names of places and organisations."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

#: the column of a table row that holds a language; a language without one has no tables
COLUMNS = {"en": 1, "fr": 2}


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return the table ``name`` (without ".toml") of the data folder; nobody changes it."""
    source = files("pipeline.translation").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def fold(text: str) -> str:
    """Return the form in which table entries are compared: no case, white space made single.

    >>> fold(" Fra   Venstre ")
    'fra venstre'
    """
    return " ".join(text.casefold().split())


def like_case(model: str, text: str) -> str:
    """Return ``text`` with a capital first letter where ``model`` starts with one.

    >>> like_case("Foto", "photo"), like_case("foto", "photo")
    ('Photo', 'photo')
    """
    return text[:1].upper() + text[1:] if model[:1].isupper() else text


def elide(text: str, following: str) -> str:
    """Return ``text`` with a final French "de" shortened before a vowel.

    >>> elide("de", "Oslo"), elide("de", "Bergen"), elide("guide", "Oslo")
    ('d’', 'de', 'guide')
    """
    if re.search(r"\bde$", text) and re.match(r"[aeiouyhâàéèêîôûAEIOUYHÂÀÉÈÊÎÔÛ]", following):
        return text[:-1] + "’"
    return text
