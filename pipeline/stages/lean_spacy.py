"""spaCy imported without its command line, which is half of what there is to import.

The package ``spacy`` takes one function from there, ``spacy.info``, and with it come an HTTP
client, a template engine and a terminal library.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_MODULE = "spacy.cli.info"


@contextmanager
def without_command_line() -> Iterator[None]:
    """Let ``import spacy`` in the block leave out ``spacy.cli``; it can be imported afterwards."""
    if "spacy" in sys.modules:
        yield
        return
    stand_in = ModuleType(_MODULE)
    stand_in.__dict__["info"] = _info
    sys.modules[_MODULE] = stand_in
    try:
        yield
    finally:
        del sys.modules[_MODULE]


def _info(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - those of spaCy
    """Return what ``spacy.info`` does."""
    return import_module(_MODULE).info(*arguments, **options)
