"""How many names come through the real pipeline, and what became of each that did not.

    python -m tests.bench.names_kept corpus/articles [--limit 3] [--to en,fr]
    python -m tests.bench.names_kept sentences.txt --every 8 [--to en,fr]

A folder is read as articles; a text file as Norwegian sentences, one a line, twenty to an article.
Told are, for each language, the names that the pipeline asked for, how many stand in the target
in the form asked for, how many of those the engine had lost and the pipeline put back, how many
are marked as missing, and how many are lost without a mark: those must be none. That is told apart
here by looking for each name in its segment, not from the pipeline's own report. A second line
counts capitalised words that stand together in the source (no name finder asked) and come through
letter for letter.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.build import build_stages
from pipeline.documents.reading import read_file
from pipeline.flow import process
from pipeline.records import Article, Part, PartKind, ProcessedArticle, Segment, Translation
from pipeline.translation.keepnames import (
    Wanted,
    find_kept,
    load_name_forms,
    proposals,
    wanted_names,
)
from pipeline.translation.segments import Facts
from pipeline.translation.unlisted import capitals_inside

_RUN = re.compile(r"(?<=[a-zæøå,] )[A-ZÆØÅ][\w'’-]*\w(?:\s[A-ZÆØÅ][\w'’-]*\w)+")


@dataclass
class Tally:
    """What became of the names in one language."""

    asked: int = 0
    kept: int = 0
    restored: int = 0
    marked: int = 0
    silent: int = 0
    runs: int = 0
    runs_kept: int = 0
    losses: list[str] = field(default_factory=list)

    def told(self) -> Iterator[str]:
        """Yield the figures and the losses."""
        share = self.kept / self.asked if self.asked else 1.0
        yield (
            f"{self.asked} names asked, {self.kept} kept ({share:.1%}), of them {self.restored} "
            f"restored; {self.marked} marked, {self.silent} lost silently"
        )
        if self.runs:
            yield (
                f"{self.runs} runs of capitalised words, {self.runs_kept} there letter for letter "
                f"({self.runs_kept / self.runs:.1%})"
            )
        yield from self.losses


def read_articles(place: Path, every: int, limit: int) -> Iterator[Article]:
    """Yield the articles of a folder, or the sentences of a text file, twenty to an article."""
    if place.is_dir():
        for path in sorted(place.glob("*.txt"))[: limit or None]:
            yield read_file(path)
        return
    lines = [line for line in place.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = lines[::every][: limit or None]
    for start in range(0, len(lines), 20):
        parts = [
            Part(name=f"line-{number * every + 1}", kind=PartKind.PARAGRAPH, text=lines[number])
            for number in range(start, min(start + 20, len(lines)))
        ]
        yield Article(id=f"{place.stem}-{start}", parts=tuple(parts))


def count(tally: Tally, found: ProcessedArticle, translation: Translation) -> None:
    """Add what became of the names of an article in one language."""
    spelt = proposals(found.reconciliation)
    capitals = capitals_inside(part.text for part in found.article.parts)
    facts = Facts(found.mentions, found.reading, spelt, translation.target, (), capitals)
    forms = load_name_forms()
    tally.restored += sum(name.restored for name in translation.names)
    for part in translation.parts:
        for segment in part.segments:
            wanted = wanted_names(facts, segment.source.span, forms)
            _count_segment(tally, segment, wanted)
            for run in _RUN.findall(segment.source.text):
                tally.runs += 1
                tally.runs_kept += run in segment.target


def _count_segment(tally: Tally, segment: Segment, wanted: Sequence[Wanted]) -> None:
    marks = " ".join(check.detail for check in segment.checks if check.kind == "name")
    for name, kept in zip(wanted, find_kept(segment.target, wanted), strict=True):
        tally.asked += 1
        if kept or name.source in segment.target:
            tally.kept += 1
            continue
        is_marked = any(form in marks for form in (name.expected, name.source))
        tally.marked += is_marked
        tally.silent += not is_marked
        what = "marked" if is_marked else "SILENT"
        tally.losses.append(
            f"  {what} {name.source} ({name.expected}): {segment.source.text} -> {segment.target}"
        )


def main(arguments: Sequence[str]) -> int:
    """Print the figures; the exit status is 1 if a name was lost without a mark."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.names_kept")
    parser.add_argument("place", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every so-manyth line")
    parser.add_argument("--limit", type=int, default=0, help="take no more articles or lines")
    parser.add_argument("--to", default="en,fr")
    options = parser.parse_args(arguments)
    stages = build_stages(Path("models"))
    targets = tuple(options.to.split(","))
    tallies = {target: Tally() for target in targets}
    for article in read_articles(options.place, options.every, options.limit):
        found = process(article, stages, targets)
        if not isinstance(found, ProcessedArticle):
            print(f"{article.id} skipped: {found.reason}")  # noqa: T201
            continue
        for translation in found.translations:
            count(tallies[translation.target], found, translation)
    for target, tally in tallies.items():
        print(f"{target}:")  # noqa: T201
        for line in tally.told():
            print(line)  # noqa: T201
    return int(any(tally.silent for tally in tallies.values()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
