"""The pages of the register: looked at, changed, merged, split, undone, taken in and out."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.authority.entries import Affiliation
from pipeline.authority.register import Register
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.database import Access
from pipeline.review.queue import Queue, Source
from pipeline.web.people import People
from pipeline.web.security import Person, Role
from tests.authority.deciding import decide, undo
from tests.authority.making import entries, organisation, person, store_with
from tests.review.making import spelt

SSB = "statistisk-sentralbyraa"


@pytest.fixture
def names(desk):
    """Return the register of the desk, with a few people in it."""
    forsker = Affiliation(organisation="Havlab", role="forsker")
    people = [
        person("Kari Åsen", "Kari Aasen").model_copy(update={"affiliations": (forsker,)}),
        person("Kari Asen"),
        person("Per Lund"),
        organisation("Havlab", official={"en": "Sealab"}, ids={"orgnr": "999999999"}),
    ]
    store_with(desk.names, people).close()
    return desk.names


def entry(names, entry_id) -> Any:
    with Store(names) as store:
        return Register(load_seed(), store).entry(entry_id)


def fields(client, path) -> dict[str, list[str]]:
    """Return what the last form of a page would send."""
    page = client.get(path)
    assert page.status_code == 200, page.text
    form = page.text.rsplit("<form", 1)[1]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'([\w.-]+)="([^"]*)"', tag))
        if said.get("type") not in ("checkbox", "file") or " checked" in tag:
            found.setdefault(said["name"], []).append(unescape(said.get("value", "")))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found.setdefault(name, []).append(chosen.group(1) if chosen else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = [unescape(text)]
    return found


def sent(client, path, form):
    """Send a form and return where it leads."""
    answer = client.post(path, data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("kari aasen", "kari-åsen"),
        ("Kari Åssen", "kari-åsen"),
        ("Per", "per-lund"),
        ("per-lund", "per-lund"),
        ("999 999 999", "havlab"),
        ("Sealab", "havlab"),
        ("Statistics Norway", SSB),
        ("SSB", SSB),
    ],
)
def test_a_name_is_found_by_what_one_knows_of_it(client, names, words, first):
    page = client.get("/register", params={"q": words}).text
    links = re.findall(r'href="(/register/entry[^"]+)"', page)
    assert parse_qs(urlsplit(unescape(links[0])).query)["id"] == [first]


def test_words_that_are_like_nothing_find_nothing(client, names):
    assert "Nothing in the register" in client.get("/register?q=Zxqwv+Qqq").text


def test_the_users_entries_are_listed_and_the_packages_on_demand(client, names):
    assert "Per Lund" in client.get("/register").text
    assert "Statistisk" not in client.get("/register").text
    page = client.get("/register?all=1&kind=organisation&after=st").text
    assert "Statistisk sentralbyrå" in page


def test_a_desk_without_a_register_has_the_packages(client):
    assert client.get("/register").status_code == 200
    assert "Statistics Norway" in client.get(f"/register/entry?id={SSB}").text


def test_an_entry_tells_its_past_its_decisions_and_who_may_be_the_same(client, names):
    same = decide("same", "Kari Åsen", "Kari Aasen", n=1, name="Kari Åsen")
    with Store(names, Access.WRITE) as store, store.writing("ola", "decide") as batch:
        batch.decide(same)
        batch.decide(undo(same, 2))
        batch.put(person("Kari Åsen", "K. Åsen"))
    page = client.get("/register/entry", params={"id": "kari-åsen"}).text
    assert "taken back" in page
    assert "Perhaps the same" in page
    assert "id=kari-asen" in page
    past = page.split('class="history"')[1]
    assert past.index("Changed") < past.index("Added")
    assert "forsker, Havlab" in past


def test_an_entry_says_in_which_texts_its_names_occur(client, desk, names):
    with Queue(desk.queue) as queue:
        queue.put(Source("job", "0" * 16, "bokdag.txt"), [spelt("a1", "Kari Aasen", "Kari Berg")])
    page = client.get("/register/entry", params={"id": "kari-åsen"}).text
    assert f'href="/translate/{"0" * 16}"' in page


def test_a_new_entry_gets_an_id_of_its_name(client, names):
    form = fields(client, "/register/new?name=Åse+Lund&kind=person")
    where = sent(client, "/register/save", form)
    assert "id=aase-lund&done=added" in where
    assert "Added." in client.get(where).text
    with Store(names) as store:
        assert store.history("aase-lund")[0].by == "kari"


def test_the_form_of_an_entry_sent_back_as_it_is_changes_nothing(client, names):
    before = entry(names, "kari-åsen")
    sent(client, "/register/save", fields(client, "/register/edit?id=kari-%C3%A5sen"))
    assert entry(names, "kari-åsen") == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
@given(entries)
def test_the_form_of_any_entry_can_be_shown(client, desk, entry):
    desk.names.unlink(missing_ok=True)
    store_with(desk.names, [entry]).close()
    for page in ("entry", "edit", "merge", "split"):
        assert client.get(f"/register/{page}", params={"id": entry.id}).status_code == 200


def test_a_sheet_of_changes_is_kept(client, names):
    form = fields(client, "/register/edit?id=per-lund")
    form["aliases.name"] = ["Pelle Lund"]
    form["aliases.kind"] = ["nickname"]
    form["affiliations.organisation"] = ["Havlab"]
    form["affiliations.since"] = ["2024-05-01"]
    form["official.language"], form["official.name"] = ["en"], ["Peter Lund"]
    form["ids.scheme"], form["ids.value"] = ["orcid"], ["0000"]
    form["verified"] = ["on"]
    form["note"] = ["svarer\r\nsent"]
    where = sent(client, "/register/save", form)
    now = entry(names, "per-lund")
    assert (now.aliases[0].kind.value, str(now.affiliations[0].since)) == ("nickname", "2024-05-01")
    assert (now.official, now.ids) == ({"en": "Peter Lund"}, {"orcid": "0000"})
    assert (now.verified, now.keep, now.note) == (True, False, "svarer\nsent")
    page = client.get(where).text
    assert "Peter Lund" in page
    assert "Undo this" in page


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "the name is missing"),
        ({"name": "x" * 251}, "longer than 250"),
        ({"aliases.name": ["..."]}, "a sign that no name has"),
        ({"aliases.noted": ["2024-13-01"], "aliases.name": ["P"]}, "is no date"),
        ({"aliases.kind": ["x"], "aliases.name": ["P"]}, "no kind of alias"),
        ({"affiliations.organisation": [""], "affiliations.role": ["sjef"]}, "the name is missing"),
        (
            {"affiliations.organisation": ["H"], "affiliations.since": ["2024-01-01"],
             "affiliations.until": ["2023-01-01"]},
            "ends before it begins",
        ),
        ({"ids.scheme": ["orgnr"], "ids.value": [""]}, "stands alone"),
        ({"kind": "thing"}, "choose what it is"),
        ({"note": "a\x00"}, "null character"),
        ({"aliases.name": ["Kari Aasen"]}, "is a name of Kari Åsen too"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_what_was_typed_stays(client, names, changed, told):
    form = fields(client, "/register/edit?id=per-lund") | {"source": "liste 7"} | changed
    answer = client.post("/register/save", data=form)
    assert answer.status_code == 422
    assert told in unescape(answer.text)
    assert "liste 7" in answer.text
    assert entry(names, "per-lund").source == ""


def test_two_who_change_an_entry_at_once_do_not_overwrite_each_other(client, names):
    form = fields(client, "/register/edit?id=per-lund")
    theirs = form | {"note": ["fra Eva"]}
    sent(client, "/register/save", theirs)
    answer = client.post("/register/save", data=form | {"note": ["fra Ola"]})
    assert answer.status_code == 422
    assert "Somebody changed this entry" in answer.text
    assert "fra Eva" in answer.text
    assert entry(names, "per-lund").note == "fra Eva"
    seal = re.search(r'name="seal" value="(\w+)"', answer.text)
    assert seal
    sent(client, "/register/save", form | {"note": ["fra Ola"], "seal": [seal.group(1)]})
    assert entry(names, "per-lund").note == "fra Ola"


def test_a_row_more_is_to_be_had_without_a_script(client, names):
    form = fields(client, "/register/edit?id=per-lund") | {"more": "ids", "note": "halvferdig"}
    answer = client.post("/register/save", data=form)
    assert answer.text.count('name="ids.scheme"') == 2
    assert "halvferdig" in answer.text
    assert entry(names, "per-lund").note == ""


def test_an_entry_of_the_package_is_replaced_hidden_and_brought_back(client, names):
    form = fields(client, f"/register/edit?id={SSB}") | {"note": ["vår"]}
    sent(client, "/register/save", form)
    assert (
        "replaces one that comes with the program" in client.get(f"/register/entry?id={SSB}").text
    )
    where = sent(client, "/register/remove", {"id": SSB})
    assert entry(names, SSB) is None
    again = re.search(r'href="(/register/undo[^"]*)"', client.get(where).text)
    assert again
    sent(client, "/register/undo", fields(client, unescape(again.group(1))))
    assert entry(names, SSB).note == "vår"


def test_a_merge_is_shown_before_it_is_done_and_can_be_undone(client, names):
    before = entry(names, "kari-åsen")
    path = "/register/merge?id=kari-%C3%A5sen&with=kari-asen&as=error"
    page = client.get(path).text
    assert "What changes in the entry that stays" in page
    assert "(wrong form)" in page
    where = sent(client, "/register/merge", fields(client, path))
    assert [a.kind.value for a in entry(names, "kari-åsen").aliases] == ["spelling", "error"]
    assert entry(names, "kari-asen") is None
    assert client.get("/register/entry?id=kari-asen").text.count("Removed") == 1
    batch = parse_qs(urlsplit(where).query)["batch"][0]
    sent(client, "/register/undo", fields(client, f"/register/undo?batch={batch}"))
    assert entry(names, "kari-åsen") == before
    assert entry(names, "kari-asen") is not None


def test_who_merges_what_somebody_changed_meanwhile_is_told(client, names):
    form = fields(client, "/register/merge?id=kari-%C3%A5sen&with=kari-asen")
    sent(client, "/register/save", fields(client, "/register/edit?id=kari-asen") | {"note": "ny"})
    answer = client.post("/register/merge", data=form)
    assert (answer.status_code, "meanwhile" in answer.text) == (422, True)
    assert entry(names, "kari-asen") is not None
    with Store(names) as store:
        assert len(store.latest(10)) == 2  # nothing empty was written


def test_a_merge_with_what_cannot_be_the_same_is_not_offered(client, names):
    page = client.get("/register/merge?id=per-lund&with=havlab").text
    assert "cannot be merged" in page
    assert 'action="/register/merge"' not in page


def test_an_entry_is_split_after_a_look(client, names):
    form = fields(client, "/register/split?id=kari-%C3%A5sen")
    form |= {"name": ["Kari Aasen"], "aliases": ["0"], "affiliations": ["0"]}
    looked = client.post("/register/split", data=form | {"look": "1"})
    assert (looked.status_code, "Split them" in looked.text) == (200, True)
    assert entry(names, "kari-aasen") is None
    sent(client, "/register/split", form)
    assert entry(names, "kari-aasen").affiliations[0].organisation == "Havlab"
    assert entry(names, "kari-åsen").aliases == ()
    assert client.post("/register/split", data=form).status_code == 422


def test_a_reader_looks_and_changes_nothing(client, names, monkeypatch):
    monkeypatch.setattr(People, "at", lambda *_: Person("eva", Role.READER))
    page = client.get("/register/entry?id=per-lund").text
    assert "/register/edit" not in page
    assert "/register/remove" not in page
    for path in ("new", "edit?id=per-lund", "merge?id=per-lund", "split?id=per-lund", "import"):
        assert client.get(f"/register/{path}").status_code == 403
    for path in ("save", "remove", "merge", "split", "undo", "import", "import/look"):
        assert client.post(f"/register/{path}", data={"id": "per-lund"}).status_code == 403
    assert entry(names, "per-lund") is not None


def test_what_is_exported_is_imported_unchanged(client, names):
    table = client.get("/register/export.csv")
    assert table.content.startswith(b"\xef\xbb\xbfid,kind,name")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert {row["id"] for row in rows} == {"kari-åsen", "kari-asen", "per-lund", "havlab"}
    page = client.post("/register/import", files={"file": ("ut.csv", table.content)}).text
    assert "4 unchanged" in page
    assert "Import</button>" not in page
    assert len(client.get("/register/export.json").json()) == 4
    assert len(client.get("/register/export.json?all=1").json()) > 500
    assert client.get("/register/export.xml").status_code == 404


def look_at(client, text, name="folk.csv", **more):
    content = text.encode() if isinstance(text, str) else text
    page = client.post("/register/import", files={"file": (name, content)})
    form = {
        key: unescape(value)
        for key, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
    }
    form.pop("back", None)
    return page, form | more


def test_an_import_is_shown_before_it_is_done(client, names):
    text = "id,kind,name,note\nper-lund,person,Per Lund,ny\nåse,person,Åse Berg,\n"
    page, form = look_at(client, text)
    assert "1 new" in page.text
    assert "1 changed" in page.text
    assert entry(names, "åse") is None
    where = sent(client, "/register/import/look", form | {"do": "1"})
    assert entry(names, "åse").name == "Åse Berg"
    assert "folk.csv" in client.get(where).text
    assert client.post("/register/import/look", data=form).status_code == 422  # it is thrown away


def test_a_table_of_others_is_taken_in_once_its_columns_are_known(client, names):
    page, form = look_at(client, "Navn;Stilling;Sted\nÅse Berg;lege;Havlab\n", name="x.csv")
    assert "What are the columns?" in page.text
    form |= {"name": "Navn", "role": "Stilling", "affiliation": "Sted", "kind": "person"}
    page = client.post("/register/import/look", data=form)
    assert "1 new" in page.text
    sent(client, "/register/import/look", form | {"do": "1"})
    assert entry(names, "aase-berg").affiliations[0].role == "lege"


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.csv", "an empty one"),
        (b"x", "a.exe", "has to end in"),
        (b"id,kind,name\na,person\n", "a.csv", "a.csv, line 2: 2 cells"),
        (b"id,kind,name\na,thing,Kari\n", "a.csv", "a.csv, line 2"),
        (b"PK\x03\x04", "../../etc/x.csv", "an Excel"),
        (b"id,kind,name,aliases\nb,person,Bo,Kari Aasen\n", "a.csv", "is a name of"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_refused_with_a_reason(
    client, names, content, name, told
):
    page, _ = look_at(client, content, name)
    assert page.status_code == 422
    assert told in unescape(page.text)
    assert str(names.parent) not in page.text
    assert "../" not in page.text


@pytest.mark.parametrize("token", ["", "../../names.db", "0" * 32 + ".csv", "0" * 32 + ".db"])
def test_no_path_from_outside_reaches_the_file_system(client, names, token):
    answer = client.post("/register/import/look", data={"token": token, "called": "a", "do": "1"})
    assert (answer.status_code, "Choose it again" in answer.text) == (422, True)


@pytest.mark.parametrize(
    "path",
    [
        "entry?id=nobody", "entry", "edit?id=nobody", "merge?id=nobody", "split?id=nobody",
        "merge?id=per-lund&with=nobody", "undo?batch=99", "undo?batch=%C2%B2", "changes?batch=x",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, names, path):
    assert client.get(f"/register/{path}").status_code == 404


def test_the_history_of_the_register_leads_to_what_each_step_changed(client, names):
    page = client.get("/register/history").text
    assert "4 entries" in page
    assert client.get("/register/history?before=1").text.count("<li><p") == 0
    assert "Kari Asen" in client.get("/register/changes?batch=1").text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    st.sampled_from(["save", "merge", "split", "undo", "remove", "import/look"]),
    st.dictionaries(
        st.sampled_from(
            ["id", "with", "as", "name", "kind", "batch", "seal", "more", "look", "do", "token",
             "aliases.name", "aliases.kind", "aliases.source", "aliases.noted", "official.language",
             "official.name", "ids.scheme", "ids.value", "aliases", "keep"]
        ),
        st.lists(st.text(max_size=12) | st.sampled_from(["per-lund", "kari-åsen", "1", "person"]),
                 max_size=3),
    ),
)  # fmt: skip
def test_no_form_brings_it_down(client, names, path, form):
    answer = client.post(f"/register/{path}", data=form)
    assert answer.status_code in {200, 303, 400, 404, 413, 422}


def test_markup_in_a_name_is_text(client, desk):
    store_with(desk.names, [person("<script>alert(1)</script>", entry_id="<b>")]).close()
    for path in ("/register", "/register?q=script", "/register/entry?id=<b>", "/register/history"):
        assert "<script>alert" not in client.get(path).text
