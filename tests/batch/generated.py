"""Outcomes of generated articles as a perfect name finder would make them, without a model.

Captions and lists are read and names joined by the real stages; only the finder is replaced, by
one that knows from the gold file who is in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from corpus.generate.articles import Archive, Generated
from corpus.generate.people import organisations
from pipeline.documents.text import parse_text
from pipeline.errors import ArticleError
from pipeline.flow import Stages, process
from pipeline.records import (
    Article,
    Detection,
    EntityKind,
    FailedArticle,
    Mention,
    NameCluster,
    Origin,
    PartDetection,
    ProcessedArticle,
    Reading,
    Reconciliation,
    SkippedArticle,
    Span,
)
from pipeline.stages.captions import read_people
from pipeline.stages.reconcile import reconcile

#: where the gold has what is of each kind
_KEYS = {
    EntityKind.ORGANISATION: "organisations",
    EntityKind.PERSON: "people",
    EntityKind.PLACE: "places",
}


@cache
def _organisations() -> re.Pattern[str]:
    return _any_of(o.name for o in organisations())


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(name) for name in sorted(set(names), key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def found_by_gold(article: Article, gold: Mapping[str, Any]) -> tuple[Mention, ...]:
    """Return the mentions of the people of the gold, in full and by surname, and the others."""
    forms = {
        kind: [form for one in gold.get(key, ()) for form in one["written"]]
        for kind, key in _KEYS.items()
    }
    people = forms[EntityKind.PERSON]
    forms[EntityKind.PERSON] = [*people, *(form.rpartition(" ")[2] for form in people)]
    return tuple(
        mention for part in article.parts for mention in _found_in(part.text, part.name, forms)
    )


def _found_in(text: str, part: str, forms: Mapping[EntityKind, Sequence[str]]) -> Iterator[Mention]:
    """Yield the mentions in a part: an organisation before a place that stands in its name."""
    taken: list[range] = []
    for kind, names in forms.items():
        pattern = _organisations() if kind is EntityKind.ORGANISATION else None
        patterns = [one for one in (_any_of(names) if names else None, pattern) if one]
        for match in (found for one in patterns for found in one.finditer(text)):
            if any(match.start() < one.stop and one.start < match.end() for one in taken):
                continue
            taken.append(range(match.start(), match.end()))
            yield Mention(
                span=Span(part=part, start=match.start(), end=match.end()),
                text=match.group(),
                name=match.group(),
                kind=kind,
                origin=Origin.NER,
            )


def outcome_of(generated: Generated) -> ProcessedArticle | SkippedArticle | FailedArticle:
    """Return what the stages make of an article whose names are found."""
    line, gold = generated.line, generated.gold
    try:
        article = parse_text(line["text"], article_id=line["id"])
    except ArticleError as error:
        return FailedArticle(
            article_id=line["id"],
            error="ArticleError",
            message=error.message,
            hint=error.hint,
        )
    language = gold["language"] or "und"
    languages = tuple(
        PartDetection(part=p.name, detection=Detection(language=language, confidence=1.0))
        for p in article.parts
    )
    stages = Stages(
        detect=lambda _: (Detection(language=language, confidence=1.0), languages),
        find_names=lambda a: found_by_gold(a, gold),
        read_people=read_people,
        reconcile=reconcile,
        translate=_none,
    )
    return process(article, stages, ())


def _none(*_: object) -> Any:
    raise AssertionError


def outcomes_of(
    archive: Archive,
) -> Iterator[tuple[Generated, ProcessedArticle | SkippedArticle | FailedArticle]]:
    """Yield the articles of an archive with what the stages make of them."""
    for generated in archive:
        yield generated, outcome_of(generated)


def quick_outcome(generated: Generated) -> ProcessedArticle:
    """Return an outcome with nothing in it but the clusters of names, made from the gold alone.

    Made in a hundredth of the time that the stages take: for archives of a hundred thousand.
    """
    text, gold = generated.line["text"], generated.gold
    clusters = tuple(
        NameCluster.model_construct(
            id=f"{kind.value}-{number}",
            name=one["written"][0],
            kind=kind,
            mentions=tuple(_seen(form, kind) for form in one["written"]),
            forms=tuple(one["written"]),
            affiliations=_affiliation(text, one["written"]) if key == "people" else (),
            roles=(),
        )
        for kind, key in _KEYS.items()
        for number, one in enumerate(gold.get(key, ()), start=1)
    )
    return ProcessedArticle.model_construct(
        article=Article.model_construct(id=gold["id"], parts=()),
        detection=Detection(language="nb", confidence=1.0),
        reading=Reading(),
        mentions=(),
        reconciliation=Reconciliation.model_construct(clusters=clusters, acronyms=()),
    )


def _seen(form: str, kind: EntityKind) -> Mention:
    span = Span.model_construct(part="p1", start=0, end=len(form))
    return Mention.model_construct(span=span, text=form, name=form, kind=kind, origin=Origin.NER)


def _affiliation(text: str, forms: Iterable[str]) -> tuple[str, ...]:
    for form in forms:
        _, found, rest = text.partition(f"{form} (")
        if found:
            return (rest.partition(")")[0],)
    return ()
