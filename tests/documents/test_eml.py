from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from pipeline.documents.eml import open_eml
from pipeline.documents.rewriting import Styled, article_of
from pipeline.errors import ArticleError
from pipeline.records import PartKind
from tests.builders_rewriting import shouted

BODY = """Hei Kari,

ordføreren sier at ferja ikke kommer i dag, og at det er synd for alle
som venter på kaia i Nordvik.

Hilsen Kåre

tirsdag 23. nov. skrev Kari Lie <kari@example.org>:
> Kommer ferja?
> Hilsen Kari

-- \nKåre Ås
Nordvik kommune
"""
PAGE = (
    "<html><body><p>Hei <b>Kari</b>,</p><p>ferja kommer.</p>"
    "<blockquote type=cite><p>Kommer ferja?</p></blockquote></body></html>"
)
PDF = b"%PDF-1.4 \x00\xff"


def mail(*, cte: str = "quoted-printable", html: bool = True) -> bytes:
    message = EmailMessage()
    message["From"] = "Kåre Ås <kare@example.org>"
    message["Subject"] = "SV: Møte om ferja i Nordvik på onsdag, for alle som vil være med og høre"
    message["Date"] = "Tue, 24 Nov 2026 10:00:00 +0100"
    message.set_content(BODY, cte=cte)
    if html:
        message.add_alternative(PAGE, subtype="html")
        message.add_attachment(PDF, maintype="application", subtype="pdf", filename="blå.pdf")
    return message.as_bytes()


def opened(data: bytes | None = None):
    return open_eml(mail() if data is None else data, "a.eml")


def read_again(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def plain(data: bytes) -> str:
    body = read_again(data).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_subject_is_the_title_without_what_an_answer_has_before_it():
    place = opened().places[0]
    assert (place.kind, place.text[:13]) == (PartKind.TITLE, "Møte om ferja")


def test_lines_that_were_wrapped_are_one_paragraph():
    assert opened().places[2].text == (
        "ordføreren sier at ferja ikke kommer i dag, og at det er synd for alle som venter på"
        " kaia i Nordvik."
    )


def test_quoted_mails_and_signatures_are_left_and_said():
    document = opened()
    assert not any("Kommer ferja?" in p.text or "kommune" in p.text for p in document.places)
    assert "quoted mails and signatures are left as they are" in document.notes


def test_the_new_body_has_the_quotation_and_the_signature_as_they_were():
    assert plain(shouted(opened())) == (
        "HEI KARI,\n\n"
        "ORDFØREREN SIER AT FERJA IKKE KOMMER I DAG, OG AT DET ER SYND FOR ALLE\n"
        "SOM VENTER PÅ KAIA I NORDVIK.\n\nHILSEN KÅRE\n\n" + BODY.partition("Kåre\n\n")[2]
    )


@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
def test_a_body_is_written_whatever_it_was_coded_in(cte):
    assert plain(shouted(opened(mail(cte=cte, html=False)))).startswith("HEI KARI,\n\nORDFØREREN")


def test_the_new_subject_is_encoded_and_keeps_what_an_answer_has_before_it():
    assert read_again(shouted(opened()))["Subject"] == (
        "SV: MØTE OM FERJA I NORDVIK PÅ ONSDAG, FOR ALLE SOM VIL VÆRE MED OG HØRE"
    )


@pytest.mark.parametrize("codec", ["utf-8", "latin-1"])
def test_a_subject_that_was_not_encoded_is_read(codec):
    data = "Subject: Møte i Bodø\n\nHei, velkommen.\n".encode(codec)
    assert opened(data).places[0].text == "Møte i Bodø"


def test_both_bodies_are_written_and_the_plain_one_is_the_article():
    document = opened()
    article = article_of(document, article_id="a", source="a.eml")
    page = read_again(shouted(document)).get_body(("html",))
    assert page is not None
    assert "<p>HEI <b>KARI</b>,</p>" in page.get_content()
    assert "<p>Kommer ferja?</p>" in page.get_content()
    assert article.text.count("Hei Kari") == 1


def test_attachments_and_other_headers_are_kept():
    new = read_again(shouted(opened()))
    attached = next(new.iter_attachments())
    assert (attached.get_filename(), attached.get_content()) == ("blå.pdf", PDF)
    assert (new["From"], new["Date"]) == (
        "Kåre Ås <kare@example.org>",
        "Tue, 24 Nov 2026 10:00:00 +0100",
    )


def test_the_headers_stand_in_their_order():
    assert read_again(shouted(opened())).keys() == read_again(mail()).keys()


def test_windows_line_ends_are_kept():
    data = mail().replace(b"\n", b"\r\n")
    new = shouted(opened(data))
    assert new.count(b"\n") == new.count(b"\r\n")
    assert plain(new).startswith("HEI KARI,")


def test_a_letter_that_the_encoding_lacks_makes_the_body_utf_8():
    data = b"Subject: a\nContent-Type: text/plain; charset=iso-8859-1\n\nHei p\xe5 deg.\n"
    new = opened(data).rewrite({1: [Styled("Ça œuf ŋ", 0)]}, "fr")
    assert plain(new) == "Ça œuf ŋ\n"


def test_a_mail_whose_signature_breaks_says_so():
    data = b"DKIM-Signature: x\nSubject: Ferja\n\nHei, ferja kommer.\n"
    assert opened(data).not_kept == ("The digital signature does not fit the new words any more.",)


def test_an_encrypted_mail_is_refused():
    data = b'Content-Type: multipart/encrypted; boundary="x"\n\n--x\n\nord\n--x--\n'
    with pytest.raises(ArticleError, match="encrypted"):
        opened(data)


def test_a_mail_of_parts_without_end_is_refused():
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(900)
    )
    with pytest.raises(ArticleError, match="more parts"):
        opened(b"Subject: a\n" + parts)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("words", ["Hei på deg", "Hei alle"])
def test_a_page_in_an_encoding_of_wide_characters_is_read_and_written_as_utf_8(codec, words):
    message = EmailMessage()
    message["Subject"] = "Hei"
    message.set_content(f"<p>{words}.</p>", subtype="html", charset=codec, cte="base64")
    document = opened(message.as_bytes())
    assert [place.text for place in document.places] == ["Hei", f"{words}."]
    body = read_again(shouted(document)).get_body(("html",))
    assert body is not None
    assert body.get_content().strip() == f"<p>{words.upper()}.</p>"


def test_flowed_lines_that_end_with_a_space_are_one_paragraph():
    head = b"Subject: Hei\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
    document = opened(
        head + b"Ferja til Nordvik \r\nkommer i dag.\r\n\r\nHilsen \r\n-- \r\nKari\r\n"
    )
    assert [place.text for place in document.places[1:]] == [
        "Ferja til Nordvik kommer i dag.",
        "Hilsen",
    ]
    assert plain(shouted(document)).endswith("-- \r\nKari\r\n")
