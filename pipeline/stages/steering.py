"""What the register and earlier decisions say about the forms of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product, starmap

from pipeline.authority.entries import AliasKind, Entry
from pipeline.authority.knowledge import Decision, Knowledge, Verdict
from pipeline.authority.seed import SOURCE as PACKAGE
from pipeline.records import (
    Article,
    Caption,
    Correction,
    EntityKind,
    Evidence,
    Mention,
    ParticipantList,
    Reading,
)
from pipeline.stages.evidence import Word, reason
from pipeline.stages.forms import Form
from pipeline.text.acronyms import abbreviates, is_short_form
from pipeline.text.folding import fold, squeeze


@dataclass(frozen=True)
class Steering:
    """The knowledge, asked for one article."""

    knowledge: Knowledge
    article: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known, so that nothing needs to be asked."""
        return not self.knowledge.revision

    def sift(
        self, mentions: Sequence[Mention], reading: Reading
    ) -> tuple[tuple[Mention, ...], Reading]:
        """Return mentions and reading without what a person decided is no name."""
        if self.is_empty:
            return tuple(mentions), reading
        kept = tuple(m for m in mentions if not self._is_no_name(m))
        if not any(self._is_no_name(m) for m in reading.mentions):
            return kept, reading
        return kept, Reading(
            captions=tuple(self._sift_caption(caption) for caption in reading.captions),
            lists=tuple(self._sift_list(group) for group in reading.lists),
            mentions=tuple(m for m in reading.mentions if not self._is_no_name(m)),
        )

    def annotate(self, forms: Iterable[Form]) -> None:
        """Note on each form the register's entry for it and what is known of its being right."""
        if self.is_empty:
            return
        for form in forms:
            form.entry = self._entry(form)
            form.standing = self._standing(form)

    def verdict(self, a: Form, b: Form) -> Verdict | None:
        """Return what was decided about two forms: same, different, unsure, or nothing."""
        if self.is_empty:
            return None
        ruling = self.knowledge.ruling(a.kind, a.name, b.name, self.article)
        return ruling.verdict if ruling else None

    def pair(self, a: Form, b: Form) -> Evidence | None:
        """Return what the register and decisions say about two forms being one's."""
        verdict = self.verdict(a, b)
        if verdict is Verdict.SAME:
            return reason("decided_same", a.name, b.name)
        if verdict is Verdict.DIFFERENT:
            return reason("decided_different", a.name, b.name)
        if a.entry is None or b.entry is None:
            return None
        if a.entry.id == b.entry.id:
            return reason("register_one", a.name, b.name, name=a.entry.name)
        if _is_canonical(a) and _is_canonical(b):
            return reason("register_two", a.name, b.name)
        return None

    def keeps_apart(self, some: Iterable[Form], others: Iterable[Form]) -> bool:
        """Return whether the register or a decision says that two groups of forms are two."""
        if self.is_empty:
            return False
        known = starmap(self.pair, product(some, others))
        return any(told is not None and told.weight < 0 for told in known)

    def right_name(self, form: Form) -> str:
        """Return the name to print for a form: as decided, else as in the register, else empty.

        Nicknames, former names, acronyms and names in another language are right as they stand.
        """
        decision = self._right_form(form)
        if decision is not None:
            return decision.name
        if form.entry is not None and (
            _is_canonical(form) or _alias_kind(form) in (AliasKind.ERROR, AliasKind.SPELLING)
        ):
            return form.entry.name
        return ""

    def correction(self, form: Form) -> Correction | None:
        """Return the correction of a form that is settled to be wrong, else ``None``."""
        decision = self._right_form(form)
        if decision is not None:
            if _is_right(form, decision):
                return None
            words = reason("corrected_by_decision", form.name, decision.name, **_by_whom(decision))
            return _correction(form, decision.name, decision.id, words)
        if form.entry is None or _alias_kind(form) is not AliasKind.ERROR:
            return None
        words = reason("corrected_by_register", form.name, form.entry.name)
        return _correction(form, form.entry.name, form.entry.id, words)

    def is_settled(self, form: Form) -> bool:
        """Whether it is known how to write what a form names, so that nobody is to be asked."""
        if self.is_empty:
            return False
        if self._right_form(form) is not None:
            return True
        return form.entry is not None and not is_error_of_the_package(form)

    def _right_form(self, form: Form) -> Decision | None:
        if self.is_empty:
            return None
        return self.knowledge.right_form(form.kind, form.name, self.article)

    def _entry(self, form: Form) -> Entry | None:
        """Return the register's one entry for a form: of several, the one with its affiliation."""
        entries = self.knowledge.entries(form.name, form.kind)
        if len(entries) > 1:
            said = {fold(affiliation) for affiliation in form.affiliations}
            entries = tuple(
                e for e in entries if said & {fold(a.organisation) for a in e.affiliations}
            )
        return entries[0] if len(entries) == 1 else None

    def _standing(self, form: Form) -> tuple[Evidence, ...]:
        decision = self._right_form(form)
        if decision is not None and fold(decision.name) == fold(form.name):
            return (reason("decided_form", form.name),)
        if form.entry is None:
            return ()
        if _is_canonical(form):
            key = "register_verified" if form.entry.verified else "register_form"
            return (reason(key, form.name),)
        if _alias_kind(form) is AliasKind.ERROR:
            return ()
        return (reason("register_alias", form.name, name=form.entry.name),)

    def _is_no_name(self, m: Mention) -> bool:
        return self.knowledge.not_a_name(m.kind, m.name, self.article) is not None

    def _sift_caption(self, caption: Caption) -> Caption:
        people = [p for p in caption.people if not self._is_no_name(p.mention)]
        return caption.model_copy(
            update={
                "people": tuple(
                    p.model_copy(update={"order": n}) for n, p in enumerate(people, start=1)
                ),
                "credits": tuple(m for m in caption.credits if not self._is_no_name(m)),
            }
        )

    def _sift_list(self, group: ParticipantList) -> ParticipantList:
        people = tuple(p for p in group.people if not self._is_no_name(p.mention))
        return group.model_copy(update={"people": people})


def _is_canonical(form: Form) -> bool:
    return form.entry is not None and squeeze(form.name).casefold() == form.entry.name.casefold()


def is_error_of_the_package(form: Form) -> bool:
    """Return whether the register that comes along has a form as an error.

    Nobody here decided so: where the right form stands in the same article, it is worth a flag.
    """
    return (
        form.entry is not None
        and form.entry.source == PACKAGE
        and _alias_kind(form) is AliasKind.ERROR
    )


def _alias_kind(form: Form) -> AliasKind | None:
    if form.entry is None or _is_canonical(form):
        return None
    key = squeeze(form.name).casefold()
    return next((a.kind for a in form.entry.aliases if a.name.casefold() == key), None)


def _is_right(form: Form, decision: Decision) -> bool:
    """Return whether a form may stand though another is the right one: a surname, an acronym."""
    if squeeze(form.name).casefold() == squeeze(decision.name).casefold():
        return True
    if decision.verdict is Verdict.CORRECTED:
        return False
    if form.kind is EntityKind.PERSON:
        return set(fold(form.name).split()) < set(fold(decision.name).split())
    return is_short_form(form.name) or abbreviates(form.name, decision.name)


def _by_whom(decision: Decision) -> dict[str, Word]:
    day = decision.at.date().isoformat()
    by = f" by {decision.by}", f" av {decision.by}"
    who = by if decision.by else ("", "")
    why = f": {decision.reason}" if decision.reason else ""
    return {"by": (f"{who[0]} on {day}", f"{who[1]} {day}", f"{who[1]} {day}"), "why": why}


def _correction(form: Form, name: str, source: str, words: Evidence) -> Correction:
    return Correction(
        mentions=tuple(form.mentions),
        written=form.name,
        name=name,
        source=source,
        reason=words.detail,
        reason_nb=words.detail_nb,
        reason_nn=words.detail_nn,
    )


def drop_no_names(
    article: Article, mentions: tuple[Mention, ...], reading: Reading, *, knowledge: Knowledge
) -> tuple[tuple[Mention, ...], Reading]:
    """Return mentions and reading without what a person decided is no name.

    What is left out here is no name for any later step: it is in no cluster, raises no flag, is
    nobody in the picture, and is translated like any other word.
    """
    return Steering(knowledge, article.id).sift(mentions, reading)
