"""What each output of an archive is handed: the articles as they pass, and what else there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.batch.joining import Joined
from pipeline.batch.joining_names import Names
from pipeline.batch.results import Result, Speed
from pipeline.records import FailedArticle, ProcessedArticle, SkippedArticle

_DATE = re.compile(r"\d{4}(?!\d)(?:-(?:0[1-9]|1[0-2])(?!\d)(?:-(?:0[1-9]|[12]\d|3[01])(?!\d))?)?")


@dataclass(frozen=True)
class Passing:
    """An article as it passes: its result, and the numbers of the names of its clusters.

    ``date`` is that of the result where it is one (ISO 8601), else empty.
    """

    result: Result
    outcome: ProcessedArticle | SkippedArticle | FailedArticle
    names: tuple[int, ...] = ()
    date: str = ""


@dataclass(frozen=True)
class Look:
    """What the page wants to know beside the articles: its language, its title, the speed."""

    ui: str = "en"
    title: str = ""
    speeds: tuple[Speed, ...] = ()


def date_of(text: str) -> str:
    """Return the day, month or year with which a text begins, empty where it begins with none.

    >>> date_of("2019-03-14T12:00:00Z"), date_of("2019"), date_of("14.03.2019"), date_of("2019-14")
    ('2019-03-14', '2019', '', '2019')
    """
    found = _DATE.match(text)
    return found.group() if found else ""


class Output(Protocol):
    """Something that takes what it wants of each article, and is finished with the names."""

    def take(self, passing: Passing) -> None:
        """Take in an article."""

    def finish(self, names: Names, joined: Joined) -> Sequence[Path]:
        """Write what is left and return the files."""

    def close(self) -> None:
        """Let go of what is open, also when the output was not finished."""
