"""Draws how often the name finder is right where it says how sure it is.

    python models/recipes/encoder/plot.py --data NORNE --out docs/reliability.svg

Drawn are the dev documents of odd numbers, which the calibration was not fitted on: as the model
that ships says, and as it would without the calibration. Prints the expected calibration errors.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from calibrate import error
from data import STANDARDS
from score import Guess, score

from pipeline.stages.encoder import TAGS, Facts
from pipeline.stages.entities import ENCODER, load_entity_model
from pipeline.stages.tagging import Calibration

SIDE, LEFT, TOP = 300, 60, 34
#: guesses in a point
POINT = 120
Point = tuple[float, float, int]


def points(guesses: Sequence[Guess]) -> list[Point]:
    """Return mean probability, share of right ones and number of guesses that lie together."""
    ordered = sorted(guesses, key=lambda guess: guess.score)
    count = max(1, len(ordered) // POINT)
    cuts = [round(n * len(ordered) / count) for n in range(count + 1)]
    parts = [ordered[a:b] for a, b in pairwise(cuts)]
    return [
        (sum(g.score for g in p) / len(p), sum(g.is_right for g in p) / len(p), len(p))
        for p in parts
    ]


def spread(share: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson)."""
    z = 1.96
    middle = (share + z * z / 2 / count) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / 4 / count**2) / (1 + z * z / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def draw(series: Sequence[tuple[str, str, Sequence[Point]]]) -> str:
    """Return a plot as SVG: of each series its name, its colour and its points."""
    size = f'width="{LEFT + SIDE + 30}" height="{TOP + SIDE + 50}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'
    )
    title = "<title>How often names are right, by the probability that they get</title>"
    body = [*_grid()]
    for number, (name, colour, some) in enumerate(series):
        body += _series(colour, some)
        at = TOP + 16 + 18 * number
        body.append(f'<circle cx="{LEFT + 14}" cy="{at - 4}" r="4" fill="{colour}"/>')
        body.append(f'<text x="{LEFT + 24}" y="{at}">{name}</text>')
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return "\n".join([head, title, ground, *body, "</svg>"]) + "\n"


def _grid() -> Iterator[str]:
    for tenth in range(0, 11, 2):
        x, y = _x(tenth / 10), _y(tenth / 10)
        yield f'<path d="M{x} {TOP}V{TOP + SIDE}M{LEFT} {y}H{LEFT + SIDE}" stroke="#dddddd"/>'
        yield f'<text x="{x}" y="{TOP + SIDE + 18}" text-anchor="middle">{tenth / 10}</text>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{tenth / 10}</text>'
    yield f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999999" stroke-dasharray="4 3"/>'
    yield f'<text x="{_x(0.5)}" y="{TOP + SIDE + 38}" text-anchor="middle">probability said</text>'
    yield f'<text x="{LEFT - 40}" y="{TOP - 12}">share that is right</text>'


def _series(colour: str, some: Sequence[Point]) -> Iterator[str]:
    line = "L".join(f"{_x(said)} {_y(right)}" for said, right, _ in some)
    yield f'<path d="M{line}" fill="none" stroke="{colour}"/>'
    for said, right, count in some:
        low, high = spread(right, count)
        yield f'<path d="M{_x(said)} {_y(low)}V{_y(high)}" stroke="{colour}" opacity="0.4"/>'
        yield f'<circle cx="{_x(said)}" cy="{_y(right)}" r="3.5" fill="{colour}"/>'


def _x(share: float) -> float:
    return round(LEFT + share * SIDE, 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * SIDE, 1)


def bare(guess: Guess, calibration: Calibration) -> Guess:
    """Return a guess with the probability that it had before the calibration."""
    said = math.log(guess.score / (1 - guess.score))
    odds = (said - calibration.shift) / calibration.slope
    return guess._replace(score=1 / (1 + math.exp(-odds)))


def main() -> int:
    """Score, draw, print the errors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder with the NorNE files")
    parser.add_argument("--model", type=Path, default=Path("models/encoder"))
    parser.add_argument("--out", type=Path, default=Path("docs/reliability.svg"))
    options = parser.parse_args()
    model = load_entity_model(options.model, threads=2)
    facts = Facts.model_validate_json((options.model / ENCODER / TAGS).read_bytes())
    said = [g for s in STANDARDS for g in score(model, options.data, s)[1] if g.document % 2]
    before = [bare(guess, facts.calibration) for guess in said]
    series = [
        ("as it ships", "#1f6f8b", points(said)),
        ("without calibration", "#c8743c", points(before)),
    ]
    options.out.write_text(draw(series), "utf-8")
    for name, some in (("as it ships", said), ("without calibration", before)):
        print(f"{name}: expected calibration error {error(some, Calibration()):.3f}", end=" ")
        print(f"over {len(some)} names")
    return 0


if __name__ == "__main__":
    sys.exit(main())
