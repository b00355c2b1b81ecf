"""How the desk bears many people at once: pages looked at and decisions taken over loopback.

    python -m tests.bench.desk_load [--people 50] [--seconds 20] [--flags 5000]

The desk is a process of its own, as ``samsvar serve`` makes it, with a register, made-up flags and
no models. Everybody does one thing after another, without a pause: every fourth is a decision on
the card that is next. What is not answered, or by an error, is counted; times are in
milliseconds. The time that the desk computes is told too: other programs disturb it less.
The last line says whether all was answered without an error; it ends with status 1 where not.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from html import unescape
from multiprocessing.connection import Connection
from pathlib import Path

import httpx

from pipeline.review.queue import Queue, Source
from pipeline.web.app import create_app
from pipeline.web.desk import Desk
from pipeline.web.gate import Access
from pipeline.web.pages import made_ready
from pipeline.web.serving import Place, address_of, listen, serve
from tests.authority.making import person, store_with
from tests.bench.queue import articles

_PAGES = ("/translate", "/review", "/review?kind=spelling&page=7", "/register?q=lund", "/runs",
          "/register/history", "/review/trail", "/static/desk.css")  # fmt: skip


def open_desk(folder: Path, flags: int, pipe: Connection) -> None:
    """Fill a desk and serve it; its address goes into the pipe."""
    desk = Desk(folder / "desk", folder / "names.db", folder / "m.db", folder / "g.db", folder)
    store_with(desk.names, [person(f"Kari {name}") for name in ("Lund", "Berg", "Vik")]).close()
    with Queue(desk.queue) as queue:
        queue.put(Source("job", "1", "made up"), articles(flags, random.Random(1)))  # noqa: S311
    place = Place(port=0)
    listening = listen(place)
    address = address_of(listening, place)
    application = create_app(desk, Access(owner="kari"), (made_ready,))
    serve(application, listening, place, lambda: pipe.send((address, time.process_time())))


class Load:
    """What many people do, and how long each thing took."""

    def __init__(self, address: str, seconds: float) -> None:
        self._address = address
        self._until = time.monotonic() + seconds
        self.took: defaultdict[str, list[float]] = defaultdict(list)
        self.statuses: Counter[str] = Counter()

    def __len__(self) -> int:
        return sum(map(len, self.took.values()))

    @property
    def failed(self) -> int:
        """How many requests were not answered, or by an error."""
        return sum(n for status, n in self.statuses.items() if status[:1] not in ("2", "3"))

    async def work(self, number: int) -> None:
        """Do one thing after another until the time is over."""
        chance = random.Random(number)  # noqa: S311
        async with httpx.AsyncClient(base_url=self._address, timeout=60) as client:
            while time.monotonic() < self._until:
                if chance.random() < 0.25:
                    await self._decide(client)
                else:
                    page = chance.choice(_PAGES)
                    await self._ask(client, page.partition("?")[0], "GET", page)

    async def _decide(self, client: httpx.AsyncClient) -> None:
        led = await self._ask(client, "next card", "GET", "/review/next")
        where = led.headers.get("location", "") if led else ""
        card = await self._ask(client, "card", "GET", where) if where else None
        if card is None:
            return
        seen = re.search(r'name="seen" value="([^"]*)"', card.text)
        said = {"seen": unescape(seen.group(1)) if seen else "", "answer": "unsure"}
        await self._ask(client, "decision", "POST", where.partition("?")[0], said)

    async def _ask(
        self, client: httpx.AsyncClient, what: str, method: str, path: str,
        said: dict[str, str] | None = None,
    ) -> httpx.Response | None:  # fmt: skip
        began = time.monotonic()
        try:
            answer = await client.request(method, path, data=said)
        except httpx.HTTPError as error:
            self.statuses[type(error).__name__] += 1
            return None
        self.took[what].append((time.monotonic() - began) * 1000)
        self.statuses[str(answer.status_code)] += 1
        return answer


async def load(address: str, people: int, seconds: float) -> Load:
    """Return what many people met, after one has looked at each page."""
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        for page in _PAGES:
            await client.get(page)
    told = Load(address, seconds)
    await asyncio.gather(*(told.work(number) for number in range(people)))
    return told


def table(told: Load, seconds: float) -> str:
    """Return a table of times."""
    every = [took for many in told.took.values() for took in many]
    answers = ", ".join(f"{count} x {status}" for status, count in sorted(told.statuses.items()))
    lines = [f"{len(every)} requests, {len(every) / seconds:.0f} a second; answers: {answers}"]
    for what, took in [*sorted(told.took.items()), ("all", every)]:
        cuts = statistics.quantiles(took, n=100) if len(took) > 1 else [took[0]] * 99
        lines.append(f"{what:24} {len(took):6}   p50 {cuts[49]:7.0f}   p99 {cuts[98]:7.0f}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Open a desk, load it, and say how it went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--flags", type=int, default=5000)
    asked = parser.parse_args()
    processes = multiprocessing.get_context("spawn")
    ours, theirs = processes.Pipe()
    with tempfile.TemporaryDirectory() as folder:
        desk = processes.Process(target=open_desk, args=(Path(folder), asked.flags, theirs))
        desk.start()
        try:
            address, before = ours.recv()
            told = asyncio.run(load(address, asked.people, asked.seconds))
        finally:
            desk.terminate()
            desk.join()
    sys.stdout.write(table(told, asked.seconds))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = (used.ru_utime + used.ru_stime - before) * 1000 / len(told)
    sys.stdout.write(f"{busy:.0f} ms of one processor for each request\n")
    failed = told.failed
    sys.stdout.write(f"{failed} of {len(told)} requests of {asked.people} people failed\n")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
