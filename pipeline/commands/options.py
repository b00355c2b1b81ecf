"""What the commands ``names`` and ``decide`` have in common."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.authority.register import Register

#: as in ``pipeline.build``, which a parser need not load
NAMES_MODELS = ("encoder", "small")
KINDS = ("person", "organisation", "place")
_T = TypeVar("_T")


def add_names_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the user's register is."""
    parser.add_argument("--names", type=Path, metavar="FILE",
                        help="the file of the register and of decisions (default: $SAMSVAR_NAMES,"
                        " or samsvar/names.db in the user's data folder)")  # fmt: skip


def add_names_model_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that says which model finds names."""
    parser.add_argument("--names-model", choices=NAMES_MODELS, default=NAMES_MODELS[0],
                        help="what finds names: encoder, or small, which is three times as fast and"
                        " not as good (default: encoder)")  # fmt: skip


def add_glossary_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that gives a glossary for one run."""
    parser.add_argument("--glossary", type=Path, metavar="FILE",
                        help="a glossary (.csv or .tbx) for this run, which goes before your own"
                        " (samsvar glossary)")  # fmt: skip


def add_organisations_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that says what becomes of organisations without an official name."""
    parser.add_argument("--organisations", choices=("keep", "explain"), default="keep",
                        help="organisations that have no official name in the other language: keep"
                        " them as they are, or explain them in brackets at the first mention"
                        " (default: keep)")  # fmt: skip


def add_by_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that says who changes something."""
    parser.add_argument("--by", metavar="WHO",
                        help="who does this, for the history (default: the login"
                        " name)")  # fmt: skip


def add_kind(parser: argparse.ArgumentParser, default: str | None = "person") -> None:
    """Add the option that says of what the names are."""
    told = f" (default: {default})" if default else ""
    parser.add_argument("--kind", choices=KINDS, default=default, metavar="KIND",
                        help=f"person, organisation or place{told}")  # fmt: skip


def who(given: str | None) -> str:
    """Return who does something: the one given, or the login name."""
    if given:
        return given
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, in a container say
        return ""


def known(names: Path | None) -> Register:
    """Return the register of the package with the user's above it, to be read."""
    from pipeline.authority.register import names_file_to_read, open_knowledge

    return open_knowledge(names_file_to_read(names))


def write_export(
    path: Path | None, writers: Mapping[str, Callable[[Iterable[_T]], Iterable[str]]],
    things: Iterable[_T],
) -> None:  # fmt: skip
    """Write things to a file, as its name ends; without a file to the screen, the first way.

    Raises:
        ConfigError: the name ends in another way.
        StoreError: the file cannot be written.
    """
    from pipeline.files import write_pieces

    if path is None:
        sys.stdout.writelines(next(iter(writers.values()))(things))
        return
    if path.suffix.lower() not in writers:
        raise ConfigError(
            f"{path}: what to write cannot be told from the name",
            hint=f"let it end in {' or '.join(writers)}",
        )
    write_pieces(writers[path.suffix.lower()](things), path)
