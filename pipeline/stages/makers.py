"""Who took the picture or wrote the text: they are nobody that the article is about."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.records import Article, EntityKind, Evidence, PartKind, Reading
from pipeline.stages.evidence import reason
from pipeline.stages.forms import Form
from pipeline.text import tables


def note_makers(article: Article, reading: Reading, forms: Iterable[Form]) -> None:
    """Note on the forms of persons whether credits name them and nothing else does."""
    lines = {part.name for part in article.parts if part.kind is PartKind.CREDIT}
    spans = {m.span for caption in reading.captions for m in caption.credits}
    if not lines and not spans:
        return
    for form in forms:
        if form.kind is EntityKind.PERSON:
            form.is_maker = all(m.span in spans or m.span.part in lines for m in form.mentions)


def maker_evidence(x: Form, y: Form) -> Evidence | None:
    """Return what it says that a credit names one of two, and the article is about the other.

    Nothing where the other is called a photographer or the like.
    """
    if x.is_maker == y.is_maker:
        return None
    told = y.roles if x.is_maker else x.roles
    makers = tables.captions().makers
    made = any(word in role.casefold() for role in told for word in makers)
    return None if made else reason("maker")
