"""What the page about an archive counts, in memory that hardly grows: 8 bytes an article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.batch.joining_names import Names
from pipeline.batch.outputs_passing import Passing
from pipeline.batch.repeated import Ids
from pipeline.records import EntityKind, FailedArticle, ProcessedArticle

#: names are counted by year; when there are more counts than this, those of rare names go
MOST_COUNTS: Final = 400_000
#: of up to so many years months are shown
FEW_YEARS: Final = 2


@dataclass
class Counts:
    """Counts over the articles that have passed. ``unit`` is a year, or a month where few years."""

    outcomes: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    flags: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    first_error: dict[str, FailedArticle] = field(default_factory=dict)
    dates: tuple[str, str] = ("", "")
    ids: Ids = field(default_factory=Ids)
    _by_name: Counter[tuple[int, str]] = field(default_factory=Counter)
    _seen: Counter[int] = field(default_factory=Counter)

    def take(self, passing: Passing) -> None:
        """Count an article."""
        outcome, date = passing.outcome, passing.date
        self.ids.note(passing.result.id)
        self.outcomes[outcome.outcome] += 1
        # what has a year only is counted in its first month
        month = date[:7] if len(date) != 4 else f"{date}-01"
        if month:
            self.months[month] += 1
            first, last = self.dates
            self.dates = (min(first or date, date), max(last, date))
        if isinstance(outcome, FailedArticle):
            self.languages["und"] += 1
            self.errors[outcome.error] += 1
            self.first_error.setdefault(outcome.error, outcome)
            return
        self.languages[outcome.detection.language] += 1
        if isinstance(outcome, ProcessedArticle):
            for flag in outcome.reconciliation.flags:
                self.flags[flag.kind.value, flag.band.value] += 1
            for number in _written_about(outcome, passing.names):
                self._seen[number] += 1
                self._by_name[number, month] += 1
            if len(self._by_name) > MOST_COUNTS:
                self._forget_rare_names()

    @property
    def is_by_year(self) -> bool:
        """Whether there are so many years that months would be too many."""
        first, last = (date[:4] for date in self.dates)
        return not first or int(last or 0) - int(first) >= FEW_YEARS

    def units(self) -> list[str]:
        """Return all years, or months, from the first to the last."""
        first, last = self.dates
        if not first:
            return []
        if self.is_by_year:
            return [f"{year:04}" for year in range(int(first[:4]), int(last[:4]) + 1)]
        begin, end = (int(date[:4]) * 12 + int(date[5:7] or 1) - 1 for date in self.dates)
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]

    def over_time(self) -> list[tuple[str, float]]:
        """Return how many articles there are of each year or month."""
        found: Counter[str] = Counter()
        for month, count in self.months.items():
            found[self._unit(month)] += count
        return [(unit, found[unit]) for unit in self.units()]

    def most_named(
        self, names: Names, home: Sequence[int], kind: EntityKind, most: int
    ) -> Iterator[tuple[int, list[tuple[str, float]]]]:
        """Yield the places of the names in most articles, with their articles by year or month."""
        totals: Counter[int] = Counter()
        of_name: defaultdict[int, list[int]] = defaultdict(list)
        for number, count in self._seen.items():
            if names.all[number].kind is kind and home[number] >= 0:
                totals[home[number]] += count
                of_name[home[number]].append(number)
        chosen = sorted(totals, key=lambda place: (-totals[place], place))[:most]
        wanted = {number: place for place in chosen for number in of_name[place]}
        found: dict[int, Counter[str]] = {place: Counter() for place in chosen}
        for (number, month), count in self._by_name.items():
            if number in wanted and month:
                found[wanted[number]][self._unit(month)] += count
        for place in chosen:
            yield place, [(unit, found[place][unit]) for unit in self.units()]

    def _unit(self, month: str) -> str:
        return month[:4] if self.is_by_year else month

    def _forget_rare_names(self) -> None:
        """Forget when rare names stood where: they are not among those that are shown."""
        usual = sorted(self._seen.values(), reverse=True)
        least = max(2, usual[min(len(usual) - 1, 2000)])
        self._seen = Counter({n: count for n, count in self._seen.items() if count >= least})
        kept = {key: count for key, count in self._by_name.items() if key[0] in self._seen}
        self._by_name = Counter(kept)


def _written_about(outcome: ProcessedArticle, names: Sequence[int]) -> set[int]:
    """Return the names that an article writes about: not those who only took its pictures."""
    credited = {m.span for caption in outcome.reading.captions for m in caption.credits}
    clusters = outcome.reconciliation.clusters
    return {
        number
        for number, cluster in zip(names, clusters, strict=True)
        if any(m.span not in credited for m in cluster.mentions)
    }
