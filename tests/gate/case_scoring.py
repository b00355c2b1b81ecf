"""What the pipeline reads in a case, against its gold: captions and lists.

People are compared caption by caption, by where they stand in the text: a caption that was cut in
two, or two that were joined, still have their people. The tallies are explained in ``tally.py``;
names that differ, flags and clusters are scored in ``case_names.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.records import (
    Article,
    Caption,
    CaptionPerson,
    EntityKind,
    ListPerson,
    ProcessedArticle,
    Quote,
    Span,
)
from tests.gate.case_names import score_names
from tests.gate.case_records import Case, key
from tests.gate.gold import GoldCaptionPerson, GoldListPerson
from tests.gate.scoring import Result
from tests.gate.tally import Tally, of_sets, of_share

Both = list[tuple[GoldCaptionPerson, CaptionPerson]]


def score_case(case: Case, result: Result) -> dict[str, Tally]:
    """Return every measure of one case; of an article without a result everything is missed."""
    done = result if isinstance(result, ProcessedArticle) else None
    language = result.detection.language if result else "nothing"
    return {
        "language": of_share([("case", case.language, language)]),
        "processed": of_share([("case", "processed", "processed" if done else language)]),
        **_captions(case, done),
        **_lists(case, done),
        **score_names(case, done),
    }


def offset(article: Article, span: Span) -> int:
    """Return where in the whole text a span begins."""
    at = 0
    for part in article.parts:
        at += len(part.before)
        if part.name == span.part:
            return at + span.start
        at += len(part.text)
    raise KeyError(span.part)


# -- captions ---------------------------------------------------------------------------------


def _captions(case: Case, done: ProcessedArticle | None) -> dict[str, Tally]:
    regions = case.regions()
    mine: list[list[CaptionPerson]] = [[] for _ in regions]
    incomplete = [False for _ in regions]
    strangers: list[str] = []
    for read in done.reading.captions if done else ():
        for person in read.people:
            home = _home(done, person.mention.span, regions)
            if home is None:
                strangers.append(key(person.mention.name))
            else:
                mine[home].append(person)
        for home in _homes(done, read, regions):
            incomplete[home] |= read.incomplete
    people, order, whole = Tally(), [], []
    both: Both = []
    for caption, found, others in zip(case.captions, mine, incomplete, strict=True):
        names = [p.name for p in caption.people]
        people += of_sets(map(key, names), [key(p.mention.name) for p in found])
        pairs = _matched(caption.people, found)
        both += pairs
        if len(pairs) > 1:
            said = sorted(pairs, key=lambda pair: pair[1].order)
            order.append((caption.starts, [p.name for p, _ in pairs], [p.name for p, _ in said]))
        is_whole = len(pairs) == len(found) == len(names) and all(map(_is_right, pairs))
        is_whole &= [q.order for _, q in pairs] == sorted(q.order for _, q in pairs)
        whole.append((caption.starts, True, is_whole and others == caption.incomplete))
    credits = [m for c in (done.reading.captions if done else ()) for m in c.credits]
    credited = {m.name for m in credits if m.kind is EntityKind.PERSON}
    roles = [(p.name, p.role, q.role) for p, q in both]
    places = [(p.name, p.affiliation, q.affiliation) for p, q in both]
    return {
        "caption_people": people + of_sets([], strangers),
        "caption_order": of_share(order),
        "caption_row": of_share((p.name, p.row, q.row) for p, q in both),
        "caption_side": of_share((p.name, p.side, q.side) for p, q in both),
        "caption_affiliation": quotes(places),
        "caption_role": quotes(roles),
        "affiliations_said": said_only(places),
        "roles_said": said_only(roles),
        "caption_incomplete": of_share(
            (caption.starts, caption.incomplete, others)
            for caption, others in zip(case.captions, incomplete, strict=True)
        ),
        "caption_whole": of_share(whole),
        "credits": of_sets({n for c in case.captions for n in c.credits}, credited),
    }


def _home(
    done: ProcessedArticle | None, span: Span, regions: Sequence[tuple[int, int]]
) -> int | None:
    """Return the number of the caption in which a span stands."""
    at = offset(done.article, span) if done else -1
    return next((n for n, (start, end) in enumerate(regions) if start <= at < end), None)


def _homes(
    done: ProcessedArticle | None, caption: Caption, regions: Sequence[tuple[int, int]]
) -> list[int]:
    """Return the numbers of the captions that share text with a part that was read as one."""
    if done is None:
        return []
    text = done.article.part(caption.part).text
    first = offset(done.article, Span(part=caption.part, start=0, end=1))
    return [
        n for n, (start, end) in enumerate(regions) if start < first + len(text) and first < end
    ]


def _matched(people: Sequence[GoldCaptionPerson], found: Sequence[CaptionPerson]) -> Both:
    """Return the people that were found, namesakes in their order."""
    by_name: dict[str, list[CaptionPerson]] = defaultdict(list)
    for person in reversed(found):
        by_name[key(person.mention.name)].append(person)
    return [(p, by_name[key(p.name)].pop()) for p in people if by_name[key(p.name)]]


def _is_right(pair: tuple[GoldCaptionPerson, CaptionPerson]) -> bool:
    p, q = pair
    return (p.row, p.side, key(p.affiliation), key(p.role)) == (
        q.row,
        q.side,
        _said(q.affiliation),
        _said(q.role),
    )


def quotes(compared: Iterable[tuple[str, str, Quote | None]]) -> Tally:
    """Return the share of people of whom the right thing (or rightly nothing) is said."""
    return of_share((name, key(want), _said(got)) for name, want, got in compared)


def said_only(compared: Iterable[tuple[str, str, Quote | None]]) -> Tally:
    """Return what is said of people as a set: nothing rightly said of somebody earns nothing."""
    triples = [(name, key(want), _said(got)) for name, want, got in compared]
    return of_sets(
        [f"{name}: {want}" for name, want, _ in triples if want],
        [f"{name}: {got}" for name, _, got in triples if got],
    )


def _said(quote: Quote | None) -> str:
    return key(quote.text) if quote else ""


# -- lists ------------------------------------------------------------------------------------


def _lists(case: Case, done: ProcessedArticle | None) -> dict[str, Tally]:
    wanted = [person for group in case.lists for person in group.people]
    found = [person for group in (done.reading.lists if done else ()) for person in group.people]
    by_name: dict[str, list[ListPerson]] = defaultdict(list)
    for person in reversed(found):
        by_name[key(person.mention.name)].append(person)
    both: list[tuple[GoldListPerson, ListPerson]] = [
        (p, by_name[key(p.name)].pop()) for p in wanted if by_name[key(p.name)]
    ]
    return {
        "list_people": of_sets([key(p.name) for p in wanted], [key(p.mention.name) for p in found]),
        "list_title": quotes((p.name, p.title, q.title) for p, q in both),
        "list_unit": quotes((p.name, p.unit, q.unit) for p, q in both),
        "list_organisation": quotes((p.name, p.organisation, q.organisation) for p, q in both),
    }


def total(scores: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """Return each measure over all cases: every item weighs the same."""
    totals: dict[str, Tally] = {}
    for tallies in scores:
        for measure, tally in tallies.items():
            totals[measure] = totals.get(measure, Tally()) + tally
    return totals
