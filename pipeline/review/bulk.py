"""Many cards answered in one step: what would be decided is shown first, and then just that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.records import FlagKind
from pipeline.review.answers import Answer, OvertakenError, Said, append, fine_of, said_of
from pipeline.review.cards import Card
from pipeline.review.effects import Touched
from pipeline.review.finding import Filter, numbers
from pipeline.review.queue import Queue
from pipeline.review.states import PRESENCE, State

#: so many cards are answered in one step at the most
MOST: Final = 5000


class Choice(StrEnum):
    """What is said of all: the proposal is right, they are different or not to be known, or fine.

    ``ACCEPT`` answers flags that propose a form, ``FINE`` those about who is in a list or picture.
    """

    ACCEPT = "accept"
    DIFFERENT = "different"
    UNSURE = "unsure"
    FINE = "fine"


@dataclass(frozen=True)
class Plan:
    """What one step would say: ``cards`` are answered, ``left_out`` counts the others by reason.

    The reasons are keys of the words of the page. ``digest`` changes with anything of it.
    """

    choice: Choice
    said: Said
    cards: tuple[tuple[int, Card], ...]
    left_out: dict[str, int]
    touched: Touched

    @property
    def digest(self) -> str:
        """A digest of the cards and of what is said of them."""
        said = [(d.verdict.value, d.forms, d.name) for d in self.said.decisions]
        content = repr((self.choice.value, [number for number, _ in self.cards], said))
        return sha256(content.encode()).hexdigest()[:16]


def plan(queue: Queue, asked: Filter, choice: Choice, answer: Answer) -> Plan:
    """Return what a choice would say of the open flags of a filter, the first ones of its order.

    Args:
        queue: the flags.
        asked: which of them; only open ones are answered.
        choice: what to say of all.
        answer: by whom, when and why; its verdict does not count.
    """
    found = numbers(queue.database, asked.but(state=State.OPEN))
    left_out: Counter[str] = Counter({"more": max(0, len(found) - MOST)})
    answered: list[tuple[int, Card]] = []
    for number, card in _cards(queue, found[:MOST]):
        reason = _unfit(card, choice)
        if reason:
            left_out[reason] += 1
        else:
            answered.append((number, card))
    if choice is Choice.ACCEPT:
        torn = _torn(answered)
        left_out["torn"] = sum(_pair(card) in torn for _, card in answered)
        answered = [(number, card) for number, card in answered if _pair(card) not in torn]
    said = _said([card for _, card in answered], choice, answer)
    return Plan(
        choice=choice,
        said=said,
        cards=tuple(answered),
        left_out={reason: times for reason, times in left_out.items() if times},
        touched=queue.touched(said.decisions),
    )


def carry_out(queue: Queue, register: Path, shown: Plan, asked: Filter, answer: Answer) -> Touched:
    """Say what a plan shows, in one step, if it is what would be said still.

    Raises:
        OvertakenError: flags were decided or came in since; nothing was written.
        StoreError: a file cannot be written.
    """

    def say() -> Said:
        now = plan(queue, asked, shown.choice, answer)
        if now.digest != shown.digest:
            raise OvertakenError(
                "the cards that this is about have changed since you saw them",
                hint="nothing was written: look at them again",
            )
        return now.said

    return append(queue, register, answer.by, say)


def _cards(queue: Queue, found: list[int]) -> Iterator[tuple[int, Card]]:
    sql = "SELECT flag, body FROM cards WHERE flag IN ({})"
    for start in range(0, len(found), 500):
        some = found[start : start + 500]
        bodies: dict[int, str] = dict(queue.database.found(sql, some))
        for number in some:
            if number in bodies:
                yield number, Card.model_validate_json(bodies[number])


def _unfit(card: Card, choice: Choice) -> str:
    """Return why a choice says nothing of a card; empty where it does."""
    presence = card.flag.kind in PRESENCE
    if choice is Choice.FINE:
        return "" if presence else "asks"
    if presence:
        return "presence"
    if choice is Choice.ACCEPT and (
        card.flag.kind is FlagKind.UNSURE or card.flag.is_tied or not card.flag.candidates
    ):
        return "unproposed"
    return ""


def _pair(card: Card) -> tuple[str, frozenset[str]]:
    return card.flag.entity.value, frozenset(map(form_key, card.names))


def _torn(answered: list[tuple[int, Card]]) -> set[tuple[str, frozenset[str]]]:
    """Return the forms for which different cards propose different right forms."""
    proposed: dict[tuple[str, frozenset[str]], set[str]] = {}
    for _, card in answered:
        name = form_key(card.flag.candidates[0].name)
        proposed.setdefault(_pair(card), set()).add(name)
    return {pair for pair, names in proposed.items() if len(names) > 1}


def _said(cards: list[Card], choice: Choice, answer: Answer) -> Said:
    """Return what is said of cards, each pair of forms once."""
    if choice is Choice.FINE:
        return Said(fine=tuple(fine_of(card, answer) for card in cards))
    verdicts = {
        Choice.ACCEPT: Verdict.SAME,
        Choice.DIFFERENT: Verdict.DIFFERENT,
        Choice.UNSURE: Verdict.UNSURE,
    }
    decisions: dict[tuple[str, frozenset[str]], Decision] = {}
    for card in cards:
        name = card.flag.candidates[0].name if choice is Choice.ACCEPT else ""
        each = Answer(
            verdict=verdicts[choice], by=answer.by, at=answer.at, name=name, reason=answer.reason
        )
        for decision in said_of(card, each).decisions:
            forms = frozenset(map(form_key, decision.forms))
            decisions.setdefault((decision.kind.value, forms), decision)
    return Said(tuple(decisions.values()))
