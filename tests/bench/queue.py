"""How long a queue of many flags takes to show a page, to show a card and to take a decision.

    python -m tests.bench.queue [--flags 100000] [--decisions 200] [--folder DIR]

The flags are made up, with a seed: five an article, of pairs of forms of which few stand in many
articles and many in one. Times are those of whole requests, client and desk in one process without
a network, in milliseconds: of the processor and of the wall clock, the median and 95 in 100.
The last two lines say whether every page was there within 150 ms and every decision within 50 ms
(medians of the clock); it ends with status 1 where not.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pipeline.records import (
    Article,
    Band,
    Candidate,
    Detection,
    EntityKind,
    Evidence,
    Flag,
    FlagKind,
    Mention,
    Origin,
    Part,
    PartKind,
    ProcessedArticle,
    Reading,
    Reconciliation,
    Span,
    Translation,
)
from pipeline.review.dealing import seen_of
from pipeline.review.finding import Filter, count
from pipeline.review.queue import Queue, Source
from pipeline.web.app import create_app
from pipeline.web.desk import Desk
from pipeline.web.gate import Access

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

_GIVEN = ("Liv", "Ola", "Kari", "Per", "Eva", "Nils", "Ida", "Jon", "Siri", "Arne", "Tuva", "Odd")
_PARTS = ("berg", "dal", "haug", "land", "lund", "moen", "nes", "rud", "stad", "vik", "ås", "li")
_PAGES = {
    "queue, first page": "/review",
    "queue, page 1500": "/review?page=1500",
    "queue, one kind": "/review?kind=unsure",
    "queue, a word": "/review?text=lundberg",
    "queue, rare word": "/review?text=siri+lundbergvik",
    "queue, by date": "/review?order=latest&since=2026-11-05",
    "trail": "/review/trail",
}


def articles(flags: int, chance: random.Random) -> Iterator[ProcessedArticle]:
    """Yield made-up articles with five flags each."""
    language = Detection(language="nb", confidence=0.99)
    evidence = (Evidence(feature="spelling", weight=2.4, detail="one letter differs"),)
    title = Part(name="title", kind=PartKind.TITLE, text="Sak fra arkivet")
    for number in range(flags // 5):
        parts, wanted = [title], []
        for line in range(5):
            rank = int(chance.random() ** 2 * flags / 2)
            own = random.Random(rank)  # noqa: S311
            right = f"{own.choice(_GIVEN)} {own.choice(_PARTS).title()}{own.choice(_PARTS)}"
            right += own.choice(_PARTS) if own.random() < 0.7 else ""
            right += chr(97 + rank % 26) + chr(97 + rank // 26 % 26)
            at = own.randrange(right.index(" ") + 2, len(right))
            wrong = right[:at] + right[at - 1] + right[at:]
            text = f"{wrong} var der {line}, og det var {right}, sier de som så det hele."
            parts.append(Part(name=f"p{line}", kind=PartKind.PARAGRAPH, text=text, before="\n\n"))
            wanted.append((wrong, right))
        article = Article(id=f"a{number}", parts=tuple(parts))
        mentions: list[Mention] = []
        raised: list[Flag] = []
        for part, (wrong, right) in zip(article.parts[1:], wanted, strict=True):
            found = tuple(
                Mention(
                    span=Span(part=part.name, start=at, end=at + len(name)),
                    text=name,
                    name=name,
                    kind=EntityKind.PERSON,
                    origin=Origin.NER,
                )
                for name, at in ((wrong, 0), (right, part.text.rindex(right)))
            )
            mentions += found
            score = chance.random()
            raised.append(
                Flag(
                    id=f"a{number}:{part.name}:{wrong}:1:spelling",
                    kind=FlagKind.UNSURE if score < 0.2 else FlagKind.SPELLING,
                    entity=EntityKind.PERSON,
                    mentions=found,
                    candidates=(
                        Candidate(name=right, score=score, evidence=evidence),
                        Candidate(name=wrong, score=(1 - score) / 2, evidence=()),
                    ),
                    band=Band.SURE if score > 0.8 else Band.LOOK,
                    message=f"{wrong} or {right}?",
                )
            )
        yield ProcessedArticle(
            article=article,
            detection=language,
            reading=Reading(),
            mentions=tuple(mentions),
            reconciliation=Reconciliation(flags=tuple(raised)),
            translations=tuple(
                Translation(target=t, road=f"nb-{t}", parts=()) for t in ("en", "fr")
            ),
        )


def told(what: str, times: list[tuple[float, float]]) -> float:
    """Print the median and the 95 in 100 of some times (of the processor, of the wall clock).

    Returns:
        The median of the wall clock.
    """
    figures: list[float] = []
    for each in zip(*times, strict=True):
        ordered = sorted(1000 * seconds for seconds in each)
        figures += [ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]]
    say(f"{what:24}", *(f"{figure:9.1f}" for figure in figures))
    return figures[2]


def say(*words: object) -> None:
    """Print words at once."""
    print(*words, flush=True)  # noqa: T201


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Return how many seconds something takes, of the processor and of the wall clock."""
    start, begun = time.process_time(), time.perf_counter()
    action()
    return time.process_time() - start, time.perf_counter() - begun


def looked_at(client: TestClient, path: str) -> None:
    """Ask for a page, which must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


def within(what: str, slowest: float, limit: float) -> bool:
    """Say whether the slowest of some medians is within a limit, and return that."""
    good = slowest < limit
    say(f"{what}: at most {slowest:.0f} ms; {'within' if good else 'NOT WITHIN'} {limit:.0f} ms")
    return good


def main() -> None:
    """Fill a queue, ask for pages and decide."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flags", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=200)
    parser.add_argument("--folder", type=Path, help="keep the queue here, and take it from here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        desk = Desk(
            folder, folder / "names.db", folder / "m.db", folder / "g.csv", folder / "models"
        )
        fill(desk, given.flags)
        with TestClient(
            create_app(desk, Access(owner="kari")), base_url="http://127.0.0.1"
        ) as client:
            say(f"{'':24}", "processor", "     95 %", "    clock", "     95 %")
            look = partial(looked_at, client)
            pages = [
                told(what, [timed(partial(look, path)) for _ in range(20)])
                for what, path in _PAGES.items()
            ]
            card, decision = decide(client, desk, given.decisions)
            pages += [
                told(f"{what}, then", [timed(partial(look, path)) for _ in range(20)])
                for what, path in _PAGES.items()
            ]
    good = (within("pages", max(card, *pages), 150.0), within("decisions", decision, 50.0))
    sys.exit(not all(good))


def fill(desk: Desk, flags: int) -> None:
    """Put made-up flags into the queue of a desk."""
    with Queue(desk.queue) as queue:
        if not count(queue.database, Filter(state="all")):
            source = Source("batch", "b", "Arkiv", "2026-11-10")
            made = articles(flags, random.Random(1))  # noqa: S311
            seconds = timed(partial(queue.put, source, made))
            say(f"put in: {seconds[0]:.1f} s of the processor")
        say(count(queue.database, Filter(state="all")), "flags")


def decide(client: TestClient, desk: Desk, times: int) -> tuple[float, float]:
    """Decide the first cards of the queue, undo and redo the last decisions.

    Returns:
        The medians of showing a card and of deciding or undoing, in milliseconds.
    """
    cards, decisions, undoing = [], [], []
    answer = client.get("/review/next", follow_redirects=False)
    for _ in range(times):
        number = int(answer.headers["location"].split("/")[2].split("?")[0])
        cards.append(timed(partial(looked_at, client, f"/review/{number}")))
        with Queue(desk.queue) as queue:
            form = {"answer": "different", "seen": seen_of(queue, number)}
        begun = time.process_time(), time.perf_counter()
        answer = client.post(f"/review/{number}", data=form, follow_redirects=False)
        decisions.append((time.process_time() - begun[0], time.perf_counter() - begun[1]))
        assert answer.status_code == 303, answer.text
    for way in ("undo", "redo") * 20:
        undoing.append(timed(partial(client.post, f"/review/{way}", follow_redirects=False)))
    card = told("card", cards)
    decision = max(told("decision", decisions), told("undo and redo", undoing))
    with Queue(desk.queue) as queue:
        left = count(queue.database, Filter())
    say(times, "decisions left", left, "flags open")
    return card, decision


if __name__ == "__main__":
    main()
