from __future__ import annotations

import conllu
from hypothesis import given

from pipeline.export.conllu import write_conllu
from tests.builders import article, person
from tests.export.exchanged import KINDS, outcome, outcomes
from tests.export.sample import SAMPLE

LABELS = {"person": "PER", "organisation": "ORG", "place": "LOC"}


def parsed(of=SAMPLE):
    return conllu.parse("".join(write_conllu(of)))


def entities(sentences):
    """Return the names as words and labels, read from MISC."""
    found = []
    for sentence in sentences:
        for token in sentence:
            tag = token["misc"]["name"]
            if tag.startswith("B-"):
                found.append([tag[2:], token["form"]])
            elif tag.startswith("I-"):
                assert found[-1][0] == tag[2:]
                found[-1].append(token["form"])
    return [(label, words) for label, *words in found]


def text_of(sentence):
    """Return the sentence that its words make, as the rules of CoNLL-U have it."""
    pieces = []
    for token in sentence:
        pieces += [token["form"], "" if token["misc"].get("SpaceAfter") == "No" else " "]
    return "".join(pieces[:-1])


def test_an_independent_reader_recovers_the_names_exactly():
    places = sorted(SAMPLE.mentions, key=lambda m: (m.span.part, m.span.start))
    wanted = [(LABELS[m.kind.value], "".join(m.text.split())) for m in places]
    assert [(label, "".join(words)) for label, words in entities(parsed())] == wanted


@given(outcomes)
def test_an_independent_reader_recovers_the_names_whatever_the_text(of):
    wanted = [
        (LABELS[m.kind.value], "".join(m.text.split())) for m in of.mentions if m.text.split()
    ]
    assert [(label, "".join(words)) for label, words in entities(parsed(of))] == wanted


@given(outcomes)
def test_the_words_are_the_text_whatever_it_is(of):
    words = [token["form"] for sentence in parsed(of) for token in sentence]
    assert "".join(words) == "".join(of.article.text.split())


@given(outcomes)
def test_the_comment_text_is_what_the_words_make(of):
    for sentence in parsed(of):
        assert sentence.metadata["text"] == text_of(sentence).strip()


def test_every_sentence_has_an_id_of_its_own():
    marks = [sentence.metadata["sent_id"] for sentence in parsed()]
    assert len(set(marks)) == len(marks) > len(SAMPLE.article.parts)


def test_the_first_sentence_of_a_part_opens_a_paragraph_and_the_first_of_all_the_document():
    sentences = parsed()
    assert [s.metadata["newpar id"] for s in sentences if "newpar id" in s.metadata] == [
        part.name for part in SAMPLE.article.parts
    ]
    assert ["newdoc id" in s.metadata for s in sentences].count(True) == 1


def test_words_without_a_name_say_so_as_in_norne():
    line = next(one for one in "".join(write_conllu(SAMPLE)).splitlines() if "\tFra\t" in one)
    assert line == "1\tFra\t_\t_\t_\t_\t_\t_\t_\tname=O"


def test_a_sign_next_to_a_word_has_no_space_and_a_line_break_is_kept():
    of = outcome("Hei,\ndu  der.", "", [])
    misc = [token["misc"] for token in parsed(of)[0]]
    assert misc[0] == {"SpaceAfter": "No", "name": "O"}
    assert misc[1] == {"SpacesAfter": r"\n", "name": "O"}
    assert misc[2] == {"SpacesAfter": r"\s\s", "name": "O"}


def test_a_name_that_ends_inside_a_word_cuts_it():
    of = outcome("Oslo-turen", "", [(0, 4)])
    assert [token["form"] for token in parsed(of)[0]] == ["Oslo", "-turen"]


def test_a_sentence_does_not_end_inside_a_name():
    text = "Vi møtte Ja! Vi kan. Så dro vi."
    of = outcome(text, "", [(9, 19)])
    assert [len(sentence) for sentence in parsed(of)] == [7, 4]


def test_a_label_of_norne_is_kept():
    of = article("Kari Lund kom.")
    mention = person(of, "Kari Lund").model_copy(update={"label": "GPE_LOC"})
    written = SAMPLE.model_copy(update={"article": of, "mentions": (mention,)})
    assert entities(parsed(written)) == [("GPE_LOC", ["Kari", "Lund"])]


def test_every_kind_has_a_label():
    assert set(LABELS) == {kind.value for kind in KINDS}
