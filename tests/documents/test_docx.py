from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.documents.docx import read_docx
from pipeline.errors import ArticleError
from pipeline.records import Article, PartKind

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS"
    b"\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00"
    b"IEND\xaeB`\x82"
)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(document) -> Article:
    return read_docx(saved(document), article_id="a", source="rapport.docx")


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(part.kind.value, part.text) for part in article.parts]


def test_styles_say_what_a_paragraph_is():
    document = docx.Document()
    document.add_heading("Besøk i Bodø", level=0)
    document.add_heading("Hvem kom", level=2)
    document.add_paragraph("Kari Lunde, rektor", style="List Bullet")
    document.add_paragraph("Til venstre Ola Dahl, til høyre Siri Vik.", style="Caption")
    assert kinds(read(document)) == [
        ("title", "Besøk i Bodø"),
        ("heading", "Hvem kom"),
        ("list_item", "Kari Lunde, rektor"),
        ("caption", "Til venstre Ola Dahl, til høyre Siri Vik."),
    ]


def test_bold_words_do_not_cut_a_sentence():
    document = docx.Document()
    paragraph = document.add_paragraph("Mandag kom ")
    paragraph.add_run("Kari Lun").bold = True
    paragraph.add_run("de hit.")
    assert read(document).text == "Mandag kom Kari Lunde hit."


def test_the_paragraph_under_a_picture_that_names_people_is_its_caption():
    document = docx.Document()
    document.add_picture(io.BytesIO(PNG))
    document.add_paragraph("Fra venstre: Kari Lunde, Per Aas og Ida Moen.")
    part = read(document).parts[0]
    assert part.kind is PartKind.CAPTION
    assert part.why.startswith("stands under a picture")


def test_the_paragraph_under_a_picture_that_tells_a_story_is_none():
    document = docx.Document()
    document.add_picture(io.BytesIO(PNG))
    document.add_paragraph("Arbeidet begynte i fjor, og ingen visste hvor lenge det ville vare.")
    assert read(document).parts[0].kind is PartKind.PARAGRAPH


def test_an_alt_text_that_reads_like_a_caption_is_one():
    document = docx.Document()
    document.add_picture(io.BytesIO(PNG))
    picture = next(document.element.body.iter("{*}docPr"))
    picture.set("descr", "F.v.: Nils Vik og Tor Hov")
    document.add_paragraph("Arbeidet begynte i fjor, og ingen visste hvor lenge det ville vare.")
    assert ("caption", "F.v.: Nils Vik og Tor Hov") in kinds(read(document))


def test_a_row_of_a_table_is_a_line_of_a_list():
    document = docx.Document()
    document.add_paragraph("Deltakere:")
    table = document.add_table(rows=2, cols=3)
    for row, words in enumerate(("Kari Lunde|rektor|USN", "Per Aas|lærer|USN")):
        for column, word in enumerate(words.split("|")):
            table.cell(row, column).text = word
    assert kinds(read(document))[1:] == [
        ("list_item", "Kari Lunde\trektor\tUSN"),
        ("list_item", "Per Aas\tlærer\tUSN"),
    ]


def test_merged_cells_are_read_once():
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Styret i Bodø Næringsforum"
    assert read(document).text == "Styret i Bodø Næringsforum"


def test_deleted_text_is_left_out_and_added_text_is_in():
    document = docx.Document()
    paragraph = document.add_paragraph("Kari ")
    for tag, text in (("del", "delText"), ("ins", "t")):
        name = {"del": "Lunde", "ins": "Lunden"}[tag]
        paragraph._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r><w:{text}>{name}</w:{text}>'
                f"</w:r></w:{tag}>"
            )
        )
    paragraph.add_run(" kom.")
    assert read(document).text == "Kari Lunden kom."


def test_a_text_box_is_read_once():
    document = docx.Document()
    paragraph = document.add_paragraph("Utenfor boksen står dette.")
    box = "<w:txbxContent><w:p><w:r><w:t>Inni boksen står dette.</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:pict>{box}</w:pict></w:r>"))
    assert read(document).text == "Utenfor boksen står dette.\n\nInni boksen står dette."


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 nothing", saved(docx.Document())[:900]], ids=["noise", "cut short"]
)
def test_a_broken_document_is_an_error_with_its_name_and_a_cure(data):
    with pytest.raises(ArticleError, match=r"rapport\.docx: the Word document is broken") as error:
        read_docx(data, article_id="a", source="rapport.docx")
    assert "save it again" in str(error.value)


def test_another_archive_is_told_from_a_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("bilder/a.txt", "x")
    with pytest.raises(ArticleError, match="not a Word document"):
        read_docx(out.getvalue(), article_id="a", source="rapport.docx")


def test_a_document_that_unpacks_to_gigabytes_is_refused():
    out = io.BytesIO(saved(docx.Document()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", b"\0" * 210_000_000)
    with pytest.raises(ArticleError, match="unpacks to 211 MB"):
        read_docx(out.getvalue(), article_id="a", source="rapport.docx")


def test_what_is_not_read_is_said():
    document = docx.Document()
    paragraph = document.add_paragraph("Kari Lunde kom til Bodø i går kveld.")
    document.add_comment(paragraph.runs, text="stemmer dette?", author="x")
    assert read(document).notes == ("not read: comments of the Word document",)


def test_an_empty_document_is_an_error():
    with pytest.raises(ArticleError, match="there is no text"):
        read(docx.Document())
