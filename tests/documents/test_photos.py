from __future__ import annotations

import contextlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.photos import (
    article_of_photos,
    find_photos,
    places_of_sidecars,
    read_photo,
)
from pipeline.documents.photos_iptc import read_iptc
from pipeline.documents.photos_segments import read_blocks
from pipeline.errors import ArticleError, ConfigError
from pipeline.records import PartKind
from tests.documents.photo_making import (
    exif,
    iim,
    jpeg,
    packet,
    photoshop,
    pixels,
    png,
    saved,
    segment,
    with_exif,
    with_iptc,
    with_xmp,
)

CAPTION = "Fra venstre: Bjørn Sæther og Åse Lie."


def read(folder, data, name="tur.jpg"):
    return read_photo(saved(folder, data, name))


# -- XMP --------------------------------------------------------------------------------------


def test_xmp_gives_caption_people_creators_and_headline(tmp_path):
    data = packet(CAPTION, people=["Åse Lie"], creators=["Per Moe"], headline="Møte")
    photo = read(tmp_path, with_xmp(data))
    assert (photo.caption, photo.people, photo.creators, photo.headline) == (
        CAPTION,
        ("Åse Lie",),
        ("Per Moe",),
        "Møte",
    )


@pytest.mark.parametrize("language", ["nb", "nb-NO", "no", "nn"])
def test_the_norwegian_caption_is_chosen_among_languages(tmp_path, language):
    data = packet({"x-default": "From the left", "en": "From the left", language: CAPTION})
    photo = read(tmp_path, with_xmp(data))
    assert (photo.caption, photo.language) == (CAPTION, language)


def test_a_property_may_be_written_as_an_attribute(tmp_path):
    data = packet(CAPTION).replace(b'rdf:about=""', b'rdf:about="" photoshop:Headline="Hei"')
    assert read(tmp_path, with_xmp(data)).headline == "Hei"


def test_xmp_that_had_no_room_is_put_together(tmp_path):
    long = CAPTION + " Og mye mer." * 9000
    whole = packet(long)
    key, pieces = b"A" * 32, [whole[i : i + 60_000] for i in range(0, len(whole), 60_000)]
    more = [
        segment(
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\x00"
            + key
            + struct.pack(">II", len(whole), 60_000 * n)
            + piece,
        )
        for n, piece in enumerate(pieces)
    ]
    data = jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + packet()), *reversed(more))
    assert read(tmp_path, data).caption == long


def test_a_png_has_xmp_too(tmp_path):
    assert read(tmp_path, png(packet(CAPTION)), "tur.png").caption == CAPTION


def test_a_tiff_has_its_description(tmp_path):
    assert read(tmp_path, exif(CAPTION.encode()), "tur.tif").caption == CAPTION


def test_entities_are_refused(tmp_path):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = packet(CAPTION).split(b"?>", 1)[1]
    with pytest.raises(ArticleError, match=r"tur.jpg, XMP: the XMP has a document type"):
        read(tmp_path, with_xmp(bomb + data.replace(b"Fra", b"&b;")))


def test_broken_xmp_is_named(tmp_path):
    with pytest.raises(ArticleError, match=r"tur.jpg, XMP: the XMP is broken"):
        read(tmp_path, with_xmp(packet(CAPTION)[:-90]))


# -- IPTC and Exif ----------------------------------------------------------------------------


def test_declared_utf8_is_read_without_a_note(tmp_path):
    data = with_iptc((1, 90, b"\x1b%G"), (2, 120, CAPTION.encode()), (2, 80, b"Per Moe"))
    photo = read(tmp_path, data)
    assert (photo.caption, photo.creators, photo.notes) == (CAPTION, ("Per Moe",), ())


@pytest.mark.parametrize(
    ("encoding", "called"), [("latin-1", "Windows-1252 (Latin-1)"), ("mac_roman", "MacRoman")]
)
def test_an_encoding_that_nobody_declared_is_guessed_and_said(tmp_path, encoding, called):
    photo = read(tmp_path, with_iptc((2, 120, CAPTION.encode(encoding))))
    note = f"IPTC does not say its encoding: read as {called}; check æ, ø and å"
    assert (photo.caption, photo.notes) == (CAPTION, (note,))


def test_exif_speaks_where_nothing_else_does(tmp_path):
    photo = read(tmp_path, with_exif(CAPTION.encode(), b"Per Moe; Eva Dal"))
    assert (photo.caption, photo.creators) == (CAPTION, ("Per Moe", "Eva Dal"))


def test_what_a_camera_writes_in_every_photo_is_no_caption(tmp_path):
    assert read(tmp_path, with_exif(b"OLYMPUS DIGITAL CAMERA")).caption == ""


def test_xmp_is_believed_and_the_disagreement_said(tmp_path):
    both = jpeg(
        photoshop(iim((1, 90, b"\x1b%G"), (2, 120, "Åse Li.".encode()))),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + packet("Åse Lie.")),
    )
    photo = read(tmp_path, both)
    assert (photo.caption, photo.notes) == (
        "Åse Lie.",
        ("caption: XMP has “Åse Lie.” (used), IPTC has “Åse Li.”",),
    )


def test_a_caption_that_iptc_had_to_cut_is_no_disagreement(tmp_path):
    long = "Kari Lunde holdt tale på torget. " * 80
    both = jpeg(
        photoshop(iim((2, 120, long.encode()[:2000]))),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + packet(long)),
    )
    assert read(tmp_path, both).notes == ()


def test_a_sidecar_is_believed_first(tmp_path):
    (tmp_path / "tur.xmp").write_bytes(packet("Åse Lie i går."))
    photo = read(tmp_path, with_xmp(packet("Åse Lie.")))
    assert (photo.caption, len(photo.notes)) == ("Åse Lie i går.", 1)


# -- what is broken ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a" + b"\x00" * 20, "no JPEG, PNG or TIFF"),
        (b"\xff\xd8\xff\xe1\xff\xf0Exif", r"APP1 at byte 2: it goes on after the end"),
        (b"\xff\xd8\xff\xe1\x00\x01" + b"\x00" * 9, r"APP1 at byte 2: its length is 1"),
        (b"\xff\xd8\xff\xe0\x00\x02abcdef", r"a segment at byte 6: there is no marker"),
        (pixels()[:40], "stops before the picture"),
        (pixels("PNG")[:40], "IEND"),
        (with_iptc((2, 120, b"Kari"))[:30] + pixels()[2:], "byte"),
        (jpeg(segment(0xE1, b"Exif\x00\x00XX")), "Exif in APP1 at byte 12"),
        (b"II*\x00\xff\xff\xff\x7f", "directory is outside"),
    ],
)
def test_a_broken_photo_is_named_with_its_segment(tmp_path, data, said):
    with pytest.raises(ArticleError, match=said) as caught:
        read(tmp_path, data)
    assert "tur.jpg" in caught.value.message
    assert caught.value.hint


def test_an_iptc_field_that_is_cut_off_is_named():
    with pytest.raises(ArticleError, match=r"a.jpg, IPTC field 2:120 at byte 0"):
        read_iptc(iim((2, 120, b"Kari Lunde"))[:9], "a.jpg")


def test_a_packed_chunk_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.documents.photos_segments.LARGEST", 50_000)
    body = b"iTXtXML:com.adobe.xmp\x00\x01\x00\x00\x00" + zlib.compress(b" " * 900_000)
    data = pixels("PNG")
    chunk = struct.pack(">I", len(body) - 4) + body + b"\x00" * 4
    with pytest.raises(ArticleError, match="unpacks to more"):
        read(tmp_path, data[:33] + chunk + data[33:])


@given(st.binary(max_size=120))
def test_any_bytes_after_the_start_are_read_or_refused(tmp_path_factory, data):
    path = saved(tmp_path_factory.mktemp("photo"), b"\xff\xd8\xff" + data)
    with contextlib.suppress(ArticleError):
        assert read_blocks(path).extended == b""


# -- folders and articles ---------------------------------------------------------------------


def test_the_photos_of_a_folder_are_found_in_order(tmp_path):
    for name in ("b.JPG", "a.png", "c.txt"):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in find_photos([tmp_path])] == ["a.png", "b.JPG"]


def test_a_folder_without_photos_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="no photo in the folder"):
        find_photos([tmp_path])


def test_two_photos_with_one_sidecar_are_refused(tmp_path):
    with pytest.raises(ConfigError, match="one sidecar"):
        places_of_sidecars([tmp_path / "a.jpg", tmp_path / "a.png"], None)


def test_a_photo_becomes_a_caption_a_credit_and_a_list(tmp_path):
    photo = read(tmp_path, with_xmp(packet(CAPTION, people=["Åse Lie"], creators=["Per Moe"])))
    article = article_of_photos([photo], "mappe")
    assert [(p.kind, p.text) for p in article.parts] == [
        (PartKind.CAPTION, CAPTION),
        (PartKind.CREDIT, "Foto: Per Moe"),
        (PartKind.HEADING, "Deltakere:"),
        (PartKind.LIST_ITEM, "Åse Lie"),
    ]


def test_photos_without_words_are_no_article(tmp_path):
    with pytest.raises(ArticleError, match="no photo has a caption"):
        article_of_photos([read(tmp_path, pixels())], "mappe")
