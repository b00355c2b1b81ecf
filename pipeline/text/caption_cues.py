"""What a caption parser knows while it reads, and the half of it that reads cues and signs."""

from __future__ import annotations

from dataclasses import replace

from pipeline.text.caption_credits import after_works, shows, took_it
from pipeline.text.caption_parts import ParsedCaption, Range, Shown
from pipeline.text.list_lines import names_organisation
from pipeline.text.lookahead import (
    cue_at,
    given_names,
    is_credit,
    is_lead,
    lead_end,
    only_names,
    person_at,
    side_of,
    token_range,
)
from pipeline.text.phrases import NamePhrase, Phrase, Sight
from pipeline.text.placing import Qualifiers, is_count, read_stand
from pipeline.text.titles import title_and_comma, words_of_title

#: a cue with the small words around it is not longer than this, in tokens
LONGEST_CUE = 16
#: how many others there are: "og to andre", "og mange fleire"
_COUNTED = frozenset(
    ["to", "tre", "fire", "fem", "seks", "sju", "syv", "åtte", "ni", "ti", "mange", "noen", "nokre"]
)
#: words before a colon that announce people are not more than this: "Fra Nordvik kommune:"
LONGEST_ANNOUNCEMENT = 8
#: small words that say where a row is are not more than this: "Foran i senga:"
LONGEST_PLACE_WORDS = 4


#: so many given names after a colon are people: "En glad gjeng: Per, Ida og Ada i 3B"
FEWEST_GIVEN_NAMES = 3


class CueReader:
    """The state of one pass over the tokens; ``i`` is the token that is read next."""

    def __init__(self, sight: Sight) -> None:
        self.see = sight
        self.i = 0
        self.result = ParsedCaption()
        self.row = ""
        self.side = ""
        self.section_side = ""
        self.section_owner: Range | None = None  # "Fra NTNU: Kari Lie og Ola Dahl"
        self.section_start: int | None = None  # first of a section that only a side opened
        self.subject_owner: Range | None = None  # "Legene ved Voss sjukehus er Kari Lie og …"
        self.subject_role: Range | None = None
        self.sides_lead = False  # "(T.v.) Kari Lie, (t.h.) Ola Dahl"
        self.has_rows = False
        self.rows_close = False  # rows stand in brackets after all who are in them
        self.shared_role: Range | None = None
        self.shared_owner: Range | None = None  # of those who have it: "Turlederne i DNT, A og B"
        self.absent = False
        self.in_section = False
        self.fresh = True  # at the beginning of a sentence or section
        self.singles: list[Shown] = []
        self.siblings: list[Shown] = []  # whose surname the person who is read has given
        self.apart = False  # something stands between the given name before and what follows
        self.group: list[Shown] = []  # shown in this section or sentence, for "begge" and "alle"
        self.commas_after_titles = False  # "ordfører i Voss kommune, Kari Lie"
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
        if self.see.key(self.i - 1).endswith(self.see.words.gatherings):
            verb = self.see.key(self.i) in self.see.words.stands
            if verb and phrase.after == self.i + 1:  # "I panelet satt Kari Lie": no row
                self.i, self.fresh = phrase.after, True
                return True
        return self._read_cue()

    def _read_other(self, phrase: Phrase) -> bool:
        if phrase.value in ("credit", "byline"):
            return self._read_credit(phrase)
        if phrase.value == "incomplete":
            self.result.incomplete = True
        elif not self.in_section and self.sentence and self.see.sign(phrase.after - 1) != ":":
            self._mark_absent()
        else:
            self.absent, self.in_section = True, True
        dot = self.see.sign(phrase.after - 1) == "."
        self.i = phrase.after - dot + (self.see.sign(phrase.after) == ":")
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
        at = lead_end(self.see, phrase.after)
        # "Til venstre holder Kari Lie snora": one word more may stand between
        later = at + 1 if at < self.see.size and not self.see.tokens[at].is_capital else at
        named = next((k for k in (at, later) if person_at(self.see, k, single=k == at)), None)
        if named is None and title_and_comma(self.see, at):
            named = at
        if not (self.fresh and (colon or named is not None)):
            return False
        self._note_cue(self.i, phrase.after + colon)
        self.side, self.i = phrase.value, (phrase.after + 1 if colon else at)
        if colon and self.has_rows:
            self.end_section()
            self.row, self.section_side, self.side = "", phrase.value, ""
            self.in_section = True
            self.group.clear()
            self.section_start = len(self.result.people)
        return True

    def read_leading_side(self) -> bool:
        """Read a side in brackets before the first name: "(T.v.) Kari Lie, (t.h.) Ola Dahl"."""
        see = self.see
        phrase = see.phrase(self.i + 1) if see.sign(self.i) == "(" else None
        if phrase is None or phrase.family != "side" or see.sign(phrase.after) != ")":
            return False
        if (self.result.people and not self.sides_lead) or not self.person(phrase.after + 1):
            return False
        self.sides_lead = True
        self._note_cue(self.i, phrase.after + 1)
        self.side, self.i = phrase.value, phrase.after + 1
        return True

    def read_beside(self) -> bool:
        """Read "Til venstre for henne står", which gives a side to the person that follows."""
        see, i = self.see, self.i
        side = side_of(see, i)
        if see.tokens[i].is_capital and self.fresh and is_count(see, i):
            # "Nr. 2 fra høyre er Kari Lie"
            found, after = read_stand(see, i)
            after += see.sign(after) == ":"
            if found.side and person_at(see, lead_end(see, after), single=True):
                self.side, self.i = found.side, lead_end(see, after)
                return True
        if not side or see.key(i + 3) not in see.words.pronouns:
            return False
        self.side, self.fresh = side, True
        self.i = lead_end(see, i + 4)
        return True

    def end_section(self) -> None:
        """Close a section; several people "I midten:" among rows are the row in the middle."""
        start, self.section_start = self.section_start, None
        if start is None or self.section_side != "centre":
            return
        people = self.result.people[start:]
        if len(people) > 1:
            for person in people:
                if not person.row:  # "I midten foran:" stays the centre of the front
                    person.row, person.side = "middle", ""

    def read_announcement(self) -> bool:
        """Read words that announce people: "På podiet:", "Fra NTNU:", "Nordvik kommune:"."""
        see, first = self.see, self.i
        if not see.colon_within(first, LONGEST_ANNOUNCEMENT + 1) or see.phrase(first) is not None:
            return False
        k, owner = first + (see.key(first) in see.words.origins), None
        while k < min(see.size, first + LONGEST_ANNOUNCEMENT) and see.sign(k) != ":":
            name = see.name(k)
            phrase = see.phrase(k)
            if see.sign(k) or (name and name.kind == "person") or phrase:
                return False
            leads = see.key(k - 1) in ("fra", "frå", "hos")
            leads = leads or bool(k == first and name and see.sign(name.after) in (":", "("))
            if name and leads and names_organisation(self._words_of(name)):
                owner = token_range(see, k, name.after)
            k = name.after if name else k + 1
        plays = first + (see.key(first) == "på")  # "På piano: Kari Lie"
        role = words_of_title(see, plays)
        begin = self._after_bracket(k + 1)
        if k == plays or see.sign(k) != ":" or not (role == k or self._announces(begin)):
            return False
        if role == k and not self.person(begin):
            return False
        self._note_cue(first, begin)
        row, cued = self.row, self.result.has_sections
        self._open_section("", "")
        if see.key(first) in see.words.origins:
            # a scene may have others: "Ved roret: Kari Lie. Per Moe ser på."
            self.result.has_sections = cued
        self.i, self.section_owner = begin, owner
        # a label is no title: JUBILANT before a colon, the winners all together
        label = see.tokens[first].text.isupper() and not see.shouts
        label = label or see.key(k - 1).endswith(("ne", "ane"))
        if role == k and not label and all(see.key(j) != "og" for j in range(first, k)):
            self.row, self.shared_role = row, token_range(see, plays, k)
        return True

    def _after_bracket(self, k: int) -> int:
        """Return the token after a direction in brackets at ``k``: "(f.v.) Kari Lie"; or ``k``."""
        phrase = self.see.phrase(k + 1) if self.see.sign(k) == "(" else None
        if phrase is None or phrase.family != "direction" or self.see.sign(phrase.after) != ")":
            return k
        return phrase.after + 1

    def _words_of(self, name: NamePhrase) -> str:
        return self.see.text[slice(*token_range(self.see, name.first, name.after))]

    def _announces(self, k: int) -> bool:
        """Return whether people follow after the colon, and more than a sentence about one."""
        name = self.person(k)
        if name is None:
            return given_names(self.see, k) >= FEWEST_GIVEN_NAMES
        return self.see.sign(name.after) in (",", "(", ";") or only_names(self.see, k)

    def _open_section(self, row: str, side: str) -> None:
        self.end_section()
        self.row, self.side, self.section_side = row, "", side
        self.shared_role = self.section_owner = None
        self.absent, self.in_section, self.fresh = False, True, False
        self.result.has_sections = True
        self.has_rows = self.has_rows or bool(row)
        self.section_start = len(self.result.people)
        self.singles.clear()
        self.group.clear()

    def _read_cue(self) -> bool:
        """Read a row, a direction or both with the small words around, if a section opens here."""
        k, row, direction, end = self.i, "", False, self.i
        side = ""
        while k < min(self.see.size, self.i + LONGEST_CUE):
            phrase = self.see.phrase(k)
            pronoun = row and self.see.key(k) in self.see.words.pronouns  # "Bak dem står"
            if phrase and phrase.family == "side":
                side, k = phrase.value, phrase.after
            elif phrase and phrase.family in ("row", "direction"):
                row = phrase.value if phrase.family == "row" and not row else row
                direction = direction or phrase.family == "direction"
                k = end = phrase.after
            elif pronoun or (self.see.sign(k) in (",", "/") and cue_at(self.see, k + 1)):
                k += 1
            elif (after := self.see.after_filler(k)) > k:
                k = after
                if direction or row:
                    end = k
            else:
                break
        colon = self._colon_after(k) if row and self.fresh else k
        if self.see.sign(colon) == ":":
            row = "" if self._has_object(k, colon) else row
            k = end = colon + 1
        else:
            k = lead_end(self.see, k)
            if not (direction or (self._may_lead() and self.person(k))):
                if row == "inset" and len(self.sentence) == 1:
                    self.sentence[0].row = row  # "Kari Lie deltok på skjerm og er innfelt"
                return False
        self._note_cue(self.i, end)
        self.result.position = self.result.position or self.result.cues[-1]
        if direction and side == "centre" and not row:
            row, side = "middle", ""  # "I midten f.v.:"
        row = row or ("" if self.fresh and direction and not self.in_section else self.row)
        self._open_section(row, side)
        self.i = k
        return True

    def _colon_after(self, k: int) -> int:
        """Return the colon after a few small words at token ``k``: "Foran i senga:"; or ``k``."""
        at = k
        while at < min(self.see.size, k + LONGEST_PLACE_WORDS) and self.see.tokens[at].is_word:
            if self.see.tokens[at].is_capital:
                return k
            at += 1
        return at if self.see.sign(at) == ":" and self.person(at + 1) else k

    def _has_object(self, k: int, colon: int) -> bool:
        """Return whether a thing follows a row: "Bak rattet:", "Foran kamera:" are no rows."""
        return colon > k and not (self.see.is_origin(k) or self.see.is_origin(k - 1))

    def _may_lead(self) -> bool:
        """Return whether a row can open here: after a sign, or before any name of a sentence."""
        return self.fresh or not (self.in_section or self.sentence)

    def _note_cue(self, first: int, after: int) -> None:
        self.result.cues.append(token_range(self.see, first, after))

    def _read_credit(self, phrase: Phrase) -> bool:
        after, photo = after_works(self.see, phrase)
        colon = self.see.sign(after) in (":", "/") or self.see.key(after) == "av"
        leads = self.fresh or (self.see.tokens[self.i].is_capital and not self.see.shouts)
        if not (colon or (leads and self.see.name(after))) or shows(self.see, self.i, phrase):
            return False
        self._note_cue(self.i, after + colon)
        k = first = after + colon
        while k < self.see.size and self.see.sign(k) not in (".", ")", ";", ":"):
            if k > first and self.see.breaks_before(k):
                self.in_section, self.fresh = False, True
                break
            name = self.see.name(k)
            if name is None:
                k += 1
                continue
            broken = (j for j in range(k + 2, name.after) if self.see.breaks_before(j))
            name = replace(name, after=next(broken, name.after))
            if photo and took_it(self.see, name):
                self.result.credits.append(token_range(self.see, name.first, name.after))
            k = name.after
        self.i = k
        return True

    def _counts_others(self, k: int) -> bool:
        """Return whether "12 andre" or "tre fleire" stands at token ``k``: they are not named."""
        see = self.see
        counted = k < see.size and (see.tokens[k].kind == "number" or see.key(k) in _COUNTED)
        return counted and see.key(k + 1) in ("andre", "flere", "fleire")

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
                self.in_section, self.absent, self.row = False, False, ""
            self.fresh = True
            self.singles.clear()
            self.sentence.clear()
            if not self.in_section:
                self.group.clear()
            self.i += 1
            return
        if see.sign(self.i) in (",", ";", ":", "(", "/"):
            self.fresh = True
            self.i += 1
            return
        joined = see.after_joiner(self.i)
        if joined > self.i and self._counts_others(joined):
            self.result.incomplete = True
        if see.key(self.i) not in ("og", "samt", "&"):
            # a verb or "sammen med" stands between: no shared surname, no shared title
            self.apart = True
            self.singles.clear()
            if not (self.in_section or see.is_role(self.i) or is_lead(see, self.i)):
                self.shared_role = None
        leads = self.fresh and see.after_filler(self.i) > self.i and cue_at(see, self.i)
        self.fresh = joined > self.i or bool(leads) or is_credit(see, self.i + 1)
        self.i = max(joined, self.i + 1)
