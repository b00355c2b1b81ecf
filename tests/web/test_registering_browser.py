"""A steward's work on the register with the keyboard alone, and what the pages look like."""

from __future__ import annotations

import pytest

from pipeline.authority.entries import Affiliation
from pipeline.authority.store import Store
from tests.authority.making import organisation, person, store_with

pytestmark = pytest.mark.browser


@pytest.fixture
def names(desk):
    """Return the register of the desk, with somebody who is there twice."""
    forsker = Affiliation(organisation="Havlab", role="forsker")
    people = [
        person("Kari Åsen").model_copy(update={"affiliations": (forsker,)}),
        person("Kari Asen"),
        organisation("Havlab", official={"en": "Sealab"}),
    ]
    store_with(desk.names, people).close()
    return desk.names


def forms_of(entry_id, names):
    with Store(names) as store:
        entry = store.entry(entry_id)
        return entry.forms if entry else ()


def press_until(page, key, name):
    """Press a key until what has the focus is called ``name``, as a screen reader says it."""
    for _ in range(60):
        page.keyboard.press(key)
        focus = page.locator(":focus")
        if focus.count():
            said = focus.get_attribute("aria-label") or focus.inner_text()
            label = focus.evaluate("(e) => e.labels?.[0]?.innerText ?? ''")
            if name in (said.strip(), label.strip()):
                return
    pytest.fail(f"{name!r} is not reached with {key}")


def test_a_steward_adds_an_alias_merges_two_and_undoes_it_without_a_mouse(page, served, names):
    page.goto(f"{served}/register")
    page.keyboard.press("/")
    page.keyboard.type("kari aasen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register?q=kari*")
    press_until(page, "Tab", "Kari Åsen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/entry?*")

    press_until(page, "Tab", "Edit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/edit?*")
    press_until(page, "Tab", "Form 1")
    page.keyboard.type("K. Åsen")
    press_until(page, "Tab", "Another alias")
    page.keyboard.press("Enter")
    page.keyboard.type("Kari Aasen")  # the new row has the focus
    page.keyboard.press("Enter")
    page.wait_for_url("**done=saved*")
    assert forms_of("kari-åsen", names) == ("Kari Åsen", "K. Åsen", "Kari Aasen")

    press_until(page, "Tab", "Merge with Kari Asen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/merge?*")
    press_until(page, "Tab", "Merge them")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=merged*")
    assert forms_of("kari-asen", names) == ()

    press_until(page, "Tab", "Undo this")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/undo?*")
    press_until(page, "Tab", "Undo it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/changes?*")
    assert forms_of("kari-asen", names) == ("Kari Asen",)
    assert forms_of("kari-åsen", names) == ("Kari Åsen", "K. Åsen", "Kari Aasen")


def test_every_page_fits_a_phone_and_breaks_no_rule(chromium, served, names, no_violations):
    context = chromium.new_context(locale="nb-NO", viewport={"width": 360, "height": 700})
    page = context.new_page()
    asen = "kari-%C3%A5sen"
    for path in (
        "?q=kari", "/import", "/history", f"/entry?id={asen}", f"/edit?id={asen}",
        f"/merge?id={asen}", f"/merge?id={asen}&with=kari-asen", f"/split?id={asen}",
        f"/undo?batch=1&id={asen}",
    ):  # fmt: skip
        assert page.goto(f"{served}/register{path}").status == 200
        no_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.emulate_media(color_scheme="dark")
    page.reload()  # colours that are on their way to others have no contrast to speak of
    no_violations(page)
    context.close()
