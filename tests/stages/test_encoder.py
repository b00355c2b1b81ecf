"""The encoder that ships: words to scores. The model is in the repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.stages.encoder import GRAPH, PIECES, TAGS, Encoder, Word
from pipeline.stages.tagging import find_entities

FOLDER = Path(__file__).parents[2] / "models" / "encoder" / "samsvar_encoder"
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def encoder():
    if not (FOLDER / GRAPH).exists():
        pytest.skip("models/encoder is not there")
    return Encoder(FOLDER, threads=2)


def words(text):
    return [Word(word, " ") for word in text.split(" ")]


def labels(encoder, *texts):
    """Return the names of each text with their labels; the texts are computed together."""
    facts = encoder.facts
    return [
        [
            (" ".join(word.text for word in spoken[e.start : e.end]), e.label)
            for e in find_entities(scores, facts.tags, facts.calibration)
        ]
        for spoken, scores in zip(texts, encoder.scores(texts), strict=True)
    ]


odd = st.text(alphabet="aØ.«\u0301中🙂\u200f\x00", min_size=1, max_size=6)
texts = st.lists(st.builds(Word, odd, st.sampled_from(["", " ", "\n"])), max_size=12)


@given(st.lists(texts, max_size=3))
@settings(max_examples=20)
def test_every_word_has_probabilities_of_all_tags(encoder, some):
    for spoken, scores in zip(some, encoder.scores(some), strict=True):
        assert scores.shape == (len(spoken), len(encoder.facts.tags))
        assert np.allclose(np.exp(scores).sum(1), 1, atol=1e-3)


def test_people_and_places_are_found(encoder):
    (found,) = labels(encoder, words("Statsminister Ragnhild Moe bor i Bergen nå ."))
    assert found == [("Ragnhild Moe", "PER"), ("Bergen", "GPE_LOC")]


def test_a_text_gets_the_same_in_any_company(encoder):
    text = words("Eg bur ikkje i Førde lenger , seier Sigrid Fjelde .")
    others = [words("Oslo ."), words("Vi så Kari Lie og Ola Vik på torget i Bodø i går . " * 4)]
    alone = encoder.scores([text])[0]
    together = encoder.scores([others[0], text, others[1]])[1]
    assert np.allclose(alone, together, atol=1e-3)


def test_the_same_text_gets_the_same_twice(encoder):
    text = words("Kari Lie bor i Oslo .")
    assert np.array_equal(encoder.scores([text])[0], encoder.scores([text])[0])


def test_a_name_at_the_edge_of_a_window_is_found_wherever_it_stands(encoder):
    filling = "det ble sagt at saken ikke var avgjort ennå . "
    name = words("Ordfører Ragnhild Moe var ikke enig .")
    # what follows fills a window by itself; with what stands before, the name stands everywhere
    before, after = words(filling.strip()), words((filling * 14).strip())
    places = [before * n + name + after for n in range(30)]
    assert all(("Ragnhild Moe", "PER") in found for found in labels(encoder, *places))


def test_a_paragraph_that_ends_goes_on_as_sentences_do(encoder):
    def after(mark, before):
        return encoder.scores([[*words(f"Alt gikk bra {mark}"), Word("Ola", before), *words("sa")]])

    assert np.array_equal(after(".", "\n\n")[0], after(".", " ")[0])
    assert not np.array_equal(after("her", "\n\n")[0], after("her", " ")[0])


def test_no_texts_have_no_scores(encoder):
    assert encoder.scores([]) == []


def test_a_missing_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(ModelError, match=TAGS):
        Encoder(tmp_path, threads=1)


def test_a_broken_graph_is_an_error_that_names_it(encoder, tmp_path):
    for name in (PIECES, TAGS):
        shutil.copyfile(FOLDER / name, tmp_path / name)
    (tmp_path / GRAPH).write_bytes(b"not a graph")
    with pytest.raises(ModelError, match=GRAPH):
        Encoder(tmp_path, threads=1)
