"""The name finder quotes the article, leaves signs and titles out, and decides kinds together."""

import itertools
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.pipeline import EntityRuler

from pipeline.errors import ModelError
from pipeline.records import Article, EntityKind, Part, PartKind
from pipeline.stages.names import PIECE, cut, decide_kinds, load_name_finder

MODELS = Path(__file__).parents[2] / "models"
RULES = {
    "PER": ["Kari Dal", "Gravens", "Graven", "Rektor Kari Dal", "(Ola Vik)", "«Tor»", "Hans'"],
    "ORG": ["Dal Verk AS", "Universitetet (UX)", "1881"],
    "GPE_LOC": ["Tysvik", "Oslo-mannen"],
    "GPE_ORG": ["Fjellby"],
    "DRV": ["Bergens-kvinnen"],
    "PROD": ["Solguden"],
}


@pytest.fixture(scope="session")
def finder(tmp_path_factory):
    """A finder whose model is a list of names, saved and loaded like the trained one."""
    nlp = spacy.blank("nb")
    ruler = nlp.add_pipe("entity_ruler")
    assert isinstance(ruler, EntityRuler)
    ruler.add_patterns(
        [{"label": label, "pattern": name} for label, names in RULES.items() for name in names]
    )
    folder = tmp_path_factory.mktemp("names") / "model"
    nlp.to_disk(folder)
    return load_name_finder(folder)


def article(*texts):
    parts = [Part(name=f"p{n}", kind=PartKind.PARAGRAPH, text=t) for n, t in enumerate(texts)]
    return Article(id="a", parts=tuple(parts))


def names(finder, *texts):
    return [(m.name, m.kind.value) for m in finder.find_names(article(*texts))]


words = st.sampled_from([name for group in RULES.values() for name in group])
odd = st.text(alphabet="a s.«»()'’-\n\t😀e\u0301\u200f\u200eÅ", max_size=12)
texts = st.lists(st.one_of(words, odd), max_size=8).map(" ".join)


@given(st.lists(texts, max_size=3))
@settings(deadline=None)
def test_mentions_quote_the_article(finder, written):
    found = article(*written)
    assert all(found.quote(m.span) == m.text for m in finder.find_names(found))


@given(st.lists(texts, max_size=3))
@settings(deadline=None)
def test_mentions_stand_in_reading_order_and_never_overlap(finder, written):
    spans = [m.span for m in finder.find_names(article(*written))]
    pairs = itertools.pairwise(spans)
    assert all(a.part < b.part or (a.part == b.part and a.end <= b.start) for a, b in pairs)


@given(texts)
@settings(deadline=None)
def test_sentences_lose_no_character(finder, text):
    edges = [0, *(offset for pair in finder.sentences(text) for offset in pair), len(text)]
    gaps = (text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    assert "".join(gaps).strip() == ""


@given(st.text(alphabet="a \n", max_size=60), st.integers(min_value=1, max_value=9))
def test_pieces_are_the_text_and_none_is_too_long(text, size):
    ranges = list(cut(text, size))
    assert "".join(text[start:end] for start, end in ranges) == text
    assert all(end - start <= size for start, end in ranges)


def test_a_genitive_folds_where_the_bare_name_stands_elsewhere(finder):
    assert names(finder, "Gravens", "Graven") == [("Graven", "person")] * 2


def test_a_model_without_probabilities_gives_none(finder):
    assert finder.find_names(article("Rektor Kari Dal"))[0].score is None


def test_the_text_of_a_folded_name_is_what_stands_there(finder):
    assert finder.find_names(article("Hans' bil"))[0].text == "Hans'"


def test_derived_words_are_no_names(finder):
    assert names(finder, "Bergens-kvinnen og Oslo-mannen leste Solguden") == []


def test_a_title_in_front_is_left_out(finder):
    mention = finder.find_names(article("Rektor Kari Dal"))[0]
    assert (mention.text, mention.span.start) == ("Kari Dal", 7)


def test_brackets_and_quotes_around_a_name_are_left_out(finder):
    assert names(finder, "(Ola Vik) kalles «Tor» i dag") == [
        ("Ola Vik", "person"),
        ("Tor", "person"),
    ]


def test_a_bracket_inside_a_name_stays(finder):
    assert names(finder, "Universitetet (UX)") == [("Universitetet (UX)", "organisation")]


def test_a_number_is_no_name(finder):
    assert names(finder, "Ring 1881") == []


def test_a_municipality_that_acts_is_an_organisation(finder):
    assert names(finder, "Fjellby krever svar") == [("Fjellby", "organisation")]


def test_the_label_of_the_model_is_kept(finder):
    assert finder.find_names(article("Fjellby krever svar"))[0].label == "GPE_ORG"


def test_an_article_without_text_has_no_names(finder):
    assert finder.find_names(article("", " \n")) == ()


def test_offsets_hold_beyond_the_first_piece(finder):
    text = "ord " * (PIECE // 3) + "Kari Dal"
    found = article(text)
    assert [found.quote(m.span) for m in finder.find_names(found)] == ["Kari Dal"]


def test_a_word_longer_than_a_piece_is_read(finder):
    assert names(finder, "a" * (PIECE + 10) + " Kari Dal") == [("Kari Dal", "person")]


@pytest.mark.parametrize(
    ("labelled", "kinds"),
    [
        ([("Fjellby", "GPE_ORG"), ("Fjellby", "GPE_LOC")], ["place", "place"]),
        ([("Ås", "PER"), ("Ås", "LOC"), ("Ås", "LOC")], ["place"] * 3),
        ([("Lie", "LOC"), ("Lie", "PER"), ("Lie", "PER")], ["person"] * 3),
        (
            [("Viking", "ORG"), ("Viking", "LOC"), ("Viking", "LOC")],
            ["organisation", *["place"] * 2],
        ),
        ([("Dal kommune", "GPE_LOC")], ["organisation"]),
        ([("Toulouse Business School", "PER")], ["organisation"]),
        ([("Kari Skule", "PER")], ["person"]),
        ([("Toulouse", "PER")], ["place"]),
    ],
)
def test_kinds_are_decided_together(labelled, kinds):
    assert decide_kinds(labelled) == [EntityKind(kind) for kind in kinds]


def test_a_folder_without_a_model_is_an_error_that_names_it(tmp_path):
    with pytest.raises(ModelError, match="nothing-here"):
        load_name_finder(tmp_path / "nothing-here")


def test_a_broken_model_is_a_model_error(tmp_path):
    spacy.blank("nb").to_disk(tmp_path / "model")
    (tmp_path / "model" / "config.cfg").write_text("[nlp", encoding="utf-8")
    with pytest.raises(ModelError):
        load_name_finder(tmp_path / "model")


@pytest.fixture(scope="session", params=["names", "encoder"])
def folder(request):
    """The folder of each of the models that ship."""
    if not (MODELS / request.param / "config.cfg").exists():
        pytest.skip(f"models/{request.param} is not there")
    return MODELS / request.param


@pytest.fixture(scope="session")
def trained(folder):
    return load_name_finder(folder)


@pytest.mark.model
def test_the_trained_model_finds_people_organisations_and_places(trained):
    found = names(trained, "Statsminister Ragnhild Moe besøkte Universitetet i Bergen på tirsdag.")
    assert ("Ragnhild Moe", "person") in found
    assert ("Universitetet i Bergen", "organisation") in found


@pytest.mark.model
def test_the_trained_model_reads_nynorsk(trained):
    found = names(trained, "Eg bur ikkje i Førde lenger, seier Sigrid Fjelde.")
    assert found == [("Førde", "place"), ("Sigrid Fjelde", "person")]


@pytest.mark.model
@pytest.mark.parametrize("word", ["Oslo-mannen", "Bergen-kvinnen", "Ap-politikeren"])
def test_the_trained_model_takes_no_derived_word_for_a_name(trained, word):
    assert names(trained, f"Politiet har pågrepet {word} etter en slåsskamp.") == []


@pytest.mark.model
def test_the_trained_model_folds_a_genitive(trained):
    found = names(trained, "Vi hørte Nina Solbergs tale i går. Solberg var fornøyd.")
    assert ("Nina Solberg", "person") in found


@pytest.mark.model
def test_the_trained_model_loads_and_works_in_silence(capfd, folder):
    load_name_finder(folder).find_names(article("Kari Dal bor i Oslo."))
    assert capfd.readouterr() == ("", "")


@pytest.mark.model
def test_the_encoder_says_how_sure_it_is():
    if not (MODELS / "encoder" / "config.cfg").exists():
        pytest.skip("models/encoder is not there")
    finder = load_name_finder(MODELS / "encoder")
    mention = finder.find_names(article("Statsminister Ragnhild Moe kom."))[0]
    assert mention.score is not None
    assert mention.score > 0.8
