"""The pictures of the desk in the documentation, of a desk with real results.

    python -m tests.web.shots DIR [DESK]

makes a desk from articles of ``corpus/`` with the built models (some minutes; a folder DESK that is
there already is taken as it is), opens it in Chromium and writes ``desk-*.png`` into DIR.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from pipeline.assets import models_dir
from pipeline.authority.entries import Affiliation
from pipeline.authority.store import Store
from pipeline.batch.beginning import begin
from pipeline.batch.events import ShardDone
from pipeline.batch.locking import working_in
from pipeline.batch.plan import Origin, Settings
from pipeline.batch.running import Means, wishes_for, work_through
from pipeline.batch.sources import archive_at
from pipeline.database import Access
from pipeline.desk.jobs import Jobs, Wish
from pipeline.web.app import create_app
from pipeline.web.desk import Desk
from pipeline.web.gate import Access as Entry
from pipeline.web.running import looking_after
from pipeline.web.translating_work import working
from tests.authority.making import organisation, person, store_with
from tests.web.browser import open_browser, serving, violations

CORPUS = Path(__file__).parents[2] / "corpus" / "articles"
TRANSLATED = ("nb-01.txt", "nn-02.txt")
WIDE, NARROW = (1280, 860), (390, 844)


def desk_in(folder: Path) -> Desk:
    """Return the places of the desk."""
    return Desk(
        folder=folder / "desk",
        names=folder / "names.db",
        memory=folder / "memory.db",
        glossary=folder / "glossary.db",
        models=models_dir(),
        batches=(folder / "bydelsavisene", folder / "lokalavisene-2019"),
    )


def fill(desk: Desk) -> None:
    """Put a register and two jobs into a new desk."""
    lecturer = Affiliation(organisation="Nord universitet", role="førsteamanuensis")
    people = [
        person("Torbjørn Åsen Hegge", "Torbjørn Aasen Hegge").model_copy(
            update={"affiliations": (lecturer,)}
        ),
        person("Kjersti Moen-Lund"),
        person("Ragnhild Ytreberg"),
        person("Ragnhild Ytterberg"),
        organisation("Bodø Næringsforum", official={"en": "Bodø Business Forum"}),
    ]
    store_with(desk.names, people).close()
    for name in TRANSLATED:
        Jobs(desk.jobs).add(Wish((CORPUS / name).read_bytes(), name, ("en", "fr")), by="Kari")


def archive_of(folder: Path, pattern: str) -> Path:
    """Copy articles that are not translated by a job into a new folder, and return it."""
    folder.mkdir()
    for article in CORPUS.glob(pattern):
        if article.name not in TRANSLATED:
            shutil.copy(article, folder)
    return folder


def work_on(batch: Path, names: Path, archive: Path, shards: int) -> None:
    """Work through some shards of an archive, without translating."""
    origin = Origin(names=str(names))
    with working_in(batch):
        run = begin(batch, wishes_for(archive_at(archive), Settings(targets=()), origin, 1))
        stop = threading.Event()
        for event in work_through(batch, run, Means(workers=1), stop):
            shards -= isinstance(event, ShardDone)
            if not shards:
                stop.set()


def fill_batches(desk: Desk) -> None:
    """Put two batches of articles beside a desk: one is done, and then somebody is added."""
    whole, part = desk.batches
    archive = archive_of(desk.folder.parent / "arkiv", "nb-*.txt")
    (archive / "skadd.docx").write_bytes(b"PK\x03\x04" + b"damaged" * 40)
    work_on(whole, desk.names, archive, -1)
    work_on(part, desk.names, archive_of(desk.folder.parent / "arkiv-nn", "nn-*.txt"), 2)
    with Store(desk.names, Access.WRITE) as store, store.writing("kari", "names add") as batch:
        batch.put(person("Else-Marie Bakken", "Else Marie Bakken"))


def wait_for_jobs(desk: Desk) -> list[str]:
    """Return the ids of the jobs when none of them moves any more, the oldest first."""
    jobs = Jobs(desk.jobs)
    while any(job.is_moving for job in jobs.all()):
        time.sleep(1)
    return [job.id for job in reversed(jobs.all())]


def main() -> None:
    """Make the desk and the pictures."""
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary) / "desk"
        desk = desk_in(folder)
        if not desk.folder.exists():
            fill(desk)
        if not desk.batches[0].exists():
            fill_batches(desk)
        application = create_app(desk, Entry(owner="Kari Lunde"), (working, looking_after))
        with serving(application) as address:
            first = wait_for_jobs(desk)[0]
            with open_browser() as browser:
                take(browser, address, first, out)


def take(browser: Browser, address: str, job: str, out: Path) -> None:
    """Write the pictures of all pages."""
    shot = Camera(browser, address, out)
    shot.take("translate", "/translate")
    shot.take("job", f"/translate/{job}")
    shot.take("review", "/review")
    shot.take("card", "/review/next")
    shot.take("card-dark", "/review/next", language="nb", scheme="dark")
    shot.take("card-phone", "/review/next", language="nn", size=NARROW)
    shot.take("register", "/register?q=Ragnhild")
    shot.take("entry", "/register", then=lambda page: page.get_by_role("link", name="Åsen").click())
    shot.take("runs", "/runs")


class Camera:
    """Opens pages as somebody would and takes pictures of them."""

    def __init__(self, browser: Browser, address: str, out: Path) -> None:
        self._browser = browser
        self._address = address
        self._out = out

    def take(
        self,
        name: str,
        path: str,
        *,
        language: str = "en",
        scheme: str = "light",
        size: tuple[int, int] = WIDE,
        then: Callable[[Page], object] = lambda _: None,
    ) -> None:
        """Take a picture of a page, and say what is wrong with it."""
        context = self._browser.new_context(
            locale=language,
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": size[0], "height": size[1]},
            extra_http_headers={"Accept-Language": language},
        )
        page = context.new_page()
        page.goto(self._address + path)
        then(page)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        wide = page.evaluate("document.documentElement.scrollWidth") > size[0]
        sys.stdout.write(f"{name}{': is too wide' if wide else ''}\n{violations(page)}")
        page.screenshot(path=self._out / f"desk-{name}.png")
        context.close()


if __name__ == "__main__":
    main()
