"""Measure archives: planning, resuming, cost an article, memory, speed, and kills without number.

    python -m tests.bench.archive plan --articles 1000000
    python -m tests.bench.archive cost --articles 1000 10000 100000
    python -m tests.bench.archive kills --kills 200 [--where here ray]
    python -m tests.bench.archive speed --articles 200 --to none --workers 1 2
    python -m tests.bench.archive names --articles 200

``plan``, ``cost`` and ``kills`` need no models: they measure the machinery. CPU seconds are those
of this process; on a machine with other work the clock says little.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from corpus.generate.articles import Archive
from pipeline.assets import find_model, models_dir
from pipeline.batch.beginning import begin
from pipeline.batch.events import Finished, Planned, ShardDone
from pipeline.batch.locking import working_in
from pipeline.batch.plan import Origin, Settings, read_plan
from pipeline.batch.reading import Reader
from pipeline.batch.running import Means, wishes_for, work_through
from pipeline.batch.shard import Work, Worker
from pipeline.batch.sources import archive_at
from pipeline.build import folder_of_names
from pipeline.records import Article
from pipeline.stages.names import load_name_finder
from tests.batch.fakes import load
from tests.batch.making import line, plan, wish
from tests.bench.archive_kills import measure_kills

TEXT = "Det regnet hele dagen, og de snakket lenge om den nye broen over elva. " * 14


def tell(line: str) -> None:
    """Write a line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    tell(f"{what:<44} {wall:8.2f} s   {cpu:8.2f} s CPU")


def make_lines(path: Path, count: int) -> Path:
    """Write an archive of short articles quickly: about a kilobyte each."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(line(number, f"{number} {TEXT}") + "\n")
    return path


def measure_plan(place: Path, count: int) -> None:
    """Measure planning an archive of lines, and going on with it when all but a shard is done."""
    archive, folder = make_lines(place / "a.jsonl", count), place / "out"
    tell(f"{count} articles, {archive.stat().st_size / 1e6:.0f} MB")
    with timed("planned"):
        run = plan(folder, wish(archive, size=100))
    shards = read_plan(run).shards
    with Worker(Work(folder, run.number, load)) as worker:
        worker.run(0)
    for number in range(1, shards - 1):  # the same file, as often as there are shards
        run.shard(number).parent.mkdir(exist_ok=True)
        os.link(run.shard(0), run.shard(number))
    with timed("gone on with, to the first shard"), working_in(folder):
        run = begin(folder, wish(archive, size=100))
        event = next(work_through(folder, run, Means(load=load), threading.Event()))
        assert isinstance(event, Planned)
        assert event.done == shards - 1
        with Reader(read_plan(run).archive, run.listing) as reader:
            list(reader.read(read_plan(run).offsets[-1], read_plan(run).numbers(shards - 1)))


def measure_cost(place: Path, count: int, picture: Path | None = None) -> None:
    """Measure what an article costs with stages that do next to nothing, and the memory."""
    archive, folder = make_lines(place / "a.jsonl", count), place / "out"
    run = plan(folder, wish(archive, size=100))
    cpu, rows, memory = time.process_time(), [], [resident()]
    with Worker(Work(folder, run.number, load)) as worker:
        shards = worker.plan.shards
        for number in range(shards):
            worker.run(number)
            memory.append(resident())
            if number * 5 // shards != (number + 1) * 5 // shards:
                rows.append(f"{resident() / 1e6:.0f}")
    cpu = time.process_time() - cpu
    size = sum(run.shard(number).stat().st_size for number in range(shards)) / count
    tell(f"{count:>8} articles: {cpu / count * 1000:.2f} ms CPU each, {size:.0f} bytes each,"
          f" memory after each fifth: {' '.join(rows)} MB")  # fmt: skip
    if picture:
        picture.write_text(memory_picture(memory, count), encoding="utf-8")


def memory_picture(memory: list[int], articles: int) -> str:
    """Return a plot (SVG) of a worker's memory in bytes, from the first article to the last."""
    width, height, left = 640, 200, 60
    top = max(memory) * 1.25 / 1e6
    step = max(1, len(memory) // width)
    shown = list(enumerate(memory))[::step]
    across, up = width / (len(memory) - 1), height / top / 1e6
    points = " ".join(f"{left + at * across:.1f},{10 + height - n * up:.1f}" for at, n in shown)
    labels = [
        f'<text x="{left - 8}" y="{height - share * height + 14:.0f}" text-anchor="end">'
        f"{share * top:.0f}</text>"
        for share in (0, 0.4, 0.8)
    ] + [
        f'<text x="{left + share * width:.0f}" y="{height + 30}" text-anchor="middle">'
        f"{share * articles:,.0f}</text>"
        for share in (0, 0.5, 1)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 40} {height + 60}"'
        ' font-family="sans-serif" font-size="12" fill="#333">'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<line x1="{left}" x2="{left + width}" y1="{height + 10}" y2="{height + 10}"'
        ' stroke="#999"/>'
        f'<polyline points="{points}" fill="none" stroke="#1b5e8c" stroke-width="2"/>'
        f'{"".join(labels)}<text x="{left}" y="{height + 50}">articles done; memory of the'
        " worker in MB</text></svg>\n"
    )


def resident() -> int:
    """Return the memory that this process has now, in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def generated(path: Path, count: int) -> Path:
    """Write an archive of invented articles of a newspaper's length."""
    with path.open("w", encoding="utf-8") as file:
        for article in Archive(articles=count, seed=7):
            file.write(json.dumps(article.line, ensure_ascii=False) + "\n")
    return path


def measure_speed(place: Path, options: argparse.Namespace) -> None:
    """Measure articles a second with real models, for each number of workers.

    The first shards are not counted, one for each of the most workers: models are loaded, and what
    repeats is translated for the first time. CPU seconds are those of the workers, models loaded.
    """
    count, most = options.articles[0], max(options.workers)
    size = max(1, count // (10 * most))
    archive = generated(place / "a.jsonl", count + size * most)
    targets = () if options.to == "none" else tuple(options.to.split(","))
    settings = Settings(targets=targets, names_model=options.names_model)
    first = 0.0
    for workers in options.workers:
        folder = place / f"out{workers}"
        with working_in(folder):
            wishes = wishes_for(archive_at(archive), settings, Origin(no_memory=True), size)
            run = begin(folder, wishes)
            began, shards, peak, cpu = 0.0, 0, 0, of_children()
            for event in work_through(folder, run, Means(workers=workers), threading.Event()):
                if isinstance(event, ShardDone):
                    shards, peak = shards + 1, max(peak, event.peak)
                    if shards == most:
                        began = time.perf_counter()
                elif isinstance(event, Finished):
                    speed = count / (time.perf_counter() - began)
        first = first or speed / workers
        tell(f"--to {options.to}, {workers} workers: {speed:.3g} articles/s, efficiency"
              f" {speed / first / workers:.2f}; {of_children() - cpu:.0f} s CPU,"
              f" a worker's peak {peak / 1e6:.0f} MB")  # fmt: skip


def of_children() -> float:
    """Return the CPU seconds of the processes that were started, when all have ended."""
    for child in multiprocessing.active_children():
        child.join()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def measure_names(place: Path, options: argparse.Namespace) -> None:
    """Measure the name part of a batch against plain ``nlp.pipe``, in turns, in CPU seconds.

    ``nlp.pipe`` gets the same texts twice: as parts, as an article has them, and as whole articles.
    """
    archive = generated(place / "a.jsonl", options.articles[0])
    run = plan(place / "out", replace(wish(archive), shard_size=10**6))
    with Reader(read_plan(run).archive, run.listing) as reader:
        articles = [reader.article(raw) for raw in reader.read(0, range(options.articles[0]))]
    folder, _ = find_model(models_dir(), folder_of_names(options.names_model))
    finder = load_name_finder(folder, threads=1)
    nlp = finder._model._nlp  # the same model, without what is ours

    def piped(texts: Sequence[str]) -> int:
        with nlp.memory_zone():
            return sum(len(doc.ents) for doc in nlp.pipe(texts))

    ways: dict[str, Callable[[Sequence[Article]], object]] = {
        "batch": lambda some: [finder.find_names(article) for article in some],
        "parts": lambda some: piped([part.text for one in some for part in one.parts]),
        "articles": lambda some: piped([one.text for one in some]),
    }
    spent = dict.fromkeys(ways, 0.0)
    step = max(1, min(5, len(articles) // 4))
    for way in ways.values():
        way(articles[:step])  # the first time warms up
    for turn, at in enumerate(range(0, len(articles), step)):
        order = list(ways)[turn % 3 :] + list(ways)[: turn % 3]
        for name in order:
            began = time.process_time()
            ways[name](articles[at : at + step])
            spent[name] += time.process_time() - began
    words = sum(len(part.text.split()) for one in articles for part in one.parts)
    tell(f"{len(articles)} articles, {words} words")
    for name, seconds in spent.items():
        tell(f"{name:<10} {seconds:8.2f} s CPU   {words / seconds:6.0f} words a CPU second"
              f"   batch / this {spent['batch'] / seconds:.3f}")  # fmt: skip


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("plan", "cost", "kills", "speed", "names"))
    parser.add_argument("--articles", type=int, nargs="+", default=[1000])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--where", nargs="+", choices=("here", "ray"), default=["here", "ray"])
    parser.add_argument("--to", default="none")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--names-model", default="encoder")
    parser.add_argument("--plot", type=Path, help="with cost: a file (.svg) for the memory")
    parser.add_argument("--place", type=Path, help="a folder to work in (default: a new one)")
    options = parser.parse_args()
    for count in options.articles if options.what in ("plan", "cost") else [0]:
        place = Path(tempfile.mkdtemp(prefix="samsvar-archive-", dir=options.place))
        try:
            if options.what == "plan":
                measure_plan(place, count)
            elif options.what == "cost":
                measure_cost(place, count, options.plot)
            elif options.what == "kills":
                measure_kills(place, options.kills, options.seed, where=options.where, tell=tell)
            elif options.what == "speed":
                measure_speed(place, options)
            else:
                measure_names(place, options)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
