"""The page to translate in a browser: with the keyboard only, and what its script adds."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import expect

from pipeline.web.app import create_app
from pipeline.web.gate import Access
from pipeline.web.translating_work import working
from tests.desk.opening import FakeOpener

pytestmark = pytest.mark.browser
TEXT = """Kari Nordmann og Ola Hansen spilte i kirken i Nordvik i helgen.

Kari Nordmann takket for turen.

Fra venstre: Kari Nordman, Ola Hansen og Per Aas. Foto: Nils Lie"""


@pytest.fixture(autouse=True)
def _patience():
    """Wait long for what happens in the background: other work may keep the machine busy."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def opener(desk):
    return FakeOpener(desk.memory, answer=lambda text: text.replace("takket", "gave thanks"))


@pytest.fixture
def application(desk, opener):
    return create_app(desk, Access(owner="kari"), [partial(working, opener=opener)])


def reach(page, target, key="Tab", most=80):
    """Press a key until the focus is on a part of the page, as somebody without a mouse does."""
    for _ in range(most):
        if page.evaluate("element => element === document.activeElement", target.element_handle()):
            return
        page.keyboard.press(key)
    message = f"{target} cannot be reached with {key}"
    raise AssertionError(message)


def test_a_text_is_translated_edited_and_taken_away_with_the_keyboard_alone(
    served, page, no_violations
):
    page.goto(f"{served}/translate")
    no_violations(page)
    reach(page, page.get_by_label("Norwegian text"))
    page.keyboard.insert_text(TEXT)
    reach(page, page.get_by_role("button", name="Translate", exact=True))
    page.keyboard.press("Enter")
    row = page.locator(".pair", has_text="takket")
    expect(row.locator(".target")).to_contain_text("gave thanks for turen.")
    no_violations(page)

    reach(page, row.get_by_role("link", name="Edit"))
    page.keyboard.press("Enter")
    expect(row.get_by_role("textbox")).to_be_focused()
    no_violations(page)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Kari Nordmann gave thanks for the trip.")
    page.keyboard.press("Control+Enter")
    expect(row).to_contain_text("Edited by kari")
    expect(row.locator(".target > p").first).to_have_text("Kari Nordmann gave thanks for the trip.")
    expect(page.locator("#sums")).to_contain_text("1 edited")
    expect(row.get_by_role("button", name="Undo")).to_be_focused()
    no_violations(page)

    page.keyboard.press("Enter")
    expect(row.locator(".target > p").first).to_have_text("Kari Nordmann gave thanks for turen.")
    expect(page.locator("#sums")).not_to_contain_text("edited")

    reach(page, row.get_by_role("link", name="Edit"))
    page.keyboard.press("Enter")
    expect(row.get_by_role("textbox")).to_be_focused()
    page.keyboard.insert_text(" So did Ola.")
    reach(page, row.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(row).to_contain_text("So did Ola.")

    take = page.get_by_role("link", name="As text", exact=True)
    reach(page, take)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    words = download.value.path().read_text(encoding="utf-8")
    assert "Kari Nordmann gave thanks for turen. So did Ola." in words


def test_what_is_begun_and_left_stays_as_it_was(served, page):
    page.goto(f"{served}/translate")
    page.get_by_label("Norwegian text").fill(TEXT)
    page.get_by_role("button", name="Translate", exact=True).click()
    row = page.locator(".pair", has_text="takket")
    row.get_by_role("link", name="Edit").click()
    row.get_by_role("textbox").fill("Something else")
    page.keyboard.press("Escape")
    expect(row.get_by_role("link", name="Edit")).to_be_visible()
    expect(row).not_to_contain_text("Something else")

    row.get_by_role("link", name="Other wordings").click()
    expect(row).to_contain_text("no other wording")
    row.locator(".source .name").first.dblclick()
    expect(page.get_by_label("In Norwegian")).to_have_value("Kari Nordmann")


def test_a_list_follows_its_jobs_and_several_files_may_come_at_once(
    served, page, opener, no_violations
):
    opener.held = True
    page.goto(f"{served}/translate")
    page.get_by_label("Or files").set_input_files(
        [
            {"name": "a.txt", "mimeType": "text/plain", "buffer": b"Kari Lie kom."},
            {"name": "b.txt", "mimeType": "text/plain", "buffer": b"Ola Dahl sang."},
        ]
    )
    expect(page.locator("#chosen")).to_have_text("a.txt · b.txt")
    page.get_by_role("button", name="Translate", exact=True).click()
    first = page.locator(".job", has_text="a.txt")
    expect(page.locator(".job")).to_have_count(2)
    expect(page.locator(".job progress")).to_have_count(1)
    no_violations(page)
    opener.gate.set()
    expect(page.locator(".state.done")).to_have_count(2)
    first.get_by_text("More").click()
    no_violations(page)
    first.get_by_role("button", name="Yes, delete").click()
    expect(page.locator(".job")).to_have_count(1)


def test_a_file_may_be_dropped_anywhere_on_the_page(served, page):
    page.goto(f"{served}/translate")
    page.evaluate(
        """() => {
          const dropped = new DataTransfer();
          dropped.items.add(new File(["Kari Lie kom."], "dropped.txt"));
          document.querySelector("#text").dispatchEvent(
            new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
        }"""
    )
    page.get_by_role("button", name="Translate", exact=True).click()
    expect(page.locator("h1")).to_have_text("dropped.txt")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1600, "light")])
def test_a_job_fits_narrow_and_wide_in_light_and_dark(
    served, chromium, no_violations, width, scheme
):
    context = chromium.new_context(
        locale="nb-NO", viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(f"{served}/translate")
    page.get_by_label("Norsk tekst").fill(TEXT)
    page.get_by_role("button", name="Oversett", exact=True).click()
    expect(page.locator(".pair")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    no_violations(page)
    context.close()


def test_the_page_works_without_a_script(served, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{served}/translate")
    page.get_by_label("Norwegian text").fill(TEXT)
    page.get_by_role("button", name="Translate", exact=True).click()
    row = page.locator(".pair", has_text="takket")
    expect(row).to_be_visible()
    row.get_by_role("link", name="Edit").click()
    row.get_by_role("textbox").fill("Kari Nordmann gave thanks.")
    row.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Edited by kari")
    row.get_by_role("button", name="Undo").click()
    expect(row).not_to_contain_text("Edited by")
    context.close()
