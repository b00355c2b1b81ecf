import subprocess
import sys
import threading

import pytest

import pipeline
from pipeline.errors import ArticleError, ConfigError, StoreError
from pipeline.records import SkippedArticle
from pipeline.stages.translate import TranslationOptions
from pipeline.translator import Setup, Spoken, Translator
from tests.builders_translation import Answering, parts, stages

LONG_DANISH = "Dansk tekst, som er lang nok til at man kan se, hvilket sprog det er."


def translator(answer=str.upper, **options):
    engine = Answering(answer)
    spoken = Spoken()
    given = TranslationOptions(source_of=spoken.of, **options)
    return Translator(stages(engine, given), spoken), engine


def test_a_text_is_translated_with_its_white_space():
    opened, _ = translator()
    assert opened.translate("Hei du.\n\n  Takk.\n", to="fr") == "HEI DU.\n\n  TAKK.\n"


def test_marks_are_put_in_where_they_are_asked_for():
    opened, _ = translator(lambda _: "")
    assert opened.translate("Hei på deg.") == ""
    assert "[?1]" in opened.translate("Hei på deg.", marked=True)


@pytest.mark.parametrize("text", ["", " \n", "— !"])
def test_a_text_without_words_stays_as_it_is(text):
    opened, engine = translator()
    assert opened.translate(text) == text
    assert engine.asked == []


def test_a_few_words_are_taken_for_bokmal():
    opened, _ = translator()
    outcome = opened.process(parts("Dansk?"), ("en",))
    assert outcome.translations[0].road == "nb-en"
    assert outcome.article.notes == ("too short to tell its language: taken for Bokmål",)


def test_a_text_in_another_language_is_refused_with_what_to_do():
    opened, _ = translator()
    with pytest.raises(ArticleError, match="is da, not Norwegian") as caught:
        opened.translate(LONG_DANISH)
    assert "source='nb'" in caught.value.hint


def test_an_article_in_another_language_is_skipped():
    opened, _ = translator()
    assert isinstance(opened.process(parts(LONG_DANISH), ("en",)), SkippedArticle)


def test_the_language_that_is_said_is_believed():
    opened, _ = translator()
    outcome = opened.process(parts(LONG_DANISH), ("en",), source="nn")
    assert outcome.translations[0].road == "nn-en"
    assert outcome.detection.language == "nn"


def test_a_language_that_is_not_norwegian_cannot_be_said():
    opened, _ = translator()
    with pytest.raises(ConfigError, match="cannot translate from 'en'"):
        opened.translate("Hi.", source="en")


def test_calls_from_several_threads_do_not_mix_their_languages():
    opened, _ = translator()
    roads: dict[str, set[str]] = {}

    def call(source):
        for _ in range(20):
            outcome = opened.process(parts("Hei på deg."), ("en",), source=source)
            roads.setdefault(source, set()).add(outcome.translations[0].road)

    threads = [threading.Thread(target=call, args=(source,)) for source in ("nb", "nn")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert roads == {"nb": {"nb-en"}, "nn": {"nn-en"}}


@pytest.fixture
def fake_build(monkeypatch, tmp_path):
    """Let stages with a fake engine be built, and the user's files lie in a folder of the test."""
    engine = Answering(str.upper)

    def build(models, engine_=None, knowledge=None, translating=None):
        return stages(engine, translating)

    monkeypatch.setattr("pipeline.translator.build_stages", build)
    for name in ("MEMORY", "NAMES", "MODELS"):
        monkeypatch.delenv(f"SAMSVAR_{name}", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return engine


def test_an_open_translator_remembers_in_the_users_memory(fake_build, tmp_path):
    for _ in range(2):
        with Translator.open() as opened:
            assert opened.translate("Hei på deg.") == "HEI PÅ DEG."
    assert fake_build.asked == ["Hei på deg."]
    assert (tmp_path / "data" / "samsvar" / "memory.db").exists()


def test_without_a_memory_no_file_is_made(fake_build, tmp_path):
    with Translator.open(memory=None) as opened:
        opened.translate("Hei på deg.")
    assert not (tmp_path / "data").exists()


def test_a_memory_that_cannot_be_opened_is_an_error_before_anything_is_loaded(
    monkeypatch, tmp_path
):
    monkeypatch.setattr("pipeline.translator.build_stages", None)
    (tmp_path / "bad.db").write_text("no database " * 100)
    with pytest.raises(StoreError, match="not a translation memory"):
        Translator.set_up(Setup(memory=tmp_path / "bad.db"))


def test_importing_the_package_loads_nothing():
    code = (
        "import sys, pipeline\n"
        "heavy = {'spacy', 'pydantic', 'numpy', 'ctranslate2', 'sqlite3'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_package_has_the_translator_at_its_door():
    assert pipeline.Translator is Translator


def test_the_package_has_nothing_else_at_its_door():
    with pytest.raises(AttributeError, match="no attribute 'Translater'"):
        _ = pipeline.Translater
