"""What is made again when the archive, the register or decisions change: only what they touch."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.authority.entries import Alias, AliasKind, Entry
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.store import Store
from pipeline.authority.verdicts import sealed
from pipeline.batch.beginning import StaleError, again
from pipeline.batch.looking import stale, stale_articles
from pipeline.batch.results import read_head
from pipeline.batch.shard import Work, Worker
from pipeline.database import Access
from pipeline.records import EntityKind
from tests.batch.fakes_knowing import load
from tests.batch.making import line, plan, results, undisturbed, wish, work, write_lines

AT = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
PEOPLE = ("Kari Lunde", "Kari Lunnde", "Per Aas", "Per Ås", "Ola Berg", "Ola Bergh", "Siri Vik")


def decide(verdict, *forms, name="", article="", later=0, undoes=""):
    return sealed(
        Decision(
            id="new",
            verdict=verdict,
            kind=EntityKind.PERSON,
            forms=forms,
            name=name,
            article=article,
            undoes=undoes,
            by="kari",
            at=AT + timedelta(minutes=later),
        )
    )


def know(path, *things):
    """Put entries and decisions into a register, and return it."""
    with Store(path, Access.WRITE) as store, store.writing("kari", "test") as batch:
        for thing in things:
            if isinstance(thing, Entry):
                batch.put(thing)
            else:
                batch.decide(thing)
    return path


def run_anew(folder, wishes):
    """Refresh a batch and return the ids of the articles that were made anew."""
    made: list[str] = []

    def noting(run, plan, knowledge, repeats):
        stages = load(run, plan, knowledge, repeats)

        def detect(article):
            made.append(article.id)
            return stages.detect(article)

        return replace(stages, detect=detect)

    work(folder, plan(folder, wishes, refresh=True), noting)
    return made


@pytest.fixture
def archive(tmp_path):
    texts = ["Kari Lunde og Per Aas sang.", "Ola Berg danset.", "Siri Vik og Ola Bergh lo."]
    return write_lines(tmp_path / "a.jsonl", [line(n, texts[n % 3] + f" {n}") for n in range(24)])


def test_a_decision_makes_only_the_articles_again_in_which_one_of_its_forms_stands(
    tmp_path, archive
):
    names = know(tmp_path / "names.db")
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive, names=names)), load)
    know(names, decide(Verdict.CORRECTED, "Ola Berg", name="Ola Bergh"))
    made = run_anew(tmp_path / "out", wish(archive, names=names))
    assert sorted(made) == sorted(f"a{n}" for n in range(24) if n % 3)
    assert results(tmp_path / "out") == undisturbed(
        tmp_path / "new", wish(archive, names=names), load
    )


def test_what_follows_by_way_of_a_form_that_stands_nowhere_is_made_again(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(0, "Per Aas og Per Ås sang.")])
    names = know(tmp_path / "names.db", decide(Verdict.SAME, "Per Aas", "Per Aasen"))
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive, names=names)), load)
    know(names, decide(Verdict.SAME, "Per Aasen", "Per Ås", later=1))
    assert run_anew(tmp_path / "out", wish(archive, names=names)) == ["a0"]
    assert results(tmp_path / "out") == undisturbed(
        tmp_path / "new", wish(archive, names=names), load
    )


def test_without_refresh_a_stale_batch_says_what_is_stale_and_stays_as_it_is(tmp_path, archive):
    names = know(tmp_path / "names.db")
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive, names=names)), load)
    before = results(tmp_path / "out")
    know(names, decide(Verdict.NOT_A_NAME, "Ola Berg"))
    with pytest.raises(StaleError, match="register"):
        plan(tmp_path / "out", wish(archive, names=names))
    assert results(tmp_path / "out") == before


def test_status_names_the_decisions_and_the_articles_they_touch(tmp_path, archive):
    names = know(tmp_path / "names.db")
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive, names=names)), load)
    know(names, decide(Verdict.NOT_A_NAME, "Siri Vik"))
    found = stale(tmp_path / "out", wish(archive, names=names))
    assert [one.what for one in found.found] == ["register"]
    assert found.changed.decisions == ("not_a_name Siri Vik",)
    touched = dict(stale_articles(tmp_path / "out", wish(archive, names=names)))
    assert sorted(touched) == sorted(f"a{n}" for n in range(24) if n % 3 == 2)
    assert touched["a2"] == "what is known of 'siri vik'"


def test_an_archive_with_articles_added_changed_and_removed_is_made_again_where_it_changed(
    tmp_path,
):
    lines = [line(n) for n in range(30)]
    archive = write_lines(tmp_path / "a.jsonl", lines)
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)), load)
    lines[3:5] = []
    lines[20] = line(22, "Siri Vik kom for sent.")
    lines.append(line(99))
    write_lines(archive, lines)
    touched = dict(stale_articles(tmp_path / "out", wish(archive)))
    assert touched.keys() == {"a3", "a4", "a22", "a99"}
    assert touched["a3"] == "it is not in the archive any more"
    assert run_anew(tmp_path / "out", wish(archive)) == ["a22", "a99"]
    assert results(tmp_path / "out") == undisturbed(tmp_path / "new", wish(archive), load)


def test_a_shard_that_nothing_touches_is_the_same_file(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(n) for n in range(20)])
    first = plan(tmp_path / "out", wish(archive))
    work(tmp_path / "out", first, load)
    with archive.open("a") as file:
        file.write(line(20) + "\n")
    second = plan(tmp_path / "out", wish(archive), refresh=True)
    work(tmp_path / "out", second, load)
    assert second.shard(0).samefile(first.shard(0))
    assert [made.id for made in read_head(second.shard(2)).articles] == ["a20"]


def test_another_language_makes_everything_again(tmp_path, archive):
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)), load)
    both = wish(archive, targets=("en", "fr"))
    with pytest.raises(StaleError, match="--to"):
        plan(tmp_path / "out", both)
    assert len(run_anew(tmp_path / "out", both)) == 24


def test_an_archive_with_another_time_and_the_same_content_is_not_stale(tmp_path, archive):
    run = plan(tmp_path / "out", wish(archive))
    work(tmp_path / "out", run, load)
    archive.touch()
    assert plan(tmp_path / "out", wish(archive)) == run


def test_a_refresh_on_top_of_an_unfinished_refresh_takes_over_from_both(tmp_path):
    lines = [line(n) for n in range(40)]
    archive = write_lines(tmp_path / "a.jsonl", lines)
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)), load)
    lines[5] = line(5, "Siri Vik.")
    write_lines(archive, lines)
    second = plan(tmp_path / "out", wish(archive), refresh=True)
    with Worker(Work(tmp_path / "out", second.number, load)) as worker:
        worker.run(0)
    lines[35] = line(35, "Ola Berg.")
    write_lines(archive, lines)
    assert run_anew(tmp_path / "out", wish(archive)) == ["a35"]
    assert results(tmp_path / "out") == undisturbed(tmp_path / "new", wish(archive), load)


def test_trying_again_makes_only_what_failed_again(tmp_path):
    archive = write_lines(
        tmp_path / "a.jsonl", [line(n, "UMULIG" if n == 7 else "") for n in range(20)]
    )
    run = plan(tmp_path / "out", wish(archive))
    work(tmp_path / "out", run, load)
    run = again(tmp_path / "out", run)
    with Worker(Work(tmp_path / "out", run.number, load)) as worker:
        done = [worker.run(number) for number in range(2)]
    assert [one.counts["taken over"] for one in done] == [9, 10]
    assert results(tmp_path / "out") == undisturbed(tmp_path / "new", wish(archive), load)


forms = st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=2, unique=True)
entries = st.builds(
    lambda number, two, kind: Entry(
        id=f"p{number}",
        kind=EntityKind.PERSON,
        name=two[0],
        aliases=(Alias(name=two[1], kind=kind),),
    ),
    st.integers(1, 3),
    forms,
    st.sampled_from(AliasKind),
)
rulings = st.builds(
    lambda verdict, two, later, article: decide(
        verdict,
        *(two if verdict in (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE) else two[:1]),
        name=two[1] if verdict is Verdict.CORRECTED else "",
        article=article,
        later=later,
    ),
    st.sampled_from([v for v in Verdict if v is not Verdict.UNDONE]),
    forms,
    st.integers(0, 9),
    st.sampled_from(["", "", "a1"]),
)
things = st.lists(st.one_of(entries, rulings), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(before=things, after=things, seed=st.integers(0, 9))
def test_after_any_change_of_what_is_known_results_are_those_of_a_fresh_run(
    tmp_path_factory, before, after, seed
):
    folder = tmp_path_factory.mktemp("run")
    chance = random.Random(seed)  # noqa: S311
    lines = [line(n, " og ".join(chance.sample(PEOPLE, 3)) + " sang.") for n in range(6)]
    archive = write_lines(folder / "a.jsonl", lines)
    names = know(folder / "names.db", *before)
    work(folder / "out", plan(folder / "out", wish(archive, names=names, size=4)), load)
    know(names, *after)
    work(
        folder / "out", plan(folder / "out", wish(archive, names=names, size=4), refresh=True), load
    )
    fresh = undisturbed(folder / "new", wish(archive, names=names, size=4), load)
    assert results(folder / "out") == fresh
