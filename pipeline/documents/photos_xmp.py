"""Captions of photos in XMP: what the properties say, in which language."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from pipeline.documents.photos_iptc import clean
from pipeline.errors import ArticleError

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DESCRIPTION, CREATOR = f"{{{DC}}}description", f"{{{DC}}}creator"
HEADLINE, CREDIT = f"{{{PHOTOSHOP}}}Headline", f"{{{PHOTOSHOP}}}Credit"
PERSON = f"{{{IPTC_EXT}}}PersonInImage"
#: the languages of a caption, best first; what is said in none is "x-default"
_LANGUAGES = ("nb", "no", "nn", "x-default")
_HINT = "open the photo in a photo program and save its metadata again"


@dataclass(frozen=True)
class Xmp:
    """What XMP says of a photo; ``language`` is that of the caption that was chosen."""

    caption: str = ""
    language: str = ""
    headline: str = ""
    creators: tuple[str, ...] = ()
    credit: str = ""
    people: tuple[str, ...] = ()


def parse_xmp(data: bytes, place: str) -> etree._Element:
    """Return the root of an XMP packet.

    Raises:
        ArticleError: it is no XML, or has a document type (entities can be bombs).
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_blank_text=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data.strip(b"\x00 \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"{place}: the XMP is broken: {error}", hint=_HINT) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ArticleError(
            f"{place}: the XMP has a document type with entities, which XMP cannot have",
            hint=_HINT,
        )
    return root


def read_xmp(root: etree._Element) -> Xmp:
    """Return what a packet says."""
    caption, language = _chosen(_alternatives(root, DESCRIPTION))
    return Xmp(
        caption=caption,
        language=language,
        headline=clean(_simple(root, HEADLINE)),
        creators=_items(root, CREATOR),
        credit=clean(_simple(root, CREDIT)),
        people=_items(root, PERSON),
    )


def joined(first: Xmp, more: Xmp) -> Xmp:
    """Return what one packet says, and the other where the first is silent."""
    says = first if first.caption else more
    return Xmp(
        caption=says.caption,
        language=says.language,
        headline=first.headline or more.headline,
        creators=first.creators or more.creators,
        credit=first.credit or more.credit,
        people=first.people or more.people,
    )


def property_elements(root: etree._Element, name: str) -> list[etree._Element]:
    """Return the elements of a property of the photo itself, not of a structure inside it."""
    return [
        element
        for element in root.iter(name)
        if (parent := element.getparent()) is not None
        and parent.tag == f"{{{RDF}}}Description"
        and (above := parent.getparent()) is not None
        and above.tag == f"{{{RDF}}}RDF"
    ]


def descriptions(root: etree._Element) -> list[etree._Element]:
    """Return the elements that hold properties of the photo, attributes or elements."""
    return [d for rdf in root.iter(f"{{{RDF}}}RDF") for d in rdf.findall(f"{{{RDF}}}Description")]


def _simple(root: etree._Element, name: str) -> str:
    for element in property_elements(root, name):
        items = element.findall(f".//{{{RDF}}}li")
        return (items[0].text if items else element.text) or ""
    return next((d.get(name, "") for d in descriptions(root) if d.get(name)), "")


def _items(root: etree._Element, name: str) -> tuple[str, ...]:
    for element in property_elements(root, name):
        items = element.findall(f".//{{{RDF}}}li")
        texts = [clean(item.text or "") for item in items] or [clean(element.text or "")]
        return tuple(text for text in texts if text)
    alone = clean(_simple(root, name))
    return (alone,) if alone else ()


def _alternatives(root: etree._Element, name: str) -> list[tuple[str, str]]:
    for element in property_elements(root, name):
        items = element.findall(f".//{{{RDF}}}li")
        if items:
            return [(item.get(XML_LANG, "x-default"), item.text or "") for item in items]
    return [("x-default", _simple(root, name))]


def _chosen(texts: list[tuple[str, str]]) -> tuple[str, str]:
    """Return the Norwegian one of some texts, else the default, with its language as written."""
    for wanted in (*_LANGUAGES, ""):
        for language, text in texts:
            if clean(text) and (not wanted or language.casefold().startswith(wanted)):
                return clean(text), language
    return "", ""
