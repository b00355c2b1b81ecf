"""The flags of batches put into the queue of reviews, once for each state of a batch."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.authority.knowledge import Knowledge
from pipeline.batch.folder import current_run
from pipeline.batch.joining import join
from pipeline.batch.joining_names import Names
from pipeline.batch.joining_records import ArchiveFlag, ArchiveForm
from pipeline.batch.plan import known_to
from pipeline.batch.results import outcomes
from pipeline.errors import StoreError
from pipeline.files import write_pieces
from pipeline.records import ProcessedArticle
from pipeline.review.across import Across, AcrossForm
from pipeline.review.queue import Dated, Queue, Source


@dataclass
class Filled:
    """The queue, and a note beside it of what is in it: run and shards of each batch.

    ``names`` is the register that steers both.
    """

    queue: Path
    names: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fill(self, folder: Path) -> None:
        """Put the flags of a batch in the place of those that were there, if it has changed.

        Raises:
            ConfigError: there is no batch in the folder.
            StoreError: a result cannot be read, or the queue cannot be written.
        """
        run = current_run(folder)
        place, state = str(folder.resolve()), [run.number, len(run.done())]
        with self._lock:
            if self.queue.exists() and self._noted().get(place) == state:
                return
            results = (Dated(result.outcome, result.date) for result in outcomes(folder))
            source = Source("batch", place, name=folder.name)
            with Queue(self.queue) as queue:
                queue.put(source, results, tuple(_across(folder, known_to(run))))
            noted = self._noted() | {place: state}
            write_pieces([json.dumps(noted, indent=2), "\n"], self._note)

    def source_of(self, folder: Path) -> int:
        """Return the number of a batch among the sources of the queue; 0: it is not in it.

        Raises:
            StoreError: the queue cannot be read.
        """
        if not self.queue.exists():
            return 0
        place = str(folder.resolve())
        with Queue(self.queue) as queue:
            found = (number for number, source in queue.sources() if source.id == place)
            return next(found, 0)

    @property
    def _note(self) -> Path:
        return self.queue.with_name("batches.json")

    def _noted(self) -> dict[str, list[int]]:
        try:
            noted = json.loads(self._note.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise StoreError(
                f"{self._note}: cannot be read", hint="remove it and open the desk again"
            ) from error
        return noted if isinstance(noted, dict) else {}


def _across(folder: Path, knowledge: Knowledge) -> Iterator[Across]:
    """Yield what is doubtful about names across the articles of a batch."""
    names = Names()
    for result in outcomes(folder):
        if isinstance(result.outcome, ProcessedArticle):
            names.add(result.outcome, result.date)
    for flag in join(names, knowledge).flags:
        yield _as_across(flag)


def _as_across(flag: ArchiveFlag) -> Across:
    first, second = flag.forms
    return Across(
        id=flag.id,
        entity=flag.entity,
        forms=(_form(first), _form(second)),
        candidates=flag.candidates,
        band=flag.band,
        message=flag.message,
        message_nb=flag.message_nb,
        message_nn=flag.message_nn,
    )


def _form(form: ArchiveForm) -> AcrossForm:
    return AcrossForm(
        name=form.name,
        articles=form.articles,
        mentions=form.mentions,
        about=(*form.affiliations, *form.roles),
        places=tuple((seen.article, seen.part) for seen in form.sightings),
    )
