"""A browser for tests and pictures: Debian's Chromium, and an application that it can reach."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette

CHROMIUM = Path("/usr/bin/chromium")
#: WCAG 2.0 to 2.2, levels A and AA
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def serving(application: Starlette) -> Iterator[str]:
    """Serve an application in a thread and return its address."""
    config = uvicorn.Config(application, log_config=None, access_log=False, lifespan="on")
    config.timeout_graceful_shutdown = 3
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the application does not start"
                thread.join(0.02)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Open Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
        )
        try:
            yield browser
        finally:
            browser.close()


def violations(page: Page) -> str:
    """Return what a page breaks of WCAG 2.2 AA, in words; nothing is ""."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _RULES}})
    return str(found.generate_report()) if found.violations_count else ""
