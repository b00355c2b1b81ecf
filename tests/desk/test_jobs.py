from __future__ import annotations

import os

import pytest

from pipeline.desk.folders import DamagedError
from pipeline.desk.jobs import Job, Jobs, State, Wish
from pipeline.errors import StoreError
from pipeline.records import Detection, FailedArticle, SkippedArticle
from tests.builders_translation import AT

WISH = Wish("Hei på deg.".encode(), "brev.txt", ("en", "fr"))
FAILED = FailedArticle(article_id="a", error="ArticleError", message="no")
SKIPPED = SkippedArticle(
    article_id="a", detection=Detection(language="da", confidence=0.9), reason="Danish"
)


@pytest.fixture
def jobs(tmp_path):
    return Jobs(tmp_path / "jobs")


def test_a_job_keeps_what_was_asked_and_waits(jobs):
    made = jobs.add(WISH, by="kari")
    (job,) = jobs.all()
    assert job == made
    assert (job.name, job.targets, job.by, job.state) == (
        "brev.txt",
        ("en", "fr"),
        "kari",
        "waiting",
    )
    assert jobs.upload(job.id) == WISH.data
    assert jobs.outcome(job.id) is None


def test_jobs_are_listed_newest_first_and_made_oldest_first(jobs):
    first, second = jobs.add(WISH), jobs.add(WISH)
    assert [job.id for job in jobs.all()] == [second.id, first.id]
    assert jobs.next() == first


@pytest.mark.parametrize(("outcome", "state"), [(FAILED, State.FAILED), (SKIPPED, State.SKIPPED)])
def test_what_became_of_a_job_is_its_state(jobs, outcome, state):
    job = jobs.add(WISH)
    jobs.finish(job.id, outcome, jobs.begin(job.id))
    assert jobs.get(job.id).state is state
    assert jobs.outcome(job.id) == outcome
    assert jobs.next() is None


def test_the_name_of_a_file_is_shown_and_no_path(jobs, tmp_path):
    name = "../../../evil\\x.txt"
    job = jobs.add(Wish(b"Hei.", name, ("en",)))
    assert jobs.get(job.id).name == name
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(
        ["jobs", job.id, "job.json", "upload"]
    )


@pytest.mark.parametrize("job_id", ["", "..", "../x", "0" * 16, "x" * 16, ".new-" + "0" * 16])
def test_an_id_that_is_none_reaches_no_file(jobs, job_id):
    jobs.add(WISH)
    for call in (jobs.get, jobs.upload, jobs.outcome, jobs.delete, jobs.cancel, jobs.edits_file):
        with pytest.raises(StoreError, match="there is no job"):
            call(job_id)
    jobs.run_again([job_id])
    assert len(jobs.all()) == 1


def test_what_was_being_made_when_the_program_was_killed_is_made_again(jobs):
    job = jobs.add(WISH)
    jobs.begin(job.id)
    assert jobs.get(job.id).state is State.RUNNING
    again = Jobs(jobs.folder)
    again.clear_up()
    assert again.get(job.id).state is State.WAITING
    assert again.next() == job


def test_what_a_killed_program_had_half_written_is_no_job(jobs):
    job = jobs.add(WISH)
    for name in (".new-0123456789abcdef", ".gone-0123456789abcdef"):
        (jobs.folder / name).mkdir()
        (jobs.folder / name / "upload").write_bytes(b"half")
        os.utime(jobs.folder / name, (0, 0))
    assert jobs.all() == [job]
    jobs.clear_up()
    assert [path.name for path in jobs.folder.iterdir()] == [job.id]


def test_a_job_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "jobs").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="cannot be written"):
        Jobs(tmp_path / "jobs").add(WISH)
    assert [path.name for path in tmp_path.iterdir()] == ["jobs"]


def test_a_stopped_job_is_not_made_until_somebody_wants_it_again(jobs):
    job = jobs.add(WISH)
    jobs.cancel(job.id)
    assert (jobs.get(job.id).state, jobs.next()) == (State.CANCELLED, None)
    jobs.run_again([job.id])
    assert jobs.get(job.id).state is State.WAITING


def test_a_job_made_again_keeps_what_there_was_until_it_is_ready(jobs):
    job = jobs.add(WISH)
    jobs.finish(job.id, FAILED, jobs.begin(job.id))
    jobs.run_again([job.id, "gone"])
    assert (jobs.get(job.id).state, jobs.outcome(job.id)) == (State.WAITING, FAILED)
    jobs.finish(job.id, SKIPPED, jobs.begin(job.id))
    assert (jobs.get(job.id).state, jobs.outcome(job.id)) == (State.SKIPPED, SKIPPED)


def test_a_job_wanted_again_while_it_is_made_is_made_once_more(jobs):
    job = jobs.add(WISH)
    sign = jobs.begin(job.id)
    jobs.run_again([job.id])
    jobs.finish(job.id, FAILED, sign)
    assert jobs.get(job.id).state is State.WAITING
    jobs.finish(job.id, SKIPPED, jobs.begin(job.id))
    assert jobs.next() is None


def test_a_job_stopped_while_it_is_made_again_stays_as_it_was(jobs):
    job = jobs.add(WISH)
    jobs.finish(job.id, FAILED, jobs.begin(job.id))
    jobs.run_again([job.id])
    jobs.begin(job.id)
    jobs.cancel(job.id)
    assert jobs.is_cancelled(job.id)
    jobs.leave(job.id)
    assert (jobs.get(job.id).state, jobs.next()) == (State.FAILED, None)


def test_a_job_made_again_while_it_waits_can_be_called_off(jobs):
    job = jobs.add(WISH)
    jobs.finish(job.id, FAILED, jobs.begin(job.id))
    jobs.run_again([job.id])
    jobs.cancel(job.id)
    assert (jobs.get(job.id).state, jobs.next()) == (State.FAILED, None)


def test_a_job_can_be_asked_for_in_other_languages(jobs):
    job = jobs.add(WISH)
    jobs.finish(job.id, FAILED, jobs.begin(job.id))
    jobs.ask_anew(job.id, ("fr",), "nn")
    again = jobs.next()
    assert again is not None
    assert (again.targets, again.source, again.name) == (("fr",), "nn", "brev.txt")


def test_a_deleted_job_is_gone_with_its_files(jobs):
    job = jobs.add(WISH)
    jobs.delete(job.id)
    assert jobs.all() == []
    assert list(jobs.folder.iterdir()) == []
    assert jobs.is_cancelled(job.id)


DAMAGES = {
    "cut off": lambda file: file.write_text(file.read_text()[:30]),
    "of another program": lambda file: file.write_text('{"id": 1}'),
    "no text": lambda file: file.write_bytes(b"\xff\xfe\x00"),
    "gone": lambda file: file.unlink(),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
    "of another job": lambda file: file.write_text(
        file.read_text().replace(file.parent.name, "0" * 16)
    ),
}


@pytest.fixture(params=DAMAGES.values(), ids=list(DAMAGES))
def damaged(jobs, request):
    """Return the id of a job of which nobody can read what was asked."""
    job = jobs.add(WISH)
    request.param(jobs.folder / job.id / "job.json")
    return job.id


def test_a_damaged_job_is_listed_as_such_and_costs_no_other(jobs, damaged):
    good = jobs.add(WISH)
    states = {job.id: job.state for job in jobs.all()}
    assert states == {good.id: State.WAITING, damaged: State.DAMAGED}
    assert jobs.next() == good
    assert jobs.upload(damaged) == WISH.data
    with pytest.raises(DamagedError, match=r"job\.json: .*(not a job|cannot be read)"):
        jobs.get(damaged)


def test_a_damaged_job_can_be_made_anew_from_its_text_or_deleted(jobs, damaged):
    if (jobs.folder / damaged / "job.json").is_dir():
        (jobs.folder / damaged / "job.json").rmdir()
    jobs.mend(damaged, Wish(b"", "saved", ("fr",)), by="kari")
    mended = jobs.next()
    assert mended is not None
    assert (mended.id, mended.name, mended.targets, mended.by) == (
        damaged,
        "saved",
        ("fr",),
        "kari",
    )
    jobs.delete(damaged)
    assert jobs.all() == []


def test_a_damaged_job_without_its_text_cannot_be_made_anew(jobs, damaged):
    (jobs.folder / damaged / "upload").unlink()
    assert not jobs.has_upload(damaged)
    with pytest.raises(StoreError, match="upload: cannot be read"):
        jobs.mend(damaged, Wish(b"", "saved", ("fr",)))


@pytest.mark.parametrize(
    ("name", "pasted", "stem"),
    [("brev.docx", False, "brev"), ("Hei. Du", True, "Hei. Du"), (".docx", False, ".docx")],
)
def test_the_ending_of_a_file_is_no_part_of_its_stem(name, pasted, stem):
    job = Job(id="a", name=name, created=AT, targets=("en",), pasted=pasted)
    assert job.stem == stem
