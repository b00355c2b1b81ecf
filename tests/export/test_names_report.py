import pytest

from pipeline.export.names_report import Fate, Told, fate, is_marked, names_report
from pipeline.export.wording import wording
from pipeline.records import (
    EntityKind,
    KeptName,
    Quote,
    Segment,
    Span,
    TranslatedPart,
    Translation,
)
from tests.export.sample import SAMPLE


def kept(source, expected, *, there=True):
    return KeptName(source=source, expected=expected, kind=EntityKind.PLACE, part="p1", kept=there)


@pytest.mark.parametrize(
    ("name", "restored", "what"),
    [
        (kept("Tana", "Tana"), (), Fate.KEPT),
        (kept("Tanas", "Tana"), (), Fate.KEPT),
        (kept("Norge", "Norway"), (), Fate.OFFICIAL),
        (kept("Norges", "Norway"), (("p1", "Norges"),), Fate.RESTORED),
        (kept("Norges", "Norway"), (("p2", "Norges"),), Fate.OFFICIAL),
        (kept("Tana", "Tana", there=False), (("p1", "Tana"),), Fate.MARKED),
    ],
)
def test_what_became_of_a_name(name, restored, what):
    assert fate(name, frozenset(restored)) is what


def told(outcome=SAMPLE, **makers):
    return Told(outcome, restored={}, makers=makers)


def test_every_name_is_in_the_report_of_each_language():
    report = names_report([told()])
    for translation in SAMPLE.translations:
        for name in translation.names:
            assert name.expected in report


def test_names_of_several_articles_are_counted_together():
    one, two = (names_report([told()] * times) for times in (1, 2))
    names = len(SAMPLE.translations[0].names)
    assert f"{names} times" in one
    assert f"{2 * names} times" in two


def test_a_segment_to_look_at_has_its_place_reason_and_both_texts():
    report = names_report([told()])
    failed = [
        (part.part, segment)
        for translation in SAMPLE.translations
        for part in translation.parts
        for segment in part.segments
        if segment.checks
    ]
    assert failed != []
    for part, segment in failed:
        assert f"havnetur.txt, {part}: " in report
        assert segment.checks[0].detail in report
        assert segment.target[:60] in report


def test_it_says_where_the_segments_came_from():
    report = names_report([told(fr=["memory", "person", "memory"])])
    assert "(2 from memory, 1 by a person)" in report


def test_an_article_with_a_failed_segment_is_marked():
    assert is_marked(SAMPLE)


def test_an_article_without_failed_segments_and_lost_names_is_not_marked():
    clean = SAMPLE.model_copy(update={"translations": ()})
    assert not is_marked(clean)


def test_what_a_terminal_would_obey_is_taken_out():
    name = kept("A\x1b[31m", "A\x1b[31m")
    translation = SAMPLE.translations[0].model_copy(update={"names": (name,)})
    outcome = SAMPLE.model_copy(update={"translations": (translation,)})
    assert "\x1b" not in names_report([told(outcome)])


def test_a_name_in_the_proposed_spelling_is_told():
    name = KeptName(
        source="Aberden", expected="Aberdeen", kind=EntityKind.PLACE, part="p1", kept=True
    )
    respelt = frozenset({("Aberden", "Aberdeen")})
    assert fate(name, frozenset({("p1", "Aberden")}), respelt) is Fate.RESPELT


def reported(text, *names, source="Norge og Norge"):
    quote = Quote(span=Span(part="p1", start=0, end=len(source)), text=source)
    part = TranslatedPart(
        part="p1", text=text, segments=(Segment(source=quote, target=text, score=-0.1),)
    )
    made = Translation(target="en", road="nb-en", parts=(part,), names=names)
    return names_report([told(SAMPLE.model_copy(update={"translations": (made,)}))])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway is in Norway.", "2 official form"),
        ("Norway and the Norwegians.", "1 official form, 1 in other words"),
        ("The Norwegians.", "2 in other words"),
        ("Norge and norway.", "1 kept, 1 official form"),
        ("Norwayland.", "2 in other words"),
    ],
)
def test_an_official_form_is_counted_where_the_translation_has_it(text, expected):
    report = reported(text, *[kept("Norge", "Norway")] * 2)
    assert f"Norge → Norway (place): {expected}" in report


def test_a_name_that_is_there_once_and_then_a_pronoun_is_kept_once():
    report = reported("Tana is long. It is blue.", *[kept("Tana", "Tana")] * 2)
    assert "Tana (place): 1 kept, 1 in other words" in report


def test_apostrophes_and_hyphens_of_another_kind_are_the_same_name():
    name = kept("Ann-Mari d'Arc", "Ann-Mari d'Arc")
    assert "1 kept" in reported("Ann‑Mari d’Arc came.", name)


def test_the_report_is_in_norwegian_where_that_is_asked_for():
    report = names_report([told(fr=["memory"])], "nb")
    assert "Fransk: " in report
    assert "(1 fra minnet)" in report
    assert "Se på: " in report
    assert not {"kept", "To look at", "Names:"} & set(report.split("\n  "))


def test_every_fate_has_words_in_every_language():
    for language in ("en", "nb"):
        assert all(wording(language)(f"told.fate.{what.value}") for what in Fate)


@pytest.mark.parametrize(
    ("ui", "kind"),
    [
        ("en", "protected in the document"),
        ("nb", "vernet i dokumentet"),
        ("nn", "verna i dokumentet"),
    ],
)
def test_a_stretch_that_the_document_protects_is_called_so_and_not_an_organisation(ui, kind):
    part, *others = SAMPLE.article.parts
    words = part.text.split()[0]
    fixed = KeptName(
        source=words, expected=words, kind=EntityKind.ORGANISATION, part=part.name, kept=True
    )
    article = SAMPLE.article.model_copy(
        update={"parts": (part.model_copy(update={"kept": ((0, len(words)),)}), *others)}
    )
    translation = SAMPLE.translations[0].model_copy(update={"names": (fixed,)})
    update = {"article": article, "translations": (translation,)}
    report = names_report([told(SAMPLE.model_copy(update=update))], ui)
    assert f"{words} ({kind}): " in report
    assert "organi" not in report.partition("\n")[2]


def test_the_report_is_in_nynorsk():
    report = names_report([told()], "nn")
    assert "Namn: " in report
    assert "Sjå på: " in report
