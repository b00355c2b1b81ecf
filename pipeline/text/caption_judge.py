"""Who of those whom a caption names is shown, under which title and surname."""

from __future__ import annotations

from itertools import takewhile

from pipeline.text import tables
from pipeline.text.caption_cues import CueReader
from pipeline.text.caption_parts import Range, Shown
from pipeline.text.lookahead import (
    age_follows,
    gives_surname,
    is_lead,
    side_follows,
    title_before,
    token_range,
)
from pipeline.text.phrases import NamePhrase
from pipeline.text.placing import starts_place
from pipeline.text.tokens import is_given_name, is_place_like, is_plural_role, opens_quote

#: what "med" and a name follow: "i duell med Kari Lie"
_MEETINGS = ("duell", "kamp", "samtale", "prat", "møte", "selskap", "sammen", "saman", "duett")


class PersonJudge(CueReader):
    """The part of a pass over the tokens that judges names; it moves nothing."""

    def counts(self, name: NamePhrase) -> bool:
        """Return whether a name is that of somebody who is shown."""
        see = self.see
        token = see.tokens[name.first]
        if self.names_a_thing(name.first):
            return False
        if name.kind == "single":
            return self.counts_alone(name)
        if self.in_section:
            return True
        said = see.known(token.start, see.tokens[name.after - 1].end)
        named = (
            said == "person"
            or opens_quote(token)
            or (
                see.opens_person(name.first)
                and (is_given_name(token.text) or not see.is_origin(name.first - 1))
            )
            or self.role_before(name.first) is not None
            or self.waiting is not None
            or age_follows(see, name.after)
            or see.sign(name.first - 1) == ":"
            or self._goes_on(name.first)
            or self._joins_shown(name)
            or (see.key(name.first - 1) == "med" and see.key(name.first - 2) in _MEETINGS)
            or side_follows(see, name.after)
        )
        # after a section, a sentence tells about the picture and shows nobody new
        placed = side_follows(see, name.after) or starts_place(see, name.after)
        placed = placed or bool(self.side) or self._is_here(name.first)
        return named and (not self.result.has_sections or placed)

    def _is_here(self, first: int) -> bool:
        """Return whether a sentence says that it is about the picture: "Her sammen med Per Lie"."""
        see, begin = self.see, first
        while begin > 0 and see.sign(begin - 1) not in (".", "!", "?", ":", "–"):
            begin -= 1
        return see.key(begin) == "her" and any(
            see.key(k) in ("sammen", "saman", "med") for k in range(begin, first)
        )

    def _goes_on(self, first: int) -> bool:
        """Return whether a name is one more of those who have a title together.

        "Kokkene Kari Lie, Ola Dahl og Asgjerd Moe": her given name need not be known.
        """
        joined = self.see.key(first - 1) in ("og", "samt") or self.see.sign(first - 1) == ","
        return self.shared_role is not None and joined and not self.apart

    def _joins_shown(self, name: NamePhrase) -> bool:
        """Return whether an unknown name stands beside somebody's who is shown.

        "Kari Lie og Beathe Løvstad": no given name that is known, but a surname.
        """
        see, first = self.see, name.first
        joined = see.key(first - 1) in ("og", "samt")
        shown = joined and self.group and self.group[-1].end == see.tokens[first - 2].end
        surname = see.tokens[name.after - 1].text
        told = see.sign(name.after) == "("  # "Ine Lie (H) og Hadia Tajik (Ap)"
        return bool(shown) and (
            told or surname.casefold() in tables.surnames() or is_place_like(surname)
        )

    def counts_alone(self, name: NamePhrase) -> bool:
        """Return whether one word names somebody: a child, a sister, "lensmann Fossum"."""
        see = self.see
        word = see.tokens[name.first].text
        role = self.role_before(name.first)
        aged = age_follows(see, name.after)
        if not is_given_name(word):
            said = see.known(see.tokens[name.first].start, see.tokens[name.after - 1].end)
            surname = word.casefold() in tables.surnames() or said == "person"
            joined = see.key(name.first - 1) in ("med", "og", "av")
            if self.in_section and role is None and said == "" and self.stands_in_row(name):
                return True
            return surname and (
                (role is not None and self.in_section)
                or (joined and said == "person" and not self.result.has_sections)
            )
        if self.in_section or aged or self.side or is_lead(see, name.first - 1):
            return True
        # "barnebarna Ella og Jakob": the plural holds for both
        joined = see.key(name.first - 1) == "og" or see.sign(name.first - 1) == ","
        # so does "barna Ella, Per og Ida", whose surname nobody tells
        several = self.shared_role is not None or self.singles
        goes_on = bool(several) and joined
        return not self.result.has_sections and bool(
            role or goes_on or gives_surname(see, name.after)
        )

    def stands_in_row(self, name: NamePhrase) -> bool:
        """Return whether an unknown word is one of a row of given names: "Iben, Odin og Sara"."""
        see = self.see
        ends = see.sign(name.after) in (",", ";", ".") or see.key(name.after) in ("og", "samt")
        begins = see.sign(name.first - 1) in (",", ":", ";") or see.key(name.first - 1) == "og"
        if not (begins and (ends or name.after >= see.size)) or see.tokens[name.first].is_acronym:
            return False
        after = see.name(name.after + 1)
        follows = after is not None and after.kind == "single"
        return bool(self.singles) or bool(
            follows and is_given_name(see.tokens[name.after + 1].text)
        )

    def names_a_thing(self, first: int) -> bool:
        """Return whether a name is that of an animal, a ship, a book: "hunden Kira"."""
        see = self.see
        if see.key(first - 1) in see.words.things:
            return True
        return first > 0 and opens_quote(see.tokens[first - 1]) and not self.in_section

    def role_before(self, first: int) -> Range | None:
        """Return the title that stands before the name at token ``first``."""
        found = title_before(self.see, first)
        return token_range(self.see, *found) if found else None

    def is_plural(self, role: Range | None) -> bool:
        """Return whether a role is one of several people: "lærlingene Jonas Lie og Leah Dahl"."""
        words = self.see.text[slice(*role)].split() if role else []
        groups, origins = self.see.words.groups, self.see.words.origins
        heads = takewhile(lambda word: word not in origins, words)  # "lærerne ved skolen"
        return any(is_plural_role(word) or word.casefold() in groups for word in heads)

    def share_surname(self, name: NamePhrase, person: Shown) -> None:
        """Complete given names that stand before a full name: "Kari og Ola Lie"."""
        own_role = person.role is not None and person.role != self.shared_role
        if name.kind == "single":
            if self.apart or own_role:
                self.singles.clear()
            self.singles.append(person)
            self.apart = False
            return
        tokens = self.see.tokens[name.first : name.after]
        shares = self.singles and not (self.apart or own_role) and self.see.opens_person(name.first)
        if shares and self._is_joined(name.first):
            for single in self.singles:
                single.surname = tokens[-1].text
            self.siblings = list(self.singles)
        self.singles.clear()
        self.apart = False

    def _is_joined(self, first: int) -> bool:
        """Return whether "og" stands before the name at token ``first``, perhaps before a title."""
        found = title_before(self.see, first)
        k = (found[0] if found else first) - 1
        while k > 0 and is_lead(self.see, k):
            k -= 1
        return self.see.key(k) in ("og", "samt") or self.see.sign(k) in ("&", "/", "+")
