"""What a caption says of those it has named: side, row, title, body, for one or several."""

from __future__ import annotations

from pipeline.text import tables
from pipeline.text.caption_cues import FEWEST_GIVEN_NAMES
from pipeline.text.caption_judge import PersonJudge
from pipeline.text.caption_parts import Range, Shown
from pipeline.text.chunks import OFFICES, after_is
from pipeline.text.lookahead import (
    cue_at,
    guessed_title,
    is_lead,
    person_at,
    side_of,
    token_range,
)
from pipeline.text.phrases import NamePhrase
from pipeline.text.placing import Qualifiers, group_size, read_stand, starts_place
from pipeline.text.qualifiers import read_bracket, read_chunk, with_whole
from pipeline.text.titles import title_at, words_of_title
from pipeline.text.tokens import (
    is_given_name,
    is_organisation_word,
    is_place_like,
    is_plural_role,
)
from pipeline.text.word_shapes import shape_of

#: a plural title ("professorene …") holds for at most as many people
LONGEST_GROUP = 30
#: a row in brackets is not longer than this, in tokens
LONGEST_ROW = 6
#: what share of places and surnames the end of a firm's name may have
LIKE_A_PLACE = 0.4
#: words that a home follows: a firm, a club
_HOMES = ("fra", "frå", "hos", "i", "ved", "for", "på")


class SaidReader(PersonJudge):
    """The part of a pass over the tokens that reads what follows a name."""

    def read_qualifiers(self, person: Shown) -> None:
        """Read all that is said of a person whose name has been read."""
        while self.i < self.see.size:
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
            return self.apply(person, Qualifiers(side=beside), at + 3)
        phrase = see.phrase(k)
        if phrase and phrase.family == "side" and person.side and see.sign(self.i) == ",":
            return self.i  # ", til høyre fjorårets vinner, Kari Lie"
        said = phrase and (phrase.family == "side" or phrase.value == "absent")
        if phrase and said and not self._opens_next(phrase.after):
            absent = phrase.value == "absent"
            found = Qualifiers(side="" if absent else phrase.value, absent=absent)
            return self.apply(person, found, phrase.after)
        if starts_place(see, k):
            return self.apply(person, *read_stand(see, k))
        if see.sign(self.i) in (",", "–", "-", "—", "/") or (
            see.is_origin(self.i) and not cue_at(see, self.i)
        ):
            k += see.sign(k) in ("–", "-", "—", "/")
            return self._read_apposition(person, k)
        name = see.name(k)
        if name is not None and name.kind == "organisation" and self.in_section and k == self.i:
            # "Kari Lie NTNU": a comma was forgotten
            found = Qualifiers(affiliation=token_range(see, name.first, name.after))
            return self.apply(person, found, name.after)
        return self._read_said(person, k)

    def _read_bracket(self, person: Shown, k: int) -> int:
        if (k > self.i and self._opens_row(k)) or self.sides_lead:
            return self.i
        found, after = read_bracket(self.see, k)
        self.rows_close = self.rows_close or bool(found.row and found.direction)
        if found.row and self.rows_close:
            # the bracket closes a row: "Kari Lie og Ola Dahl (bak fra venstre)"
            for other in self.group:
                other.row = other.row or found.row
        return self._apply_to(group_size(self.see, k + 1), person, found, after)

    def _opens_row(self, k: int) -> bool:
        """Return whether a row in brackets at token ``k`` belongs to those who follow it.

        "…, (foran f.v.) Trygve Aas og Mina Ringen".
        """
        see, end = self.see, k + 1
        while end < min(see.size, k + LONGEST_ROW) and see.sign(end) not in (")", "]"):
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
        if prose and not found.affiliation and person.role and see.key(k) in _HOMES:
            home, end = self._read_home(k, person.role)
            found, after = (home, end) if home.any else (found, after)
        if not found.any and prose and self._is_apposed(person, k):
            name = see.name(k)
            after = name.after if name else k + 1
            found = Qualifiers(affiliation=token_range(see, k, after))
        found, after = with_whole(see, found, after)
        return self._apply_to(several, person, found, after) if found.any else self.i

    def _is_apposed(self, person: Shown, k: int) -> bool:
        """Return whether a firm of an unknown name stands between commas: "Kari Lie, Sirkula, sa".

        Only after somebody with a title.
        """
        see, name = self.see, self.see.name(k)
        if name is None or not person.role or see.sign(k - 1) != "," or see.sign(name.after) != ",":
            return False
        word = see.tokens[k].text
        known = word.casefold() in tables.surnames() or is_given_name(word) or is_place_like(word)
        after = name.after + 1
        told = after < see.size and see.tokens[after].is_word and not see.tokens[after].is_capital
        joined = see.key(after) in ("og", "samt") or self.person(after) is not None
        return name.kind in ("single", "organisation") and not known and told and not joined

    def _read_home(self, k: int, role: Range) -> tuple[Qualifiers, int]:
        """Read a firm that the tables do not know: "prosjektleder Amund Tveit fra Sirkula".

        A club of one word is one for a person with a role of sports: "keeper Kari Lie i Brann".
        """
        see = self.see
        name = see.name(k + 1)
        told = see.key(k) in ("i", "for") or (name is not None and name.kind != "place")
        if name is not None and told and self._is_club(name, role):
            return Qualifiers(affiliation=token_range(see, name.first, name.after)), name.after
        if see.key(k) in ("for", "på"):
            return Qualifiers(), k
        if name is None or name.kind == "place" or is_given_name(see.tokens[k + 1].text):
            return Qualifiers(), k
        words = see.text[slice(*token_range(see, name.first, name.after))].casefold()
        said = see.known(see.tokens[name.first].start, see.tokens[name.after - 1].end)
        if see.key(k) in ("i", "ved") and " " not in words and said != "organisation":
            title = see.text[slice(*role)].casefold()
            shares = shape_of(see.tokens[name.first].text)
            strange = shares["place"] + shares["surname"] < LIKE_A_PLACE and not is_place_like(
                words
            )
            if not (strange and title.endswith(see.words.managers) and see.key(k) == "i"):
                return Qualifiers(), k  # "i Sandvika" rather than a firm
        if words in tables.surnames() or said in ("place", "person"):
            return Qualifiers(), k
        return Qualifiers(affiliation=token_range(see, name.first, name.after)), name.after

    def _is_club(self, name: NamePhrase, role: Range) -> bool:
        """Return whether a name is a club's beside a role of sports: "trener i Molde"."""
        see = self.see
        club = see.text[slice(*token_range(see, name.first, name.after))].casefold()
        title = see.text[slice(*role)].casefold()
        return club in tables.organisations().clubs and title.endswith(see.words.athletes)

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
        if several is None and alone:
            several = self._row_of_people() or None
        if several is not None:
            for other in self.group[-several:] if several else self.group:
                other.affiliation = other.affiliation or found.affiliation
                other.role = other.role or found.role
                other.row = other.row or found.row
            if not several:
                self.group.clear()  # all of them are told
        return self.apply(person, found, after)

    def _read_said(self, person: Shown, k: int) -> int:
        """Read the title that a sentence says somebody has: "Kari Lie er dommer i saken"."""
        see, begin = self.see, after_is(self.see, k)
        if person.role is not None or k != self.i or begin == k:
            return self.i
        while is_lead(see, begin) or see.key(begin) in ("ny", "nye", "no", "nå"):
            begin += 1
        end = words_of_title(see, begin)
        if end == begin or see.tokens[begin].is_capital or is_plural_role(see.tokens[end - 1].text):
            return self.i
        if see.sign(end) in (",", ".", "") or see.tokens[end].is_word:
            found, after = read_chunk(see, begin, self.person, prose=True)
            body = any(is_organisation_word(see.tokens[j].text) for j in range(end, after))
            if not (found.role and (found.affiliation or body)):
                found, after = Qualifiers(role=token_range(see, begin, end)), end
            return self.apply(person, found, after)
        return self.i

    def _row_of_people(self) -> int:
        """Return how many stand side by side before "fra Voss IL": "Kari Lie, Per Moe og Ola Dahl".

        Nothing but signs and one "og" stands between them, and nothing is said of any.
        """
        see, count = self.see, 0
        last = self.group[-1] if self.group else None
        if last is None or not see.is_origin(self.i):
            return 0
        for person in reversed(self.group):
            if person.role or person.affiliation or person.place:
                break
            between = see.text[person.end : last.name[0]].strip() if person is not last else ""
            if person is not last and between not in ((",",) if count > 1 else ("og", "&", "samt")):
                break
            count, last = count + 1, person
        return count if count > 1 else 0

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

    def apply(self, person: Shown, found: Qualifiers, after: int) -> int:
        """Note what was found of a person; return ``after``, the token that is read next."""
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
