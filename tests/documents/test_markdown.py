from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.markdown import open_markdown
from pipeline.documents.rewriting import Styled, cleaned
from pipeline.errors import ArticleError
from pipeline.records import PartKind
from tests.builders_rewriting import said_anew, shouted
from tests.strategies import texts as any_texts


def opened(text: str):
    return open_markdown(text.encode(), "a.md")


def texts(text: str) -> list[str]:
    return [place.text for place in opened(text).places]


def anew(text: str) -> str:
    return shouted(opened(text)).decode()


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("Kari **Lunde** kom.", "KARI **LUNDE** KOM."),
        ("Kari __Lunde__ *kom*.", "KARI __LUNDE__ *KOM*."),
        ("# Ny ferje #", "# NY FERJE #"),
        ("Ny ferje\n========", "NY FERJE\n========"),
        ("Skriv `a = b` her.", "SKRIV `a = b` HER."),
        ('Les [mer](https://e.org/a "Om").', 'LES [MER](https://e.org/a "Om").'),
        ("Les [mer][x].\n\n[x]: https://e.org", "LES [MER][x].\n\n[x]: https://e.org"),
        ("Se <https://e.org> nå.", "SE <https://e.org> NÅ."),
        ("Et ![bilde](a.png) her.", "ET ![BILDE](a.png) HER."),
        ("> Et sitat\n> over to.", "> ET SITAT OVER TO."),
        ("- Kari\n- Ola\n  1. Per", "- KARI\n- OLA\n  1. PER"),
        ("- [ ] Ring Kari", "- [ ] RING KARI"),
        ("Ferja[^1] går.\n\n[^1]: Den nye ferja.", "FERJA[^1] GÅR.\n\n[^1]: DEN NYE FERJA."),
        ("| Navn | By |\n|---|--:|\n| Kari | Bodø |", "| NAVN | BY |\n|---|--:|\n| KARI | BODØ |"),
        ("Kari  \nkom.", "KARI\\\nKOM."),
        ("> Kari  \n> kom.", "> KARI\\\n> KOM."),
        ("- Kari  \n  kom.", "- KARI\\\n  KOM."),
        ("Ord <b>og</b> ord.", "ORD <b>OG</b> ORD."),
        ("~~Bort~~ med", "~~BORT~~ MED"),
        ("```\nla stå\n```\n\nOrd", "```\nla stå\n```\n\nORD"),
        ("    kode\n\nOrd", "    kode\n\nORD"),
        ("<div>Html</div>\n\nOrd", "<div>Html</div>\n\nORD"),
        ("Ord\r\n\r\nto\r\n", "ORD\r\n\r\nTO\r\n"),
    ],
)
def test_words_are_written_where_they_stood_and_keep_their_markup(source, written):
    assert anew(source) == written


def test_the_lines_of_a_paragraph_are_one_text():
    assert texts("Kari Lunde kom\ntil byen.\n") == ["Kari Lunde kom til byen."]


def test_the_front_matter_keeps_all_but_what_is_read_and_its_language():
    page = '---\ntitle: Ny ferje\ndraft: true\nlang: nb\nsummary: "Om \\"ferja\\""\n---\nOrd.\n'
    assert anew(page) == (
        '---\ntitle: NY FERJE\ndraft: true\nlang: en\nsummary: "OM \\"FERJA\\""\n---\nORD.\n'
    )


def test_a_title_of_the_front_matter_that_needs_quotes_gets_them():
    document = opened("---\ntitle: Ny ferje\n---\nOrd.\n")
    new = document.rewrite({0: [Styled("Ferry: at last", 0)]}, "en").decode()
    assert new.startswith('---\ntitle: "Ferry: at last"\n---\n')


@pytest.mark.parametrize(
    "words", ["a*b*c", "1. Mai", "# nei", "- nei", "[x](y)", "<b>", "&amp;", "_a_", "`a`", "> a"]
)
def test_signs_of_markup_in_a_translation_are_read_as_signs(words):
    new = opened("Ord.").rewrite({0: [Styled(words, 0)]}, "en").decode()
    assert texts(new) == [words]


def test_a_pipe_in_a_cell_does_not_end_it():
    document = opened("| Navn | By |\n|---|---|\n| Kari | Bodø |\n")
    new = document.rewrite({2: [Styled("a|b", 0)]}, "en").decode()
    assert texts(new) == ["Navn", "By", "a|b", "Bodø"]


def test_spaces_at_the_edge_of_bold_words_stand_outside_of_it():
    document = opened("Kari **Lunde** kom.")
    plain, bold, _ = (run.style for run in document.places[0].runs)
    said = [Styled("He saw", plain), Styled(" Lunde ", bold), Styled("today.", plain)]
    assert document.rewrite({0: said}, "en").decode() == "He saw **Lunde** today."


def test_a_heading_of_the_first_level_is_a_title_and_a_point_an_item():
    kinds = [place.kind for place in opened("# En\n\n## To\n\n- Tre\n\nFire\n").places]
    assert kinds == [PartKind.TITLE, PartKind.HEADING, PartKind.LIST_ITEM, None]


def test_a_file_without_words_is_refused():
    with pytest.raises(ArticleError):
        opened("---\n\n***\n")


MARKS = st.sampled_from(
    ["*", "**", "_", "`", "[", "](a)", "# ", "> ", "- ", "1. ", "\n", "\n\n", "|", "|---|---|\n",
     "<b>", "</b>", "\\", "&amp;", "![", "  \n", "ord", "Kari Lunde", " ", "~~", "<br>", "[^1]",
     "===\n", "    ", "\t"]
)  # fmt: skip
soups = st.lists(MARKS, max_size=25).map("".join)


@given(soups)
def test_a_file_written_with_its_own_words_reads_the_same(soup):
    document = opened("ord\n\n" + soup)
    again = document.rewrite(said_anew(document, str), "nb")
    assert [cleaned(p.text)[0] for p in open_markdown(again, "a.md").places] == [
        cleaned(p.text)[0] for p in document.places
    ]


@given(any_texts)
def test_any_words_are_read_as_they_were_written(words):
    said = " ".join(words.split()) or "ord"
    if not any(c.isalnum() for c in said) or "\ufffd" in said or not said.isprintable():
        said = "ord"
    new = opened("Før *ord* etter.").rewrite({0: [Styled("Da: " + said, 1)]}, "en").decode()
    assert texts(new) == ["Da: " + said]


def test_front_matter_over_several_lines_is_left_and_told_of():
    source = "---\ntitle: Hei\ndescription: >\n  Lang\n  tekst\n---\nTekst.\n"
    assert opened(source).notes == ("left as it is: front matter, description",)
    assert "  Lang\n  tekst\n" in shouted(opened(source)).decode()
