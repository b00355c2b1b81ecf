"""Score a built translator on aligned sentences: BLEU, chrF, names, inventions, speed.

    python models/recipes/translator/score.py --data FOLDER [--model models/build/translator] \
        [--count 100] [--roads nb-en nb-fr nb-en-fr en-fr]

The folder holds ``nb.txt``, ``en.txt`` and ``fr.txt``, a sentence a line. Needs ``pip install
sacrebleu`` (in any environment that has samsvar's own packages, or point PYTHONPATH at one).
``--check`` scores what ``floors.json`` has and fails below it; ``--pin`` writes it.

*Names*: of the capitalised words inside the sources that the references have too, the share that
the translations have. *Invents*: the share of translations with a number that the source does not
have, or a capitalised word that begins like no word of source or reference. Both are rough, and
the same for every model.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from pipeline.records import ModelRef
from pipeline.translation.embedded import EmbeddedTranslator
from pipeline.translation.keepnames import form_pattern
from pipeline.translation.numbers import invented_numbers
from pipeline.translation.runtime import Search

#: a capitalised word that does not begin a sentence
_NAME = re.compile(r"(?<=[\w,;)] )[A-ZÀ-ÖØ-Þ][\w-]{2,}")
FLOORS = Path(__file__).parent / "floors.json"
#: what another machine may make of the same model
TOLERANCE = 0.3
Scores = Mapping[str, float]
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
    parser.add_argument("--check", action="store_true", help="fail below the pinned floors")
    parser.add_argument("--pin", action="store_true", help="pin what is reached now")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text("utf-8")) if options.check else {}
    if options.check:
        options.count, options.roads = floors["count"], list(floors["roads"])
    try:
        sacrebleu = import_module("sacrebleu")
    except ImportError:
        print("sacrebleu is not installed: pip install sacrebleu", file=sys.stderr)
        return 1
    start = time.perf_counter()
    search = Search(beam=options.beam, batch_tokens=options.batch)
    translator = EmbeddedTranslator(options.model, REF, search=search)
    print(f"loaded in {time.perf_counter() - start:.1f} s")
    print("road       sentences   BLEU   chrF  names  invents  sentences/s  words/s")
    reached: dict[str, Scores] = {}
    for road in options.roads:
        steps = road.split("-")
        sources = texts = lines(options.data, steps[0], options.count)
        references = lines(options.data, steps[-1], options.count)
        start = time.perf_counter()
        for source, target in pairwise(steps):
            texts = [best[0].text for best in translator.translate(texts, source, target)]
        seconds = time.perf_counter() - start
        bleu = sacrebleu.corpus_bleu(texts, [references]).score
        chrf = sacrebleu.corpus_chrf(texts, [references]).score
        reached[road] = {"bleu": round(bleu, 1), "chrf": round(chrf, 1)}
        words = sum(len(text.split()) for text in texts)
        print(
            f"{road:10} {len(texts):9} {bleu:6.1f} {chrf:6.1f}"
            f" {names_kept(sources, references, texts):6.1%}"
            f" {inventions(sources, references, texts):7.1%}"
            f" {len(texts) / seconds:12.2f} {words / seconds:8.1f}",
            flush=True,
        )
        if options.save:
            options.save.mkdir(parents=True, exist_ok=True)
            (options.save / f"{road}.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory {peak} MB")
    if options.pin:
        pinned = {"count": options.count, "roads": reached}
        FLOORS.write_text(json.dumps(pinned, indent=1) + "\n", "utf-8")
    faults = below(reached, floors["roads"]) if options.check else []
    print("\n".join(faults))
    return 1 if faults else 0


def below(reached: Mapping[str, Scores], floors: Mapping[str, Scores]) -> list[str]:
    """Return a line for each figure that is under its floor.

    >>> below({"nb-en": {"bleu": 24.0, "chrf": 55.0}}, {"nb-en": {"bleu": 24.2, "chrf": 55.5}})
    ['nb-en chrf: 55.0 is below the floor of 55.5']
    """
    return [
        f"{road} {name}: {reached[road][name]} is below the floor of {floor}"
        for road, wanted in floors.items()
        for name, floor in wanted.items()
        if reached[road][name] < floor - TOLERANCE
    ]


def names_kept(sources: Sequence[str], references: Sequence[str], texts: Sequence[str]) -> float:
    """Return which part of the names that a person kept the translations have as well.

    >>> names_kept(["I går kom Kari Lund."], ["Kari Lund came."], ["Yesterday Kari Land came."])
    0.5
    """
    wanted = [
        form_pattern(name).search(text) is not None
        for source, reference, text in zip(sources, references, texts, strict=True)
        for name in _names(source, reference)
    ]
    return sum(wanted) / len(wanted) if wanted else 1.0


def _names(source: str, reference: str) -> list[str]:
    found = []
    for written in _NAME.findall(source):
        forms = (written, written.removesuffix("s"))
        found += [form for form in forms if form_pattern(form).search(reference)][:1]
    return found


def inventions(sources: Sequence[str], references: Sequence[str], texts: Sequence[str]) -> float:
    """Return in which part of the translations there is a name or a number out of nowhere.

    >>> inventions(["Hun kom i går."] * 2, ["She came."] * 2, ["On 5 May she came.", "She came."])
    0.5
    """
    found = [has_invention(*three) for three in zip(sources, references, texts, strict=True)]
    return sum(found) / len(found) if found else 0.0


def has_invention(source: str, reference: str, text: str) -> bool:
    """Return whether a translation has a name or a number that it cannot have from its source."""
    starts = {word[:4].casefold() for word in re.findall(r"\w+", f"{source} {reference}")}
    names = [word for word in _NAME.findall(text) if word[:4].casefold() not in starts]
    numbers = [one for one in invented_numbers(source, text) if one not in reference]
    return bool(names or numbers)


def lines(folder: Path, language: str, count: int | None) -> list[str]:
    """Return the sentences of one language."""
    return (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines()[:count]


if __name__ == "__main__":
    sys.exit(main())
