"""One self-contained page about an archive, for its stewards and those who ran it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import jinja2

import pipeline.export
from pipeline import __version__
from pipeline.batch.joining import Joined
from pipeline.batch.joining_names import Names
from pipeline.batch.joining_records import ArchiveFlag, ArchiveForm, ArchiveName
from pipeline.batch.outputs_passing import Look, Passing
from pipeline.batch.page_counts import Counts
from pipeline.batch.page_plots import Plot, lying, together, upright
from pipeline.errors import ConfigError
from pipeline.export.look import Said, said, telling
from pipeline.export.marking import Piece, differences
from pipeline.export.templating import environment
from pipeline.export.wording import Wording
from pipeline.records import EntityKind

#: so many flags, names over time, and reasons of a flag are shown
FLAGS, NAMES, REASONS = 20, 12, 3
_WIDE: Final = 720


@dataclass(frozen=True)
class Pair:
    """A flag across articles laid out: forms with what differs marked, and why."""

    flag: ArchiveFlag
    forms: tuple[tuple[ArchiveForm, tuple[Piece, ...]], ...]
    why: tuple[Said, ...]


@dataclass(frozen=True)
class OverTime:
    """A name with its articles by year or month."""

    name: ArchiveName
    plot: Plot


class PageOutput:
    """Writes ``archive.html``."""

    def __init__(self, path: Path, look: Look) -> None:
        """Begin to count.

        Raises:
            ConfigError: there is no interface in the language asked for.
        """
        self._path, self._look = path, look
        self._say = words(look.ui)
        self._counts = Counts()

    def take(self, passing: Passing) -> None:
        """Count an article."""
        self._counts.take(passing)

    def finish(self, names: Names, joined: Joined) -> Sequence[Path]:
        """Write the page and return its file."""
        self._path.write_text(self._page(names, joined), encoding="utf-8")
        return [self._path]

    def close(self) -> None:
        """Do nothing: no file is open before the end."""

    def _page(self, names: Names, joined: Joined) -> str:
        counts, say = self._counts, self._say
        kinds = joined.names.kinds()
        speeds = self._look.speeds
        return _template().render(
            say=say,
            title=self._look.title,
            counts=counts,
            repeated=len(counts.ids.repeated()),
            totals={kind.value: kinds[kind] for kind in EntityKind},
            number=lambda value: grouped(value, self._look.ui),
            unit=say("year" if counts.is_by_year else "month"),
            units=counts.units(),
            articles=upright(counts.over_time(), _WIDE, 150),
            languages=lying(counts.languages),
            outcomes=lying(counts.outcomes),
            kinds=_kinds(counts),
            pairs=[_pair(flag, self._look.ui) for flag in joined.flags[:FLAGS]],
            more=max(0, len(joined.flags) - FLAGS),
            flags=len(joined.flags),
            over={
                kind.value: self._over_time(names, joined, kind)
                for kind in (EntityKind.PERSON, EntityKind.ORGANISATION)
            },
            speed=_speed(say, self._look),
            speed_plot=upright([("", rate) for rate in _rates(self._look)], _WIDE, 90)
            if len(speeds) > 1
            else None,
            version=__version__,
        )

    def _over_time(self, names: Names, joined: Joined, kind: EntityKind) -> list[OverTime]:
        found = list(self._counts.most_named(names, joined.home, kind, NAMES))
        return [OverTime(joined.names[place], upright(values, 260, 28)) for place, values in found]


@cache
def words(ui: str) -> Wording:
    """Return the words of the page in a language.

    Raises:
        ConfigError: there is no interface in that language.
    """
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (files("pipeline.batch") / "data" / "page.toml").read_text("utf-8")
    )
    if ui not in table:
        raise ConfigError(
            f"there is no interface in {ui!r}", hint=f"choose one of {', '.join(table)}"
        )
    return Wording(language=ui, words=table[ui])


def grouped(value: float, ui: str) -> str:
    """Return a number with its thousands parted as the language does.

    >>> grouped(1234567, "en"), grouped(0.25, "nb")
    ('1,234,567', '0,25')
    """
    text = f"{value:,.2f}" if value < 10 and value != int(value) else f"{value:,.0f}"
    if ui == "en":
        return text
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def duration(seconds: float, say: Wording) -> str:
    """Return a time in words.

    >>> duration(3700, words("en")), duration(7.4, words("en"))
    ('1 h 1 min', '7 s')
    """
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return say("hour", hours=hours, minutes=minutes)
    if minutes:
        return say("minute", minutes=minutes, seconds=whole % 60)
    return say("second", seconds=whole)


def _rates(look: Look) -> list[float]:
    return together([(speed.articles, speed.seconds) for speed in look.speeds])


def _speed(say: Wording, look: Look) -> str:
    articles = sum(speed.articles for speed in look.speeds)
    seconds = sum(speed.seconds for speed in look.speeds)
    if not articles or not seconds:
        return say("speed.none")
    return say(
        "speed.rule",
        rate=grouped(articles / seconds, look.ui),
        articles=grouped(articles, look.ui),
        time=duration(seconds, say),
    )


def _kinds(counts: Counts) -> list[tuple[str, list[tuple[str, int, float]], int]]:
    """Return kinds of flags, each with its bands (name, count, share of the longest) and total."""
    totals = {kind: 0 for kind, _ in counts.flags}
    for (kind, _), count in counts.flags.items():
        totals[kind] += count
    top = max(totals.values(), default=1)
    return [
        (
            kind,
            [
                (band, counts.flags[kind, band], counts.flags[kind, band] / top)
                for band in ("sure", "look")
                if counts.flags[kind, band]
            ],
            totals[kind],
        )
        for kind in sorted(totals, key=lambda kind: (-totals[kind], kind))
    ]


def _pair(flag: ArchiveFlag, ui: str) -> Pair:
    first, second = flag.forms
    pieces = differences(first.name, second.name)
    # each kind of reason once: who else is named beside both is told by one name
    told = {e.feature: e for e in reversed(telling(flag.candidates[0], most=12))}
    why = said(list(reversed(told.values()))[:REASONS], ui)
    return Pair(flag, tuple(zip(flag.forms, pieces, strict=True)), why)


@cache
def _template() -> jinja2.Template:
    # the look is that of the report on an article
    own, report = Path(__file__).parent, Path(pipeline.export.__path__[0])
    folders = [folder / "templates" for folder in (own, report)]
    return environment(folders).get_template("archive.html")
