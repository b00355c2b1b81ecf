"""Scores of the pipeline on the corpus: what it got right, what it missed, what it invented.

The tallies are explained in ``tally.py``. Strings are compared in NFC with white space made
single and the punctuation at their ends taken off; names by letter case too, affiliations, roles
and the long forms of acronyms without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pipeline.records import (
    Caption,
    CaptionPerson,
    EntityKind,
    FlagKind,
    ListPerson,
    PartKind,
    ProcessedArticle,
    Quote,
    SkippedArticle,
)
from tests.gate.gold import Gold, GoldCaption, GoldCaptionPerson, GoldListPerson, plain
from tests.gate.tally import Tally, fold, of_sets, of_share, shorten

#: an article of which the pipeline says nothing counts as one in which it found nothing
Result = ProcessedArticle | SkippedArticle | None
_FLAGS = (FlagKind.SPELLING, FlagKind.NOT_IN_LIST, FlagKind.NOT_IN_PICTURE)


@dataclass(frozen=True)
class Scores:
    """The tallies of every measure, by article."""

    articles: Mapping[str, Mapping[str, Tally]]

    def totals(self) -> dict[str, Tally]:
        """Return each measure over all articles (micro: every item weighs the same)."""
        totals: dict[str, Tally] = {}
        for tallies in self.articles.values():
            for measure, tally in tallies.items():
                totals[measure] = totals.get(measure, Tally()) + tally
        return totals


def score(golds: Iterable[Gold], results: Mapping[str, Result]) -> Scores:
    """Compare what the pipeline made of each article with its gold annotation.

    Args:
        golds: the annotation of the articles that count.
        results: the outcomes by the name of the article; a failed article is ``None``.
    """
    return Scores({gold.id: score_article(gold, results.get(gold.id)) for gold in golds})


def score_article(gold: Gold, result: Result) -> dict[str, Tally]:
    """Return every measure of one article."""
    language = result.detection.language if result else "nothing"
    done = result if isinstance(result, ProcessedArticle) else None
    return {
        "language": of_share([("article", gold.language, language)]),
        **_parts(gold, done),
        **_captions(gold, done),
        **_lists(gold, done),
        **_names(gold, done),
        "acronyms": _acronyms(gold, done),
        "clusters": _clusters(gold, done),
        **_flags(gold, done),
    }


def values(totals: Mapping[str, Tally]) -> dict[str, float]:
    """Return the value of each measure that has one: F of sets, the right share of shares."""
    return {measure: v for measure, t in totals.items() if (v := t.value) is not None}


def corpus_digest(folder: Path) -> str:
    """Return the SHA-256 of the articles and gold files in ``folder``: floors hold for one only."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("articles/*.txt"), *folder.glob("gold/*.json")]):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def table(scores: Scores, worst: int = 5) -> str:
    """Return the scores for reading: a line a measure, then the articles with most mistakes."""
    lines = measures(scores.totals())
    mistakes = {
        name: sum(tally.mistakes for tally in found.values())
        for name, found in scores.articles.items()
    }
    for name in sorted(mistakes, key=lambda name: (-mistakes[name], name))[:worst]:
        if mistakes[name]:
            lines += ["", f"{name}: {mistakes[name]} mistakes", *_told(scores.articles[name])]
    return "\n".join(lines) + "\n"


def measures(totals: Mapping[str, Tally], title: str = "measure") -> list[str]:
    """Return a heading and a line a measure: precision, recall, F or share, and counts."""
    lines = [f"{title:<20} {'P':>6} {'R':>6} {'F/share':>8} {'right':>6} {'miss':>5} {'inv':>5}"]
    for measure, t in totals.items():
        precision = _decimal(None if t.share else t.precision)
        recall = _decimal(None if t.share else t.recall)
        lines.append(
            f"{measure:<20} {precision:>6} {recall:>6} {_decimal(t.value):>8}"
            f" {t.right:>6} {len(t.missed):>5} {len(t.invented):>5}"
        )
    return lines


def _told(tallies: Mapping[str, Tally]) -> Iterable[str]:
    for measure, tally in tallies.items():
        for what, items in (("missed", tally.missed), ("invented", tally.invented)):
            if items:
                yield f"  {measure}: {what} {' | '.join(shorten(item, 110) for item in items)}"


def _parts(gold: Gold, done: ProcessedArticle | None) -> dict[str, Tally]:
    """A part is right when it holds the same words and is taken for the same kind."""
    texts = gold.part_texts()
    wanted = [(text, part.kind) for text, part in zip(texts, gold.parts, strict=True)]
    parts = done.article.parts if done else ()
    found = [(plain(part.text), part.kind) for part in parts if plain(part.text)]
    kinds = dict(found)
    return {
        "parts": of_sets([_kinded(*p) for p in wanted], [_kinded(*p) for p in found]),
        "part_kinds": of_share([(text, k, kinds[text]) for text, k in wanted if text in kinds]),
    }


def _captions(gold: Gold, done: ProcessedArticle | None) -> dict[str, Tally]:
    captions = done.reading.captions if done else ()
    pairs: list[tuple[GoldCaption, list[Caption]]] = [(caption, []) for caption in gold.captions]
    people: list[Tally] = []
    for found in captions:
        text = plain(done.article.part(found.part).text) if done else ""
        for (caption, mine), whole in zip(pairs, gold.texts_of(PartKind.CAPTION), strict=True):
            if text in whole or plain(caption.starts) in text:
                mine.append(found)
                break
        else:
            people.append(of_sets([], _caption_names([found])))
    order, incomplete = [], []
    both: list[tuple[GoldCaptionPerson, CaptionPerson]] = []
    for caption, mine in pairs:
        names = [p.name for p in caption.people]
        people.append(of_sets(names, _caption_names(mine)))
        if names:
            order.append((caption.starts, names, _caption_names(mine)))
        if mine:
            incomplete.append((caption.starts, caption.incomplete, any(c.incomplete for c in mine)))
        by_name = {fold(p.mention.name): p for c in mine for p in c.people}
        both += [(p, by_name[fold(p.name)]) for p in caption.people if fold(p.name) in by_name]
    photographers = {name for caption in gold.captions for name in caption.credits}
    credited = {m.name for c in captions for m in c.credits if m.kind is EntityKind.PERSON}
    return {
        "caption_people": sum(people, Tally()),
        "caption_order": of_share(
            (n, [fold(x) for x in w], [fold(x) for x in g]) for n, w, g in order
        ),
        "caption_place": of_share((p.name, (p.row, p.side), (q.row, q.side)) for p, q in both),
        "caption_affiliation": _quotes((p.name, p.affiliation, q.affiliation) for p, q in both),
        "caption_role": _quotes((p.name, p.role, q.role) for p, q in both),
        "caption_incomplete": of_share(incomplete),
        "credits": of_sets(photographers, credited),
    }


def _caption_names(captions: Iterable[Caption]) -> list[str]:
    return [person.mention.name for caption in captions for person in caption.people]


def _lists(gold: Gold, done: ProcessedArticle | None) -> dict[str, Tally]:
    wanted = [person for group in gold.lists for person in group.people]
    found = [person for group in (done.reading.lists if done else ()) for person in group.people]
    by_name = {fold(person.mention.name): person for person in found}
    both: list[tuple[GoldListPerson, ListPerson]] = [
        (p, by_name[fold(p.name)]) for p in wanted if fold(p.name) in by_name
    ]
    return {
        "list_people": of_sets([p.name for p in wanted], [p.mention.name for p in found]),
        "list_title": _quotes((p.name, p.title, q.title) for p, q in both),
        "list_unit": _quotes((p.name, p.unit, q.unit) for p, q in both),
        "list_organisation": _quotes((p.name, p.organisation, q.organisation) for p, q in both),
    }


def _names(gold: Gold, done: ProcessedArticle | None) -> dict[str, Tally]:
    """Every name once an article; a name of the wrong kind is one missed and one invented."""
    mentions = done.mentions if done else ()
    return {
        f"names_{kind}": of_sets(
            {fold(name.name) for name in gold.names if name.kind is kind},
            {fold(mention.name) for mention in mentions if mention.kind is kind},
        )
        for kind in EntityKind
    }


def _acronyms(gold: Gold, done: ProcessedArticle | None) -> Tally:
    found = done.reconciliation.acronyms if done else ()
    return of_sets(
        {f"{short} = {fold(long).casefold()}" for short, long in gold.acronyms.items()},
        {f"{acronym.short} = {fold(acronym.long).casefold()}" for acronym in found},
    )


def _clusters(gold: Gold, done: ProcessedArticle | None) -> Tally:
    """Every pair of forms that name one person, organisation or place."""
    clusters = done.reconciliation.clusters if done else ()
    return of_sets(
        {_joined(pair) for forms in gold.clusters for pair in combinations(forms, 2)},
        {
            _joined(pair)
            for cluster in clusters
            for pair in combinations({fold(mention.name) for mention in cluster.mentions}, 2)
        },
    )


def _flags(gold: Gold, done: ProcessedArticle | None) -> dict[str, Tally]:
    """Flags are the same when kind and forms are, in any order; doubts ("unsure") do not count."""
    flags = done.reconciliation.flags if done else ()
    tallies = {
        f"flags_{kind}": of_sets(
            {_joined(flag.forms) for flag in gold.flags if flag.kind is kind},
            [_joined({m.name for m in flag.mentions}) for flag in flags if flag.kind is kind],
        )
        for kind in _FLAGS
    }
    spellings = [flag for flag in flags if flag.kind is FlagKind.SPELLING]
    proposed = {
        _joined({m.name for m in flag.mentions}): flag.candidates[0].name if flag.candidates else ""
        for flag in spellings
    }
    asked = [(_joined(flag.forms), flag.proposed) for flag in gold.flags if flag.proposed]
    tallies["proposals"] = of_share((f, p, proposed[f]) for f, p in asked if f in proposed)
    return tallies


def _quotes(compared: Iterable[tuple[str, str, Quote | None]]) -> Tally:
    return of_share(
        (name, fold(want).casefold(), fold(got.text if got else "").casefold())
        for name, want, got in compared
    )


def _kinded(text: str, kind: PartKind) -> str:
    return f"{kind}: {text}"


def _joined(forms: Iterable[str]) -> str:
    return " / ".join(sorted(fold(form) for form in forms))


def _decimal(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
