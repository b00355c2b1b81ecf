"""Risk and coverage: how often we are wrong where we are sure, and how much that covers.

    python -m tests.gate.risk docs/risk-coverage.svg    draw the curves and print the figures

Two questions are asked of every pair of forms that the pipeline compared in a case, and of every
pair that the gold speaks of. *One name*: are the two forms one name of which one is wrong?
*Correction*: would accepting the proposed form be right? Pairs are taken from the most probable
down; at each step coverage is the share of all pairs taken, risk the share of those that is wrong
(El-Yaniv and Wiener 2010). A pair of the gold that the pipeline said nothing of has probability 0.
The threshold is the lowest one with a precision of at least 0.95 on the tune part.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pipeline.records import Flag, FlagKind, Lookalike, ProcessedArticle
from tests.gate.case_names import edge, gold_of, is_right
from tests.gate.case_records import Case, key
from tests.gate.cases import read_cases
from tests.gate.run_cases import Chain, Run, run_cases
from tests.gate.scoring import Result

PRECISION = 0.95
QUESTIONS = ("one name", "correction")


@dataclass(frozen=True)
class Item:
    """A pair of forms: the probability that we gave, and whether the answer is yes."""

    probability: float
    yes: bool


@dataclass(frozen=True)
class Point:
    """What is taken down to a threshold: shares of all pairs, of the wrong, of what is to find."""

    threshold: float
    coverage: float
    risk: float
    recall: float


def items(case: Case, result: Result, question: str) -> list[Item]:
    """Return the pairs of a case: compared by the pipeline, or spoken of by the gold."""
    done = result if isinstance(result, ProcessedArticle) else None
    flags = [f for f in (done.reconciliation.flags if done else ()) if f.kind is FlagKind.SPELLING]
    lookalikes = done.reconciliation.lookalikes if done else ()
    found: list[Item] = []
    spoken = {frozenset(map(key, gold.forms)): bool(gold.right) for gold in case.spelling}
    spoken |= {frozenset(map(key, forms)): False for forms in case.different if len(forms) == 2}
    ties = {frozenset(map(key, gold.forms)) for gold in case.spelling if not gold.right}
    for flag in flags:
        gold = gold_of(case, flag)
        if question == "one name":
            found.append(Item(one_name(flag), gold is not None))
        else:
            found.append(Item(_first(flag), is_right(case, flag)))
        spoken.pop(frozenset(edge(flag)), None)
        spoken.pop(frozenset(map(key, gold.forms)) if gold else frozenset(), None)
    for pair in lookalikes:
        forms = frozenset(map(key, pair.names))
        found.append(Item(_odds(pair), _is_yes(forms, spoken, ties, question)))
        spoken.pop(forms, None)
    found += [Item(0.0, _is_yes(forms, spoken, ties, question)) for forms in spoken]
    return found


def one_name(flag: Flag) -> float:
    """Return the probability that the two forms of a flag are one name: that of any candidate."""
    return min(1.0, sum(candidate.score for candidate in flag.candidates))


def _first(flag: Flag) -> float:
    return flag.candidates[0].score if flag.candidates and not flag.is_tied else 0.0


def _odds(pair: Lookalike) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, sum(e.weight for e in pair.evidence)))))


def _is_yes(
    forms: frozenset[str],
    spoken: Mapping[frozenset[str], bool],
    ties: set[frozenset[str]],
    question: str,
) -> bool:
    return spoken.get(forms, False) or (question == "one name" and forms in ties)


def curve(pairs: Sequence[Item]) -> list[Point]:
    """Return a point for each probability that was given, from the highest down.

    >>> [(p.coverage, p.risk) for p in curve([Item(0.9, True), Item(0.5, False)])]
    [(0.5, 0.0), (1.0, 0.5)]
    """
    ranked = sorted(pairs, key=lambda item: -item.probability)
    wanted = max(1, sum(item.yes for item in pairs))
    points, taken, right = [], 0, 0
    for threshold, group in groupby(ranked, key=lambda item: item.probability):
        answers = [item.yes for item in group]
        taken, right = taken + len(answers), right + sum(answers)
        points.append(Point(threshold, taken / len(pairs), 1 - right / taken, right / wanted))
    return points


def area(points: Sequence[Point]) -> float:
    """Return the area under the curve: the mean risk over all coverages; 0 is perfect.

    >>> area(curve([Item(0.9, True), Item(0.5, False)]))
    0.25
    """
    edges = [0.0, *(point.coverage for point in points)]
    return sum((b - a) * p.risk for a, b, p in zip(edges, edges[1:], points, strict=False))


def threshold(points: Sequence[Point], precision: float = PRECISION) -> float | None:
    """Return the lowest threshold at which the precision is high enough, none if there is none.

    >>> threshold(curve([Item(0.9, True), Item(0.5, False)]))
    0.9
    """
    good = [p.threshold for p in points if 1 - p.risk >= precision and p.threshold > 0]
    return min(good, default=None)


def at(points: Sequence[Point], limit: float) -> Point:
    """Return what is taken down to a threshold."""
    taken = [point for point in points if point.threshold >= limit]
    return taken[-1] if taken else Point(limit, 0.0, 0.0, 0.0)


def curves(run: Run, cases: Iterable[Case], question: str) -> dict[str, list[Point]]:
    """Return the curve of each part."""
    found: dict[str, list[Item]] = {"tune": [], "test": []}
    for case in cases:
        found[case.part] += items(case, run.outcomes[case.id], question)
    return {part: curve(pairs) for part, pairs in found.items()}


def table(run: Run, cases: Sequence[Case]) -> str:
    """Return for reading: the threshold set on tune, and what it gives on tune and on test."""
    lines = [f"{'risk and coverage':<20} {'P':>6} {'cover':>6} {'found':>6} {'area':>6} threshold"]
    for question in QUESTIONS:
        by_part = curves(run, cases, question)
        limit = threshold(by_part["tune"])
        for part, points in by_part.items():
            point = at(points, 2.0 if limit is None else limit)
            said = "none" if limit is None else f"{limit:.3f}"
            lines.append(
                f"{f'{question}, {part}':<20} {1 - point.risk:>6.3f} {point.coverage:>6.3f}"
                f" {point.recall:>6.3f} {area(points):>6.3f} {said}"
            )
    return "\n".join(lines)


# -- drawing ----------------------------------------------------------------------------------

_COLOURS = {"tune": "#8a8a8a", "test": "#0b6e99"}
_DASHES = {"one name": "", "correction": ' stroke-dasharray="6 4"'}
_LEFT, _TOP, _WIDTH, _HEIGHT, _HIGHEST = 60, 20, 480, 260, 0.5


def draw(run: Run, cases: Sequence[Case]) -> str:
    """Return the curves as SVG: risk (to 0.5) over coverage."""
    body = [*_axes()]
    row = 0
    for question in QUESTIONS:
        for part, points in curves(run, cases, question).items():
            style = f'fill="none" stroke="{_COLOURS[part]}" stroke-width="2"{_DASHES[question]}'
            path = " ".join(f"{_x(p.coverage):.1f},{_y(p.risk):.1f}" for p in points)
            body.append(f'<polyline points="{path}" {style}/>')
            y = _TOP + 170 + 20 * row
            body.append(f'<line x1="400" y1="{y}" x2="440" y2="{y}" {style}/>')
            body.append(f'<text x="448" y="{y + 4}">{question}, {part}</text>')
            row += 1
    size = f'width="{_LEFT + _WIDTH + 30}" height="{_TOP + _HEIGHT + 50}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">'
    )
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    title = "<title>Risk over coverage of name corrections, tune and test part</title>"
    return "\n".join([head, title, ground, *body, "</svg>"]) + "\n"


def _x(coverage: float) -> float:
    return _LEFT + _WIDTH * coverage


def _y(risk: float) -> float:
    return _TOP + _HEIGHT * (1 - min(risk, _HIGHEST) / _HIGHEST)


def _axes() -> list[str]:
    lines = []
    for step in range(6):
        coverage, risk = step / 5, _HIGHEST * step / 5
        x, y, foot = _x(coverage), _y(risk), _TOP + _HEIGHT
        rule = 'stroke="#dddddd"'
        lines += [
            f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{foot}" {rule}/>',
            f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_LEFT + _WIDTH}" y2="{y:.1f}" {rule}/>',
            f'<text x="{x:.1f}" y="{foot + 18}" text-anchor="middle">{coverage:.1f}</text>',
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{risk:.1f}</text>',
        ]
    middle = _LEFT + _WIDTH / 2
    lines.append(
        f'<text x="{middle}" y="{_TOP + _HEIGHT + 40}" text-anchor="middle">coverage</text>'
    )
    lines.append(f'<text x="14" y="{_TOP + 10}">risk</text>')
    return lines


def main() -> int:
    """Draw the curves into the file that is named, and print the figures."""
    cases, _ = read_cases()
    run = run_cases(cases, Chain.WHOLE)
    print(table(run, cases))  # noqa: T201
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text(draw(run, cases), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
