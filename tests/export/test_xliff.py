from __future__ import annotations

import re

import pytest
from hypothesis import given
from lxml import etree
from translate.storage.xliff2 import Xliff2File

from pipeline.export.identifiers import NOTHING, Known
from pipeline.export.wording import wording
from pipeline.export.xliff import write_xliff
from pipeline.records import Maker
from tests.export.exchanged import mark, outcome, outcomes
from tests.export.sample import FRENCH, SAMPLE, translated
from tests.export.xliff_rules import faults

X = "{urn:oasis:names:tc:xliff:document:2.0}"


def written(of, translation=None, language="en", register=NOTHING):
    translation = translation or of.translations[0]
    return write_xliff(of, translation, mark, wording(language), register)


def tree(text):
    return etree.fromstring(text.encode())


def text_in(element):
    """Return what a reader sees: code points as the characters that they stand for."""
    pieces = [element.text or ""]
    for child in element:
        is_code = child.tag == f"{X}cp"
        pieces.append(chr(int(child.get("hex"), 16)) if is_code else text_in(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def sides(text, side):
    return [text_in(one) for one in tree(text).iter(f"{X}{side}")]


def test_a_written_file_keeps_the_rules_of_the_standard():
    assert faults(written(SAMPLE)) == []


@pytest.mark.parametrize(
    ("there", "instead", "fault"),
    [
        ('trgLang="fr"', "", "trgLang"),
        ('<mrk id="m2"', '<mrk id="m1"', "is there twice"),
        (' state="translated"', "", "subState without state"),
        ("<ignorable>", "<segment><target/>", ""),
        ('version="2.1"', 'version="1.2"', ""),
        ('<mrk id="m1" ', "<mrk ", ""),
        ("samsvar:machine", "xlf:machine", "the standard's own"),
    ],
)
def test_a_file_that_breaks_a_rule_is_found_out(there, instead, fault):
    text = written(SAMPLE)
    assert there in text
    broken = text.replace(there, instead)
    if instead.startswith("<segment><t"):
        broken = broken.replace("</ignorable>", "</segment>")
    assert any(fault in one for one in faults(broken))


@given(outcomes)
def test_any_text_makes_a_valid_file_that_gives_the_text_back(of):
    text = written(of)
    assert faults(text) == []
    assert sides(text, "source") == [of.article.parts[0].text]
    target = of.translations[0].parts[0].text
    assert sides(text, "target") == ([target] if target else [])


def test_the_units_are_the_parts_character_for_character():
    units = [
        "".join(text_in(one) for one in unit.iter(f"{X}source"))
        for unit in tree(written(SAMPLE)).iter(f"{X}unit")
    ]
    assert units == [part.text for part in SAMPLE.article.parts]


def test_the_targets_of_a_unit_are_the_translated_part():
    unit = next(u for u in tree(written(SAMPLE)).iter(f"{X}unit") if u.get("name") == "p2")
    assert "".join(text_in(one) for one in unit.iter(f"{X}target")) == FRENCH.parts[1].text


def test_names_are_not_to_be_translated_and_have_one_id_on_both_sides():
    unit = next(u for u in tree(written(SAMPLE)).iter(f"{X}unit") if u.get("name") == "p7")
    marks = [
        (one.get("id"), one.get("translate"), one.get("type"), text_in(one))
        for one in unit.iter(f"{X}mrk")
    ]
    assert marks == [("m1", "no", "samsvar:person", "Solveig Brattli")] * 2


def test_a_name_written_otherwise_in_the_target_keeps_its_id():
    unit = next(u for u in tree(written(SAMPLE)).iter(f"{X}unit") if u.get("name") == "p2")
    found = {
        (one.get("id"), text_in(one)) for one in unit.iter(f"{X}mrk") if "Eivind" in text_in(one)
    }
    assert found == {("m2", "Eivind Haldorsenn"), ("m2", "Eivind Haldorsen")}


def test_a_name_of_the_register_has_its_address():
    clusters = tuple(
        c.model_copy(update={"entry": "nantes"}) if c.name == "Nantes" else c
        for c in SAMPLE.reconciliation.clusters
    )
    of = SAMPLE.model_copy(
        update={
            "reconciliation": SAMPLE.reconciliation.model_copy(update={"clusters": clusters}),
        }
    )
    text = written(of, register={"nantes": Known(ids={"wikidata": "Q12191"})})
    assert 'ref="http://www.wikidata.org/entity/Q12191"' in text
    assert faults(text) == []


def test_what_failed_a_check_is_back_at_the_start_and_a_note_says_why():
    text = written(SAMPLE)
    doubtful = [s for s in tree(text).iter(f"{X}segment") if "doubtful" in s.get("subState", "")]
    assert [(s.get("state"), text_in(s[0])) for s in doubtful] == [
        ("initial", "Vadsund havneselskap reiste til Nantes med 47 deltakere.")
    ]
    assert "5: A number is missing: the number 47 is missing" in text


def test_nothing_that_a_program_made_is_reviewed():
    states = {s.get("state") for s in tree(written(SAMPLE)).iter(f"{X}segment")}
    assert states == {"initial", "translated"}


def test_a_segment_of_a_person_says_so():
    part = translated("p4", ("Deltakere", "Participants"))
    edited = part.segments[0].model_copy(update={"maker": Maker.PERSON})
    part = part.model_copy(update={"segments": (edited,)})
    text = written(SAMPLE, FRENCH.model_copy(update={"parts": (part,)}))
    assert 'state="translated" subState="samsvar:person"' in text


def test_a_flag_is_a_note_in_the_language_of_the_interface():
    notes = sides(written(SAMPLE, language="nb"), "note")
    assert "2: Bildeteksten og listen skriver én person på to måter." in notes


def test_a_part_that_was_not_translated_has_no_target():
    unit = next(u for u in tree(written(SAMPLE)).iter(f"{X}unit") if u.get("name") == "p8")
    assert unit.find(f"{X}segment/{X}target") is None
    assert "not translated" in text_in(unit.find(f"{X}notes/{X}note"))


def test_ids_stay_when_the_article_is_written_again():
    ids = re.findall(r' id="([^"]+)"', written(SAMPLE))
    assert re.findall(r' id="([^"]+)"', written(SAMPLE)) == ids


def test_translate_toolkit_reads_every_segment():
    store = Xliff2File.parsestring(written(SAMPLE).encode())
    read = [(unit.source, unit.target or "") for unit in store.units]
    wanted = [(s.source.text, s.target) for p in FRENCH.parts for s in p.segments]
    assert read == [*wanted, (SAMPLE.article.part("p8").text, "")]
    assert (store.getsourcelanguage(), store.gettargetlanguage()) == ("nb", "fr")


def test_translate_toolkit_takes_a_doubtful_segment_for_one_that_needs_work():
    store = Xliff2File.parsestring(written(SAMPLE).encode())
    assert [unit.source for unit in store.units if unit.isfuzzy()] == [
        "Vadsund havneselskap reiste til Nantes med 47 deltakere."
    ]


def test_markup_in_a_text_is_text():
    text = written(outcome('</source> & "x" ]]>', "<mrk>", []))
    assert sides(text, "source") == ['</source> & "x" ]]>']
