from __future__ import annotations

import asyncio
import dataclasses
import logging
import stat

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pipeline.errors import ArticleError, ConfigError, StoreError
from pipeline.web import gate
from pipeline.web.app import _for_stewards, create_app
from pipeline.web.gate import Access
from pipeline.web.passwords import Passwords, put_person, read_people, remove_person
from pipeline.web.people import SESSION_COOKIE
from pipeline.web.rates import Rate
from pipeline.web.security import Person, Role, needs
from pipeline.web.sessions import IDLE, LONGEST, Sessions
from tests.web.asking import client_of

PASSWORD = "ferje-lapp-torsk"  # noqa: S105


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def passwords(tmp_path_factory):
    """Return a password file with one person of each role, whose passwords are checked quickly."""
    path = tmp_path_factory.mktemp("people") / "people.txt"
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    names = [role.name.lower() for role in Role]
    lines = [f"{name}:{name}:{cheap.hash(PASSWORD)}\n" for name in names]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def people_file(passwords, tmp_path):
    """Return a copy of the password file that a test may change."""
    path = tmp_path / "people.txt"
    path.write_bytes(passwords.read_bytes())
    return path


@pytest.fixture
def guarded(desk, people_file):
    """Return a client of a desk where people sign in."""
    application = create_app(desk, Access(passwords=people_file))
    with client_of(application, language="nb") as client:
        yield client


def sign_in(client, name, password=PASSWORD, back="/runs"):
    return client.post("/sign-in", data={"name": name, "password": password, "back": back})


def application_of(desk, *routes: Route, access: Access | None = None) -> Starlette:
    """Return the desk with further routes."""
    application = create_app(desk, access or Access(owner="kari"))
    application.router.routes[:0] = routes
    return application


# -- where requests come from ------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:80"])
def test_the_desk_answers_to_the_names_of_this_machine(client, host):
    assert client.get("/runs", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "192.0.2.7", "", "[", "a@b"]
)
def test_another_host_is_refused_so_that_names_cannot_be_bent_to_this_machine(client, host):
    assert client.get("/runs", headers={"Host": host}).status_code == 421


def test_on_a_network_addresses_are_known_and_names_only_when_given():
    access = Access(hosts=frozenset({"desk.house.example"}), open_to_network=True)
    known = ["192.0.2.7:8000", "[2001:db8::1]", "desk.house.example:8000"]
    assert all(access.knows(host) for host in known)
    assert not access.knows("elsewhere.example")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Origin": "null"},
        {"Origin": "http://[nonsense"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(client, headers):
    answer = client.post("/language", data={"language": "nn"}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_form_of_the_desk_itself_is_heard(client):
    headers = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/language", data={"language": "nn", "back": "/runs"}, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs")


def test_a_link_on_another_site_opens_a_page_but_a_script_there_gets_nothing(client):
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    script = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get("/runs", headers=link).status_code == 200
    assert client.get("/runs", headers=script).status_code == 403


@pytest.mark.parametrize("back", ["//elsewhere.example", "http://elsewhere.example", "/\\e", "x"])
def test_going_back_leads_nowhere_else(client, back):
    answer = client.post("/language", data={"language": "nn", "back": back})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("path", ["/runs", "/nowhere", "/static/desk.css", "/static/../app.py"])
def test_every_answer_has_the_headers_that_protect_it(client, path):
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_what_pages_say_of_people_stays_in_no_cache(client):
    assert client.get("/runs").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%00"])
def test_no_file_outside_the_static_ones_is_served(client, path):
    assert client.get(path).status_code == 404


# -- what is sent ------------------------------------------------------------------------------


def test_a_form_that_is_too_long_is_refused_before_it_is_read(client, monkeypatch):
    monkeypatch.setattr(gate, "FORM_LIMIT", 1000)
    answer = client.post("/register/save", data={"name": "n" * 1001})
    assert answer.status_code == 413


def test_a_body_that_does_not_say_its_length_is_cut_off_on_the_way(client):
    def body():
        yield b"language="
        for _ in range(1000):
            yield b"n" * 1000

    answer = client.post(
        "/language", content=body(), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413


def test_files_may_be_longer_than_forms(client, monkeypatch):
    monkeypatch.setattr(gate, "FORM_LIMIT", 1000)
    file = {"files": ("a.txt", b"Kari kom. " * 500)}
    assert client.post("/translate", data={"to": "en"}, files=file).status_code == 303


@pytest.mark.parametrize("path", ["/sign-in", "/language"])
def test_who_has_not_signed_in_cannot_send_files(guarded, path):
    file = {"file": ("a.txt", b"n" * 100_000)}
    assert guarded.post(path, files=file).status_code == 413


# -- people ------------------------------------------------------------------------------------


def test_who_has_not_signed_in_is_asked_to_and_comes_back(guarded):
    answer = guarded.get("/runs?page=2")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?back=%2Fruns%3Fpage%3D2"


def test_who_has_not_signed_in_changes_nothing(guarded):
    assert guarded.post("/runs").status_code == 401


def test_a_program_that_has_not_signed_in_is_told_so_and_not_led_astray(guarded):
    answer = guarded.get("/runs", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert set(answer.json()) == {"error", "hint"}


def test_signing_in_opens_the_desk_with_a_cookie_that_scripts_and_sites_do_not_get(guarded):
    answer = sign_in(guarded, "steward")
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert guarded.get("/runs").status_code == 200


def test_the_cookie_is_for_encrypted_connections_only_where_the_desk_is_encrypted(
    desk, people_file
):
    application = create_app(desk, Access(passwords=people_file))
    with client_of(application, address="https://127.0.0.1") as client:
        assert "secure" in sign_in(client, "admin").headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("name", "password"), [("steward", "wrong"), ("nobody", PASSWORD), ("", ""), ("steward", "")]
)
def test_a_wrong_name_or_password_is_told_alike(guarded, name, password):
    answer = sign_in(guarded, name, password)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "passer ikke sammen" in answer.text


def test_a_sent_password_is_never_on_the_page_again(guarded):
    assert "hemmelig-torsk" not in sign_in(guarded, "steward", "hemmelig-torsk").text


def test_signing_out_ends_the_session_on_the_server(guarded):
    sign_in(guarded, "steward")
    key = guarded.cookies[SESSION_COOKIE]
    assert guarded.post("/sign-out").headers["location"] == "/sign-in"
    guarded.cookies.set(SESSION_COOKIE, key)
    assert guarded.get("/runs").status_code == 303


def test_signing_in_gives_a_new_id_so_that_none_can_be_planted(guarded):
    guarded.cookies.set(SESSION_COOKIE, "planted")
    answer = sign_in(guarded, "steward")
    assert "planted" not in answer.headers["set-cookie"]


def test_who_is_taken_out_of_the_file_is_out_at_once(guarded, people_file):
    sign_in(guarded, "steward")
    remove_person(people_file, "steward")
    assert guarded.get("/runs").status_code == 303


def test_a_new_password_ends_the_sessions_of_the_old_one(guarded, people_file):
    sign_in(guarded, "steward")
    put_person(people_file, "steward", Role.STEWARD, "another-password")
    assert guarded.get("/runs").status_code == 303


def test_a_password_file_that_has_become_wrong_lets_nobody_in(guarded, people_file):
    sign_in(guarded, "steward")
    people_file.write_text("steward:steward:plain-password\n", encoding="utf-8")
    answer = guarded.get("/runs")
    assert answer.status_code == 400
    assert str(people_file.parent) not in answer.text


def test_signing_in_is_refused_after_ten_wrong_tries(guarded):
    for _ in range(10):
        assert sign_in(guarded, "steward", "wrong").status_code == 403
    answer = sign_in(guarded, "steward")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 60


def test_signing_in_again_and_again_is_no_wrong_try(guarded):
    assert {sign_in(guarded, "admin").status_code for _ in range(12)} == {303}


def test_without_a_password_file_nobody_signs_in(client):
    assert client.get("/sign-in").headers["location"] == "/"
    assert client.post("/sign-in", data={"name": "a", "password": "b"}).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("steward", 200), ("admin", 200)])
def test_a_handler_that_changes_something_and_does_not_say_for_whom_is_for_stewards(
    desk, people_file, role, status
):
    changing = _for_stewards(Route("/change", lambda _: PlainTextResponse("ok"), methods=["POST"]))
    assert isinstance(changing, Route)
    application = application_of(desk, changing, access=Access(passwords=people_file))
    with client_of(application) as client:
        sign_in(client, role)
        assert client.post("/change").status_code == status


@pytest.mark.parametrize("role", list(Role))
def test_needs_lets_a_role_and_those_above_it_in(desk, people_file, role):
    @needs(role)
    async def later(_: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    application = application_of(desk, Route("/x", later), access=Access(passwords=people_file))
    with client_of(application) as client:
        for one in Role:
            sign_in(client, one.name.lower())
            assert client.get("/x").status_code == (200 if one >= role else 403)


def test_the_owner_of_a_desk_without_passwords_may_do_everything(desk):
    seen: list[Person] = []

    def look(request: Request) -> PlainTextResponse:
        seen.append(request.state.person)
        return PlainTextResponse("ok")

    with client_of(application_of(desk, Route("/x", look))) as client:
        client.get("/x")
    assert seen == [Person("kari", Role.ADMIN, can_sign_out=False)]


def test_changing_things_without_end_is_slowed_down(desk, monkeypatch):
    monkeypatch.setattr(gate, "BURST", 3)
    monkeypatch.setattr(gate, "PER_SECOND", 0.001)
    with client_of(create_app(desk)) as client:
        statuses = [client.post("/language", data={}).status_code for _ in range(4)]
    assert statuses == [303, 303, 303, 429]


# -- the password file -------------------------------------------------------------------------


def test_a_password_file_holds_no_password_and_is_for_its_owner_only(people_file, tmp_path):
    path = tmp_path / "new.txt"
    assert put_person(path, "Kåre Ås", Role.READER, PASSWORD) == "added"
    assert PASSWORD not in path.read_text(encoding="utf-8")
    assert "$argon2id$" in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_name_is_one_however_its_letters_are_put_together(tmp_path):
    path = tmp_path / "people.txt"
    put_person(path, "K\u00e5re", Role.STEWARD, PASSWORD)
    known = Passwords(path).check("Ka\u030are", PASSWORD)
    assert known is not None
    assert known.role is Role.STEWARD


@pytest.mark.parametrize("name", ["", " ", "a:b", "#a", "a\nb"])
def test_a_name_that_would_break_the_file_is_refused(tmp_path, name):
    with pytest.raises(ConfigError, match="cannot be the name"):
        put_person(tmp_path / "people.txt", name, Role.READER, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * 257])
def test_a_password_too_short_or_too_long_is_refused(tmp_path, password):
    with pytest.raises(ConfigError, match="10 to 256"):
        put_person(tmp_path / "people.txt", "kari", Role.READER, password)


@pytest.mark.parametrize(
    "line", ["kari", "kari:owner:$argon2id$x", "kari:admin:plain", ":admin:$argon2id$x"]
)
def test_a_line_that_is_wrong_is_named_with_its_number(tmp_path, line):
    path = tmp_path / "people.txt"
    path.write_text(f"# people\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"people\.txt: line 2"):
        read_people(path)


def test_an_empty_password_file_opens_no_desk(tmp_path):
    (tmp_path / "people.txt").write_text("# nobody\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="nobody is in it"):
        Passwords(tmp_path / "people.txt")


# -- sessions and rates ------------------------------------------------------------------------


def test_a_session_ends_when_it_is_quiet_for_too_long():
    clock = Clock()
    sessions = Sessions(clock)
    key = sessions.start("kari", "proof")
    clock.now += IDLE - 1
    assert sessions.of(key) is not None
    clock.now += IDLE + 1
    assert sessions.of(key) is None


def test_a_session_ends_at_last_however_busy_it_is():
    clock = Clock()
    sessions = Sessions(clock)
    key = sessions.start("kari", "proof")
    for _ in range(int(LONGEST / (IDLE / 2))):
        clock.now += IDLE / 2
        assert sessions.of(key) is not None
    clock.now += 1
    assert sessions.of(key) is None


def test_a_rate_lets_a_burst_through_and_then_what_time_brings():
    clock = Clock()
    rate = Rate(burst=3, per_second=0.5, clock=clock)
    assert [rate.take("a") for _ in range(4)] == [0, 0, 0, 2]
    assert rate.take("b") == 0
    clock.now += 2
    assert [rate.take("a"), rate.take("a")] == [0, 2]


def test_what_is_put_back_can_be_taken_again():
    rate = Rate(burst=1, per_second=0.001, clock=Clock())
    for _ in range(5):
        assert rate.take("a") == 0
        rate.put_back("a")


# -- errors and the log ------------------------------------------------------------------------


def logged(caplog) -> str:
    """Return what the desk logged, without what the client that asks it did."""
    return "\n".join(
        record.getMessage() for record in caplog.records if record.name == "pipeline.web"
    )


def failing(desk, error: Exception):
    def fail(_: Request) -> PlainTextResponse:
        raise error

    return client_of(application_of(desk, Route("/fail/{name}", fail)))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nowhere", 404), ("PUT", "/runs", 405), ("POST", "/static/desk.css", 405),
])  # fmt: skip
def test_errors_are_told_in_the_language_of_the_reader(client, language, method, path, status):
    answer = client.request(method, path, headers={"Accept-Language": language})
    assert answer.status_code == status
    assert f'<html lang="{language}">' in answer.text


def test_an_error_of_ours_leaks_nothing_and_the_next_request_is_answered(desk, caplog):
    with failing(desk, ValueError("Kari Nordmann fra Bodø")) as client, caplog.at_level("INFO"):
        answer = client.get("/fail/kari-nordmann")
        assert answer.status_code == 500
        assert "Nordmann" not in answer.text
        assert "Traceback" not in answer.text
        assert client.get("/runs").status_code == 200
    assert "ValueError at web/test_security.py" in logged(caplog)
    assert "ordmann" not in logged(caplog)


@pytest.mark.parametrize(
    ("error", "status"), [(ArticleError, 400), (ConfigError, 400), (StoreError, 503)]
)
def test_an_error_that_says_what_to_do_is_shown_without_folders(desk, error, status):
    raised = error("/home/kari/desk/names.db: the file is damaged", hint="put back ../old/names.db")
    with failing(desk, raised) as client:
        answer = client.get("/fail/x")
    assert answer.status_code == status
    assert "names.db: the file is damaged" in answer.text
    assert "put back names.db" in answer.text
    assert "kari" not in answer.text.replace('<p class="who">kari</p>', "")


def test_the_log_says_which_kind_of_page_and_not_what_was_asked(client, caplog):
    with caplog.at_level(logging.INFO):
        client.get("/runs?query=Kari+Nordmann")
        client.get("/kari-nordmann")
    assert "GET /runs 200" in logged(caplog)
    assert "ordmann" not in logged(caplog)


def test_access_is_a_value_that_says_who_owns_the_desk():
    assert dataclasses.replace(Access(), owner="ola").owner == "ola"


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://127.0.0.1/review/7?kind=spelling", "/review/7%3Fkind%3Dspelling"),
        ("http://elsewhere.example/review/7", "/"),
        ("http://127.0.0.1//elsewhere.example", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_who_is_signed_out_meanwhile_comes_back_to_the_page_after_signing_in(guarded, page, back):
    answer = guarded.post("/review/7?kind=spelling", headers={"Referer": page})
    assert answer.status_code == 401
    assert f'href="/sign-in?back={back}"' in answer.text


# -- who goes away ------------------------------------------------------------------------------


def asked(application, sent, heard):
    """Send a form to an application without a server; ``heard`` is given every answer."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/language",
        "query_string": b"",
        "headers": [
            (b"host", b"127.0.0.1"),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ],
    }
    messages = iter(sent)

    async def receive():
        return next(messages)

    asyncio.run(application(scope, receive, heard))


WHOLE = {"type": "http.request", "body": b"language=nn"}


def test_who_leaves_in_the_middle_of_a_form_is_no_failure_of_the_desk(application, caplog):
    answers = []

    async def heard(message):
        answers.append(message)

    with caplog.at_level(logging.INFO, "pipeline"):
        asked(application, [{**WHOLE, "more_body": True}, {"type": "http.disconnect"}], heard)
    assert not answers
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert "POST /language 499" in caplog.text


def test_an_answer_that_cannot_be_sent_any_more_is_no_failure_of_the_desk(application, caplog):
    async def heard(_):
        raise ConnectionResetError

    with caplog.at_level(logging.INFO, "pipeline"):
        asked(application, [WHOLE], heard)
    assert [record.levelname for record in caplog.records] == ["INFO"]
