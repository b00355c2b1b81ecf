"""Many articles translated as one stream: their segments go to the engine in groups of one length.

Each article comes out as it would alone. What lies between the source and a target (English on the
way to French) is translated once, checked, and is what the next step starts from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.records import Article, Maker, Mention, Quote, Reading, Reconciliation, Span
from pipeline.translation.choosing import best_version, make_version
from pipeline.translation.drafts import Draft, engine_texts, first_version, make_draft
from pipeline.translation.following import Asker, Finished, Followed, Made, Progress, ignore
from pipeline.translation.halfway import language_between, start_between, version_from
from pipeline.translation.keepnames import proposals
from pipeline.translation.recall import Job, Recalled, restored_names
from pipeline.translation.retries import combined, handicap_of, hidden_parts, without_left
from pipeline.translation.segments import Facts
from pipeline.translation.unlisted import capitals_inside

if TYPE_CHECKING:
    from pipeline.stages.translate import Translator

#: segments that are translated, checked and kept together: a minute or two of work
GROUP = 100


@dataclass(frozen=True)
class Task:
    """An article to translate from ``source``, with what is known about it."""

    article: Article
    mentions: Sequence[Mention]
    reading: Reading
    reconciliation: Reconciliation
    source: str


@dataclass(frozen=True)
class Done:
    """A segment that is translated, and where the translation came from."""

    draft: Draft
    made: Made


class Stream:
    """Articles in one language on their way to others.

    Args:
        translator: how to translate.
        tasks: the articles.
        source: their language.
    """

    def __init__(self, translator: Translator, tasks: Sequence[Task], source: str) -> None:
        self._engine, self._cutter = translator.engine, translator.cutter
        self._options = translator.options
        self._tasks = tasks
        self._source = source
        self._done: dict[str, list[list[Done]]] = {}

    def job(self, target: str) -> Job:
        """Return what the articles are translated with.

        Raises:
            ModelError: the engine cannot translate into ``target``.
        """
        settings = (self._options.first, self._options.alternatives, self._options.retries)
        road = self._engine.road(self._source, target)
        return Job(self._source, target, road, self._engine.refs, settings)

    def translated(
        self, target: str, follow: Callable[[Followed], None] = ignore
    ) -> list[list[Done]]:
        """Return the segments of each article in the target language, checked.

        Raises:
            ModelError: the engine cannot translate into ``target``.
        """
        if target not in self._done:
            self._done[target] = self._translated(self.job(target), follow)
        return self._done[target]

    def _translated(self, job: Job, follow: Callable[[Followed], None]) -> list[list[Done]]:
        drafts = self._drafts(job, follow)
        flat = [draft for each in drafts for draft in each]
        known = self._options.memory.recall(job, flat)
        new = {n: draft for n, draft in enumerate(flat) if n not in known}
        ask = Asker(
            self._engine,
            job,
            self._options.alternatives,
            follow,
            known=len(known),
            waiting=[_first_texts(draft) for draft in new.values()],
        )
        for numbers in _groups(new):
            made = self._group([new[number] for number in numbers], ask)
            # what is done is kept at once: a process that is killed later has not lost it
            self._options.memory.keep(job, made)
            ask.forget()
            new.update(zip(numbers, made, strict=True))
        said = new | {n: replace(flat[n], best=found.version) for n, found in known.items()}
        done = iter([_done(said[n], known.get(n)) for n in range(len(flat))])
        articles = [[next(done) for _ in each] for each in drafts]
        for task, each in zip(self._tasks, articles, strict=True):
            follow(Finished(job.target, tuple(one.made for one in each), task.article.id))
        return articles

    def _drafts(self, job: Job, follow: Callable[[Followed], None]) -> list[list[Draft]]:
        """Return the segments of each article, with the sentence halfway where there is one."""
        drafts = [self._cut(task, job.target) for task in self._tasks]
        between = language_between(job.road)
        if not between:
            return drafts
        # where English is not asked for, its progress is told all the same
        made = self.translated(between, lambda told: _progress_only(told, follow))
        halfway = [{one.draft.piece.span: one.draft for one in each} for each in made]
        return [
            [replace(one, start=start_between(one, there.get(one.piece.span))) for one in each]
            for each, there in zip(drafts, halfway, strict=True)
        ]

    def drafts_into(self, target: str) -> list[Draft]:
        """Return the segments of all articles with what they must keep; none is translated."""
        return [draft for task in self._tasks for draft in self._cut(task, target)]

    def _cut(self, task: Task, target: str) -> list[Draft]:
        spelt = proposals(task.reconciliation)
        fixed = tuple(_fixed(task.article))
        capitals = capitals_inside(part.text for part in task.article.parts)
        facts = Facts(task.mentions, task.reading, spelt, target, fixed, capitals)
        pieces = self._cutter.cut(task.article, facts)
        return [
            make_draft(piece, facts, self._cutter, self._options.detect, self._options.find)
            for part in pieces.values()
            for piece in part
        ]

    def _group(self, drafts: Sequence[Draft], ask: Asker) -> list[Draft]:
        """Translate everything once, then what failed a check again.

        Names hidden come first: that repairs most of what can be. A wider search is dearer, and
        is left for what fails still.
        """
        wide = self._options.alternatives
        first = min(self._options.first, wide)
        made = _from_halfway(drafts, ask, first)
        new = [n for n, draft in enumerate(made) if not draft.start]
        made = _from_source(made, new, ask, first)
        for turn in range(self._options.retries):
            made = _again(made, ask, turn)
            if turn == 0:
                failed = [
                    n
                    for n, one in enumerate(made)
                    if one.has_failed and (one.start or wide > first)
                ]
                made = _from_source(made, failed, ask, wide)
        return made


def _fixed(article: Article) -> Iterator[Quote]:
    """Yield what no translation changes; a range that would end outside its part is none."""
    for part in article.parts:
        for start, end in part.kept:
            if 0 <= start < end <= len(part.text):
                yield Quote(
                    span=Span(part=part.name, start=start, end=end), text=part.text[start:end]
                )


def _progress_only(told: Followed, follow: Callable[[Followed], None]) -> None:
    if isinstance(told, Progress):
        follow(told)


def _groups(drafts: Mapping[int, Draft]) -> Iterator[list[int]]:
    """Yield the numbers of the drafts in groups of about one length, the longest first."""
    longest_first = sorted(drafts, key=lambda number: -len(drafts[number].piece.text))
    for start in range(0, len(longest_first), GROUP):
        yield sorted(longest_first[start : start + GROUP])


def _first_texts(draft: Draft) -> list[str]:
    """Return what the engine is asked first for a segment."""
    return [draft.start.text] if draft.start else engine_texts(draft)


def _from_source(
    drafts: Sequence[Draft], numbers: Sequence[int], ask: Asker, alternatives: int
) -> list[Draft]:
    """Translate the drafts with these numbers from the source; a version from before may stay."""
    better = list(drafts)
    texts = [text for number in numbers for text in engine_texts(drafts[number])]
    answers = ask(texts, alternatives=alternatives)
    for number in numbers:
        draft = drafts[number]
        version = first_version(draft, answers)
        best = version if draft.best.score is None else best_version([draft.best, version])
        better[number] = replace(draft, best=best)
    return better


def _from_halfway(drafts: Sequence[Draft], ask: Asker, alternatives: int) -> list[Draft]:
    """Translate what has a sentence in the language between."""
    texts = [draft.start.text for draft in drafts if draft.start]
    if not texts:
        return list(drafts)
    answers = ask(texts, language_between(ask.job.road), alternatives=alternatives)
    return [
        replace(draft, best=version_from(draft, draft.start, answers)) if draft.start else draft
        for draft in drafts
    ]


def _again(drafts: Sequence[Draft], ask: Asker, turn: int) -> list[Draft]:
    """Send the sentences that failed a check back: names hidden, then cut in two as well."""
    failed = [n for n, draft in enumerate(drafts) if draft.is_prose and draft.has_failed]
    tries = {n: parts for n in failed if (parts := hidden_parts(drafts[n], turn))}
    answers = ask([part.text for parts in tries.values() for part in parts])
    better = list(drafts)
    for number, parts in tries.items():
        draft = drafts[number]
        versions = [
            without_left(
                draft,
                make_version(draft.sentence, each, draft.context, handicap=handicap_of(parts)),
            )
            for each in combined(parts, answers, draft.context.target)
        ]
        better[number] = replace(draft, best=best_version([draft.best, *versions]))
    return better


def _done(draft: Draft, known: Recalled | None) -> Done:
    """Return a segment with where its translation came from."""
    if known:
        maker, restored = known.maker, known.restored
    else:
        maker = Maker.MODEL if engine_texts(draft) else Maker.TABLES
        restored = restored_names(draft.best, draft.context.wanted)
    span = draft.piece.span
    return Done(draft, Made(span.part, span.start, maker, restored))
