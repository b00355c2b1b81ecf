"""What the pipeline gets wrong in the tune part of the case gold, case by case.

    python -m tests.gate.cases_report                 every mistake, with the name finder
    python -m tests.gate.cases_report --grammar       without it: captions and lists alone
    python -m tests.gate.cases_report --only caption  measures whose name holds "caption"
    python -m tests.gate.cases_report --case nb-001   one case, with its text

The odd cases only: of the test part nothing but totals is ever shown (``make eval``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from tests.gate.case_records import Case
from tests.gate.cases import read_cases
from tests.gate.run_cases import Chain, part_table, run_cases
from tests.gate.tally import Tally

_ALWAYS = ("sure_share",)


def report(case: Case, tallies: Mapping[str, Tally], only: str = "") -> list[str]:
    """Return the mistakes of a case, a line a measure; nothing where there are none."""
    lines = []
    for measure, tally in tallies.items():
        if only not in measure or measure in _ALWAYS:
            continue
        for what, items in (("missed", tally.missed), ("invented", tally.invented)):
            if items:
                lines.append(f"  {measure}: {what} {' | '.join(items)}")
    return [f"{case.id}: {case.what}", *lines] if lines else []


def main() -> int:
    """Print the mistakes of the tune part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--grammar", action="store_true", help="without the name finder")
    parser.add_argument("--only", default="", help="measures with this in their name")
    parser.add_argument("--case", default="", help="this case only, with its text")
    arguments = parser.parse_args()
    cases, faults = read_cases()
    tune = [c for c in cases if c.part == "tune" and arguments.case in ("", c.id)]
    run = run_cases(tune, Chain.GRAMMAR if arguments.grammar else Chain.WHOLE)
    for case in tune:
        lines = report(case, run.scores[case.id], arguments.only)
        if lines:
            shown = [case.text, *lines] if arguments.case else lines
            print("\n".join(shown), "\n")  # noqa: T201
    print(part_table(run, "tune", tune))  # noqa: T201
    print(f"{len(tune)} cases of the tune part; {len(faults)} faults of the gold")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
