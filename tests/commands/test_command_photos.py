from __future__ import annotations

import shutil
import subprocess
from functools import partial

import pytest
from lxml import etree

from pipeline.authority.knowledge import NOTHING
from pipeline.cli import main
from pipeline.documents.photos import read_photo
from pipeline.flow import Stages
from pipeline.records import Detection
from pipeline.stages.captions import read_people
from pipeline.stages.reconcile import reconcile
from pipeline.stages.steering import drop_no_names
from tests.authority.deciding import decide
from tests.authority.making import store_with
from tests.documents.photo_making import packet, saved, with_iptc, with_xmp

BOTH = "Fra venstre: Kari Lunde og Ola Dahl på torget."


def build(models, engine=None, knowledge=NOTHING, translating=None, names_model=""):
    """Return stages with the real grammar and reconciliation, and no models."""

    def detect(article):
        language = "en" if " the " in article.text else "nb"
        return Detection(language=language, confidence=1.0), ()

    return Stages(
        detect=detect,
        find_names=lambda article: (),
        read_people=read_people,
        reconcile=partial(reconcile, knowledge=knowledge),
        translate=lambda *_: pytest.fail("nothing is to be translated"),
        sift=partial(drop_no_names, knowledge=knowledge),
    )


class World:
    """The command in a folder of its own."""

    def __init__(self, folder, capsys):
        self.folder, self._capsys = folder, capsys

    def photo(self, caption="", name="tur.jpg", **more):
        return saved(self.folder, with_xmp(packet(caption, **more)), name)

    def run(self, *arguments):
        code = main(["photos", *map(str, arguments)])
        out, err = self._capsys.readouterr()
        return code, out, err

    def decided(self, written, name):
        decision = decide("corrected", written, n=1, name=name)
        store_with(self.folder / "names.db", decisions=[decision]).close()


@pytest.fixture
def world(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("pipeline.build.build_stages", build)
    monkeypatch.setenv("SAMSVAR_NAMES", str(tmp_path / "names.db"))
    return World(tmp_path, capsys)


def test_a_decided_name_is_written_to_a_sidecar(world):
    world.decided("Kari Lunde", "Kari Lunden")
    world.run(world.photo(BOTH, people=["Kari Lunde", "Ola Dahl"]))
    photo = read_photo(world.folder / "tur.jpg")
    assert (photo.caption, photo.people) == (
        "Fra venstre: Kari Lunden og Ola Dahl på torget.",
        ("Kari Lunden", "Ola Dahl"),
    )


def test_the_photo_itself_is_never_changed(world):
    world.decided("Kari Lunde", "Kari Lunden")
    path = world.photo(BOTH)
    before = path.read_bytes()
    world.run(path)
    assert path.read_bytes() == before


def test_what_is_only_proposed_is_told_and_not_written(world):
    world.photo(BOTH, "a.jpg", people=["Kari Lunde", "Ola Dahl"])
    world.photo("Ola Dal (t.v.) og Kari Lunde i salen.", "b.jpg")
    code, out, _ = world.run(world.folder)
    assert (code, "proposed: Ola Dal → Ola Dahl (caption)" in out) == (0, True)
    assert not list(world.folder.glob("*.xmp"))


def test_what_is_proposed_is_written_where_it_is_accepted(world):
    world.photo(BOTH, "a.jpg", people=["Kari Lunde", "Ola Dahl"])
    world.photo("Ola Dal (t.v.) og Kari Lunde i salen.", "b.jpg")
    world.run(world.folder, "--accept")
    assert read_photo(world.folder / "b.jpg").caption == "Ola Dahl (t.v.) og Kari Lunde i salen."


def test_a_dry_run_writes_nothing(world):
    world.decided("Kari Lunde", "Kari Lunden")
    _, out, _ = world.run(world.photo(BOTH), "--dry-run")
    assert "would be written" in out
    assert not list(world.folder.glob("*.xmp"))


def test_sidecars_go_into_the_folder_that_is_given(world):
    world.decided("Kari Lunde", "Kari Lunden")
    world.run(world.photo(BOTH), "--out", world.folder / "ut")
    assert [path.name for path in (world.folder / "ut").iterdir()] == ["tur.xmp"]


def test_a_sidecar_that_is_there_keeps_what_else_it_says(world):
    world.decided("Kari Lunde", "Kari Lunden")
    path = world.photo(BOTH)
    rating = "<xmp:Rating>5</xmp:Rating>"
    (world.folder / "tur.xmp").write_bytes(packet(BOTH, headline="Torgdag", more=rating))
    world.run(path)
    root = etree.fromstring((world.folder / "tur.xmp").read_bytes())
    texts = [element.text for element in root.iter() if (element.text or "").strip()]
    assert texts == ["Fra venstre: Kari Lunden og Ola Dahl på torget.", "Torgdag", "5"]


def test_only_the_texts_that_changed_are_written(world):
    world.decided("Kari Lunde", "Kari Lunden")
    world.run(world.photo(BOTH, creators=["Per Moe"], headline="Torgdag"))
    root = etree.fromstring((world.folder / "tur.xmp").read_bytes())
    assert {etree.QName(e).localname for e in root.iter()} == {
        "xmpmeta", "RDF", "Description", "description", "Alt", "li",
    }  # fmt: skip


def test_a_genitive_stays_one(world):
    world.decided("Kari Lunde", "Kari Lunden")
    world.run(
        world.photo(
            "Fra venstre: Kari Lunde og Ola Dahl. Kari Lundes hund.", headline="Kari Lundes dag"
        )
    )
    assert "Kari Lundens hund" in read_photo(world.folder / "tur.jpg").caption


def test_who_is_in_the_caption_only_is_told(world):
    _, out, _ = world.run(world.photo(BOTH, people=["Kari Lunde"]))
    assert "in the caption, not among the people shown: Ola Dahl" in out


def test_who_is_among_the_people_shown_only_is_told(world):
    _, out, _ = world.run(world.photo(BOTH, people=["Kari Lunde", "Ola Dahl", "Eva Moe"]))
    assert "among the people shown, not in the caption: Eva Moe" in out


def test_two_spellings_of_one_photo_are_a_question(world):
    _, out, _ = world.run(world.photo(BOTH, people=["Kari Lunde", "Ola Dal"]))
    assert "Ola Dal" in out
    assert not list(world.folder.glob("*.xmp"))


def test_a_caption_in_another_language_is_left_out(world):
    text = "Kari Lunde and the mayor opened the new school together with all of the pupils."
    code, out, _ = world.run(world.photo(text))
    assert (code, "left out: the caption is in en, not Norwegian" in out) == (0, True)


def test_a_broken_photo_does_not_stop_the_others(world):
    saved(world.folder, b"\xff\xd8\xff\xe1\xff\xf0Exif", "a.jpg")
    world.photo(BOTH, "b.jpg")
    code, out, err = world.run(world.folder)
    assert (code, "b.jpg" in out, "a.jpg, APP1 at byte 2" in err) == (1, True, True)


def test_a_folder_without_captions_says_so(world):
    code, _, err = world.run(world.photo())
    assert (code, "no photo has a caption" in err) == (1, True)


def test_a_caption_in_iptc_alone_is_corrected_in_xmp(world):
    world.decided("Kari Lunde", "Kari Lunden")
    path = saved(world.folder, with_iptc((2, 120, BOTH.encode())))
    world.run(path)
    assert read_photo(path).caption == "Fra venstre: Kari Lunden og Ola Dahl på torget."


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_reads_the_sidecar(world):
    world.decided("Kari Lunde", "Kari Lunden")
    world.run(world.photo(BOTH, people=["Kari Lunde", "Ola Dahl"]))
    told = subprocess.run(
        ["exiftool", "-s3", "-XMP-dc:Description", "-XMP-iptcExt:PersonInImage", "tur.xmp"],  # noqa: S607
        cwd=world.folder, capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert told.stdout.splitlines() == [
        "Fra venstre: Kari Lunden og Ola Dahl på torget.",
        "Kari Lunden, Ola Dahl",
    ]
