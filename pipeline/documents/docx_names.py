"""Names of the elements of a Word document, and what they are to a reader."""

from __future__ import annotations

from typing import Final

_SPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


def q(name: str) -> str:
    """Return a name with a prefix as lxml writes it.

    >>> q("xml:space")
    '{http://www.w3.org/XML/1998/namespace}space'
    """
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


P, R, RPR, PPR, T = q("w:p"), q("w:r"), q("w:rPr"), q("w:pPr"), q("w:t")
TABLE, ROW, CELL = q("w:tbl"), q("w:tr"), q("w:tc")
SDT, SDT_CONTENT = q("w:sdt"), q("w:sdtContent")
BOX, FALLBACK, ALTERNATE = q("w:txbxContent"), q("mc:Fallback"), q("mc:AlternateContent")
PICTURE, VML_PICTURE, SHAPE = q("wp:docPr"), q("w:pict"), q("v:shape")
ART = q("v:textpath")
LANG, VAL = q("w:lang"), q("w:val")
FIELD, INSTRUCTION, SIMPLE_FIELD = q("w:fldChar"), q("w:instrText"), q("w:fldSimple")
BREAK, TAB, NO_BREAK_HYPHEN = q("w:br"), q("w:tab"), q("w:noBreakHyphen")

#: hold runs, and are kept around them
CONTAINERS: Final = frozenset(
    q(f"w:{name}")
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "customXml", "dir", "bdo")
)
#: hold blocks
BLOCK_CONTAINERS: Final = frozenset(
    {q("w:customXml"), q("w:ins"), q("w:moveTo"), q("w:smartTag"), SDT_CONTENT}
)
#: what a word processor puts in again
DROPPED: Final = frozenset({q("w:proofErr"), q("w:lastRenderedPageBreak"), q("w:softHyphen")})
#: of the properties of a run, what is not seen
UNSEEN: Final = frozenset({LANG, q("w:noProof"), q("w:rPrChange"), q("w:webHidden")})
#: the text in these fields is read as text: links, references to captions and headings, what is
#: chosen or taken from the properties of the file, dates with a month in letters
READ_FIELDS: Final = frozenset(
    {
        *("HYPERLINK", "REF", "STYLEREF", "TOC", "INDEX", "BIBLIOGRAPHY", "QUOTE", "IF", "ASK"),
        *("FILLIN", "AUTOTEXT", "INCLUDETEXT", "TITLE", "SUBJECT", "KEYWORDS", "COMMENTS"),
        *("DOCPROPERTY", "DOCVARIABLE", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE"),
    }
)
#: the elements that come after ``w:lang`` in the properties of a run
AFTER_LANG: Final = frozenset(
    {q("w:eastAsianLayout"), q("w:specVanish"), q("m:oMath"), q("w:rPrChange")}
)
