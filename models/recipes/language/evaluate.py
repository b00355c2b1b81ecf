"""Print the scores of a built model on development text.

    PYTHONPATH=. python models/recipes/language/evaluate.py --data FOLDER --model models/language

The whole detector is measured (discriminator and langdetect together), a sentence at a time, and
three sentences together. Sentences that may be Bokmål or Nynorsk (``LanguageDetector.standards``
gives both) are counted apart: of the others it is said how many are right.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
from training_text import read_conll, read_dev, read_lines

from pipeline.stages.language import LanguageDetector, load_language_detector
from pipeline.text.discriminator import LABELS, OTHER

#: a judged piece: gold label, label found, confidence, words
Judged = tuple[str, str, float, int]
_LENGTHS = ((1, 2), (3, 5), (6, 10), (11, 20), (21, 10_000))


def judge(detector: LanguageDetector, texts: list[str], gold: str) -> list[Judged]:
    """Return what the detector says about each text."""
    judged = []
    for text in texts:
        found = detector.detect_text(text)
        label = found.language if found.language in LABELS else LABELS[OTHER]
        judged.append((gold, label, found.confidence, len(text.split())))
    return judged


def crops(texts: list[str]) -> list[str]:
    """Return one crop of 3 to 8 words of each text."""
    rng = np.random.default_rng(5)
    pieces = []
    for text in texts:
        words = text.split()
        size = int(rng.integers(3, 9))
        start = int(rng.integers(max(1, len(words) - size + 1)))
        pieces.append(" ".join(words[start : start + size]))
    return pieces


def apart(detector: LanguageDetector, texts: dict[str, list[str]]) -> None:
    """Print how many sentences may be either standard, and how many of the others are right."""
    every = [(gold, text) for gold, found in texts.items() for text in found]
    sure = [pair for pair in every if len(detector.standards(pair[1])) < 2]
    right = sum(detector.detect_text(text).language == gold for gold, text in sure)
    print(f"  either standard: {len(every) - len(sure)} of {len(every)};", end=" ")
    print(f"of the others {right / len(sure):.4f} right")


def threes(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return three sentences after each other as one text."""
    return {
        code: [" ".join(found[n : n + 3]) for n in range(0, len(found) - 2, 3)]
        for code, found in texts.items()
    }


def report(name: str, judged: list[Judged]) -> None:
    """Print accuracy, F1 of each class, accuracy by length and the calibration error."""
    right = [gold == label for gold, label, _, _ in judged]
    print(f"\n{name}: {len(judged)} pieces, accuracy {np.mean(right):.4f}", end="")
    print(f", calibration error {calibration_error(judged):.3f}")
    pairs = Counter((gold, label) for gold, label, _, _ in judged)
    for label in sorted({gold for gold, *_ in judged}, key=LABELS.index):
        hits = pairs[label, label]
        said = sum(n for (_, found), n in pairs.items() if found == label)
        real = sum(n for (gold, _), n in pairs.items() if gold == label)
        print(f"  {label:6} precision {hits / max(said, 1):.4f} recall {hits / real:.4f}", end="")
        print(f" F1 {2 * hits / (said + real):.4f}", end="  ")
        print({f: n for (g, f), n in sorted(pairs.items()) if g == label != f})
    for low, high in _LENGTHS:
        inside = [g == f for g, f, _, size in judged if low <= size <= high]
        if inside:
            print(f"  {low:2}+ words: {np.mean(inside):.4f} of {len(inside)}")


def calibration_error(judged: list[Judged], bins: int = 10) -> float:
    """Return the expected calibration error: |confidence - accuracy|, weighted over ten bins."""
    right = np.array([gold == label for gold, label, _, _ in judged], dtype=float)
    sure = np.array([confidence for _, _, confidence, _ in judged])
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(right[place == b].sum() - sure[place == b].sum()) for b in range(bins)]
    return float(sum(gaps) / len(judged))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Score the language detector.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    detector = load_language_detector(arguments.model)
    norne = arguments.data / "norne"
    sets = {
        "NorNE dev": {c: read_conll(norne / f"{f}.dev.conll.gz") for c, f in _NORNE.items()},
        "FLORES dev": {
            c: texts
            for c, texts in read_dev(arguments.data).items()
            if c in ("da", "sv", "en", "fr")
        }
        | {"nb": read_lines(arguments.data / "flores-dev" / "nb.txt")},
    }
    for name, texts in sets.items():
        started = time.process_time()
        judged = [one for label, found in texts.items() for one in judge(detector, found, label)]
        spent = time.process_time() - started
        report(name, judged)
        print(f"  {1000 * spent / len(judged):.2f} ms of processor time a piece")
        apart(detector, texts)
        together = [one for code, t in threes(texts).items() for one in judge(detector, t, code)]
        report(f"{name}, three sentences together", together)
        short = [one for label, t in texts.items() for one in judge(detector, crops(t), label)]
        report(f"{name}, crops of 3 to 8 words", short)


_NORNE = {"nb": "nob", "nn": "nno"}

if __name__ == "__main__":
    main()
