"""A person forgotten: afterwards no file of ours holds the name, and the rest is as it was."""

from __future__ import annotations

import argparse
import io
import json
import shutil
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.authority.decisions import Rulings
from pipeline.authority.entries import Affiliation, Alias, AliasKind
from pipeline.authority.erasing import erase
from pipeline.authority.keys import slug
from pipeline.authority.register import Register
from pipeline.authority.schema import SCHEMA
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.batch.compressed import lines_of
from pipeline.batch.outputs import write_outputs
from pipeline.batch.results import outcomes
from pipeline.commands import forget
from pipeline.database import Access, Database
from pipeline.desk.jobs import Jobs, Wish
from pipeline.desk.locking import only_desk
from pipeline.errors import ConfigError, StoreError
from pipeline.export.structured import to_json
from pipeline.forgetting import forget_in_register, forms_of
from pipeline.review.queue import Queue, Source
from pipeline.text.folding import fold
from pipeline.text.traces import Traces
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.glossary_store import GlossaryStore
from pipeline.translation.memory import Memory
from tests.authority.deciding import decide, undo
from tests.authority.making import organisation, person, store_with
from tests.batch.making import line, plan, wish, work, write_lines
from tests.builders_translation import edit, remembered
from tests.review.making import spelt

NAME = "Gunvor Ødegårdstuen"
OTHER = "Gunnvor Ødegaardstuen"
#: what must not be found: any writing of the surname, in ids and slugs too
BYTES = tuple(word.encode() for word in (
    "degårdstuen", "degaardstuen", "degardstuen", "DEGÅRDSTUEN", "Gunvor", "Gunnvor", "gunvor",
))  # fmt: skip


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a folder in which everything that we keep holds the name, and other things."""
    for name, file in (("NAMES", "names.db"), ("MEMORY", "memory.db"), ("GLOSSARY", "glossary.db")):
        monkeypatch.setenv(f"SAMSVAR_{name}", str(tmp_path / file))
    monkeypatch.setenv("SAMSVAR_DESK", str(tmp_path / "desk"))
    fill_register(tmp_path / "names.db")
    with Memory(tmp_path / "memory.db") as memory:
        memory.keep([remembered(b"1", f"{NAME} kom.", f"{NAME} came."), remembered(b"2")])
        memory.add([edit(f"{NAME}s bok.", "Her book."), edit()])
    terms = (
        Term(("kaihylla",), {"en": ("the quay shelf",)}),
        Term((f"{NAME}s plass",), {"en": ("her place",)}),
    )
    with GlossaryStore(tmp_path / "glossary.db", Access.WRITE) as glossary:
        glossary.add(Glossary(terms))
    fill_desk(tmp_path / "desk")
    return tmp_path


def fill_register(path):
    gunvor = person(NAME, OTHER, entry_id="gunvor-odegaardstuen").model_copy(
        update={"affiliations": (Affiliation(organisation="Havlab", role="forsker"),)}
    )
    lab = organisation(
        "Havlab", note=f"ledes av {NAME}", source="liste",
        aliases=(Alias(name=f"{NAME}s lab", kind=AliasKind.NICKNAME), Alias(name="Lab")),
    )  # fmt: skip
    store_with(path, [gunvor, lab, person("Kari Lund")]).close()
    same = decide("same", NAME, OTHER, n=1, name=NAME)
    gone = decide("not_a_name", "Ro", n=3)
    kept = decide("different", "Kari Lund", "Kari Lunde", n=5)
    kept = kept.model_copy(update={"reason": f"sier {NAME}", "flag": f"a:{OTHER}"})
    regretted = undo(gone, 4).model_copy(update={"reason": f"{NAME} er uenig"})
    occasion = f"names import {NAME}.csv"
    with Store(path, Access.WRITE) as store, store.writing("ola", occasion) as batch:
        batch.put(gunvor.model_copy(update={"note": "ny"}))
        for decision in (same, undo(same, 2), gone, regretted, kept):
            batch.decide(decision)


def fill_desk(folder):
    jobs = Jobs(folder / "jobs")
    hers = jobs.add(Wish(f"{NAME} kom.".encode(), "brev.txt", ("en",)))
    other = jobs.add(Wish(b"Kari Lund kom.", "annet.txt", ("en",)))
    jobs.finish(hers.id, spelt("a1", NAME, OTHER), jobs.begin(hers.id))
    with Queue(folder / "queue.db") as queue:
        queue.put(Source("job", hers.id, "brev.txt"), [spelt("a1", NAME, OTHER)])
        queue.put(Source("job", other.id, "annet"), [spelt("a2", "Kari Lund", "Kari Lunn")])
        queue.put(
            Source("batch", "b"), [spelt("a3", OTHER, "Eva Li"), spelt("a4", "Bo Ås", "Bo Aas")]
        )
        queue.catch_up(folder.parent / "names.db")
    (folder / "imports").mkdir()
    (folder / "imports" / f"{'0' * 32}.csv").write_text(f"name\n{NAME}\n", encoding="utf-8")


def command(*argv) -> int:
    parser = argparse.ArgumentParser()
    forget.add_commands(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["forget", *map(str, argv)])
    return int(arguments.command(arguments))


def holding(folder):
    """Return the files that hold the name in any writing, in their names or bytes."""
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".zst":
            data = b"\n".join(lines_of(path))
        if any(word in data or word in path.name.encode() for word in BYTES):
            found.append(path.relative_to(folder).as_posix())
    return found


def test_nothing_goes_before_somebody_says_yes(home, capsys):
    before = {path: path.read_bytes() for path in home.rglob("*.db")}
    assert command(NAME) == 0
    said = capsys.readouterr().out
    assert f"would forget: {NAME}, {OTHER}" in said
    assert "jobs 1" in said
    assert "nothing was removed; do it with --yes" in said
    assert {path: path.read_bytes() for path in home.rglob("*.db")} == before


def test_afterwards_no_file_of_ours_holds_the_name(home, capsys):
    assert holding(home)
    assert command(NAME, "--yes", "--by", "ola") == 0
    assert holding(home) == []
    assert "Not reached" in capsys.readouterr().out
    assert command(OTHER) == 0
    assert "nothing is kept under this name" in capsys.readouterr().out


def test_the_rest_is_as_it_was(home):
    command(NAME, "--yes", "--by", "ola")
    with Store(home / "names.db") as store:
        assert [entry.id for entry in store.all_entries()] == ["havlab", "kari-lund"]
        lab: Any = store.entry("havlab")
        assert [alias.name for alias in lab.aliases] == ["Lab"]
        assert (lab.note, lab.source) == ("", "liste")
        rulings = Rulings.of(store.decisions())
        assert rulings.ruling(lab.kind, "a", "b", "") is None
        kept = {decision.id: decision for decision in store.decisions()}
        assert set(kept) == {"d3", "d4", "d5"}
        assert (kept["d5"].reason, kept["d5"].flag, kept["d4"].undoes) == ("", "", "d3")
    with Memory(home / "memory.db") as memory:
        assert [unit.source for unit in memory.all_units(machine=True)] == ["Hei.", "Hei."]
    with GlossaryStore(home / "glossary.db") as glossary:
        assert [term.source for term in glossary.read().terms] == [("kaihylla",)]
    assert [job.name for job in Jobs(home / "desk" / "jobs").all()] == ["annet.txt"]
    with Queue(home / "desk" / "queue.db") as queue:
        queue.catch_up(home / "names.db")
        titles = [row[0] for row in queue.database.rows("SELECT id FROM articles ORDER BY id")]
    assert titles == ["a2", "a4"]


def test_jobs_that_are_damaged_or_were_not_read_yet_are_looked_at_too(home):
    jobs = Jobs(home / "desk" / "jobs")
    document = io.BytesIO()
    written = docx.Document()
    written.add_paragraph(f"{NAME} kom i går.")
    written.save(document)
    waiting = jobs.add(Wish(document.getvalue(), "sak.docx", ("en",)))
    damaged = jobs.add(Wish(f"Sak om {NAME}.".encode(), "sak.txt", ("en",)))
    harmless = jobs.add(Wish(b"Kari Lund kom.", "sak.txt", ("en",)))
    for job in (damaged, harmless):
        (jobs.folder / job.id / "job.json").write_text("{")
    command(NAME, "--yes", "--by", "ola")
    left = {job.id for job in jobs.all()}
    assert not left & {waiting.id, damaged.id}
    assert harmless.id in left


def test_a_job_that_she_brought_for_others_stays(home):
    jobs = Jobs(home / "desk" / "jobs")
    job = jobs.add(Wish(b"Kari Lund kom.", "sak.txt", ("en",)), by=NAME)
    command(NAME, "--yes", "--by", "ola")
    assert jobs.has(job.id)


def test_nothing_is_removed_while_the_desk_is_open(home):
    before = holding(home)
    with only_desk(home / "desk", "ola"), pytest.raises(StoreError, match="a desk is open") as said:
        command(NAME, "--yes", "--by", "ola")
    assert "run the command again" in said.value.hint
    assert holding(home) == before
    with only_desk(home / "desk", "ola"):
        assert command(NAME) == 0  # to look is no harm


def test_what_is_left_is_a_note_without_the_name(home):
    command(NAME, "--yes", "--by", "ola")
    with Database(home / "names.db", SCHEMA) as database:
        [[by, what]] = database.rows("SELECT by, what FROM batches ORDER BY number DESC LIMIT 1")
    assert by == "ola"
    assert what == "erased: decisions 4, entries 1, history 3, mentions 1"


def test_the_register_is_guarded_as_before_and_its_sums_are_right(home):
    path = home / "names.db"
    erase(path, Traces((NAME, OTHER)), "ola", do=True)
    with Store(path) as store:
        entries, decisions = list(store.all_entries()), store.decisions()
        revision = store.revision()
    with Database(path, SCHEMA) as database:
        triggers = database.rows("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
    assert triggers == [(4,)]
    with store_with(home / "fresh.db", entries, decisions) as fresh:
        assert fresh.revision() == revision
    with Store(path, Access.WRITE) as store, store.writing("eva", "edit") as batch:
        batch.put(person("Kari Lund", "K. Lund"))  # and it can be written


def test_an_erasure_that_is_broken_off_leaves_all_as_it_was(home, monkeypatch):
    path = home / "names.db"
    before = path.read_bytes()
    monkeypatch.setattr("pipeline.authority.erasing._replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erase(path, Traces((NAME,)), "ola", do=True)
    assert path.read_bytes() == before
    with Store(path) as store:
        assert store.entry("gunvor-odegaardstuen") is not None


def test_an_index_of_near_names_goes_too(home):
    index = home / "names.db.person.0123.index"
    index.write_text(NAME, encoding="utf-8")
    forget_in_register(home / "names.db", Traces((NAME,)), "ola", do=True)
    assert not index.exists()


def test_the_results_of_a_batch_lose_the_article_and_keep_the_others(home):
    texts = [f"{NAME} møtte Per Aas.", "Kari Lund kom.", f"UMULIG for {NAME}.", "Bo Li kom."]
    archive = write_lines(home / "arkiv.jsonl", (line(n, t) for n, t in enumerate(texts)))
    folder = home / "batch"
    run = plan(folder, wish(archive, names=home / "names.db", size=3))
    work(folder, run)
    write_outputs(folder)
    assert set(holding(folder)) > {"archive.db", "archive.jsonl"}
    command(NAME, "--batch", folder)
    assert (folder / "archive.db").exists()
    command(NAME, "--yes", "--batch", folder)
    assert holding(folder) == []
    assert [(r.number, r.outcome.outcome) for r in outcomes(folder)] == [
        (1, "processed"), (2, "failed"), (3, "processed"),
    ]  # fmt: skip
    write_outputs(folder)
    assert holding(folder) == []


def test_results_in_a_folder_go_and_what_is_not_ours_is_told(home, capsys):
    out = home / "out"
    out.mkdir()
    (out / "sak.json").write_text(to_json(spelt("a1", NAME, OTHER)), encoding="utf-8")
    (out / "annen.json").write_text(to_json(spelt("a2", "Kari Lund", "Kari Lunn")), "utf-8")
    (out / "fremmed.json").write_text(json.dumps({"hvem": NAME}), encoding="utf-8")
    (out / "sak.html").write_text("<p>Gunvor &Oslash;deg&aring;rdstuen</p>", encoding="utf-8")
    (out / "gunvor-odegaardstuen.jpg").write_bytes(b"\xff\xd8")
    command(NAME, "--yes", "--results", out)
    said = capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == [
        "annen.json", "fremmed.json", "gunvor-odegaardstuen.jpg", "sak.html",
    ]  # fmt: skip
    for name in ("fremmed.json", "sak.html", "gunvor-odegaardstuen.jpg"):
        assert f"to be looked at by hand: {out / name}" in said


def test_one_word_alone_is_refused(home):
    with pytest.raises(ConfigError, match="many people's"):
        command("Gunvor", "--yes")
    assert holding(home)


def test_a_folder_that_is_not_there_is_told_before_anything_goes(home):
    with pytest.raises(ConfigError, match="no such folder"):
        command(NAME, "--yes", "--results", home / "nowhere")
    assert holding(home)


def test_forms_that_are_many_peoples_are_told_and_not_looked_for(tmp_path):
    initials = Alias(name="G. Li", kind=AliasKind.INITIALS)
    known = person("Gerd Li", "Gerda Li").model_copy(update={"aliases": (
        Alias(name="Gerda Li", kind=AliasKind.FORMER), initials, Alias(name="Gerd")
    )})  # fmt: skip
    store_with(tmp_path / "names.db", [known, person("Gerd Lie")]).close()
    assert forms_of("gerd li", (), tmp_path / "names.db") == (
        ("gerd li", "Gerd Li", "Gerda Li"), ("G. Li", "Gerd"),
    )  # fmt: skip
    assert forms_of("Gerd Li", ["G. Li"], tmp_path / "names.db")[1] == ("Gerd",)


def test_nothing_is_made_where_nothing_was(home, capsys):
    for path in home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert command(NAME, "--yes") == 0
    assert list(home.iterdir()) == []
    assert "nothing is kept under this name" in capsys.readouterr().out


def test_the_packages_register_is_no_matter_of_forgetting(home):
    command("Statistisk sentralbyrå", "--yes")
    with Store(home / "names.db") as store:
        register = Register(load_seed(), store)
        assert register.entry("statistisk-sentralbyraa") is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gunvor Ødegårdstuen", True),
        ("GUNVOR ØDEGÅRDSTUENS bok", True),
        ("gunvor\nødegaardstuen", True),
        ("Ødegårdstuen, Gunvor (født 1950)", True),
        ("Gunvor Ødegårdstuen-saken", True),
        ("«Gunvor Ødegårdstuen»", True),
        ("a:p2:Gunvor Ødegårdstuen:1:spelling", True),
        ("gunvor_odegaardstuen.jpg", True),
        ("Gunvor Ødegårdstuenes", False),
        ("Ragunvor Ødegårdstuen", False),
        ("Per Ødegårdstuen. Gunvor kom.", False),
        ("Gunvor og Kari Ødegårdstuen", False),
        ("", False),
    ],
)
def test_a_name_is_found_in_every_dress(text, found):
    assert Traces((NAME,)).are_in(text) is found


_word = st.text(alphabet="aeiknorsæøåÆØÅÉKLHé\u030a", min_size=2, max_size=8).filter(
    lambda word: len(fold(word)) > 1 and word[0] != "\u030a"
)


@given(_word, _word, st.sampled_from(["{}", "({}s)", "{}-saken", "{}, født", "og\n{}.", "«{}»"]))
def test_any_name_is_found_in_any_dress(given_name, surname, dress):
    name = f"{given_name} {surname}"
    for written in (name, name.upper(), fold(name), slug(name)):
        assert Traces((name,)).are_in(dress.format(written))


@given(_word, _word, st.sampled_from(["{}", "({})", "{}, lege", "se\n{}.", "«{}»", "1. {} (SV)"]))
def test_any_name_is_found_turned_round(given_name, surname, dress):
    name = f"{given_name} {surname}"
    assert Traces((name,)).are_in(dress.format(f"{surname}, {given_name}"))
