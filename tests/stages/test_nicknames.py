"""People whom a familiar form of the given name alone has joined are asked about."""

import pytest

from pipeline.records import FlagKind
from tests.builders import article, joined, person


def _asked(text, *names):
    whole = article("Nytt", text)
    _, result = joined(whole, [person(whole, name) for name in names])
    kinds = [flag.kind for flag in result.flags if flag.kind is not FlagKind.NOT_IN_LIST]
    return kinds, len(result.clusters)


def test_a_familiar_name_alone_is_worth_a_look():
    text = "Lasse Kjønstad spilte. Det var fullt. Lars Kjønstad har gitt ut fire plater."
    assert _asked(text, "Lasse Kjønstad", "Lars Kjønstad") == ([FlagKind.UNSURE], 1)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lars «Lasse» Kjønstad spilte. Lasse Kjønstad har gitt ut fire plater.",
         ("Lars «Lasse» Kjønstad", "Lasse Kjønstad")),
        ("Lars Kjønstad spilte. Kjønstad har gitt ut fire plater.",
         ("Lars Kjønstad",)),
    ],
)  # fmt: skip
def test_a_nickname_that_the_article_tells_is_not_asked_about(text, names):
    assert _asked(text, *names) == ([], 1)


def test_the_two_sides_of_one_event_are_not_asked_about():
    picture, names = "F.v.: Lasse Berg og Anne Lie.", "Lars Berg\nAnne Lie\nOle Vik"
    _, result = joined(article("Tur", picture, "Deltakere", names))
    assert FlagKind.UNSURE not in {flag.kind for flag in result.flags}
