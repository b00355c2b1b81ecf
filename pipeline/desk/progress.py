"""How far a job is, from what the translate stage tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.translation.following import Finished, Followed


@dataclass(frozen=True)
class Far:
    """How far a job is: ``share`` of all work from 0 to 1, segments done in the language in hand.

    Before the first segments are known the job is being read: ``target`` is empty then.
    """

    share: float = 0.0
    target: str = ""
    done: int = 0
    total: int = 0
    seen: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        """The share in whole per cent; all of it only when it is done."""
        return min(99, round(self.share * 100))


def further(far: Far, followed: Followed, targets: Sequence[str]) -> Far:
    """Return how far a job is after something was told; never less far than before.

    A language on the way (English, where only French is wanted) is a part of the work too.

    >>> from pipeline.translation.following import Progress
    >>> far = further(Far(), Progress("en", 1, 4, 50, 200), ["fr"])
    >>> far.percent, further(far, Progress("fr", 0, 4, 0, 200), ["fr"]).percent
    (12, 50)
    """
    if isinstance(followed, Finished):
        return far
    seen = far.seen if followed.target in far.seen else (*far.seen, followed.target)
    legs = len(dict.fromkeys((*seen, *targets)))
    part = followed.sent / followed.to_send if followed.to_send else 1.0
    share = (seen.index(followed.target) + part) / legs
    return replace(
        far,
        share=min(1.0, max(far.share, share)),
        target=followed.target,
        done=followed.done,
        total=followed.total,
        seen=seen,
    )
