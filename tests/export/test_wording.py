from __future__ import annotations

import re

import pytest

from pipeline.errors import ConfigError
from pipeline.export.look import strength
from pipeline.export.wording import wording
from pipeline.records import Band, EntityKind, FlagKind, PartKind, Row, Side


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_all_interfaces_have_the_same_words(language):
    assert wording(language).words.keys() == wording("en").words.keys()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_all_interfaces_put_in_the_same_values(language):
    def slots(of):
        return {key: set(re.findall(r"{\w+}", text)) for key, text in wording(of).words.items()}

    assert slots(language) == slots("en")


def test_nynorsk_has_no_words_that_only_bokmaal_has():
    said = " ".join(wording("nn").words.values()).casefold()
    words = r"\b(?:ikke|hvem|hvorfor|fra|navn|bilde\w*|et|én|se|oversett\w*|tall|sier)\b"
    assert re.findall(words, said) == []


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("flag", FlagKind),
        ("chip", FlagKind),
        ("band", Band),
        ("where", PartKind),
        ("names", EntityKind),
        ("row", [row for row in Row if row]),
        ("side", [side for side in Side if side]),
        ("strength", [strength(weight) for weight in (-3, -1, -0.1, 0, 0.1, 1, 3)]),
    ],
)
def test_every_closed_word_has_words_of_the_interface(language, table, words):
    missing = [word for word in words if f"{table}.{word}" not in wording(language).words]
    assert missing == []


def test_an_unknown_interface_is_refused_and_the_known_ones_are_named():
    with pytest.raises(ConfigError, match="'xx'") as caught:
        wording("xx")
    assert caught.value.hint == "choose one of en, nb, nn"
