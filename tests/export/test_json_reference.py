from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.export.field_table import enumerations, field_types

REFERENCE = Path(__file__).parents[2] / "docs/reference/json.md"


def documented() -> dict[str, dict[str, str]]:
    """Return the records of the reference with the fields and types of their tables."""
    sections = REFERENCE.read_text(encoding="utf-8").split("\n### ")[1:]
    rows = re.compile(r"^\| `(\w+)` \| (.+?) \| .+ \|$", re.MULTILINE)
    return {text.partition("\n")[0]: dict(rows.findall(text)) for text in sections}


def test_the_reference_describes_every_record_and_no_other():
    assert documented().keys() == field_types().keys()


@pytest.mark.parametrize("record", field_types())
def test_the_reference_gives_every_field_with_its_type(record):
    assert documented()[record] == field_types()[record]


@pytest.mark.parametrize(("name", "words"), enumerations().items())
def test_the_reference_gives_every_closed_word(name, words):
    lines = REFERENCE.read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith(f"| {name} |"))
    assert [word for word in words if word and f"`{word}`" not in row] == []
