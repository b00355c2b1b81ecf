from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.rewriting import Styled
from pipeline.documents.subtitles import LONGEST_LINE, line_breaks, open_subtitles, shared_out
from pipeline.errors import ArticleError
from tests.builders_rewriting import said_anew, shouted

SRT = """1
00:00:01,000 --> 00:00:04,000
<i>Ordfører Kari Lunde sier
at ferja ikke</i>

2
00:00:04,100 --> 00:00:06,000
<i>kommer i dag.</i> Det er

3
00:00:06,000 --> 00:00:08,000 X1:1 X2:2
{\\an8}synd, mener hun.

4
00:00:09,000 --> 00:00:11,000
- Hei, Ola & Per.
- Hei.
"""
VTT = """WEBVTT - Tittel
Language: nb

NOTE
En merknad som ingen skal se.

STYLE
::cue { color: red }

intro
00:01.000 --> 00:04.000 align:start position:10%
<v Kari Lunde>Vi <b.loud>venter</b> på ferja

00:04.500 --> 00:06.000
som aldri &amp; aldri kommer.

00:07.000 --> 00:09.000
<v Ola>Ja, <00:07.500>det <c.yellow>gjør</c> vi.</v>
"""


def opened(text: str):
    return open_subtitles(text.encode(), "film.srt")


def texts(text: str) -> list[str]:
    return [place.text for place in opened(text).places]


def cues(*words: str, gap: float = 0.1) -> str:
    """Return a file with these cues, each of two seconds."""
    out = []
    for number, said in enumerate(words):
        begin = number * (2 + gap)
        times = [f"00:00:{int(t):02},{int(t % 1 * 1000):03}" for t in (begin, begin + 2)]
        out.append(f"{number + 1}\n{times[0]} --> {times[1]}\n{said}\n")
    return "\n".join(out)


def test_a_sentence_over_several_cues_is_one():
    assert texts(SRT)[0] == (
        "Ordfører Kari Lunde sier at ferja ikke kommer i dag. Det er synd, mener hun."
    )


@pytest.mark.parametrize(
    "words",
    [
        ("Kari kom.", "Ola gikk."),
        ("Kari kom", "- Ola gikk."),
        ("[musikk]", "Ola gikk."),
        ("Kari kom …", "Ola gikk."),
    ],
)
def test_what_ends_in_a_cue_does_not_go_on_in_the_next(words):
    assert len(texts(cues(*words))) == 2


def test_a_sentence_goes_on_after_dots_and_a_small_letter():
    assert texts(cues("Kari kom …", "da hun kunne.")) == ["Kari kom … da hun kunne."]


def test_a_sentence_does_not_go_on_over_a_long_silence():
    assert len(texts(cues("Kari kom", "til byen", gap=5))) == 2


def test_two_voices_in_a_cue_are_two_texts():
    assert texts(SRT)[1:] == ["Hei, Ola & Per.", "Hei."]


def test_times_numbers_positions_and_settings_are_untouched():
    before, after = SRT.splitlines(), shouted(opened(SRT)).decode().splitlines()
    kept = [line for line in before if "-->" in line or line.isdigit()]
    assert [line for line in after if "-->" in line or line.isdigit()] == kept


def test_a_sentence_is_laid_back_over_its_cues_with_its_tags():
    assert shouted(opened(SRT)).decode() == (
        "1\n00:00:01,000 --> 00:00:04,000\n<i>ORDFØRER KARI LUNDE SIER AT FERJA IKKE</i>\n\n"
        "2\n00:00:04,100 --> 00:00:06,000\n<i>KOMMER I DAG.</i>\n\n"
        "3\n00:00:06,000 --> 00:00:08,000 X1:1 X2:2\n{\\an8}DET ER SYND, MENER HUN.\n\n"
        "4\n00:00:09,000 --> 00:00:11,000\n- HEI, OLA & PER.\n- HEI.\n"
    )


@pytest.mark.parametrize(
    "kept",
    [
        "WEBVTT - Tittel",
        "NOTE\nEn merknad som ingen skal se.",
        "STYLE\n::cue { color: red }",
        "intro\n00:01.000 --> 00:04.000 align:start position:10%",
        "<v Kari Lunde>VI <b.loud>VENTER</b> PÅ FERJA\n",
        "SOM ALDRI &amp; ALDRI KOMMER.",
        "<v Ola>JA, <00:07.500>DET <c.yellow>GJØR</c> VI.</v>",
        "Language: en",
    ],
)
def test_what_is_no_word_of_a_vtt_file_is_kept(kept):
    assert kept in shouted(opened(VTT)).decode()


def test_windows_line_ends_are_kept():
    data = SRT.replace("\n", "\r\n").encode()
    new = shouted(open_subtitles(data, "film.srt"))
    assert new.count(b"\n") == new.count(b"\r\n") > 10


def test_a_long_text_is_broken_in_lines_that_fit_a_screen():
    document = opened(cues("Kort."))
    said = "The mayor said yesterday that nobody in the whole town had seen the ferry."
    new = document.rewrite({0: [Styled(said, 0)]}, "en").decode()
    assert "yesterday that nobody\nin the whole" in new


def test_no_line_is_made_to_begin_with_a_dash_as_another_voice_does():
    document = opened(cues("Kort."))
    said = "The mayor said yesterday to nobody – that the ferry would be late again."
    assert "\n–" not in document.rewrite({0: [Styled(said, 0)]}, "en").decode()


def test_a_file_in_latin_1_that_gets_other_letters_becomes_utf_8():
    data = cues("Blåbær.").encode("latin-1")
    new = open_subtitles(data, "film.srt").rewrite({0: [Styled("Œuf ŋ", 0)]}, "fr")
    assert "Œuf ŋ" in new.decode()


def test_a_file_without_cues_is_refused():
    with pytest.raises(ArticleError, match="no subtitle"):
        opened("Bare ord.")


words = st.lists(st.from_regex(r"[a-zæøå]{1,9}[.,]?", fullmatch=True), min_size=1, max_size=30)


@given(words, st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_the_words_of_a_sentence_are_all_in_its_cues_in_their_order(said, shares):
    cut = shared_out([Styled(" ".join(said), 0)], shares)
    assert [w for cue in cut for piece in cue for w in piece.text.split()] == said


@given(words, st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_no_cue_is_empty_where_there_are_words_for_all(said, shares):
    cut = shared_out([Styled(" ".join(said), 0)], shares)
    assert len(cut) == len(shares)
    assert all(cut) or len(said) < len(shares)


@given(words)
def test_no_line_is_longer_than_a_screen_unless_a_word_is(said):
    text = " ".join(said)
    breaks = line_breaks(text)
    lines = "".join("\n" if k in breaks else c for k, c in enumerate(text)).split("\n")
    assert all(len(line) <= LONGEST_LINE for line in lines)


@given(st.lists(words.map(" ".join), min_size=1, max_size=6))
def test_a_file_written_with_its_own_words_says_the_same(said):
    document = opened(cues(*said))
    again = open_subtitles(document.rewrite(said_anew(document, str), "nb"), "film.srt")
    assert " ".join(p.text for p in again.places) == " ".join(p.text for p in document.places)
