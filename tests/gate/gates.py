"""Gates: scores with their floors, which hold for one state of the gold only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

#: 0.29 is a little less than 0.29 in binary
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Gate:
    """A set of scores: its name, the digest of the gold, the values, and a table for reading."""

    name: str
    digest: str
    values: Mapping[str, float]
    table: str

    def with_more(self, table: str) -> Gate:
        """Return the gate with something more to read."""
        return replace(self, table=f"{self.table}\n\n{table}\n")


def floors(values: Mapping[str, float]) -> dict[str, float]:
    """Return the values rounded down to three decimals, to be kept from now on.

    >>> floors({"people": 0.98765})
    {'people': 0.987}
    """
    return {measure: math.floor((v + _ROUNDING) * 1000) / 1000 for measure, v in values.items()}


def below(values: Mapping[str, float], wanted: Mapping[str, float]) -> list[str]:
    """Return a sentence for each measure that is under its floor or is not there any more."""
    complaints = []
    for measure, floor in wanted.items():
        value = values.get(measure)
        if value is None:
            complaints.append(f"{measure}: not measured, the floor is {floor:.3f}")
        elif value < floor - _ROUNDING:
            complaints.append(f"{measure}: {value:.3f} is below the floor of {floor:.3f}")
    return complaints


def faults(gate: Gate, pinned: Mapping[str, Any]) -> list[str]:
    """Return what keeps a gate shut: changed gold, or scores below their floors."""
    wanted = pinned.get(gate.name, {})
    if wanted.get("gold") != gate.digest:
        return [
            f"{gate.name}: the gold changed since the floors were measured:"
            " python -m tests.gate.evaluate --update"
        ]
    return [f"{gate.name}: {line}" for line in below(gate.values, wanted["floors"])]


def raised(
    gates: Iterable[Gate], pinned: Mapping[str, Any]
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Return the floors as they are reached now, and the measures that are lower than before."""
    reached: dict[str, dict[str, Any]] = {}
    lower: list[str] = []
    for gate in gates:
        now = floors(gate.values)
        before = pinned.get(gate.name, {}).get("floors", {})
        lower += [f"{gate.name} {m}" for m in now if now[m] < before.get(m, 0.0)]
        reached[gate.name] = {"gold": gate.digest, "floors": now}
    return reached, lower
