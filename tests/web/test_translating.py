from __future__ import annotations

import io
import re
import time
from contextlib import suppress
from functools import partial
from urllib.parse import unquote

import docx
import pytest

from pipeline.authority.register import open_knowledge
from pipeline.authority.store import Store
from pipeline.database import Access as DatabaseAccess
from pipeline.desk.jobs import Jobs
from pipeline.records import EntityKind
from pipeline.review.queue import Queue
from pipeline.translation.glossary_store import GlossaryStore
from pipeline.web.app import create_app
from pipeline.web.gate import Access
from pipeline.web.people import People
from pipeline.web.security import Person, Role
from pipeline.web.translating import routes
from pipeline.web.translating_work import working
from pipeline.web.words import words_of
from tests.authority.deciding import decide
from tests.authority.making import person
from tests.desk.opening import FakeOpener

TEXT = "Kari Lie kom inn til byen.\n\nOla Dahl sang for henne."
DANISH = "Dansk tekst, som er lang nok til at man kan se, hvilket sprog det er."
FLAGGED = """Kari Nordmann og Ola Hansen spilte i kirken i Nordvik i helgen.

Kari Nordmann takket for turen.

Fra venstre: Kari Nordman, Ola Hansen og Per Aas. Foto: Nils Lie"""


@pytest.fixture
def opener(desk):
    return FakeOpener(desk.memory)


@pytest.fixture
def application(desk, opener):
    return create_app(desk, Access(owner="kari"), [partial(working, opener=opener)])


def bring(client, text="", files=(), to=("en", "fr"), source=""):
    uploads = [("files", (name, data)) for name, data in files] or [("files", ("", b""))]
    return client.post(
        "/translate", data={"text": text, "to": list(to), "from": source}, files=uploads
    )


def settled(client):
    """Wait until no job moves, and return the addresses of all jobs, the oldest first."""
    jobs = Jobs(client.app.state.desk.jobs)
    end = time.monotonic() + 10
    while any(job.is_moving for job in jobs.all()):
        assert time.monotonic() < end, "a job does not end"
        time.sleep(0.01)
    return [f"/translate/{job.id}" for job in reversed(jobs.all())]


def translated(client, text=TEXT, **how):
    """Return the address of a job that is done."""
    bring(client, text, **how)
    return settled(client)[-1]


def rows(page):
    """Return the words of the source and of the target of each row of a page."""
    cells = re.findall(
        r'<div class="source">\s*<p[^>]*>(.*?)</p>.*?<div class="target">\s*<p[^>]*>(.*?)</p>',
        page, re.DOTALL,
    )  # fmt: skip
    return [tuple(re.sub(r"<[^>]+>", "", cell) for cell in row) for row in cells]


def found(pattern, page):
    """Return what the first group of a pattern is in a page."""
    match = re.search(pattern, page, re.DOTALL)
    assert match, f"{pattern} is not in the page"
    return match.group(1)


def first_row(page):
    """Return what the forms of the first row of a page send to name it."""
    return ":".join(found(r'id="row-(\S+)"', page).rsplit("-", 1))


def edit(client, address, text, to="en", **more):
    page = client.get(f"{address}?to={to}").text
    seen = rows(page)[0][1]
    sent = {"to": to, "row": first_row(page), "seen": seen, "text": text}
    return client.post(f"{address}/edit", data=sent | more)


# -- to bring -----------------------------------------------------------------------------------


def test_a_text_becomes_a_job_with_a_page_of_its_own(client):
    answer = bring(client, TEXT)
    assert answer.status_code == 303
    (address,) = settled(client)
    assert answer.headers["location"] == address
    page = client.get(address).text
    assert rows(page) == [
        ("Kari Lie kom inn til byen.", "Kari Lie KOM INN TIL BYEN."),
        ("Ola Dahl sang for henne.", "Ola Dahl SANG FOR HENNE."),
    ]
    assert '<span class="name person">Kari Lie</span>' in page


def test_several_files_become_several_jobs(client):
    answer = bring(client, files=[("a.txt", b"Kari Lie kom."), ("b.txt", b"Ola Dahl sang.")])
    assert answer.headers["location"] == "/translate"
    assert len(settled(client)) == 2
    page = client.get("/translate").text
    assert re.findall(r"<bdi>(\S+)</bdi></a>", page) == ["b.txt", "a.txt"]
    assert page.count('data-state="done"') == 2


def test_a_file_of_another_kind_is_refused_and_costs_no_other(client):
    answer = bring(client, files=[("x.exe", b"MZ\x00\x01\x02"), ("a.txt", b"Kari Lie kom.")])
    assert answer.status_code == 422
    assert "x.exe" in answer.text
    assert len(settled(client)) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\docs\\brev.txt", "<b>.txt"])
def test_the_name_of_a_file_is_shown_as_text_and_never_as_a_path(client, name):
    bring(client, files=[(name, b"Kari Lie kom.")])
    settled(client)
    page = client.get("/translate").text
    assert "passwd" in page or "brev.txt" in page or "&lt;b&gt;.txt" in page
    assert "etc/" not in page
    assert "docs" not in page


@pytest.mark.parametrize(
    ("text", "to", "said"),
    [(" \n", ("en",), "Paste a text"), ("Kari Lie kom.", (), "at least one language")],
)
def test_what_is_missing_is_said_and_what_was_written_stays(client, text, to, said):
    answer = bring(client, text, to=to)
    assert answer.status_code == 422
    assert said in answer.text
    assert text in answer.text
    assert settled(client) == []


def test_only_the_languages_that_were_chosen_are_made(client):
    page = client.get(translated(client, to=("fr",))).text
    assert re.findall(r'\?to=(\w+)"[^>]*>(\w+)<', page)[0] == ("fr", "French")


def test_a_text_in_another_language_can_be_said_to_be_norwegian(client):
    address = translated(client, DANISH)
    page = client.get(address).text
    assert "does not look like Norwegian" in page
    assert client.post(f"{address}/again", data={"from": "nb"}).status_code == 303
    settled(client)
    assert rows(client.get(address).text)


def test_a_file_that_is_broken_says_so_on_its_page(client):
    bring(client, files=[("brev.docx", b"PK\x03\x04 and nothing more word/document.xml")])
    page = client.get(settled(client)[0]).text
    assert "brev.docx" in page
    assert "Translate again" in page


def test_how_far_jobs_are_can_be_asked(client, opener):
    opener.held = True
    bring(client, TEXT)
    (job,) = Jobs(client.app.state.desk.jobs).all()
    end = time.monotonic() + 10
    while not opener.asked:
        assert time.monotonic() < end
        time.sleep(0.01)
    (far,) = client.get(f"/translate/progress?jobs={job.id},nobody,{'0' * 16}").json()
    assert far == {
        "id": job.id,
        "state": "running",
        "percent": 0,
        "line": "English: 0 of 2 sentences",
    }
    assert "<noscript>" in client.get("/translate").text
    client.post(f"/translate/{job.id}/cancel")
    opener.gate.set()
    settled(client)
    assert "Stopped" in client.get(f"/translate/{job.id}").text


def damage(client, address, file="job.json"):
    """Let somebody else's program write over a file of a job, and return its folder."""
    folder = client.app.state.desk.jobs / address.rsplit("/", 1)[-1]
    (folder / file).write_text("not ours")
    return folder


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_damaged_job_is_shown_as_damaged_and_the_others_can_be_used(client, language):
    bad, good = translated(client), translated(client)
    damage(client, bad)
    client.headers["accept-language"] = language
    say = words_of(language)
    page = client.get("/translate")
    assert page.status_code == 200
    assert page.text.count('data-state="damaged"') == page.text.count('data-state="done"') == 1
    assert say("translate.damaged.name") in page.text
    assert client.get(good).status_code == 200
    answer = client.get(bad)
    assert answer.status_code == 200
    assert say("translate.damaged.whole") in answer.text
    assert client.get(f"{bad}/upload").content == TEXT.encode()
    assert client.get(f"{good}/upload").status_code == 404
    (far,) = client.get(f"/translate/progress?jobs={bad.rsplit('/', 1)[-1]}").json()
    assert far["state"] == "damaged"


def test_a_damaged_job_is_translated_anew_from_its_text(client):
    bad = translated(client)
    damage(client, bad)
    assert client.post(f"{bad}/again", data={"to": "fr"}).status_code == 303
    settled(client)
    page = client.get(bad).text
    assert rows(page)[0] == ("Kari Lie kom inn til byen.", "Kari Lie KOM INN TIL BYEN.")
    assert "A text that was saved" in page


def test_a_damaged_job_without_its_text_can_be_deleted(client):
    bad = translated(client)
    (damage(client, bad) / "upload").unlink()
    page = client.get(bad).text
    assert "Its text is gone too" in page
    assert "translated anew" not in page
    assert client.get(f"{bad}/upload").status_code == 404
    assert client.post(f"{bad}/delete").status_code == 303
    assert settled(client) == []


def test_a_translation_that_cannot_be_read_says_so_and_is_made_again(client):
    bad = translated(client)
    damage(client, bad, "outcome.json")
    assert client.get("/translate").status_code == 200
    assert "cannot be read any more" in client.get(bad).text
    client.post(f"{bad}/again")
    settled(client)
    assert rows(client.get(bad).text)


def test_a_deleted_job_is_gone(client):
    address = translated(client)
    assert client.post(f"{address}/delete").headers["location"] == "/translate"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["x", "..%2f..%2fetc", "0" * 16, "x/download/en/text", ".new-" + "0" * 16],
)
def test_a_job_that_is_not_there_is_not_found(client, address):
    assert client.get(f"/translate/{address}").status_code == 404


def test_whatever_counts_for_others_is_for_stewards():
    posts = {route.path: route.endpoint for route in routes if "POST" in (route.methods or ())}
    needed = {
        path.rsplit("/", 1)[-1]: getattr(each, "needed_role", None) for path, each in posts.items()
    }
    readers = {"translate", "try-again", "refresh", "cancel", "again", "delete"}
    assert needed == dict.fromkeys(readers, Role.READER) | dict.fromkeys(
        ("edit", "undo", "settle"), Role.STEWARD
    )


# -- to edit ------------------------------------------------------------------------------------


def test_an_edit_stands_on_the_page_in_the_downloads_and_in_the_next_run(client):
    address = translated(client)
    assert edit(client, address, "Kari Lie arrived.").status_code == 303
    page = client.get(address).text
    assert rows(page)[0][1] == "Kari Lie arrived."
    assert "Edited by kari" in page
    for form in ("original", "text", "report", "names", "json"):
        file = client.get(f"{address}/download/en/{form}")
        assert file.status_code == 200
        assert ("arrived" in file.text) == (form != "names")
    client.post(f"{address}/again")
    settled(client)
    assert rows(client.get(address).text)[0][1] == "Kari Lie arrived."


def test_an_edit_can_be_undone(client):
    address = translated(client)
    edit(client, address, "Kari Lie arrived.")
    page = client.get(address).text
    sent = {"to": "en", "row": first_row(page), "edit": "1"}
    assert client.post(f"{address}/undo", data=sent).status_code == 303
    page = client.get(address).text
    assert rows(page)[0][1] == "Kari Lie KOM INN TIL BYEN."
    assert "Edited by" not in page
    assert client.post(f"{address}/undo", data=sent | {"edit": "x"}).status_code == 400


@pytest.mark.parametrize("text", ["", "Words."])
def test_an_edit_in_a_language_that_was_not_made_is_refused(client, text):
    address = translated(client)
    sent = {"to": "xx", "row": first_row(client.get(address).text), "text": text, "seen": ""}
    assert 400 <= client.post(f"{address}/edit", data=sent).status_code < 500


def test_words_that_cannot_be_kept_are_not_lost(client):
    address = translated(client)
    assert edit(client, address, " ").status_code == 422
    answer = edit(client, address, "My own words.", seen="something else")
    assert answer.status_code == 409
    assert "Somebody else" in answer.text
    assert ">My own words.</textarea>" in answer.text
    assert rows(client.get(address).text)[0][1] == "Kari Lie KOM INN TIL BYEN."


def test_a_row_can_be_opened_by_its_address(client):
    address = translated(client)
    row = first_row(client.get(address).text)
    page = client.get(f"{address}?to=en&edit={row}").text
    assert page.count("<textarea") == 1
    assert ">Kari Lie KOM INN TIL BYEN.</textarea>" in page


def test_a_script_gets_one_row_and_what_it_changes(client):
    address = translated(client)
    row = first_row(client.get(address).text)
    page = client.get(f"{address}?to=en&edit={row}", headers={"X-Row-Only": "1"}).text
    assert page.count('class="pair') == 1
    assert "<html" not in page
    assert 'id="sums"' in page


def test_other_wordings_are_offered_to_choose_from(client, opener):
    address = translated(client)
    opener.answer = str.lower
    row = first_row(client.get(address).text)
    page = client.get(f"{address}?to=en&others={row}").text
    assert 'name="text" value="Kari Lie kom inn til byen."' in page


@pytest.mark.parametrize("query", ["to=de", "edit=x", "edit=a:b:c", "others=p:1", "show=x&told=y"])
def test_an_address_that_asks_for_what_is_not_there_shows_the_job(client, query):
    address = translated(client)
    page = client.get(f"{address}?{query}")
    assert page.status_code == 200
    assert len(rows(page.text)) == 2


# -- to look at ---------------------------------------------------------------------------------


def test_a_doubt_about_a_name_is_marked_where_it_stands_with_both_forms_and_a_way_to_decide(client):
    address = translated(client, FLAGGED)
    page = client.get(address).text
    doubt = found(r'<p class="doubt">(.*?)</p>', page)
    forms = [re.sub("<[^>]+>", "", form) for form in re.findall(r"<bdi.*?</bdi>", doubt)]
    assert sorted(forms) == ["Kari Nordman", "Kari Nordmann"]
    assert "proposed: Kari Nordmann" in doubt
    card = client.get(found(r'href="(/review/[^"]+)"', doubt))
    assert card.status_code == 200
    assert "Nordmann" in card.text
    assert '<span class="name person flagged">Kari Nordman</span>' in page


def test_the_review_has_the_flags_of_a_job_and_loses_them_with_it(client):
    address = translated(client, FLAGGED)
    with Queue(client.app.state.desk.queue) as queue:
        assert [source.id for _, source in queue.sources()] == [address.rpartition("/")[2]]
    client.post(f"{address}/delete")
    with Queue(client.app.state.desk.queue) as queue:
        assert list(queue.sources()) == []


def test_what_needs_no_look_can_be_left_out(client, opener):
    opener.answer = lambda sentence: (
        "" if "sang" in sentence else "Kari Lie came to town yesterday."
    )
    address = translated(client)
    page = client.get(f"{address}?show=look").text
    assert [source for source, _ in rows(page)] == ["Ola Dahl sang for henne."]
    assert "Nothing was translated" in page


def test_names_are_listed_lost_ones_first(client, opener):
    address = translated(client)
    edit(client, address, "She arrived.")
    page = client.get(address).text
    names = re.findall(r'<span class="name person" lang="en">(.*?)</span>', page)
    assert names == ["Kari Lie", "Ola Dahl"]
    assert "1 missing" in page
    assert "1 of 2 names kept" in page


# -- to settle ----------------------------------------------------------------------------------


def test_a_word_goes_to_the_glossary(client, desk):
    address = translated(client)
    sent = {"to": "fr", "norwegian": " byen ", "words": "la  ville", "do": "term"}
    answer = client.post(f"{address}/settle", data=sent)
    assert "told=term" in answer.headers["location"]
    assert "The glossary has it now" in client.get(answer.headers["location"]).text
    with GlossaryStore(desk.glossary) as store:
        (term,) = store.read().terms
    assert (term.source, dict(term.targets)) == (("byen",), {"fr": ("la ville",)})


def test_a_name_goes_to_the_register_with_its_official_form(client, desk):
    address = translated(client)
    sent = {"to": "en", "norwegian": "Nordvik kulturskole", "words": "Nordvik School of Arts"}
    client.post(f"{address}/settle", data=sent | {"kind": "organisation", "do": "name"})
    register = open_knowledge(desk.names)
    (entry,) = register.entries("Nordvik kulturskole", EntityKind.ORGANISATION)
    assert dict(entry.official) == {"en": "Nordvik School of Arts"}


def test_a_kind_of_name_that_is_none_is_refused(client):
    address = translated(client)
    sent = {"to": "en", "norwegian": "x", "words": "", "kind": "robot", "do": "name"}
    assert client.post(f"{address}/settle", data=sent).status_code == 400


# -- to take away -------------------------------------------------------------------------------


def test_a_word_document_comes_back_as_one_with_the_edits(client):
    document = docx.Document()
    document.add_paragraph("Kari Lie kom inn til byen.")
    bytes_of = io.BytesIO()
    document.save(bytes_of)
    bring(client, files=[("Møte i byen.docx", bytes_of.getvalue())])
    (address,) = settled(client)
    edit(client, address, "Kari Lie came to town.")
    answer = client.get(f"{address}/download/en/original")
    named = unquote(answer.headers["content-disposition"])
    assert "Møte i byen.en.docx" in named
    words = [one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert words == ["Kari Lie came to town."]
    both = client.get(f"{address}/download/en/bilingual")
    table = docx.Document(io.BytesIO(both.content)).tables[0]
    assert "Kari Lie came to town." in [cell.text for cell in table.rows[1].cells]


@pytest.mark.parametrize("what", ["de/text", "en/exe", "en/..%2fjob.json"])
def test_what_there_is_not_cannot_be_taken_away(client, what):
    address = translated(client)
    assert client.get(f"{address}/download/{what}").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("nb", "Ta med"), ("nn", "Ord og namn")])
def test_the_page_speaks_the_language_of_the_reader(client, language, words):
    address = translated(client)
    client.cookies.set("samsvar_language", language)
    assert words in client.get(address).text


# -- what the register has overtaken ------------------------------------------------------------


def change_register(desk, *entries):
    with Store(desk.names, DatabaseAccess.WRITE) as store, store.writing("kari", "test") as batch:
        for entry in entries:
            batch.put(entry)


@pytest.fixture
def steered(opener, desk, client):
    """Let the register steer the translator; it was looked at when nothing was translated yet."""
    opener.names = desk.names
    change_register(desk, person("Anne By"))
    Queue(desk.queue).close()
    client.get("/translate")
    return opener


def test_a_job_that_the_register_overtook_is_marked_and_made_again_where_it_is_touched(
    client, steered, desk
):
    hers = translated(client, TEXT + "\n\nEva Berg gikk hjem.")
    other = translated(client, "Per Aas leste høyt.")
    edit(client, hers, "Somebody wrote this.")
    steered.asked.clear()
    called = person("Ola Dahl").model_copy(update={"official": {"en": "Ola Dale"}})
    change_register(desk, called)
    listed = client.get("/translate").text
    assert "1 job holds names that have changed" in listed
    assert listed.count('class="small overtaken"') == 1
    page = client.get(hers).text
    assert "Changed in the register since: <bdi" in page
    assert "overtaken" not in client.get(other).text
    assert client.post("/translate/refresh").status_code == 303
    settled(client)
    # of three sentences in two languages only the one that is touched is translated anew
    assert {" ".join(one.split()[-3:]) for one in steered.asked} == {"sang for henne."}
    assert [target for _, target in rows(client.get(hers).text)] == [
        "Somebody wrote this.",
        "Ola Dale SANG FOR HENNE.",
        "Eva Berg GIKK HJEM.",
    ]
    assert "overtaken" not in client.get("/translate").text
    assert "Changed in the register" not in client.get(hers).text


def test_a_decision_of_a_terminal_lets_the_jobs_that_it_touches_be_made_again(
    client, steered, desk, monkeypatch
):
    monkeypatch.setattr("pipeline.desk.worker.LOOK", 0.02)
    hers = translated(client, "Kari Aasen kom. Hun, Kari Åsen, ble.")
    translated(client, "Per Aas leste høyt.")
    opened = steered.opened
    steered.asked.clear()
    with Store(desk.names, DatabaseAccess.WRITE) as store, store.writing("ola", "decide") as batch:
        batch.decide(decide("corrected", "Kari Aasen", n=1, name="Kari Åsen"))
    end = time.monotonic() + 30
    while "Kari Aasen" in str(rows(client.get(hers).text)[0][1]):
        assert time.monotonic() < end, "the job is not made again"
        time.sleep(0.02)
    settled(client)
    assert steered.opened == opened + 1
    assert not any("Per" in one for one in steered.asked)
    assert "overtaken" not in client.get("/translate").text


def test_somebody_else_s_jobs_are_left_to_them(client, steered, desk, as_person):
    address = translated(client)
    change_register(desk, person("Ola Dahlberg", "Ola Dahl"))
    as_person("eva", Role.READER)
    page = client.get("/translate").text
    assert "overtaken" in page
    assert "/translate/refresh" not in page
    assert "/again" not in client.get(address).text
    client.post("/translate/refresh")
    settled(client)
    assert "overtaken" in client.get("/translate").text
    assert rows(client.get(address).text)[1][1] == "Ola Dahl SANG FOR HENNE."


def test_a_queue_that_cannot_be_used_costs_the_page_nothing(client, desk, caplog):
    address = translated(client)
    # a folder in its place: the desk, which goes on meanwhile, would make a file whole again
    while not desk.queue.is_dir():
        desk.queue.unlink(missing_ok=True)
        with suppress(FileExistsError):
            desk.queue.mkdir()
    for path in ("/translate", address):
        assert client.get(path).status_code == 200
    assert client.get("/review").status_code == 503
    assert "StoreError" in caplog.text


# -- who may what -------------------------------------------------------------------------------


@pytest.fixture
def as_person(monkeypatch):
    """Return what lets somebody with a role ask from now on."""

    def become(name, role):
        monkeypatch.setattr(People, "at", lambda *_: Person(name, role, can_sign_out=True))

    return become


def test_a_reader_has_own_texts_translated_and_takes_them_away(client, as_person):
    as_person("eva", Role.READER)
    address = translated(client)
    assert rows(client.get(address).text)
    assert client.get(f"{address}/download/en/text").status_code == 200
    for what in ("again", "cancel", "delete"):
        assert client.post(f"{address}/{what}").status_code == 303
    assert settled(client) == []


def test_a_reader_changes_nothing_that_counts_for_others(client, as_person):
    address = translated(client)
    as_person("eva", Role.READER)
    mine = translated(client)
    listed = client.get("/translate").text
    assert f'action="{mine}/delete"' in listed
    assert f'action="{address}/' not in listed
    for page in (client.get(f"{address}?edit=paragraph-1:0").text, client.get(mine).text):
        assert "Sentences are edited by stewards" in page
        assert "/edit" not in page
        assert "/settle" not in page
    assert f'action="{address}/' not in client.get(address).text
    for what in ("again", "cancel", "delete", "edit", "undo", "settle"):
        assert client.post(f"{address}/{what}").status_code == 403
    assert client.post(f"{mine}/edit").status_code == 403
    assert settled(client) == [address, mine]


@pytest.mark.parametrize(("role", "status"), [(Role.STEWARD, 403), (Role.ADMIN, 303)])
def test_what_others_brought_is_deleted_by_who_looks_after_the_desk(
    client, as_person, role, status
):
    address = translated(client)
    as_person("eva", role)
    offered = f'action="{address}/delete"'
    assert (offered in client.get("/translate").text) is (status == 303)
    assert (offered in client.get(address).text) is (status == 303)
    assert client.post(f"{address}/again").status_code == 303
    settled(client)
    assert client.post(f"{address}/delete").status_code == status


def test_a_damaged_job_of_nobody_knows_whom_is_for_stewards(client, as_person):
    address = translated(client)
    damage(client, address)
    as_person("kari", Role.READER)
    assert f'action="{address}/' not in client.get(address).text
    for what in ("again", "delete"):
        assert client.post(f"{address}/{what}").status_code == 403
    as_person("kari", Role.STEWARD)
    assert client.post(f"{address}/delete").status_code == 303
