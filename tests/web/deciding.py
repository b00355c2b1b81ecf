"""A process that decides one card after another until it is killed: for ``test_killed``.

    python -m tests.web.deciding QUEUE REGISTER

For every line of its input a child decides all that is open, and says each card that it decided;
its own number is the first thing it says.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pipeline.review.answers import Answer, decide
from pipeline.review.dealing import seen_of
from pipeline.review.finding import Filter, lines
from pipeline.review.queue import Queue


def decide_all(path: Path, register: Path) -> None:
    """Say of every open card that both forms are wrong: two decisions each."""
    with Queue(path) as queue:
        queue.catch_up(register)
        for card in lines(queue.database, Filter(), 0, 10_000):
            answer = Answer(
                verdict="corrected",
                name=f"Liv Rett {card.number}",
                by="kari",
                seen=seen_of(queue, card.number),
            )
            decide(queue, register, card.number, answer)
            os.write(1, f"{card.number}\n".encode())


def main() -> None:
    """Begin a child for each line of the input."""
    path, register = Path(sys.argv[1]), Path(sys.argv[2])
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.write(1, f"{os.getpid()}\n".encode())
            decide_all(path, register)
            os._exit(0)
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main()
