"""Decisions made by hand: about forms that are given, or about a flag of a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from pipeline.authority.decisions import FORMS, problem_of, with_id
from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.errors import ConfigError, StoreError
from pipeline.records import Flag, ProcessedArticle


def sealed(draft: Decision) -> Decision:
    """Return a decision with the id of its contents.

    Raises:
        ConfigError: the decision makes no sense.
    """
    problem = problem_of(draft)
    if problem:
        raise ConfigError(problem, hint="nothing was written")
    return with_id(draft)


def on_flag(draft: Decision, flag: Flag) -> tuple[Decision, ...]:
    """Return the decisions that a verdict on a flag means, with what the flag showed.

    A flag with more than two forms gives a decision for each form beside the first. Where a form
    is corrected and no right one is given, it is the one that the flag proposes.

    Raises:
        ConfigError: the verdict does not fit the flag.
    """
    forms = _forms(flag)
    best = flag.candidates[0] if flag.candidates else None
    draft = draft.model_copy(
        update={
            "kind": flag.entity,
            "flag": flag.id,
            "evidence": best.evidence if best else (),
        }
    )
    if draft.verdict is Verdict.CORRECTED and not draft.name:
        if best is None or flag.is_tied:
            raise ConfigError(
                f"flag {flag.id} proposes no form", hint="give the right one with --name"
            )
        draft = draft.model_copy(update={"name": best.name})
    pairs = list(_about(draft, forms))
    if not pairs:
        raise ConfigError(
            f"flag {flag.id} is about {len(forms)} form, and {draft.verdict} is about"
            f" {FORMS[draft.verdict]}",
            hint="give the forms by hand, or another verdict",
        )
    return tuple(sealed(draft.model_copy(update={"forms": about})) for about in pairs)


def flag_of(outcome: object, flag_id: str) -> Flag:
    """Return the flag with an id of a result.

    Raises:
        StoreError: the result has no such flag; says which it has.
    """
    flags = outcome.reconciliation.flags if isinstance(outcome, ProcessedArticle) else ()
    for flag in flags:
        if flag.id == flag_id:
            return flag
    there = "\n    ".join(flag.id for flag in flags) or "none"
    raise StoreError(f"there is no flag {flag_id!r}", hint=f"the flags are\n    {there}")


def taken_back(decision_id: str, decisions: Sequence[Decision], by: str, reason: str) -> Decision:
    """Return the decision that takes back the one whose id begins like ``decision_id``.

    Raises:
        StoreError: there is none, or more than one.
    """
    found = [d for d in decisions if decision_id and d.id.startswith(decision_id)]
    if len(found) != 1:
        raise StoreError(
            f"{len(found)} decisions have an id that begins with {decision_id!r}",
            hint="see the ids with: samsvar decide list",
        )
    return with_id(
        Decision(
            id="new",
            verdict=Verdict.UNDONE,
            kind=found[0].kind,
            undoes=found[0].id,
            by=by,
            at=datetime.now(UTC),
            reason=reason,
        )
    )


def _forms(flag: Flag) -> tuple[str, ...]:
    """Return the forms that a flag is about, each once, in the order of the article."""
    names = {form_key(mention.name): mention.name for mention in reversed(flag.mentions)}
    shown = dict(reversed(names.items()))
    for candidate in flag.candidates:
        shown.setdefault(form_key(candidate.name), candidate.name)
    return tuple(shown.values())


def _about(draft: Decision, forms: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if FORMS[draft.verdict] == 2:
        yield from ((forms[0], other) for other in forms[1:])
    elif draft.verdict is Verdict.CORRECTED:
        # what is right already needs no correction, unless it is all there is
        wrong = [form for form in forms if form_key(form) != form_key(draft.name)]
        yield from ((form,) for form in wrong or forms)
    else:
        yield from ((form,) for form in forms[:1])
