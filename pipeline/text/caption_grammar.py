"""A grammar for Norwegian captions: who is in the picture, who took it, as what, from where.

    caption  = { section | prose }
    section  = cue [":"] person { joiner person }      a cue is a row or a direction, or both
             | announcement ":" person { joiner person }          "På podiet:", "Fra NTNU:"
    person   = [title] name { place | bracket | apposition }
    title    = role [ origin organisation [","] ]       "daglig leder i Havbruk Nord AS Per Lie"
    bracket  = "(" (side | row | age | role | affiliation) { "," ... } ")"
    apposition = ("," | "fra" | "ved" ...) ["begge" | "alle"] (role | affiliation)
    credit   = "Foto" [":"] name { "/" name }

The words of the grammar are the table ``text/data/captions.toml``. Stray commas, spaces, doubled
or missing signs are forgiven: a closing bracket that a name follows ends a person as a comma does.
A caption of ordinary sentences has no section: everybody named in it is taken to be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.text import tables
from pipeline.text.caption_credits import agency_credit
from pipeline.text.caption_cues import FEWEST_GIVEN_NAMES
from pipeline.text.caption_judge import PersonJudge
from pipeline.text.caption_parts import ParsedCaption, Shown
from pipeline.text.compare import compare_names
from pipeline.text.folding import squeeze
from pipeline.text.list_lines import is_club
from pipeline.text.lookahead import (
    begins_title,
    cue_at,
    guessed_title,
    person_at,
    side_of,
    token_range,
)
from pipeline.text.phrases import NamePhrase, Sight, raise_names
from pipeline.text.placing import Qualifiers, after_group, group_size, read_stand, starts_place
from pipeline.text.qualifiers import OFFICES, read_bracket, read_chunk
from pipeline.text.titles import Title, title_and_comma, title_at
from pipeline.text.tokens import is_given_name, tokenise

#: a plural title ("professorene …") holds for at most as many people
LONGEST_GROUP = 30
#: a row in brackets is not longer than this, in tokens
LONGEST_ROW = 6

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
    tokens = tokenise(text)
    see = Sight(text, tokens, known)
    if not any(c.isupper() for c in text[1:]) and cue_at(see, 0):
        see = Sight(text, raise_names(tokens), known)
    return _Parser(see).parse()


def _key(text: str, person: Shown) -> str:
    return squeeze(f"{text[slice(*person.name)]} {person.surname}").casefold()


class _Parser(PersonJudge):
    """One pass over the tokens: the half that reads people and what is said of them."""

    def parse(self) -> ParsedCaption:
        credit = agency_credit(self.see.text)
        while self.i < len(self.see):
            before = self.i
            if credit and credit[0][0] <= self.see.tokens[before].start < credit[0][1]:
                self._read_agency(*credit)
                continue
            if self.see.is_plain(before) and not (self.fresh and self.see.tokens[before].is_word):
                self.read_sign()
                continue
            phrase = self.see.phrase(self.i)
            if not (
                (self.fresh and (self.read_announcement() or self._read_of_all()))
                or (phrase and self.read_phrase(phrase))
                or self.read_beside()
                or self._read_person()
            ):
                self.read_sign()
            if self.i == before:  # pragma: no cover - every reader above moves on
                self.i += 1
        self.end_section()
        found = self.result.people
        self.result.people = [person for person in found if not person.absent]
        if any(p.affiliation and is_club(self.see.text[slice(*p.affiliation)]) for p in found):
            for person in found:  # a place is a club too: "Molde" beside "Dale IL"
                person.affiliation = person.affiliation or person.place
        if self.result.position is not None:
            self._leave_out_repeated(self.result.position[0])
        return self.result

    def _read_agency(self, whole: tuple[int, int], name: tuple[int, int]) -> None:
        """Read a credit of a name and an agency."""
        if name not in self.result.credits:
            self.result.credits.append(name)
        while self.i < len(self.see) and self.see.tokens[self.i].start < whole[1]:
            self.i += 1
        self.in_section, self.fresh = False, True

    def _leave_out_repeated(self, section: int) -> None:
        """Leave out those whom a sentence names before a section that names them again.

        "Elevane Kari Lie og Ola Dahl vann. F.v. Ola Dahl, Kari Lie og Per Moe".
        """
        text, people = self.see.text, self.result.people
        later = {_key(text, person): person for person in people if person.name[0] > section}
        before = [person for person in people if person.name[0] < section]
        if not any(_key(text, person) in later for person in before):
            return
        kept = []
        for person in people:
            again = None
            if person.name[0] < section:
                key = _key(text, person)
                near = (p for k, p in later.items() if compare_names(k, key).near)
                again = later.get(key) or next(near, None)
            if again is None:
                kept.append(person)
                continue
            again.role = again.role or person.role
            again.affiliation = again.affiliation or person.affiliation
        self.result.people = kept

    def _read_of_all(self) -> bool:
        """Read a sentence that says where all who were named are from: "Alle fra Voss skule."."""
        see, people = self.see, self.result.people
        several = group_size(see, self.i)
        k = after_group(see, self.i)
        if several is None or len(people) < 2 or not see.is_origin(k):
            return False
        found, after = read_chunk(see, k, self.person, prose=True)
        if found.affiliation is None or see.sign(after) not in (".", "!", ""):
            return False
        for person in people[-several:] if several else people:
            person.affiliation = person.affiliation or found.affiliation
        self.i = after
        return True

    # -- a person -----------------------------------------------------------------------------

    def _read_person(self) -> bool:
        see, start = self.see, self.i
        title = title_at(see, start)
        begins = start == 0 or self.side or see.sign(start - 1) in (".", ":", "!", "?")
        if title is None and begins:
            title = title_and_comma(see, start)
        if title is not None:
            self.commas_after_titles = self.commas_after_titles or title.comma
            self.waiting = self._said_by(title)
            start = title.person
        name = see.name(start)
        while name is not None and name.after - start > 1 and begins_title(see, start):
            start += 1  # "Rektor Kari Lie": the title is no part of the name
            name = see.name(start)
        if name is None:
            return False
        if name.kind in ("organisation", "place"):
            self._read_owner(name)
            return True
        self._read_named(name)
        return True

    def _said_by(self, title: Title) -> Qualifiers:
        owner = token_range(self.see, *title.owner) if title.owner else None
        role = token_range(self.see, title.first, title.role_after)
        return Qualifiers(role=role, affiliation=owner)

    def _read_named(self, name: NamePhrase) -> None:
        person = Shown(
            token_range(self.see, name.first, name.after),
            row=self.row,
            side=self.side or self.section_side,
        )
        if name.kind == "person":
            self.sentence.append(person)
        self.i = name.after
        if not self.counts(name):
            self.fresh, self.waiting = False, None
            return
        person.role = self.role_before(name.first) or self.shared_role
        self.shared_role = person.role if self.is_plural(person.role) else None
        self.side, self.fresh = "", False
        self.siblings = []
        self.share_surname(name, person)
        if self.waiting is not None:
            self._apply(person, self.waiting, self.i)
            self.shared_role = person.role if self.is_plural(person.role) else self.shared_role
            self.waiting = None
        person.affiliation = person.affiliation or self.section_owner
        self.group.append(person)
        self._read_qualifiers(person)
        person.end = self.see.tokens[self.i - 1].end
        self._file(person)

    def _file(self, person: Shown) -> None:
        if self.absent or person.absent:
            person.absent = True
            self.result.absent.append(person)
        else:
            self.result.people.append(person)

    def _read_owner(self, name: NamePhrase) -> None:
        """Read an organisation that a person follows: "Voss kommune v/ Kari Lie"."""
        see = self.see
        self.i = name.after
        if see.key(name.after) == "v/":
            self.i += 1
            if self.person(self.i):
                place = token_range(see, name.first, name.after)
                found = Qualifiers(affiliation=place if name.kind == "organisation" else None)
                self.waiting = replace(found)

    # -- what is said of a person -------------------------------------------------------------

    def _read_qualifiers(self, person: Shown) -> None:
        while self.i < len(self.see):
            after = self._read_qualifier(person)
            if after == self.i:
                return
            self.i = after
            said = (person.role, person.affiliation)
            self.apart = self.apart or (any(said) and said != (self.shared_role, None))

    def _read_qualifier(self, person: Shown) -> int:
        """Read one thing that is said of a person; return the token after it, or ``i``."""
        see, k = self.see, self.i
        k += see.sign(k) == ","
        if see.sign(k) in ("(", "["):
            return self._read_bracket(person, k)
        at = k + (see.key(k) in see.words.stands)
        beside = self._beside(at)
        if beside:
            return self._apply(person, Qualifiers(side=beside), at + 3)
        phrase = see.phrase(k)
        if phrase and phrase.family == "side" and person.side and see.sign(self.i) == ",":
            return self.i  # ", til høyre fjorårets vinner, Kari Lie"
        said = phrase and (phrase.family == "side" or phrase.value == "absent")
        if phrase and said and not self._opens_next(phrase.after):
            absent = phrase.value == "absent"
            found = Qualifiers(side="" if absent else phrase.value, absent=absent)
            return self._apply(person, found, phrase.after)
        if starts_place(see, k):
            return self._apply(person, *read_stand(see, k))
        if see.sign(self.i) in (",", "–", "-", "—", "/") or (
            see.is_origin(self.i) and not cue_at(see, self.i)
        ):
            k += see.sign(k) in ("–", "-", "—", "/")
            return self._read_apposition(person, k)
        name = see.name(k)
        if name is not None and name.kind == "organisation" and self.in_section and k == self.i:
            # "Kari Lie NTNU": a comma was forgotten
            found = Qualifiers(affiliation=token_range(see, name.first, name.after))
            return self._apply(person, found, name.after)
        return self.i

    def _read_bracket(self, person: Shown, k: int) -> int:
        if k > self.i and self._opens_row(k):
            return self.i
        return self._apply_to(group_size(self.see, k + 1), person, *read_bracket(self.see, k))

    def _opens_row(self, k: int) -> bool:
        """Return whether a row in brackets at token ``k`` belongs to those who follow it.

        "…, (foran f.v.) Trygve Aas og Mina Ringen".
        """
        see, end = self.see, k + 1
        while end < min(len(see), k + LONGEST_ROW) and see.sign(end) not in (")", "]"):
            end += 1
        return cue_at(see, k + 1) is not None and self.person(end + 1) is not None

    def _beside(self, k: int) -> str:
        """Return the side that "til høyre for" at token ``k`` gives the person before, or ""."""
        return "" if self.see.key(k + 3) in self.see.words.pronouns else side_of(self.see, k)

    def _read_apposition(self, person: Shown, k: int) -> int:
        see = self.see
        several = group_size(see, k)
        if several is None and (self._opens(k) or (person.role and self._opens_title(k))):
            return self.i
        prose = not self.in_section
        if see.is_origin(k) and see.key(k + 1) in OFFICES:
            found = Qualifiers(affiliation=token_range(see, k + 1, k + 2))
            return self._apply_to(several, person, found, k + 2)
        found, after = read_chunk(see, k, self.person, prose=prose)
        if prose and not found.any and person.role and see.key(k) in ("fra", "frå", "i", "ved"):
            found, after = self._read_home(k)
        return self._apply_to(several, person, found, after) if found.any else self.i

    def _read_home(self, k: int) -> tuple[Qualifiers, int]:
        """Read a firm that the tables do not know: "prosjektleder Amund Tveit fra Sirkula"."""
        see = self.see
        name = see.name(k + 1)
        if name is None or name.kind == "place" or is_given_name(see.tokens[k + 1].text):
            return Qualifiers(), k
        words = see.text[slice(*token_range(see, name.first, name.after))].casefold()
        said = see.known(see.tokens[name.first].start, see.tokens[name.after - 1].end)
        if see.key(k) in ("i", "ved") and " " not in words and said != "organisation":
            return Qualifiers(), k  # "i Sandvika" rather than a firm
        if words in tables.surnames() or said in ("place", "person"):
            return Qualifiers(), k
        return Qualifiers(affiliation=token_range(see, name.first, name.after)), name.after

    def _opens(self, k: int) -> bool:
        """Return whether something that is not said of the person before begins at ``k``."""
        see = self.see
        phrase = see.phrase(k)
        return bool(
            (phrase and phrase.family == "other")
            or (phrase and phrase.family == "side" and self.person(phrase.after))
            or cue_at(see, k)
            or person_at(see, k, single=self.in_section or see.is_role(k))
            or see.after_joiner(k) > k
            or (see.key(k) in see.words.small and see.key(k) not in see.words.origins)
            or (self.commas_after_titles and title_at(see, k))
            or (guessed_title(see, k) and self.person(k + 1))
        )

    def _opens_title(self, k: int) -> bool:
        """Return whether a title with an organisation, a comma and another name begins at ``k``.

        After "ordfører Kari Lie, " it is the next one's: "leder i Voss IL, Per Moe".
        """
        title = title_at(self.see, k)
        return title is not None and title.comma and title.owner is not None

    def _opens_next(self, after: int) -> bool:
        """Return whether a side belongs to the name that follows: "..., t.v. Kari Lie"."""
        see = self.see
        if see.sign(after) == ":" or see.sign(after - 1) == ":":
            return True
        return see.sign(self.i) == "," and self.person(after) is not None

    def _apply_to(self, several: int | None, person: Shown, found: Qualifiers, after: int) -> int:
        """Note what is said of a person, and of those before where it says "begge" or "alle"."""
        if several is None and found.affiliation and not found.role and self.shared_role:
            # "professorene Kari Lie og Ola Dahl ved NTNU"
            sharing = [p for p in self.group[-LONGEST_GROUP:] if p.role == self.shared_role]
            apart = any(p.affiliation for p in sharing)
            several = None if apart else len(sharing)
        if self.siblings and (found.affiliation or found.row) and not found.role:
            several = len(self.siblings) + 1  # "Kari og Ola Lie fra Voss IL"
        alone = found.affiliation and not found.role
        if several is None and alone and (self._closes_group(after) or self._is_row_of_given()):
            several = len(self.group)
        if several is not None:
            for other in self.group[-several:] if several else self.group:
                other.affiliation = other.affiliation or found.affiliation
                other.role = other.role or found.role
                other.row = other.row or found.row
            if not several:
                self.group.clear()  # all of them are told
        return self._apply(person, found, after)

    def _is_row_of_given(self) -> bool:
        """Return whether several are named by their given names: "Per, Ida og Ada fra 3B"."""
        names = [self.see.text[slice(*person.name)] for person in self.group]
        told = any(person.affiliation or person.role for person in self.group)
        return len(names) >= FEWEST_GIVEN_NAMES and not told and all(" " not in n for n in names)

    def _closes_group(self, after: int) -> bool:
        """Return whether a body holds for all before it: "A, B og C fra X, og D fra Y".

        "og" stands before the last of them and none has a body, and another "og" follows.
        """
        see = self.see
        if not (self.in_section and len(self.group) > 1 and see.is_origin(self.i)):
            return False
        k = after + (see.sign(after) in (",", ";"))
        follows = see.key(k) in ("og", "samt") or see.sign(after) == ";"
        before = next((j for j in range(self.i, -1, -1) if see.key(j) in ("og", "samt")), -1)
        first, last = self.group[-2], self.group[-1]
        joined = before >= 0 and first.end <= see.tokens[before].start < last.name[0]
        return (
            follows
            and joined
            and self.person(k + 1) is not None
            and not any(p.affiliation or p.role for p in self.group)
        )

    def _apply(self, person: Shown, found: Qualifiers, after: int) -> int:
        # "Kari Lie (f.v.), Ola Dahl" stands on the left; after the last name it is about all
        first = len(self.group) < 2
        person.side = found.side or (found.direction if first else "") or person.side
        person.row = found.row or person.row
        person.affiliation = person.affiliation or found.affiliation
        shared = person.role is not None and person.role == self.shared_role
        # "styremedlemmene Kari Lie (nestleder) og Ola Dahl": her own title says more
        person.role = found.role or person.role if shared else person.role or found.role
        person.absent = person.absent or found.absent
        person.place = person.place or found.place
        self.result.incomplete = self.result.incomplete or found.incomplete
        return after
