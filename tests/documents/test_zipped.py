from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.zipped import Package, parse, serialise
from pipeline.errors import ArticleError


def archive(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(f"word/{name}", content)
    return out.getvalue()


def opened(data):
    return Package.open(data, "a.docx", kind="Word document", within="word/")


def read(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


@given(st.dictionaries(st.sampled_from("abcd"), st.binary(max_size=20), min_size=1))
def test_members_that_are_not_replaced_stay_byte_for_byte(members):
    data = archive(**members)
    first = f"word/{next(iter(members))}"
    new = read(opened(data).with_parts({first: b"new"}))
    assert new == read(data) | {first: b"new"}
    assert list(new) == list(read(data))


def test_a_part_with_entities_is_refused():
    text = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pytest.raises(ArticleError, match=r"a\.docx: x\.xml defines entities"):
        parse(text, "a.docx", "Word document", "x.xml")


def test_a_part_that_is_nested_without_end_is_refused():
    deep = b"<a>" * 5000 + b"</a>" * 5000
    with pytest.raises(ArticleError, match=r"broken \(x\.xml: .*[Dd]epth") as error:
        parse(deep, "a.docx", "Word document", "x.xml")
    assert "save it again" in str(error.value)


def test_a_part_that_is_no_xml_is_named():
    with pytest.raises(ArticleError, match=r"broken \(x\.xml: "):
        parse(b"<a>", "a.docx", "Word document", "x.xml")


def test_a_member_that_is_damaged_is_named():
    data = bytearray(archive(a=bytes(k * k % 251 for k in range(1000))))
    data[60:65] = b"\0\1\2\3\4"
    with pytest.raises(ArticleError, match="word/a"):
        opened(bytes(data)).read("word/a")


def test_a_member_that_is_not_there_is_named():
    with pytest.raises(ArticleError, match="word/b"):
        opened(archive(a=b"x")).read("word/b")


def test_two_members_of_one_name_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("word/a", b"2")
    with pytest.raises(ArticleError, match="two of one name"):
        opened(out.getvalue())


def test_a_member_that_claims_to_be_small_is_not_unpacked_beyond_its_claim():
    data = archive(a=b"\0" * 5_000_000)
    size = (5_000_000).to_bytes(4, "little")
    lied = data.replace(size, (100).to_bytes(4, "little"))
    with pytest.raises(ArticleError, match="word/a"):
        opened(lied).read("word/a")


def test_a_tree_that_was_not_changed_says_the_same():
    text = '<a xmlns:x="y"><b> å </b>tail<x:c d="&lt;"/></a>'.encode()
    assert serialise(parse(text, "a", "k", "x")).endswith(text)
