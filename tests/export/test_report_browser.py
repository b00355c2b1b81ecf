"""The report in a real browser: needs Debian's chromium, else skipped."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.export.report import report
from pipeline.records import Part, PartKind
from tests.export.sample import ARTICLE, SAMPLE

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
MEASURE = """
<script>
addEventListener("load", () => {
  const inside = document.querySelector("iframe").contentDocument;
  const wide = [...inside.body.querySelectorAll("*")].filter(
    e => e.getBoundingClientRect().right > inside.documentElement.clientWidth + 1
         && !e.matches(".skip, .unseen, .unseen *"));
  document.body.dataset.found = JSON.stringify({
    client: inside.documentElement.clientWidth,
    scroll: inside.documentElement.scrollWidth,
    wide: wide.map(e => e.tagName + "." + e.className),
  });
});
</script>
"""


def browse(tmp_path: Path, page: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Open a page and return what the browser printed."""
    file = tmp_path / "page.html"
    file.write_text(page, encoding="utf-8")
    command = [str(CHROMIUM), *OPTIONS, f"--user-data-dir={tmp_path / 'profile'}", *options]
    return subprocess.run(
        [*command, file.as_uri()], capture_output=True, text=True, timeout=180, check=True
    )


def measured(tmp_path: Path, page: str, width: int) -> dict[str, object]:
    """Return how wide a page is, laid out in a frame of the given width."""
    frame = f'<iframe style="width:{width}px;height:900px;border:0" srcdoc="{html.escape(page)}">'
    done = browse(tmp_path, f"<!doctype html><body>{frame}</iframe>{MEASURE}", "--dump-dom")
    found = re.search(r'data-found="([^"]*)"', done.stdout)
    assert found, "the page was not measured"
    result: dict[str, object] = json.loads(html.unescape(found[1]))
    return result


@pytest.mark.parametrize("width", [320, 400, 768, 1280])
@pytest.mark.parametrize("ui", ["en", "nb"])
def test_the_page_is_never_wider_than_the_screen(tmp_path, width, ui):
    found = measured(tmp_path, report(SAMPLE, ui=ui), width)
    assert found == {"client": width, "scroll": width, "wide": []}


def test_a_very_long_word_does_not_widen_the_page(tmp_path):
    title = Part(name="long", kind=PartKind.TITLE, text="Menneskerettighets" * 20)
    article = ARTICLE.model_copy(update={"parts": (title, *ARTICLE.parts)})
    found = measured(tmp_path, report(SAMPLE.model_copy(update={"article": article})), 400)
    assert found == {"client": 400, "scroll": 400, "wide": []}


def test_the_browser_has_nothing_to_complain_about(tmp_path):
    # a request to anywhere would be one of these: the page's own policy refuses all of them
    done = browse(tmp_path, report(SAMPLE), "--dump-dom")
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []


def test_the_page_can_be_drawn(tmp_path):
    picture = tmp_path / "page.png"
    browse(tmp_path, report(SAMPLE), f"--screenshot={picture}", "--window-size=1280,2400")
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_page_can_be_printed(tmp_path):
    paper = tmp_path / "page.pdf"
    browse(tmp_path, report(SAMPLE), f"--print-to-pdf={paper}")
    assert paper.read_bytes()[:5] == b"%PDF-"
