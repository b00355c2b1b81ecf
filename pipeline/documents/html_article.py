"""Where in an HTML page its article stands: what the page says, else where the paragraphs are.

Where no ``article`` or ``main`` says so, two things tell text from furniture, as in the method of
Kohlschütter, Fankhauser and Nejdl (2010): how much of a stretch is links, and how long its
paragraphs are. Stretches that are mostly links, or whose class says that they are comments,
related stories or the like, go; the article is the smallest element with nearly all of what is
left.
"""

from __future__ import annotations

import re

from lxml import html

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|kommentar(?:er|felt)?|related|relatert|relaterte|sidebar|sidefelt"
    r"|share|sharing|deling|social|sosiale?|cookies?|consent|samtykke|newsletter|nyhetsbrev"
    r"|breadcrumbs?|brødsmuler?|menu|meny|navigation|navigasjon|navbar|footer|bunntekst|promo"
    r"|advert(?:isement)?|annonse|teasers?|les-?ogs[aå]|popular|mest-?lest|mestlest|tags?|login"
    r"|subscribe|abonner)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: shorter stretches are no paragraphs
LONG = 60
#: of the score of all paragraphs, the article has this much
MOST = 0.85
_BLOCKS = ("div", "section", "ul", "ol", "table", "dl", "p", "center", "td")


def find_article(page: html.HtmlElement) -> html.HtmlElement:
    """Return the element that holds the article of a page; furniture is taken out of the page.

    That is the longest ``article``, else ``main``, else the element with the paragraphs.
    """
    for path in ("//article", "//main | //*[@role='main']"):
        found = page.xpath(path)
        if found:
            best = max(found, key=lambda e: len(e.text_content()))
            if len(best.text_content().strip()) > 80 or best.xpath(".//figcaption"):
                return best
    bodies = page.xpath("//body")
    body = bodies[0] if bodies else page
    _take_out_furniture(body)
    return _smallest(body)


def _take_out_furniture(body: html.HtmlElement) -> None:
    """Take out of a page what is mostly links, and what says that it is no article."""
    size = _size(body)
    for element in list(body.iter(*_BLOCKS)):
        if element is body or _is_gone(element, body) or element.xpath(".//h1"):
            continue
        own = _size(element)
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if own < size / 2 and (_FURNITURE.search(named) or _is_links(element, own)):
            element.drop_tree()


def _is_gone(element: html.HtmlElement, body: html.HtmlElement) -> bool:
    """Return whether an element was taken out with one around it."""
    return not any(other is body for other in element.iterancestors())


def _is_links(element: html.HtmlElement, size: int) -> bool:
    """Return whether a stretch is mostly links, three or more, without a paragraph."""
    links = list(element.iter("a"))
    linked = sum(_size(link) for link in links)
    return len(links) >= 3 and linked > 0.6 * size and not _paragraphs(element)


def _smallest(body: html.HtmlElement) -> html.HtmlElement:
    """Return the smallest element that has nearly all paragraphs, the title, and the captions."""
    scores: dict[html.HtmlElement, float] = {}
    total = 0.0
    for paragraph in _paragraphs(body):
        score = _score(paragraph)
        total += score
        for around in paragraph.iterancestors():
            scores[around] = scores.get(around, 0.0) + score
            if around is body:
                break
    best = body
    wanted = [*body.iter("h1"), *body.iter("figcaption")]
    while total:
        inner = [child for child in best if scores.get(child, 0.0) >= MOST * total]
        if not inner or any(not _is_in(element, inner[0]) for element in wanted):
            break
        if not all(_is_furniture(child) for child in best if child is not inner[0]):
            break
        best = inner[0]
    return best


def _is_furniture(element: html.HtmlElement) -> bool:
    """Return whether an element beside the paragraphs is empty, or links and nothing to read."""
    return not _size(element) or (_link_share(element) > 0.3 and not _paragraphs(element))


def _paragraphs(element: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the stretches of running text in an element, the element itself among them."""
    return [
        each
        for each in element.iter("p", "div", "td", "blockquote", "section", "center")
        if _own_size(each) >= LONG and _link_share(each) < 0.5
    ]


def _own_size(element: html.HtmlElement) -> int:
    """Return the characters of an element that stand in no block inside it."""
    blocks = {"p", "div", "td", "table", "ul", "ol", "dl", "section", "blockquote", "center"}
    own = len((element.text or "").strip())
    for child in element:
        if child.tag not in blocks:
            own += _size(child)
        own += len((child.tail or "").strip())
    return own


def _score(paragraph: html.HtmlElement) -> float:
    """Return how much a stretch looks like running text: its length and its commas."""
    size = _own_size(paragraph)
    commas = (paragraph.text_content() or "").count(",")
    return (1 + min(size / 100, 5) + min(commas, 5)) * (1 - _link_share(paragraph))


def _link_share(element: html.HtmlElement) -> float:
    """Return how much of the text of an element is in links."""
    size = _size(element)
    return sum(_size(link) for link in element.iter("a")) / size if size else 0.0


def _size(element: html.HtmlElement) -> int:
    return len((element.text_content() or "").strip()) if isinstance(element.tag, str) else 0


def _is_in(element: html.HtmlElement, outer: html.HtmlElement) -> bool:
    return element is outer or any(other is outer for other in element.iterancestors())
