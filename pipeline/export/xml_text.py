"""Text for XML: escaped, and without the characters that XML cannot hold."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

#: what XML 1.0 has no way to write, lone surrogates with it
NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS: Final = re.compile("[\x0b\x0c\x1c-\x1f]")
# written as it is, a carriage return would come back as a line feed
_CONTENT: Final = {"\r": "&#13;"}
_ATTRIBUTE: Final = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


def writable(text: str) -> str:
    r"""Return a text in which XML can hold every character.

    Control characters that are white space become spaces; all others become U+FFFD, which readers
    show as a question mark in a box.

    >>> writable("Kari\x0cAas\x07")
    'Kari Aas�'
    """
    return NOT_XML.sub("\ufffd", _BLANKS.sub(" ", text))


def content(text: str) -> str:
    """Return a text as the content of an element.

    >>> content("Berg & Lie <AS>")
    'Berg &amp; Lie &lt;AS&gt;'
    """
    return escape(writable(text), _CONTENT)


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, in its quotation marks.

    >>> attribute('Kari "Kaja" Aas')
    '"Kari &quot;Kaja&quot; Aas"'
    """
    return f'"{escape(writable(text), _ATTRIBUTE)}"'


def name_token(text: str) -> str:
    """Return a text as a name token (NMTOKEN); other letters than a to z become "_".

    >>> name_token("caption 2/å")
    'caption_2__'
    """
    return re.sub(r"[^A-Za-z0-9._-]", "_", text) or "_"
