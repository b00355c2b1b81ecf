"""JSON of the standards of exchange: without what is empty."""

from __future__ import annotations

import json
from collections.abc import Mapping


def filled(**values: object) -> dict[str, object]:
    """Return the values that say something: no empty text, list or ``None``.

    >>> filled(name="Kari", role="", uri=None, order=0)
    {'name': 'Kari', 'order': 0}
    """
    return {key: value for key, value in values.items() if value not in ("", None, [], {}, ())}


def to_text(value: Mapping[str, object]) -> str:
    """Return a value as JSON: letters as they are, one space of indent, a last newline."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
