"""How fast names are found: words a second by the clock, and a second of processor time.

    python -m tests.bench.names_speed [--seconds 20] [--threads 2]

The articles of corpus/, one after the other, through each model, for so many seconds. Where other
programs use the cores, the clock says little; the processor time then says what a core can do.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from pipeline.assets import find_model, models_dir
from pipeline.build import NAMES_MODELS, folder_of_names
from pipeline.documents.reading import read_file
from pipeline.stages.names import load_name_finder

ARTICLES = Path(__file__).resolve().parents[2] / "corpus" / "articles"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    articles = [read_file(path) for path in sorted(ARTICLES.glob("*.txt"))]
    sizes = [sum(len(part.text.split()) for part in article.parts) for article in articles]
    for name in NAMES_MODELS:
        folder = find_model(models_dir(), folder_of_names(name))[0]
        finder = load_name_finder(folder, threads=options.threads)
        finder.find_names(articles[0])
        words, clock, spent = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - clock < options.seconds:
            for article, size in zip(articles, sizes, strict=True):
                finder.find_names(article)
                words += size
        clock, spent = time.perf_counter() - clock, time.process_time() - spent
        print(  # noqa: T201
            f"{name}: {words / clock:,.0f} words/s by the clock with {options.threads} threads,"
            f" {words / spent:,.0f} a second of processor time"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
