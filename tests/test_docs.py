"""The documentation held against the program, the Makefile and the tree."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.cli import _parser, main

ROOT = Path(__file__).parents[1]
#: folders that hold no documents of ours, at the root or under models
_NOT_OURS = {"build", "dist", "out", "packages"}
#: every host that a document may name; all of them are there to be read
_HOSTS = {
    "ai.google.dev",
    "creativecommons.org",
    "github.com",
    "keepachangelog.com",
    "semver.org",
}
_HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|dev|io|no|org|net|eu|co)\b(?!\()", re.IGNORECASE)
#: a slash that begins a path: not inside a word, an address, a fraction or a closing tag
_ABSOLUTE = re.compile(r"(?<![\w./:<>~$}*)\]+-])/[A-Za-z][\w.-]+|\b[A-Z]:\\")
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def documents() -> list[Path]:
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    return sorted(
        path
        for path in found
        if not any(part.startswith(".") for part in path.parts)
        and _NOT_OURS.isdisjoint(path.parts[:2])
    )


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from commands(below)


def options(parser: argparse.ArgumentParser) -> list[str]:
    return [text for action in parser._actions for text in action.option_strings]


def section(text: str, heading: str) -> str:
    _, _, after = text.partition(f"\n## {heading}\n")
    return after.partition("\n## ")[0]


def code_lines(text: str) -> Iterator[str]:
    """Yield the lines of fenced and of indented code, without a prompt."""
    fences = [match.group(2) for match in _FENCED.finditer(text)]
    indented = re.findall(r"(?<=\n\n)(?: {4}.*\n)+", _FENCED.sub("", text))
    for block in (*fences, *indented):
        for line in block.splitlines():
            yield line.strip().removeprefix("$ ")


def shown_commands(text: str) -> Iterator[list[str]]:
    """Yield the arguments of every call of samsvar in the code of a document."""
    for line in code_lines(text):
        call = re.search(r"(?:^|xargs [-\w ]*? )(?:\.venv/bin/)?samsvar (.+)", line)
        if call:
            arguments = shlex.split(call.group(1), comments=True)
            yield [*arguments, "FILE"] if "xargs" in line else arguments


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", text), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


def leads_somewhere(document: Path, link: str) -> bool:
    """Return whether a relative link has a file and a heading; an address is not followed."""
    if re.match(r"[a-z]+:", link):
        return True
    name, _, anchor = link.partition("#")
    place = (ROOT / document).parent / name if name else ROOT / document
    return place.exists() and (not anchor or anchor in anchors(place.read_text(encoding="utf-8")))


COMMANDS = {parser.prog: parser for parser in commands(_parser())}
DOCUMENTS = documents()
REFERENCE = Path("docs/reference/cli.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_gives_the_help_of_every_command(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main([*command.split()[1:], "--help"])
    told = capsys.readouterr().out
    shown = _FENCED.search(section(read(REFERENCE), command))
    assert shown is not None
    assert shown.group(2).split() == told.split()


def test_the_reference_gives_no_command_that_there_is_not():
    headings = re.findall(r"^## (samsvar.*)$", read(REFERENCE), re.MULTILINE)
    assert headings == list(COMMANDS)


def test_the_readme_names_every_option_of_the_main_command():
    wanted = set(options(COMMANDS["samsvar run"])) - {"-h", "--help", "--models"}
    assert {option for option in wanted if option not in read(Path("README.md"))} == set()


def test_the_reference_gives_the_exit_code_of_every_error():
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", read(REFERENCE), re.MULTILINE)
    kinds = errors.PipelineError.__subclasses__()
    assert sorted(rows) == sorted((str(kind.exit_code), kind.__name__) for kind in kinds)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_call_in_a_document_is_one_that_the_program_takes(document, capsys):
    refused = []
    for arguments in shown_commands(read(document)):
        try:
            _parser().parse_args(arguments)
        except SystemExit as stop:
            if stop.code:
                refused.append((arguments, capsys.readouterr().err))
    assert refused == []


def test_calls_in_code_of_any_kind_are_seen():
    indented = "A\n\n    .venv/bin/samsvar run a.txt\n\n"
    fenced = "```sh\n$ samsvar models list # all\nls | xargs -0 samsvar run\n```\n"
    calls = [["models", "list"], ["run", "FILE"], ["run", "a.txt"]]
    assert sorted(shown_commands(indented + fenced)) == calls


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_make_target_in_a_document_is_in_the_makefile(document):
    targets = set(re.findall(r"^([a-z-]+):", read(Path("Makefile")), re.MULTILINE))
    text = read(document)
    named = set(re.findall(r"`make ([a-z-]+)`", text))
    named |= {m.group(1) for line in code_lines(text) if (m := re.match(r"make ([a-z-]+)", line))}
    assert named - targets == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_relative_link_of_a_document_leads_somewhere(document):
    links = _LINK.findall(_FENCED.sub("", read(document)))
    assert [link for link in links if not leads_somewhere(document, link)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_document_names_no_host_but_those_to_be_read(document):
    assert {host.lower() for host in _HOST.findall(read(document))} - _HOSTS == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_document_names_no_absolute_path(document):
    assert _ABSOLUTE.findall(read(document)) == []


def test_every_decision_is_in_the_list_of_decisions():
    folder = ROOT / "docs/decisions"
    pages = {path.name for path in folder.glob("0*.md")}
    assert set(_LINK.findall(read(Path("docs/decisions/README.md")))) == pages


def test_every_document_below_docs_is_linked_from_the_index_or_the_decisions():
    linked = set()
    for page in ("docs/index.md", "docs/decisions/README.md"):
        below = (ROOT / page).parent
        linked |= {
            (below / link.partition("#")[0]).resolve() for link in _LINK.findall(read(Path(page)))
        }
    all_pages = {(ROOT / path).resolve() for path in DOCUMENTS if path.parts[0] == "docs"}
    assert all_pages - linked - {(ROOT / "docs/index.md").resolve()} == set()


def test_the_notice_has_the_words_that_the_terms_of_gemma_ask_for():
    wanted = (
        "Gemma is provided under and subject to the Gemma Terms of Use found at"
        " ai.google.dev/gemma/terms"
    )
    assert wanted in read(Path("NOTICE"))


@pytest.mark.parametrize(
    "text", ["see /home/kari/x", "in `/opt/models`", "C:\\models", "(/usr/bin/python)"]
)
def test_an_absolute_path_is_seen(text):
    assert _ABSOLUTE.search(text)


@pytest.mark.parametrize(
    "text", ["and/or", "docs/x.md", "https://github.com/a/b", "</b>", "± 1/2", "../models/x"]
)
def test_what_is_no_absolute_path_is_left_alone(text):
    assert not _ABSOLUTE.search(text)
