from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given

from pipeline.export.identifiers import Known
from pipeline.export.news import Edition
from pipeline.export.schema_org import write_schema_org
from tests.export.exchanged import outcomes
from tests.export.sample import FRENCH, SAMPLE

TEXT = {"type": "string", "minLength": 1}
TEXTS = {"type": "array", "items": TEXT, "minItems": 1}


def thing(kind, **fields):
    """Return the schema of a type with these properties and no other."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["@type"],
        "properties": {"@type": {"const": kind}, **fields},
    }


#: the types and properties of schema.org that are written here, with what they expect
_NAMED = {
    "name": TEXT,
    "alternateName": TEXTS,
    "sameAs": TEXTS,
    "identifier": {
        "type": "array",
        "items": thing("PropertyValue", propertyID=TEXT, value=TEXT),
    },
}
_PERSON = thing(
    "Person",
    jobTitle=TEXTS,
    affiliation={"type": "array", "items": thing("Organization", name=TEXT)},
    **_NAMED,
)
_THINGS = {
    "type": "array",
    "items": {"oneOf": [_PERSON, thing("Organization", **_NAMED), thing("Place", **_NAMED)]},
}
_IMAGE = thing(
    "ImageObject",
    caption=TEXT,
    inLanguage=TEXT,
    creditText=TEXT,
    creator={"type": "array", "items": thing("Person", name=TEXT)},
    about={"type": "array", "items": thing("Person", name=TEXT)},
)
_WORK = {"@id": TEXT, "inLanguage": TEXT, "headline": TEXT}
SCHEMA = thing(
    "NewsArticle",
    **{"@context": {"const": "https://schema.org"}},
    **_WORK,
    identifier=TEXT,
    articleBody=TEXT,
    wordCount={"type": "integer"},
    about=_THINGS,
    mentions=_THINGS,
    image={"type": "array", "items": _IMAGE},
    translationOfWork=thing("NewsArticle", **_WORK),
)

VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def written(of=SAMPLE, translation=None, register=None):
    return json.loads(write_schema_org(Edition(of, translation), register or {}))


def named(document, name):
    return next(one for one in document["mentions"] + document["about"] if one["name"] == name)


@pytest.mark.parametrize("translation", [None, FRENCH])
def test_types_and_properties_are_those_of_the_vocabulary(translation):
    VALIDATOR.validate(written(translation=translation))


@given(outcomes)
def test_any_text_makes_a_valid_article_that_a_page_can_hold(of):
    text = write_schema_org(Edition(of), {})
    assert "<" not in text
    document = json.loads(text)
    VALIDATOR.validate(document)
    assert document["articleBody"] == of.article.text.strip()


def test_who_is_in_the_title_is_what_it_is_about():
    assert [one["name"] for one in written()["about"]] == ["Vadsund", "Nantes"]


def test_a_person_has_title_and_affiliation():
    person = named(written(), "Tuva Skarnes")
    assert person["jobTitle"] == ["daglig leder"]
    assert person["affiliation"] == [{"@type": "Organization", "name": "Vadsund havneselskap"}]


def test_an_organisation_has_its_short_form():
    assert named(written(), "Vadsund havneselskap")["alternateName"] == ["VHS"]


def test_a_form_that_somebody_is_asked_about_is_not_published():
    assert "alternateName" not in named(written(), "Eivind Haldorsen")


def test_a_picture_has_caption_credit_and_people():
    (image,) = written()["image"]
    assert image["creditText"] == "Jorun Lie"
    assert image["about"][1]["name"] == "Eivind Haldorsen"


def test_a_translation_says_of_which_work_and_leaves_norwegian_titles_out():
    document = written(translation=FRENCH)
    assert document["inLanguage"] == "fr"
    assert document["translationOfWork"]["@id"] == written()["@id"]
    assert "jobTitle" not in named(document, "Tuva Skarnes")


def test_a_name_of_the_register_has_its_identifiers():
    clusters = tuple(
        c.model_copy(update={"entry": "e"}) if c.name == "Nantes" else c
        for c in SAMPLE.reconciliation.clusters
    )
    found = SAMPLE.reconciliation.model_copy(update={"clusters": clusters})
    of = SAMPLE.model_copy(update={"reconciliation": found})
    document = written(of, register={"e": Known(ids={"wikidata": "Q12191", "house": "7"})})
    VALIDATOR.validate(document)
    nantes = named(document, "Nantes")
    assert nantes["sameAs"] == ["http://www.wikidata.org/entity/Q12191"]
    assert [one["propertyID"] for one in nantes["identifier"]] == ["house", "wikidata"]
