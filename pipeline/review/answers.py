"""What a steward says of a card, as decisions; nobody overwrites what another said meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pipeline.authority.keys import fault_of
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.store import Store
from pipeline.authority.verdicts import on_flag, sealed
from pipeline.database import Access
from pipeline.errors import ConfigError, StoreError
from pipeline.review.cards import Card
from pipeline.review.dealing import card_of, seen_of
from pipeline.review.effects import Touched
from pipeline.review.ledger import Fine
from pipeline.review.queue import Queue
from pipeline.review.states import FINE, PRESENCE


class OvertakenError(StoreError):
    """Somebody else decided meanwhile; nothing was written."""


@dataclass(frozen=True)
class Answer:
    """What somebody says of a card.

    ``verdict`` is one of decisions, or "fine" for a flag that may be as it is. ``name`` is the
    right form where one is chosen, ``form`` the one that is no name (the first where empty).
    ``seen`` is what the card said of earlier acts; ``only_here`` limits it to the card's article.
    """

    verdict: str
    by: str
    name: str = ""
    form: str = ""
    reason: str = ""
    seen: str = ""
    only_here: bool = False
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class Said:
    """What is to be appended: decisions to the register, and what is fine to the queue."""

    decisions: tuple[Decision, ...] = ()
    fine: tuple[Fine, ...] = ()


def decide(queue: Queue, register: Path, number: int, answer: Answer) -> Touched:
    """Append what somebody says of a card, and return what that changes.

    Raises:
        OvertakenError: of these names something was said since the card was shown.
        ConfigError: the answer does not fit the card.
        StoreError: the card is there no more, or a file cannot be written.
    """

    def say() -> Said:
        if seen_of(queue, number) != answer.seen:
            raise OvertakenError(
                "somebody decided about these names while you looked at the card",
                hint="nothing was written: look at the card again",
            )
        return said_of(card_of(queue, number), answer)

    return append(queue, register, answer.by, say)


def append(queue: Queue, register: Path, by: str, say: Callable[[], Said]) -> Touched:
    """Append what ``say`` returns when nobody else can write any more; return what it changes.

    What somebody else decided meanwhile counts too, since the queue follows that as well.
    A decision is in the register, whole, or it is not; the queue follows it from there, now or
    when it is opened the next time.

    Raises:
        StoreError: a file cannot be written.
    """
    with Store(register, Access.WRITE) as store, store.writing(by, "review") as batch:
        before = queue.catch_up(register)
        said = say()
        for decision in said.decisions:
            batch.decide(decision)
    if said.fine:
        with queue.database.transaction():
            queue.follow(queue.ledger.let_be(said.fine))
    return Touched({**before.found, **queue.catch_up(register).found})


def said_of(card: Card, answer: Answer) -> Said:
    """Return what an answer to a card means.

    Raises:
        ConfigError: it does not fit the card.
    """
    if answer.verdict == FINE:
        return Said(fine=(fine_of(card, answer),))
    allowed = {Verdict.CORRECTED, Verdict.NOT_A_NAME}
    if card.flag.kind not in PRESENCE:
        allowed |= {Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE}
    if answer.verdict not in allowed:
        raise ConfigError(
            f"{answer.verdict!r} is no answer to this card", hint="choose one of its buttons"
        )
    fault = fault_of(answer.name) if answer.name or answer.verdict == Verdict.CORRECTED else ""
    if fault:
        raise ConfigError(fault, hint="write the right form of the name")
    draft = Decision(
        id="new",
        verdict=Verdict(answer.verdict),
        kind=card.flag.entity,
        name=" ".join(answer.name.split()),
        article=card.article if answer.only_here else "",
        by=answer.by,
        at=answer.at,
        reason=answer.reason,
    )
    if answer.verdict == Verdict.NOT_A_NAME:
        return Said((_no_name(draft, card, answer.form),))
    return Said(on_flag(draft, card.flag))


def drafts(card: Card, answers: Iterable[Answer]) -> Sequence[Decision]:
    """Return the decisions that answers would make, without those that do not fit the card."""
    found: list[Decision] = []
    for answer in answers:
        try:
            found += said_of(card, answer).decisions
        except ConfigError:
            continue
    return found


def fine_of(card: Card, answer: Answer) -> Fine:
    """Return the word that a flag may be as it is."""
    content = f"{card.mark}\n{answer.by}\n{answer.at.isoformat()}"
    return Fine(
        id=f"f-{sha256(content.encode()).hexdigest()[:10]}",
        flag=card.mark,
        kind=card.flag.entity,
        forms=card.names,
        article=card.article,
        by=answer.by,
        at=answer.at,
        reason=answer.reason,
    )


def _no_name(draft: Decision, card: Card, form: str) -> Decision:
    if form and form not in card.names:
        raise ConfigError(f"{form!r} is not on this card", hint="choose one of its names")
    best = card.flag.candidates[0] if card.flag.candidates else None
    return sealed(
        draft.model_copy(
            update={
                "forms": (form or card.names[0],),
                "name": "",
                "flag": card.flag.id,
                "evidence": best.evidence if best else (),
            }
        )
    )
