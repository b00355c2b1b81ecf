"""What a caption parser found: who is shown, who took the picture, which words are cues."""

from __future__ import annotations

from dataclasses import dataclass, field

Range = tuple[int, int]


@dataclass
class Shown:
    """Somebody whom a caption names: ranges are half-open code points of the caption."""

    name: Range
    row: str = ""
    side: str = ""
    affiliation: Range | None = None
    role: Range | None = None
    place: Range | None = None
    surname: str = ""
    absent: bool = False
    end: int = 0  # code point after what is said of somebody


@dataclass
class ParsedCaption:
    """What the grammar read: people in order, people said to be absent, credits, cue words."""

    people: list[Shown] = field(default_factory=list)
    absent: list[Shown] = field(default_factory=list)
    credits: list[Range] = field(default_factory=list)
    cues: list[Range] = field(default_factory=list)
    incomplete: bool = False
    has_sections: bool = False
    position: Range | None = None  # the first cue that says where people stand
