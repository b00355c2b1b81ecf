"""The main job with the real models, from a file to the files that are sent.

The guard of ``conftest.py`` holds here too: a socket to anywhere but loopback fails the test.
"""

import json
import re

import pytest

from pipeline.assets import list_models, models_dir
from pipeline.cli import main
from pipeline.records import OUTCOME, FlagKind, ProcessedArticle

pytestmark = pytest.mark.model

ARTICLE = """\
Lærerik tur til Tolouse

Fra venstre bak: Tor Arne Myrvang, (BFK), Olaf Halland Gravdal (USN), Jan Velvik (USN). Foran f.v: \
Wenche Bamrud (KI), Roger Rybakk (fylkesordfører) Einar Sørli, (reiseleder)

Toulouse og Kongsberg har mange ting felles. Fylkesordfører Roger Rybakk reiste til Toulouse \
sammen med 12 andre.

De som var med

Buskerud Fylkeskommune:
Roger Rybakk, fylkesordfører
Tor Arne Myrvang, rådgiver

Universitetet i Sør Øst Norge
Jan Velvik, professor
Olaf Hallan Gravdal, Institutt for realfag

Wenche Bamrud, daglig leder Kongsberg Innovasjon
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    folder = tmp_path_factory.mktemp("job")
    (folder / "tur.txt").write_text(ARTICLE, "utf-8")
    assert main(["run", str(folder / "tur.txt"), "--out", str(folder / "out")]) == 0
    found = OUTCOME.validate_json((folder / "out" / "tur.json").read_bytes())
    assert isinstance(found, ProcessedArticle)
    texts = {path.name: path.read_text("utf-8") for path in (folder / "out").iterdir()}
    return found, texts


def test_the_article_is_bokmal(outcome):
    assert outcome[0].detection.language == "nb"


def test_the_picture_is_read_in_order(outcome):
    people = outcome[0].reading.captions[0].people
    assert [(p.mention.name, p.row.value) for p in people] == [
        ("Tor Arne Myrvang", "back"),
        ("Olaf Halland Gravdal", "back"),
        ("Jan Velvik", "back"),
        ("Wenche Bamrud", "front"),
        ("Roger Rybakk", "front"),
        ("Einar Sørli", "front"),
    ]


def test_what_is_doubtful_is_flagged_and_nothing_else(outcome):
    flags = {
        (flag.kind, frozenset(m.name for m in flag.mentions))
        for flag in outcome[0].reconciliation.flags
    }
    assert flags == {
        (FlagKind.SPELLING, frozenset({"Olaf Halland Gravdal", "Olaf Hallan Gravdal"})),
        (FlagKind.SPELLING, frozenset({"Tolouse", "Toulouse"})),
        (FlagKind.NOT_IN_LIST, frozenset({"Einar Sørli"})),
    }


def test_acronyms_are_tied_to_their_organisations(outcome):
    ties = {(tie.short, tie.long) for tie in outcome[0].reconciliation.acronyms}
    assert ties == {
        ("BFK", "Buskerud Fylkeskommune"),
        ("USN", "Universitetet i Sør Øst Norge"),
        ("KI", "Kongsberg Innovasjon"),
    }


@pytest.mark.parametrize("target", ["en", "fr"])
def test_every_part_is_translated_and_every_name_is_there(outcome, target):
    found, texts = outcome
    translation = next(t for t in found.translations if t.target == target)
    assert len(translation.parts) == len(found.article.parts)
    lost = [name for name in translation.names if not name.kept]
    marked = texts[f"tur.{target}.txt"].count("[?")
    assert not lost or marked
    assert "Roger Rybakk" in texts[f"tur.{target}.txt"]


def test_the_translation_keeps_the_lines_of_the_article(outcome):
    text = outcome[1]["tur.en.txt"]
    assert re.search(r"\nRoger Rybakk, .+\nTor Arne Myrvang, .+\n\n", text)


def test_the_models_of_a_result_are_named(outcome):
    named = {ref.name for ref in outcome[0].models}
    assert {"language", "encoder", "translator"} <= named


def test_the_report_stands_alone(outcome):
    page = outcome[1]["tur.html"]
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "Olaf Hallan Gravdal" in page


def test_the_json_is_readable_by_anyone(outcome):
    data = json.loads(outcome[1]["tur.json"])
    assert data["outcome"] == "processed"
    assert data["schema_version"] == 1


def test_every_model_is_ready_and_listed(capsys):
    assert main(["models", "list"]) == 0
    shown = capsys.readouterr().out
    assert all(model.name in shown for model in list_models(models_dir()))
    assert main(["models", "verify"]) == 0
