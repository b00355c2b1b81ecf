"""The whole recipe: compare the base, train, export, draw, pin.

    python models/recipes/encoder/run.py --data NORNE --texts FOLDER ... --work FOLDER

Writes ``models/encoder``, ``docs/reliability.svg`` and the model's entry in
``models/manifest.json``. Run again, it goes on where it stopped. ``--models`` writes elsewhere (a
folder with a manifest that has the entry; the plot goes there too), and ``--settings`` takes other
numbers: for trying the recipe out.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODELS = HERE.parents[1]


def steps(options: argparse.Namespace) -> list[list[str]]:
    """Return the commands, each a script with its arguments."""
    data, work, models = str(options.data), str(options.work), options.models
    common = ["--data", data, "--work", work, "--settings", str(options.settings)]
    texts = [str(folder) for folder in options.texts]
    model = str(models / "encoder")
    plot = (
        models / "reliability.svg" if models != MODELS else MODELS.parent / "docs/reliability.svg"
    )
    return [
        ["port.py"],
        ["train.py", *common, "--texts", *texts, "--minutes", options.minutes],
        ["export.py", *common, "--out", model],
        ["plot.py", "--data", data, "--model", model, "--out", str(plot)],
        ["../pin.py", "encoder", "--models", str(models), "--scores", f"{work}/scores.json"],
    ]


def main() -> int:
    """Run the commands one after the other; stop at the first that fails."""
    parser = argparse.ArgumentParser(description="Train, export and pin the encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the NorNE files")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="texts to count on")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--minutes", default="0", help="train at most so long; 0 is no limit")
    parser.add_argument("--models", type=Path, default=MODELS, help="folder with the manifest")
    parser.add_argument("--settings", type=Path, default=HERE / "settings.toml")
    options = parser.parse_args()
    for script, *arguments in steps(options):
        command = [sys.executable, str(HERE / script), *arguments]
        if code := subprocess.run(command, check=False).returncode:  # noqa: S603 - our own scripts
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
