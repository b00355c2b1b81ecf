import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.glossary import Glossary, Term, joined
from pipeline.translation.glossary_file import read_glossary, write_glossary
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
        ("rådmann", {"rådmannen", "rådmenn", "rådmennene"}),
        ("medlem", {"medlemmet", "medlemmer", "medlemmene"}),
        ("regel", {"regelen", "regler", "reglene", "reglar"}),
        ("sykkel", {"sykkelen", "sykler", "syklene"}),
        ("museum", {"museet", "museer", "museene"}),
        ("offentlig høring", {"offentlige høringer", "offentlige høringene"}),
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
        ("adjoint au maire", "fr", "adjoints au maire"),
        ("child", "en", "children"),
        ("German", "en", "Germans"),
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
        ("Rektors bil er ny.", "the principal's"),
        ("Rektorens bil er ny.", "the principal's"),
        ("Rektorenes bil er ny.", "the principals'"),
        ("En rektors bil er ny.", "principal's"),
        ("Den nye rektoren sang.", "principal"),
        ("Rektoren vår sang.", "principal"),
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
        ("norwegian;english;english\n", 'the column "english" is there twice', "the first line"),
        ('norwegian;english\na;"b"c\n', "g.csv, line 2: this is no row", "quotation mark"),
    ],
)
def test_a_wrong_table_says_where_and_what_to_do(text, message, cure):
    with pytest.raises(ConfigError) as caught:
        read_glossary(text, "g.csv")
    assert message in caught.value.message
    assert cure in caught.value.hint


def test_the_usual_word_is_not_touched_inside_a_name():
    text = "Rector Street was closed by a rector."
    assert ONE.mend("Rektor stengte Rector Street", text, "en", [(0, 13)]) == (
        "Rector Street was closed by a principal."
    )


def test_a_word_inside_a_longer_wanted_one_is_not_touched():
    mayor = Glossary((Term(("ordfører",), {"en": ("county mayor", "mayor")}),))
    assert mayor.mend("Ordføreren kom", "The county mayor came", "en") == "The county mayor came"


def test_a_forbidden_word_inside_a_wanted_one_is_not_marked():
    mayor = Glossary((Term(("ordfører",), {"en": ("county mayor",)}, {"en": ("mayor",)}),))
    assert mayor.check("Ordføreren kom", "The county mayor came", "en") == ()


def test_in_french_no_word_is_put_in_after_an_article_that_may_be_wrong():
    rector = Glossary((Term(("rektor",), {"fr": ("proviseur",)}, {"fr": ("rectrice",)}),))
    assert rector.mend("Rektoren kom", "La rectrice est venue", "fr") == "La rectrice est venue"
    assert rector.mend("Rektorene kom", "Les rectrices vinrent", "fr") == "Les proviseurs vinrent"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Le recteur est venu", "Le proviseur est venu"),
        ("La maison du recteur", "La maison du proviseur"),
        ("La maison des recteurs", "La maison des proviseurs"),
        ("La recteur est venue", "La recteur est venue"),
    ],
)
def test_what_the_tables_say_in_french_is_put_right_with_its_article(text, mended):
    one = Glossary((Term(("rektor",), {"fr": ("proviseur",)}),)).beside(load_roles())
    assert one.mend("Rektoren kom", text, "fr") == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Le recteur est venu", "L’usager est venu"),
        ("la maison du recteur", "la maison de l’usager"),
        ("parler au recteur", "parler à l’usager"),
        ("ce recteur", "cet usager"),
    ],
)
def test_a_french_article_is_elided_before_a_vowel(text, mended):
    one = Glossary((Term(("rektor",), {"fr": ("usager",)}),)).beside(load_roles())
    assert one.mend("Rektoren kom", text, "fr") == mended


@settings(deadline=None)
@given(st.text(st.sampled_from("rektoens -.Avi"), max_size=40))
def test_what_is_narrowed_to_a_sentence_finds_the_same_there(sentence):
    two = Glossary((RECTOR, Term(("vi",), {"en": ("we",)})))
    narrow = two.within(sentence, "en")
    assert narrow.edits(sentence, "en") == two.edits(sentence, "en")
    assert narrow.check(sentence, "", "en") == two.check(sentence, "", "en")


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
        written = sentence[use.start : use.end].casefold()
        assert written == use.form.text + ("s" if use.genitive else "")
