"""Names and flags as W3C Web Annotations (JSON-LD): stand-off, on the text of the article.

An annotation has two selectors: a position, counted in Unicode code points from 0, and a quote
with the words around. The text that they select from is ``Article.text``.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.export.identifiers import Register, known, uris
from pipeline.export.json_text import filled, to_text
from pipeline.records import (
    Article,
    Flag,
    Mention,
    NameCluster,
    ProcessedArticle,
    Span,
)

#: code points of the words before and after a quote
_AROUND = 32


def write_web_annotation(outcome: ProcessedArticle, text_file: str, register: Register) -> str:
    """Return an annotation for each mention of a name and for each flag, as one collection.

    Args:
        outcome: the article.
        text_file: the file with the text, as seen from where the annotations are put.
        register: what is known about the names, for their addresses.
    """
    bearers = {m.span: c for c in outcome.reconciliation.clusters for m in c.mentions}
    starts = part_starts(outcome.article)
    items = [
        _name(number, mention, bearers.get(mention.span), register)
        | {"target": _target(outcome.article, text_file, mention, starts)}
        for number, mention in enumerate(outcome.mentions, start=1)
    ]
    items += [
        _flag(number, flag)
        | {"target": [_target(outcome.article, text_file, m, starts) for m in flag.mentions]}
        for number, flag in enumerate(outcome.reconciliation.flags, start=1)
    ]
    return to_text(
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": "#names",
            "type": "AnnotationCollection",
            "label": f"Names in {outcome.article.id}, found by samsvar;"
            " positions count Unicode code points from 0",
            "total": len(items),
            "first": {
                "id": "#page",
                "type": "AnnotationPage",
                "partOf": "#names",
                "startIndex": 0,
                "items": items,
            },
        }
    )


def part_starts(article: Article) -> dict[str, int]:
    """Return where each part begins in the text of the article, in code points."""
    starts: dict[str, int] = {}
    done = 0
    for part in article.parts:
        starts[part.name] = done + len(part.before)
        done += len(part.before) + len(part.text)
    return starts


def _target(
    article: Article, text_file: str, mention: Mention, starts: dict[str, int]
) -> dict[str, object]:
    start, end = _place(mention.span, starts)
    text = article.text
    return {
        "source": text_file,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - _AROUND) : start],
                "suffix": text[end : end + _AROUND],
            },
        ],
    }


def _place(span: Span, starts: dict[str, int]) -> tuple[int, int]:
    return starts[span.part] + span.start, starts[span.part] + span.end


def _name(
    number: int, mention: Mention, cluster: NameCluster | None, register: Register
) -> dict[str, object]:
    bodies: list[dict[str, object]] = [
        {"type": "TextualBody", "purpose": "classifying", "value": mention.kind.value},
        {
            "type": "TextualBody",
            "purpose": "identifying",
            "value": cluster.name if cluster else mention.name,
        },
    ]
    if cluster:
        bodies += [
            {"type": "SpecificResource", "purpose": "identifying", "source": one}
            for one in uris(known(cluster, register).ids)
        ]
    return {
        "id": f"#m{number}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
    }


def _flag(number: int, flag: Flag) -> dict[str, object]:
    said = [("en", flag.message), ("nb", flag.message_nb), ("nn", flag.message_nn)]
    bodies: list[dict[str, object]] = [
        {"type": "TextualBody", "purpose": "commenting", "language": language, "value": words}
        for language, words in said
        if words
    ]
    bodies.append({"type": "TextualBody", "purpose": "classifying", "value": flag.kind.value})
    bodies += _proposals(flag)
    return filled(id=f"#f{number}", type="Annotation", motivation="questioning", body=bodies)


def _proposals(flag: Flag) -> Iterable[dict[str, object]]:
    """Yield the form that is proposed; none where two are equally likely."""
    if flag.candidates and not flag.is_tied:
        yield {"type": "TextualBody", "purpose": "editing", "value": flag.candidates[0].name}
