from __future__ import annotations

from pipeline.export.bitext import bitexts, segment_places
from pipeline.records import Segment
from tests.export.sample import ARTICLE, FRENCH, SAMPLE, quote, translated


def joined(pieces):
    return "".join(piece.text for piece in pieces)


def shown(translation):
    return bitexts(SAMPLE.model_copy(update={"translations": (translation,)}))[0]


def test_every_part_of_the_article_is_shown_in_order():
    assert [part.part for part in bitexts(SAMPLE)[0].parts] == list(ARTICLE.parts)


def test_the_rows_of_a_part_hold_all_of_its_source():
    caption = bitexts(SAMPLE)[0].parts[1]
    assert " ".join(joined(pair.source) for pair in caption.pairs) == ARTICLE.part("p2").text


def test_words_of_the_part_outside_every_segment_are_shown_too():
    part = translated("p5", ("daglig leder", "directrice générale"))
    text = "Tuva Skarnes, directrice générale, Vadsund havneselskap"
    part = part.model_copy(update={"text": text})
    pair = shown(FRENCH.model_copy(update={"parts": (part,)})).parts[4].pairs[0]
    assert (joined(pair.source), joined(pair.target)) == (ARTICLE.part("p5").text, text)


def test_a_translation_that_does_not_stand_in_its_part_is_shown_as_the_segment_has_it():
    part = translated("p4", ("Deltakere", "Participants")).model_copy(update={"text": "Autre"})
    pair = shown(FRENCH.model_copy(update={"parts": (part,)})).parts[3].pairs[0]
    assert joined(pair.target) == "Participants"


def test_names_are_marked_in_source_and_target():
    pair = bitexts(SAMPLE)[0].parts[2].pairs[1]
    marked = [[p.text for p in side if p.mark == "person"] for side in (pair.source, pair.target)]
    assert marked == [["Eivind Haldorsen"], ["Eivind Haldorsen"]]


def test_rows_are_numbered_through_the_translation():
    numbers = [pair.number for part in bitexts(SAMPLE)[0].parts for pair in part.pairs]
    assert numbers == list(range(1, len(numbers) + 1))


def test_names_that_were_lost_are_counted_and_named():
    text = bitexts(SAMPLE)[0]
    assert (text.kept, text.total, [name.source for name in text.lost]) == (
        16,
        17,
        ["Solveig Brattli"],
    )


def test_a_part_without_translation_is_a_doubt():
    assert [part.part.name for part in bitexts(SAMPLE)[0].untranslated] == ["p8"]


def test_a_segment_is_looked_for_after_the_one_before():
    source = quote("p4", "Deltakere")
    segments = [Segment(source=source, target=target) for target in ("Oui.", "Oui.", "Non.")]
    assert segment_places("Oui. Oui.", segments) == (0, 5, None)
