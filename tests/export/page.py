"""A page read with the standard library: elements in order, their text, and how they nest."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "hr", "img", "input", "link", "wbr"})


@dataclass
class Element:
    """One element: attributes, all the text inside it, and the tags around it."""

    tag: str
    attributes: dict[str, str]
    around: tuple[str, ...]
    language: str
    text: str = ""


@dataclass
class Page:
    """All elements of a page in order."""

    elements: list[Element] = field(default_factory=list)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements with a tag whose attributes contain the given words."""
        wanted = {key.rstrip("_"): word for key, word in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(word in element.attributes.get(k, "").split() for k, word in wanted.items())
        ]

    @property
    def text(self) -> str:
        """The text of the whole page."""
        return self.elements[0].text

    @property
    def tags(self) -> set[str]:
        """The tags that the page uses."""
        return {element.tag for element in self.elements}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        around = tuple(element.tag for element in self.open)
        language = attributes.get("lang") or (self.open[-1].language if self.open else "")
        element = Element(tag, attributes, around, language)
        self.page.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(html: str) -> Page:
    """Return a page, having made sure that its elements nest."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"left open: {[element.tag for element in reader.open]}"
    return reader.page
