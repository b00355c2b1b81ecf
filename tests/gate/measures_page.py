"""Write the figures of now into docs/measures.md, and the curve beside it.

    python -m tests.gate.measures_page                                 figures and curve
    python -m tests.gate.measures_page --baselines T --speed T         what the benches printed, too

T is a file with what ``tests/bench/baselines_captions.py`` or ``tests.bench.captions`` printed.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from tests.gate.case_records import PARTS
from tests.gate.cases import read_cases
from tests.gate.risk import draw
from tests.gate.risk import table as risk_table
from tests.gate.run_cases import Chain, part_table, run_cases

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "measures.md"


def replaced(page: str, block: str, text: str) -> str:
    """Return the page with the text between the marks of a block replaced.

    >>> replaced("<!-- a -->old<!-- end of a -->", "a", "new")
    '<!-- a -->\\n```text\\nnew\\n```\\n<!-- end of a -->'

    Raises:
        ValueError: the page has no such block.
    """
    pattern = re.compile(rf"(<!-- {block} -->).*(<!-- end of {block} -->)", re.DOTALL)
    if not pattern.search(page):
        message = f"the page has no block {block}"
        raise ValueError(message)
    return pattern.sub(lambda m: f"{m[1]}\n```text\n{text.strip()}\n```\n{m[2]}", page)


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--baselines", type=Path, help="what the baselines printed")
    parser.add_argument("--speed", type=Path, help="what the speed bench printed")
    arguments = parser.parse_args()
    cases, _ = read_cases()
    run = run_cases(cases, Chain.WHOLE)
    page = PAGE.read_text("utf-8")
    for part in PARTS:
        mine = [case for case in cases if case.part == part]
        told = part_table(run, part, mine).rsplit("\n", 2)[0]
        page = replaced(page, f"figures {part}", told)
    page = replaced(page, "risk", risk_table(run, cases))
    for block in ("baselines", "speed"):
        file: Path | None = getattr(arguments, block)
        page = replaced(page, block, file.read_text("utf-8")) if file else page
    PAGE.write_text(page, "utf-8")
    (DOCS / "risk-coverage.svg").write_text(draw(run, cases), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
