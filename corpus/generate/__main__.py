"""Write an archive of invented articles, and beside it the gold file.

    python -m corpus.generate --articles 1000 --seed 7 --out archive.jsonl
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from corpus.generate.articles import LENGTHS, Archive


@contextmanager
def writing(path: Path) -> Iterator[IO[str]]:
    """Open a file to be written; ``.gz`` and ``.zst`` are compressed, always to the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        if path.suffix == ".gz":
            packed: IO[bytes] = gzip.GzipFile("", "wb", 1, file, 0)  # type: ignore[assignment]
        elif path.suffix == ".zst":
            import zstandard

            packed = zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False)
        else:
            packed = file
        with TextIOWrapper(packed, encoding="utf-8", newline="\n") as text:
            yield text


def gold_path(path: Path) -> Path:
    """Return the place of the gold file: "a.jsonl.gz" has "a.gold.jsonl.gz"."""
    stem, _, rest = path.name.partition(".jsonl")
    return path.with_name(f"{stem}.gold.jsonl{rest}")


def write(archive: Archive, path: Path) -> int:
    """Write archive and gold file; return how many errors of names were put in."""
    errors = 0
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with writing(path) as lines, writing(gold_path(path)) as gold:
        for article in archive:
            lines.write(encode(article.line) + "\n")
            gold.write(encode(article.gold) + "\n")
            errors += len(article.gold["errors"])
    return errors


def main() -> int:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(prog="python -m corpus.generate", description=__doc__)
    parser.add_argument("--articles", type=int, required=True, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="another seed, another archive")
    parser.add_argument("--texts", choices=LENGTHS, default="normal", help="how long they are")
    parser.add_argument("--out", type=Path, required=True, help="FILE.jsonl, .jsonl.gz, .jsonl.zst")
    given = parser.parse_args()
    errors = write(Archive(given.articles, given.seed, given.texts), given.out)
    print(f"{given.out}: {given.articles} articles, {errors} errors in names")
    print(f"{gold_path(given.out)}: who is in them, and which errors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
