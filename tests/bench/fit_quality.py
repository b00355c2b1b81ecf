"""Learn the quality light, and tell how far it holds on sentences that it was not learnt from.

    python -m tests.bench.fit_quality nb.txt en.txt fr.txt --cache made.jsonl [--write]

The files are aligned by line: Norwegian, and human translations. Of their second half two lines in
five are translated (three in ten into French) with the names found, as ``samsvar run`` does it;
``--cache`` keeps what was made, so that a later fit needs no translator. A translation counts as
poor where its chrF against the human one is among the lowest third. Every third line is held out:
nothing is learnt from it. Told are, on those lines and by cross-validation on all (each tenth
judged by the other nine), the rank correlation (Spearman) of the chance with chrF, the area under
the curve for "poor", and the mean chrF of each light.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sacrebleu.metrics.chrf import CHRF
from scipy.stats import spearmanr

import pipeline.translation
from pipeline.build import build_stages
from pipeline.flow import process
from pipeline.records import Article, Part, PartKind, ProcessedArticle
from pipeline.translation.quality import chance_of, features

DATA = Path(pipeline.translation.__file__).parent / "data" / "quality.toml"
HEAD = """\
# What the quality light was learnt to be (see quality.py); made by
# python -m tests.bench.fit_quality nb.txt en.txt fr.txt --write
# weights: the constant, score, number of words / 20, mean length of a word
"""
#: shares of the lines learnt from that are red, and that are red or amber
RED, AMBER = 0.1, 0.4
#: how strongly weights are held near 0 (features have unit variance)
PRIOR = 1.0
Rows = list[dict[str, Any]]


def wanted_lines(count: int, target: str) -> list[int]:
    """Return the lines to translate, from the second half of ``count``."""
    digits = (0, 2, 5, 7) if target == "en" else (0, 2, 5)
    return [line for line in range(count // 2 + 1, count) if line % 10 in digits]


def translated(lines: Sequence[str], target: str) -> Iterator[dict[str, Any]]:
    """Yield the lines that are one segment, with translation and score."""
    stages = build_stages(Path("models"))
    wanted = wanted_lines(len(lines), target)
    for start in range(0, len(wanted), 20):
        parts = [
            Part(name=str(line), kind=PartKind.PARAGRAPH, text=lines[line])
            for line in wanted[start : start + 20]
        ]
        found = process(Article(id=f"{target}-{start}", parts=tuple(parts)), stages, (target,))
        if not isinstance(found, ProcessedArticle):
            continue
        for part in found.translations[0].parts:
            if len(part.segments) == 1 and part.segments[0].score is not None:
                one = part.segments[0]
                yield {
                    "to": target, "line": int(part.part), "source": one.source.text,
                    "target": one.target, "score": one.score,
                }  # fmt: skip


def read_rows(files: Sequence[Path], cache: Path | None) -> dict[str, Rows]:
    """Return for each language the translated lines with their chrF."""
    nb, *others = (file.read_text(encoding="utf-8").splitlines() for file in files)
    references = dict(zip(("en", "fr"), others, strict=True))
    if cache and cache.exists():
        rows = [json.loads(line) for line in cache.read_text(encoding="utf-8").splitlines()]
    else:
        rows = [row for target in references for row in translated(nb, target)]
        if cache:
            cache.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for row in rows:
        human = references[row["to"]][row["line"]]
        row["chrf"] = CHRF().sentence_score(row["target"], [human]).score
    return {target: [row for row in rows if row["to"] == target] for target in references}


def seen(rows: Rows) -> np.ndarray:
    """Return the features of rows, one a line."""
    return np.array([features(row["source"], row["score"]) for row in rows])


def fit(x: np.ndarray, poor: np.ndarray) -> list[float]:
    """Return constant and weights of a logistic regression for "not poor", by Newton's method."""
    mean, spread = x.mean(0), x.std(0)
    z = np.c_[np.ones(len(x)), (x - mean) / spread]
    hold = PRIOR * np.diag([0.0, *[1.0] * x.shape[1]])
    weights = np.zeros(z.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ weights))
        slope = z.T @ (p - ~poor) + hold @ weights
        weights -= np.linalg.solve(z.T @ (z * (p * (1 - p))[:, None]) + hold, slope)
    own = weights[1:] / spread
    return [float(weights[0] - own @ mean), *map(float, own)]


def chances(rows: Rows, weights: Sequence[float]) -> np.ndarray:
    """Return the chance of each row."""
    return np.array([chance_of(one, weights) for one in seen(rows)])


def area(chance: np.ndarray, poor: np.ndarray) -> float:
    """Return how often a poor line has a lower chance than one that is not."""
    worse, better = chance[poor], chance[~poor]
    wins = (worse[:, None] < better).sum() + 0.5 * (worse[:, None] == better).sum()
    return float(wins / (len(worse) * len(better)))


def told(name: str, chance: np.ndarray, rows: Rows, bounds: tuple[float, float, float]) -> str:
    """Return the figures of some rows; ``bounds`` are red and green, and poor in chrF."""
    red, green, limit = bounds
    chrf = np.array([row["chrf"] for row in rows])
    poor = chrf < limit
    light = np.where(chance < red, 0, np.where(chance < green, 1, 2))
    lights = "  ".join(
        f"{word} {np.sum(light == n)} "
        f"({chrf[light == n].mean():.1f}, {poor[light == n].mean():.0%})"
        for n, word in enumerate(("red", "amber", "green"))
        if np.any(light == n)
    )
    return (
        f"  {name:<17} {len(rows):>4} lines  Spearman {spearmanr(chance, chrf)[0]:.2f}  "
        f"AUC {area(chance, poor):.2f}  chrF (share poor): {lights}"
    )


def main() -> int:
    """Fit, print the figures, and write the data if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fit_quality")
    parser.add_argument("files", nargs=3, type=Path, help="nb, en, fr")
    parser.add_argument("--cache", type=Path, help="translations made before, or to keep")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    out = [HEAD]
    for target, rows in read_rows(options.files, options.cache).items():
        learn = [row for row in rows if row["line"] % 3 != 2]
        held = [row for row in rows if row["line"] % 3 == 2]
        limit = float(np.quantile([row["chrf"] for row in learn], 1 / 3))
        poor = np.array([row["chrf"] < limit for row in rows])
        weights = fit(seen(learn), np.array([row["chrf"] < limit for row in learn]))
        red, green = (float(q) for q in np.quantile(chances(learn, weights), (RED, AMBER)))
        bounds = (red, green, limit)
        crossed = np.zeros(len(rows))
        for tenth in range(10):
            mine = np.arange(len(rows)) % 10 == tenth
            others = [row for row, here in zip(rows, mine, strict=True) if not here]
            made = fit(seen(others), poor[~mine])
            crossed[mine] = chances([rows[n] for n in np.flatnonzero(mine)], made)
        print(f"{target}: poor is chrF below {limit:.1f}")  # noqa: T201
        print(told("learnt from", chances(learn, weights), learn, bounds))  # noqa: T201
        print(told("held out", chances(held, weights), held, bounds))  # noqa: T201
        print(told("cross-validated", crossed, rows, bounds))  # noqa: T201
        alone = np.array([row["score"] for row in held])
        chrf = [row["chrf"] for row in held]
        print(f"  the score alone, held out: Spearman {spearmanr(alone, chrf)[0]:.2f}")  # noqa: T201
        numbers = ", ".join(f"{weight:.4f}" for weight in weights)
        out.append(
            f"\n[learnt.{target}]\nweights = [{numbers}]\nred = {red:.3f}\ngreen = {green:.3f}\n"
        )
    if options.write:
        DATA.write_text("".join(out), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
