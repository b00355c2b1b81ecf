"""Small outcomes with any text in them, for the formats of exchange."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from pipeline.records import (
    Article,
    Check,
    Detection,
    EntityKind,
    KeptName,
    Mention,
    NameCluster,
    Origin,
    Part,
    PartKind,
    ProcessedArticle,
    Quote,
    Reading,
    Reconciliation,
    Segment,
    Span,
    TranslatedPart,
    Translation,
)
from pipeline.translation.sheet import row_id
from pipeline.translation.units import Unit
from tests.strategies import anything

DATA = Path(__file__).parents[1] / "data"
KINDS = list(EntityKind)
UNSURE = Check(kind="unsure", detail='<it> & "that"')


def mark(source: str, target: str) -> str:
    """Return the mark of a segment from Bokmål into English."""
    return row_id(Unit(source, "nb", "en", target))


def outcome(text: str, target: str, places: list[tuple[int, int]]) -> ProcessedArticle:
    """Return a text with its translation, names at the places that do not overlap."""
    mentions: list[Mention] = []
    done = 0
    for start, end in sorted(places):
        if done <= start < end <= len(text):
            done = end
            kind = KINDS[start % len(KINDS)]
            span = Span(part="p1", start=start, end=end)
            words = text[start:end]
            mentions.append(
                Mention(span=span, text=words, name=words, kind=kind, origin=Origin.NER)
            )
    clusters = tuple(
        NameCluster(id=f"c{n}", name=m.name, kind=m.kind, mentions=(m,), forms=(m.name,))
        for n, m in enumerate(mentions)
    )
    span = Span(part="p1", start=0, end=len(text))
    segment = Segment(source=Quote(span=span, text=text), target=target, checks=(UNSURE,))
    kept = tuple(
        KeptName(source=m.name, expected=m.name, kind=m.kind, part="p1", kept=True)
        for m in mentions
    )
    part = TranslatedPart(part="p1", text=target, segments=(segment,))
    return ProcessedArticle(
        article=Article(id="a", parts=(Part(name="p1", kind=PartKind.PARAGRAPH, text=text),)),
        detection=Detection(language="nb", confidence=1.0),
        reading=Reading(),
        mentions=tuple(mentions),
        reconciliation=Reconciliation(clusters=clusters),
        translations=(Translation(target="en", road="nb-en", parts=(part,), names=kept),),
    )


_places = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4)
#: texts that hold something to translate
filled = anything.filter(lambda text: bool(text.strip()))
outcomes = st.builds(outcome, filled, anything, _places)
