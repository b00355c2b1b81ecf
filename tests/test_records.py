"""Records are frozen, refuse what is half right, and survive JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.documents.text import parse_text
from pipeline.records import (
    OUTCOME,
    Article,
    Band,
    Candidate,
    Correction,
    Detection,
    EntityKind,
    FailedArticle,
    Flag,
    FlagKind,
    Lookalike,
    Mention,
    Origin,
    Part,
    PartKind,
    ProcessedArticle,
    Reading,
    Reconciliation,
    SkippedArticle,
    Span,
)
from pipeline.stages.captions import read_people
from tests.strategies import texts

NB = Detection(language="nb", confidence=0.9)


def part(name, text="Kari Lunde"):
    return Part(name=name, kind=PartKind.PARAGRAPH, text=text)


def mention(start=0, end=4, text="Kari"):
    span = Span(part="p", start=start, end=end)
    return Mention(span=span, text=text, name=text, kind=EntityKind.PERSON, origin=Origin.NER)


def processed(article, mentions=(), reading=None):
    return ProcessedArticle(
        article=article,
        detection=NB,
        reading=reading or Reading(),
        mentions=mentions,
        reconciliation=Reconciliation(),
    )


def test_a_flag_is_worth_a_look_unless_it_says_more():
    flag = Flag(
        id="f",
        kind=FlagKind.SPELLING,
        entity=EntityKind.PERSON,
        mentions=(mention(),),
        message="two spellings",
    )
    assert flag.band is Band.LOOK


def test_a_correction_is_of_something_that_stands_in_the_article():
    with pytest.raises(ValidationError):
        Correction(mentions=(), written="Kari", name="Karin", source="d1", reason="decided")


def test_what_is_settled_survives_json():
    correction = Correction(
        mentions=(mention(),), written="Kari", name="Karin", source="d1", reason="decided"
    )
    apart = Lookalike(kind=EntityKind.PERSON, names=("Kari Lie", "Kari Lia"), evidence=())
    settled = Reconciliation(corrections=(correction,), lookalikes=(apart,))
    whole = Article(id="a", parts=(part("p"),))
    outcome = processed(whole, (mention(),)).model_copy(
        update={"reconciliation": settled, "knowledge": "r1"}
    )
    assert OUTCOME.validate_json(OUTCOME.dump_json(outcome)) == outcome


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2)])
def test_a_span_covers_at_least_one_character(start, end):
    with pytest.raises(ValidationError):
        Span(part="p", start=start, end=end)


@pytest.mark.parametrize(
    ("other", "shared"),
    [(("p", 4, 6), True), (("p", 5, 6), False), (("p", 0, 2), False), (("q", 2, 5), False)],
)
def test_spans_overlap_when_they_share_a_character(other, shared):
    span = Span(part="p", start=2, end=5)
    name, start, end = other
    assert span.overlaps(Span(part=name, start=start, end=end)) is shared


def test_no_two_parts_of_an_article_share_a_name():
    with pytest.raises(ValidationError, match="used twice: p"):
        Article(id="a", parts=(part("p"), part("p")))


def test_a_part_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError, match="q"):
        Article(id="a", parts=(part("p"),)).part("q")


def test_an_article_needs_an_id():
    with pytest.raises(ValidationError):
        Article(id="", parts=())


def test_a_record_is_not_changed():
    with pytest.raises(ValidationError, match="frozen"):
        part("p").text = "Per"


def test_a_record_refuses_fields_that_it_does_not_know():
    with pytest.raises(ValidationError, match="Extra inputs"):
        Detection.model_validate({"language": "nb", "confidence": 1, "sure": True})


@pytest.mark.parametrize("language", ["nb", "nn", "und", "pt-br"])
def test_a_language_is_a_code(language):
    assert Detection(language=language, confidence=0.5).language == language


@pytest.mark.parametrize("language", ["", "Norwegian", "NB", "n"])
def test_other_words_are_no_language(language):
    with pytest.raises(ValidationError):
        Detection(language=language, confidence=0.5)


@pytest.mark.parametrize("score", [-0.1, 1.1])
def test_a_probability_lies_between_nought_and_one(score):
    with pytest.raises(ValidationError):
        Candidate(name="Kari", score=score, evidence=())


def test_a_flag_needs_a_mention():
    with pytest.raises(ValidationError):
        Flag(id="f", kind=FlagKind.UNSURE, entity=EntityKind.PERSON, mentions=(), message="?")


def test_a_mention_quotes_the_article():
    article = Article(id="a", parts=(part("p"),))
    with pytest.raises(ValidationError, match="is not what stands at"):
        processed(article, (mention(text="Per"),))


def test_offsets_count_code_points():
    article = Article(id="a", parts=(part("p", "😀e\u0301 Kari"),))
    assert article.quote(Span(part="p", start=4, end=8)) == "Kari"


@given(texts.filter(lambda text: text.strip()))
def test_what_is_read_of_any_article_survives_json(text):
    article = parse_text(text, article_id="a")
    reading = read_people(article, ())
    outcome = processed(article, reading.mentions, reading)
    assert OUTCOME.validate_json(outcome.model_dump_json()) == outcome


@given(texts, st.floats(0, 1))
def test_a_skipped_article_survives_json(text, confidence):
    detection = Detection(language="da", confidence=confidence)
    outcome = SkippedArticle(article_id="a", source=text, detection=detection, reason=text)
    assert OUTCOME.validate_json(outcome.model_dump_json()) == outcome


def test_a_failed_article_survives_json():
    outcome = FailedArticle(article_id="a", error="ArticleError", message="broken", hint="mend it")
    assert OUTCOME.validate_json(outcome.model_dump_json()) == outcome


def test_an_outcome_of_another_kind_is_refused():
    with pytest.raises(ValidationError):
        OUTCOME.validate_python({"outcome": "lost", "article_id": "a"})
