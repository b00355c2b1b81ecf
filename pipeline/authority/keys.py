"""The form under which a name is looked up, and what a name of the register may look like."""

from __future__ import annotations

import re
import unicodedata

from pipeline.text.folding import fold, squeeze

#: longer than any name there is: what is longer is a sentence or a broken file
LONGEST = 250
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd]")


def form_key(name: str) -> str:
    r"""Return the form of a name that is looked up: no letter case, white space made single.

    >>> form_key("  KARI\u00a0Lund ") == form_key("Kari Lund")
    True
    >>> form_key("Aas") == form_key("Ås")
    False
    """
    if name.isascii():
        return squeeze(name).casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", squeeze(name)).casefold())


def fault_of(name: str) -> str:
    """Return what is wrong with a name, in words; empty where nothing is.

    >>> fault_of("Kari Lund"), fault_of(" ")
    ('', 'the name is empty')
    >>> fault_of("x" * 500)
    'the name has 500 characters, more than 250'
    """
    if not name.strip():
        return "the name is empty"
    if len(name) > LONGEST:
        return f"the name has {len(name)} characters, more than {LONGEST}"
    bad = _CONTROL.search(name)
    if bad:
        return f"the name {name[:40]!r} holds the character U+{ord(bad.group()):04X}"
    if not any(letter.isalnum() for letter in name):
        return f"the name {name[:40]!r} has no letter"
    return ""


def slug(name: str) -> str:
    """Return a name as an id that reads well: small letters, digits and hyphens.

    >>> slug("Universitetet i Sørøst-Norge"), slug("Åse Ødegård")
    ('universitetet-i-sorost-norge', 'aase-odegaard')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "name"
