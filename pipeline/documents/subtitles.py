"""Subtitles (srt, vtt) in and out: a sentence over several cues is one, laid back by length.

A place is what one voice says without a break: a cue, and the cues after it as long as a sentence
goes on. Its translation is divided over the same cues, each with its share of the words: the cut
nearest to the share that the cue had in the source, drawn to the ends of sentences and clauses.
Lines are broken at about 42 characters. Times, positions and settings are never touched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.documents.rewriting import Place, Run, Styled
from pipeline.documents.sourcetext import Edit, SourceText, read_source, spliced
from pipeline.documents.subtitle_cues import Cue, Styles, Utterance, read_cues, utterances
from pipeline.errors import ArticleError

#: characters of a line on a screen
LONGEST_LINE = 42
#: cues of one sentence, and the longest silence in it, in seconds
MOST_CUES = 8
LONGEST_SILENCE = 3.0
_ENDED = re.compile(r"[.!?:♪♫][\"»”’')\]]*$")
_OPEN_END = re.compile(r"(?:\.\.\.|…)$")
_FIRST_LETTER = re.compile(r"\w")
#: where words may be parted; a line that begins with a dash would be another voice
_BREAK = re.compile(r"\s+(?![-–—\s])")
_LANGUAGE = re.compile(r"(?m)^Language:[ \t]*([^\r\n]*)")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True)
class Subtitles:
    """A subtitle file as a document that can be written again."""

    source: SourceText
    styles: Styles
    voices: tuple[tuple[Utterance, ...], ...]
    places: tuple[Place, ...]
    suffix: str
    notes: tuple[str, ...] = ()
    not_kept: tuple[str, ...] = ()

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return the file with some sentences written anew, each over the cues that it had."""
        edits = []
        for number in said:
            voices = self.voices[number]
            shares = [len(voice.text) for voice in voices]
            for voice, pieces in zip(voices, shared_out(said[number], shares), strict=True):
                edits.append(Edit(voice.start, voice.end, self._written(pieces)))
        header = _LANGUAGE.search(self.source.text, 0, 500) if self.suffix == ".vtt" else None
        if said and header:
            edits.append(Edit(*header.span(1), language))
        edits.sort(key=lambda edit: edit.start)
        return self.source.encoded(spliced(self.source.text, edits))

    def _written(self, pieces: Sequence[Styled]) -> str:
        """Return the source of the words of one voice in one cue."""
        new_line = "\r\n" if "\r\n" in self.source.text else "\n"
        text = "".join(piece.text for piece in pieces)
        breaks, at = line_breaks(text), 0
        out, around = "", tuple[tuple[str, str | None], ...]()
        for piece in pieces:
            tags = self.styles.tags[piece.style]
            anchor = tags[-1][0] if tags and tags[-1][1] is None else ""
            inner = tags[:-1] if anchor else tags
            out += _moved(around, inner)
            around = inner
            words = "".join(
                new_line if at + k in breaks else character
                for k, character in enumerate(piece.text)
            )
            out += anchor + (words.translate(_ESCAPED) if self.suffix == ".vtt" else words)
            at += len(piece.text)
        return out + _moved(around, ())


def looks_like_subtitles(data: bytes, name: str) -> bool:
    """Return whether a file holds subtitles, by its first word or the end of its name."""
    is_vtt = data.removeprefix(codecs.BOM_UTF8).startswith(b"WEBVTT")
    return is_vtt or name.lower().endswith((".srt", ".vtt"))


def open_subtitles(data: bytes, source: str) -> Subtitles:
    """Return a subtitle file as a document whose sentences can be written anew.

    Raises:
        ArticleError: the file is empty, too large, no text, or has no cue with words.
    """
    read = read_source(data, source)
    is_vtt = read.text.startswith("WEBVTT")
    styles = Styles()
    cues = read_cues(read.text)
    said = [
        voice
        for number, cue in enumerate(cues)
        for voice in utterances(read.text, cue, number, styles, is_vtt=is_vtt)
    ]
    if not any(c.isalnum() for voice in said for c in voice.text):
        raise ArticleError(
            f"{source}: there is no subtitle in it",
            hint="subtitles are times (00:00:01,000 --> 00:00:04,000) with words below",
        )
    voices = tuple(sentences_of(said, cues))
    places = tuple(_place(group, cues, styles) for group in voices)
    return Subtitles(read, styles, voices, places, ".vtt" if is_vtt else ".srt", read.notes)


def sentences_of(said: Sequence[Utterance], cues: Sequence[Cue]) -> Iterator[tuple[Utterance, ...]]:
    """Give what is said in groups: the cues over which a sentence goes on belong together."""
    group: list[Utterance] = []
    for voice in said:
        if group and not _goes_on(group, voice, cues):
            yield tuple(group)
            group = []
        group.append(voice)
    if group:
        yield tuple(group)


def _goes_on(group: Sequence[Utterance], voice: Utterance, cues: Sequence[Cue]) -> bool:
    """Return whether a voice goes on with the sentence of the cues before."""
    last = group[-1]
    if voice.turn or voice.cue != last.cue + 1 or len(group) >= MOST_CUES:
        return False
    if cues[voice.cue].begins - cues[last.cue].ends > LONGEST_SILENCE:
        return False
    if _OPEN_END.search(last.text):
        first = _FIRST_LETTER.search(voice.text)
        return first is not None and first.group().islower()
    return not _ENDED.search(last.text) and last.text[:1] + last.text[-1:] not in ("[]", "()")


def _place(group: Sequence[Utterance], cues: Sequence[Cue], styles: Styles) -> Place:
    """Return the place of what is said over some cues; a space stands between two."""
    text, runs = "", list[Run]()
    for voice in group:
        if text:
            before, after = styles.tags[runs[-1].style], styles.tags[voice.runs[0].style]
            same = 0
            while before[same : same + 1] == after[same : same + 1] != ():
                same += before[same][1] is not None
                if before[same - 1][1] is None or same >= min(len(before), len(after)):
                    break
            runs.append(Run(len(text), len(text) + 1, styles.number(before[:same])))
            text += " "
        runs += [Run(r.start + len(text), r.end + len(text), r.style) for r in voice.runs]
        text += voice.text
    first, last = group[0].cue + 1, group[-1].cue + 1
    address = f"cue {first}" if first == last else f"cues {first}–{last}"
    joined = _joined(runs)
    plain = len(joined) == 1 and joined[0].style == 0
    return Place(text, address=f"{address}, line {cues[first - 1].line}",
                 runs=() if plain else joined)  # fmt: skip


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs with neighbours in one formatting made one."""
    out: list[Run] = []
    for run in runs:
        if out and out[-1].style == run.style and run.end > run.start:
            out[-1] = Run(out[-1].start, run.end, run.style)
        else:
            out.append(run)
    return tuple(out)


# -- words over cues and lines ----------------------------------------------------------------


def shared_out(pieces: Sequence[Styled], shares: Sequence[int]) -> list[list[Styled]]:
    """Return the pieces divided over as many cues as there are shares, in proportion to them.

    >>> two = shared_out([Styled("He came to the town, but saw nobody.", 0)], [17, 17])
    >>> [[piece.text for piece in cue] for cue in two]
    [['He came to the town,'], ['but saw nobody.']]
    """
    text = "".join(piece.text for piece in pieces)
    cuts = _cuts(text, shares)
    out: list[list[Styled]] = [[] for _ in shares]
    at = cue = 0
    for piece in pieces:
        if not piece.text:
            out[cue].append(piece)
        for character in piece.text:
            while cue < len(cuts) and at >= cuts[cue]:
                cue += 1
            row = out[cue]
            if row and row[-1].style == piece.style and row[-1].text:
                row[-1] = Styled(row[-1].text + character, piece.style)
            else:
                row.append(Styled(character, piece.style))
            at += 1
    return [_stripped(row) for row in out]


def _cuts(text: str, shares: Sequence[int]) -> list[int]:
    """Return where each cue but the first begins, at the beginning of a word."""
    starts = [match.end() for match in _BREAK.finditer(text)]
    cuts: list[int] = []
    for count in range(1, len(shares)):
        ideal = len(text) * sum(shares[:count]) / max(1, sum(shares))
        left = len(shares) - count
        free = [s for s in starts if not cuts or s > cuts[-1]]
        # words for the cues that are still to come
        free = free[: max(1, len(free) - left + 1)]
        cuts.append(min(free, key=lambda s: abs(s - ideal) - _pull(text, s), default=len(text)))
    return cuts


def _pull(text: str, start: int) -> float:
    """Return by how many characters a cut may lie farther off because a clause ends there."""
    before = text[:start].rstrip()
    return 12.0 if _ENDED.search(before[-4:]) else 6.0 if before[-1:] in (",", ";", "–") else 0.0


def _stripped(row: list[Styled]) -> list[Styled]:
    """Return pieces without white space at the beginning and the end."""
    row = list(row)
    for k, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while row and row[k].text and not row[k].text.strip():
            del row[k]
        if row and row[k].text:
            row[k] = Styled(strip(row[k].text), row[k].style)
    return row


def line_breaks(text: str, longest: int = LONGEST_LINE) -> frozenset[int]:
    """Return the places of the spaces that become line breaks so that lines are short enough.

    As few lines as there can be, of much the same length; rather after a comma or full stop.

    >>> text = "Mayor Kari Lunde said that nobody had seen the ferry."
    >>> text[: min(line_breaks(text))]
    'Mayor Kari Lunde said that'
    """
    wanted = -(-len(text) // longest)
    breaks: set[int] = set()
    at = 0
    spaces = [match.start() for match in _BREAK.finditer(text)]
    while wanted > 1:
        ideal = at + (len(text) - at) / wanted
        fit = [s for s in spaces if at < s <= at + longest] or [s for s in spaces if s > at][:1]
        if not fit:
            break
        cut = min(fit, key=lambda s: abs(s - ideal) - _pull(text, s + 1))
        breaks.add(cut)
        at = cut + 1
        wanted = max(wanted - 1, -(-(len(text) - at) // longest))
    return frozenset(breaks)


def _moved(old: Sequence[tuple[str, str | None]], new: Sequence[tuple[str, str | None]]) -> str:
    """Return the tags that lead from one formatting to another."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    closed = "".join(end or "" for _, end in reversed(old[same:]))
    return closed + "".join(tag for tag, _ in new[same:])
