"""Speed and memory of captions, lists and names, without the models; not run by the tests.

    python -m tests.bench.captions

Told are captions a second on one core (the captions of the gold, read again and again), and what
an article costs against the number of its people: seconds of processor time, the slope of the
cost in logarithms (1.0 is linear, 2.0 quadratic), and the most memory that Python holds
(where that is quickly told).
"""

from __future__ import annotations

import math
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from statistics import median

from pipeline.flow import merge_mentions
from pipeline.records import Article, Part, PartKind
from pipeline.stages.captions import read_people
from pipeline.stages.reconcile import reconcile
from pipeline.stages.repeats import add_repeats
from tests.bench.people import article
from tests.gate.cases import read_cases
from tests.gate.gold import plain

COUNTS = (10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120)
#: stop making articles larger where the next one could take more than as many seconds
PATIENCE = 20.0
#: how much longer an article of twice as many people may take: cubic, to be on the safe side
GROWTH = 8
ROUNDS = 5


def gold_captions() -> list[Article]:
    """Return every caption of the case gold as an article of its own."""
    return [
        Article(
            id=f"{case.id}-{number}",
            parts=(Part(name="caption", kind=PartKind.CAPTION, text=plain(case.text[start:end])),),
        )
        for case in read_cases()[0]
        for number, (start, end) in enumerate(case.regions())
    ]


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that a piece of work takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def captions_a_second(captions: Sequence[Article]) -> tuple[float, float]:
    """Return how many captions are read in a second: the first time, and the median after."""

    def read_all() -> None:
        for caption in captions:
            read_people(caption, ())

    read_people(article(10), ())  # loads the tables of words
    first = seconds(read_all)
    return len(captions) / first, len(captions) / median(seconds(read_all) for _ in range(ROUNDS))


def cost(of: Article) -> dict[str, float]:
    """Return the seconds that each step takes on an article."""
    reading = read_people(of, ())
    mentions = add_repeats(of, merge_mentions(of, (), reading))
    return {
        "read": seconds(lambda: read_people(of, ())),
        "repeats": seconds(lambda: add_repeats(of, merge_mentions(of, (), reading))),
        "reconcile": seconds(lambda: reconcile(of, mentions, reading)),
    }


def peak(of: Article) -> float:
    """Return the most memory that Python holds while an article is read and reconciled, in MB."""
    tracemalloc.start()
    reading = read_people(of, ())
    reconcile(of, add_repeats(of, merge_mentions(of, (), reading)), reading)
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return most


def slope(counts: Sequence[int], costs: Sequence[float]) -> float:
    """Return the exponent of the power law that fits best (least squares in logarithms).

    >>> round(slope([10, 20, 40], [1.0, 4.0, 16.0]), 2)
    2.0
    """
    xs, ys = [math.log(c) for c in counts], [math.log(max(c, 1e-6)) for c in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum(
        (a - x) ** 2 for a in xs
    )


def main() -> int:
    """Print the figures."""
    captions = gold_captions()
    words = sum(len(caption.text.split()) for caption in captions) / len(captions)
    first, again = captions_a_second(captions)
    told = f"{len(captions)} captions of {words:.1f} words on average"
    print(f"{told}: {again:.0f} a second ({first:.0f} the first time)\n")  # noqa: T201
    for title, share in (("all spelt alike", 0.0), ("every tenth misspelt on the list", 0.1)):
        print(title)  # noqa: T201
        print(f"{'people':>8} {'read s':>9} {'repeats s':>9} {'reconcile s':>11} {'MB':>7}")  # noqa: T201
        rows: list[tuple[int, dict[str, float]]] = []
        for count in COUNTS:
            of = article(count, wrong=int(count * share))
            spent = cost(of)
            rows.append((count, spent))
            memory = f"{peak(of):>7.1f}" if spent["reconcile"] < 1.0 else f"{'-':>7}"
            figures = f"{spent['read']:>9.3f} {spent['repeats']:>9.3f} {spent['reconcile']:>11.3f}"
            print(f"{count:>8} {figures} {memory}", flush=True)  # noqa: T201
            if sum(spent.values()) * GROWTH > PATIENCE:
                break
        large = rows[-4:]
        exponents = ", ".join(
            f"{step} {slope([n for n, _ in large], [s[step] for _, s in large]):.2f}"
            for step in ("read", "repeats", "reconcile")
        )
        print(f"exponents of the last {len(large)} (1 is linear): {exponents}\n")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
