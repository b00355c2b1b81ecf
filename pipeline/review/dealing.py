"""A card as it is put before somebody: with its state, and what was said of its names before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pipeline.errors import StoreError
from pipeline.review.cards import Card
from pipeline.review.queue import Queue
from pipeline.review.states import State
from pipeline.review.trail import Act, acts_on

#: so many earlier acts are shown
EARLIER = 12


@dataclass(frozen=True)
class Dealt:
    """A card in its place. ``seen`` tells whether anything was said of its names meanwhile."""

    number: int
    card: Card
    state: State
    verdict: str
    reach: int
    source: str
    earlier: tuple[Act, ...]
    seen: str


def deal(queue: Queue, number: int) -> Dealt | None:
    """Return the card of a flag, or ``None`` where it is in the queue no more."""
    rows = queue.database.rows(
        "SELECT body, state, verdict, reach, sources.name FROM flags"
        " JOIN cards ON cards.flag = flags.number"
        " JOIN sources ON sources.number = flags.source WHERE flags.number = ?",
        (number,),
    )
    if not rows:
        return None
    body, state, verdict, reach, source = rows[0]
    return Dealt(
        number=number,
        card=Card.model_validate_json(body),
        state=State(state),
        verdict=verdict,
        reach=reach,
        source=source,
        earlier=tuple(acts_on(queue.database, number, EARLIER)),
        seen=seen_of(queue, number),
    )


def card_of(queue: Queue, number: int) -> Card:
    """Return the card of a flag.

    Raises:
        StoreError: it is in the queue no more.
    """
    rows = queue.database.rows("SELECT body FROM cards WHERE flag = ?", (number,))
    if not rows:
        raise StoreError(
            "this card is in the queue no more",
            hint="its article was made anew without it; go on with the next one",
        )
    return Card.model_validate_json(rows[0][0])


def seen_of(queue: Queue, number: int) -> str:
    """Return a digest of all that was said of the names of a flag, and of the flag itself."""
    found = queue.database.rows(
        "SELECT id, stands FROM acts WHERE number IN ("
        " SELECT act FROM act_names JOIN flag_names USING (name)"
        "   JOIN acts ON acts.number = act WHERE flag_names.flag = ?1 AND NOT own"
        " UNION SELECT acts.number FROM flags JOIN acts ON acts.flag IN (flags.id, flags.mark)"
        "   WHERE flags.number = ?1)",
        (number,),
    )
    return hashlib.sha256(repr(sorted(found)).encode()).hexdigest()[:16]
