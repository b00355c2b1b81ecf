"""spaCy pipelines that find entities, of both kinds."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.stages.entities import ENCODER, GROUP, SENTENCES, load_entity_model
from pipeline.text.sentences import split_sentences

MODELS = Path(__file__).parents[2] / "models"
TEXT = "Ordfører Kari Lie fra Bergen møtte opp. Ola Vik gjorde det ikke."


@pytest.fixture(scope="module")
def nlp():
    if not (MODELS / "encoder" / "config.cfg").exists():
        pytest.skip("models/encoder is not there")
    return spacy.load(MODELS / "encoder")


@pytest.fixture(scope="module")
def splitter():
    nlp = spacy.blank("nb")
    nlp.add_pipe(SENTENCES)
    return nlp


@given(st.text(alphabet="aB. !«»\n1", max_size=40))
def test_sentences_begin_where_the_rules_begin_them(splitter, text):
    starts = {start for start, _ in split_sentences(text)}
    doc = splitter(text)
    begun = {sent.start_char for sent in doc.sents}
    inside = {t.idx + n for t in doc for n in range(1, len(t))}
    assert starts - inside <= begun | {start for start in starts if doc[0:1].text.isspace()}


def test_a_component_without_a_model_says_so():
    nlp = spacy.blank("nb")
    nlp.add_pipe(ENCODER)
    with pytest.raises(ModelError, match="has no model"):
        nlp(TEXT)


@pytest.mark.model
def test_the_encoder_is_an_ordinary_pipeline(nlp):
    doc = nlp(TEXT)
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Kari Lie", "PER"),
        ("Bergen", "GPE_LOC"),
        ("Ola Vik", "PER"),
    ]


@pytest.mark.model
def test_sentences_are_set(nlp):
    assert [sent.text for sent in nlp(TEXT).sents] == [
        "Ordfører Kari Lie fra Bergen møtte opp.",
        "Ola Vik gjorde det ikke.",
    ]


@pytest.mark.model
def test_each_entity_has_a_score(nlp):
    group = nlp(TEXT).spans[GROUP]
    assert [0 < score <= 1 for score in group.attrs["scores"]] == [True] * 3


@pytest.mark.model
def test_a_stream_gives_what_single_texts_give(nlp):
    texts = [TEXT, "", " \n", "Ola Vik kom."]
    assert [[e.text for e in doc.ents] for doc in nlp.pipe(texts)] == [
        [e.text for e in nlp(text).ents] for text in texts
    ]


@pytest.mark.model
def test_a_saved_pipeline_loads_again(nlp, tmp_path):
    nlp.to_disk(tmp_path / "copy", exclude=["vocab"])
    again = load_entity_model(tmp_path / "copy", threads=1)
    assert [e.label for e in again.find([TEXT])[0]] == ["PER", "GPE_LOC", "PER"]


@pytest.mark.model
def test_the_small_model_gives_no_scores():
    if not (MODELS / "names" / "config.cfg").exists():
        pytest.skip("models/names is not there")
    found = load_entity_model(MODELS / "names", threads=1).find([TEXT])[0]
    assert found
    assert {entity.score for entity in found} == {None}


@pytest.fixture(scope="module")
def encoder():
    if not (MODELS / "encoder" / "config.cfg").exists():
        pytest.skip("models/encoder is not there")
    return load_entity_model(MODELS / "encoder", threads=1)


@pytest.mark.model
def test_the_texts_of_a_document_get_their_own_offsets(encoder):
    texts = ["Ny ordfører", TEXT, "", "Foto: Siv Berge"]
    found = encoder.find_together(texts)
    assert [[text[e.start : e.end] for e in some] for text, some in zip(texts, found, strict=True)][
        1
    ] == ["Kari Lie", "Bergen", "Ola Vik"]
    assert [len(some) for some in found] == [0, 3, 0, 1]


@pytest.mark.model
def test_no_name_goes_from_one_text_into_the_next(encoder):
    texts = ["Møtet ble ledet av Kari", "Lie i Bergen kom også."]
    found = encoder.find_together(texts)
    assert all(0 <= e.start < e.end <= len(t) for t, s in zip(texts, found, strict=True) for e in s)


@pytest.mark.model
def test_the_small_model_reads_each_text_by_itself():
    if not (MODELS / "names" / "config.cfg").exists():
        pytest.skip("models/names is not there")
    small = load_entity_model(MODELS / "names", threads=1)
    assert small.find_together([TEXT, TEXT]) == small.find([TEXT, TEXT])


@pytest.mark.model
def test_a_sentence_that_can_hold_no_name_is_not_read(nlp, monkeypatch):
    read = []
    encoder = nlp.get_pipe(ENCODER)._encoder
    scores = encoder.scores

    def noted(texts):
        read.extend(texts)
        return scores(texts)

    monkeypatch.setattr(encoder, "scores", noted)
    doc = nlp("Ola Vik kom fra Bergen. Nå regnet det hele dagen. Kari Lie ble hjemme.")
    assert [e.text for e in doc.ents] == ["Ola Vik", "Bergen", "Kari Lie"]
    assert "regnet" not in [word.text for words in read for word in words]
    assert "hjemme" in [word.text for words in read for word in words]


@pytest.mark.model
def test_no_name_goes_across_a_sentence_that_was_not_read(encoder):
    text = "Møtet ble ledet av Kari.\nNå regnet det.\nLie i Bergen kom også."
    assert all("regnet" not in text[e.start : e.end] for e in encoder.find([text])[0])


@pytest.mark.model
def test_names_without_capitals_are_looked_for_where_no_name_has_one(encoder):
    found = encoder.find(["Her bor kari hansen fra oslo. Etter det reiste ola nordmann."])[0]
    assert found


@given(st.lists(st.text(alphabet="Aa .\n", max_size=9), max_size=5))
@settings(deadline=None, max_examples=15)
@pytest.mark.model
def test_every_text_of_a_document_is_answered(encoder, texts):
    assert len(encoder.find_together(texts)) == len(texts)
