"""Notes in Norwegian: every note that the readers make is in the table."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pipeline.documents.notes import note_in
from pipeline.documents.pdf_writing import NOT_KEPT
from pipeline.documents.rtf import NOT_KEPT as RTF_NOT_KEPT


@pytest.mark.parametrize(
    ("note", "norwegian"),
    [
        ("left out: 3 page numbers", "utelatt: 3 sidetall"),
        ("not read, scanned without text: pages 1–3, 7 (needs OCR)",
         "ikke lest, skannet uten tekst: side 1–3, 7 (trenger tekstgjenkjenning)"),
        ("line 4: the formatting of “page 2” is on “side”, by its position alone",
         "linje 4: formateringen av «page 2» står på «side», bare etter plassen i setningen"),
        ("1 segment to look at: each has a comment in the file; delete them before it is sent on"
         " (or --marks none)",
         "1 segment å se på: det har en kommentar i fila; slett den før fila sendes videre (eller"
         " --marks none)"),
        ("something new", "something new"),
    ],
)  # fmt: skip
def test_a_note_in_bokmaal(note: str, norwegian: str) -> None:
    assert note_in(note, "nb") == norwegian
    assert note_in(note, "en") == note


def test_a_note_in_nynorsk() -> None:
    note = "table 1, row 2, cell 3: the formatting of “side 1” was not kept"
    assert note_in(note, "nn") == "tabell 1, rad 2, celle 3: formateringa av «side 1» er ikkje med"


@pytest.mark.parametrize("note", [*NOT_KEPT, *RTF_NOT_KEPT])
@pytest.mark.parametrize(("language", "begins"), [("nb", "ikke beholdt: "), ("nn", "ikkje med: ")])
def test_what_is_not_kept_is_told_in_norwegian(note: str, language: str, begins: str) -> None:
    told = note_in(f"not kept: {note}", language)
    assert told.startswith(begins)
    assert begins + note != told


def strings(source: str) -> set[str]:
    """Return the texts of a program with {} for what is put in."""
    tree = ast.parse(source)
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(value) for node in joined for value in node.values}
    found = {
        "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
        for node in joined
    }
    return found | {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside
    }


def test_every_note_of_the_readers_is_in_the_table() -> None:
    notes = re.compile(
        r"^(?:\{\})?(?:not read|left out|left as|recognised from|kept and not|comments are|deleted"
        r" text|quoted mails|HTML blocks|read as UTF|not UTF-8|the formatting of|segments to look"
        r"|The digital|the digital|\{\} more stretches)"
    )
    missing = []
    for file in Path("pipeline/documents").glob("*.py"):
        if file.name == "notes.py":
            continue
        for text in strings(file.read_text("utf-8")):
            sample = re.sub(r"^\{\}(?=[a-z])|(?<=number)\{\}", "", text).replace("{}", "x")
            if notes.search(text) and note_in(sample, "nb") == sample:
                missing.append((file.name, text))
    assert missing == []
