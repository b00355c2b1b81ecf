"""Addresses of the pages of the register."""

from __future__ import annotations

from urllib.parse import urlencode


def address(path: str, **values: str) -> str:
    """Return the address of a page about an entry: ids may hold any sign.

    >>> address("/register/entry", id="a/b")
    '/register/entry?id=a%2Fb'
    """
    return f"{path}?{urlencode(values)}"
