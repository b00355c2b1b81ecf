"""The course of a training: which example comes when, in what shape, at what rate; and its plot."""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from pairs import Pair
from variants import Names, vary

#: examples that are made into pieces at once
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Example:
    """What the model reads, and what it has to write then; rows of the cut vocabulary."""

    prompt: tuple[int, ...]
    answer: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.prompt) + len(self.answer)


def run_seed(seed: int, start: bytes | None) -> int:
    """Return the seed of a run that starts from an adapter: another for each adapter.

    With the seed of the run before it, it would read once more what that run has read, in the same
    order and with the same names exchanged, and learn it by heart.

    Args:
        seed: the number in the settings.
        start: the bytes of the adapter to go on from, if any.

    >>> run_seed(41, None), run_seed(41, b"one") != run_seed(41, b"other")
    (41, True)
    """
    return seed if start is None else seed ^ int.from_bytes(hashlib.sha256(start).digest()[:4])


def order(pairs: Sequence[Pair], shares: Mapping[str, float], random: Random) -> Iterator[Pair]:
    """Yield pairs without end, each direction by its share; all of a direction before any again."""
    stores = defaultdict(list)
    for pair in pairs:
        stores[pair.direction].append(pair)
    directions = [one for one in shares if stores[one]]
    weights = [shares[one] for one in directions]
    waiting: dict[str, list[Pair]] = {one: [] for one in directions}
    while directions:
        (direction,) = random.choices(directions, weights)
        if not waiting[direction]:
            waiting[direction] = random.sample(stores[direction], len(stores[direction]))
        yield waiting[direction].pop()


def varied(
    pairs: Iterable[Pair],
    shares: Mapping[str, float],
    names: Names,
    made: Mapping[str, Callable[[str, Random], Pair | None]],
    random: Random,
) -> Iterator[Pair]:
    """Yield the pairs or variants of them; in between what is made, each kind by its share."""
    for pair in pairs:
        for kind, make in made.items():
            if random.random() < shares[kind] and (one := make(pair.direction, random)):
                yield one
        yield vary(pair, shares, names, random)


def examples(
    pairs: Iterable[Pair], encode: Callable[[Sequence[Pair]], Sequence[Example]], longest: int
) -> Iterator[Example]:
    """Yield the examples that are not too long."""
    pairs = iter(pairs)
    while block := [*islice(pairs, _BLOCK)]:
        yield from (example for example in encode(block) if len(example) <= longest)


def batches(
    some: Iterable[Example], tokens: int, step: int
) -> Iterator[tuple[int, tuple[Example, ...]]]:
    """Yield (length, examples): few lengths, always the same number of examples for a length.

    Args:
        some: the examples.
        tokens: pieces in a batch at most, unless one example is longer.
        step: lengths are rounded up to a multiple of it.
    """
    waiting = defaultdict(list)
    for example in some:
        length = -(-len(example) // step) * step
        waiting[length].append(example)
        if len(waiting[length]) >= max(1, tokens // length):
            yield length, tuple(waiting.pop(length))


def rate_at(progress: float, step: int, training: Mapping[str, Any]) -> float:
    """Return the learning rate: a short rise by steps, then a cosine over the time given.

    Args:
        progress: the part of the time that is used up, 0 to 1.
        step: steps done since the optimizer was new.
        training: the table of the settings.
    """
    rise = min(1.0, (step + 1) / float(training["warmup_steps"]))
    last = float(training["last"])
    fall = last + (1 - last) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, progress)))
    return float(training["rate"]) * rise * fall


def chosen_format(device: str, flags: Iterable[str]) -> str:
    """Return the numbers to count in: bfloat16 where the hardware multiplies it, else float32.

    >>> chosen_format("cuda", []), chosen_format("cpu", ["avx2"])
    ('bfloat16', 'float32')
    """
    has_units = {"avx512_bf16", "amx_bf16", "bf16"} & set(flags)
    return "bfloat16" if device.startswith("cuda") or has_units else "float32"


def processor_flags() -> list[str]:
    """Return what the processor says that it can do; nothing where the system does not tell."""
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return []
    line = next(
        (line for line in text.splitlines() if line.lower().startswith(("flags", "feat"))), ""
    )
    return line.partition(":")[2].split()


def read_log(file: Path) -> list[dict[str, Any]]:
    """Return the lines of a log; a half line of a run that was killed is left out."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def plot(log: Sequence[Mapping[str, Any]], title: str) -> str:
    """Return the loss over the minutes as SVG."""
    points = [(float(line["minutes"]), float(line["loss"])) for line in log if "loss" in line]
    width, height, left, top = 560, 260, 56, 34
    if not points:
        points = [(0.0, 0.0)]
    end = max(minutes for minutes, _ in points) or 1.0
    low = math.floor(min(loss for _, loss in points) * 10) / 10
    high = max(math.ceil(max(loss for _, loss in points) * 10) / 10, low + 0.1)

    def x(minutes: float) -> float:
        return round(left + width * minutes / end, 1)

    def y(loss: float) -> float:
        return round(top + height * (high - loss) / (high - low), 1)

    base = top + height + 18
    size = f'width="{left + width + 24}" height="{top + height + 50}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">',
        f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="{left}" y="{top - 14}">{escape(title)}</text>',
    ]
    for number in range(6):
        loss, minutes = low + (high - low) * number / 5, end * number / 5
        lines += [
            f'<path d="M{left} {y(loss)}H{left + width}" stroke="#dddddd"/>',
            f'<text x="{left - 8}" y="{y(loss) + 4}" text-anchor="end">{loss:.2f}</text>',
            f'<text x="{x(minutes)}" y="{base}" text-anchor="middle">{minutes:.0f}</text>',
        ]
    road = "L".join(f"{x(minutes)} {y(loss)}" for minutes, loss in points)
    lines += [
        f'<path d="M{road}" fill="none" stroke="#1f6fb2" stroke-width="1.5"/>',
        f'<text x="{left + width / 2}" y="{base + 20}" text-anchor="middle">minutes</text>',
    ]
    return "\n".join([*lines, "</svg>"]) + "\n"
