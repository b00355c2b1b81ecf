from typing import ClassVar

import pytest

from pipeline.records import Maker, Reading, Reconciliation
from pipeline.stages.stream import Task
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.engine import Hypothesis
from pipeline.translation.following import Finished, Followed, Progress
from pipeline.translation.memory import Memory
from pipeline.translation.recall import Recall
from tests.builders_translation import edit, find_people, parts, sentences


class Bridge:
    """An engine that goes to French by way of English, and remembers what it was asked."""

    def __init__(self, english, french):
        self.answers = {"en": english, "fr": french}
        self.pairs = frozenset({("nb", "en"), ("nb", "fr"), ("en", "fr")})
        self.refs = ()
        self.asked = []

    def road(self, source, target):
        return "nb-en-fr" if (source, target) == ("nb", "fr") else f"{source}-{target}"

    def translate(self, sentences, source, target, *, alternatives=1, prefixes=None):
        self.asked += [(source, target, sentence) for sentence in sentences]
        english = [self.answers["en"](s) if source == "nb" else s for s in sentences]
        said = english if target == "en" else [self.answers["fr"](s) for s in english]
        return [(Hypothesis(text, -0.1),) for text in said]


def run(engine, article, *targets, **options):
    stage = load_translator(engine, sentences, TranslationOptions(**options))
    people = find_people(article)
    return [stage(article, people, Reading(), Reconciliation(), target) for target in targets]


def bent(sentence):
    return sentence.replace("Hovland", "Holland").replace("sang", "was singing")


def french(sentence):
    return sentence.replace("was singing", "chantait").replace("Hello", "Salut")


def test_french_starts_from_the_english_whose_names_were_put_right():
    engine = Bridge(bent, french)
    (found,) = run(engine, parts("Trond Hovland sang."), "fr")
    assert found.parts[0].text == "Trond Hovland chantait."
    assert engine.asked == [
        ("nb", "en", "Trond Hovland sang."),
        ("en", "fr", "Trond Hovland was singing."),
    ]


def test_the_road_by_way_of_english_is_told():
    (found,) = run(Bridge(bent, french), parts("Trond Hovland sang."), "fr")
    assert found.road == "nb-en-fr"


def test_french_is_the_same_with_and_without_english():
    article = parts("Trond Hovland sang. Hei på deg.")
    (alone,) = run(Bridge(bent, french), article, "fr")
    _, beside = run(Bridge(bent, french), article, "en", "fr")
    assert alone == beside


def test_english_that_failed_a_check_is_no_start():
    engine = Bridge(lambda s: "Hello there.", french)
    run(engine, parts("Xgard Qviller sang."), "fr", retries=0)
    assert engine.asked == [
        ("nb", "en", "Xgard Qviller sang."),
        ("nb", "fr", "Xgard Qviller sang."),
    ]


def test_french_that_failed_a_check_is_made_of_the_source_too():
    def lost(sentence):
        return "Bonjour."

    engine = Bridge(bent, lost)
    run(engine, parts("Trond Hovland sang."), "fr", retries=1)
    assert ("nb", "fr", "Trond Hovland sang.") in engine.asked


def test_french_starts_from_a_persons_english(tmp_path):
    with Memory(tmp_path / "memory.db") as memory:
        memory.add([edit("Hei på deg.", "Hello, my friend.")])
        engine = Bridge(bent, french)
        options = {"memory": Recall(memory, print)}
        (found,) = run(engine, parts("Hei på deg."), "fr", **options)
        assert found.parts[0].text == "Salut, my friend."
        memory.add([edit("Hei på deg.", "Hello, you.")])
        (again,) = run(engine, parts("Hei på deg."), "fr", **options)
    assert again.parts[0].text == "Salut, you."
    assert again.parts[0].segments[0].maker is Maker.MODEL


def test_english_that_nobody_asked_for_is_followed_and_not_told_as_finished():
    told: list[Followed] = []
    run(Bridge(bent, french), parts("Hei på deg."), "fr", follow=told.append)
    assert [one.target for one in told if isinstance(one, Finished)] == ["fr"]
    assert {one.target for one in told if isinstance(one, Progress)} == {"en", "fr"}


@pytest.mark.parametrize("order", [("en", "fr"), ("fr", "en")])
def test_translations_come_in_the_order_of_the_targets(order):
    article = parts("Hei på deg.")
    stage = load_translator(Bridge(bent, french), sentences)
    task = Task(article, (), Reading(), Reconciliation(), "nb")
    assert tuple(one.target for one in stage.translate_all([task], order)[0]) == order


def test_only_what_failed_a_check_is_looked_for_more_widely():
    class Wide(Bridge):
        widths: ClassVar[list[tuple[str, int]]] = []

        def translate(self, sentences, source, target, *, alternatives=1, prefixes=None):
            self.widths.extend((sentence, alternatives) for sentence in sentences)
            return super().translate(sentences, source, target, alternatives=alternatives)

    engine = Wide(lambda s: "Hello there.", french)
    run(engine, parts("Hei på deg. Xgard Qviller sang."), "en", first=1, alternatives=3, retries=1)
    assert engine.widths[:2] == [("Hei på deg.", 1), ("Xgard Qviller sang.", 1)]
    assert engine.widths[-1] == ("Xgard Qviller sang.", 3)
    assert "Hei på deg." not in dict(engine.widths[2:])
