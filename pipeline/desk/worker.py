"""The worker: one thread with one translator, which makes one job after the other.

The translator is loaded when it is first needed, and anew when the register, the decisions or the
glossary have changed, so that a decision steers the next run. A job that is stopped ends at the
next batch of sentences.

People are served in turn. A short text does not wait for a long document either: it is made
between two batches of its sentences, at most one each time, so that the long one goes on too and
memory holds no more than one long text and one short one.
"""

from __future__ import annotations

import logging
import queue
import threading
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from pipeline.database import Closing
from pipeline.desk.flags import Known
from pipeline.desk.jobs import Job, Jobs, Outcome
from pipeline.desk.progress import Far, further
from pipeline.desk.reading import read_upload
from pipeline.errors import ArticleError, ConfigError, ModelError, PipelineError, StoreError
from pipeline.records import FailedArticle
from pipeline.translation.following import Followed
from pipeline.translator import Translator

#: seconds between two looks for jobs that somebody else let be made again
LOOK: float = 2.0
#: bytes of a text that need not wait for a longer one: some ten pages
BRIEF: int = 20_000
_log = logging.getLogger(__name__)
_T = TypeVar("_T")
#: is given the translator, or why there is none
_Question = Callable[[Translator | PipelineError], None]


class Opener(Protocol):
    """Opens the translator, and says when it must be opened anew."""

    def open(self, follow: Callable[[Followed], None]) -> Translator:
        """Return a translator that tells ``follow`` how far it is.

        Raises:
            ModelError: a model is missing.
            StoreError: the register, the memory or the glossary cannot be read.
            ConfigError: the glossary is none.
        """

    def revision(self) -> str:
        """Return a digest of what steers a run: register, decisions and glossary.

        Raises:
            StoreError: they cannot be read.
        """

    def known(self) -> Known:
        """Return how much of the register a translator that is opened now knows.

        Raises:
            StoreError: it cannot be read.
        """


@dataclass
class _Hand:
    """A job in hand, and how far it is."""

    job: Job
    far: Far = field(default_factory=Far)


class _StoppedError(Exception):
    """The job in hand is not wanted any more, or the desk is closing."""


class Worker(Closing):
    """Makes the jobs of a desk in the background.

    Args:
        jobs: where they are.
        opener: opens the translator.
        made: is told of every outcome before it is kept, and again after a kill, with how much of
            the register was known; it returns whether the job is to be made once more. What it
            raises (``StoreError``) is a problem of the desk, and the job waits.
        overruled: returns the jobs that decisions change which were taken elsewhere since it was
            asked last.
    """

    def __init__(
        self,
        jobs: Jobs,
        opener: Opener,
        made: Callable[[Job, Outcome, Known], bool] = lambda *_: False,
        overruled: Callable[[], Iterable[str]] = lambda: (),
    ) -> None:
        self.jobs = jobs
        self._opener = opener
        self._made = made
        self._overruled = overruled
        self._wake = threading.Event()
        self._is_closing = False
        self._translator: Translator | None = None
        self._revision = ""
        self._known = Known()
        #: the job in hand, and a short one that is made in between
        self._hands: tuple[_Hand, ...] = ()
        self._served: dict[str, int] = {}
        self._problem: PipelineError | None = None
        self._questions: queue.SimpleQueue[_Question] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="samsvar desk", daemon=True)

    # -- for the pages ----------------------------------------------------------------------------

    def start(self) -> None:
        """Begin: what was waiting or being made when the program ended goes on."""
        self.jobs.clear_up()
        self._thread.start()

    def wake(self) -> None:
        """Look for jobs now; also try again what could not be opened."""
        self._problem = None
        self._wake.set()

    def far(self, job_id: str) -> Far | None:
        """Return how far a job in hand is; None: it is not in hand."""
        return next((hand.far for hand in self._hands if hand.job.id == job_id), None)

    @property
    def problem(self) -> PipelineError | None:
        """Why no job can be made at all: a missing model, say."""
        return self._problem

    def ask(self, question: Callable[[Translator], _T], timeout: float = 120.0) -> _T:
        """Return what ``question`` finds out from the translator, between two batches of sentences.

        Raises:
            StoreError: there was no answer in time.
            PipelineError: the translator cannot be opened, or what the question raises.
        """
        answer: Future[_T] = Future()

        def put(translator: Translator | PipelineError) -> None:
            if isinstance(translator, PipelineError):
                answer.set_exception(translator)
                return
            try:
                answer.set_result(question(translator))
            except Exception as error:  # noqa: BLE001 - it is raised where it was asked
                answer.set_exception(error)

        self._questions.put(put)
        self.wake()
        try:
            return answer.result(timeout)
        except TimeoutError as error:
            raise StoreError("the translator is busy", hint="try again in a minute") from error

    def close(self) -> None:
        """Stop at the next batch of sentences; the job in hand starts again next time."""
        self._is_closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    # -- the thread -------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._is_closing:
            self._wake.clear()
            if not self._step():
                self._wake.wait(LOOK)
        if self._translator:
            self._translator.close()

    def _step(self) -> bool:
        """Do what there is to do; return whether there was anything."""
        if self._problem:
            return False
        try:
            self.jobs.run_again(self._overruled())
            job = self.jobs.next(self._served)
            if job is None and self._questions.empty():
                return False
            translator = self._opened()
            self._answer(translator)
            if job:
                self._make(job, translator)
        except (ModelError, ConfigError, StoreError) as error:
            # nothing is wrong with the job: it waits until somebody has put right what is
            _log.warning("no job can be made: %s", error)
            self._give_up(error)
            return False
        except Exception as error:  # noqa: BLE001 - the thread lives as long as the desk
            _log.error("no job can be made: %s at %s", type(error).__name__, _way(error))
            self._give_up(
                StoreError(
                    f"the program failed ({type(error).__name__})",
                    hint="tell whoever looks after samsvar; the log says where",
                )
            )
            return False
        return True

    def _give_up(self, error: PipelineError) -> None:
        self._problem = error
        self._answer(error)

    def _opened(self) -> Translator:
        revision = self._opener.revision()
        if self._translator is None or revision != self._revision:
            if self._translator:
                self._translator.close()
                self._translator = None
            self._known = self._opener.known()
            self._translator = self._opener.open(self._follow)
            self._revision = revision
        return self._translator

    def _make(self, job: Job, translator: Translator) -> None:
        try:
            sign = self.jobs.begin(job.id)
        except StoreError:
            if self.jobs.is_cancelled(job.id):
                return  # deleted while it waited
            raise
        self._hands = (*self._hands, _Hand(job))
        self._served[job.by] = max(self._served.values(), default=0) + 1
        try:
            outcome = self._outcome(job, translator)
            self._go_on()
            if self._made(job, outcome, self._known):
                self.jobs.run_again([job.id])
            self.jobs.finish(job.id, outcome, sign)
        except _StoppedError:
            pass
        finally:
            self._hands = self._hands[:-1]
            if self.jobs.has(job.id):
                with suppress(OSError):
                    self.jobs.leave(job.id)

    def _outcome(self, job: Job, translator: Translator) -> Outcome:
        try:
            opened = read_upload(job, self._upload(job))
            self._go_on()
            return translator.process(opened.article, job.targets, source=job.source)
        except (_StoppedError, ModelError, ConfigError, StoreError):
            raise
        except ArticleError as error:
            return _failed(job, error)
        except Exception as error:  # noqa: BLE001 - one strange file must not cost the others
            _log.error("job %s failed: %s at %s", job.id, type(error).__name__, _way(error))
            return _failed(
                job,
                ArticleError(
                    f"{job.name}: the program failed on this text ({type(error).__name__})",
                    hint="leave out what is unusual in it, and tell whoever looks after samsvar",
                ),
            )

    def _upload(self, job: Job) -> bytes:
        """Return what a job came with; one that has lost it costs no other.

        Raises:
            ArticleError: it cannot be read.
        """
        try:
            return self.jobs.upload(job.id)
        except StoreError as error:
            self._go_on()  # deleted meanwhile
            raise ArticleError(
                f"{job.name}: the text that was brought cannot be read any more",
                hint="delete the job and bring the text again",
            ) from error

    def _follow(self, followed: Followed) -> None:
        hand = self._hands[-1] if self._hands else None
        if hand:
            hand.far = further(hand.far, followed, hand.job.targets)
        self._go_on()
        # what is asked meanwhile need not wait for a long document
        if self._translator and hand:
            self._answer(self._translator)
            self._squeeze_in(hand, self._translator)

    def _squeeze_in(self, hand: _Hand, translator: Translator) -> None:
        """Make one short text, if any waits and the one in hand is long."""
        if len(self._hands) > 1 or self.jobs.size(hand.job.id) <= BRIEF:
            return
        job = self.jobs.next(self._served, brief=BRIEF)
        if job is None:
            return
        self._make(job, translator)
        # decisions since the long text was begun are not known to this translator
        if self._opener.revision() != self._revision:
            self.jobs.run_again([job.id])
        self._go_on()

    def _go_on(self) -> None:
        job = self._hands[-1].job if self._hands else None
        if self._is_closing or (job and self.jobs.is_cancelled(job.id)):
            raise _StoppedError

    def _answer(self, translator: Translator | PipelineError) -> None:
        with suppress(queue.Empty):
            while True:
                self._questions.get_nowait()(translator)


def _way(error: Exception) -> str:
    """Return where an error came from; its message may quote the text, which logs never hold."""
    places = reversed(traceback.extract_tb(error.__traceback__))
    return " < ".join(f"{Path(place.filename).name}:{place.lineno}" for place in places)


def _failed(job: Job, error: ArticleError) -> FailedArticle:
    return FailedArticle(
        article_id=job.id,
        source=job.name,
        error=type(error).__name__,
        message=error.message,
        hint=error.hint,
    )
