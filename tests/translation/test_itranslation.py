"""An engine in the shape that Argos knows."""

import ast
import importlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.translation.engine import Hypothesis
from pipeline.translation.itranslation import ArgosHypothesis, GemmaTranslation, Language

NORWEGIAN, ENGLISH = Language("nb", "Norwegian"), Language("en", "English")


@dataclass(frozen=True)
class Shouting:
    """An engine that writes in capitals; its n-th alternative ends in n marks."""

    pairs = frozenset({("nb", "en")})
    refs = ()

    def road(self, source, target):
        return f"{source}-{target}"

    def translate(self, sentences, source, target, *, alternatives=1, prefixes=None):
        return [
            tuple(Hypothesis(text.upper() + "!" * n, -1.0 - n) for n in range(alternatives))
            for text in sentences
        ]


@pytest.fixture
def translation():
    return GemmaTranslation(Shouting(), NORWEGIAN, ENGLISH)


def test_paragraphs_stay_paragraphs(translation):
    assert translation.translate("Ja. Nei.\n\nKanskje.") == "JA. NEI.\n\nKANSKJE."


def test_an_empty_text_stays_empty(translation):
    assert translation.translate("") == ""


def test_the_score_of_a_text_is_the_sum_of_its_sentences(translation):
    assert [one.score for one in translation.hypotheses("Ja. Nei.", 2)] == [-2.0, -4.0]


def test_as_many_hypotheses_are_returned_as_asked_for(translation):
    assert [one.value for one in translation.hypotheses("Ja.", 3)] == ["JA.", "JA.!", "JA.!!"]


def test_hypotheses_are_ordered_by_score():
    assert max(ArgosHypothesis("a", -2.0), ArgosHypothesis("b", -1.0)).value == "b"


def test_it_is_shown_as_argos_shows_it(translation):
    assert str(translation) == "Norwegian → English"


def test_whatever_argos_offers_on_a_translation_is_there():
    # read, not imported: the module needs stanza, and downloads a model when it is imported
    folder = Path(str(importlib.import_module("argostranslate").__file__)).parent
    source = (folder / "translate.py").read_text(encoding="utf-8")
    classes = {one.name: one for one in ast.parse(source).body if isinstance(one, ast.ClassDef)}
    methods = {one.name for one in classes["ITranslation"].body if isinstance(one, ast.FunctionDef)}
    assert {"translate", "hypotheses"} <= methods <= set(dir(GemmaTranslation))
