"""A caption or credit is told from running text, and why."""

import re

import pytest
from hypothesis import given

from pipeline.documents.captions import LONGEST_CAPTION, caption_reason, credit_reason
from pipeline.documents.placed import place_reason
from tests.strategies import texts


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Fra venstre: Kari Lunde og Per Aas.", "Fra venstre:"),
        ("Det nye styret. Frå v.: Kari Lunde og Per Aas.", "stand before names"),
        ("Bak: Kari Lunde. Foran: Per Aas.", "Bak:"),
        ("Kari Lunde (t.v.) og Per Aas åpnet broen.", "(t.v.)"),
        ("Kari Lunde (til høgre) syng i kor.", "(til høgre)"),
        ("Kari Lunde åpner broen. Foto: Ola Vik", "ends with a credit"),
        ("Broen sto ferdig i mai. (Foto: Ola Vik/NTB)", "ends with a credit"),
        ("På bildet: Kari Lunde og hunden.", "På bildet:"),
        ("Bilettekst: Kari Lunde på scena.", "Bilettekst:"),
        ("Kari Lunde er nr. 2 fra høyre.", "nr. 2 fra høyre"),
        ("Foto: Ola Vik: Kari Lunde klippet snora sammen med Per Aas.", "begins with a credit"),
        ("Rektor Kari Lunde og lege Per Aas på kaia.", "without a verb"),
    ],
)
def test_a_caption_is_told_with_its_reason(text, why):
    assert why in caption_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kari Lunde satt til venstre i salen, og Per Aas kom for sent til møtet.",
        "Partiet gikk fra venstre til høyre i løpet av ti år.",
        "Nordvik kommune har vedtatt budsjettet.",
        "",
        "Foto er en kunst.",
    ],
)
def test_running_text_is_no_caption(text):
    assert caption_reason(text) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Glade i mål: Kari Lunde (34) fra Voss og Per Aas.", "names people after"),
        ("Leder Kari Lunde sammen med Per Aas.", "is no sentence"),
        ("Maler Kari Lunde i arbeid. Til høyre lege Per Aas.", "where somebody is"),
        ("Kari Lunde fikk prisen av Per Aas.", "one short sentence"),
    ],
)
def test_what_stands_under_the_title_is_told_by_its_shape(text, why):
    assert why in place_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mandag møttes Kari Lunde og Per Aas i rådhuset.",
        "– Vi er glade, sier Kari Lunde og Per Aas.",
        "Nordvik kommune bygger ny skole for 40 millioner kroner.",
    ],
)
def test_a_lead_is_no_caption(text):
    assert place_reason(text) == ""


def test_a_text_longer_than_any_caption_is_none():
    assert caption_reason("Fra venstre: Kari Lunde. " + "Lang tekst. " * LONGEST_CAPTION) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Foto: Ola Vik",
        "(Foto: Ola Vik / NTB)",
        "FOTO: OLA VIK",
        "Tekst: Ola Vik",
        "Av Ola Vik",
        "Alle foto: Ola Vik",
        "Skrevet av Ola Vik",
    ],
)
def test_a_credit_or_byline_is_told(text):
    assert credit_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kari Lunde. Foto: Ola Vik",
        "Av alle dem som kom, var Ola Vik den eldste. Han er 90.",
        "Fotografen kom",
        "",
    ],
)
def test_other_lines_are_no_credit(text):
    assert credit_reason(text) == ""


@given(texts)
def test_a_reason_quotes_the_text(text):
    why = caption_reason(text) + credit_reason(text) + place_reason(text)
    assert all(words in text for words in re.findall("“(.+?)”", why, re.DOTALL))
