"""A grammar for Norwegian captions: who is in the picture, where, from where, as what.

    caption  = { section | prose }
    section  = cue [":"] person { joiner person }      a cue is a row or a direction, or both
    person   = [role] name { place | bracket | apposition }
    bracket  = "(" (side | row | age | role | affiliation) { "," ... } ")"
    apposition = ("," | "fra" | "ved" ...) (role | affiliation)
    credit   = "Foto" [":"] name { "/" name }

The words of the grammar are the table ``text/data/captions.toml``. Stray commas, spaces, doubled
or missing signs are forgiven: a closing bracket that a name follows ends a person as a comma does.
A caption of ordinary sentences has no section: everybody named in it is taken to be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.text import tables
from pipeline.text.phrases import NamePhrase, Phrase, Sight
from pipeline.text.qualifiers import Qualifiers, read_bracket, read_chunk
from pipeline.text.tokens import is_given_name, tokenise

Range = tuple[int, int]


@dataclass
class Shown:
    """Somebody whom a caption names: ranges are half-open code points of the caption."""

    name: Range
    row: str = ""
    side: str = ""
    affiliation: Range | None = None
    role: Range | None = None
    surname: str = ""


@dataclass
class ParsedCaption:
    """What the grammar read: people in order, people said to be absent, credits, cue words."""

    people: list[Shown] = field(default_factory=list)
    absent: list[Shown] = field(default_factory=list)
    credits: list[Range] = field(default_factory=list)
    cues: list[Range] = field(default_factory=list)
    incomplete: bool = False
    has_sections: bool = False


def parse_caption(text: str, known: Callable[[int, int], str] = lambda *_: "") -> ParsedCaption:
    """Return what a caption says.

    Args:
        text: the caption.
        known: what is known of a range of the text from elsewhere: "person", "organisation",
            "place", or "" for nothing. It decides about names in sentences.

    >>> parsed = parse_caption("F.v.: Kari Lie (USN), rektor Ola Dahl og Per Moe. Foto: Ine Vik")
    >>> [(p.name, p.affiliation, p.role) for p in parsed.people]
    [((6, 14), (16, 19), None), ((29, 37), None, (22, 28)), ((41, 48), None, None)]
    >>> parsed.credits
    [(56, 63)]
    """
    return _Parser(Sight(text, tokenise(text), known)).parse()


class _Parser:
    """One pass over the tokens; ``i`` is the token that is read next."""

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

    def parse(self) -> ParsedCaption:
        while self.i < len(self.see):
            before = self.i
            phrase = self.see.phrase(self.i)
            if not (phrase and self._read_phrase(phrase)) and not self._read_person():
                self._read_sign()
            if self.i == before:  # pragma: no cover - every reader above moves on
                self.i += 1
        return self.result

    # -- cues ---------------------------------------------------------------------------------

    def _read_phrase(self, phrase: Phrase) -> bool:
        if phrase.family == "other":
            return self._read_other(phrase)
        if phrase.family == "side":
            # "I midten foran:" is a cue, "t.v. Kari Lie" is not
            leads = self.fresh and self._cue_at(phrase.after)
            return (leads and self._read_cue()) or self._read_side_opener(phrase)
        return self._read_cue()

    def _read_other(self, phrase: Phrase) -> bool:
        if phrase.value == "credit":
            return self._read_credit(phrase)
        if phrase.value == "incomplete":
            self.result.incomplete = True
        else:
            self.absent, self.in_section = True, True
        self.i = self._skip(phrase.after, ":")
        return True

    def _read_side_opener(self, phrase: Phrase) -> bool:
        """Read "Til venstre: Kari Lie" and "t.v. Kari Lie" at the beginning of a sentence."""
        colon = self.see.sign(phrase.after) == ":"
        if not (self.fresh and (colon or self._person_at(phrase.after))):
            return False
        self._note_cue(self.i, phrase.after + colon)
        self.side, self.i = phrase.value, phrase.after + colon
        return True

    def _read_cue(self) -> bool:
        """Read a row, a direction or both with the small words around, if a section opens here."""
        k, row, direction, end = self.i, "", False, self.i
        side = ""
        while k < len(self.see):
            phrase = self.see.phrase(k)
            if phrase and phrase.family == "side":
                side, k = phrase.value, phrase.after
            elif phrase and phrase.family in ("row", "direction"):
                row = phrase.value if phrase.family == "row" and not row else row
                direction = direction or phrase.family == "direction"
                k = end = phrase.after
            elif self.see.sign(k) in (",", "/") and self._cue_at(k + 1):
                k += 1
            elif (after := self.see.after_filler(k)) > k:
                k = after
                if direction or row:
                    end = k
            else:
                break
        if self.see.sign(k) == ":":
            k = end = k + 1
        elif not (direction or (self.fresh and self._person_at(k))):
            return False
        self._note_cue(self.i, end)
        self.row = row or ("" if self.fresh and direction and not self.in_section else self.row)
        self.i, self.side, self.section_side = k, "", side
        self.shared_role = None
        self.absent, self.in_section, self.fresh = False, True, False
        self.result.has_sections = True
        self.singles.clear()
        return True

    def _cue_at(self, k: int) -> bool:
        phrase = self.see.phrase(k)
        return phrase is not None and phrase.family in ("row", "direction")

    def _note_cue(self, first: int, after: int) -> None:
        tokens = self.see.tokens
        self.result.cues.append((tokens[first].start, tokens[after - 1].end))

    def _read_credit(self, phrase: Phrase) -> bool:
        colon = self.see.sign(phrase.after) in (":", "/") or self.see.key(phrase.after) == "av"
        if not (colon or (self.fresh and self.see.name(phrase.after))):
            return False
        self._note_cue(self.i, phrase.after + colon)
        k = phrase.after + colon
        while k < len(self.see) and self.see.sign(k) not in (".", ")", ";"):
            name = self.see.name(k)
            if name is None:
                k += 1
                continue
            if name.kind == "person" and not self.see.names_nobody(k):
                self.result.credits.append(self._range(name.first, name.after))
            k = name.after
        self.i = k
        return True

    # -- people -------------------------------------------------------------------------------

    def _person_at(self, k: int) -> NamePhrase | None:
        """Return the name of a person that begins at token ``k``, after any title."""
        while self.see.is_role(k):
            k += 1
        name = self.see.name(k)
        if name is None:
            return None
        if name.kind == "person":
            return name
        alone = name.kind == "single" and is_given_name(self.see.tokens[name.first].text)
        return name if alone and self.in_section else None

    def _read_person(self) -> bool:
        start = self.i
        name = self.see.name(start)
        if name is not None and self.see.is_role(start) and name.after - start > 1:
            name = self.see.name(start + 1)  # "Rektor Kari Lie": the title is no part of the name
        if name is None:
            return False
        if name.kind in ("organisation", "place"):
            self.i = name.after
            return True
        if not self._counts(name):
            self.i = name.after
            self.fresh = False
            return True
        person = Shown(
            self._range(name.first, name.after), row=self.row, side=self.side or self.section_side
        )
        person.role = self._role_before(name.first) or self.shared_role
        self.shared_role = person.role if self._is_plural(person.role) else None
        self.i, self.side, self.fresh = name.after, "", False
        self._share_surname(name, person)
        self._read_qualifiers(person)
        (self.result.absent if self.absent else self.result.people).append(person)
        return True

    def _counts(self, name: NamePhrase) -> bool:
        """Return whether a name is that of somebody who is shown."""
        token = self.see.tokens[name.first]
        if name.kind == "single":
            return self.in_section and is_given_name(token.text)
        if self.in_section:
            return True
        said = self.see.known(token.start, self.see.tokens[name.after - 1].end)
        named = (
            said == "person"
            or is_given_name(token.text)
            or self._role_before(name.first) is not None
            or self._side_follows(name.after)
        )
        # after a section, a sentence tells about the picture and shows nobody new
        return named and (not self.result.has_sections or self._side_follows(name.after))

    def _side_follows(self, k: int) -> bool:
        k += self.see.sign(k) == "("
        phrase = self.see.phrase(k)
        return phrase is not None and phrase.family == "side"

    def _role_before(self, first: int) -> Range | None:
        k = first
        while k > 0:
            if self._is_part_of_title(k - 1):
                k -= 1
            elif k < first and self.see.key(k - 1) == "og" and self._is_title_half(k - 2):
                k -= 2  # "strategi- og omdømmesjef"
            else:
                break
        return self._range(k, first) if k < first and self.see.is_role(first - 1) else None

    def _is_plural(self, role: Range | None) -> bool:
        """Return whether a role is one of several people: "lærlingene Jonas Lie og Leah Dahl"."""
        return role is not None and self.see.text[slice(*role)].endswith(("ene", "ane"))

    def _is_part_of_title(self, k: int) -> bool:
        return self.see.is_role(k) or self.see.key(k) in tables.roles().before

    def _is_title_half(self, k: int) -> bool:
        return k >= 0 and (self.see.key(k).endswith("-") or self._is_part_of_title(k))

    def _share_surname(self, name: NamePhrase, person: Shown) -> None:
        """Complete given names that stand before a full name: "Kari og Ola Lie"."""
        if name.kind == "single":
            self.singles.append(person)
            return
        tokens = self.see.tokens[name.first : name.after]
        if self.singles and is_given_name(tokens[0].text):
            for single in self.singles:
                single.surname = tokens[-1].text
        self.singles.clear()

    def _read_qualifiers(self, person: Shown) -> None:
        while self.i < len(self.see):
            after = self._read_qualifier(person)
            if after == self.i:
                return
            self.i = after

    def _read_qualifier(self, person: Shown) -> int:
        """Read one thing that is said of a person; return the token after it, or ``i``."""
        see, k = self.see, self.i
        k += see.sign(k) == ","
        if see.sign(k) in ("(", "["):
            return self._apply(person, *read_bracket(see, k))
        phrase = see.phrase(k)
        if phrase and phrase.family == "side" and not self._opens_next(phrase.after):
            return self._apply(person, Qualifiers(side=phrase.value), phrase.after)
        if see.key(k) in ("nr", "nummer"):
            return self._apply(person, *read_chunk(see, k, self._person_at, prose=False))
        if see.sign(self.i) in (",", "–", "-", "—") or (
            see.is_origin(self.i) and not self._cue_at(self.i)
        ):
            k += see.sign(k) in ("–", "-", "—")
            if self._cue_at(k) or self._person_at(k) or see.after_joiner(k) > k:
                return self.i
            found, after = read_chunk(see, k, self._person_at, prose=not self.in_section)
            return self._apply(person, found, after) if found.any else self.i
        return self.i

    def _opens_next(self, after: int) -> bool:
        """Return whether a side belongs to the name that follows: "..., t.v. Kari Lie"."""
        return self.see.sign(after) == ":"

    def _apply(self, person: Shown, found: Qualifiers, after: int) -> int:
        person.side = found.side or person.side
        person.row = found.row or person.row
        person.affiliation = person.affiliation or found.affiliation
        person.role = person.role or found.role
        self.result.incomplete = self.result.incomplete or found.incomplete
        return after

    # -- signs --------------------------------------------------------------------------------

    def _read_sign(self) -> None:
        see = self.see
        if see.sign(self.i) in (".", "!", "?", "…"):
            self.shared_role = None
            if not self._cue_at(self.i + 1):
                self.in_section, self.absent = False, False
            self.fresh = True
            self.singles.clear()
            self.i += 1
            return
        if see.sign(self.i) in (",", ";", ":", "(", "/"):
            self.fresh = True
            self.i += 1
            return
        joined = see.after_joiner(self.i)
        self.fresh = joined > self.i
        self.i = max(joined, self.i + 1)

    def _skip(self, k: int, sign: str) -> int:
        return k + 1 if self.see.sign(k) == sign else k

    def _range(self, first: int, after: int) -> Range:
        return self.see.tokens[first].start, self.see.tokens[after - 1].end
