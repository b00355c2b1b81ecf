"""The page about an archive in a real browser: needs Debian's chromium, else skipped."""

from __future__ import annotations

import pytest

from pipeline.batch.results import Speed
from tests.batch.test_page import page
from tests.web.browser import CHROMIUM, open_browser, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]
DATES = [f"{2001 + n // 4}-03-01" for n in range(40)]
SPEEDS = tuple(Speed("", 100, 20.0 + n) for n in range(12))


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """The address of a page, and a browser."""
    folder = tmp_path_factory.mktemp("page")
    page(folder, "nb", DATES, SPEEDS)
    with open_browser() as browser:
        yield (folder / "archive.html").as_uri(), browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_keeps_the_rules_of_accessibility(opened, scheme):
    address, browser = opened
    # the page's own policy lets no script run, not even the checker's
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    sheet = context.new_page()
    sheet.goto(address)
    assert violations(sheet) == ""
    context.close()


@pytest.mark.parametrize("width", [320, 768, 1400])
def test_nothing_reaches_beyond_the_window(opened, width):
    address, browser = opened
    sheet = browser.new_page(viewport={"width": width, "height": 800})
    sheet.goto(address)
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    sheet.close()


def test_the_bars_of_a_plot_are_drawn(opened):
    address, browser = opened
    sheet = browser.new_page()
    sheet.goto(address)
    boxes = [bar.bounding_box() for bar in sheet.locator("#articles .plot .bar").all()]
    assert len(boxes) == 10
    assert all(box is not None and box["width"] > 3 and box["height"] > 3 for box in boxes)
    sheet.close()
