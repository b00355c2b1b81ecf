"""Translation speed side by side: ours, Argos Translate as it comes, and one sentence at a time.

    python -m tests.bench.throughput --argos ~/argos-venv/bin/python [--articles 6] [--rounds 2]
    python -m tests.bench.throughput --embedded [--articles 4] [--rounds 2]

With ``--argos`` all sides use one Argos package nb-en of the published size (see ``stand_in``),
made for the run. The Python that is given has argostranslate 1.10.0, stanza and torch; Argos gets
whole articles and finds sentences with the rule-based spaCy component, the fastest it has:

    argos        ``argostranslate.translate.translate(article, "nb", "en")``, beam of 4
    engine       ``ArgosEngine.translate``, all sentences of a round in one call
    product      ``Translator.process_all``: names found, kept and checked, failed sentences sent
                 again; no memory

With ``--embedded`` all sides use the embedded model:

    greedy       one sentence a call, beam of 1
    one by one   one sentence a call, the beam of the engine
    paragraphs   one paragraph a call
    engine       all sentences of a round in one call
    product      as above

Each side is a process of its own. In each round every side in turn gets the same articles, which it
has not seen before. Told are sentences a second as time passes and of processor time, which other
programs on the machine disturb less; from the start of the process to the first article done, the
first article being a short one; and peak memory. The last column is processor time per sentence,
that of the first side over that of this one. Sentences are counted alike for all sides.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHORT = "Ordfører Kari Lund åpnet den nye skolen i Bergen mandag.\nDet kom 200 gjester."
Translate = Callable[[Sequence[str]], object]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, found by their signs."""
    found = re.split(r"(?<=[.!?])\s+|\n", text)
    return [" ".join(one.split()) for one in found if one.strip()]


def side(name: str, models: Path) -> Translate:
    """Return what translates a list of articles, loaded."""
    from pipeline.assets import find_model  # noqa: PLC0415 - loading counts
    from pipeline.build import PIVOTS  # noqa: PLC0415
    from pipeline.documents.text import parse_text  # noqa: PLC0415
    from pipeline.translation.argos import ArgosEngine  # noqa: PLC0415
    from pipeline.translation.embedded import EmbeddedTranslator  # noqa: PLC0415
    from pipeline.translation.engine import Engine  # noqa: PLC0415
    from pipeline.translation.runtime import Search  # noqa: PLC0415
    from pipeline.translator import Setup, Translator  # noqa: PLC0415

    if name == "product":
        translator = Translator.set_up(Setup(models=models))
        return lambda texts: list(
            translator.process_all([parse_text(text, article_id="a") for text in texts], ("en",))
        )
    engine: Engine
    if (models / "packages").exists():
        engine = ArgosEngine(models / "packages")
    else:
        search = Search(beam=1) if name == "greedy" else Search()
        engine = EmbeddedTranslator(*find_model(models, "translator"), pivots=PIVOTS, search=search)

    def cut(texts: Sequence[str]) -> list[list[str]]:
        every = [one for text in texts for one in sentences(text)]
        if name == "paragraphs":
            return [sentences(line) for text in texts for line in text.splitlines() if line.strip()]
        return [every] if name == "engine" else [[one] for one in every]

    return lambda texts: [engine.translate(some, "nb", "en") for some in cut(texts)]


def serve(name: str, models: Path) -> None:
    """Translate the lists of articles that come in, and tell what each took."""
    started = time.perf_counter()
    translate = side(name, models)
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        translate(json.loads(line))
        told = {
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "since_start": time.perf_counter() - started,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


@dataclass
class Side:
    """A process that translates, and what it took so far."""

    name: str
    process: subprocess.Popen[str]
    start: float = 0.0
    wall: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    ratios: list[float] = field(default_factory=list)

    def translate(self, texts: Sequence[str]) -> dict[str, float]:
        """Return what the articles took."""
        pipes = self.process.stdin, self.process.stdout
        if not pipes[0] or not pipes[1]:
            raise TypeError
        pipes[0].write(json.dumps(list(texts)) + "\n")
        pipes[0].flush()
        told: dict[str, float] = json.loads(pipes[1].readline())
        self.memory = told["memory"]
        return told


def compare(sides: Sequence[Side], rounds: Sequence[Sequence[str]]) -> str:
    """Return the table."""
    for one in sides:
        one.start = one.translate([SHORT])["since_start"]
    for texts in rounds:
        costs = []
        for one in sides:
            told = one.translate(texts)
            one.wall, one.cpu = one.wall + told["wall"], one.cpu + told["cpu"]
            costs.append(told["cpu"])
        for one, cost in zip(sides, costs, strict=True):
            one.ratios.append(costs[0] / cost)
    count = sum(len(sentences(text)) for texts in rounds for text in texts)
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    lines = [
        f"{sum(map(len, rounds))} articles, {count} sentences, {len(rounds)} rounds;"
        f" {os.cpu_count()} processors, load {load}",
        f"{'':12}{'per s':>8}{'per cpu s':>11}{'first article':>15}{'memory':>10}{'ratio':>8}",
    ]
    for one in sides:
        ratio = sides[0].cpu / one.cpu
        spread = f"({min(one.ratios):.1f}-{max(one.ratios):.1f})"
        lines.append(
            f"{one.name:12}{count / one.wall:8.2f}{count / one.cpu:11.2f}{one.start:13.1f} s"
            f"{one.memory:7.0f} MB{ratio:6.1f} × {spread}"
        )
    return "\n".join(lines)


def argos_process(python: str, work: Path) -> subprocess.Popen[str]:
    """Start Argos Translate with folders of its own; the package is in ``models/packages``."""
    known = work / "xdg/argos-translate/spacy/senter"
    known.mkdir(parents=True)
    # else Argos would fetch another sentence finder when it is imported; it is not used
    (known / "model").write_text("", encoding="utf-8")
    folders = {f"XDG_{kind}_HOME": str(work / "xdg") for kind in ("DATA", "CONFIG", "CACHE")}
    package = str(work / "models/packages")
    settings = {"ARGOS_PACKAGES_DIR": package, "ARGOS_CHUNK_TYPE": "SPACY", "HOME": str(work)}
    return _process(
        # -P: the folder of these programs stays out of the way of other libraries
        [python, "-P", str(Path(__file__).parent / "throughput_argos.py")],
        folders | settings,
    )


def _process(
    command: Sequence[str], settings: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | (settings or {}),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--argos", metavar="PYTHON")
    parser.add_argument("--embedded", action="store_true")
    parser.add_argument("--articles", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--sides", help="only these, by name, with commas")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--models", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.serve, arguments.models)
        return
    if not arguments.argos and not arguments.embedded:
        parser.error("one of --argos and --embedded")
    from pipeline.assets import models_dir  # noqa: PLC0415 - a side must not load more than it needs
    from pipeline.documents.reading import read_file  # noqa: PLC0415

    paths = sorted((ROOT / "corpus/articles").glob("*.txt"))
    texts = [read_file(path).text for path in paths]
    chosen = texts[:: max(1, len(texts) // arguments.articles)][: arguments.articles]
    rounds = [chosen[number :: arguments.rounds] for number in range(arguments.rounds)]
    names = ["argos"] if arguments.argos else ["one by one", "greedy", "paragraphs"]
    names += ["engine", "product"]
    if arguments.sides:
        names = [name for name in names if name in arguments.sides.split(",")]
    with ExitStack() as closing:
        models = models_dir()
        work = Path(closing.enter_context(tempfile.TemporaryDirectory()))
        if arguments.argos:
            from tests.bench.stand_in import write_package  # noqa: PLC0415

            (work / "models").mkdir()
            for entry in models.iterdir():
                if entry.name != "packages":
                    (work / "models" / entry.name).symlink_to(entry)
            write_package(work / "models/packages", texts)
            models = work / "models"
        sides = []
        for name in names:
            command = [sys.executable, "-m", "tests.bench.throughput", "--serve", name]
            if name == "argos":
                process = argos_process(arguments.argos, work)
            else:
                process = _process([*command, "--models", str(models)])
            sides.append(Side(name, closing.enter_context(process)))
            closing.callback(process.terminate)
        print(compare(sides, rounds))  # noqa: T201


if __name__ == "__main__":
    main()
