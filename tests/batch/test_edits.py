"""What people translated goes before models in a batch, and a change of it makes again what it
touches."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.batch.beginning import StaleError, again
from pipeline.batch.edits import memory_to_read, read_memory, rests_on
from pipeline.batch.folder import current_run
from pipeline.batch.loading import engines_of
from pipeline.batch.looking import stale, stale_articles
from pipeline.batch.plan import Origin, Settings
from pipeline.batch.results import outcomes
from pipeline.batch.running import wishes_for
from pipeline.batch.shard import Work, Worker
from pipeline.batch.sources import archive_at
from pipeline.cli import main
from pipeline.errors import StoreError
from pipeline.forgetting_batches import forget_in_batch
from pipeline.records import Maker, ProcessedArticle
from pipeline.text.traces import Traces
from pipeline.translation.memory import Memory
from pipeline.translation.units import Author, Unit, unit_key
from tests.batch import fakes_knowing
from tests.batch.making import line, plan, results, undisturbed, wish, work, write_lines
from tests.builders_translation import AT, Answering

TEXTS = ("Det regnet hele dagen.", "Ingen ble skadet.", "Saken er ferdig.")
RAIN, NOBODY, DONE = TEXTS
SAID = {
    RAIN: "It rained all day.",
    NOBODY: "Nobody was hurt.",
    DONE: "The case is done.",
    "It poured.": "Il a plu toute la journée.",
}


class ByEnglish(Answering):
    """An engine that goes to French by way of English."""

    def __init__(self, answer):
        super().__init__(answer)
        self.pairs = frozenset({("nb", "en"), ("nb", "fr"), ("en", "fr")})

    def road(self, source, target):
        return "nb-en-fr" if (source, target) == ("nb", "fr") else f"{source}-{target}"


load = partial(
    fakes_knowing.load_translating, engine=ByEnglish(lambda text: SAID.get(text, text.upper()))
)


def edit(source, target, language="en", later=0, author=Author.PERSON):
    return Unit(source, "nb", language, target, author, "kari", AT + timedelta(minutes=later))


def remember(path, *units):
    with Memory(path) as memory:
        memory.add(units)
    return path


@pytest.fixture
def archive(tmp_path):
    return write_lines(tmp_path / "a.jsonl", [line(n, TEXTS[n % 3]) for n in range(9)])


def segments(folder):
    """Return the segments of all articles: target language, text, maker."""
    for result in outcomes(folder):
        outcome = result.outcome
        assert isinstance(outcome, ProcessedArticle)
        for translation in outcome.translations:
            for part in translation.parts:
                for one in part.segments:
                    yield result.id, translation.target, one.target, one.maker


def test_what_a_person_translated_wins_over_the_model(tmp_path, archive):
    memory = remember(tmp_path / "m.db", edit(RAIN, "It poured all day."))
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive, memory=memory)), load)
    said = {(text, maker) for *_, text, maker in segments(tmp_path / "out")}
    assert ("It poured all day.", Maker.PERSON) in said
    assert (SAID[NOBODY], Maker.MODEL) in said


def test_a_run_keeps_what_was_translated_when_it_was_planned(tmp_path, archive):
    memory = remember(tmp_path / "m.db", edit(RAIN, "It poured."))
    run = plan(tmp_path / "out", wish(archive, memory=memory))
    remember(memory, edit(RAIN, "It rained cats and dogs.", later=1))
    work(tmp_path / "out", run, load)
    assert "It poured." in {text for *_, text, _ in segments(tmp_path / "out")}


def test_a_changed_edit_makes_again_what_it_touches_and_only_that(tmp_path, archive):
    memory = remember(tmp_path / "m.db", edit(RAIN, "It poured."))
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive, memory=memory)), load)
    remember(memory, edit(RAIN, "It rained.", later=1), edit(DONE, "It is over."))
    wishes = wish(archive, memory=memory)
    with pytest.raises(StaleError, match="memory: what people translated is new or changed"):
        plan(tmp_path / "out", wishes)
    found = stale(tmp_path / "out", wishes)
    assert sorted(unit.source for unit in found.changed.edits.values()) == sorted((RAIN, DONE))
    touched = dict(stale_articles(tmp_path / "out", wishes))
    assert sorted(touched) == [f"a{n}" for n in range(9) if n % 3 != 1]
    assert touched["a0"] == f"the translation of {RAIN!r}"
    run = plan(tmp_path / "out", wishes, refresh=True)
    with Worker(Work(tmp_path / "out", run.number, load)) as worker:
        counts = [worker.run(n).counts["taken over"] for n in range(worker.plan.shards)]
    assert counts == [3]
    assert results(tmp_path / "out") == undisturbed(tmp_path / "new", wishes, load)


def test_an_edit_of_the_english_between_touches_the_french(tmp_path, archive):
    memory = remember(tmp_path / "m.db")
    wishes = wish(archive, memory=memory, targets=("fr",))
    work(tmp_path / "out", plan(tmp_path / "out", wishes), load)
    remember(memory, edit(RAIN, "It poured."))
    assert sorted(dict(stale_articles(tmp_path / "out", wishes))) == ["a0", "a3", "a6"]
    work(tmp_path / "out", plan(tmp_path / "out", wishes, refresh=True), load)
    assert SAID["It poured."] in {text for *_, text, _ in segments(tmp_path / "out")}
    assert results(tmp_path / "out") == undisturbed(tmp_path / "new", wishes, load)


def test_an_edit_that_is_taken_back_makes_its_articles_again(tmp_path, archive):
    unit = edit(NOBODY, "No one was hurt.")
    memory = remember(tmp_path / "m.db", unit)
    wishes = wish(archive, memory=memory)
    work(tmp_path / "out", plan(tmp_path / "out", wishes), load)
    with Memory(memory) as opened:
        opened.take_back(unit)
    work(tmp_path / "out", plan(tmp_path / "out", wishes, refresh=True), load)
    assert {maker for *_, maker in segments(tmp_path / "out")} == {Maker.MODEL}
    assert results(tmp_path / "out") == undisturbed(tmp_path / "new", wishes, load)


def test_who_edited_when_and_edits_into_other_languages_make_nothing_stale(tmp_path, archive):
    memory = remember(tmp_path / "m.db", edit(RAIN, "It poured."))
    wishes = wish(archive, memory=memory)
    run = plan(tmp_path / "out", wishes)
    work(tmp_path / "out", run, load)
    remember(memory, edit(RAIN, "Il pleuvait.", "fr"))
    remember(memory, Unit("Hallo", "sv", "en", "Hi", at=AT))
    assert plan(tmp_path / "out", wishes) == run


def test_without_translation_the_memory_is_not_looked_at(tmp_path):
    assert not read_memory(tmp_path / "nowhere.db", ())
    assert not read_memory(None, ("en",))


def test_a_memory_that_is_named_and_not_there_is_an_error(tmp_path, archive):
    with pytest.raises(StoreError, match=r"nowhere\.db"):
        plan(tmp_path / "out", wish(archive, memory=tmp_path / "nowhere.db"))


def test_the_users_own_memory_counts_unless_it_is_left_out(tmp_path, archive, monkeypatch):
    own = remember(tmp_path / "own.db", edit(RAIN, "It poured."))
    monkeypatch.setenv("SAMSVAR_MEMORY", str(own))
    monkeypatch.setattr("pipeline.batch.running.models_of", lambda *_: ())
    monkeypatch.setattr("pipeline.batch.running.engines_of", lambda *_: {})
    assert memory_to_read(None) == own
    ways = [
        wishes_for(archive_at(archive), Settings(), origin)
        for origin in (Origin(), Origin(no_memory=True), Origin(memory=str(tmp_path / "x.db")))
    ]
    assert [one.memory for one in ways] == [own, None, tmp_path / "x.db"]


def test_a_retry_keeps_what_people_translated(tmp_path, archive):
    memory = remember(tmp_path / "m.db", edit(RAIN, "It poured."))
    run = plan(tmp_path / "out", wish(archive, memory=memory))
    work(tmp_path / "out", run, load)
    anew = again(tmp_path / "out", run)
    assert anew.edits.read_bytes() == run.edits.read_bytes()


def test_a_damaged_copy_is_an_error_that_says_what_to_do(tmp_path, archive):
    memory = remember(tmp_path / "m.db", edit(RAIN, "It poured."))
    run = plan(tmp_path / "out", wish(archive, memory=memory))
    run.edits.write_text("{}\n")
    with pytest.raises(StoreError, match=r"edits\.jsonl: what people translated cannot be read"):
        work(tmp_path / "out", run, load)


def test_who_is_forgotten_is_forgotten_in_the_copy_too(tmp_path, archive):
    memory = remember(
        tmp_path / "m.db", edit(RAIN, "It poured."), edit("Siri Vik kom.", "Siri Vik came.")
    )
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive, memory=memory)), load)
    gone = forget_in_batch(tmp_path / "out", Traces(("Siri Vik",)), "kari", do=True)
    assert gone.counts["translations"] == 1
    assert "Siri" not in current_run(tmp_path / "out").edits.read_text("utf-8")
    with Memory(memory) as opened:
        opened.forget_texts(lambda text: "Siri" in text)
    assert not stale(tmp_path / "out", wish(archive, memory=memory)).found


def test_status_names_the_texts(tmp_path, archive, monkeypatch, capsys):
    memory = remember(tmp_path / "m.db")
    wishes = wish(archive, memory=memory)
    work(tmp_path / "out", plan(tmp_path / "out", wishes), load)
    remember(memory, edit(RAIN, "It poured."))
    monkeypatch.setattr("pipeline.batch.running.wishes_of", lambda _: wishes)
    assert main(["batch", "status", str(tmp_path / "out"), "--articles"]) == 0
    told = capsys.readouterr().out
    assert f"translation of {RAIN}" in told
    assert f"a0: the translation of {RAIN!r}" in told


def test_the_engine_that_a_road_names_is_no_language():
    outcome = (
        '{"translations": [{"road": "nb-en (argos)", "parts": [{"segments":'
        ' [{"source": {"text": "Takk."}}]}]}]}'
    )
    key = unit_key("Takk.", "nb", "en")
    assert rests_on(outcome.encode(), {key}) == "Takk."
    assert rests_on(outcome.encode(), set()) == ""


def test_without_translation_no_translator_is_looked_for(tmp_path):
    assert engines_of(str(tmp_path / "nowhere"), Settings(targets=())) == {}


edits = st.lists(
    st.builds(
        edit,
        st.sampled_from(TEXTS),
        st.sampled_from(["One.", "Two."]),
        st.sampled_from(["en", "fr"]),
        st.integers(0, 3),
        st.sampled_from(Author),
    ),
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(before=edits, after=edits)
def test_after_any_edits_results_are_those_of_a_fresh_run(tmp_path_factory, before, after):
    folder = tmp_path_factory.mktemp("run")
    archive = write_lines(folder / "a.jsonl", [line(n, TEXTS[n % 3]) for n in range(6)])
    memory = remember(folder / "m.db", *before)
    wishes = wish(archive, memory=memory, targets=("en", "fr"), size=4)
    work(folder / "out", plan(folder / "out", wishes), load)
    remember(memory, *after)
    work(folder / "out", plan(folder / "out", wishes, refresh=True), load)
    assert results(folder / "out") == undisturbed(folder / "new", wishes, load)
