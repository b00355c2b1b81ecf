"""Word documents with all that a reader must keep. The people in them are invented."""

from __future__ import annotations

import io
import struct
import zlib

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, RGBColor

W = nsdecls("w")
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def picture(width: int = 160, height: int = 90) -> bytes:
    """Return a PNG: sky over sea."""
    rows = b""
    for y in range(height):
        colour = (150, 190, 230) if y < height * 0.55 else (40, 90 + y // 3, 140)
        rows += b"\0" + bytes(colour) * width

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (
        chunk(b"IHDR", head),
        chunk(b"IDAT", zlib.compress(rows)),
        chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def words(paragraph, *runs):
    """Add runs to a paragraph: a text, or a text and the letters b, i, u."""
    for run in runs:
        text, how = run if isinstance(run, tuple) else (run, "")
        added = paragraph.add_run(text)
        added.bold = True if "b" in how else None
        added.italic = True if "i" in how else None
        added.underline = True if "u" in how else None
    return paragraph


def link(paragraph, text, address):
    """Add a link to a paragraph."""
    related = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{related}"><w:r><w:rPr><w:color'
            ' w:val="0563C1"/><w:u w:val="single"/></w:rPr>'
            f"<w:t>{text}</w:t></w:r></w:hyperlink>"
        )
    )


def field(paragraph, code, result):
    """Add a field with its codes in runs of their own, as word processors write it."""
    runs = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{result}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    for run in runs:
        paragraph._p.append(parse_xml(f"<w:r {W}>{run}</w:r>"))


def note(paragraph, kind, number):
    """Add the number of a footnote or endnote."""
    paragraph._p.append(
        parse_xml(
            f'<w:r {W}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:{kind}Reference w:id="{number}"/></w:r>'
        )
    )


def add_notes(document, kind, texts):
    """Add the part with the footnotes or endnotes of a document."""
    mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Ref/></w:r>'
    notes = "".join(
        f'<w:{kind} w:id="{n}"><w:p>{mark}<w:r><w:t xml:space="preserve"> {text}</w:t></w:r>'
        f"</w:p></w:{kind}>"
        for n, text in enumerate(texts, start=1)
    )
    lines = "".join(
        f'<w:{kind} w:type="{what}" w:id="{n}"><w:p><w:r><w:{tag}/></w:r></w:p></w:{kind}>'
        for n, what, tag in (
            (-1, "separator", "separator"),
            (0, "continuationSeparator", "continuationSeparator"),
        )
    )
    blob = f"<w:{kind}s {W}>{lines}{notes}</w:{kind}s>"
    part = Part(
        PackURI(f"/word/{kind}s.xml"),
        _NOTES_TYPE.format(f"{kind}s"),
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + blob.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES.replace("footnotes", f"{kind}s"))


def text_box(paragraph, text):
    """Add a text box as word processors do: a shape, and a copy for older ones."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(f"""
<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps">
<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="3600000" cy="540000"/>
<wp:docPr id="77" name="Boks"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3600000" cy="540000"/>
</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFF2CC"/>
</a:solidFill><a:ln w="9525"><a:solidFill><a:srgbClr val="BF9000"/></a:solidFill></a:ln></wps:spPr>
<wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>
</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="width:283pt;height:42pt"><v:textbox>
{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>""")
    )


def tracked(paragraph, kind, text, number):
    """Add text that was inserted ("ins") or deleted ("del") with tracked changes."""
    tag = "delText" if kind == "del" else "t"
    paragraph._p.append(
        parse_xml(
            f'<w:{kind} {W} w:id="{number}" w:author="Redaksjonen" w:date="2024-05-02T09:00:00Z">'
            f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r></w:{kind}>'
        )
    )


def control(paragraph, text):
    """Add a content control."""
    paragraph._p.append(
        parse_xml(
            f'<w:sdt {W}><w:sdtPr><w:alias w:val="Frist"/><w:id w:val="4711"/></w:sdtPr>'
            f"<w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )


def bookmark(paragraph, name, number):
    """Put a bookmark around what a paragraph holds."""
    paragraph._p.insert(
        1 if paragraph._p.pPr is not None else 0,
        parse_xml(f'<w:bookmarkStart {W} w:id="{number}" w:name="{name}"/>'),
    )
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {W} w:id="{number}"/>'))


def contents(document, headings):
    """Add a table of contents: a field over several paragraphs, links with page numbers in it."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' TOC \\o "1-2" \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    for n, (text, page) in enumerate(headings):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15), 2, 1)
        entry = (
            f'<w:hyperlink w:anchor="_Toc{n}"><w:r><w:t>{text}</w:t></w:r><w:r><w:tab/></w:r>'
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            f' PAGEREF _Toc{n} \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
            f'</w:r><w:r><w:t>{page}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            "</w:hyperlink>"
        )
        last = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if n == len(headings) - 1 else ""
        for element in parse_xml(f"<w:p {W}>{begin if n == 0 else ''}{entry}{last}</w:p>"):
            paragraph._p.append(element)


def report():
    """Return an annual report with everything in it."""
    document = docx.Document()
    _catch(document)
    _people(document)
    _future(document)
    add_notes(document, "footnote", ["Tallene er fra Fiskeridirektoratet."])
    add_notes(document, "endnote", ["Adressen står på nettsidene."])
    return document


def _catch(document):
    document.core_properties.title = "Årsrapport"
    section = document.sections[0]
    head = section.header.paragraphs[0]
    words(head, ("Havkystens fiskerilag", "b"), "\tÅrsrapport for 2023")
    foot = section.footer.paragraphs[0]
    words(foot, "Side ")
    field(foot, "PAGE", "1")
    words(foot, " av ")
    field(foot, "NUMPAGES", "3")

    document.add_heading("Årsrapport for Havkystens fiskerilag", level=0)
    contents(document, [("Fangsten", 1), ("Folk i laget", 2), ("Veien videre", 2)])
    bookmark(document.add_heading("Fangsten", level=1), "_Toc0", 10)
    first = document.add_paragraph()
    words(
        first,
        "I fjor landet båtene ",
        ("1 250 tonn", "b"),
        " torsk, og det er ",
        ("mer enn noen gang", "i"),
        " før",
    )
    note(first, "footnote", 1)
    words(first, ". Leder ")
    run = first.add_run("Marit Lundhaug")
    run.bold = True
    run.font.color.rgb = RGBColor(0xC0, 0x00, 0x00)
    words(first, " er fornøyd. Les mer på ")
    link(first, "nettsidene til Fiskeridirektoratet", "https://www.fiskeridir.no/")
    words(first, ", eller se ")
    field(first, "REF _Ref1 \\h", "Figur 1")
    words(first, ".")
    document.add_picture(io.BytesIO(picture()), width=Cm(9))
    shape = next(document.element.body.iter(qn("wp:docPr")))
    shape.set("descr", "Båter på vei ut fjorden en tidlig morgen")
    caption = document.add_paragraph(style="Caption")
    words(caption, "Figur ")
    field(caption, "SEQ Figur \\* ARABIC", "1")
    bookmark(caption, "_Ref1", 11)
    words(caption, ". Fra venstre: Marit Lundhaug og Tor Vikan om bord i Havørna.")


def _people(document):
    bookmark(document.add_heading("Folk i laget", level=1), "_Toc1", 12)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Navn", "Tittel", "Organisasjon"), strict=True):
        words(cell.paragraphs[0], (text, "b"))
    for row in (
        ("Marit Lundhaug", "leder", "Havkystens fiskerilag"),
        ("Tor Vikan", "skipper", "Havkystens fiskerilag"),
        ("Siri Aune", "forsker", "Havforskningsinstituttet"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()
    prose = document.add_table(rows=1, cols=2, style="Table Grid")
    words(
        prose.cell(0, 0).paragraphs[0],
        "Havna ble utvidet i mai. Arbeidet tok ",
        ("fem måneder", "b"),
        ".",
    )
    inner = prose.cell(0, 1).add_table(rows=1, cols=2)
    inner.style = "Table Grid"
    inner.cell(0, 0).text = "Pris for arbeidet"
    inner.cell(0, 1).text = "4,5 millioner kroner"
    document.add_paragraph("Dette vedtok årsmøtet:")
    for item in (("Kjøpe en ny ", ("kran", "b"), "."), ("Leie ut kaia om sommeren.",)):
        words(document.add_paragraph(style="List Bullet"), *item)


def _future(document):
    bookmark(document.add_heading("Veien videre", level=1), "_Toc2", 13)
    change = words(document.add_paragraph(), "Laget skal ")
    tracked(change, "del", "kanskje ", 20)
    tracked(change, "ins", "helt sikkert ", 21)
    words(change, "ansette to lærlinger i år. Søknadsfristen er ")
    control(change, "1. mars")
    words(change, ".\nSend søknaden til Siri Aune.")
    note(change, "endnote", 1)
    sum_of = words(document.add_paragraph(), "Prisen er gitt ved ")
    sum_of._p.append(
        parse_xml(
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            "<m:r><m:t>p=2q</m:t></m:r></m:oMath>"
        )
    )
    words(sum_of, " hele året.")
    commented = words(document.add_paragraph(), "Vannet i havna er ", ("rent", "bi"), ", sier hun.")
    document.add_comment(commented.runs, text="Stemmer dette?", author="Redaksjonen")
    text_box(document.add_paragraph(), "Husk årsmøtet i Bodø 14. juni.")


def release():
    """Return a press release: formatting in sentences, a list of people, a picture."""
    document = docx.Document()
    document.add_heading("Ny bro over Lundelva", level=1)
    words(
        document.add_paragraph(),
        ("Kontakt: ", "b"),
        "Hanne Solli, telefon 55 00 12 34",
    )
    words(
        document.add_paragraph(),
        "Ordfører ",
        ("Ola Brekke", "b"),
        " åpnet i går den nye broen. Det er ",
        ("strengt forbudt", "bu"),
        " å fiske fra den, og kommunen har ",
        ("ikke", "i"),
        " planer om å endre det.",
    )
    section = document.sections[0]
    words(section.header.paragraphs[0], ("Lunde kommune", "b"), "\t\tPressemelding")
    words(section.footer.paragraphs[0], "Side ")
    field(section.footer.paragraphs[0], "PAGE", "1")
    second = words(document.add_paragraph(), "Broen er bygget av ")
    link(second, "Statens vegvesen", "https://www.vegvesen.no/")
    words(second, " og kostet ", ("120 millioner kroner", "b"))
    note(second, "footnote", 1)
    words(second, ". Arbeidet tok to år.")
    add_notes(document, "footnote", ["Kommunen betaler halvparten."])
    document.add_picture(io.BytesIO(picture()), width=Cm(7))
    document.add_paragraph("F.v.: Ola Brekke, Hanne Solli og Nils Vik. Foto: Kari Moen")
    document.add_paragraph("Til stede:")
    for text in ("Ola Brekke, ordfører, Lunde kommune", "Nils Vik, rektor, Lunde skole"):
        document.add_paragraph(text, style="List Number")
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    costs = (("Lengde", "240 meter"), ("Åpnet for trafikk", "2. juni 2024"))
    for row, texts in zip(table.rows, costs, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    text_box(document.add_paragraph(), "Velkommen til fest på broen på lørdag!")
    return document


def long_document(pages: int):
    """Return a document of so many pages, about: headings, formatting, tables and notes."""
    document = docx.Document()
    for page in range(1, pages + 1):
        document.add_heading(f"Kapittel {page}", level=2)
        for n in range(5):
            words(
                document.add_paragraph(),
                f"Punkt {n} i kapittel {page} handler om ",
                ("fisket i nord", "b"),
                ", og Marit Lundhaug forteller hva laget har gjort i løpet av året. ",
                ("Alle", "i"),
                " båtene i Havkystens fiskerilag leverte fangsten i Bodø og i Tromsø, og prisen"
                f" var {page * 3 + n} kroner for kiloen. Mer står i rapporten fra"
                " Fiskeridirektoratet, som kom i mai.",
            )
        table = document.add_table(rows=2, cols=3)
        for k, cell in enumerate(table._cells):
            cell.text = f"Rute {k} på side {page}"
    return document
