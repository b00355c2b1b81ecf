from dataclasses import replace

import pytest

from pipeline.errors import StoreError
from pipeline.records import Maker, PartKind, Reading, Reconciliation
from pipeline.stages.stream import GROUP
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.following import Finished, Followed
from pipeline.translation.memory import Memory
from pipeline.translation.recall import Recall
from pipeline.translation.units import Author, Unit
from tests.builders_translation import Answering, edit, find_people, parts, sentences


@pytest.fixture
def memory(tmp_path):
    with Memory(tmp_path / "memory.db") as opened:
        yield opened


class Run:
    """A translation of an article, and what was told of it."""

    def __init__(self, memory, article, answer, *, version="1", target="en", **options):
        self.errors: list[StoreError] = []
        told: list[Followed] = []
        self.engine = Answering(answer, version)
        given = TranslationOptions(
            memory=Recall(memory, self.errors.append), follow=told.append, **options
        )
        translator = load_translator(self.engine, sentences, given)
        mentions = find_people(article)
        self.found = translator.translate(article, mentions, Reading(), Reconciliation(), target)
        self.made = [m for f in told if isinstance(f, Finished) for m in f.made]
        self.makers = [m.maker for m in self.made]
        self.text = " ".join(part.text for part in self.found.parts)
        self.checks = [c for p in self.found.parts for s in p.segments for c in s.checks]


def hello(_):
    return "Hello there."


def test_the_second_time_nothing_is_asked_and_the_translation_is_the_same(memory):
    article = parts("Hei på deg. Kari Lund sang.", "Takk for i dag.")
    first = Run(memory, article, str)
    second = Run(memory, article, str)
    assert second.engine.asked == []
    assert second.text == first.text
    assert second.found.names == first.found.names
    assert {s.maker for part in second.found.parts for s in part.segments} == {Maker.MEMORY}


def test_only_what_is_new_is_asked(memory):
    Run(memory, parts("Hei på deg."), hello)
    second = Run(memory, parts("Hei på deg. Takk for turen."), hello)
    assert second.engine.asked == ["Takk for turen."]
    assert second.makers == [Maker.MEMORY, Maker.MODEL]


def test_another_line_break_is_the_same_sentence(memory):
    Run(memory, parts("Vi reiste hjem."), hello)
    assert Run(memory, parts("Vi reiste\nhjem."), hello).engine.asked == []


def test_a_sentence_that_was_marked_stays_marked_and_is_not_tried_again(memory):
    article = parts("Xgard Qviller sang.")
    first = Run(memory, article, hello)
    second = Run(memory, article, hello)
    assert first.checks != []
    assert (second.checks, second.engine.asked) == (first.checks, [])


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2"},
        {"target": "fr"},
        {"retries": 1},
        {"alternatives": 2},
        {"official": lambda *_: ("Carry Lund",)},
        {"source_of": lambda _: "nn"},
    ],
    ids="".join,
)
def test_another_model_language_setting_or_name_is_another_segment(memory, change):
    article = parts("Kari Lund sang.")
    Run(memory, article, hello)
    assert Run(memory, article, hello, **change).engine.asked != []


def test_a_persons_words_win_over_a_models(memory):
    article = parts("Hei på deg.")
    Run(memory, article, hello)
    memory.add([edit(source="Hei på deg.", target="Hi, you!")])
    second = Run(memory, article, hello)
    assert (second.text, second.makers) == ("Hi, you!", [Maker.PERSON])


def test_a_persons_words_serve_with_every_model_and_are_not_touched(memory):
    memory.add([edit(source="Hei på deg.", target="well  hello")])
    for version in "12":
        assert Run(memory, parts("Hei på deg."), hello, version=version).text == "well  hello"
    assert memory.stats().segments == 0


def test_a_name_that_a_person_left_out_is_marked_and_not_put_in(memory):
    memory.add([edit(source="Kari Lund sang.", target="She sang.")])
    found = Run(memory, parts("Kari Lund sang."), hello)
    assert found.text == "She sang."
    assert [check.detail for check in found.checks] == ["Kari Lund is missing"]
    assert [name.kept for name in found.found.names] == [False]


def test_a_person_may_say_what_a_check_of_a_model_would_not_let_pass(memory):
    memory.add([edit(source="Vi var 47 der.", target="We were many.")])
    assert Run(memory, parts("Vi var 47 der."), hello).checks == []


def test_a_persons_words_serve_in_a_list_that_the_tables_have(memory):
    memory.add([edit(source="Kari Lund, rektor", target="Kari Lund, principal")])
    article = parts("- Kari Lund, rektor", kind=PartKind.LIST_ITEM)
    assert Run(memory, article, hello).text == "- Kari Lund, principal"


def imported(source, target):
    return replace(edit(source, target), author=Author.MACHINE)


def test_what_another_machine_made_is_used_where_nothing_is_wrong_with_it(memory):
    memory.add([imported("Kari Lund sang.", "Kari Lund was singing.")])
    found = Run(memory, parts("Kari Lund sang."), hello)
    assert (found.text, found.makers) == ("Kari Lund was singing.", [Maker.IMPORTED])


def test_what_another_machine_got_wrong_is_translated_anew(memory):
    memory.add([imported("Kari Lund sang.", "She sang.")])
    found = Run(memory, parts("Kari Lund sang."), lambda s: "Kari Lund sang.")
    assert found.makers == [Maker.MODEL]


def test_what_the_tables_have_is_neither_asked_nor_remembered(memory):
    article = parts("- Kari Lund, rektor", kind=PartKind.LIST_ITEM)
    assert Run(memory, article, hello).makers == [Maker.TABLES]
    assert memory.stats().segments == 0


def test_names_that_were_put_back_are_told_now_and_from_memory(memory):
    article = parts("Trond Hovland sang.")
    first = Run(memory, article, lambda s: "Trond Holland sang.")
    second = Run(memory, article, hello)
    assert [name.restored for name in first.found.names + second.found.names] == [True, True]
    assert [m.restored for m in first.made] == [("Trond Hovland",)]
    assert second.made[0].restored == ("Trond Hovland",)


def test_a_full_disk_costs_no_translation_and_is_said_once(memory):
    memory._file.run(f"PRAGMA max_page_count = {memory._file.rows('PRAGMA page_count')[0][0]}")
    article = parts(*(f"Dette er setning nummer {n}, " + "bla " * 70 + "slutt" for n in range(99)))
    errors: list[StoreError] = []
    options = TranslationOptions(memory=Recall(memory, errors.append), retries=0)
    translator = load_translator(Answering(hello), sentences, options)
    for _ in range(2):
        found = translator.translate(article, (), Reading(), Reconciliation(), "en")
        assert {part.text for part in found.parts} == {"Hello there"}
    assert len(errors) == 1
    assert "no space is left" in errors[0].message


class Broken(Memory):
    """A memory whose file went bad after it was opened."""

    def units(self, keys):
        raise StoreError("memory.db: the file is damaged")


def test_a_memory_that_goes_bad_costs_no_translation(tmp_path):
    with Broken(tmp_path / "memory.db") as memory:
        found = Run(memory, parts("Hei på deg."), hello)
    assert found.text == "Hello there."
    assert [error.message for error in found.errors] == ["memory.db: the file is damaged"]


def test_a_long_article_that_is_broken_off_keeps_what_was_done(memory):
    article = parts("Vi sluttet.", *(f"Dette er setning {n}." for n in range(GROUP + 4)))

    def answer(sentence):
        if "sluttet" in sentence:
            raise KeyboardInterrupt
        return sentence

    with pytest.raises(KeyboardInterrupt):
        Run(memory, article, answer)
    second = Run(memory, article, str)
    assert second.makers.count(Maker.MEMORY) == GROUP


def test_half_a_character_is_translated_and_not_remembered(memory):
    found = Run(memory, parts("Hei \ud83d du der."), hello)
    assert (found.text, found.errors, memory.stats().segments) == ("Hello there.", [], 0)


def test_an_edit_of_the_other_language_does_not_serve(memory):
    memory.add([Unit("Hei på deg.", "nb", "fr", "Salut.")])
    assert Run(memory, parts("Hei på deg."), hello).makers == [Maker.MODEL]
