"""Titles that running text puts before a name: "ordfører Kari Lie" says as much as a caption."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.records import Article, EntityKind, Origin
from pipeline.stages.forms import Form
from pipeline.text.lookahead import title_before
from pipeline.text.phrases import Sight
from pipeline.text.tokens import tokenise

#: characters before a name that are looked at
BEFORE = 80
#: an age after a name: "Kari Lie (47)"
_AGE = re.compile(r"\s\((\d{1,3})(?:\s?år)?\)")


def note_text_roles(article: Article, forms: Iterable[Form]) -> None:
    """Add to each person the titles right before the name in sentences, and the ages after it."""
    parts = {part.name: part.text for part in article.parts}
    for form in forms:
        if form.kind is not EntityKind.PERSON:
            continue
        for mention in form.mentions:
            aged = _AGE.match(parts[mention.span.part], mention.span.end)
            if aged:
                form.ages.add(int(aged.group(1)))
            if mention.origin in (Origin.NER, Origin.REPEAT):
                role = _role_before(parts[mention.span.part], mention.span.start)
                if role and role not in form.roles:
                    form.roles.append(role)


def _role_before(text: str, start: int) -> str:
    """Return the title that ends where a name begins, "" where there is none.

    >>> text = "Da kom ordfører Kari Lie."
    >>> _role_before(text, text.index("Kari"))
    'ordfører'
    """
    first = max(0, start - BEFORE)
    tokens = tokenise(text[first : start + 1])
    see = Sight(text[first : start + 1], tokens, lambda *_: "")
    found = title_before(see, len(tokens) - 1) if len(tokens) > 1 else None
    if found is None or not any(see.is_role(k) for k in range(*found)):
        return ""
    return text[first + tokens[found[0]].start : first + tokens[found[1] - 1].end]
