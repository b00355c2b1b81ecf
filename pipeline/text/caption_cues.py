"""What a caption parser knows while it reads, and the half of it that reads cues and signs."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.text.lookahead import cue_at, is_credit, only_names, person_at, token_range
from pipeline.text.phrases import NamePhrase, Phrase, Sight
from pipeline.text.qualifiers import Qualifiers

Range = tuple[int, int]
#: a cue with the small words around it is not longer than this, in tokens
LONGEST_CUE = 16


@dataclass
class Shown:
    """Somebody whom a caption names: ranges are half-open code points of the caption."""

    name: Range
    row: str = ""
    side: str = ""
    affiliation: Range | None = None
    role: Range | None = None
    surname: str = ""
    absent: bool = False


@dataclass
class ParsedCaption:
    """What the grammar read: people in order, people said to be absent, credits, cue words."""

    people: list[Shown] = field(default_factory=list)
    absent: list[Shown] = field(default_factory=list)
    credits: list[Range] = field(default_factory=list)
    cues: list[Range] = field(default_factory=list)
    incomplete: bool = False
    has_sections: bool = False


class CueReader:
    """The state of one pass over the tokens; ``i`` is the token that is read next."""

    def __init__(self, sight: Sight) -> None:
        self.see = sight
        self.i = 0
        self.result = ParsedCaption()
        self.row = ""
        self.side = ""
        self.section_side = ""
        self.shared_role: Range | None = None
        self.absent = False
        self.in_section = False
        self.fresh = True  # at the beginning of a sentence or section
        self.singles: list[Shown] = []
        self.waiting: Qualifiers | None = None  # said of the person who is named next
        self.sentence: list[Shown] = []  # named in this sentence, shown or not

    def person(self, k: int) -> NamePhrase | None:
        """Return the name of a person that begins at token ``k``, after any title."""
        return person_at(self.see, k, single=self.in_section)

    # -- cues ---------------------------------------------------------------------------------

    def read_phrase(self, phrase: Phrase) -> bool:
        """Read a phrase of the table; return whether it meant anything here."""
        if phrase.family == "other":
            return self._read_other(phrase)
        if phrase.family == "side":
            # "I midten foran:" is a cue, "t.v. Kari Lie" is not
            leads = self.fresh and cue_at(self.see, phrase.after)
            return (bool(leads) and self._read_cue()) or self._read_side_opener(phrase)
        return self._read_cue()

    def _read_other(self, phrase: Phrase) -> bool:
        if phrase.value == "credit":
            return self._read_credit(phrase)
        if phrase.value == "incomplete":
            self.result.incomplete = True
        elif not self.in_section and self.sentence and self.see.sign(phrase.after - 1) != ":":
            self._mark_absent()
        else:
            self.absent, self.in_section = True, True
        self.i = phrase.after + (self.see.sign(phrase.after) == ":")
        return True

    def _mark_absent(self) -> None:
        """Note that the sentence says of the people whom it names that they are not there."""
        for person in self.sentence:
            person.absent = True
        self.result.absent += self.sentence
        self.sentence.clear()

    def _read_side_opener(self, phrase: Phrase) -> bool:
        """Read "Til venstre: Kari Lie" and "t.v. Kari Lie" at the beginning of a sentence."""
        colon = self.see.sign(phrase.after) == ":"
        if not (self.fresh and (colon or self.person(phrase.after))):
            return False
        self._note_cue(self.i, phrase.after + colon)
        self.side, self.i = phrase.value, phrase.after + colon
        return True

    def _read_cue(self) -> bool:
        """Read a row, a direction or both with the small words around, if a section opens here."""
        k, row, direction, end = self.i, "", False, self.i
        side = ""
        while k < min(len(self.see), self.i + LONGEST_CUE):
            phrase = self.see.phrase(k)
            if phrase and phrase.family == "side":
                side, k = phrase.value, phrase.after
            elif phrase and phrase.family in ("row", "direction"):
                row = phrase.value if phrase.family == "row" and not row else row
                direction = direction or phrase.family == "direction"
                k = end = phrase.after
            elif self.see.sign(k) in (",", "/") and cue_at(self.see, k + 1):
                k += 1
            elif (after := self.see.after_filler(k)) > k:
                k = after
                if direction or row:
                    end = k
            else:
                break
        if self.see.sign(k) == ":":
            k = end = k + 1
        elif not (direction or (self.fresh and self.person(k))):
            return False
        self._note_cue(self.i, end)
        self.row = row or ("" if self.fresh and direction and not self.in_section else self.row)
        self.i, self.side, self.section_side = k, "", side
        self.shared_role = None
        self.absent, self.in_section, self.fresh = False, True, False
        self.result.has_sections = True
        self.singles.clear()
        return True

    def _note_cue(self, first: int, after: int) -> None:
        self.result.cues.append(token_range(self.see, first, after))

    def _read_credit(self, phrase: Phrase) -> bool:
        colon = self.see.sign(phrase.after) in (":", "/") or self.see.key(phrase.after) == "av"
        if not (colon or (self.fresh and self.see.name(phrase.after))):
            return False
        self._note_cue(self.i, phrase.after + colon)
        k = first = phrase.after + colon
        while k < len(self.see) and self.see.sign(k) not in (".", ")", ";"):
            if k > first and self.see.breaks_before(k):
                self.in_section, self.fresh = False, True
                break
            name = self.see.name(k)
            if name is None:
                k += 1
                continue
            if name.kind == "person" and not self.see.names_nobody(k):
                self.result.credits.append(token_range(self.see, name.first, name.after))
            k = name.after
        self.i = k
        return True

    # -- signs --------------------------------------------------------------------------------

    def read_sign(self) -> None:
        """Move over a sign or a word that means nothing, and note what it ends."""
        see = self.see
        if see.sign(self.i) == "?" and self.fresh and self.in_section:
            self.result.incomplete = True  # somebody whose name is not known
            self.i += 1
            return
        if see.sign(self.i) in (".", "!", "?", "…"):
            self.shared_role = None
            goes_on = cue_at(see, self.i + 1) is not None
            if not (goes_on or (self.in_section and only_names(see, self.i + 1))):
                self.in_section, self.absent = False, False
            self.fresh = True
            self.singles.clear()
            self.sentence.clear()
            self.i += 1
            return
        if see.sign(self.i) in (",", ";", ":", "(", "/"):
            self.fresh = True
            self.i += 1
            return
        joined = see.after_joiner(self.i)
        leads = self.fresh and see.after_filler(self.i) > self.i and cue_at(see, self.i)
        self.fresh = joined > self.i or bool(leads) or is_credit(see, self.i + 1)
        self.i = max(joined, self.i + 1)
