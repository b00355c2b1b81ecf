"""The stress set through the real translator: what comes out is fine or marked, never neither.

    python -m tests.bench.stress [--to en,fr]

Whether an unmarked translation is fine is judged here by other means than the checks of the
project: is there a text, is it no copy, does it compress no better than its source does, are the
strings still in it that the set says must be.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build import build_stages
from pipeline.documents.text import parse_text
from pipeline.flow import process
from pipeline.records import ProcessedArticle

SET = Path(__file__).parent.parent / "data" / "stress.jsonl"
#: what stands before each text, so that it is part of a Norwegian article
_BEFORE = """Kommunestyret i Lillevik møttes på tirsdag for å drøfte planene for den nye skolen.
Mange innbyggere hadde møtt opp, og de fikk høre hva ordføreren og rektoren mente om saken.
Etterpå ble det servert kaffe og kaker i kantina, og alle var enige om at kvelden ble vellykket.

"""
_NORWEGIAN = re.compile(
    r"\b(?:og|ikke|ikkje|jeg|eg|vi|som|til|på|fra|det|er|av|kommer|hun|etter)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Stress:
    """A text that translators stumble over, and strings that must come through."""

    id: str
    text: str
    keep: tuple[str, ...]


def read_stress() -> tuple[Stress, ...]:
    """Return the stress set."""
    lines = SET.read_text(encoding="utf-8").splitlines()
    return tuple(
        Stress(row["id"], row["text"], tuple(row["keep"])) for row in map(json.loads, lines)
    )


def faults(case: Stress, target: str) -> Iterator[str]:
    """Yield what is wrong with a translation, by means that are not the project's checks."""
    letters = re.findall(r"[^\W\d_]", case.text)
    if len(letters) > 2 and not re.search(r"\w", target):
        yield "there is no text"
    if len(target) > 120 and _compressed(target) > 1.6 * max(_compressed(case.text), 1.4):
        yield "it says the same again and again"
    if len(target) > 3 * len(case.text) + 60:
        yield "it is far too long"
    if len(target) < 0.35 * len(case.text) and len(case.text) > 40:
        yield "it is far too short"
    norwegian = _NORWEGIAN.findall(target)
    if len(norwegian) >= 3 and len(norwegian) > 0.15 * len(target.split()):
        yield f"it is Norwegian: {', '.join(norwegian[:4])}"
    for words in case.keep:
        # English and French write an hour without the nought before it
        parts = (re.sub(r"^0(?=\d$)", "0?", word) for word in re.findall(r"\w+", words))
        pattern = r"\W{0,3}".join(parts)
        if not re.search(pattern, target):
            yield f"{words} is lost"


def _compressed(text: str) -> float:
    data = text.encode("utf-8", "replace")
    return len(data) / len(zlib.compress(data, 9))


def main(arguments: Sequence[str]) -> int:
    """Print what became of each text; the exit status is 1 if one failed without a mark."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.stress")
    parser.add_argument("--to", default="en,fr")
    options = parser.parse_args(arguments)
    stages = build_stages(Path("models"))
    silent = 0
    for language in options.to.split(","):
        counts = {"fine": 0, "marked": 0, "silent": 0}
        before = {part.name for part in parse_text(_BEFORE, article_id="s", source="s").parts}
        for case in read_stress():
            article = parse_text(_BEFORE + case.text, article_id="stress", source="stress")
            outcome = process(article, stages, (language,))
            if not isinstance(outcome, ProcessedArticle):
                print(f"{language} skipped {case.id}: {outcome.reason}")  # noqa: T201
                continue
            whole = outcome.translations[0].parts
            parts = [part for part in whole if part.part not in before]
            text = "\n".join(part.text for part in parts)
            checks = [c.detail for p in parts for s in p.segments for c in s.checks]
            wrong = list(faults(case, text))
            verdict = "marked" if checks else "silent" if wrong else "fine"
            counts[verdict] += 1
            said = "; ".join(checks or wrong)
            print(f"{language} {verdict:<6} {case.id}: {text[:90]!r} {said[:160]}", flush=True)  # noqa: T201
        print(f"{language}: {counts}")  # noqa: T201
        silent += counts["silent"]
    return int(silent > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
