"""Captions and lists that no editor would write: bounded time, nothing lost, no exception.

Time is processor time, so that other work on the machine does not count.
"""

import signal
from contextlib import contextmanager

import pytest

from pipeline.documents.text import parse_text
from pipeline.flow import merge_mentions
from pipeline.records import Article, Part, PartKind
from pipeline.stages.captions import read_people
from pipeline.stages.reconcile import reconcile
from pipeline.stages.repeats import add_repeats
from tests.bench.people import misspelt, names

MANY = names(10_000)

ODD = {
    "a name of 500 letters": f"F.v.: Kari {'lie' * 163}, Ola Moe",
    "a name of 90 words": f"F.v.: {'Kari Lie ' * 45}, Ola Moe",
    "a bracket never closed": "F.v.: Kari Lie (NVI, Ola Moe",
    "five hundred brackets never closed": f"F.v.: Ola Moe, Kari Lie {'((' * 250}",
    "a bracket never opened": "F.v.: Kari Lie, NVI), Ola Moe)",
    "quotation marks never closed": f"F.v.: Ola Moe, {'Kari «Lillen Lie, ' * 200}",
    "100 kB without a space": f"F.v.: Ola Moe, {'a' * 100_000}",
    "100 kB of names without a space": f"F.v.: Ola Moe,{'KariLie,' * 12_500}",
    "control characters": "F.v.: Kari\x00 Lie\x07, Ola Moe og\x1b[31m Siv\x08 Dal\x7f",
    "names from right to left": "F.v.: \u202bדוד כהן\u202c, محمد علي, Ola Moe. Foto: שרה לוי",
    "marks of writing direction": "F.v.: \u200fKari Lie\u200e, \u2067Ola Moe\u2069",
    "20,000 commas": f"F.v.: Ola Moe{',' * 20_000}",
    "10,000 times and": f"F.v.: Ola Moe {'og ' * 10_000}",
    "cues and nothing else": "Fra venstre: bak: foran: (t.v.) i midten, nr. 2 fra høyre: " * 200,
    "one name 2,000 times": f"F.v.: {', '.join(['Ola Moe'] * 2_000)}",
    "letters with a hundred accents": f"F.v.: Ka{chr(0x301) * 100}ri Lie, Ola Moe",
    "emoji between the names": "F.v.: 👨‍👩‍👧 Kari Lie 😀, 😀 Ola Moe 🇳🇴",
}


@contextmanager
def within(seconds):
    """Fail what takes longer, while it runs: a test that hangs tells nobody anything."""

    def stop(*_):
        message = f"it took more than {seconds} seconds of processor time"
        raise AssertionError(message)

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def article(caption, *lines):
    """Return the article, its parts given: how it was told apart is another test's matter."""
    parts = [Part(name="caption", kind=PartKind.CAPTION, text=caption)] if caption else []
    parts += [
        Part(name=f"line-{n}", kind=PartKind.LIST_ITEM, text=line, before="\n")
        for n, line in enumerate(lines)
    ]
    return Article(id="bad", parts=tuple(parts))


def joined(of, *, repeats=True):
    reading = read_people(of, ())
    mentions = merge_mentions(of, (), reading)
    mentions = add_repeats(of, mentions) if repeats else mentions
    assert all(of.quote(m.span) == m.text for m in mentions)
    return reading, reconcile(of, mentions, reading)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_text_is_read_without_losing_a_character(text):
    with within(60):
        read = parse_text(f"Tittel\n\n{text}\n\nSlutt.", article_id="bad")
        joined(read)
    assert read.text == f"Tittel\n\n{text}\n\nSlutt."


@pytest.mark.parametrize("caption", ODD.values(), ids=ODD)
def test_an_odd_caption_is_reconciled_in_bounded_time(caption):
    with within(60):
        joined(article(caption, "Ola Moe", "Kari Lie"))


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_an_odd_line_of_a_list_is_reconciled_in_bounded_time(line):
    with within(60):
        joined(article("F.v.: Ola Moe, Kari Lie", line, "Ola Moe"))


#: odd captions in which Ola Moe cannot but be read: nothing odd is near
PLAIN = [name for name in ODD if name not in ("cues and nothing else", "a name of 90 words")]


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_odd_hides_nobody_beside_it(name):
    reading = read_people(article(ODD[name]), ())
    assert "Ola Moe" in {p.mention.name for c in reading.captions for p in c.people}


def test_ten_thousand_people_are_read_from_a_caption_in_their_order():
    with within(60):
        reading = read_people(article(f"Fra venstre: {', '.join(MANY)}."), ())
    assert [p.mention.name for p in reading.captions[0].people] == MANY


def test_a_caption_of_ten_thousand_people_is_told_by_its_cue():
    text = f"Tittel\n\nFra venstre: {', '.join(MANY)}.\n\nSlutt."
    with within(60):
        read = parse_text(text, article_id="bad")
    assert [part.kind for part in read.parts][1] is PartKind.CAPTION


def test_five_thousand_people_are_read_from_a_list():
    with within(60):
        reading = read_people(article("", *MANY[:5_000]), ())
    assert [p.mention.name for group in reading.lists for p in group.people] == MANY[:5_000]


def test_two_thousand_shown_are_matched_with_a_thousand_listed():
    of = article(f"Fra venstre: {', '.join(MANY[:2_000])}.", *MANY[:1_000])
    with within(60):
        _, found = joined(of)
    assert len(found.clusters) == 2_000


def test_one_misspelt_name_among_thousands_is_flagged_and_nobody_merged():
    listed = [misspelt(MANY[0]), *MANY[1:2_000]]
    with within(60):
        _, found = joined(article(f"Fra venstre: {', '.join(MANY[:2_000])}.", *listed))
    assert len(found.clusters) == 2_000
    assert {m.name for flag in found.flags for m in flag.mentions} == {MANY[0], listed[0]}


def test_two_hundred_look_alike_names_are_matched_in_bounded_time():
    letters = "aeiouy"
    endings = [a + b + c for a in letters for b in letters for c in letters][:200]
    shown = [f"Kari Lind{ending}" for ending in endings]
    with within(60):
        joined(article(f"F.v.: {', '.join(shown)}", *(f"{name}n" for name in shown)))
