"""The five documents that docs/how-to/documents-shown.md shows. All that they tell is invented.

    python -m tests.documents.shown DIR

writes them into a folder, for ``samsvar translate``.
"""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Callable
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Cm
from pptx import Presentation
from pptx.util import Cm as SlideCm

from tests.builders_odt import odt
from tests.documents.docx_making import (
    add_notes,
    bookmark,
    field,
    link,
    note,
    picture,
    saved,
    text_box,
    tracked,
    words,
)


def report() -> bytes:
    """Return a report in Word: formatting in sentences, and all that stands beside them."""
    document = docx.Document()
    section = document.sections[0]
    words(section.header.paragraphs[0], ("Lunde kommune", "b"), "\t\tRapport fra biblioteket")
    foot = words(section.footer.paragraphs[0], "Side ")
    field(foot, "PAGE", "1")
    words(foot, " av ")
    field(foot, "NUMPAGES", "1")
    document.core_properties.title = "Et år med nytt bibliotek"
    document.add_heading("Et år med nytt bibliotek", level=0)
    document.add_heading("Besøk og utlån", level=1)
    visits = words(
        document.add_paragraph(),
        "I fjor kom ",
        ("48 200 mennesker", "b"),
        " til Lunde bibliotek, og det er ",
        ("flere enn noen gang", "i"),
        " før",
    )
    note(visits, "footnote", 1)
    words(
        visits,
        ". Biblioteksjef ",
        ("Hanne Solli", "b"),
        " er fornøyd, men hun har ",
        ("ikke", "bu"),
        " nok folk om kvelden. Les mer på ",
    )
    link(visits, "nettsidene til Nasjonalbiblioteket", "https://www.nb.no/")
    words(visits, ".")
    add_notes(document, "footnote", ["Tallene er fra kommunen og gjelder begge avdelingene."])
    document.add_picture(io.BytesIO(picture()), width=Cm(7))
    shape = next(document.element.body.iter(qn("wp:docPr")))
    shape.set("descr", "Utsikt fra biblioteket mot fjorden en tidlig morgen")
    caption = words(document.add_paragraph(style="Caption"), "Figur ")
    field(caption, "SEQ Figur \\* ARABIC", "1")
    bookmark(caption, "_Ref1", 11)
    words(caption, ". Fra venstre: Hanne Solli, Ola Brekke og Siri Aune. Foto: Kari Moen")
    document.add_paragraph("Dette er nytt i år:")
    for item in (
        ("Biblioteket er ", ("åpent hver dag", "b"), " fra klokka sju."),
        ("Alle barn under fem år får en bok i gave.",),
    ):
        words(document.add_paragraph(style="List Bullet"), *item)
    document.add_heading("Avdelingene", level=1)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Avdeling", "Besøk", "Leder"), strict=True):
        words(cell.paragraphs[0], (text, "b"))
    for row in (
        ("Lunde sentrum", "31 000", "Hanne Solli"),
        ("Lunde skole", "17 200", "Siri Aune"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()
    text_box(document.add_paragraph(), "Velkommen til åpen dag lørdag 14. juni!")
    return saved(document)


def minutes() -> bytes:
    """Return minutes of a meeting in Nynorsk: who was there, a tracked change, an endnote."""
    document = docx.Document()
    document.core_properties.title = "Referat frå møte i kulturutvalet"
    document.add_heading("Referat frå møte i kulturutvalet", level=1)
    words(document.add_paragraph(), ("Tid og stad: ", "b"), "Vik rådhus, 3. mai 2024")
    document.add_heading("Til stades", level=2)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Namn", "Tittel", "Organisasjon"), strict=True):
        words(cell.paragraphs[0], (text, "b"))
    for row in (
        ("Gunnhild Vik", "ordførar", "Vik kommune"),
        ("Torstein Haugland", "rektor", "Vik vidaregåande skule"),
        ("Ingeborg Nes", "leiar", "Vik mållag"),
        ("Amina Warsame", "forskar", "Høgskulen på Vestlandet"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_heading("Sak 1: Nytt kulturhus", level=2)
    house = words(
        document.add_paragraph(),
        "Ordførar ",
        ("Gunnhild Vik", "b"),
        " fortalde at huset kostar ",
        ("42 millionar kroner", "b"),
    )
    note(house, "endnote", 1)
    words(house, ". Kommunen skal ")
    tracked(house, "del", "kanskje ", 20)
    tracked(house, "ins", "snart ", 21)
    words(house, "velje kven som skal byggje det. Ingeborg Nes var ", ("ikkje", "i"), " samd.")
    add_notes(document, "endnote", ["Prisen er utan moms, og han kan endre seg."])
    document.add_heading("Sak 2: Vinteren", level=2)
    document.add_paragraph("Utvalet vedtok dette:")
    for text in (
        "Skulen låner ut salen kvar onsdag.",
        "Amina Warsame skriv ein rapport om ungdom og kultur.",
    ):
        document.add_paragraph(text, style="List Number")
    return saved(document)


_FERRY = """
<text:p text:style-name="Title">Ny ferje til Nordvik</text:p>
<text:p>Ordfører <text:span text:style-name="B">Kari Lunde</text:span> fortalte på
<text:a xlink:type="simple" xlink:href="https://example.org/">folkemøtet</text:a> at den nye
ferja<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>
<text:note-body><text:p>Ferja heter <text:span text:style-name="I">Nordvik II</text:span> og er
bygd i Sørvik.</text:p></text:note-body></text:note> kommer i
<text:span text:style-name="I">mai</text:span>. Den går på strøm, og den tar
<text:span text:style-name="B">dobbelt så mange biler</text:span> som den gamle.</text:p>
<text:h text:outline-level="2">Spørsmål fra salen</text:h>
<text:p>Mange spurte hva billetten skal koste. Rektor Ola Dahl ved Nordvik skole ville vite om
elevene kan reise gratis. Det får de <text:span text:style-name="B">ikke</text:span>, svarte
ordføreren.</text:p>
<text:list><text:list-item><text:p>En voksen betaler 60 kroner.</text:p></text:list-item>
<text:list-item><text:p>Et barn betaler 30 kroner.</text:p></text:list-item></text:list>
<text:h text:outline-level="2">Når den går</text:h>
<table:table><table:table-column table:number-columns-repeated="2"/>
<table:table-row><table:table-cell><text:p><text:span text:style-name="B">Rute</text:span></text:p>
</table:table-cell><table:table-cell><text:p><text:span text:style-name="B">Avgang fra
kaia</text:span></text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>Nordvik til Sørvik</text:p></table:table-cell>
<table:table-cell><text:p>Hver time hele dagen</text:p></table:table-cell></table:table-row>
</table:table>
<text:p><draw:frame draw:style-name="F1" text:anchor-type="as-char" svg:width="9cm"
 svg:height="1.4cm"><draw:text-box><text:p>Den gamle ferja er til salgs.</text:p></draw:text-box>
<svg:title>Faktaboks</svg:title></draw:frame></text:p>
<text:p text:style-name="P1">Spørsmål? Ring Kari Lunde i Nordvik kommune.</text:p>
"""


def ferry() -> bytes:
    """Return an OpenDocument text: spans, a link, a footnote, a list, a table and a box."""
    return odt(_FERRY)


def slides() -> bytes:
    """Return a presentation: formatting in points, a table, a picture, notes of the speaker."""
    deck = Presentation()
    deck.core_properties.title = "Trygg skolevei"
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Trygg skolevei i Lunde"
    first.placeholders[1].text = "Foreldremøte 12. mars\nNils Vik, rektor ved Lunde skole"
    first.notes_slide.notes_text_frame.text = "Ønsk alle velkommen, og pek på nødutgangene."
    second = deck.slides.add_slide(deck.slide_layouts[1])
    second.shapes.title.text = "Hva vi vet"
    frame = second.placeholders[1].text_frame
    for number, (level, runs) in enumerate(
        (
            (0, (("Hver dag går ", ""), ("240 barn", "b"), (" til skolen.", ""))),
            (1, (("De fleste bor nær ", ""), ("Storgata", "i"), (".", ""))),
            (0, (("Bilene kjører ", ""), ("altfor fort", "b"), (" om morgenen.", ""))),
            (0, (("Les rapporten fra Statens vegvesen", "link"),)),
        )
    ):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.level = level
        for text, how in runs:
            run = paragraph.add_run()
            run.text = text
            run.font.bold = True if how == "b" else None
            run.font.italic = True if how == "i" else None
            if how == "link":
                run.hyperlink.address = "https://www.vegvesen.no/"
    third = deck.slides.add_slide(deck.slide_layouts[5])
    third.shapes.title.text = "Hva vi gjør"
    table = third.shapes.add_table(3, 2, SlideCm(1.5), SlideCm(5), SlideCm(14), SlideCm(4.5)).table
    for row, texts in enumerate(
        (
            ("Tiltak", "Hvem"),
            ("Ny gangvei langs elva", "Lunde kommune"),
            ("Voksne ved skolen hver morgen", "Foreldrene"),
        )
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    image = third.shapes.add_picture(
        io.BytesIO(picture()), SlideCm(17), SlideCm(5), SlideCm(7), SlideCm(4)
    )
    image._element.nvPicPr.cNvPr.set("descr", "Elva om våren")
    box = third.shapes.add_textbox(SlideCm(1.5), SlideCm(13), SlideCm(20), SlideCm(2))
    box.text_frame.text = "Kontakt: Nils Vik og Hanne Solli"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


_PAGE = """<!DOCTYPE html>
<html lang="nb">
<head>
<meta charset="utf-8">
<title>Elever reddet sjøfugl</title>
<meta name="description" content="Elever i Bodø fant fugler med olje på vingene.">
<style>
body { font: 18px/1.45 sans-serif; max-width: 42em; margin: 1.5em auto; padding: 0 1em }
nav a { margin-right: 1.2em } table { border-collapse: collapse }
td, th { border: 1px solid #888; padding: .2em .8em; text-align: left }
figure { margin: 1em 0 } figcaption { color: #555; font-size: 90% }
</style>
</head>
<body>
<nav><a href="/">Hjem</a> <a href="/nyheter">Nyheter</a> <a href="/kontakt">Kontakt oss</a></nav>
<h1>Elever reddet sjøfugl</h1>
<p>På mandag fant <b>tolv elever</b> fra Bodø videregående skole mange
fugler med olje på vingene. &laquo;Det var <em>veldig</em> trist&raquo;, sier
Ida Myrvang til <a href="https://example.org/" title="Til forsiden">avisa</a>.</p>
<figure>
<img src="data:image/png;base64,{picture}" width="320" alt="Stranda der fuglene ble funnet">
<figcaption>Fra venstre: Ida Myrvang, Jonas Eide og lærer Berit Saltnes.
Foto: Kari Moen</figcaption>
</figure>
<h2>Slik hjelper du</h2>
<ul>
<li>Ring kommunen <strong>før</strong> du rører fuglen.</li>
<li>Hold hunden i bånd.</li>
<li>Skriv <code>#sjofugl</code> når du deler et bilde.</li>
</ul>
<table>
<tr><th>Fugl</th><th>Antall</th></tr>
<tr><td>Ærfugl</td><td>14</td></tr>
<tr><td>Lunde</td><td>3</td></tr>
</table>
<p>Rapporten fra <span translate="no">Nordland Naturlag</span> kommer i juni &amp; koster
ingenting.</p>
<script>var tittel = "<p>La dette stå</p>";</script>
</body>
</html>
"""


def page() -> bytes:
    """Return a web page: a menu, a figure, a list, a table, entities, a script, protected words."""
    return _PAGE.replace("{picture}", base64.b64encode(picture()).decode()).encode()


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "rapport.docx": report,
    "referat.docx": minutes,
    "ferje.odt": ferry,
    "skolevei.pptx": slides,
    "sjofugl.html": page,
}


def main(folder: Path) -> None:
    """Write the five documents into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in DOCUMENTS.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
