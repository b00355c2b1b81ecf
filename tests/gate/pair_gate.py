"""The scores of name pairs as a gate."""

from __future__ import annotations

import hashlib

from tests.gate.gates import Gate
from tests.gate.name_pairs import PAIRS, pair_scores


def name_pairs_gate() -> Gate:
    """Return the gate of pairs of names; its floors hold for one list of pairs."""
    scores = pair_scores()
    lines = [f"{'name pairs':<40} {'value':>8}"]
    lines += [f"{measure:<40} {value:>8.3f}" for measure, value in scores.items()]
    digest = hashlib.sha256(PAIRS.read_bytes()).hexdigest()
    return Gate("name pairs", digest, scores, "\n".join(lines) + "\n")
