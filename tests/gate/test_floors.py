import json

import pytest

from pipeline.assets import models_dir
from tests.gate.evaluate import CORPUS, FLOORS, faults, run_corpus
from tests.gate.scoring import Scores, corpus_digest
from tests.gate.tally import of_share


@pytest.mark.model
def test_the_pipeline_keeps_its_scores_on_the_corpus():
    pinned = json.loads(FLOORS.read_text("utf-8"))
    assert not faults(run_corpus(models_dir()), pinned, corpus_digest(CORPUS))


def test_a_changed_corpus_asks_to_be_measured_again():
    found = faults(Scores({}), {"corpus": "old", "floors": {}}, "new")
    assert "--update" in found[0]


def test_a_score_below_its_floor_is_named():
    scores = Scores({"a": {"language": of_share([("article", "nb", "nn")])}})
    found = faults(scores, {"corpus": "x", "floors": {"language": 0.5}}, "x")
    assert "language" in found[0]
