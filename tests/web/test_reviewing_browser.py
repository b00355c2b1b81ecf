"""The review in a browser, with the keyboard alone."""

from __future__ import annotations

import pytest

from pipeline.authority.store import Store
from pipeline.review.finding import Filter, count
from pipeline.review.queue import Queue
from tests.export.sample import SAMPLE
from tests.review.making import missing, source, spelt

pytestmark = pytest.mark.browser


@pytest.fixture
def filled(desk):
    """Return the queue of the desk with twelve flags."""
    with Queue(desk.queue) as queue:
        articles = [spelt(f"a{n}", f"Liv Grønn{n}x", f"Liv Grøn{n}x") for n in range(8)]
        queue.put(source("1"), [*articles, SAMPLE])
        queue.put(source("2"), [missing("b1", "Per Dahl"), missing("b2", "Ida Moe")])
        yield queue


def press(page, *keys):
    """Press keys of which the last one leads to another page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])
    page.wait_for_function("document.readyState === 'complete'")


def progress(page):
    return page.locator(".progress p").inner_text().strip()


def test_a_steward_goes_through_ten_cards_with_the_keyboard_alone(
    page, served, filled, desk, no_violations
):
    page.goto(f"{served}/review?order=article")
    no_violations(page)
    press(page, "Enter")
    assert page.locator(".place").inner_text() == "Card 1 of 12"
    no_violations(page)

    press(page, "2")
    press(page, "1")
    press(page, "d")
    press(page, "u")
    assert progress(page) == "4 of 12 decided"

    # a form that nobody wrote, a reason, in this article alone
    page.keyboard.press("c")
    page.keyboard.type("Liv Grøen")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("dukk")  # letters of keys are letters in a field
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("c")
    page.keyboard.press("ArrowRight")
    press(page, "Enter")
    assert progress(page) == "5 of 12 decided"
    with Store(desk.names) as store:
        last = store.decisions()[-1]
    assert (last.name, last.reason, last.article) == ("Liv Grøen", "dukk", "a4")

    card = page.url
    press(page, "n")
    assert progress(page) == "6 of 12 decided"
    press(page, "z")
    assert page.url == card
    assert progress(page) == "5 of 12 decided"
    press(page, "y")
    press(page, "j")
    press(page, "s")
    press(page, "k")
    assert progress(page) == "6 of 12 decided"

    page.goto(f"{served}/review?kind=not_in_list")
    press(page, "Enter")
    press(page, "f")
    press(page, "f")
    press(page, "f")
    assert "/review?" in page.url
    assert progress(page) == "9 of 12 decided"
    with Queue(desk.queue) as queue:
        queue.catch_up(desk.names)
        assert count(queue.database, Filter()) == 3


def test_single_keys_can_be_switched_off(page, served, filled, desk):
    page.goto(f"{served}/review/1")
    page.get_by_label("Decide with single keys").uncheck()
    page.keyboard.press("d")
    page.reload()
    assert not page.get_by_label("Decide with single keys").is_checked()
    page.keyboard.press("d")
    page.wait_for_timeout(200)
    assert not desk.names.exists()


def test_dark_pages_fit_a_phone_and_break_no_rule(page, served, filled, no_violations):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{served}/review/1")
    press(page, "d")
    for path in ("/review", "/review/9", "/review/10", "/review/trail"):
        page.goto(served + path)
        no_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
