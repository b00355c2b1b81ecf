"""The whole recipe: train, export, pin.

    python models/recipes/encoder/run.py --data NORNE --texts FOLDER ... --work FOLDER

Writes ``models/encoder`` and its entry in ``models/manifest.json``. Run again, it goes on where it
stopped.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODELS = HERE.parents[1]


def main() -> int:
    """Run the three commands one after the other; stop at the first that fails."""
    parser = argparse.ArgumentParser(description="Train, export and pin the encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the NorNE files")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="texts to count on")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--minutes", default="0", help="train at most so long; 0 is no limit")
    options = parser.parse_args()
    data, work = str(options.data), str(options.work)
    texts = [str(folder) for folder in options.texts]
    train = ["train.py", "--data", data, "--texts", *texts, "--work", work]
    steps = [
        [*train, "--minutes", options.minutes],
        ["export.py", "--data", data, "--work", work, "--out", str(MODELS / "encoder")],
        ["../pin.py", "encoder", "--models", str(MODELS)],
    ]
    for script, *arguments in steps:
        command = [sys.executable, str(HERE / script), *arguments]
        if code := subprocess.run(command, check=False).returncode:  # noqa: S603 - our own scripts
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
