"""Glossaries from files, and the one to translate with: a given one over the user's own."""

from __future__ import annotations

from pathlib import Path

from pipeline.authority.tabular import encoding_of
from pipeline.errors import ConfigError, StoreError
from pipeline.translation.glossary import Glossary, joined
from pipeline.translation.glossary_file import read_glossary
from pipeline.translation.glossary_store import GlossaryStore, glossary_path
from pipeline.translation.tbx import read_tbx

_TBX = (".tbx", ".xml")


def read_glossary_file(path: Path) -> tuple[Glossary, str]:
    """Return the glossary in a CSV or TBX file, and a note on what had to be assumed.

    Raises:
        ConfigError: the file cannot be read, or is no glossary; says the line and what to do.
    """
    if path.suffix.lower() in _TBX:
        try:
            return read_tbx(path.read_bytes(), str(path)), ""
        except OSError as error:
            message = f"{path}: cannot be read: {error.strerror}"
            raise ConfigError(message, hint="check the name of the file") from error
    try:
        encoding, note = encoding_of(path)
    except StoreError as error:
        raise ConfigError(error.message, hint=error.hint) from error
    return read_glossary(path.read_text(encoding=encoding), str(path)), note


def open_glossary(given: Path | Glossary | None = None) -> Glossary:
    """Return the glossary to translate with: the user's own, and a given one before it.

    Raises:
        ConfigError: the given file is no glossary.
        StoreError: the user's own glossary cannot be read.
    """
    first = read_glossary_file(given)[0] if isinstance(given, Path) else given or Glossary()
    path = glossary_path()
    if not path.exists():
        return first
    with GlossaryStore(path) as store:
        return joined(first, store.read())
