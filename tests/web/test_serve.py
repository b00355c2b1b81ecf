"""The command that opens the desk."""

from __future__ import annotations

import argparse
import io
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from pipeline.commands import serve
from pipeline.errors import ConfigError
from pipeline.web.passwords import read_people
from pipeline.web.security import Role
from pipeline.web.serving import Place, listen

ROOT = Path(__file__).parents[2]
#: the command by itself, as a program
_PROGRAM = """
import argparse
from pipeline.commands import serve
parser = argparse.ArgumentParser()
serve.add_commands(parser.add_subparsers(required=True))
arguments = parser.parse_args()
raise SystemExit(arguments.command(arguments))
"""


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    serve.add_commands(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["serve", *words])
    return int(arguments.command(arguments))


@pytest.fixture
def people(tmp_path, monkeypatch, capsys):
    """Return a password file with one person; what was said of it is still to be read."""
    del capsys
    path = tmp_path / "people.txt"
    monkeypatch.setattr("sys.stdin", io.StringIO("ferje-lapp-torsk\n"))
    run("--passwords", str(path), "--add-person", "Kari Lunde", "--role", "admin")
    return path


# -- people ------------------------------------------------------------------------------------


def test_people_are_added_with_a_password_that_is_read_and_not_shown(people, capsys):
    assert read_people(people)["Kari Lunde"].role is Role.ADMIN
    said = capsys.readouterr()
    assert said.out == "added: Kari Lunde (admin)\n"
    assert "torsk" not in said.out + said.err


def test_people_are_taken_out(people, capsys):
    run("--passwords", str(people), "--remove-person", "Kari Lunde")
    assert read_people(people) == {}
    assert "removed: Kari Lunde" in capsys.readouterr().out


def test_taking_out_nobody_is_an_error(people):
    with pytest.raises(ConfigError, match="nobody is called"):
        run("--passwords", str(people), "--remove-person", "Ola")


def test_a_person_needs_a_password_file():
    with pytest.raises(ConfigError, match="which password file"):
        run("--add-person", "Kari")


# -- where it listens --------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "desk.example"])  # noqa: S104
def test_an_address_that_others_reach_needs_passwords(host):
    with pytest.raises(ConfigError, match="people must sign in"):
        run("--host", host)


def test_a_certificate_needs_its_key():
    with pytest.raises(ConfigError, match="needs its key"):
        run("--certificate", "cert.pem")


def test_a_port_that_is_taken_is_told_with_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"127.0.0.1:{port}: the port is taken") as caught:
            run("--port", str(port))
    assert "--port" in caught.value.hint


@pytest.mark.parametrize("port", [70_000, -1])
def test_a_port_that_is_none_is_an_error(port):
    with pytest.raises(ConfigError, match="cannot listen there"):
        listen(Place(port=port))


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [("127.0.0.1", True), ("127.0.0.53", True), ("::1", True), ("localhost", True),
     ("0.0.0.0", False), ("192.0.2.7", False), ("localhost.example", False)],  # noqa: S104
)  # fmt: skip
def test_what_only_this_machine_reaches_is_known(host, is_loopback):
    assert Place(host).is_loopback is is_loopback


def test_a_password_file_that_is_not_there_opens_no_desk(tmp_path):
    with pytest.raises(ConfigError, match="no such password file"):
        run("--port", "0", "--passwords", str(tmp_path / "nobody.txt"))


# -- the whole ---------------------------------------------------------------------------------


def test_the_desk_says_its_address_answers_there_and_stops_when_it_is_asked_to(tmp_path):
    places = {"--folder": "desk", "--names": "names.db", "--memory": "memory.db"}
    words = [word for name, place in places.items() for word in (name, str(tmp_path / place))]
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "serve", "--port", "0", *words],
        cwd=ROOT,
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as desk:
        assert desk.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/", desk.stdout.readline())
        assert address is not None
        second = subprocess.run(
            [sys.executable, "-c", _PROGRAM, "serve", "--port", "0", *words],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert second.returncode
        assert f"a desk is open on this folder already (process {desk.pid}, by" in second.stderr
        assert address.group() in second.stderr
        with urllib.request.urlopen(f"{address.group()}register") as answer:  # noqa: S310
            assert answer.status == 200
            assert "server" not in answer.headers
        desk.send_signal(signal.SIGINT)
        out, errors = desk.communicate(timeout=60)
    assert desk.returncode == 0
    assert "the desk is closed" in out
    assert "Traceback" not in errors
