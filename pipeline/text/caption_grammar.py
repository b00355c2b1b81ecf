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
from dataclasses import replace

from pipeline.text.caption_cues import CueReader, ParsedCaption, Range, Shown
from pipeline.text.lookahead import cue_at, gives_surname, role_start, side_follows, token_range
from pipeline.text.phrases import NamePhrase, Sight
from pipeline.text.qualifiers import Qualifiers, read_bracket, read_chunk
from pipeline.text.tokens import is_given_name, tokenise

__all__ = ["ParsedCaption", "Shown", "parse_caption"]


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


class _Parser(CueReader):
    """One pass over the tokens: the half that reads people and what is said of them."""

    def parse(self) -> ParsedCaption:
        while self.i < len(self.see):
            before = self.i
            phrase = self.see.phrase(self.i)
            if not (phrase and self.read_phrase(phrase)) and not self._read_person():
                self.read_sign()
            if self.i == before:  # pragma: no cover - every reader above moves on
                self.i += 1
        found = self.result.people
        self.result.people = [person for person in found if not person.absent]
        return self.result

    def _read_person(self) -> bool:
        start = self.i
        name = self.see.name(start)
        if name is not None and self.see.is_role(start) and name.after - start > 1:
            name = self.see.name(start + 1)  # "Rektor Kari Lie": the title is no part of the name
        if name is None:
            return False
        if name.kind in ("organisation", "place"):
            self._read_owner(name)
            return True
        person = Shown(
            token_range(self.see, name.first, name.after),
            row=self.row,
            side=self.side or self.section_side,
        )
        if name.kind == "person":
            self.sentence.append(person)
        self.i = name.after
        if not self._counts(name):
            self.fresh = False
            return True
        person.role = self._role_before(name.first) or self.shared_role
        self.shared_role = person.role if self._is_plural(person.role) else None
        self.side, self.fresh = "", False
        self._share_surname(name, person)
        if self.waiting is not None:
            self._apply(person, self.waiting, self.i)
            self.waiting = None
        self._read_qualifiers(person)
        self._file(person)
        return True

    def _file(self, person: Shown) -> None:
        if self.absent or person.absent:
            person.absent = True
            self.result.absent.append(person)
        else:
            self.result.people.append(person)

    def _read_owner(self, name: NamePhrase) -> None:
        """Read an organisation that a person follows: "Voss kommune v/ Kari Lie"."""
        see, role = self.see, None
        self.i = name.after
        if see.key(name.after) == "v/":
            self.i += 1
        elif see.sign(name.after) == "," and see.is_origin(name.first - 1):
            # "ordfører i Voss kommune, Kari Lie"
            role = self._role_before(name.first - 1)
            self.i += role is not None
        if self.i > name.after and self.person(self.i):
            place = token_range(see, name.first, name.after)
            found = Qualifiers(affiliation=place if name.kind == "organisation" else None)
            self.waiting = replace(found, role=role)

    def _counts(self, name: NamePhrase) -> bool:
        """Return whether a name is that of somebody who is shown."""
        token = self.see.tokens[name.first]
        if name.kind == "single":
            enumerated = self.in_section or (
                not self.result.has_sections
                and (self._role_before(name.first) or gives_surname(self.see, name.after))
            )
            return bool(enumerated) and is_given_name(token.text)
        if self.in_section:
            return True
        said = self.see.known(token.start, self.see.tokens[name.after - 1].end)
        named = (
            said == "person"
            or is_given_name(token.text)
            or self._role_before(name.first) is not None
            or side_follows(self.see, name.after)
        )
        # after a section, a sentence tells about the picture and shows nobody new
        return named and (not self.result.has_sections or side_follows(self.see, name.after))

    def _role_before(self, first: int) -> Range | None:
        start = role_start(self.see, first)
        return token_range(self.see, start, first) if start < first else None

    def _is_plural(self, role: Range | None) -> bool:
        """Return whether a role is one of several people: "lærlingene Jonas Lie og Leah Dahl"."""
        return role is not None and self.see.text[slice(*role)].endswith(("ene", "ane"))

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
        if phrase and phrase.value == "absent" and not self._opens_next(phrase.after):
            return self._apply(person, Qualifiers(absent=True), phrase.after)
        if see.key(k) in ("nr", "nummer"):
            return self._apply(person, *read_chunk(see, k, self.person, prose=False))
        if see.sign(self.i) in (",", "–", "-", "—") or (
            see.is_origin(self.i) and not cue_at(see, self.i)
        ):
            k += see.sign(k) in ("–", "-", "—")
            if self._opens(k):
                return self.i
            found, after = read_chunk(see, k, self.person, prose=not self.in_section)
            return self._apply(person, found, after) if found.any else self.i
        return self.i

    def _opens(self, k: int) -> bool:
        """Return whether something that is not said of the person before begins at ``k``."""
        see = self.see
        phrase = see.phrase(k)
        return bool(
            (phrase and phrase.family == "other")
            or cue_at(see, k)
            or self.person(k)
            or see.after_joiner(k) > k
        )

    def _opens_next(self, after: int) -> bool:
        """Return whether a side belongs to the name that follows: "..., t.v. Kari Lie"."""
        see = self.see
        if see.sign(after) == ":" or see.sign(after - 1) == ":":
            return True
        return see.sign(self.i) == "," and self.person(after) is not None

    def _apply(self, person: Shown, found: Qualifiers, after: int) -> int:
        person.side = found.side or person.side
        person.row = found.row or person.row
        person.affiliation = person.affiliation or found.affiliation
        person.role = person.role or found.role
        person.absent = person.absent or found.absent
        self.result.incomplete = self.result.incomplete or found.incomplete
        return after
