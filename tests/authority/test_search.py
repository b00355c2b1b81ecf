"""A register searched for a name as it was written."""

import random

import pytest
from hypothesis import given

from pipeline.authority.search import NameIndex
from pipeline.errors import StoreError
from pipeline.records import EntityKind
from tests.strategies import anything

NAMES = [
    ("p1", "Kari Åsen"), ("p2", "Kari Lunde"), ("p3", "Christoffer Thorsen"), ("p4", "Per Lunde"),
    ("p5", "Olaf Halland Graven"), ("p6", "Ingar Vaskinn"), ("p7", "Kari Olsen Lunde"),
    ("p7", "Kari O. Lunde-Hansen"), ("p8", "Fredrik Åsen"),
]  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return NameIndex.build(NAMES)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Kari Aasen", "p1"),
        ("Kristoffer Torsen", "p3"),
        ("Olaf Hallan Graven", "p5"),
        ("Ingar Vaskin", "p6"),
        ("Vaskinn, Ingar", "p6"),
        ("I. Vaskinn", "p6"),
        ("KARI LUNDE", "p2"),
        ("Graven", "p5"),
    ],
)
def test_the_nearest_name_comes_first(index, written, wanted):
    assert index.search(written, 3)[0].id == wanted


def test_a_hit_says_why(index):
    evidence = index.search("Kari Aasen", 1)[0].evidence
    assert any("two ways to spell one sound" in e.detail for e in evidence)


def test_an_entry_comes_once_with_its_nearest_name(index):
    ids = [hit.id for hit in index.search("Kari Olsen Lunde", 9)]
    assert len(ids) == len(set(ids))


def test_no_more_hits_come_than_were_asked_for(index):
    assert len(index.search("Kari Lunde", 2)) == 2


@pytest.mark.parametrize("written", ["", "–", "Xyz Qwrt"])
def test_a_name_that_is_like_none_finds_none(index, written):
    assert index.search(written, 5) == ()


@given(anything)
def test_whatever_is_searched_the_scores_fall(index, written):
    scores = [hit.score for hit in index.search(written, 5)]
    assert scores == sorted(scores, reverse=True)


def test_an_empty_register_finds_nothing():
    assert NameIndex.build([]).search("Kari Lunde", 5) == ()


def test_organisations_are_found_by_their_words():
    names = [("o1", "Kongsberg kommune"), ("o2", "Nordvik Rør AS"), ("o3", "Nordvik Bygg AS")]
    found = NameIndex.build(names, EntityKind.ORGANISATION).search("Nordvik Rør A/S", 1)
    assert [hit.id for hit in found] == ["o2"]


def test_an_index_read_from_its_file_finds_the_same(index, tmp_path):
    index.save(tmp_path / "names.index")
    again = NameIndex.load(tmp_path / "names.index")
    assert again.search("Kari Aasen", 5) == index.search("Kari Aasen", 5)


def test_a_file_that_is_cut_short_is_refused(index, tmp_path):
    path = tmp_path / "names.index"
    index.save(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StoreError, match="cut short"):
        NameIndex.load(path)


@pytest.mark.parametrize("content", [b"", b"{}", b"x" * 500])
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    (tmp_path / "names.index").write_bytes(content)
    with pytest.raises(StoreError, match="not an index"):
        NameIndex.load(tmp_path / "names.index")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(StoreError, match="cannot be read"):
        NameIndex.load(tmp_path / "none.index")


def test_every_name_with_one_letter_dropped_is_found_among_hundreds():
    chance = random.Random(3)  # noqa: S311
    given = ["Kari", "Ola", "Ingrid", "Torstein", "Marte", "Sigurd", "Vebjørn", "Aslaug"]
    surnames = ["Fjellstad", "Granheim", "Solbakken", "Kvisle", "Rognstad", "Haugerud", "Tangvald"]
    middle = ["Berg", "Moe", "Lie", "Dahl", "Vik", "Nes"]
    names = [f"{a} {b} {c}" for a in given for b in middle for c in surnames]
    index = NameIndex.build((name, name) for name in names)
    lost = []
    for name in chance.sample(names, 30):
        written = name[:-2] + name[-1]
        if name not in [hit.id for hit in index.search(written, 5)]:
            lost.append((name, written))
    assert lost == []
