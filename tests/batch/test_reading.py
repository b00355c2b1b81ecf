"""Archives of every sort, cut in shards and read from the middle."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections import Counter
from itertools import pairwise

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.folder import RunFolder
from pipeline.batch.plan import Wishes, cut, make_plan
from pipeline.batch.reading import Reader
from pipeline.batch.sources import Archive, Kind, archive_at, listed, listing
from pipeline.errors import ArticleError, ConfigError, StoreError
from tests.batch.making import line, write_lines


def read_all(archive, folder, *, size=3, backwards=False):
    """Return the articles of each shard of an archive, as they lie there."""
    run = RunFolder(folder / "1")
    plan = make_plan(Wishes(archive, shard_size=size), run)
    shards = list(range(plan.shards))
    with Reader(plan.archive, run.listing) as reader:
        found = {
            number: list(reader.read(plan.offsets[number], plan.numbers(number)))
            for number in (shards[::-1] if backwards else shards)
        }
    return [found[number] for number in shards]


@given(
    st.lists(st.text(alphabet="aæ\r 1", max_size=5), max_size=12), st.integers(1, 5), st.booleans()
)
def test_shards_cover_the_lines_once_and_in_order(lines, size, ends):
    text = "\n".join(lines) + ("\n" if ends and lines else "")
    data = text.encode()
    count, offsets, _ = cut(io.BytesIO(data), size, "a")
    pieces = [data[start:end] for start, end in pairwise([*offsets, len(data)])]
    assert b"".join(pieces) == data
    assert all(piece.count(b"\n") == size for piece in pieces[:-1])
    assert count == data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
    assert len(offsets) == -(-count // size)


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_file_of_lines_is_read_from_anywhere_compressed_or_not(tmp_path, ending, backwards):
    data = "".join(f"{line(n)}\n" for n in range(8)).encode()
    if ending.endswith(".gz"):
        data = gzip.compress(data[:200]) + gzip.compress(data[200:])
    if ending.endswith(".zst"):
        data = zstandard.compress(data[:200]) + zstandard.compress(data[200:])
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    shards = read_all(archive_at(path), tmp_path, backwards=backwards)
    assert [[raw.id for raw in raws] for raws in shards] == [
        ["a0", "a1", "a2"],
        ["a3", "a4", "a5"],
        ["a6", "a7"],
    ]
    assert shards[1][0].place == "line 4"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_members_of_a_zip_file_that_share_a_name_each_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as members:
        members.writestr("a.txt", "Den første.")
        members.writestr("../a.txt", "Den ved siden av.")
        members.writestr("a.txt", "Den andre.")
    (raws,) = read_all(archive_at(tmp_path / "a.zip"), tmp_path)
    assert [(raw.id, raw.data.decode()) for raw in raws] == [
        ("a.txt", "Den første."),
        ("../a.txt", "Den ved siden av."),
        ("a.txt", "Den andre."),
    ]


def test_a_folder_is_read_in_a_fixed_order_and_what_is_no_article_is_left_out(tmp_path):
    tree = tmp_path / "tree"
    for name in ("b/2.txt", "b/1.html", "a.txt", "c.jpg", ".hidden.txt", ".git/x.txt"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("<html><body><p>Hei på deg.</p></body></html>")
    left_out = Counter[str]()
    names = [listed(one).name for one in listing(archive_at(tree), left_out)]
    assert names == ["a.txt", "b/1.html", "b/2.txt"]
    assert left_out == {".jpg": 1}


def test_a_zip_file_is_read_member_by_member(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as members:
        for name in ("2024/a.txt", "__MACOSX/a.txt", "2024/b.txt", "x.png"):
            members.writestr(name, f"Kari Lunde skrev {name} i går.")
    ((first, second),) = read_all(archive_at(path), tmp_path)
    assert (first.id, second.id) == ("2024/a.txt", "2024/b.txt")
    assert first.place == f"{path}: 2024/a.txt"
    assert second.data.decode() == "Kari Lunde skrev 2024/b.txt i går."


def test_a_list_of_files_is_read_as_it_is_seen_from_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Kari Lunde skrev.")
    (tmp_path / "list").write_text("a.txt\n\nmissing.txt\na.txt\n")
    archive = archive_at(tmp_path / "list", is_list=True)
    monkeypatch.chdir("/")
    ((first, second),) = read_all(archive, tmp_path)
    assert (first.id, first.error) == ("a.txt", None)
    assert second.error is not None
    assert "missing.txt: cannot be read: No such file" in second.error.message


def raws_of(*lines, folder):
    path = write_lines(folder / "a.jsonl", lines)
    (raws,) = read_all(archive_at(path), folder, size=100)
    return raws


@pytest.fixture
def read(tmp_path):
    """Return what reads the article in a line."""

    def reads(said):
        written = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        (raw,) = raws_of(written, folder=tmp_path)
        return Reader(Archive(path="", kind=Kind.LINES), tmp_path).article(raw)

    return reads


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ({"id": 7, "text": "Hei.\n\nDette er et avsnitt."}, ["Hei.", "Dette er et avsnitt."]),
        ({"id": "a", "title": "Tur", "text": "Vi gikk."}, ["Tur", "Vi gikk."]),
        ({"id": "a", "title": "Tur", "text": "Tur\n\nVi gikk."}, ["Tur", "Vi gikk."]),
        ({"id": "a", "html": "<p>Hei på deg.</p>"}, ["Hei på deg."]),
        ({"id": "a", "parts": [{"kind": "caption", "text": "F.v.: Kari"}]}, ["F.v.: Kari"]),
    ],
)
def test_a_line_holds_its_article_as_text_page_or_parts(read, said, parts):
    article = read(said)
    assert article.id == str(said["id"])
    assert [part.text for part in article.parts] == parts


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("{", "this is not JSON"),
        ("[1]", "is not an object"),
        ("[" * 100_000, "this is not JSON"),
        ({"text": "Hei."}, "has no id"),
        ({"id": True, "text": "Hei."}, "has no id"),
        ({"id": "a"}, "has no text"),
        ({"id": "a", "text": "  "}, "there is no text"),
        ({"id": "a", "parts": [{"kind": "poem", "text": "Hei"}]}, "'poem' is not a valid PartKind"),
        ({"id": "a", "parts": [{"text": "Hei"}]}, "parts of the article are not right"),
        ('{"id": "a", "text": "\\ud83d"}', "half a character"),
        ({"id": "a", "text": "Hei. " * 400_001}, "2.0 MB of text is more than"),
        (
            {"id": "a", "parts": [{"kind": "paragraph", "text": "Hei. " * 250_000}] * 2},
            "2.5 MB of text is more than",
        ),
    ],
)
def test_a_line_that_cannot_be_read_says_where_and_why(read, said, problem):
    with pytest.raises(ArticleError, match=f"line 1: .*{problem}"):
        read(said)


def test_a_date_is_kept_as_far_as_it_can_be_told(tmp_path):
    dates = ["2024-05-17T12:00:00Z", "2024-05", "17. mai", None]
    raws = raws_of(*(line(n, date=date) for n, date in enumerate(dates)), folder=tmp_path)
    assert [raw.date for raw in raws] == ["2024-05-17", "2024-05", "", ""]


@pytest.mark.parametrize("name", ["a.txt", "a.tar.gz"])
def test_what_is_no_archive_is_refused_with_what_is_one(tmp_path, name):
    (tmp_path / name).write_text("Hei.")
    with pytest.raises(ConfigError, match="this is not an archive"):
        archive_at(tmp_path / name)


def test_an_archive_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        archive_at(tmp_path / "a.jsonl")


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_broken_compressed_file_is_a_clear_error(tmp_path, ending):
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(b"this is not compressed at all")
    with pytest.raises(StoreError, match="cannot be read"):
        read_all(archive_at(path), tmp_path)


def test_an_empty_archive_has_no_shards(tmp_path):
    (tmp_path / "a.jsonl").write_text("")
    assert read_all(archive_at(tmp_path / "a.jsonl"), tmp_path) == []
