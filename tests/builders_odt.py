"""OpenDocument texts made by hand: invented content with all that a reader has to know."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "officeooo": "http://openoffice.org/2009/office",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    }.items()
)
_DATA = Path(__file__).parent / "data" / "odt"
STYLES = (_DATA / "styles.xml").read_text(encoding="utf-8")
RICH = (_DATA / "body.xml").read_text(encoding="utf-8")
HEADER = (
    """<text:p>Nordvik kommune <text:span text:style-name="MB">informerer</text:span></text:p>"""
)


def odt(body: str = RICH) -> bytes:
    """Return an OpenDocument text with this body."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} '
        f'office:version="1.3"><office:automatic-styles>{STYLES}</office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    styles = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {NAMES} '
        'office:version="1.3"><office:styles><style:default-style style:family="paragraph">'
        '<style:text-properties fo:language="nb" fo:country="NO"/></style:default-style>'
        '<style:style style:name="Title" style:family="paragraph"><style:text-properties '
        'fo:font-size="24pt" fo:font-weight="bold"/></style:style>'
        '<style:style style:name="Caption" style:family="paragraph"><style:text-properties '
        'fo:font-style="italic"/></style:style></office:styles><office:automatic-styles>'
        '<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="20cm" fo:margin="2cm"/><style:header-style/></style:page-layout>'
        '<style:style style:name="MB" style:family="text"><style:text-properties '
        'fo:font-weight="bold"/></style:style></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="pm"><style:header>'
        f"{HEADER}</style:header></style:master-page></office:master-styles>"
        "</office:document-styles>"
    )
    meta = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta {NAMES} '
        'office:version="1.3"><office:meta><dc:title>Om ferja</dc:title>'
        "<dc:language>nb-NO</dc:language></office:meta></office:document-meta>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        + "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
            for name in ("content.xml", "styles.xml", "meta.xml")
        )
        + "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, text in (
            ("content.xml", content),
            ("styles.xml", styles),
            ("meta.xml", meta),
            ("META-INF/manifest.xml", manifest),
        ):
            archive.writestr(name, text)
    return out.getvalue()
