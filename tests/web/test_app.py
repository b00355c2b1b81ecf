from __future__ import annotations

import re
from string import Formatter

import pytest
from starlette.routing import Route

from pipeline.web.app import create_app
from pipeline.web.pages import FOLDER
from pipeline.web.words import LANGUAGES, words_of

PAGES = ("/translate", "/review", "/register", "/runs")
#: a key that a template or a module asks words for
_ASKED = re.compile(r"""\bsay(?:\.count)?\(\s*["']([a-z_]+\.[a-z0-9_.-]+)["']\s*[,)]""")
_COUNTED = re.compile(r"""\bsay\.count\(\s*["']([a-z_]+\.[a-z0-9_.-]+)["']""")


def fields(text: str) -> set[str]:
    """Return the names of the values that are put into some words."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# -- pages -------------------------------------------------------------------------------------


def test_the_first_page_is_that_of_translations(client):
    answer = client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/translate")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_on_an_empty_desk_in_every_language(client, path, language):
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert 'aria-current="page"' in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_or_a_style_in_it(client, path):
    page = client.get(path).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert all(" src=" in script for script in re.findall(r"<script[^>]*>", page))


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_page_comes_from_another_server(client, path):
    page = client.get(path).text
    assert not re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//""", page)


def test_the_chosen_language_is_remembered(client):
    client.post("/language", data={"language": "nn", "back": "/runs"})
    assert '<html lang="nn">' in client.get("/runs").text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("no", "nb"), ("nb-NO,nb;q=0.9", "nb"), ("nn", "nn"), ("en-GB", "en"), ("de,fr", "nb")],
)
def test_without_a_choice_the_browser_says_which_language(client, accepted, language):
    answer = client.get("/runs", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in answer.text


def test_an_address_is_answered_by_one_route_only(desk):
    routes = [route for route in create_app(desk).routes if isinstance(route, Route)]
    named = [(route.path, method) for route in routes for method in route.methods or ()]
    assert len(named) == len(set(named))


# -- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words_with_the_same_values(language):
    ours, theirs = words_of("en").table, words_of(language).table
    assert set(ours) == set(theirs)
    assert {key: fields(ours[key]) for key in ours} == {key: fields(theirs[key]) for key in theirs}


def test_every_word_that_is_asked_for_is_there():
    table = words_of("en").table
    files = [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.html")]
    missing = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        counted = set(_COUNTED.findall(text))
        for key in _ASKED.findall(text):
            wanted = [f"{key}.one", f"{key}.many"] if key in counted else [key]
            missing += [(file.name, one) for one in wanted if one not in table]
    assert not missing


@pytest.mark.browser
def test_the_first_look_at_the_desk_breaks_no_rule_and_leads_everywhere_by_keyboard(
    served, page, no_violations
):
    page.goto(f"{served}/runs")
    no_violations(page)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.get_by_role("button", name="Bokmål").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Kjøringer", exact=True).wait_for()
    page.get_by_role("link", name="Register", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/register")
