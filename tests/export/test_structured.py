from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.export.structured import from_json, json_schema, to_json
from pipeline.records import Detection, FailedArticle, SkippedArticle
from tests.export.sample import SAMPLE


def test_a_processed_article_survives_json():
    assert from_json(to_json(SAMPLE)) == SAMPLE


def test_a_skipped_article_survives_json():
    skipped = SkippedArticle(
        article_id="a", detection=Detection(language="da", confidence=0.9), reason="Danish"
    )
    assert from_json(to_json(skipped)) == skipped


@given(st.text(), st.text())
def test_a_failed_article_survives_json_whatever_it_says(message, hint):
    failed = FailedArticle(article_id="a", error="ArticleError", message=message, hint=hint)
    assert from_json(to_json(failed)) == failed


def test_letters_stay_as_they_are():
    assert "miljøsjef" in to_json(SAMPLE)


def test_an_unknown_field_is_refused_and_named():
    odd = json.loads(to_json(SAMPLE)) | {"mood": "good"}
    with pytest.raises(StoreError, match=r"processed\.mood"):
        from_json(json.dumps(odd))


def test_a_text_that_is_no_json_is_refused():
    with pytest.raises(StoreError, match="the whole text"):
        from_json("{")


def test_the_schema_describes_the_three_outcomes():
    schema = json_schema()
    assert len(schema["oneOf"]) == 3  # type: ignore[arg-type]


def test_the_schema_has_every_field_of_a_written_article():
    properties = json_schema()["$defs"]["ProcessedArticle"]["properties"]  # type: ignore[index]
    assert list(properties) == list(json.loads(to_json(SAMPLE)))
