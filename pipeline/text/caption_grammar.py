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

from pipeline.text.caption_credits import agency_credit
from pipeline.text.caption_parts import ParsedCaption, Range, Shown
from pipeline.text.caption_said import SaidReader
from pipeline.text.compare import compare_names
from pipeline.text.folding import squeeze
from pipeline.text.list_lines import is_club
from pipeline.text.lookahead import (
    begins_title,
    cue_at,
    token_range,
)
from pipeline.text.phrases import NamePhrase, Sight, raise_names
from pipeline.text.placing import Qualifiers, after_group, group_size
from pipeline.text.qualifiers import read_chunk
from pipeline.text.titles import Title, is_owned, title_and_comma, title_at
from pipeline.text.tokens import (
    tokenise,
)

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
    if not any(c.isupper() for c in text[1:]) and _is_marked(see):
        see = Sight(text, raise_names(tokens), known)
    return _Parser(see).parse()


def _is_marked(see: Sight) -> bool:
    """Return whether a text without capitals has a mark of captions: cue, side, credit."""
    if cue_at(see, 0) is not None:
        return True
    for k in range(see.size):
        phrase = see.phrase(k)
        side = phrase is not None and phrase.family == "side" and see.sign(k - 1) == "("
        if phrase and (side or (phrase.value == "credit" and see.sign(phrase.after) == ":")):
            return True
    return False


def _key(text: str, person: Shown) -> str:
    return squeeze(f"{text[slice(*person.name)]} {person.surname}").casefold()


class _Parser(SaidReader):
    """One pass over the tokens: the part that reads people."""

    def parse(self) -> ParsedCaption:
        credit = agency_credit(self.see.text)
        while self.i < self.see.size:
            before = self.i
            if credit and credit[0][0] <= self.see.tokens[before].start < credit[0][1]:
                self._read_agency(*credit)
                continue
            if self.read_leading_side():
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
        while self.i < self.see.size and self.see.tokens[self.i].start < whole[1]:
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
        if title is None and (begins or is_owned(see, start) or see.key(start - 1) == "av"):
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
        return Qualifiers(role=role, affiliation=owner, comma=title.comma)

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
        if self.shared_role is None:
            self.shared_owner = None
        elif person.role == self.shared_role and self.shared_owner:
            person.affiliation = self.shared_owner
        if self.waiting is not None:
            self.apply(person, self.waiting, self.i)
            self.shared_role = person.role if self.is_plural(person.role) else self.shared_role
            if self.is_plural(person.role) and self.waiting.comma:
                self.shared_owner = person.affiliation
            self.waiting = None
        self.group.append(person)
        self.read_qualifiers(person)
        owner = self.section_owner or self._owner_of_subject(name.first)
        person.affiliation = person.affiliation or owner
        person.end = self.see.tokens[self.i - 1].end
        self._file(person)

    def _owner_of_subject(self, first: int) -> Range | None:
        """Return the body of a title that a sentence begins with, for all whom it names.

        "De nye legene ved Voss sjukehus er Kari Lie og Ola Dahl".
        """
        see, role = self.see, self.role_before(first)
        if role is not None and see.key(first - 1) in ("er", "var"):
            k = next((k for k in range(first) if see.tokens[k].end == role[1]), first)
            name = see.name(k + 2) if see.is_origin(k + 1) else None
            whole = name is not None and name.after == first - 1 and name.kind == "organisation"
            self.subject_owner = (
                token_range(see, name.first, name.after) if name and whole else None
            )
            self.subject_role = role
        same = role is None or role == self.subject_role
        shared = self.shared_role is not None and self.shared_role == self.subject_role
        return self.subject_owner if same and shared else None

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
