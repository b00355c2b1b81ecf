"""XMP sidecars of photos: corrected texts put in, everything else left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from pipeline.documents.photos import Photo
from pipeline.documents.photos_names import Corrected
from pipeline.documents.photos_xmp import (
    CREATOR,
    DC,
    DESCRIPTION,
    HEADLINE,
    IPTC_EXT,
    PERSON,
    PHOTOSHOP,
    RDF,
    XML_LANG,
    descriptions,
    parse_xmp,
    property_elements,
)

_META = "adobe:ns:meta/"
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_END = '\n<?xpacket end="w"?>\n'
_PREFIXES = {"dc": DC, "photoshop": PHOTOSHOP, "Iptc4xmpExt": IPTC_EXT}


def sidecar(photo: Photo, texts: Corrected, existing: bytes = b"", place: str = "") -> str:
    """Return the sidecar of a photo with its corrected texts.

    Only properties whose text changed are written; of an existing sidecar all others stay.

    Args:
        photo: the photo as it was read.
        texts: its texts with the names put right.
        existing: the sidecar that there is, if any.
        place: its path, for messages.

    Raises:
        ArticleError: the sidecar that there is is broken.
    """
    root = parse_xmp(existing, place) if existing.strip() else _empty()
    if next(root.iter(f"{{{RDF}}}RDF"), None) is None:
        etree.SubElement(root, f"{{{RDF}}}RDF", nsmap={"rdf": RDF})
    if texts.caption != photo.caption:
        _set_alternatives(root, photo, texts.caption)
    if texts.headline != photo.headline:
        _set_simple(root, HEADLINE, texts.headline)
    if texts.creators != photo.creators:
        _set_items(root, CREATOR, "Seq", texts.creators)
    if texts.people != photo.people:
        _set_items(root, PERSON, "Bag", texts.people)
    return f"{_BEGIN}{etree.tostring(root, encoding='unicode')}{_END}"


def _empty() -> etree._Element:
    root = etree.Element(f"{{{_META}}}xmpmeta", nsmap={"x": _META})
    root.text = "\n "
    return root


def _set_alternatives(root: etree._Element, photo: Photo, text: str) -> None:
    """Set the caption: in its language, and wherever the same words stand."""
    items = [li for e in property_elements(root, DESCRIPTION) for li in e.iter(f"{{{RDF}}}li")]
    old = " ".join(photo.caption.split())
    same = [li for li in items if " ".join((li.text or "").split()) == old]
    for li in same:
        li.text = text
    if same:
        return
    spoken = photo.language or "x-default"
    language = [li for li in items if li.get(XML_LANG, "x-default") == spoken]
    for li in language:
        li.text = text
    if language:
        return
    if items:
        holder = items[0].getparent()
    else:
        holder = etree.SubElement(_new(root, DESCRIPTION), f"{{{RDF}}}Alt")
        _add(holder, text, "x-default")
    if spoken != "x-default":
        _add(holder, text, spoken)


def _add(holder: etree._Element, text: str, language: str = "") -> None:
    item = etree.SubElement(holder, f"{{{RDF}}}li")
    if language:
        item.set(XML_LANG, language)
    item.text = text


def _set_simple(root: etree._Element, name: str, text: str) -> None:
    for element in property_elements(root, name):
        for child in list(element):
            element.remove(child)
        element.text = text
        return
    _new(root, name).text = text


def _set_items(root: etree._Element, name: str, kind: str, texts: Sequence[str]) -> None:
    """Set the items of a list; where as many are there, each keeps its attributes."""
    for element in property_elements(root, name):
        items = element.findall(f".//{{{RDF}}}li")
        if len(items) == len(texts):
            _fill(items, texts)
            return
        for child in list(element):
            element.remove(child)
        element.text = None
        holder = etree.SubElement(element, f"{{{RDF}}}{kind}")
        break
    else:
        holder = etree.SubElement(_new(root, name), f"{{{RDF}}}{kind}")
    for text in texts:
        _add(holder, text)


def _fill(items: Iterable[etree._Element], texts: Sequence[str]) -> None:
    for item, text in zip(items, texts, strict=True):
        item.text = text


def _new(root: etree._Element, name: str) -> etree._Element:
    """Return a new element of a property, which may have been written as an attribute."""
    for description in descriptions(root):
        description.attrib.pop(name, None)
    found = descriptions(root)
    if found:
        description = found[0]
    else:
        rdf = next(root.iter(f"{{{RDF}}}RDF"))
        description = etree.SubElement(rdf, f"{{{RDF}}}Description", nsmap=_PREFIXES)
        description.set(f"{{{RDF}}}about", "")
    element = etree.SubElement(description, name, nsmap=_PREFIXES)
    etree.cleanup_namespaces(element)
    return element
