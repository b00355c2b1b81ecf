"""Engines that misbehave: each fault leads to a second try, and then to a mark."""

import json
import re
from pathlib import Path

import pytest

from pipeline.documents.text import parse_text
from pipeline.records import (
    Article,
    EntityKind,
    Mention,
    Origin,
    Part,
    PartKind,
    Reading,
    Reconciliation,
    Span,
)
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.engine import Hypothesis

STRESS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "stress.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
SOURCE = "Kari Lund møtte 47 elever på mandag, men hun ville ikke (som rektor sa) betale 12 kroner."
GOOD = "Kari Lund met 47 pupils on Monday, but she would not (as the rector said) pay 12 kroner."


class Engine:
    """An engine whose every answer is spoilt in one way."""

    refs = ()
    pairs = frozenset({("nb", "en")})

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def road(self, source, target):
        return f"{source}-{target}"

    def translate(self, sentences, source, target, *, alternatives=1, prefixes=None):
        self.asked += sentences
        return [(Hypothesis(text=self.answer(text), score=-0.2),) for text in sentences]


def whole(text):
    return ((0, len(text)),)


def translated(text, answer, kind=PartKind.PARAGRAPH):
    """Return checks of the only segment, and what the engine was asked."""
    engine = Engine(answer)
    article = Article(id="a", parts=(Part(name="p", kind=kind, text=text),))
    name = text.find("Kari Lund")
    mentions: tuple[Mention, ...] = ()
    if name >= 0:
        span = Span(part="p", start=name, end=name + 9)
        mentions = (
            Mention(
                span=span,
                text="Kari Lund",
                name="Kari Lund",
                kind=EntityKind.PERSON,
                origin=Origin.NER,
            ),
        )
    translator = load_translator(engine, whole, TranslationOptions())
    found = translator.translate(article, mentions, Reading(), Reconciliation(), "en")
    (segment,) = found.parts[0].segments
    return {check.kind for check in segment.checks}, engine.asked


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("empty", lambda text: ""),
        ("empty", lambda text: "   "),
        ("untranslated", lambda text: text),
        ("repetition", lambda text: GOOD + " and then" * 30),
        ("repetition", lambda text: GOOD + " a" * 60),
        ("repetition", lambda text: "ha" * 80),
        ("length", lambda text: "Kari Lund did."),
        ("length", lambda text: GOOD + " " + " ".join(f"word{chr(97 + n)}" for n in range(26))),
        ("name", lambda text: GOOD.replace("Kari Lund", "She")),
        ("name", lambda text: GOOD.replace("pupils", "pupils from Copenhagen")),
        ("number", lambda text: GOOD.replace("47 pupils", "the pupils")),
        ("invented_number", lambda text: GOOD.replace("pupils", "pupils in 1998")),
        ("number", lambda text: GOOD.replace("Monday", "Friday")),
        ("negation", lambda text: GOOD.replace("would not", "would")),
        ("brackets", lambda text: GOOD.replace(")", "")),
        ("unit", lambda text: GOOD.replace("kroner", "horses")),
    ],
)
def test_a_fault_leads_to_a_second_try_and_then_to_a_mark(kind, answer):
    kinds, asked = translated(SOURCE, answer)
    assert kind in kinds
    assert len(asked) > 1


def test_a_good_answer_is_asked_for_once_and_is_not_marked():
    kinds, asked = translated(SOURCE, lambda text: GOOD)
    assert (kinds, len(asked)) == (set(), 1)


@pytest.mark.parametrize("text", ["2019 4 512 17,5 %", "https://eksempel.no/a www.eksempel.no"])
def test_numbers_and_addresses_alone_never_go_to_the_engine(text):
    assert translated(text, lambda _: "nonsense") == (set(), [])


def test_a_second_answer_that_is_good_is_taken():
    def answer(text):
        return GOOD.replace("47", "74") if text == SOURCE else GOOD.replace("Kari Lund", "Anna")

    kinds, asked = translated(SOURCE, answer)
    # as it is, and with names hidden
    assert (kinds, len(asked)) == (set(), 2)


def letters(text):
    return re.findall(r"[^\W\d_]", text)


@pytest.mark.parametrize("case", STRESS, ids=[case["id"] for case in STRESS])
def test_no_text_of_the_stress_set_comes_back_empty_without_a_mark(case):
    article = parse_text(case["text"], article_id="s", source="s")
    translator = load_translator(Engine(lambda text: ""), whole)
    found = translator.translate(article, (), Reading(), Reconciliation(), "en")
    for part in found.parts:
        for segment in part.segments:
            assert segment.checks or segment.target.strip() or not letters(segment.source.text)


LOOP = "and so on and so on and so on and so on and so on and so on"


@pytest.mark.parametrize("case", STRESS, ids=[case["id"] for case in STRESS])
def test_no_loop_passes_without_a_mark_whatever_the_source(case):
    article = parse_text(case["text"], article_id="s", source="s")
    translator = load_translator(Engine(lambda text: LOOP), whole)
    found = translator.translate(article, (), Reading(), Reconciliation(), "en")
    for part in found.parts:
        for segment in part.segments:
            assert segment.checks or LOOP not in segment.target


@pytest.mark.parametrize("case", STRESS, ids=[case["id"] for case in STRESS])
def test_numbers_and_addresses_of_the_stress_set_are_never_lost_without_a_mark(case):
    article = parse_text(case["text"], article_id="s", source="s")
    translator = load_translator(Engine(lambda text: "This is something else entirely."), whole)
    found = translator.translate(article, (), Reading(), Reconciliation(), "en")
    segments = [segment for part in found.parts for segment in part.segments]
    text = "\n".join(part.text for part in found.parts)
    # "18,9" is 18.9 in English
    lost = [w for w in case["keep"] if w not in text and w.replace(",", ".") not in text]
    marked = any(segment.checks for segment in segments)
    assert marked or not lost
