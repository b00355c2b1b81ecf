"""What stands at a place of a caption: a cue, a joiner, a name. The eyes of the grammar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.text import tables
from pipeline.text.name_kinds import NamePhrase
from pipeline.text.name_runs import find_name
from pipeline.text.tokens import (
    PARTICLES,
    Token,
    is_given_name,
    is_role_word,
    leads_title,
    make_token,
    opens_quote,
)
from pipeline.text.word_shapes import looks_titled, names_thing, opens_name

if TYPE_CHECKING:
    from pipeline.text.titles import Title

__all__ = ["NamePhrase", "Phrase", "Sight"]

#: an unknown title is not shorter than this
SHORTEST_TITLE = 4
#: ends of verbs that unknown titles have too: "møter Kari Lie"
_VERBS = ("er", "ar")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A table phrase found at a token: its family and value, and the token after it."""

    family: str
    value: str
    after: int


def raise_names(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return the tokens of a text without capitals with those that the tables do not know raised.

    "fra venstre kari lie og ola dahl": what is no cue, title or small word is a part of a name.
    """
    words = tables.captions()
    small = words.heads | words.origins | words.small | words.stands | words.ages | words.no_name
    small |= words.telling | words.leading | words.pronouns
    return tuple(
        make_token(token.text[:1].upper() + token.text[1:], token.start, token.end, token.kind)
        if token.kind == "word"
        and (token.key not in small or is_given_name(token.text))
        and token.key not in PARTICLES
        and not is_role_word(token.text)
        else token
        for token in tokens
    )


class Sight:
    """The tokens of one caption or line, with questions that a parser asks about them.

    Args:
        text: the text that the tokens are of.
        tokens: its tokens.
        known: what another source (the name finder) says about a range of the text: "person",
            "organisation", "place" or "".
    """

    def __init__(
        self, text: str, tokens: Sequence[Token], known: Callable[[int, int], str]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.known = known
        self.words = tables.captions()
        self.size = len(tokens)
        self._keys = [token.key for token in tokens]
        self._signs = [token.text if token.kind == "sign" else "" for token in tokens]
        self._phrases: dict[int, Phrase | None] = {}
        self._names: dict[int, NamePhrase | None] = {}
        #: what ``titles.title_at`` found at a token
        self.titles: dict[int, Title | None] = {}
        #: what ``titles.words_of_title`` found at a token
        self.title_ends: dict[int, int] = {}
        self._roles: dict[int, bool] = {}
        self._asked: set[int] = set()
        letters = sum(map(str.isalpha, text))
        self.shouts = sum(map(str.isupper, text)) > 0.8 * letters

    def __len__(self) -> int:
        return self.size

    def sign(self, i: int) -> str:
        """Return the sign at token ``i``, or an empty string for words and past the end."""
        return self._signs[i] if i < self.size else ""

    def key(self, i: int) -> str:
        """Return the table form of token ``i``, or an empty string past the end."""
        return self._keys[i] if 0 <= i < self.size else ""

    def phrase(self, i: int) -> Phrase | None:
        """Return the longest table phrase that begins at token ``i``."""
        if i >= self.size or self._keys[i] not in self.words.heads:
            return None
        if i not in self._phrases:
            self._phrases[i] = self._find_phrase(i)
        return self._phrases[i]

    def is_plain(self, i: int) -> bool:
        """Return whether token ``i`` begins no phrase of the tables, no title and no name."""
        token = self.tokens[i]
        if token.is_capital or token.key in self.words.heads:
            return False
        if token.kind == "sign":
            return not (opens_quote(token) and self.name(i) is not None)
        title = leads_title(token.key) or token.key.endswith("-") or self.is_role(i)
        return token.kind == "word" and not title

    def _find_phrase(self, i: int) -> Phrase | None:
        for length in range(min(self.words.longest, self.size - i), 0, -1):
            words = tuple(self._keys[i : i + length])
            if words in self.words.phrases:
                if self.after_joiner(i) > i + length:
                    return None  # "til høyre for Kari Lie" is no side of the picture
                family, value = self.words.phrases[words]
                if value == "sitting" and self._sits_in_office(i + length):
                    return None
                if family == "direction" and self._names_party(i, i + length):
                    return None
                after = i + length
                # the dot of an abbreviation that was split off ("fra v.")
                if len(words[-1]) == 1 and self.sign(after) == ".":
                    after += 1
                return Phrase(family, value, after)
        return None

    def _sits_in_office(self, k: int) -> bool:
        """Return whether the title at token ``k`` is that of "Sittende leder Kari Lie": no row."""
        first = k - 1
        if not (is_role_word(self.tokens[k].text) if k + 1 < self.size else False):
            return False
        alone = "ående" not in self.text.casefold() and "ståande" not in self.text.casefold()
        opens = first == 0 or self._signs[first - 1] in (".", "!", "?")
        return opens and alone and self.tokens[k + 1].is_capital and self.key(first).endswith("e")

    def _names_party(self, first: int, after: int) -> bool:
        """Return whether "fra Høyre" is about the party: a capital inside a sentence."""
        last = self.tokens[after - 1]
        capital = (
            self.text[last.start].isupper() and not self.text[self.tokens[first].start].isupper()
        )
        return capital and len(last.text) > 2 and after - first == 2 and not self.shouts

    def _after_any(self, i: int, phrases: frozenset[tuple[str, ...]]) -> int:
        if self.key(i) not in self.words.heads:
            return i
        for length in range(min(4, self.size - i), 0, -1):
            if tuple(self._keys[i : i + length]) in phrases:
                return i + length
        return i

    def after_joiner(self, i: int) -> int:
        """Return the token after the joiner at ``i`` ("og", "sammen med"), or ``i``."""
        return self._after_any(i, self.words.joiners)

    def after_filler(self, i: int) -> int:
        """Return the token after the filler at ``i`` ("rad", "er det"), or ``i``."""
        return self._after_any(i, self.words.fillers)

    def after_opener(self, i: int) -> int:
        """Return the token after the words that open a caption at ``i``, or ``i``."""
        return self._after_any(i, self.words.openers)

    def is_origin(self, i: int) -> bool:
        """Return whether token ``i`` is a word that an organisation follows ("fra", "ved")."""
        return self.key(i) in self.words.origins and not (
            self.tokens[i].is_capital and not self.shouts
        )

    def names_nobody(self, i: int) -> bool:
        """Return whether token ``i`` stands in a credit without being a name ("privat")."""
        return self.key(i) in self.words.no_name

    def is_role(self, i: int) -> bool:
        """Return whether token ``i`` is a title or role."""
        if i not in self._roles:
            word = i < self.size and self.tokens[i].is_word
            self._roles[i] = word and (
                is_role_word(self.tokens[i].text)
                or self._is_compound_title(i)
                or self._is_title_by_place(i)
            )
        return self._roles[i]

    def _is_title_by_place(self, i: int) -> bool:
        """Return whether an unknown word that looks like a title stands where one can.

        Before a person ("byrådsleder Kari Lie"), before a body ("Byrådsleder i Voss kommune") or
        alone after a name ("Kari Lie, fiolinist").
        """
        token = self.tokens[i]
        if token.kind != "word" or len(token.text) < SHORTEST_TITLE or i in self._asked:
            return False
        if token.key in self.words.groups or token.key.endswith(self.words.couples):
            return False  # what people are together: "barnehagebarna"
        before, after = self.sign(i - 1) if i else ".", i + 1
        opens = before in (".", ":", "!", "?", "–", "(", ",", ";") or i == 0
        if token.is_capital:
            if self.shouts or not (opens and after < self.size):
                return False
            placed = self.is_origin(after) or self.tokens[after].is_capital
        else:
            joined = opens or self.key(i - 1) in ("og", "samt")
            is_verb = token.key.endswith(_VERBS) and not joined
            leads = after < self.size and self.tokens[after].is_capital and not is_verb
            ends = after >= self.size or self.sign(after) in (",", ".", ")", ";")
            alone = before in (",", "(") and i > 1 and ends and self.tokens[i - 2].is_capital
            office = before in (",", "(") and self.is_origin(after)
            placed = leads or alone or (office and not token.key.endswith(_VERBS))
        if not placed or not looks_titled(token.text):
            return False
        if after < self.size and self.tokens[after].is_capital:
            self._asked.add(i)  # a name that begins here may ask again
            placed = self.opens_person(after)
            self._asked.discard(i)
        return placed

    def _is_compound_title(self, i: int) -> bool:
        """Return whether a hyphen joins a name and a word before a given name: "KrF-topp Kari"."""
        word = self.tokens[i].text
        if "-" not in word or not (i + 1 < len(self) and self.tokens[i + 1].is_capital):
            return False
        first, _, last = word.rpartition("-")
        joined = first[:1].isupper() and last.islower() and len(last) > 2
        return joined and self.opens_person(i + 1) and not is_given_name(word)

    def colon_within(self, i: int, tokens: int) -> bool:
        """Return whether a colon stands among so many tokens from ``i``."""
        return ":" in self._signs[i : i + tokens]

    def breaks_before(self, k: int) -> bool:
        """Return whether a line begins with token ``k``."""
        if not 0 < k < len(self):
            return False
        gap = self.text[self.tokens[k - 1].end : self.tokens[k].start]
        return "\n" in gap or "\r" in gap

    def name(self, i: int) -> NamePhrase | None:
        """Return the name that begins at token ``i``, with what it seems to be the name of."""
        if i not in self._names:
            self._names[i] = find_name(self, i)
        return self._names[i]

    def opens_person(self, i: int) -> bool:
        """Return whether token ``i`` is a given name, or looks like one before a surname."""
        if i >= self.size:
            return False
        word = self.tokens[i].text
        if is_given_name(word):
            return True
        raised = self.text[self.tokens[i].start].islower()  # in a text without capitals
        if not self.tokens[i].is_capital or raised or word[1:2].isupper():
            return False
        name = self.name(i)
        whole = name is not None and name.kind == "person" and name.after - i > 1
        if name is None or not whole:
            return False
        inner = [token.text for token in self.tokens[i + 1 : name.after - 1] if token.is_word]
        if "av" in inner or any(map(names_thing, inner)):
            return False  # "Innsendt av Kari Lie", "Ungt Entreprenørskap Vestland"
        return opens_name(word, self.tokens[name.after - 1].text)
