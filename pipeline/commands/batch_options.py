"""The options of ``samsvar batch``."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.commands.arguments import add_memory_option, add_models_option
from pipeline.commands.options import (
    add_glossary_option,
    add_names_model_option,
    add_names_option,
    add_organisations_option,
)
from pipeline.errors import ConfigError

#: what is written of the results, and what of it without being asked
FORMATS = ("jsonl", "sqlite", "html", "parquet")
_USUAL = "jsonl,sqlite,html"
EPILOG = """\
actions on the folder of a batch:
  status DIR     how far it is, what is stale and why (--articles: each article)
  failures DIR   the articles that failed, and why
  duplicates DIR the ids that several articles share, and where these stand
  retry DIR      try those again
  verify DIR     read every result and say what is wrong
  merge DIR      join the names and write the outputs of what is done

The same command again goes on where it was stopped. An archive that is called like an action is
given as ./status."""


def add_batch_options(batch: argparse.ArgumentParser) -> None:
    """Add the options, and what the command is about."""
    batch.add_argument("archive", type=Path, metavar="ARCHIVE|ACTION",
                       help="the archive, or what to do with the folder of a batch")  # fmt: skip
    batch.add_argument("folder", nargs="?", type=Path, metavar="DIR",
                       help="with an action: the folder of the batch")  # fmt: skip
    batch.add_argument("--out", type=Path, metavar="DIR",
                       help="the folder of the batch, for an archive")  # fmt: skip
    batch.add_argument("--list", action="store_true",
                       help="ARCHIVE is a text file with the names of files, one a line, as they"
                       " are seen from here")  # fmt: skip
    batch.add_argument("--to", default="en,fr", metavar="LANGUAGES",
                       help="languages to translate into, or none (default: en,fr)")  # fmt: skip
    batch.add_argument("--workers", type=int, metavar="N",
                       help="processes at work, each with models of its own (default: one a"
                       " core)")  # fmt: skip
    add_names_option(batch)
    add_names_model_option(batch)
    add_glossary_option(batch)
    add_organisations_option(batch)
    add_memory_option(batch)
    batch.add_argument("--no-memory", action="store_true",
                       help="leave out what people translated (and the memory holds)")  # fmt: skip
    batch.add_argument("--refresh", action="store_true",
                       help="make again what is stale: what a change of the archive, the models,"
                       " the register, decisions or options touches")  # fmt: skip
    batch.add_argument("--plan-only", action="store_true",
                       help="plan the shards and stop, for `samsvar shard`")  # fmt: skip
    batch.add_argument("--shard-size", type=int, metavar="N",
                       help="articles of a shard (default: 100)")  # fmt: skip
    batch.add_argument("--most-failed", type=float, default=0.2, metavar="SHARE",
                       help="a shard of whose articles more than this share (and at least 5) fail"
                       " is stopped (default: 0.2)")  # fmt: skip
    batch.add_argument("--write", default=_USUAL, metavar="FORMATS",
                       help=f"what to write at the end: {', '.join(FORMATS)}, or none (default:"
                       f" {_USUAL})")  # fmt: skip
    batch.add_argument("--report", choices=("en", "nb", "nn"), default="en", metavar="LANGUAGE",
                       help="language of the summary page: en, nb or nn (default: en)")  # fmt: skip
    batch.add_argument("--engine", choices=("local", "ray"), default="local",
                       help="work on this machine, or on a Ray cluster (default:"
                       " local)")  # fmt: skip
    batch.add_argument("--address", default="", metavar="ADDRESS",
                       help="the Ray cluster (default: one on this machine)")  # fmt: skip
    batch.add_argument("--json", action="store_true",
                       help="say what happens as JSON on standard output, an object a"
                       " line")  # fmt: skip
    batch.add_argument("--articles", action="store_true",
                       help="with status: list each stale article, and why")  # fmt: skip
    add_models_option(batch)


def formats_of(text: str) -> tuple[str, ...]:
    """Return the formats of ``--write``; none for "none".

    Raises:
        ConfigError: there is no such format.

    >>> formats_of("jsonl,html"), formats_of("none")
    (('jsonl', 'html'), ())
    """
    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if wanted == ("none",):
        return ()
    unknown = [one for one in wanted if one not in FORMATS]
    if unknown:
        raise ConfigError(
            f"--write: there is no format {', '.join(unknown)}",
            hint=f"choose from {', '.join(FORMATS)} (or none)",
        )
    return wanted
