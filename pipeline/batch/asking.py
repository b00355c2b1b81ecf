"""What each article asked of the register and of decisions, and what has another answer now.

The steps know a name by nothing but its forms: they ask the register for one, and the decisions
for one or two. So an article comes out as before unless one of the forms that it asked for is a
form of an entry, or of decisions, that are others now.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.authority.decisions import standing
from pipeline.authority.entries import Entry
from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision, Knowledge
from pipeline.authority.register import Register
from pipeline.batch.edits import Edits, changed_edits, edits_of, rests_on
from pipeline.batch.folder import RunFolder
from pipeline.batch.plan import known_to
from pipeline.records import EntityKind, FailedArticle, Mention, ProcessedArticle, SkippedArticle


@dataclass
class Asked:
    """Knowledge that notes under which forms it was asked."""

    knowledge: Knowledge
    _forms: set[str] = field(default_factory=set)

    @property
    def revision(self) -> str:
        """A digest of everything that it knows."""
        return self.knowledge.revision

    def entries(self, name: str, kind: EntityKind) -> tuple[Entry, ...]:
        """Return the entries that have ``name`` as canonical form or alias."""
        self._forms.add(name)
        return self.knowledge.entries(name, kind)

    def ruling(self, kind: EntityKind, a: str, b: str, article: str) -> Decision | None:
        """Return the decision that says whether two forms are one's."""
        self._forms.update((a, b))
        return self.knowledge.ruling(kind, a, b, article)

    def right_form(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return the decision that gives the right form of ``name``."""
        self._forms.add(name)
        return self.knowledge.right_form(kind, name, article)

    def not_a_name(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return the decision that ``name`` is no name."""
        self._forms.add(name)
        return self.knowledge.not_a_name(kind, name, article)

    def take(self) -> set[str]:
        """Return the forms that were asked for since this was last called."""
        taken, self._forms = self._forms, set()
        return taken


def forms_asked(
    asked: Iterable[str], outcome: ProcessedArticle | SkippedArticle | FailedArticle
) -> tuple[str, ...]:
    """Return the lookup keys of all forms that an article asks for, in a fixed order.

    Args:
        asked: the forms that were asked for when its names were read and joined.
        outcome: what came of it. When it is translated, many articles are in hand; what is asked
            for then are its own names and the forms proposed for them.
    """
    forms = set(asked)
    if isinstance(outcome, ProcessedArticle):
        forms.update(_forms_of(outcome))
    return tuple(sorted({form_key(form) for form in forms}))


def _forms_of(outcome: ProcessedArticle) -> Iterator[str]:
    joined = outcome.reconciliation
    yield from _of_mentions(outcome.mentions)
    yield from _of_mentions(outcome.reading.mentions)
    for cluster in joined.clusters:
        yield from (cluster.name, *cluster.forms)
    for acronym in joined.acronyms:
        yield from (acronym.short, acronym.long)
    for flag in joined.flags:
        yield from (candidate.name for candidate in flag.candidates)
    for correction in joined.corrections:
        yield from (correction.written, correction.name)


def _of_mentions(mentions: Iterable[Mention]) -> Iterator[str]:
    for mention in mentions:
        yield from (mention.name, mention.text)


@dataclass(frozen=True)
class Changed:
    """What has another answer now: lookup keys of forms, and ids of articles.

    ``edits`` are what people translated otherwise, by what it is found by. ``entries`` and
    ``decisions`` say in words what is behind it, for people.
    """

    forms: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    edits: Edits = field(default_factory=dict)
    entries: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()

    def why(self, article: str, names: Iterable[str]) -> str:
        """Return why an article that asked for ``names`` is touched; empty where it is not."""
        if article in self.articles:
            return "a decision on this article"
        return next((f"what is known of {name!r}" for name in names if name in self.forms), "")

    def why_line(self, outcome: bytes) -> str:
        """Return why an outcome, as it is stored, is touched; empty where it is not."""
        text = rests_on(outcome, self.edits) if self.edits else ""
        return f"the translation of {text!r}" if text else ""


def changes_between(old: RunFolder, new: RunFolder) -> Changed:
    """Return what the register, decisions and people's translations answer otherwise in a new run.

    Raises:
        StoreError: one of them cannot be read.
    """
    edits = changed_edits(edits_of(old), edits_of(new))
    return replace(changes(known_to(old), known_to(new)), edits=edits)


def changes(old: Register, new: Register) -> Changed:
    """Return what the new register and decisions answer otherwise than the old.

    Raises:
        StoreError: one of them cannot be read.
    """
    if old.revision == new.revision:
        return Changed()
    entries = list(_changed_entries(old.all_entries(), new.all_entries()))
    before = {decision.id: decision for decision in standing(old.rulings.decisions)}
    now = {decision.id: decision for decision in standing(new.rulings.decisions)}
    decisions = [(before | now)[one] for one in sorted(before.keys() ^ now.keys())]
    forms = {form_key(form) for entry in entries for form in entry.forms}
    islands = _islands((before | now).values())
    return Changed(
        forms=frozenset(forms.union(*(islands[key] for d in decisions for key in _keys(d)))),
        articles=frozenset(d.article for d in decisions if d.article),
        entries=tuple(sorted({entry.name for entry in entries})),
        decisions=tuple(f"{d.verdict} {' / '.join(d.forms)}" for d in decisions),
    )


def _changed_entries(old: Iterable[Entry], new: Iterable[Entry]) -> Iterator[Entry]:
    """Yield what is in one of two registers only; both are in the order of ids."""
    both = heapq.merge(old, new, key=lambda entry: entry.id)
    for _, same in groupby(both, key=lambda entry: entry.id):
        entries = tuple(same)
        if len(entries) == 1 or entries[0] != entries[1]:
            yield from entries


def _islands(decisions: Iterable[Decision]) -> dict[str, frozenset[str]]:
    """Return for each form everything that decisions tie to it, by whatever verdict.

    What follows about two forms may go by way of a third, which need not stand in the article.
    """
    islands: dict[str, set[str]] = {}
    for decision in decisions:
        keys = _keys(decision)
        together = set(keys).union(*(islands.get(key, ()) for key in keys))
        islands.update(dict.fromkeys(together, together))
    return {key: frozenset(island) for key, island in islands.items()}


def _keys(decision: Decision) -> tuple[str, ...]:
    named = (decision.name,) if decision.name else ()
    return tuple(form_key(form) for form in (*decision.forms, *named))
