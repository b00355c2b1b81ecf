"""What the commands that translate have in common: options, and how they are read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import ConfigError

TARGETS = ("en", "fr")


def add_models_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the models are."""
    parser.add_argument("--models", type=Path, metavar="DIR",
                        help="the models folder (default: $SAMSVAR_MODELS, or the one of the"
                        " project)")  # fmt: skip


def add_memory_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the translation memory is."""
    parser.add_argument("--memory", type=Path, metavar="FILE",
                        help="the translation memory (default: $SAMSVAR_MEMORY, or"
                        " samsvar/memory.db in the user's data folder)")  # fmt: skip


def targets_of(text: str) -> tuple[str, ...]:
    """Return the languages of ``--to``: "en,fr", or "none" for none.

    Raises:
        ConfigError: one of them cannot be translated into.

    >>> targets_of("fr, en"), targets_of("none")
    (('fr', 'en'), ())
    """
    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if wanted == ("none",):
        return ()
    unknown = [language for language in wanted if language not in TARGETS]
    if unknown or not wanted:
        named = ", ".join(unknown) or "nothing"
        raise ConfigError(
            f"--to: cannot translate into {named}", hint="choose from en, fr (or none)"
        )
    return wanted


def refuse_twins(paths: Sequence[Path], stems: Sequence[str]) -> None:
    """Refuse files whose results would be written to the same places.

    Raises:
        ConfigError: two of the stems are the same.
    """
    first: dict[str, Path] = {}
    for path, stem in zip(paths, stems, strict=True):
        if stem in first:
            raise ConfigError(
                f"{first[stem]} and {path} would be written to the same files ({stem}.json, …)",
                hint="rename one of them, or run them apart with another --out",
            )
        first[stem] = path
