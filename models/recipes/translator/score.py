"""Score a built translator on aligned sentences: BLEU, chrF and speed for each road.

    python models/recipes/translator/score.py --data FOLDER [--model models/build/translator] \
        [--count 100] [--roads nb-en nb-fr nb-en-fr en-fr]

The folder holds ``nb.txt``, ``en.txt`` and ``fr.txt``, a sentence a line. Needs ``pip install
sacrebleu`` (in any environment that has samsvar's own packages, or point PYTHONPATH at one).
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from pipeline.records import ModelRef
from pipeline.translation.embedded import EmbeddedTranslator
from pipeline.translation.runtime import Search

REF = ModelRef(name="translator", version="candidate", sha256="0" * 64)


def main() -> int:
    """Read the command line, translate, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=Path("models/build/translator"))
    parser.add_argument("--count", type=int, default=None, help="only the first N sentences")
    parser.add_argument("--roads", nargs="+", default=["nb-en", "nb-fr", "nb-en-fr", "en-fr"])
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--batch", type=int, default=Search().batch_tokens, help="tokens a batch")
    parser.add_argument("--save", type=Path, default=None, help="folder for the translations")
    options = parser.parse_args()
    try:
        sacrebleu = import_module("sacrebleu")
    except ImportError:
        print("sacrebleu is not installed: pip install sacrebleu", file=sys.stderr)
        return 1
    start = time.perf_counter()
    search = Search(beam=options.beam, batch_tokens=options.batch)
    translator = EmbeddedTranslator(options.model, REF, search=search)
    print(f"loaded in {time.perf_counter() - start:.1f} s")
    print("road       sentences   BLEU   chrF  sentences/s  words/s")
    for road in options.roads:
        steps = road.split("-")
        texts = lines(options.data, steps[0], options.count)
        references = lines(options.data, steps[-1], options.count)
        start = time.perf_counter()
        for source, target in pairwise(steps):
            texts = [best[0].text for best in translator.translate(texts, source, target)]
        seconds = time.perf_counter() - start
        bleu = sacrebleu.corpus_bleu(texts, [references]).score
        chrf = sacrebleu.corpus_chrf(texts, [references]).score
        words = sum(len(text.split()) for text in texts)
        print(
            f"{road:10} {len(texts):9} {bleu:6.1f} {chrf:6.1f}"
            f" {len(texts) / seconds:12.2f} {words / seconds:8.1f}",
            flush=True,
        )
        if options.save:
            options.save.mkdir(parents=True, exist_ok=True)
            (options.save / f"{road}.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory {peak} MB")
    return 0


def lines(folder: Path, language: str, count: int | None) -> list[str]:
    """Return the sentences of one language."""
    return (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines()[:count]


if __name__ == "__main__":
    sys.exit(main())
