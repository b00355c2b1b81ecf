import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.translation.glossary import Term
from pipeline.translation.tbx import read_tbx


def concept(**languages):
    """Return a concept of 2019's TBX: for each language its terms, "!" before a rejected one."""
    sections = []
    for language, terms in languages.items():
        said = "".join(
            f"<termSec><term>{term.lstrip('!')}</term>"
            + ('<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>'
               if term.startswith("!") else "")
            + "</termSec>"
            for term in terms.split("|")
        )  # fmt: skip
        sections.append(f'<langSec xml:lang="{language}">{said}</langSec>')
    return f"<conceptEntry>{''.join(sections)}</conceptEntry>"


def read(*concepts):
    text = f"<tbx><text><body>{''.join(concepts)}</body></text></tbx>"
    return read_tbx(text.encode(), "g.tbx").terms


def test_terms_of_all_languages_of_a_concept_are_read():
    terms = read(concept(nb="ordfører", nn="ordførar", en="mayor", fr="maire", de="Bürgermeister"))
    assert terms == (Term(("ordfører", "ordførar"), {"en": ("mayor",), "fr": ("maire",)}),)


def test_a_rejected_term_is_forbidden():
    assert read(concept(no="rektor", en="principal|!rector")) == (
        Term(("rektor",), {"en": ("principal",)}, {"en": ("rector",)}),
    )


def test_the_older_format_is_read_too():
    text = (
        '<martif><text><body><termEntry><note>skole</note><langSet xml:lang="nb-NO"><tig><term>'
        'rektor</term></tig></langSet><langSet xml:lang="en-GB"><ntig><termGrp><term>principal'
        "</term></termGrp></ntig></langSet></termEntry></body></text></martif>"
    )
    assert read_tbx(text.encode(), "g.tbx").terms == (
        Term(("rektor",), {"en": ("principal",)}, note="skole"),
    )


def test_two_concepts_with_one_norwegian_term_are_joined():
    assert read(concept(nb="hode", en="head"), concept(nb="hode", en="chief|!head")) == (
        Term(("hode",), {"en": ("head", "chief")}),
    )


def test_a_concept_without_norwegian_is_passed_over():
    assert len(read(concept(en="head", fr="chef"), concept(nb="leder", en="head"))) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<tmx/>", "line 1: the file is <tmx>, not <tbx>"),
        ("<tbx>\n<a>", "line 2: not well-formed"),
        ("<tbx/>", "there is no Norwegian term"),
        ('<!DOCTYPE tbx [<!ENTITY a "b">]><tbx/>', "line 1: it has the entity 'a'"),
        ("<tbx>" + "<a>" * 40, "nested more than 30 deep"),
        (f"<tbx><term>{'a' * 2000}</term></tbx>", "more than 1000 characters"),
    ],
)
def test_what_is_no_tbx_is_refused_with_the_line(text, message):
    with pytest.raises(ConfigError) as caught:
        read_tbx(text.encode(), "g.tbx")
    assert message in caught.value.message
    assert caught.value.hint


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    with pytest.raises(ConfigError):
        read_tbx(b"<tbx>" + data, "g.tbx")
