from __future__ import annotations

import pytest

from pipeline.records import ProcessedArticle, Span
from pipeline.translation.engine import Hypothesis
from pipeline.translator import Translator
from tests.builders_translation import Answering, parts, stages


class Wordy(Answering):
    """An engine that knows several translations of everything."""

    def __init__(self, *words):
        super().__init__(str.upper)
        self.words = words

    def translate(self, sentences, source, target, *, alternatives=1, prefixes=None):
        self.asked += sentences
        found = [Hypothesis(word, -0.1 * n) for n, word in enumerate(self.words, start=1)]
        return [tuple(found[:alternatives])] * len(sentences)


@pytest.fixture
def ask():
    def asked(*words, start=0, end=13):
        article = parts("Kari Lie kom. Takk for det.")
        engine = Wordy(*words)
        translator = Translator(stages(engine))
        outcome = translator.process(article, ("en",), source="nb")
        assert isinstance(outcome, ProcessedArticle)
        engine.asked.clear()
        found = translator.other_wordings(outcome, "en", Span(part="p0", start=start, end=end))
        return found, engine.asked

    return asked


def test_other_wordings_are_tidied_have_their_names_and_come_once(ask):
    found, asked = ask("kari lie came.", "Kari Lie  came.", "Kari Lie's come.", "Kari Lie’s come.")
    assert found == ("Kari Lie came.", "Kari Lie's come.")
    assert asked == ["Kari Lie kom."]


def test_what_fails_a_check_is_offered_only_where_all_do(ask):
    assert ask("Kari Lie came in 2026.", "Kari Lie came.")[0] == ("Kari Lie came.",)
    assert ask("Kari Lie came in 2026.")[0] == ("Kari Lie came in 2026.",)


def test_no_more_are_given_than_one_reads(ask):
    words = ["at", "by", "in", "on", "to", "up", "so"]
    assert len(ask(*(f"Kari Lie came {word}." for word in words))[0]) == 5


def test_french_by_way_of_english_starts_from_the_english_that_was_made():
    class Roundabout(Wordy):
        def road(self, source, target):
            return f"{source}-en-{target}" if target == "fr" else f"{source}-{target}"

    engine = Roundabout("Kari Lie came.")
    translator = Translator(stages(engine))
    outcome = translator.process(parts("Kari Lie kom."), ("en",), source="nb")
    assert isinstance(outcome, ProcessedArticle)
    engine.asked.clear()
    engine.words = ("Kari Lie est venue.", "Kari Lie vint.")
    found = translator.other_wordings(outcome, "fr", Span(part="p0", start=0, end=13))
    assert found == ("Kari Lie est venue.", "Kari Lie vint.")
    assert engine.asked == ["Kari Lie came."]


def test_a_sentence_that_is_not_there_has_no_wordings(ask):
    assert ask("Hi.", start=1) == ((), [])


def test_what_the_tables_translate_has_no_other_wording():
    article = parts("12. mai")
    translator = Translator(stages(Wordy("x")))
    outcome = translator.process(article, ("en",), source="nb")
    assert isinstance(outcome, ProcessedArticle)
    span = outcome.translations[0].parts[0].segments[0].source.span
    assert translator.other_wordings(outcome, "en", span) == ()
