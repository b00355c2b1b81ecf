"""Outcomes as JSON, and the JSON Schema of what is written. See docs/reference/json.md."""

from __future__ import annotations

from pydantic import ValidationError

from pipeline.errors import StoreError
from pipeline.records import OUTCOME, FailedArticle, ProcessedArticle, SkippedArticle


def to_json(outcome: ProcessedArticle | SkippedArticle | FailedArticle) -> str:
    """Return an outcome as JSON: UTF-8 letters as they are, one space of indent, a last newline."""
    return OUTCOME.dump_json(outcome, indent=1).decode("utf-8") + "\n"


def from_json(text: str) -> ProcessedArticle | SkippedArticle | FailedArticle:
    """Return the outcome that ``to_json`` wrote.

    Raises:
        StoreError: the text is not an outcome of this schema version; says where it departs.
    """
    try:
        return OUTCOME.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the whole text"
        message = f"not an outcome: {place}: {first['msg']}"
        raise StoreError(message, hint="process the article again with this version") from error


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of an outcome as it is written."""
    schema = OUTCOME.json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
