"""Requests that nobody would send by a browser: every one is answered, none by an error of ours."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from functools import partial
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from pipeline.desk.jobs import Jobs
from pipeline.review.queue import Queue
from pipeline.web import gate
from pipeline.web.app import create_app
from pipeline.web.desk import Desk
from pipeline.web.gate import Access
from pipeline.web.pages import FOLDER
from pipeline.web.running import looking_after
from pipeline.web.translating_work import working
from tests.authority.making import person, store_with
from tests.desk.opening import FakeOpener
from tests.review.making import source, spelt
from tests.web.asking import client_of

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "NONSENSE"]
#: what the pages themselves send: names of fields and values
_TEMPLATES = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("templates/*.html"))
_MODULES = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
FIELDS = sorted(
    {*re.findall(r'\bname="([a-z_]+)"', _TEMPLATES)}
    | {*re.findall(r'(?:query_params|form|asked)\.get(?:list)?\("([a-z_]+)"', _MODULES)}
    | {"queries", "extend", "callback"}
)
VALUES = sorted(set(re.findall(r'\bvalue="([a-z_]+)"', _TEMPLATES)))
#: what is too long to be shown where a test fails
LONG = {"(deep)": '{"q":' * 2000, "(long)": "x" * 5000, "(wide)": "﷽" * 50}
ODD = [
    "", "0", "1", "2", "-1", "9" * 30, "1e9", "٣", "NaN", "null", "true", "[]", "{}", '{"q":{}}',
    '{"q": {"query": "Kari"}}', "../../etc/passwd", "..\\..\\x", "a\x00b", "\ud800",
    "%00", "%", "'; DROP TABLE flags; --", "<script>alert(1)</script>", "{{ 7 * 7 }}", "{wait}",
    "kari-lunde", "Kari Lunde", "2026-11-29", "2026-99-99", "p2:0", "en", "fr", "kari", *LONG,
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return a desk with something of everything in it."""
    folder = tmp_path_factory.mktemp("fuzz")
    desk = Desk(
        folder / "desk", folder / "names.db", folder / "memory.db", folder / "g.db", folder / "m"
    )
    store_with(desk.names, [person("Kari Lunde", "Kari Lunnde"), person("Per Ås")]).close()
    with Queue(desk.queue) as queue:
        queue.put(
            source(), [spelt("a1", "Kari Lunnde", "Kari Lunde"), spelt("a2", "Per Aas", "Per Ås")]
        )
    return desk


@pytest.fixture(scope="module")
def application(desk):
    opener = FakeOpener(desk.memory)
    return create_app(desk, Access(owner="kari"), (partial(working, opener=opener), looking_after))


@pytest.fixture(scope="module")
def client(application, desk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "BURST", 10**9)
        with client_of(application) as client:
            text = {"text": "Kari Lunde kom til byen.", "to": ["en"]}
            client.post("/translate", data=text, files=[("files", ("", b""))])
            jobs = Jobs(desk.jobs)
            while any(job.is_moving for job in jobs.all()):
                time.sleep(0.01)
            client.app_state["job"] = jobs.all()[0].id
            yield client


def routes(application) -> Sequence[Route]:
    return [route for route in application.routes if isinstance(route, Route)]


words = st.one_of(
    st.sampled_from(ODD), st.sampled_from(VALUES), st.text(max_size=20),
    st.integers(-(2**70), 2**70).map(str),
)  # fmt: skip
pairs = st.lists(st.tuples(st.sampled_from(FIELDS), words), max_size=8)
kinds = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "text/plain; charset=utf-16",
        "nonsense",
    ]
)
headers = st.dictionaries(
    st.sampled_from(
        ["Accept", "Accept-Language", "Cookie", "Range", "If-None-Match", "If-Modified-Since",
         "X-Forwarded-For", "Content-Encoding"]
    ),
    st.sampled_from(
        ["*/*", "application/json", "nn", "samsvar_language=xx", "samsvar_session=\xe6", "bytes=0-",
         "bytes=-1,9-2", "gzip", ",;=", "Thu, 99 Foo 0000 00:00:00 GMT", '"', "x" * 3000]
    ),
    max_size=3,
)  # fmt: skip


def as_bytes(text: str) -> bytes:
    return LONG.get(text, text).encode("utf-8", "surrogatepass")


def encoded(fields) -> bytes:
    return b"&".join(
        f"{name}={quote_from_bytes(as_bytes(value))}".encode() for name, value in fields
    )


def in_parts(fields, files) -> bytes:
    """Return a body with fields and files, whose boundary is "x"."""
    made = b""
    for name, value in fields:
        made += f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        made += as_bytes(value) + b"\r\n"
    for name, value in files:
        said = as_bytes(name.replace("\r", "").replace("\n", ""))
        made += b'--x\r\nContent-Disposition: form-data; name="files"; filename="' + said
        made += b'"\r\n\r\n' + as_bytes(value) + b"\r\n"
    return made + b"--x--\r\n"


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@given(data=st.data())
def test_no_request_is_answered_by_an_error_of_ours(application, client, caplog, data):
    caplog.clear()
    route = data.draw(st.sampled_from(routes(application)), label="route")
    known = sorted(route.methods or {"GET"})
    method = data.draw(st.one_of(st.sampled_from(known), st.sampled_from(METHODS)), label="method")

    def part(match: re.Match[str]) -> str:
        if match.group(1) == "job" and data.draw(st.booleans()):
            return str(client.app_state["job"])
        if match.group(2) == ":int":
            return str(data.draw(st.sampled_from(["1", "2", "0", "9" * 20, "x"])))
        return quote_from_bytes(as_bytes(data.draw(words)))

    path = re.sub(r"\{(\w+)(:\w+)?\}", part, route.path)
    query = encoded(data.draw(pairs, label="query")).decode()
    fields = data.draw(pairs, label="fields")
    kind = data.draw(kinds, label="kind")
    body = (
        in_parts(fields, data.draw(st.lists(st.tuples(words, words), max_size=3), label="files"))
        if kind.startswith("multipart")
        else encoded(fields)
    )
    said = data.draw(headers, label="headers") | {"Content-Type": kind}
    with caplog.at_level(logging.ERROR, "pipeline"):
        answer = client.request(
            method, f"{path}?{query}", content=body if method not in ("GET", "HEAD") else b"",
            headers=[(name.encode(), value.encode("latin-1")) for name, value in said.items()],
        )  # fmt: skip
    failures = [record.getMessage() for record in caplog.records]
    assert answer.status_code < 500, (route.path, answer.status_code, failures)
    assert "content-security-policy" in answer.headers
    assert "<script>alert(1)" not in answer.text
