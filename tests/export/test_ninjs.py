from __future__ import annotations

import json
import re

import jsonschema
import pytest
from hypothesis import given

from pipeline.export.identifiers import Known
from pipeline.export.news import Edition
from pipeline.export.ninjs import write_ninjs, write_ninjs_3
from pipeline.export.wording import wording
from tests.builders_translation import AT
from tests.export.exchanged import outcomes
from tests.export.ninjs_schema import SCHEMA, SCHEMA_3
from tests.export.sample import FRENCH, SAMPLE

CHECKER = jsonschema.FormatChecker(formats=[])


@CHECKER.checks("uri")
def is_address(text):
    return re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", str(text)) is not None


@CHECKER.checks("date-time")
def is_time(text):
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
    return re.fullmatch(pattern, str(text)) is not None


VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=CHECKER)


def validate(document):
    VALIDATOR.validate(document)


def written(of=SAMPLE, translation=None, register=None):
    return json.loads(write_ninjs(Edition(of, translation), AT, wording("en"), register or {}))


VALIDATOR_3 = jsonschema.Draft202012Validator(SCHEMA_3, format_checker=CHECKER)


def third(of=SAMPLE, translation=None, register=None):
    edition = Edition(of, translation)
    return json.loads(write_ninjs_3(edition, AT, wording("en"), register or {}))


def known(name, **ids):
    """Return the sample with an entry for one of its names, and the register that has it."""
    clusters = tuple(
        c.model_copy(update={"entry": "e1"}) if c.name == name else c
        for c in SAMPLE.reconciliation.clusters
    )
    found = SAMPLE.reconciliation.model_copy(update={"clusters": clusters})
    entry = Known(ids=ids, official={"fr": "Compagnie portuaire|le port"})
    return SAMPLE.model_copy(update={"reconciliation": found}), {"e1": entry}


@pytest.mark.parametrize("translation", [None, FRENCH])
def test_an_object_has_the_fields_of_the_standard_and_no_other(translation):
    validate(written(translation=translation))


@pytest.mark.parametrize(
    "change",
    [{"type": "article"}, {"uri": "nb 01"}, {"versioncreated": "yesterday"}, {"byline": "Eva"},
     {"people": [{"fullname": "Kari"}]}, {"associations": [{"type": "picture"}]}],
)  # fmt: skip
def test_an_object_that_departs_from_the_standard_is_found_out(change):
    with pytest.raises(jsonschema.ValidationError):
        validate(written() | change)


@given(outcomes)
def test_any_text_makes_a_valid_object_with_the_text_in_it(of):
    document = written(of)
    validate(document)
    said = document["bodies"][0]["value"]
    assert said == of.article.text.strip()


def test_the_headline_is_the_title_and_not_in_the_body():
    document = written()
    assert document["headlines"][0]["value"] == "Fra Vadsund til Nantes 🚢"
    assert "Fra Vadsund til Nantes" not in document["bodies"][0]["value"]


def test_people_organisations_and_places_are_apart():
    document = written()
    assert [one["name"] for one in document["organisations"]] == [
        "Vadsund havneselskap",
        "Fjordinstituttet",
    ]
    assert [one["name"] for one in document["places"]] == ["Vadsund", "Nantes"]
    assert len(document["people"]) == 5


def test_a_picture_is_associated_with_who_is_in_it_and_who_took_it():
    (picture,) = written()["associations"]
    assert (picture["type"], picture["by"]) == ("picture", "Jorun Lie")
    assert [(one["name"], one["rel"]) for one in picture["people"]][:2] == [
        ("Tuva Skarnes", "shown"),
        ("Eivind Haldorsen", "shown"),
    ]


def test_a_translation_is_in_its_language_and_points_to_the_original():
    document = written(translation=FRENCH)
    assert document["language"] == "fr"
    assert document["headlines"][0]["value"] == "De Vadsund à Nantes 🚢"
    original = document["associations"][0]
    assert (original["uri"], original["language"]) == (written()["uri"], "nb")


def test_a_translation_calls_an_organisation_by_its_official_name():
    of, register = known("Vadsund havneselskap")
    document = written(of, FRENCH, register)
    assert document["organisations"][0]["name"] == "Compagnie portuaire"


def test_a_name_of_the_register_has_its_address_and_code():
    of, register = known("Vadsund havneselskap", orgnr="974 760 673")
    document = written(of, register=register)
    validate(document)
    first = document["organisations"][0]
    assert first["uri"].endswith("/974760673")
    assert first["literal"] == "e1"


def test_what_to_look_at_is_a_note_for_the_desk():
    note = written(translation=FRENCH)["ednote"]
    assert "5: A number is missing: the number 47 is missing" in note
    assert "12: This part was not translated." in note


def test_nothing_is_claimed_that_is_not_known():
    assert {"subjects", "contentcreated", "genres"}.isdisjoint(written())


def test_an_edition_keeps_its_uri_while_the_text_is_the_same():
    assert written()["uri"] == written()["uri"] != written(translation=FRENCH)["uri"]


# -- ninjs 3 ----------------------------------------------------------------------------------


@pytest.mark.parametrize("translation", [None, FRENCH])
def test_an_object_of_ninjs_3_has_the_fields_of_that_standard_and_no_other(translation):
    VALIDATOR_3.validate(third(translation=translation))


@given(outcomes)
def test_any_text_makes_a_valid_object_of_ninjs_3(of):
    VALIDATOR_3.validate(third(of))


@pytest.mark.parametrize(
    "change",
    [{"versioncreated": "2026-01-31T12:00:00Z"}, {"versionCreated": "yesterday"}, {"ednote": "a"},
     {"bodies": [{"value": "a", "charCount": 1.5}]}, {"associations": [{"name": "a"}]},
     {"type": "event"}, {"headlines": [{"contenttype": "text/plain", "value": "a"}]}],
)  # fmt: skip
def test_an_object_that_departs_from_ninjs_3_is_found_out(change):
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR_3.validate(third() | change)


def test_both_versions_say_the_same():
    def plain(value):
        if isinstance(value, dict):
            return {k.lower(): plain(v) for k, v in value.items() if k != "standard"}
        return [plain(one) for one in value] if isinstance(value, list) else value

    for translation in (None, FRENCH):
        assert plain(third(translation=translation)) == plain(written(translation=translation))
    assert third()["standard"]["version"] == "3.0"
    assert written()["standard"]["version"] == "2.0"


def test_neither_version_is_valid_as_the_other():
    assert not VALIDATOR.is_valid(third())
    assert not VALIDATOR_3.is_valid(written())
