"""A presentation made with python-pptx: invented content with all that a reader has to know."""

from __future__ import annotations

import io

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm, Pt

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS"
    b"\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00"
    b"IEND\xaeB`\x82"
)


def pptx() -> bytes:
    """Return a presentation of three slides."""
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Ny ferje til Nordvik"
    first.placeholders[1].text = "Folkemøte i rådhuset"
    first.notes_slide.notes_text_frame.text = "Hils på ordføreren først."
    _points(deck)
    _things(deck)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _points(deck):
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Hva skjer"
    frame = slide.placeholders[1].text_frame
    paragraph = frame.paragraphs[0]
    for words, bold, red in (
        ("Ordfører ", False, False),
        ("Kari Lun", True, False),
        ("de", True, False),
        (" åpner kaia i ", False, False),
        ("mai", False, True),
        (".", False, False),
    ):
        run = paragraph.add_run()
        run.text = words
        if bold:
            run.font.bold = True
        if red:
            run.font.color.rgb = RGBColor(0xB0, 0, 0)
            run.font.italic = True
    paragraph.runs[2]._r.get_or_add_rPr().set("lang", "nb-NO")
    second = frame.add_paragraph()
    second.level = 1
    second.text = "Ferja går hver time"
    link = frame.add_paragraph().add_run()
    link.text = "Les mer på nettsidene"
    link.hyperlink.address = "https://example.org/"


def _things(deck):
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Ruter"
    table = slide.shapes.add_table(2, 2, Cm(1), Cm(4), Cm(12), Cm(3)).table
    for row, words in enumerate(
        ("Rute|Avgang fra kaia", "Nordvik til Sørvik|Hver time hele dagen")
    ):
        for column, word in enumerate(words.split("|")):
            table.cell(row, column).text = word
    group = slide.shapes.add_group_shape()
    box = group.shapes.add_textbox(Cm(14), Cm(4), Cm(9), Cm(2))
    box.text_frame.text = "En boks i en gruppe\vmed to linjer"
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(20)
    picture = slide.shapes.add_picture(io.BytesIO(PNG), Cm(14), Cm(8), Cm(3), Cm(3))
    picture._element.nvPicPr.cNvPr.set("descr", "F.v.: Kari Lunde og Ola Dahl")
    numbers = CategoryChartData()
    numbers.categories = ["mai", "juni"]
    numbers.add_series("Reiser", (3, 5))
    chart = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(9), Cm(10), Cm(7), numbers
    ).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Reiser med ferja"
