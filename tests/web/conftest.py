"""A desk in a temporary folder: as an application, behind a port, and in a browser."""

from __future__ import annotations

import pytest

from pipeline.web.app import create_app
from pipeline.web.desk import Desk
from pipeline.web.gate import Access
from tests.web.asking import client_of
from tests.web.browser import CHROMIUM, open_browser, serving, violations

OWNER = "kari"


@pytest.fixture
def desk(tmp_path):
    """Return the places of a desk where nothing is yet."""
    return Desk(
        folder=tmp_path / "desk",
        names=tmp_path / "names.db",
        memory=tmp_path / "memory.db",
        glossary=tmp_path / "glossary.csv",
        models=tmp_path / "models",
    )


@pytest.fixture
def application(desk):
    """Return the application over ``desk``; who asks is its owner, with every right."""
    return create_app(desk, Access(owner=OWNER))


@pytest.fixture
def client(application):
    """Return what asks the application and does not follow redirects by itself."""
    with client_of(application) as client:
        yield client


@pytest.fixture
def served(application):
    """Return the address of the application behind a free port of this machine."""
    with serving(application) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    """Return a running browser; without one the tests are skipped."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(chromium):
    """Return an empty page in English, 1280 px wide; a script of it that fails fails the test."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda said: errors.append(said.text) if "Content Security" in said.text else None,
    )
    yield page
    context.close()
    assert not errors


@pytest.fixture
def no_violations():
    """Return what asserts that a page breaks no rule of WCAG 2.2 AA."""

    def check(page):
        found = violations(page)
        assert not found, found

    return check
