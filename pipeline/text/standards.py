"""Nynorsk words of organisations' names as Bokmål has them: "høgskulen" and "høgskolen" are one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files


@cache
def _pieces() -> Mapping[str, str]:
    data = files("pipeline.text") / "data" / "standards.toml"
    pieces: Mapping[str, str] = tomllib.loads(data.read_text("utf-8"))["pieces"]
    return pieces


@lru_cache(maxsize=16384)
def to_bokmaal(word: str) -> str:
    """Return a folded word of an organisation's name in Bokmål; other words stay as they are.

    >>> to_bokmaal("hogskulen"), to_bokmaal("sjukehuset"), to_bokmaal("havbris")
    ('hogskolen', 'sykehuset', 'havbris')
    """
    for nynorsk, bokmaal in _pieces().items():
        word = word.replace(nynorsk, bokmaal)
    return word
