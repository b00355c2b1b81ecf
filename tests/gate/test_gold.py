from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.records import EntityKind
from tests.gate.gold import Gold, GoldName, decode, load_corpus, load_gold

CORPUS = Path(__file__).parents[2] / "corpus"
TEXT = """Tur til Tolosa

Kari Li (t.v.) og Kari Lie i
Oslo.

Vertar:
Kari Lie, rektor
"""
GOLD: dict[str, Any] = {
    "id": "tur",
    "text": TEXT,
    "language": "nn",
    "note": "a caption over two lines, a list",
    "parts": [
        {"starts": "Tur til", "kind": "title"},
        {"starts": "Kari Li (t.v.)", "kind": "caption"},
        {"starts": "Vertar:", "kind": "heading"},
        {"starts": "Kari Lie, rektor", "kind": "list_item"},
    ],
    "captions": [{"starts": "Kari Li (t.v.)", "people": [{"name": "Kari Li"}]}],
    "lists": [{"heading": "Vertar", "people": [{"name": "Kari Lie", "title": "rektor"}]}],
    "names": [
        {"name": "Kari Li", "kind": "person"},
        {"name": "Kari Lie", "kind": "person"},
        {"name": "Oslo", "kind": "place"},
    ],
    "acronyms": {},
    "clusters": [["Kari Li", "Kari Lie"]],
    "flags": [{"kind": "spelling", "forms": ["Kari Li", "Kari Lie"], "proposed": "Kari Lie"}],
}
LISTED = {"people": [{"name": "Kari Lie", "title": "lærar"}]}


def test_parts_are_cut_where_the_next_one_begins():
    assert Gold.model_validate(GOLD).part_texts() == (
        "Tur til Tolosa",
        "Kari Li (t.v.) og Kari Lie i Oslo.",
        "Vertar:",
        "Kari Lie, rektor",
    )


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("parts", [*GOLD["parts"], {"starts": "Slutt", "kind": "credit"}], "no line begins with"),
        ("parts", [*GOLD["parts"][:2]], "no part begins with line 6"),
        ("captions", [], "the captions are not the parts"),
        ("captions", [{"starts": "Kari Li (t.v.)", "people": [{"name": "Ola"}]}], "in the caption"),
        ("lists", [LISTED], "'lærar' is not in a list"),
        ("names", [*GOLD["names"], {"name": "Osl", "kind": "place"}], "'Osl' is not in the text"),
        ("names", [*GOLD["names"], {"name": "Oslo", "kind": "place"}], "given twice"),
        ("names", GOLD["names"][:1], "'Kari Lie' is missing from the persons"),
        ("acronyms", {"Oslo": "Kari Lie"}, "the acronym 'Oslo' is no organisation"),
        ("clusters", [["Kari Li", "Oslo"]], "is not of names of one kind"),
        ("flags", [{"kind": "not_in_list", "forms": ["Kari Lie"]}], "is not not_in_list"),
        ("flags", [{"kind": "not_in_list", "forms": ["Tolosa"]}], "flagged 'Tolosa' is no name"),
        ("flags", [{"kind": "spelling", "forms": ["Kari Li", "Kari Lie"]}], "proposes one of them"),
    ],
)
def test_gold_that_does_not_fit_its_article_is_refused(field, value, complaint):
    with pytest.raises(ValidationError, match=complaint):
        Gold.model_validate({**GOLD, field: value})


def test_every_gold_file_of_the_corpus_fits_its_article():
    corpus = load_corpus(CORPUS)
    assert [gold.id for gold in corpus if gold.language == "nn"] == [
        f"nn-0{n}" for n in range(1, 6)
    ]
    assert len(corpus) == 20


def test_the_windows_1252_article_is_read_with_its_letters():
    assert (
        GoldName(name="Hjörtur Einarsson", kind=EntityKind.PERSON)
        in load_gold(CORPUS, "nb-04").names
    )


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert decode("Å".encode("utf-8-sig")) == "Å"


def test_an_article_without_gold_is_an_error(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "x.txt").write_text("x")
    with pytest.raises(ValueError, match="without article or gold: x"):
        load_corpus(tmp_path)
