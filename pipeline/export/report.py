"""One self-contained page about an article, for communications staff and data stewards.

The page needs no script, loads nothing, and reads well printed, on a phone, in light and dark.
This is the only module that knows Jinja; everything that is put into a page is escaped.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import jinja2

from pipeline import __version__
from pipeline.export.bitext import bitexts
from pipeline.export.look import cards, in_words, said, why
from pipeline.export.people import delegations, flags_of, name_rows, pictures, title
from pipeline.export.wording import wording
from pipeline.records import EntityKind, ProcessedArticle


def report(outcome: ProcessedArticle, ui: str = "en") -> str:
    """Return the report on an article as one HTML page.

    Args:
        outcome: What the pipeline found.
        ui: The language of the interface, "en" or "nb".

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
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
    )
    environment.filters["said"] = said
    environment.filters["why"] = why
    environment.filters["zip"] = lambda left, right: zip(left, right, strict=True)
    environment.globals["in_words"] = in_words
    environment.filters["flags_of"] = lambda mention, flags: flags_of(flags, mention)
    return environment.get_template("report.html")


def visible(value: object) -> object:
    r"""Return a text with the control characters that HTML forbids shown as U+FFFD.

    >>> visible("a\x00b") == "a\N{REPLACEMENT CHARACTER}b"
    True
    """
    if isinstance(value, str) and any(_is_control(c) for c in value):
        return "".join("\N{REPLACEMENT CHARACTER}" if _is_control(c) else c for c in value)
    return value


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and character not in "\t\n\r"
