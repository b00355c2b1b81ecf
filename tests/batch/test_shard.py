"""One shard: what comes of its articles does not depend on how the work was shared out."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Verdict
from pipeline.batch.asking import Asked
from pipeline.batch.folder import current_run
from pipeline.batch.results import outcomes, read_head
from pipeline.batch.shard import Work, Worker
from pipeline.many import TOO_SHORT
from pipeline.records import Maker, ProcessedArticle, SkippedArticle
from tests.batch.fakes import load
from tests.batch.fakes_knowing import load_translating
from tests.batch.making import line, plan, results, undisturbed, wish, work, write_lines
from tests.batch.test_refresh import decide, know
from tests.builders_translation import Answering

DANISH = "Dette er Dansk, og det er en ganske lang tekst om vejret i dag."
SAID = {
    "Det regnet hele dagen i byen.": "It rained all day in the town.",
    "Ingen ble skadet i ulykken.": "Nobody was hurt in the accident.",
    "Saken er ferdig etterforsket.": "The case has been fully investigated.",
}


@pytest.fixture
def archive(tmp_path):
    texts = list(SAID)
    return write_lines(tmp_path / "a.jsonl", [line(n, texts[n % 3]) for n in range(9)])


def test_a_sentence_that_repeats_is_translated_once_for_the_whole_run(tmp_path, archive):
    engine = Answering(SAID.__getitem__)
    work(
        tmp_path / "out",
        plan(tmp_path / "out", wish(archive, size=3)),
        partial(load_translating, engine=engine),
    )
    assert sorted(engine.asked) == sorted(SAID)


def test_what_this_run_translated_before_counts_as_made_by_the_model(tmp_path, archive):
    translating = partial(load_translating, engine=Answering(SAID.__getitem__))
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive, size=3)), translating)
    makers = {
        segment.maker
        for result in outcomes(tmp_path / "out")
        if result.outcome.outcome == "processed"
        for translation in result.outcome.translations
        for part in translation.parts
        for segment in part.segments
    }
    assert makers == {Maker.MODEL}


def test_results_are_the_same_with_what_was_translated_before_and_without(tmp_path, archive):
    translating = partial(load_translating, engine=Answering(SAID.__getitem__))
    whole = undisturbed(tmp_path / "whole", wish(archive, size=9), translating)
    for number in range(3):
        run = plan(tmp_path / "out", wish(archive, size=3))
        job = Work(tmp_path / "out", run.number, translating, shares_cache=number != 1)
        with Worker(job) as worker:
            worker.run(number)
    assert results(tmp_path / "out") == whole


@settings(max_examples=10)
@given(order=st.permutations(range(4)), size=st.integers(2, 7))
def test_shards_done_in_any_order_and_size_give_the_same_results(tmp_path_factory, order, size):
    folder = tmp_path_factory.mktemp("run")
    archive = write_lines(folder / "a.jsonl", [line(n) for n in range(4 * size)])
    run = plan(folder / "out", wish(archive, size=size))
    with Worker(Work(folder / "out", run.number, load)) as worker:
        for number in order:
            worker.run(number)
    assert results(folder / "out") == undisturbed(folder / "new", wish(archive))


def test_a_result_says_what_was_known_when_it_was_planned(tmp_path, archive):
    translating = partial(load_translating, engine=Answering(SAID.__getitem__))
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)), translating)
    with Worker(Work(tmp_path / "out", 1, translating)) as worker:
        known = worker.plan.knowledge
    said = [result.outcome for result in outcomes(tmp_path / "out")]
    assert {getattr(outcome, "knowledge", "") for outcome in said} == {known} != {""}


def test_an_article_in_another_language_is_skipped_and_says_why(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(0, DANISH), line(1)])
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)))
    head = read_head(current_run(tmp_path / "out").shard(0))
    assert [made.outcome for made in head.articles] == ["skipped", "processed"]
    skipped = next(outcomes(tmp_path / "out")).outcome
    assert isinstance(skipped, SkippedArticle)
    assert skipped.reason == "the language is da, not Norwegian"


def test_a_few_words_that_may_be_any_language_are_taken_for_bokmal_as_elsewhere(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(0, "Kari Lunde, Dansk.")])
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)))
    outcome = next(outcomes(tmp_path / "out")).outcome
    assert isinstance(outcome, ProcessedArticle)
    assert [mention.text for mention in outcome.mentions] == ["Kari Lunde"]
    assert outcome.translations[0].road == "nb-en"
    assert outcome.article.notes == (TOO_SHORT,)


def test_a_line_with_nothing_on_it_is_no_article(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(0), "", "  ", line(3)])
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)))
    assert [(one[0], one[1]) for one in results(tmp_path / "out")] == [(0, "a0"), (3, "a3")]


def test_what_is_asked_when_an_article_is_translated_is_kept_with_it(tmp_path):
    texts = ["Kari Lunnde bor her.", "Per Aas og Kari Lunde sang.", "Ola Berg og Ola Bergh lo."]
    archive = write_lines(tmp_path / "a.jsonl", [line(n, text) for n, text in enumerate(texts)])
    names = know(tmp_path / "names.db", decide(Verdict.CORRECTED, "Kari Lunnde", name="Kari Lunde"))
    known: list[Asked] = []

    def noting(run, plan, knowledge, repeats):
        known.append(knowledge)
        return load_translating(run, plan, knowledge, repeats, engine=Answering(str.lower))

    run = plan(tmp_path / "out", wish(archive, names=names, size=1))
    with Worker(Work(tmp_path / "out", run.number, noting)) as worker:
        for number in range(3):
            worker.run(number)
            asked = {form_key(name) for name in known[0].take()}
            (made,) = read_head(run.shard(number)).articles
            assert asked
            assert asked <= set(made.names)
