"""What identifies a flag, so that a decision outlives reprocessing."""

from __future__ import annotations

from pipeline.records import Article, FlagKind, Mention


def flag_id(article: Article, mention: Mention, kind: FlagKind = FlagKind.SPELLING) -> str:
    """Return the id of a flag: article, part, name as written, which occurrence in the part, kind.

    It does not depend on what stands elsewhere in the article.
    """
    before = article.part(mention.span.part).text[: mention.span.start]
    occurrence = before.count(mention.text) + 1
    return f"{article.id}:{mention.span.part}:{mention.text}:{occurrence}:{kind.value}"
