"""Passages of an article as cards show them: the words around a name, the lines of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pipeline.authority.keys import form_key
from pipeline.export.marking import highlighted
from pipeline.export.people import title
from pipeline.records import Article, Mention, PartKind, ProcessedArticle, Record, Span

#: the most characters of a passage before and after what it is shown for
AROUND: Final = 420
#: lines of a list before and after the one that it is shown for
LINES: Final = 3
#: how a passage marks what it is shown for
THIS: Final = "this"


class Scrap(Record):
    """A piece of a passage: ``mark`` is "this", the kind of another name, or empty."""

    text: str
    mark: str = ""


class Passage(Record):
    """Words of an article. ``heading`` is that of a list; ``article`` where it is another one."""

    kind: PartKind
    language: str = ""
    heading: str = ""
    article: str = ""
    scraps: tuple[Scrap, ...]


@dataclass(frozen=True)
class Passages:
    """The passages of an article."""

    outcome: ProcessedArticle

    def place(self, name: str, part: str) -> Passage | None:
        """Return the passage of a part in which a name stands, if it does."""
        key = form_key(name)
        for mention in self._mentions.get(part, ()):
            if form_key(mention.name) == key:
                passage = self.at(mention.span)
                return passage.model_copy(update={"article": title(self._article)})
        return None

    def at(self, span: Span) -> Passage:
        """Return the passage around a name; of a list, its line with those around it."""
        part = self._article.part(span.part)
        heading = ""
        if part.name in self._lists:
            heading, parts = self._lists[part.name]
            scraps = self._lines(parts, span)
        else:
            scraps = self._words(span)
        return Passage(
            kind=part.kind,
            language=self._languages.get(part.name, ""),
            heading=heading,
            scraps=scraps,
        )

    def whole(self, parts: Sequence[str], heading: str = "") -> Passage:
        """Return whole parts, a line each."""
        shown = [scrap for name in parts for scrap in (*self._marked(name), Scrap(text="\n"))]
        return Passage(
            kind=self._article.part(parts[0]).kind,
            language=self._languages.get(parts[0], ""),
            heading=heading,
            scraps=tuple(shown[:-1]),
        )

    def _lines(self, parts: Sequence[str], span: Span) -> tuple[Scrap, ...]:
        """Return the line of a list with those around it."""
        at = parts.index(span.part)
        first, last = max(0, at - LINES), min(len(parts), at + LINES + 1)
        lines: list[Scrap] = [Scrap(text="…\n")] if first else []
        for name in parts[first:last]:
            lines += self._words(span) if name == span.part else self._marked(name)
            lines.append(Scrap(text="\n"))
        return (*lines[:-1], *([Scrap(text="\n…")] if last < len(parts) else []))

    def _words(self, span: Span) -> tuple[Scrap, ...]:
        """Return what stands around a name, cut at spaces."""
        text = self._article.part(span.part).text
        start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
        if start:
            start = text.find(" ", start, span.start) + 1 or start
        if end < len(text):
            end = text.rfind(" ", span.end, end) if " " in text[span.end : end] else end
        scraps = self._marked(span.part, span, start, end)
        before = (Scrap(text="… "),) if start else ()
        after = (Scrap(text=" …"),) if end < len(text) else ()
        return (*before, *scraps, *after)

    def _marked(
        self, name: str, this: Span | None = None, start: int = 0, end: int | None = None
    ) -> tuple[Scrap, ...]:
        """Return a part with its names marked, and the one that it is shown for as such."""
        text = self._article.part(name).text[start:end]
        ranges = [
            (m.span.start - start, m.span.end - start, m.kind.value)
            for m in self._mentions.get(name, ())
            if this is None or not m.span.overlaps(this)
        ]
        if this:
            ranges.append((this.start - start, this.end - start, THIS))
        return tuple(Scrap(text=piece.text, mark=piece.mark) for piece in highlighted(text, ranges))

    @cached_property
    def _mentions(self) -> Mapping[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for mention in self.outcome.mentions:
            found.setdefault(mention.span.part, []).append(mention)
        return found

    @property
    def _article(self) -> Article:
        return self.outcome.article

    @cached_property
    def _languages(self) -> dict[str, str]:
        return {found.part: found.detection.language for found in self.outcome.languages}

    @cached_property
    def _lists(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The heading of the list that a part is in, and the parts of that list."""
        found = {}
        for group in self.outcome.reading.lists:
            parts = tuple(dict.fromkeys(p.mention.span.part for p in group.people))
            found.update(dict.fromkeys(parts, (group.heading, parts)))
        return found
