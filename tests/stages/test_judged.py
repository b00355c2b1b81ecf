"""Small articles with invented people, judged before the pipeline read them (data/judged.jsonl).

Each line is a case of the form of ``corpus/gold/captions`` (README there) without captions and
lists: what is spelt in two ways and which is right, who is one, who are two, who is missing where.
Half of them hold no inconsistency and look as if they did.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.assets import models_dir
from pipeline.documents.text import parse_text
from pipeline.flow import Stages, process
from pipeline.records import ProcessedArticle
from tests.gate.case_names import score_names
from tests.gate.case_records import Case
from tests.gate.run_cases import whole_chain

pytestmark = pytest.mark.model

LINES = (Path(__file__).parents[1] / "data" / "judged.jsonl").read_text("utf-8").splitlines()
CASES = [Case.model_validate(json.loads(line)) for line in LINES]
#: what must be as judged; how many flags are sure is no matter of right and wrong
MEASURES = (
    "spelling",
    "proposal_right",
    "tie_said",
    "sure_corrections",
    "not_in_list",
    "not_in_picture",
    "different_apart",
    "same_joined",
)


@pytest.fixture(scope="module")
def stages() -> Stages:
    return whole_chain(models_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_article_is_judged_as_a_careful_reader_did(case: Case, stages: Stages):
    done = process(parse_text(case.text, article_id=case.id), stages, ())
    assert isinstance(done, ProcessedArticle)
    scores = score_names(case, done)
    faults = {m: (scores[m].missed, scores[m].invented) for m in MEASURES if scores[m].mistakes}
    assert not faults, case.what
