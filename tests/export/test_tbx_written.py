from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tbx import tbxfile

from pipeline.export.tbx import Concept, Status, Term, TermType, Version, write_tbx
from pipeline.export.xml_text import writable
from pipeline.translation.tbx import read_tbx
from tests.export.exchanged import DATA, filled

GRAMMAR = etree.RelaxNG(etree.parse(DATA / "tbx-basic.rng"))
NVE = Concept(
    id="nve",
    terms={
        "nb": (
            Term("Noregs vassdrags- og energidirektorat", kind=TermType.FULL),
            Term("NVE", Status.ADMITTED, TermType.ACRONYM),
            Term("Vassdragsvesenet", Status.SUPERSEDED),
        ),
        "en": (Term("the Norwegian Water Directorate"),),
    },
    subject="organisation",
    notes=("since 1921",),
    links=("https://data.brreg.no/enhetsregisteret/api/enheter/970205039",),
    source="register",
)
KEPT = Concept(
    id="å energi", terms={"nb": (Term("Å Energi"),), "en": (Term("Å Energi"),)}, keep=True
)


def written(*concepts, version=Version.ISO_2019):
    return "".join(write_tbx(concepts, title="Names & terms", version=version))


def valid(text):
    return GRAMMAR.validate(etree.fromstring(text.encode()))


def test_a_written_file_fits_the_grammar_of_the_standard():
    assert valid(written(NVE, KEPT))


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("preferredTerm-admn-sts", "preferredTerm"),
        (' xml:lang="nb">\n<termSec>', ">\n<termSec>"),
        (' type="TBX-Basic"', ""),
        ('"subjectField"', '"reliabilityCode"'),
        ("<term>NVE</term>", "<term></term>"),
    ],
)
def test_a_file_that_departs_from_the_standard_is_found_out(there, instead):
    text = written(NVE)
    assert there in text
    assert not valid(text.replace(there, instead))


@given(st.lists(st.tuples(filled, filled), min_size=1, max_size=3))
def test_any_term_makes_a_valid_file_that_gives_the_terms_back(pairs):
    text = written(
        *(Concept(id=a, terms={"nb": (Term(a),), "fr": (Term(b),)}, source=b) for a, b in pairs)
    )
    assert valid(text)
    terms = [one.text for one in etree.fromstring(text.encode()).iter("{*}term")]
    assert terms == [writable(word) for pair in pairs for word in pair]


def test_two_concepts_whose_ids_look_alike_in_xml_have_two():
    text = written(*(Concept(id=i, terms={"nb": (Term("A"),)}) for i in ("å", "ø", "å")))
    assert valid(text)


def test_a_concept_without_terms_is_left_out():
    assert "conceptEntry" not in written(Concept(id="x", terms={"nb": ()}))


def test_translate_toolkit_reads_the_older_edition():
    text = written(NVE, KEPT, version=Version.ISO_2008)
    store = tbxfile.parsestring(text.encode(), "nb", "en")
    assert [(unit.source, unit.target) for unit in store.units] == [
        ("Noregs vassdrags- og energidirektorat", "the Norwegian Water Directorate"),
        ("Å Energi", "Å Energi"),
    ]


def test_translate_toolkit_reads_which_terms_are_not_to_be_translated():
    store = tbxfile.parsestring(written(NVE, KEPT, version=Version.ISO_2008).encode(), "nb", "en")
    assert [unit.istranslatable() for unit in store.units] == [True, False]


def test_translate_toolkit_reads_every_form_and_its_status():
    store = tbxfile.parsestring(written(NVE, version=Version.ISO_2008).encode(), "nb", "en")
    forms = store.units[0].get_source_terms()
    assert [form.text for form in forms] == [term.text for term in NVE.terms["nb"]]


@pytest.mark.parametrize("version", list(Version))
def test_our_own_reader_takes_what_was_written(version):
    (term,) = read_tbx(written(NVE, version=version).encode(), "a.tbx").terms
    assert term.targets == {"en": ("the Norwegian Water Directorate",)}
