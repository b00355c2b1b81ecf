import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import (
    Article,
    Candidate,
    EntityKind,
    Flag,
    FlagKind,
    Light,
    ListPerson,
    Mention,
    NameCluster,
    Origin,
    Part,
    ParticipantList,
    PartKind,
    Quote,
    Reading,
    Reconciliation,
    Span,
)
from pipeline.stages.stream import GROUP
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.engine import Hypothesis
from pipeline.translation.following import Asker, Followed, Progress


class Fake:
    """An engine that answers from a function and remembers what it was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.pairs = frozenset({("nb", "en"), ("nb", "fr")})
        self.refs = ()
        self.calls = []

    def translate(self, sentences, source, target, *, alternatives=1, prefixes=None):
        self.calls.append(list(sentences))
        found = [self.answer(sentence) for sentence in sentences]
        return [
            tuple(Hypothesis(text=text, score=-0.1 * n) for n, text in enumerate(texts))
            for texts in ([each] if isinstance(each, str) else each for each in found)
        ]

    def road(self, source, target):
        return f"{source}-{target}"


def sentences(text):
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s)", text)]
    ranges = zip([0, *ends], [*ends, len(text)], strict=True)
    return tuple((a, b) for a, b in ranges if text[a:b].strip())


def article(*texts, kind=PartKind.PARAGRAPH):
    parts = [Part(name=f"p{n}", kind=kind, text=text) for n, text in enumerate(texts)]
    return Article(id="a", parts=tuple(parts))


def named(one, words, kind=EntityKind.PERSON):
    for part in one.parts:
        if words in part.text:
            start = part.text.index(words)
            span = Span(part=part.name, start=start, end=start + len(words))
            return Mention(span=span, text=words, name=words, kind=kind, origin=Origin.NER)
    raise AssertionError(words)


def run(one, answer, mentions=(), reconciliation=None, *, reading=None, **options):
    engine = Fake(answer)
    translator = load_translator(engine, sentences, TranslationOptions(**options))
    found = translator.translate(
        one, mentions, reading or Reading(), reconciliation or Reconciliation(), "en"
    )
    return found, engine


def test_every_part_of_the_article_is_in_the_translation_in_order():
    found, _ = run(article("Hei du.", "* * *", "Takk for i dag."), lambda s: "Well then.")
    assert [part.text for part in found.parts] == ["Well then.", "* * *", "Well then."]


def test_the_road_is_the_engines():
    found, _ = run(article("Hei du."), lambda s: "Hello.")
    assert found.road == "nb-en"


def test_everything_goes_to_the_engine_in_one_call_and_nothing_twice():
    answers = {"Hei.": "Hello.", "Takk.": "Thanks."}
    _, engine = run(article("Hei. Takk.", "Hei."), answers.get)
    assert engine.calls == [["Hei.", "Takk."]]


def test_a_line_break_inside_a_sentence_is_a_space_for_the_engine():
    _, engine = run(article("Vi reiste\nhjem."), lambda s: "We went home.")
    assert engine.calls[0] == ["Vi reiste hjem."]


def test_white_space_between_sentences_stays():
    found, _ = run(article("Hei.\n  Takk."), {"Hei.": "Hello.", "Takk.": "Thanks."}.get)
    assert found.parts[0].text == "Hello.\n  Thanks."


def test_the_alternative_that_keeps_the_name_wins_over_a_better_score():
    one = article("Bjarnhild sang.")
    answers = ("She sang.", "Bjarnhild sang.")
    found, _ = run(one, lambda s: answers, [named(one, "Bjarnhild")])
    assert found.parts[0].text == "Bjarnhild sang."


def test_a_name_that_the_engine_bends_is_put_right():
    one = article("Trond Hovland sang.")
    found, engine = run(one, lambda s: "Trond Holland sang.", [named(one, "Trond Hovland")])
    assert (found.parts[0].text, len(engine.calls)) == ("Trond Hovland sang.", 1)


def test_a_name_that_the_engine_loses_comes_back_by_way_of_a_stand_in():
    one = article("Xgard Qviller sang.")

    def answer(sentence):
        return "He sang." if "Qviller" in sentence else sentence

    found, _ = run(one, answer, [named(one, "Xgard Qviller")])
    assert found.parts[0].text == "Xgard Qviller sang."
    assert found.parts[0].segments[0].checks == ()


def test_a_name_that_stays_lost_is_marked_and_reported():
    one = article("Xgard Qviller sang.")
    found, _ = run(one, lambda s: "He sang.", [named(one, "Xgard Qviller")])
    assert [c.detail for c in found.parts[0].segments[0].checks] == ["Xgard Qviller is missing"]
    assert [(name.source, name.kept) for name in found.names] == [("Xgard Qviller", False)]


def test_failed_segments_are_looked_for_more_widely_and_go_back_at_most_twice():
    one = article("Xgard Qviller sang.")
    _, engine = run(one, lambda s: "He sang.", [named(one, "Xgard Qviller")])
    assert len(engine.calls) == 4


def test_without_retries_a_failed_segment_is_marked_at_once():
    one = article("Xgard Qviller sang.")
    found, engine = run(one, lambda s: "He sang.", [named(one, "Xgard Qviller")], retries=0)
    assert len(engine.calls) == 1
    assert found.parts[0].segments[0].checks != ()


def test_only_segments_that_failed_go_back():
    one = article("Vi var 47 deltakere der. Takk for turen.")
    answers = {"Takk for turen.": "Thank you for the trip."}
    _, engine = run(one, lambda s: answers.get(s, "We were participants there."))
    assert all("Takk for turen." not in call for call in engine.calls[1:])


def test_a_long_sentence_that_fails_is_tried_in_halves():
    one = article("Vi reiste hjem i går kveld, men de 47 andre ble igjen i byen.")
    halves = {
        "Vi reiste hjem i går kveld,": "We went home last night,",
        "men de 47 andre ble igjen i byen.": "But the 47 others stayed in town.",
    }
    found, _ = run(one, lambda s: halves.get(s, "We went home."))
    assert found.parts[0].text == ("We went home last night, but the 47 others stayed in town.")


def test_a_title_in_front_of_a_name_is_given_to_the_engine_in_the_target_language():
    one = article("Vi møtte hamnesjef Kari Lund i dag.")
    _, engine = run(one, lambda s: "We met Kari Lund today.", [named(one, "Kari Lund")])
    assert engine.calls[0] == ["Vi møtte port director Kari Lund i dag."]


def test_a_side_in_brackets_is_given_to_the_engine_in_the_target_language():
    one = article(
        "Kari Lund (t.h.) viser fram planane sine for den nye bygda.", kind=PartKind.CAPTION
    )
    _, engine = run(one, lambda s: "Kari Lund (right) shows plans.", [named(one, "Kari Lund")])
    assert engine.calls[0] == ["Kari Lund (right) viser fram planane sine for den nye bygda."]


def test_a_wrong_day_sends_the_sentence_back_with_the_day_put_in():
    one = article("Skolen åpnet på mandag.")
    answers = {"Skolen åpnet på Monday.": "The school opened on Monday."}
    found, _ = run(one, lambda s: answers.get(s, "The school opened on Wednesday."))
    assert found.parts[0].text == "The school opened on Monday."


class Unsure(Fake):
    def translate(self, sentences, source, target, *, alternatives=1, prefixes=None):
        found = super().translate(sentences, source, target, alternatives=alternatives)
        return [tuple(Hypothesis(text=h.text, score=-1.5) for h in each) for each in found]


def test_a_sentence_that_the_engine_was_unsure_of_is_marked_but_not_sent_again():
    engine = Unsure(lambda s: "We went home.")
    translator = load_translator(engine, sentences)
    one = article("Vi reiste hjem.")
    found = translator.translate(one, (), Reading(), Reconciliation(), "en")
    assert [check.kind for check in found.parts[0].segments[0].checks] == ["unsure"]
    assert len(engine.calls) == 1


def test_an_empty_answer_is_marked():
    found, _ = run(article("Hei på deg."), lambda s: "")
    assert [check.kind for check in found.parts[0].segments[0].checks] == ["empty"]


def test_a_list_line_needs_the_engine_only_for_what_no_table_has():
    one = article("- Kari Lund, sjokoladesmaker", kind=PartKind.LIST_ITEM)
    found, engine = run(one, lambda s: "chocolate taster", [named(one, "Kari Lund")])
    assert engine.calls == [["sjokoladesmaker"]]
    assert found.parts[0].text == "- Kari Lund, chocolate taster"


def test_a_word_of_a_title_that_was_taken_for_a_name_is_not_wanted():
    one = article("Kari Lund, Strategi og omdømmesjef", kind=PartKind.LIST_ITEM)
    person, title = named(one, "Kari Lund"), named(one, "Strategi og omdømmesjef")
    member = ListPerson(mention=person, title=Quote(span=title.span, text=title.text))
    names = [person, named(one, "Strategi", EntityKind.ORGANISATION)]
    reading = Reading(lists=(ParticipantList(people=(member,)),))
    found, _ = run(one, lambda s: "", names, reading=reading)
    assert [name.source for name in found.names] == ["Kari Lund"]


def test_an_article_that_the_tables_have_in_full_never_asks_the_engine():
    one = article("Kari Lund, rektor", kind=PartKind.LIST_ITEM)
    found, engine = run(one, lambda s: "", [named(one, "Kari Lund")])
    assert (found.parts[0].text, engine.calls) == ("Kari Lund, rector", [])


@pytest.mark.parametrize(("score", "name"), [(0.95, "Olav Graven"), (0.7, "Olav Grave")])
def test_a_misspelt_name_is_put_right_only_where_the_proposal_is_sure(score, name):
    one = article("Olav Grave, rektor", kind=PartKind.LIST_ITEM)
    mention = named(one, "Olav Grave")
    flag = Flag(
        id="f",
        kind=FlagKind.SPELLING,
        entity=EntityKind.PERSON,
        mentions=(mention,),
        candidates=(Candidate(name="Olav Graven", score=score, evidence=()),),
        message="two spellings",
    )
    found, _ = run(one, lambda s: "", [mention], Reconciliation(flags=(flag,)))
    assert found.parts[0].text == f"{name}, rector"
    assert found.names[0].expected == name


def test_every_name_is_in_the_names_report():
    one = article("Kari Lund og Ola Haug dro til Danmark.", "Ola Haug sang.")
    mentions = [
        named(one, "Kari Lund"),
        named(one, "Ola Haug"),
        named(one, "Danmark", EntityKind.PLACE),
    ]
    found, _ = run(one, lambda s: "Kari Lund and Ola Haug went to Denmark.", mentions)
    assert [(name.source, name.expected, name.kept) for name in found.names] == [
        ("Kari Lund", "Kari Lund", True),
        ("Ola Haug", "Ola Haug", True),
        ("Danmark", "Denmark", True),
    ]


def test_the_source_language_of_the_article_reaches_the_engine():
    found, _ = run(article("Eg kjem heim."), lambda s: "I am coming.", source_of=lambda _: "nn")
    assert found.road == "nn-en"


@settings(deadline=None)
@given(
    st.lists(st.text(st.sampled_from("Aå. !:-\n😀\u0301\u200f1(")), min_size=1, max_size=4),
    st.sampled_from(list(PartKind)),
)
def test_any_article_comes_through_with_its_gaps_in_place(texts, kind):
    found, _ = run(article(*texts, kind=kind), lambda s: "Yes.")
    for text, part in zip(texts, found.parts, strict=True):
        position, out = 0, []
        for segment in part.segments:
            span = segment.source.span
            out += [text[position : span.start], segment.target]
            position = span.end
        assert "".join([*out, text[position:]]) == part.text


@settings(deadline=None)
@given(st.text(st.sampled_from("abc ,.A😀\u0301"), max_size=30))
def test_names_come_through_whatever_stands_around_them(rest):
    one = article(f"Kari Lund {rest} Ola Haug")
    mentions = [named(one, "Kari Lund"), named(one, "Ola Haug")]
    found, _ = run(one, lambda s: s, mentions)
    assert all(name.kept for name in found.names)


def segments(found):
    return [segment for part in found.parts for segment in part.segments]


LONG = ", ".join(["og så gikk vi forbi et hus der en mann sto"] * 60) + "."


def test_a_very_long_sentence_is_translated_in_pieces_and_marked_once():
    found, engine = run(article(LONG), lambda s: s)
    marks = [[check.kind for check in s.checks if check.kind == "long"] for s in segments(found)]
    assert marks.count(["long"]) == 1
    assert marks[0] == ["long"]
    assert max(len(sentence) for call in engine.calls for sentence in call) < 900


def test_no_word_of_a_very_long_sentence_is_lost():
    found, _ = run(article(LONG), lambda s: s.upper())
    assert found.parts[0].text.casefold() == LONG.casefold()


def test_a_segment_that_a_model_made_has_a_quality_light():
    found, _ = run(article("Vi gikk hjem tidlig."), lambda s: "We went home early.")
    assert segments(found)[0].quality.light is Light.GREEN


def test_a_segment_with_a_lost_number_is_red():
    found, _ = run(article("Vi kjøpte 17 hester."), lambda s: "We bought horses.")
    assert segments(found)[0].quality.light is Light.RED


def test_a_proposed_spelling_is_the_same_in_heading_and_text():
    one = Article(
        id="a",
        parts=(
            Part(name="p0", kind=PartKind.HEADING, text="Lilevik"),
            Part(name="p1", kind=PartKind.PARAGRAPH, text="Han kom til Lilevik i går."),
        ),
    )
    spans = (Span(part="p0", start=0, end=7), Span(part="p1", start=12, end=19))
    mentions = tuple(
        Mention(span=span, text="Lilevik", name="Lilevik", kind=EntityKind.PLACE, origin=Origin.NER)
        for span in spans
    )
    flag = Flag(
        id="f",
        kind=FlagKind.SPELLING,
        entity=EntityKind.PLACE,
        mentions=mentions[1:],
        candidates=(Candidate(name="Lillevik", score=0.95, evidence=()),),
        message="two spellings",
    )
    cluster = NameCluster(
        id="c", name="Lillevik", kind=EntityKind.PLACE, mentions=mentions, forms=("Lilevik",)
    )
    found, _ = run(
        one,
        lambda s: s.replace("Han kom til", "He came to").replace("i går", "yesterday"),
        mentions,
        Reconciliation(clusters=(cluster,), flags=(flag,)),
    )
    assert [part.text for part in found.parts] == ["Lillevik", "He came to Lillevik yesterday."]


def test_a_very_long_text_is_told_of_on_the_way_and_its_answers_are_not_all_kept(monkeypatch):
    kept = []
    forget = Asker.forget

    def count(ask):
        kept.append(sum(map(len, ask._answers.values())))
        forget(ask)

    monkeypatch.setattr(Asker, "forget", count)
    told: list[Followed] = []
    engine = Fake(lambda s: s)
    options = TranslationOptions(follow=told.append, retries=0)
    one = article(*(" ".join(f"Han gikk tur nummer {n}{k}." for k in range(9)) for n in range(99)))
    load_translator(engine, sentences, options).translate(
        one, (), Reading(), Reconciliation(), "en"
    )
    shown = [progress.done for progress in told if isinstance(progress, Progress)]
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (0, 891)
    assert 0 < max(kept) <= GROUP
