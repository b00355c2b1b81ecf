"""One self-contained page about an article, for communications staff and data stewards.

The page needs no script, loads nothing, and reads well printed, on a phone, in light and dark.
Everything that is put into it is escaped.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2

from pipeline import __version__
from pipeline.export.bitext import bitexts
from pipeline.export.look import cards, in_words, said, why
from pipeline.export.people import delegations, flags_of, name_rows, pictures, title
from pipeline.export.templating import environment
from pipeline.export.wording import wording
from pipeline.records import EntityKind, ProcessedArticle


def report(outcome: ProcessedArticle, ui: str = "en") -> str:
    """Return the report on an article as one HTML page.

    Args:
        outcome: What the pipeline found.
        ui: The language of the interface, "en", "nb" or "nn".

    Raises:
        ConfigError: there is no interface in that language.
    """
    flags = cards(outcome)
    return _page().render(
        say=wording(ui),
        outcome=outcome,
        title=title(outcome.article),
        cards=flags,
        number_of={card.flag.id: card.number for card in flags},
        pictures=pictures(outcome),
        delegations=delegations(outcome),
        names={kind.value: name_rows(outcome, kind) for kind in EntityKind},
        bitexts=bitexts(outcome),
        version=__version__,
    )


@cache
def _page() -> jinja2.Template:
    made = environment([Path(__file__).parent / "templates"])
    made.filters["said"] = said
    made.filters["why"] = why
    made.filters["zip"] = lambda left, right: zip(left, right, strict=True)
    made.globals["in_words"] = in_words
    made.filters["flags_of"] = lambda mention, flags: flags_of(flags, mention)
    return made.get_template("report.html")
