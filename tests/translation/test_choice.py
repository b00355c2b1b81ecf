"""Of several engines the better one for a pair is used, and the result says which."""

import pytest

from pipeline.build import chosen_engines, models_for
from pipeline.errors import ModelError
from pipeline.translation.argos import ArgosEngine
from pipeline.translation.engine import Engines
from pipeline.translation.measured import Measured
from pipeline.translation.packages import install_file
from tests import builders_argos
from tests.builders_translation import AT, Answering


@pytest.fixture
def engines():
    argos, embedded = Answering(str.upper, "1"), Answering(str.lower, "2")
    argos.pairs = frozenset({("nb", "en"), ("nb", "de")})
    return {"argos": argos, "embedded": embedded}


def measured(engine, engines, chrf):
    return Measured(
        engine=engine,
        models=engines[engine].refs,
        source="nb",
        target="en",
        road="nb-en",
        on="t",
        on_sha256="t",
        sentences=100,
        bleu=1.0,
        chrf=chrf,
        bleu_signature="",
        chrf_signature="",
        segments=1,
        marked=0,
        names=0,
        names_kept=0,
        seconds=1.0,
        at=AT,
        program="",
    )


def said(engine, target="en"):
    return engine.translate(["Hei"], "nb", target)[0][0].text


def test_the_first_engine_is_used_where_nothing_was_chosen(engines):
    assert said(Engines(engines)) == "HEI"


def test_the_chosen_engine_is_used(engines):
    assert said(Engines(engines, {("nb", "en"): "embedded"})) == "hei"


def test_a_choice_that_has_not_the_pair_is_passed_over(engines):
    assert said(Engines(engines, {("nb", "de"): "embedded"}), "de") == "HEI"


def test_the_road_names_the_engine_where_there_was_a_choice(engines):
    both = Engines(engines, {("nb", "en"): "embedded"})
    assert both.road("nb", "en") == "nb-en (embedded)"
    assert both.road("nb", "fr") == "nb-fr"


def test_a_pair_that_no_engine_has_is_refused(engines):
    with pytest.raises(ModelError, match="no model translates from nb to sv"):
        Engines(engines).road("nb", "sv")


def test_engines_are_chosen_by_what_was_measured(engines):
    known = [measured("argos", engines, 40.0), measured("embedded", engines, 50.0)]
    assert chosen_engines(engines, known) == {("nb", "en"): "embedded"}
    assert chosen_engines(engines, known[:1]) == {("nb", "en"): "argos"}


def test_another_package_does_not_undo_what_was_measured_for_a_pair(tmp_path):
    install_file(builders_argos.argos_file(tmp_path, "nb-en"), tmp_path / "packages")
    before = models_for(ArgosEngine(tmp_path / "packages"), ("nb", "en"))
    install_file(builders_argos.argos_file(tmp_path, "en-fr"), tmp_path / "packages")
    assert models_for(ArgosEngine(tmp_path / "packages"), ("nb", "en")) == before
