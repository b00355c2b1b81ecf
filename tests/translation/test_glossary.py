import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.glossary import Glossary, Term, joined
from pipeline.translation.glossary_file import load_glossary, read_glossary, write_glossary
from pipeline.translation.inflection import norwegian_forms, plural
from pipeline.translation.roles import load_roles

RECTOR = Term(("rektor",), {"en": ("principal",), "fr": ("proviseur",)}, {"en": ("rector",)})
ONE = Glossary((RECTOR,))


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("rektor", {"rektor", "rektoren", "rektorer", "rektorene", "rektorar", "rektorane"}),
        ("fylkesordfører", {"fylkesordføreren", "fylkesordførere", "fylkesordførerne"}),
        ("fylkesordførar", {"fylkesordføraren", "fylkesordførarar", "fylkesordførarane"}),
        ("lærling", {"lærlingen", "lærlinger", "lærlingene"}),
        ("daglig leder", {"daglig lederen", "daglig ledere", "daglig lederne"}),
        ("gruppe", {"gruppen", "gruppa", "grupper", "gruppene"}),
        ("vedtak", {"vedtaket", "vedtakene", "vedtaka"}),
    ],
)
def test_the_inflections_of_a_term_are_among_its_forms(term, forms):
    assert forms <= {form.text for form in norwegian_forms(term)}


@pytest.mark.parametrize(
    ("term", "target", "many"),
    [
        ("county mayor", "en", "county mayors"),
        ("chairman", "en", "chairmen"),
        ("minister of finance", "en", "ministers of finance"),
        ("ministre des Finances", "fr", "ministres des Finances"),
        ("président du conseil", "fr", "présidents du conseil"),
    ],
)
def test_the_head_noun_takes_the_plural(term, target, many):
    assert plural(term, target) == many


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Rektoren sang.", "the principal"),
        ("Begge rektorene sang.", "the principals"),
        ("Rektor Kari Lund sang.", "principal"),
        ("Rektoren Kari Lund sang.", "principal"),
        ("Den rektoren sang.", "principal"),
        ("Rektors bil er ny.", "principal"),
    ],
)
def test_a_term_is_put_in_with_its_number_and_article(sentence, said):
    assert [words for _, _, words in ONE.edits(sentence, "en")] == [said]


@pytest.mark.parametrize("sentence", ["Prorektor sang.", "Rektorat og rektorskifte", "direktøren"])
def test_a_term_inside_a_longer_word_is_not_found(sentence):
    assert ONE.find(sentence) == ()


def test_the_longer_of_two_terms_is_found():
    two = Glossary((Term(("leder",), {"en": ("head",)}), Term(("daglig leder",), {"en": ("CEO",)})))
    assert [use.term.targets["en"] for use in two.find("Daglig leder kom.")] == [("CEO",)]


def test_a_term_that_is_translated_otherwise_is_marked():
    found = check_segment("Rektoren sang.", "The dean sang.", Context("en", glossary=ONE))
    assert [check.detail for check in found] == ['"rektor" is to be "principal"']


def test_a_forbidden_term_is_marked():
    found = check_segment(
        "Rektor sang.", "The principal, or rector, sang.", Context("en", glossary=ONE)
    )
    assert [check.detail for check in found] == ['"rector" is a forbidden term']


def test_a_term_in_the_plural_is_not_marked():
    context = Context("fr", glossary=ONE)
    assert check_segment("Rektorene sang.", "Les proviseurs ont chanté.", context) == ()


def test_a_users_title_outranks_the_tables():
    roles = ONE.over(load_roles())
    assert roles.translate("rektor", "en") == "principal"
    assert roles.translate("ordfører", "en") == "mayor"


def test_a_users_french_title_serves_women_too():
    assert ONE.over(load_roles()).translate("rektor", "fr", feminine=True) == "proviseur"


def test_the_first_of_two_glossaries_counts():
    other = Glossary((Term(("Rektor",), {"en": ("rector",)}), Term(("hage",), {"en": ("garden",)})))
    assert [term.targets["en"] for term in joined(ONE, other).terms] == [
        ("principal",),
        ("garden",),
    ]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_table_may_be_parted_by_semicolon_comma_or_tab(mark):
    text = f"\ufeffNorwegian{mark}English\r\n\r\nrektor{mark}principal\r\n"
    assert read_glossary(text, "g.csv").terms == (Term(("rektor",), {"en": ("principal",)}),)


@pytest.mark.parametrize(
    ("text", "message", "cure"),
    [
        ("", "g.csv: the file is empty", "the first line names the columns"),
        ("norwegian;german\n", 'g.csv, line 1: "german" is no column', "the first line names"),
        ("english;french\n", "g.csv, line 1: the column norwegian is missing", "the first line"),
        ("norwegian\n", "g.csv, line 1: the column english or french is missing", "the first"),
        ("norwegian;english\n\n;mayor\n", "g.csv, line 3: the Norwegian term is empty", "fill it"),
        ("norwegian;english\nrektor;\n", 'g.csv, line 2: "rektor" has no translation', "fill in"),
        ("norwegian;english\na;b;c\n", "g.csv, line 2: 3 cells, but the heading has 2", "quotes"),
        ("norwegian;english\na;b\nA;c\n", 'g.csv, line 3: "A" is on line 2 already', "leave one"),
        ("norwegian;english;not english\na;b;B\n", "wanted and forbidden at once", "take it out"),
    ],
)
def test_a_wrong_table_says_where_and_what_to_do(text, message, cure):
    with pytest.raises(ConfigError) as caught:
        read_glossary(text, "g.csv")
    assert message in caught.value.message
    assert cure in caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_may_be_saved_by_a_spreadsheet(tmp_path, encoding):
    path = tmp_path / "g.csv"
    path.write_bytes("norwegian;english\nmøte;meeting\n".encode(encoding))
    assert load_glossary(path).terms[0].source == ("møte",)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "g.xlsx"
    path.write_bytes(b"PK\x03\x04\0\0")
    with pytest.raises(ConfigError, match="no text file"):
        load_glossary(path)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_glossary(tmp_path / "none.csv")


words = st.text(st.sampled_from("abcæøå ,;\"'-"), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)
cells = st.lists(words.filter(bool), min_size=1, max_size=3, unique_by=str.casefold).map(tuple)
terms = st.builds(Term, source=cells, targets=st.fixed_dictionaries({"en": cells}), note=words)


@settings(deadline=None)
@given(st.lists(terms, max_size=4))
def test_what_is_written_is_read_again(found):
    seen = [form.casefold() for term in found for form in term.source]
    if len(set(seen)) == len(seen):
        glossary = Glossary(tuple(found))
        assert read_glossary(write_glossary(glossary), "g.csv") == glossary


@settings(deadline=None)
@given(st.text(st.sampled_from("rektorenes -.A"), max_size=40))
def test_every_use_stands_where_it_says(sentence):
    for use in ONE.find(sentence):
        assert sentence[use.start : use.end].casefold() == use.form.text
