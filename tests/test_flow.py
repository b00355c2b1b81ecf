import pytest

from pipeline.flow import Stages, merge_mentions, process
from pipeline.records import (
    OUTCOME,
    Detection,
    EntityKind,
    Mention,
    Origin,
    ProcessedArticle,
    Reading,
    Reconciliation,
    SkippedArticle,
    Span,
    Translation,
)
from tests.builders import article, organisation, person


def _stages(language="nb", found=()):
    return Stages(
        detect=lambda _: (Detection(language=language, confidence=0.9), ()),
        find_names=lambda _: tuple(found),
        read_people=lambda *_: Reading(),
        reconcile=lambda *_: Reconciliation(),
        translate=lambda _a, _m, _r, _c, target: Translation(target=target, road="nb", parts=()),
    )


def test_a_norwegian_article_passes_all_five_steps():
    whole = article("Tur", "Kari Lie kom.")
    outcome = process(whole, _stages(found=[person(whole, "Kari Lie")]), ("en", "fr"))
    assert isinstance(outcome, ProcessedArticle)
    assert [t.target for t in outcome.translations] == ["en", "fr"]
    assert [m.name for m in outcome.mentions] == ["Kari Lie"]


def test_an_article_in_another_language_is_skipped_and_says_so():
    outcome = process(article("Rejse", "Vi tog til Aarhus."), _stages("da"))
    assert isinstance(outcome, SkippedArticle)
    assert "da, not Norwegian" in outcome.reason


def test_an_outcome_survives_json():
    outcome = process(article("Tur", "Kari Lie kom."), _stages())
    assert OUTCOME.validate_json(OUTCOME.dump_json(outcome)) == outcome


def test_what_a_caption_says_outranks_the_model():
    whole = article("Tur", "F.v.: Kari Lie (USN) og Ola Dahl")
    said = person(whole, "Kari Lie")
    wrong = organisation(whole, "Lie (USN)")
    merged = merge_mentions(whole, [wrong], Reading(mentions=(said,)))
    assert merged == (said,)


def test_mentions_come_in_reading_order():
    whole = article("Tur", "Kari Lie kom.", "Så kom Ola Dahl.")
    late, early = person(whole, "Ola Dahl"), person(whole, "Kari Lie")
    assert merge_mentions(whole, [late], Reading(mentions=(early,))) == (early, late)


def test_a_mention_that_does_not_quote_the_article_is_refused():
    whole = article("Tur", "Kari Lie kom.")
    lie = Mention(
        span=Span(part="paragraph-1", start=0, end=4),
        text="Ola ",
        name="Ola",
        kind=EntityKind.ORGANISATION,
        origin=Origin.NER,
    )
    with pytest.raises(ValueError, match="not what stands at"):
        process(whole, _stages(found=[lie]))
