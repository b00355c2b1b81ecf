"""The calls of the Reconciliation Service API 0.2, as OpenRefine makes them."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.authority.entries import Affiliation, Alias, AliasKind
from pipeline.authority.store import Store
from pipeline.database import Access
from tests.authority.deciding import decide
from tests.authority.making import organisation, person, store_with

SCHEMAS = json.loads(
    Path(__file__).parent.joinpath("data/reconciliation-0.2.json").read_text(encoding="utf-8")
)
OPENREFINE = {"Origin": "http://127.0.0.1:3333"}


def valid(name, message):
    """Return a message that is what the protocol calls ``name``."""
    jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", **SCHEMAS}).validate(message)
    return message


@pytest.fixture
def service(client, desk):
    """Return the desk over a register with two people of one name and others."""
    forsker = Affiliation(organisation="SSB", role="forsker")
    lege = Affiliation(organisation="Fjellklinikken", role="lege", since=date(2020, 2, 1))
    people = [
        person("Kari Åsen", "Kari Aasen").model_copy(update={"ids": {"orcid": "0000-0001"}}),
        person("Per Lund", entry_id="per-1").model_copy(update={"affiliations": (forsker,)}),
        person("Per Lund", entry_id="per-2").model_copy(update={"affiliations": (lege,)}),
        person("Nils"),
        organisation("Havlab AS", id="havlab", ids={"orgnr": "999999999"},
                     official={"en": "Sealab|Havlab"},
                     aliases=(Alias(name="Havlabb", kind=AliasKind.ERROR),)),
    ]  # fmt: skip
    store_with(desk.names, people).close()
    return client


def ask(service, method="post", **queries):
    text = json.dumps(queries)
    answer = (
        service.post("/reconcile", data={"queries": text})
        if method == "post"
        else service.get("/reconcile?" + urlencode({"queries": text}))
    )
    assert answer.status_code == 200, answer.text
    return {key: one["result"] for key, one in valid("results", answer.json()).items()}


def first(service, query, **more):
    return ask(service, q0={"query": query, **more})["q0"][0]


def test_the_manifest_says_what_there_is(service):
    manifest = valid("manifest", service.get("/reconcile").json())
    assert manifest["batchSize"] == 100
    for place in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert service.get(place["service_url"] + place["service_path"]).status_code == 200
    for what in ("view", "preview"):
        page = manifest[what]["url"].replace("{{id}}", "havlab")
        assert "Havlab AS" in service.get(page).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_batch_is_answered_key_by_key(service, method):
    results = ask(service, method, q0={"query": "Kari Aasen"}, x={"query": "Havlab"})
    assert {key: [one["id"] for one in result][:1] for key, result in results.items()} == {
        "q0": ["kari-åsen"], "x": ["havlab"],
    }  # fmt: skip


def test_what_openrefine_3_6_sends_is_answered(service):
    guessing = {"q0": {"query": "Kari Aasen", "limit": 3}, "q1": {"query": "Havlab", "limit": 3}}
    reconciling = {
        "q0": {
            "query": "Per Lund",
            "type": "person",
            "type_strict": "should",
            "properties": [{"pid": "affiliation", "v": "SSB"}],
        }
    }
    for queries, best in ((guessing, "kari-åsen"), (reconciling, "per-1")):
        asked = {"queries": json.dumps(queries)}
        answer = service.post("/reconcile", data=asked, headers={"User-Agent": "OpenRefine 3.6.2"})
        assert valid("results", answer.json())["q0"]["result"][0]["id"] == best
    typed = "prefix=Havlab%20A&spell=always&exact=false&prefixed=true"
    answer = service.get(f"/reconcile/suggest/entity?{typed}", headers=OPENREFINE)
    assert [one["id"] for one in answer.json()["result"]] == ["havlab"]
    chosen = {"ids": ["per-1"], "properties": [{"id": "affiliation"}, {"id": "not-ours"}]}
    answer = service.post("/reconcile", data={"extend": json.dumps(chosen)})
    assert answer.json()["rows"]["per-1"]["not-ours"] == []


def test_a_whole_name_that_only_one_has_is_a_match(service):
    found = first(service, "kari aasen", type="person")
    assert (found["match"], found["type"]) == (True, [{"id": "person", "name": "Person"}])
    assert {"id": "exact_alias", "value": True} in found["features"]


def test_a_name_that_is_nearly_right_is_a_candidate_and_no_match(service):
    found = first(service, "Kari Åssen")
    assert (found["id"], found["match"]) == ("kari-åsen", False)
    assert any(one["id"].startswith("name.") for one in found["features"])


def test_of_two_namesakes_neither_is_a_match_and_the_affiliation_tells_them_apart(service):
    alone = ask(service, q={"query": "Per Lund"})["q"]
    assert [one["match"] for one in alone] == [False, False]
    assert alone[0]["score"] == alone[1]["score"]
    known = [{"pid": "affiliation", "v": "Statistisk sentralbyrå"}]
    told = ask(service, q={"query": "Per Lund", "properties": known})["q"]
    assert [one["id"] for one in told] == ["per-1", "per-2"]
    assert told[0]["score"] > 50 > told[1]["score"]


def test_a_match_is_none_where_a_property_speaks_against_it(service):
    found = first(service, "Kari Åsen", properties=[{"pid": "ids.orcid", "v": "0000-0002"}])
    assert (found["id"], found["match"]) == ("kari-åsen", False)
    assert found["score"] < 50


def test_the_number_of_another_register_is_a_match_whatever_the_name(service):
    known = [{"pid": "ids.orgnr", "v": 999999999}]
    assert first(service, "Sjølaboratoriet", properties=known)["match"]
    assert ask(service, q={"properties": known})["q"][0]["id"] == "havlab"
    assert first(service, "999 999 999")["match"]


def test_the_id_of_an_entry_finds_it_with_a_high_score(service):
    found = first(service, "per-2")
    assert (found["id"], found["match"], found["score"] > 99) == ("per-2", True, True)


def test_a_given_name_alone_is_no_match(service):
    assert first(service, "Nils")["match"] is False


def test_what_was_decided_counts(service, desk):
    apart = decide("different", "Kari Aasen", "Kari Åsen", n=1)
    same = decide("same", "Karoline Å.", "Kari Åsen", n=2)
    with Store(desk.names, Access.WRITE) as store, store.writing("ola", "decide") as batch:
        batch.decide(apart)
        batch.decide(same)
    assert first(service, "Kari Aasen")["match"] is False


def test_a_type_narrows_the_search_and_a_limit_the_answer(service):
    assert ask(service, q={"query": "Havlab", "type": ["person"]})["q"] == []
    assert len(ask(service, q={"query": "Per Lund", "limit": 1})["q"]) == 1


def test_the_packages_register_is_asked_too(service):
    for name in ("SSB", "Statistics Norway", "statistisk sentralbyrå"):
        found = first(service, name, type="organisation")
        assert (found["id"], found["match"]) == ("statistisk-sentralbyraa", True)


def test_an_entry_gives_its_properties(service):
    wanted = {
        "ids": ["havlab", "per-2", "nobody"],
        "properties": [{"id": "official.en"}, {"id": "ids.orgnr"}, {"id": "since"}, {"id": "size"}],
    }
    answer = service.post("/reconcile", data={"extend": json.dumps(wanted)})
    rows = valid("extension", answer.json())["rows"]
    assert rows["havlab"] == {
        "official.en": [{"str": "Sealab"}, {"str": "Havlab"}],
        "ids.orgnr": [{"str": "999999999"}], "since": [], "size": [],
    }  # fmt: skip
    assert rows["per-2"]["since"] == [{"date": "2020-02-01T00:00:00Z"}]
    assert rows["nobody"]["official.en"] == []


def test_an_affiliation_is_given_as_the_entry_that_it_is(service):
    wanted = json.dumps({"ids": ["per-1", "per-2"], "properties": [{"id": "affiliation"}]})
    answer = valid("extension", service.get("/reconcile", params={"extend": wanted}).json())
    ssb = {"id": "statistisk-sentralbyraa", "name": "Statistisk sentralbyrå"}
    assert answer["rows"]["per-1"]["affiliation"] == [ssb]
    assert answer["rows"]["per-2"]["affiliation"] == [{"str": "Fjellklinikken"}]
    assert answer["meta"][0]["type"]["id"] == "organisation"


def test_a_form_that_is_never_printed_is_not_given_away(service):
    wanted = json.dumps({"ids": ["havlab"], "properties": [{"id": "alias"}]})
    answer = service.get("/reconcile", params={"extend": wanted}).json()
    assert answer["rows"]["havlab"]["alias"] == []


@pytest.mark.parametrize(
    ("path", "first_id"),
    [
        ("entity?prefix=kari+aas", "kari-åsen"),
        ("entity?prefix=per-1", "per-1"),
        ("entity?prefix=Per+Lund&cursor=1", "per-2"),
        ("type?prefix=pers", "person"),
        ("property?prefix=french", "official.fr"),
        ("property?prefix=ids.is", "ids.isni"),
    ],
)
def test_what_is_typed_is_completed(service, path, first_id):
    answer = valid("suggestions", service.get(f"/reconcile/suggest/{path}").json())
    assert answer["result"][0]["id"] == first_id


def test_properties_are_proposed_for_a_type(service):
    answer = valid("proposal", service.get("/reconcile/properties?type=person&limit=3").json())
    assert [one["id"] for one in answer["properties"]] == ["name", "alias", "former"]
    everything = service.get("/reconcile/properties?type=person").json()["properties"]
    assert "ids.orgnr" not in {one["id"] for one in everything}


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"queries": "{"}, 400),
        ({"queries": "[]"}, 400),
        ({"queries": '{"q0": {}}'}, 400),
        ({"queries": '{"q0": "Kari"}'}, 400),
        ({"queries": '{"q0": {"query": "Kari", "limit": 0}}'}, 400),
        ({"queries": '{"q0": {"query": "K", "properties": [{"pid": "a", "v": {}}]}}'}, 400),
        ({"queries": "[" * 100_000}, 400),
        ({"queries": json.dumps({str(n): {"query": "Kari"} for n in range(101)})}, 413),
        ({"extend": '{"ids": "kari"}'}, 400),
        ({"extend": json.dumps({"ids": ["a"] * 1001, "properties": []})}, 413),
    ],
)
def test_what_the_protocol_does_not_allow_is_refused_with_a_reason(service, form, status):
    answer = service.post("/reconcile", data=form)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_an_older_client_gets_a_function_call(service):
    answer = service.get("/reconcile?callback=refine.on1")
    assert answer.headers["content-type"].startswith("application/javascript")
    assert answer.text.startswith('/**/refine.on1({"versions"')
    assert service.get("/reconcile?callback=alert(1)//").status_code == 400


@pytest.mark.parametrize(
    "path", ["", "/suggest/entity?prefix=k", "/properties", "/preview?id=nils"]
)
def test_pages_of_this_machine_may_ask(service, path):
    answer = service.get(f"/reconcile{path}", headers=OPENREFINE)
    assert answer.headers["access-control-allow-origin"] == OPENREFINE["Origin"]
    asked = service.options("/reconcile/suggest/entity", headers=OPENREFINE)
    assert "POST" in asked.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://[x"},
        {"Origin": "http://127.0.0.1.elsewhere.example"},
        {"Referer": "https://elsewhere.example/page", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
@pytest.mark.parametrize(
    "path", ["", "?callback=take", "/suggest/entity?prefix=k", "/preview?id=nils"]
)
def test_pages_of_other_machines_get_nothing(service, path, headers):
    answer = service.get(f"/reconcile{path}", headers=headers)
    assert answer.status_code == 403
    assert "Nils" not in answer.text
    assert "access-control-allow-origin" not in answer.headers


def test_a_form_of_another_machine_gets_nothing(service):
    form = {"queries": json.dumps({"q0": {"query": "Nils"}})}
    answer = service.post("/reconcile", data=form, headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code, "nils" in answer.text) == (403, False)


def test_a_preview_can_stand_in_a_frame_of_this_machine_only(service):
    policy = service.get("/reconcile/preview?id=nils").headers["content-security-policy"]
    assert "frame-ancestors 'self' http://127.0.0.1:*" in policy
    assert service.get("/reconcile/preview?id=nobody").status_code == 404


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["query", "type", "limit", "properties", "pid", "v", "id", "ids", "name"]
            ),
            inner, max_size=4,
        ),
        max_leaves=15,
    ),
    st.sampled_from(["queries", "extend"]),
)  # fmt: skip
def test_nothing_that_is_asked_brings_it_down(service, body, what):
    for value in (body, {"q0": body}):
        answer = service.post("/reconcile", data={what: json.dumps(value)})
        assert answer.status_code in {200, 400, 413}


def test_the_calls_of_the_documentation_give_what_it_says(client):
    page = Path(__file__).parents[2].joinpath("docs/how-to/openrefine.md")
    shown = re.findall(
        r"```sh\ncurl (.+?)\n```\n\n```json\n(.+?)\n```", page.read_text(encoding="utf-8"), re.S
    )
    assert len(shown) == 4
    for call, answer in shown:
        url, *more = shlex.split(call)
        path = url.removeprefix("http://127.0.0.1:8000")
        sent = dict([more[1].split("=", 1)]) if more else None
        got = client.post(path, data=sent) if sent else client.get(path)
        assert got.json() == json.loads(answer)
