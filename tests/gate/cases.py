"""The case gold: captions and lists as small articles, loaded and checked.

    python -m tests.gate.cases    name every fault: file, line, case, where and what

Every line of ``corpus/gold/captions/*.jsonl`` is a case (the form is told in ``corpus/README.md``).
Cases with an odd number are the *tune* part, to be looked at and worked from; those with an even
number are the *test* part, of which only totals are ever shown.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from tests.gate.case_checks import faults_of
from tests.gate.case_records import Case

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "gold" / "captions"


@dataclass(frozen=True)
class Fault:
    """What is wrong with the gold, and where: file, line, case and place in its record."""

    file: str
    line: int
    case: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.case or 'no id'}: {self.what}"


def read_cases(folder: Path = FOLDER) -> tuple[tuple[Case, ...], tuple[Fault, ...]]:
    """Return the cases that can be read, in the order of their files, and every fault."""
    cases: list[Case] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            case, found = _read_line(line)
            name = case.id if case else _id_of(line)
            if name in seen:
                found = [*found, "the id is given twice"]
            elif case:
                cases.append(case)
            seen.add(name)
            faults += [Fault(path.name, number, name, what) for what in found]
    return tuple(cases), tuple(faults)


def load_cases(folder: Path = FOLDER) -> tuple[Case, ...]:
    """Return all cases.

    Raises:
        ValueError: a case is malformed or does not fit its text; every fault is named.
    """
    cases, faults = read_cases(folder)
    if faults:
        raise ValueError("\n".join(map(str, faults)))
    return cases


def cases_digest(cases: Iterable[Case]) -> str:
    """Return the SHA-256 of what the cases say: floors hold for one only."""
    whole = "\n".join(case.model_dump_json() for case in sorted(cases, key=lambda c: c.id))
    return hashlib.sha256(whole.encode()).hexdigest()


def _id_of(line: str) -> str:
    found = re.search(r'"id"\s*:\s*"([^"]*)"', line)
    return found.group(1) if found else ""


def _read_line(line: str) -> tuple[Case | None, list[str]]:
    try:
        case = Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        return None, [f"no JSON: {error.msg} at column {error.colno}"]
    except ValidationError as error:
        return None, [f"{_place(e['loc'])}: {e['msg']}" for e in error.errors()]
    return case, list(faults_of(case))


def _place(path: Iterable[int | str]) -> str:
    """Return a place in a record in words.

    >>> _place(("captions", 0, "people", 2, "name"))
    'captions[0].people[2].name'
    """
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")


def main() -> int:
    """Print every fault and how many cases there are; return 1 where there are faults."""
    cases, faults = read_cases()
    for fault in faults:
        print(fault)  # noqa: T201
    counts = Counter(f"{case.language} {case.part}" for case in cases)
    print(f"{len(cases)} cases {dict(counts)}, {len(faults)} faults")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
