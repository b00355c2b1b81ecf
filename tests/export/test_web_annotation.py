from __future__ import annotations

import json

import jsonschema
from hypothesis import given

from pipeline.export.identifiers import Known
from pipeline.export.web_annotation import write_web_annotation
from tests.export.exchanged import outcomes
from tests.export.sample import SAMPLE

#: what the W3C Recommendation (2017) asks of the annotations that are written here
_BODY = {
    "oneOf": [
        {
            "required": ["type", "value"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "TextualBody"},
                "value": {"type": "string"},
                "language": {"type": "string"},
                "purpose": {"$ref": "#/$defs/motivation"},
            },
        },
        {
            "required": ["type", "source"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"type": "string", "format": "uri"},
                "purpose": {"$ref": "#/$defs/motivation"},
            },
        },
    ]
}
_TARGET = {
    "type": "object",
    "required": ["source", "selector"],
    "properties": {
        "source": {"type": "string"},
        "selector": {
            "type": "array",
            "prefixItems": [
                {
                    "required": ["type", "start", "end"],
                    "properties": {
                        "type": {"const": "TextPositionSelector"},
                        "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 0},
                    },
                },
                {
                    "required": ["type", "exact", "prefix", "suffix"],
                    "properties": {"type": {"const": "TextQuoteSelector"}},
                },
            ],
            "minItems": 2,
            "maxItems": 2,
        },
    },
}
SCHEMA = {
    "$defs": {
        "motivation": {
            "enum": [
                "assessing", "bookmarking", "classifying", "commenting", "describing", "editing",
                "highlighting", "identifying", "linking", "moderating", "questioning", "replying",
                "tagging",
            ]
        },
        "target": _TARGET,
        "annotation": {
            "required": ["id", "type", "motivation", "body", "target"],
            "properties": {
                "type": {"const": "Annotation"},
                "motivation": {"$ref": "#/$defs/motivation"},
                "body": {"type": "array", "items": _BODY},
                "target": {
                    "oneOf": [
                        {"$ref": "#/$defs/target"},
                        {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/target"}},
                    ]
                },
            },
        },
    },
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "type": {"const": "AnnotationCollection"},
        "first": {
            "required": ["id", "type", "partOf", "startIndex", "items"],
            "properties": {
                "type": {"const": "AnnotationPage"},
                "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
            },
        },
    },
}  # fmt: skip


def written(of=SAMPLE, register=None):
    return json.loads(write_web_annotation(of, "a.text.txt", register or {}))


def marked(of=SAMPLE, motivation="identifying"):
    return [a for a in written(of)["first"]["items"] if a["motivation"] == motivation]


def by_position(text, selector):
    return text[selector["start"] : selector["end"]]


def by_quote(text, selector):
    """Return the places where the words stand with these words around."""
    whole = selector["prefix"] + selector["exact"] + selector["suffix"]
    starts = [n for n in range(len(text) - len(whole) + 1) if text.startswith(whole, n)]
    return [start + len(selector["prefix"]) for start in starts]


def test_a_collection_has_the_form_that_the_recommendation_asks_for():
    jsonschema.validate(written(), SCHEMA)


def test_there_is_an_annotation_for_every_mention_and_flag():
    document = written()
    wanted = len(SAMPLE.mentions) + len(SAMPLE.reconciliation.flags)
    assert document["total"] == len(document["first"]["items"]) == wanted


def test_it_says_what_positions_count():
    assert "positions count Unicode code points from 0" in written()["label"]


@given(outcomes)
def test_applying_the_selectors_gives_the_names_back_whatever_the_text(of):
    text = of.article.text
    for annotation, mention in zip(marked(of), of.mentions, strict=True):
        position, quote = annotation["target"]["selector"]
        assert by_position(text, position) == quote["exact"] == mention.text
        assert position["start"] in by_quote(text, quote)


def test_positions_count_through_the_parts_and_past_an_emoji():
    text = SAMPLE.article.text
    for annotation in marked():
        position, quote = annotation["target"]["selector"]
        assert by_position(text, position) == quote["exact"]


def test_a_flag_asks_in_both_languages_and_proposes_a_form():
    flag = marked(motivation="questioning")[0]
    said = {body.get("language"): body["value"] for body in flag["body"] if "language" in body}
    assert set(said) == {"en", "nb"}
    assert {b["value"] for b in flag["body"] if b["purpose"] == "editing"} == {"Eivind Haldorsen"}


def test_a_flag_is_on_every_mention_that_it_is_about():
    flag = marked(motivation="questioning")[0]
    assert len(flag["target"]) == len(SAMPLE.reconciliation.flags[0].mentions)


def test_a_name_of_the_register_is_identified_by_its_address():
    clusters = tuple(c.model_copy(update={"entry": "x"}) for c in SAMPLE.reconciliation.clusters)
    found = SAMPLE.reconciliation.model_copy(update={"clusters": clusters})
    document = written(
        SAMPLE.model_copy(update={"reconciliation": found}), {"x": Known({"wikidata": "Q12191"})}
    )
    jsonschema.validate(document, SCHEMA)
    bodies = document["first"]["items"][0]["body"]
    assert bodies[-1]["source"] == "http://www.wikidata.org/entity/Q12191"
