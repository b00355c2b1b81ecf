"""The cues of a subtitle file (srt, vtt): times, tags and words, with their places in the file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.documents.rewriting import Run
from pipeline.documents.sourcetext import Lines

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
_TIMES = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
#: blocks of a vtt file that are no cues
_BLOCKS = re.compile(r"WEBVTT\b|NOTE\b|STYLE\b|REGION\b")
_TAG = re.compile(r"<(/?)([a-zA-Z]\w*)([^<>\n]*)>|<[\d:.]+>|\{\\[^{}\n]*\}")
#: tags inside each other; those that are deeper are left out of what is written anew
DEEPEST = 12
_POSITION = re.compile(r"(?:\{\\[^{}\n]*\})+")
_DASH = re.compile(r"[ \t]*[-–—][ \t]*")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: when it is shown, in seconds, and the range of its words in the file."""

    begins: float
    ends: float
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one voice says in one cue.

    Args:
        cue: the number of the cue.
        start: where its words begin in the file, after a dash.
        end: where they end.
        text: the words, on one line.
        runs: their formatting; the number of a style is that of ``Styles``.
        turn: whether another voice begins to speak here.
    """

    cue: int
    start: int
    end: int
    text: str
    runs: tuple[Run, ...]
    turn: bool


class Styles:
    """The formattings of a file, numbered; each is a row of tags (opening, closing).

    What stands in the text and is no text (a time, a position) is a tag that is never closed,
    with the sign None for its end.
    """

    def __init__(self) -> None:
        self.tags: list[tuple[tuple[str, str | None], ...]] = [()]
        self._numbers: dict[tuple[tuple[str, str | None], ...], int] = {(): 0}

    def number(self, tags: tuple[tuple[str, str | None], ...]) -> int:
        """Return the number of a formatting."""
        number = self._numbers.setdefault(tags, len(self.tags))
        if number == len(self.tags):
            self.tags.append(tags)
        return number

    def is_anchor(self, number: int) -> bool:
        """Return whether a formatting is something that stands in the text and is none."""
        tags = self.tags[number]
        return bool(tags) and tags[-1][1] is None


def read_cues(text: str) -> list[Cue]:
    r"""Return the cues of a file; what is no cue (notes, styles) is passed over.

    >>> [text[cue.start : cue.end] for text in ["1\n00:01,0 --> 00:02,5\nHei\ndu\n\n"]
    ...  for cue in read_cues(text)]
    ['Hei\ndu']
    """
    cues: list[Cue] = []
    lines, numbers = [match.span(1) for match in _LINE.finditer(text)], Lines(text)
    at, passed = 0, False
    while at < len(lines):
        line = text[slice(*lines[at])]
        times = None if passed else _TIMES.fullmatch(line)
        passed = bool(line.strip()) and (passed or bool(_BLOCKS.match(line)))
        at += 1
        if times is None:
            continue
        first = at
        while (
            at < len(lines)
            and text[slice(*lines[at])].strip()
            and "-->" not in text[slice(*lines[at])]
        ):
            at += 1
        place = lines[first][0] if first < len(lines) else len(text)
        end = lines[at - 1][1] if at > first else place
        groups = times.groups()
        cues.append(
            Cue(_seconds(groups[:4]), _seconds(groups[4:]), place, end, numbers.number(place))
        )
    return cues


def _is_words(line: str) -> bool:
    return bool(line.strip()) and "-->" not in line


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + float(f"{seconds}.{fraction}")


def utterances(
    text: str, cue: Cue, number: int, styles: Styles, *, is_vtt: bool
) -> Iterator[Utterance]:
    """Give what the voices of a cue say: one for each line with a dash, else one."""
    lines = [(cue.start + m.start(1), cue.start + m.end(1))
             for m in _LINE.finditer(text[cue.start : cue.end])]  # fmt: skip
    cuts: list[tuple[int, int, bool]] = []
    for start, end in lines:
        dash = _DASH.match(text, start, end)
        # a cue of which some lines only begin with a dash: the others belong to the line before
        if dash and dash.end() < end:
            cuts.append((dash.end(), end, True))
        elif cuts and start < end:
            cuts[-1] = (cuts[-1][0], end, cuts[-1][2])
        elif start < end:
            cuts.append((start, end, False))
    for first, end, turn in cuts:
        position = _POSITION.match(text, first, end)  # {\an8} stands before the words
        start = position.end() if position else first
        words, runs = _read(text[start:end], styles, is_vtt=is_vtt)
        speaks = turn or text.startswith("<v", start)
        if words:
            yield Utterance(number, start, end, words, runs, speaks)


def _read(source: str, styles: Styles, *, is_vtt: bool) -> tuple[str, tuple[Run, ...]]:
    """Return the words of a stretch of a cue, its lines joined, and their formatting."""
    pieces: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
    around: list[tuple[str, str | None]] = []
    matches = list(_TAG.finditer(source))
    closers = _closers([match for match in matches if match.group(2)])
    at = 0
    for match in matches:
        pieces.append((source[at : match.start()], tuple(around)))
        at = match.end()
        if not match.group(2):
            pieces.append(("", (*around, (match.group(), None))))
        elif not match.group(1) and len(around) < DEEPEST:
            around.append((match.group(), closers.get(match.start(), "")))
        elif match.group(1) and any(_name(tag) == match.group(2).lower() for tag, _ in around):
            while _name(around.pop()[0]) != match.group(2).lower():
                pass
    pieces.append((source[at:], tuple(around)))
    text, runs = "", list[Run]()
    for words, tags in pieces:
        said = re.sub(r"\s+", " ", html.unescape(words) if is_vtt else words)
        said = said.lstrip() if not text or text.endswith(" ") else said
        anchor = bool(tags) and tags[-1][1] is None
        if said or anchor:
            runs.append(Run(len(text), len(text) + len(said), styles.number(tags)))
        text += said
    while runs and text.endswith(" "):
        text = text[:-1]
        runs = [Run(min(r.start, len(text)), min(r.end, len(text)), r.style) for r in runs]
        runs = [
            r
            for r in runs
            if r.end > r.start
            or (styles.tags[r.style][-1:] and styles.tags[r.style][-1][1] is None)
        ]
    return text, tuple(runs)


def _closers(tags: list[re.Match[str]]) -> dict[int, str]:
    """Return for the place of each opening tag the closing tag that belongs to it."""
    open_tags: list[re.Match[str]] = []
    closers: dict[int, str] = {}
    for tag in tags:
        if not tag.group(1):
            open_tags.append(tag)
            continue
        for k in range(len(open_tags) - 1, -1, -1):
            if open_tags[k].group(2).lower() == tag.group(2).lower():
                closers[open_tags[k].start()] = tag.group()
                del open_tags[k:]
                break
    return closers


def _name(tag: str) -> str:
    match = _TAG.fullmatch(tag)
    return match.group(2).lower() if match and match.group(2) else ""
