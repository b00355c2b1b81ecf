import subprocess
import sys
import threading
from dataclasses import replace

import pytest

import pipeline
from pipeline.database import Access
from pipeline.errors import ArticleError, ConfigError, StoreError
from pipeline.many import IN_HAND
from pipeline.records import SkippedArticle
from pipeline.stages.stream import GROUP
from pipeline.stages.translate import TranslationOptions
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.glossary_store import GlossaryStore, glossary_path
from pipeline.translation.memory import Memory
from pipeline.translation.recall import Recall
from pipeline.translator import Setup, Translator
from tests.builders_translation import Answering, parts, stages

LONG_DANISH = "Dansk tekst, som er lang nok til at man kan se, hvilket sprog det er."


def translator(answer=str.upper, **options):
    engine = Answering(answer)
    return Translator(stages(engine, TranslationOptions(**options))), engine


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

    def build(models, engine_=None, knowledge=None, translating=None, names_model=""):
        return stages(engine, translating)

    monkeypatch.setattr("pipeline.translator.build_stages", build)
    for name in ("MEMORY", "NAMES", "MODELS"):
        monkeypatch.delenv(f"SAMSVAR_{name}", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return engine


def test_an_open_translator_remembers_in_the_users_memory(fake_build, tmp_path):
    asked = []
    for _ in range(2):
        with Translator.open() as opened:
            assert opened.translate("Hei på deg.") == "HEI PÅ DEG."
        asked.append(len(fake_build.asked))
    assert set(fake_build.asked) == {"Hei på deg."}
    assert asked[0] == asked[1]
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


LONG = "Vi reiste hjem i går, og det var fint. " * 30


def many(*texts):
    return [parts(text).model_copy(update={"id": f"a{n}"}) for n, text in enumerate(texts)]


def test_many_articles_come_out_as_they_would_one_by_one():
    articles = many("Hei på deg. Kari Lund sang.", LONG_DANISH, "Takk for i dag.", "Hei på deg.")
    together, _ = translator()
    alone, _ = translator()
    one_by_one = [alone.process(article, ("fr", "en")) for article in articles]
    assert list(together.process_all(articles, ("fr", "en"))) == one_by_one


def test_a_sentence_of_several_articles_is_asked_once():
    opened, engine = translator()
    list(opened.process_all(many("Hei på deg.", "Hei på deg. Takk.", "Takk."), ("en",)))
    alone, once = translator()
    alone.process(parts("Hei på deg. Takk."), ("en",))
    assert sorted(engine.asked) == sorted(once.asked)


def test_an_article_that_cannot_be_read_costs_no_other():
    opened, _ = translator()
    read = opened._stages.find_names

    def find(article):
        if article.id == "a1":
            raise ArticleError("a1: cannot be read", hint="look at it")
        return read(article)

    opened._stages = replace(opened._stages, find_names=find)
    outcomes = list(opened.process_all(many("Hei.", "Hei.", "Hei."), ("en",)))
    assert [one.outcome for one in outcomes] == ["processed", "failed", "processed"]
    assert outcomes[1].message == "a1: cannot be read"
    assert outcomes[1].hint == "look at it"


def test_articles_are_taken_as_there_is_room_for_them():
    opened, _ = translator()
    taken = []
    # long, and soon translated: a thousand sentences would say no more of the room
    text = "Vi reiste hjem i går." + " " * 11_700

    def articles():
        for article in many(*[text] * 12):
            taken.append(article.id)
            yield article

    next(opened.process_all(articles(), ("en",)))
    assert len(taken) == -(-IN_HAND // len(text)) < 12


def test_what_is_done_of_many_articles_is_in_the_memory_when_the_engine_dies(tmp_path):
    class Killed(BaseException):
        pass

    def answer(sentence):
        if sentence.startswith("Slutt"):
            raise Killed
        return sentence

    with Memory(tmp_path / "memory.db") as memory:
        opened, _ = translator(answer, memory=Recall(memory, print))
        articles = many(*(f"Dette er setning nummer {n}." for n in range(GROUP)), "Slutt.")
        with pytest.raises(Killed):
            list(opened.process_all(articles, ("en",)))
        assert memory.stats().segments == GROUP


def test_a_stage_that_is_not_ours_gets_the_articles_one_by_one():
    opened, engine = translator()
    stage = opened._stages.translate
    opened._stages = replace(opened._stages, translate=stage.translate)
    outcomes = list(opened.process_all(many("Hei.", "Hei."), ("en",)))
    assert [one.translations[0].parts[0].text for one in outcomes] == ["HEI.", "HEI."]
    assert engine.asked == ["Hei.", "Hei."]


def test_a_source_that_is_not_norwegian_is_refused_for_many_too():
    opened, _ = translator()
    with pytest.raises(ConfigError, match="cannot translate from 'en'"):
        list(opened.process_all([], ("en",), source="en"))


@pytest.mark.parametrize("as_file", [True, False])
def test_a_glossary_is_a_file_or_terms(fake_build, tmp_path, as_file):
    (tmp_path / "g.csv").write_text("norwegian;english\nrektor;principal\n")
    terms = Glossary((Term(("rektor",), {"en": ("principal",)}),))
    glossary = str(tmp_path / "g.csv") if as_file else terms
    with Translator.open(memory=None, glossary=glossary) as opened:
        opened.translate("I går sang rektoren.")
    assert fake_build.asked[0] == "I går sang the principal."


def test_the_users_own_glossary_is_used_without_being_asked_for(fake_build):
    with GlossaryStore(glossary_path(), Access.WRITE) as store:
        store.add(Glossary((Term(("rektor",), {"en": ("principal",)}),)))
    with Translator.open(memory=None) as opened:
        opened.translate("I går sang rektoren.")
    assert fake_build.asked[0] == "I går sang the principal."
