"""Jinja as all pages use it: everything is escaped, a name that is not there is an error."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import jinja2


def environment(folders: Sequence[Path]) -> jinja2.Environment:
    """Return the templates of some folders; of two with one name that of the first folder."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
    )


def visible(value: object) -> object:
    r"""Return a text with the control characters that HTML forbids shown as U+FFFD.

    >>> visible("a\x00b") == "a\N{REPLACEMENT CHARACTER}b"
    True
    """
    if isinstance(value, str) and any(_is_control(c) for c in value):
        return "".join("\N{REPLACEMENT CHARACTER}" if _is_control(c) else c for c in value)
    return value


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and character not in "\t\n\r"
