from __future__ import annotations

import re
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.export import report as report_module
from pipeline.export.report import report
from pipeline.records import (
    Article,
    Band,
    Candidate,
    Check,
    Detection,
    EntityKind,
    Evidence,
    Flag,
    FlagKind,
    KeptName,
    Mention,
    NameCluster,
    Origin,
    Part,
    PartKind,
    ProcessedArticle,
    Quote,
    Reading,
    Reconciliation,
    Segment,
    Span,
    TranslatedPart,
    Translation,
)
from tests.export.page import read
from tests.export.sample import FRENCH, RECONCILIATION, SAMPLE

HTML = report(SAMPLE)
PAGE = read(HTML)
STYLE = Path(report_module.__file__).parent / "templates/report.css"

hostile = st.one_of(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "</style><b>",
            "'; drop",
            "{{ 7 * 7 }}",
            "{% raw %}",
            "&lt;&amp;",
            "<!--",
            "]]>",
            "\u202eabc",
            "\u2067abc",
            "🚢👩\u200d🚒",
            "e\u0301",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1),
).filter(lambda text: bool(text.strip()))


def with_flags(*flags: Flag) -> ProcessedArticle:
    """The sample with other flags."""
    reconciliation = RECONCILIATION.model_copy(update={"flags": flags})
    return SAMPLE.model_copy(update={"reconciliation": reconciliation})


def about(name: str, words: str) -> ProcessedArticle:
    """An outcome that shows ``name`` and ``words`` wherever a text can be shown."""
    parts = (
        Part(name="p1", kind=PartKind.TITLE, text=words),
        Part(name="p2", kind=PartKind.PARAGRAPH, text=name),
    )
    span = Span(part="p2", start=0, end=len(name))
    mention = Mention(
        span=span, text=name, name=name, kind=EntityKind.PERSON, origin=Origin.CAPTION
    )
    evidence = Evidence(feature=words, weight=1.0, detail=words, left=name, right=words)
    flag = Flag(
        id=name,
        kind=FlagKind.SPELLING,
        entity=EntityKind.PERSON,
        mentions=(mention,),
        candidates=tuple(
            Candidate(name=form, score=0.5, evidence=(evidence,)) for form in (f"{name}x", words)
        ),
        message=words,
    )
    cluster = NameCluster(
        id=name,
        name=name,
        kind=EntityKind.PERSON,
        mentions=(mention,),
        forms=(name, words),
        affiliations=(words,),
        roles=(words,),
    )
    segment = Segment(
        source=Quote(span=span, text=name),
        target=words,
        checks=(Check(kind=words, detail=words),),
    )
    french = Translation(
        target="fr",
        road="nb-fr",
        parts=(TranslatedPart(part="p2", text=words, segments=(segment,)),),
        names=(
            KeptName(source=name, expected=words, kind=EntityKind.PERSON, part="p2", kept=False),
        ),
    )
    return ProcessedArticle(
        article=Article(id="a", source=words, parts=parts, notes=(words,)),
        detection=Detection(language="nb", confidence=1.0),
        reading=Reading(),
        mentions=(mention,),
        reconciliation=Reconciliation(clusters=(cluster,), flags=(flag,)),
        translations=(french,),
    )


HARMLESS = read(report(about("Kari", "ord")))


@given(hostile, hostile)
def test_no_text_becomes_markup(name, words):
    page = read(report(about(name, words)))
    assert page.tags <= HARMLESS.tags | {"mark"}
    assert {key for e in page.elements for key in e.attributes} <= {
        key for e in HARMLESS.elements for key in e.attributes
    }


@given(hostile, hostile)
def test_no_script_survives(name, words):
    assert "<script" not in report(about(name, words)).lower()


@given(hostile, hostile)
def test_every_text_can_be_read_as_it_is(name, words):
    page = read(report(about(name, words)))
    texts = {element.text for element in page.elements}
    assert {name, words} <= texts


def test_a_control_character_is_shown_as_a_replacement_character():
    assert "a\N{REPLACEMENT CHARACTER}b" in report(about("Kari", "a\x00b"))


@pytest.mark.parametrize("ui", ["en", "nb"])
def test_the_page_is_well_formed_in_both_interfaces(ui):
    assert read(report(SAMPLE, ui=ui)).elements[0].attributes["lang"] == ui


def test_an_unknown_interface_is_refused():
    with pytest.raises(ConfigError):
        report(SAMPLE, ui="xx")


def test_the_page_refers_to_nothing_outside_itself():
    outside = re.findall(r"https?:|src=|@import|url\(|<link|<script|<iframe", HTML)
    assert outside == []


def test_every_link_leads_to_a_place_on_the_page():
    places = {element.attributes.get("id") for element in PAGE.elements}
    links = [element.attributes["href"] for element in PAGE.all("a")]
    assert [link for link in links if link[1:] not in places] == []


def test_no_two_elements_have_the_same_id():
    ids = [e.attributes["id"] for e in PAGE.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_headings_go_down_one_level_at_a_time():
    levels = [int(e.tag[1]) for e in PAGE.elements if re.fullmatch(r"h[1-6]", e.tag)]
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_the_page_has_its_landmarks():
    assert {"header", "nav", "main", "footer"} <= PAGE.tags


def test_every_table_head_says_what_it_heads():
    assert {e.attributes.get("scope") for e in PAGE.all("th")} == {"col", "row"}


def test_each_flag_is_shown_with_every_form():
    cards = [element.text for element in PAGE.all("article", class_="card")]
    shown = [
        all(mention.name in card for mention in flag.mentions)
        for flag, card in zip(RECONCILIATION.flags, cards, strict=True)
    ]
    assert shown == [True, True]


def test_the_letters_that_differ_are_marked():
    assert [mark.text for mark in PAGE.all("mark") if mark.text.strip()] == [
        "n",
        " (a letter is missing here) ",
    ]


def test_a_flag_shows_where_each_form_stands():
    card = PAGE.all("article", class_="spelling")[0].text
    assert [w for w in ("In the caption", "In the text", "In the list") if w not in card] == []


def test_a_flag_shows_its_reasons_in_words_and_no_numbers():
    reasons = PAGE.all("ul", class_="reasons")[0].text
    assert [w for w in ("one letter differs", "FIN is Fjordinstituttet") if w not in reasons] == []
    assert re.search(r"\d", reasons) is None


def test_all_that_was_weighed_can_be_unfolded_with_how_much_it_counts():
    weighed = PAGE.all("ul", class_="all")[0].text
    expected = (
        "one letter differs",
        "strongly for",
        "the first name is common",
        "slightly against",
    )
    assert [words for words in expected if words not in weighed] == []


@pytest.mark.parametrize(
    ("ui", "band", "words"),
    [
        ("en", Band.SURE, "Correct this"),
        ("en", Band.LOOK, "Worth a look"),
        ("nb", Band.SURE, "Rett dette"),
        ("nb", Band.LOOK, "Se på dette"),
    ],
)
def test_a_flag_says_how_sure_it_is(ui, band, words):
    flag = RECONCILIATION.flags[0].model_copy(update={"band": band})
    page = read(report(with_flags(flag), ui=ui))
    assert [e.text for e in page.all("span", class_="band")] == [words]


def test_corrections_to_accept_come_first():
    doubt = RECONCILIATION.flags[0].model_copy(update={"id": "x", "band": Band.LOOK})
    page = read(report(with_flags(doubt, *RECONCILIATION.flags)))
    bands = [e.text for e in page.all("span", class_="band")]
    assert bands == ["Correct this", "Worth a look"]


def test_a_question_proposes_no_form():
    flag = RECONCILIATION.flags[0].model_copy(update={"kind": FlagKind.UNSURE, "band": Band.LOOK})
    card = read(report(with_flags(flag))).all("article", class_="unsure")[0].text
    assert "One person or two: the article does not tell." in card
    assert "likely" not in card


@pytest.mark.parametrize(
    ("ui", "words"),
    [
        ("en", ("Two people, not one", "Tova Skarnes", "both are on one list")),
        ("nb", ("To personer, ikke én", "Tova Skarnes", "begge står i samme liste")),
        ("en", ("Already decided", "Aino Kvål", "decided by Eva")),
        ("nb", ("Allerede avgjort", "Aino Kvål", "avgjort av Eva")),
    ],
)
def test_what_is_settled_is_told_with_the_reason(ui, words):
    settled = " ".join(e.text for e in read(report(SAMPLE, ui=ui)).all("div", class_="settled"))
    assert [word for word in words if word not in settled] == []


def test_the_norwegian_report_gives_reasons_in_norwegian():
    page = read(report(SAMPLE, ui="nb"))
    reasons = [e for e in page.elements if e.text == "én bokstav er ulik"]
    assert {e.language for e in reasons} == {"nb"}
    assert "Bildeteksten og listen skriver én person på to måter." in page.text
    assert "one letter differs" not in page.text


def test_a_flag_shows_the_form_proposed_and_the_other_candidates():
    card = PAGE.all("article", class_="spelling")[0].text
    assert "97 % likely" in card
    assert "Other candidates (1)" in card


def test_a_segment_that_failed_is_marked_beside_its_source():
    failed = [row.text for row in PAGE.all("div", class_="failed")]
    assert len(failed) == 1
    assert "47 deltakere" in failed[0]
    assert "A number is missing" in failed[0]


def test_a_segment_that_failed_is_among_what_needs_a_look():
    assert "the number 47 is missing" in PAGE.all("ul", class_="failures")[0].text


def test_a_part_without_translation_is_among_what_needs_a_look():
    assert "This part was not translated." in PAGE.all("ul", class_="failures")[0].text


def test_an_article_without_doubts_says_that_there_is_nothing_to_look_at():
    calm = SAMPLE.model_copy(
        update={
            "translations": (),
            "reconciliation": RECONCILIATION.model_copy(update={"flags": ()}),
        }
    )
    assert "no doubt about the names" in read(report(calm)).text


def test_rows_of_the_picture_stand_with_people_in_order():
    rows = [
        [element.text.split()[0] for element in PAGE.all("li", class_="chip")],
        [" ".join(e.text.split()) for e in PAGE.all("h3") if "row" in e.text],
    ]
    assert rows == [
        ["1", "2", "3", "4", "5"],
        ["Back row from the left", "Front row from the left"],
    ]


def test_somebody_in_the_picture_is_linked_to_the_flag_about_them():
    chips = {e.text.split()[1]: e.text for e in PAGE.all("li", class_="chip")}
    assert "check the spelling" in chips["Eivind"]
    assert "not in the list" in chips["Mats"]


def test_the_road_of_a_translation_is_told():
    assert "nb → fr" in PAGE.all("section", class_="bitext")[0].text


def test_names_kept_are_counted():
    assert "16 of 17 names kept" in PAGE.text


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Vadsund havneselskap s’est rendu à Nantes avec des participants.", "fr"),
        ("Vadsund havneselskap reiste til Nantes med 47 deltakere.", "nb"),
        ("Fra Vadsund til Nantes 🚢", "nb"),
    ],
)
def test_every_text_is_marked_with_its_language(words, language):
    found = {e.language for e in PAGE.elements if e.text.strip() == words and e.tag != "title"}
    assert found == {language}


def test_english_sentences_in_the_norwegian_interface_are_marked_as_english():
    page = read(report(SAMPLE, ui="nb"))
    message = RECONCILIATION.flags[1].message
    assert {e.language for e in page.elements if e.text == message} == {"en"}


def test_models_are_shown_with_their_whole_digest():
    assert [code.text for code in PAGE.all("code")] == ["0f" * 32]


def test_the_same_outcome_gives_the_same_page():
    assert report(SAMPLE) == HTML


def test_two_translations_are_shown_one_after_the_other():
    english = FRENCH.model_copy(update={"target": "en"})
    page = read(report(SAMPLE.model_copy(update={"translations": (english, FRENCH)})))
    found = [e.attributes["aria-labelledby"] for e in page.all("section", class_="bitext")]
    assert found == ["to-en", "to-fr"]


def colours() -> list[dict[str, str]]:
    """The colours of the page, in light and in dark."""
    blocks = re.findall(r":root \{(.*?)\}", STYLE.read_text(encoding="utf-8"), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in blocks[:2]]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, paper: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(ink), luminance(paper)))
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *product(("ink", "quiet", "accent", "bad", "good"), ("paper", "sheet")),
    *product(("ink", "bad"), ("bad-sheet",)),
    ("mark-ink", "mark"),
    *((kind.value, f"{kind.value}-sheet") for kind in EntityKind),
]


@pytest.mark.parametrize(("ink", "paper"), PAIRS)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_has_the_contrast_that_wcag_aa_asks_for(scheme, ink, paper):
    shade = colours()[scheme]
    assert contrast(shade[ink], shade[paper]) >= 4.5
