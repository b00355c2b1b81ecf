"""Names of photos put right: what the pipeline is sure of, and what it only proposes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.documents.photos import CREDITED, Photo, part_name
from pipeline.records import (
    Band,
    EntityKind,
    Flag,
    FlagKind,
    Mention,
    ProcessedArticle,
)


@dataclass(frozen=True)
class Change:
    """A name that is written otherwise: where, how it is written, how it should be, and why.

    ``sure`` is set for what a person decided, what the register has, and corrections in the band
    "sure".
    """

    mention: Mention
    name: str
    sure: bool
    why: str

    @property
    def written(self) -> str:
        """The name as it is written."""
        return self.mention.name


@dataclass(frozen=True)
class Corrected:
    """The texts of a photo with their names put right."""

    caption: str
    headline: str
    creators: tuple[str, ...]
    people: tuple[str, ...]


def changes(outcome: ProcessedArticle) -> tuple[Change, ...]:
    """Return the names that should be written otherwise, in the order of the article.

    Each place comes once: a decision outranks a flag. Of two forms that are equally likely none
    is proposed.
    """
    found: dict[tuple[str, int], Change] = {}
    for correction in outcome.reconciliation.corrections:
        for mention in correction.mentions:
            change = Change(mention, correction.name, sure=True, why=correction.reason)
            found.setdefault((mention.span.part, mention.span.start), change)
    for flag in outcome.reconciliation.flags:
        for change in _of_flag(flag):
            found.setdefault((change.mention.span.part, change.mention.span.start), change)
    order = {part.name: number for number, part in enumerate(outcome.article.parts)}
    return tuple(
        change for _, change in sorted(found.items(), key=lambda f: (order[f[0][0]], f[0][1]))
    )


def _of_flag(flag: Flag) -> Iterable[Change]:
    if flag.kind is not FlagKind.SPELLING or not flag.candidates or flag.is_tied:
        return
    best, *others = flag.candidates
    wrong = {candidate.name for candidate in others}
    for mention in flag.mentions:
        if mention.name in wrong and mention.name != best.name:
            yield Change(mention, best.name, sure=flag.band is Band.SURE, why=flag.message)


def of_photo(found: Iterable[Change], photo: Photo) -> list[Change]:
    """Return those of some changes that are about a photo."""
    own = part_name(photo, "")
    return [change for change in found if change.mention.span.part.startswith(own)]


def questions(outcome: ProcessedArticle, photo: Photo) -> tuple[str, ...]:
    """Return what a person should decide about names of a photo, where nothing is proposed."""
    own = part_name(photo, "")
    return tuple(
        flag.message
        for flag in outcome.reconciliation.flags
        if (flag.kind is FlagKind.UNSURE or (flag.kind is FlagKind.SPELLING and flag.is_tied))
        and any(mention.span.part.startswith(own) for mention in flag.mentions)
    )


def corrected(photo: Photo, wanted: Sequence[Change]) -> Corrected:
    """Return the texts of a photo with some names changed.

    Args:
        photo: the photo.
        wanted: changes; those of other photos are passed over.
    """
    places: defaultdict[str, list[Change]] = defaultdict(list)
    for change in wanted:
        places[change.mention.span.part].append(change)

    def put_right(what: str, text: str) -> str:
        return _replaced(text, places.get(part_name(photo, what), ()))

    creators = [
        put_right(f"creator {n}", f"{CREDITED}{name}").removeprefix(CREDITED)
        for n, name in enumerate(photo.creators, start=1)
    ]
    people = [put_right(f"person {n}", name) for n, name in enumerate(photo.people, start=1)]
    return Corrected(
        caption=put_right("caption", photo.caption),
        headline=put_right("headline", photo.headline),
        creators=tuple(creators),
        people=tuple(people),
    )


def _replaced(text: str, wanted: Iterable[Change]) -> str:
    for change in sorted(wanted, key=lambda c: -c.mention.span.start):
        span = change.mention.span
        text = text[: span.start] + _inflected(change.mention, change.name) + text[span.end :]
    return text


def _inflected(mention: Mention, name: str) -> str:
    """Return a name in the place of a mention: in capitals, with a genitive, as that was."""
    ending = mention.text[len(mention.name) :] if mention.text.startswith(mention.name) else ""
    if mention.text.isupper() and len(mention.text) > 3:
        return name.upper() + ending
    if ending == "s" and name[-1:].casefold() in "sxz":
        ending = "’"
    if ending in ("'", "’") and name[-1:].casefold() not in "sxz":
        ending = "s"
    return name + ending


def not_shown(outcome: ProcessedArticle, photo: Photo) -> tuple[list[str], list[str]]:
    """Return who is in the caption and not among the people shown, and the other way round.

    Nothing is said of a photo without a caption that names somebody, or without people shown.
    """
    caption = part_name(photo, "caption")
    listed = {part_name(photo, f"person {n}") for n in range(1, len(photo.people) + 1)}
    in_caption = {
        person.mention.span
        for read in outcome.reading.captions
        if read.part == caption
        for person in read.people
    }
    if not in_caption or not listed:
        return [], []
    only_caption, only_list = [], []
    for cluster in outcome.reconciliation.clusters:
        if cluster.kind is not EntityKind.PERSON:
            continue
        shown = any(mention.span in in_caption for mention in cluster.mentions)
        named = any(mention.span.part == caption for mention in cluster.mentions)
        on_list = any(mention.span.part in listed for mention in cluster.mentions)
        if shown and not on_list:
            only_caption.append(cluster.name)
        if on_list and not named:
            only_list.append(cluster.name)
    return only_caption, only_list
