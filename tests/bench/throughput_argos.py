"""Argos Translate as it comes, at the other end of two pipes: the side to compare with.

Run by ``tests.bench.throughput`` with the Python of an environment that has argostranslate and
stanza; needs nothing of this project. Reads a line of JSON, a list of articles, writes a line with
what it took.
"""

from __future__ import annotations

import json
import resource
import sys
import time


def main() -> None:
    """Translate what comes in, line by line."""
    started = time.perf_counter()
    from argostranslate import translate as argos  # noqa: PLC0415 (of the other environment)

    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        texts = [argos.translate(text, "nb", "en") for text in json.loads(line)]
        told = {
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "since_start": time.perf_counter() - started,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
            "characters": sum(map(len, texts)),
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
