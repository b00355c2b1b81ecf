import contextlib
import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.errors import StoreError
from pipeline.translation.tmx import DEEPEST, LONGEST, is_xml, read_tmx, write_tmx
from pipeline.translation.units import Author
from tests.builders_translation import edit

#: the structure of TMX 1.4b, as far as a file of ours may go
RULES = """
<!ELEMENT tmx (header, body)>
<!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note | prop)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED
  adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED
  creationdate CDATA #IMPLIED creationid CDATA #IMPLIED changedate CDATA #IMPLIED>
<!ELEMENT body (tu*)>
<!ELEMENT tu ((note | prop)*, tuv+)>
<!ATTLIST tu tuid CDATA #IMPLIED srclang CDATA #IMPLIED creationdate CDATA #IMPLIED
  creationid CDATA #IMPLIED changedate CDATA #IMPLIED changeid CDATA #IMPLIED>
<!ELEMENT tuv ((note | prop)*, seg)>
<!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)>
<!ELEMENT prop (#PCDATA)>
<!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT note (#PCDATA)>
"""
PERSON = edit()


def written(*units):
    return "".join(write_tmx(units, version="1.0")).encode()


def read(tmp_path, data):
    path = tmp_path / "units.tmx"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_tmx(path))


def tmx(*units, head='<?xml version="1.0"?>', header='<header srclang="nb"/>'):
    return f'{head}\n<tmx version="1.4">{header}<body>\n' + "\n".join(units) + "\n</body></tmx>"


def tu(nb, en, attributes=""):
    return (
        f'<tu {attributes}><tuv xml:lang="nb"><seg>{nb}</seg></tuv>'
        f'<tuv xml:lang="en-GB"><seg>{en}</seg></tuv></tu>'
    )


TEXT = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda t: is_xml(t) and t.strip())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT, TEXT, st.sampled_from(Author), st.text(st.sampled_from("kÅ<&\"'"), max_size=5))
def test_what_is_written_is_read_back(tmp_path, source, target, author, by):
    unit = replace(edit(source=source.strip(), target=target.strip(), author=author), by=by)
    assert read(tmp_path, written(unit)) == [unit]


@given(TEXT, TEXT)
def test_what_is_written_keeps_the_structure_of_tmx(source, target):
    rules = etree.DTD(io.StringIO(RULES))
    tree = etree.fromstring(written(edit(source, target), edit(author=Author.MACHINE)))
    assert rules.validate(tree), rules.error_log


def test_dates_are_those_of_tmx():
    found = re.search(rb'creationdate="([^"]*)"', written(PERSON))
    assert found is not None
    assert found.group(1) == b"20260131T120000Z"


def test_a_character_that_xml_cannot_hold_is_known():
    assert not is_xml("a\x00b")
    assert not is_xml("a\ufffeb")


def test_a_unit_in_three_languages_is_two(tmp_path):
    french = '<tuv xml:lang="fr"><seg>Salut.</seg></tuv></tu>'
    found = read(tmp_path, tmx(tu("Hei.", "Hi.").replace("</tu>", french)))
    assert [(unit.target_language, unit.target) for unit in found] == [
        ("en", "Hi."),
        ("fr", "Salut."),
    ]


@pytest.mark.parametrize(("said", "code"), [("no", "nb"), ("NB-no", "nb"), ("nn_NO", "nn")])
def test_norwegian_goes_by_many_names(tmp_path, said, code):
    found = read(tmp_path, tmx(tu("Hei.", "Hi.").replace('"nb"', f'"{said}"')))
    assert [unit.source_language for unit in found] == [code]


def test_the_older_attribute_for_the_language_is_read(tmp_path):
    assert read(tmp_path, tmx(tu("Hei.", "Hi.").replace("xml:lang", "lang"))) != []


def test_a_unit_without_norwegian_is_passed_over(tmp_path):
    assert read(tmp_path, tmx(tu("Hej.", "Hi.").replace('"nb"', '"sv"'))) == []


def test_formatting_inside_a_segment_is_taken_out_and_its_words_stay(tmp_path):
    codes = 'En <bpt i="1">&lt;b&gt;</bpt>fet<ept i="1">&lt;/b&gt;</ept> <hi>dag</hi>.'
    assert read(tmp_path, tmx(tu(codes, "Hi.")))[0].source == "En fet dag."


def test_who_changed_a_unit_last_and_when_is_kept(tmp_path):
    dates = 'creationid="ola" changeid="kari" changedate="20250102T030405Z"'
    (unit,) = read(tmp_path, tmx(tu("Hei.", "Hi.", dates)))
    assert (unit.by, unit.at) == ("kari", datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))


def test_a_document_type_is_accepted_and_not_fetched(tmp_path):
    head = '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    assert read(tmp_path, tmx(tu("Hei.", "Hi."), head=head)) != []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_that_the_file_declares_is_used(tmp_path, encoding):
    text = tmx(tu("Blåbær.", "Hi."), head=f'<?xml version="1.0" encoding="{encoding}"?>')
    assert read(tmp_path, text.encode(encoding))[0].source == "Blåbær."


BOMB = '<!DOCTYPE tmx [\n<!ENTITY a "aaaaaaaaaa">\n<!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY x SYSTEM "names.db">]>'


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (tmx(tu("Hei.", "Hi.").replace("</seg>", "", 1)), 3, "not well-formed"),
        (tmx(tu("Hei.", "Hi.").replace('xml:lang="nb"', "")), 3, "a <tuv> without xml:lang"),
        (tmx(tu("Hei.", "Hi.", 'changedate="i dag"')), 3, "is no date"),
        (tmx(tu("&b;", "Hi."), head=BOMB), 2, "declares the entity 'a'"),
        (tmx(tu("&x;", "Hi."), head=OUTSIDE), 1, "declares the entity 'x'"),
        (
            tmx(tu("a&nbsp;b", "Hi."), head='<!DOCTYPE tmx SYSTEM "tmx14.dtd">'),
            3,
            "the entity &nbsp; is not one of XML",
        ),
        (tmx(tu("a" * (LONGEST + 1), "Hi.")), 3, "more than"),
        (tmx(tu("<hi>" * DEEPEST + "</hi>" * DEEPEST, "Hi.")), 3, "nested"),
        ("<xliff>\n</xliff>", 1, "not <tmx>"),
        ("\n\nHei", 3, "not well-formed"),
        ("", 1, "no element found"),
        (tmx(head='<?xml version="1.0" encoding="klingon"?>'), 1, "unknown encoding"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(tmp_path, data, line, words):
    with pytest.raises(StoreError) as caught:
        read(tmp_path, data)
    assert f"units.tmx, line {line}" in caught.value.message
    assert words in caught.value.message


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"none\.tmx: cannot be read"):
        list(read_tmx(tmp_path / "none.tmx"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_no_bytes_are_more_than_an_error(tmp_path, rest):
    data = written(PERSON)
    with contextlib.suppress(StoreError):  # any other error fails the test
        read(tmp_path, data[: len(data) // 2] + rest + data[len(data) // 2 :])
