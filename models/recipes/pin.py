"""Write today's digests of a model's files into ``models/manifest.json``; for maintainers.

python models/recipes/pin.py NAME [--version 1.2.0] [--scores FILE] [--models models]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pipeline.assets import models_dir, pin
from pipeline.errors import PipelineError


def main() -> int:
    """Read the command line, pin, say what was pinned."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name")
    parser.add_argument("--version", default="")
    parser.add_argument("--scores", type=Path, default=None, help="figures to keep, a JSON object")
    parser.add_argument("--models", type=Path, default=None)
    options = parser.parse_args()
    try:
        scores = json.loads(options.scores.read_text("utf-8")) if options.scores else None
        models = options.models or models_dir()
        entry = pin(models, options.name, version=options.version, scores=scores)
    except PipelineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"{entry.name} {entry.version} {entry.sha256}: {len(entry.files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
