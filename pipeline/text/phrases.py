"""What stands at a place of a caption: a cue, a joiner, a name. The eyes of the grammar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.text import tables
from pipeline.text.tokens import (
    PARTICLES,
    Token,
    closes_quote,
    is_given_name,
    is_organisation_word,
    is_role_word,
    opens_quote,
)

LONGEST_NAME = 7


@dataclass(frozen=True, slots=True)
class Phrase:
    """A table phrase found at a token: its family and value, and the token after it."""

    family: str
    value: str
    after: int


@dataclass(frozen=True, slots=True)
class NamePhrase:
    """Tokens [first, after) that look like a name; kind is person, organisation, place or single.

    ``single`` is one capital word that could be anything.
    """

    first: int
    after: int
    kind: str


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
        self._words = tables.captions()
        self._keys = tuple(token.key for token in tokens)
        self._phrases: dict[int, Phrase | None] = {}
        self._names: dict[int, NamePhrase | None] = {}
        letters = [c for c in text if c.isalpha()]
        self.shouts = bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)

    def __len__(self) -> int:
        return len(self.tokens)

    def sign(self, i: int) -> str:
        """Return the sign at token ``i``, or an empty string for words and past the end."""
        return self.tokens[i].text if i < len(self) and self.tokens[i].kind == "sign" else ""

    def key(self, i: int) -> str:
        """Return the table form of token ``i``, or an empty string past the end."""
        return self._keys[i] if 0 <= i < len(self) else ""

    def phrase(self, i: int) -> Phrase | None:
        """Return the longest table phrase that begins at token ``i``."""
        if i not in self._phrases:
            self._phrases[i] = self._find_phrase(i)
        return self._phrases[i]

    def _find_phrase(self, i: int) -> Phrase | None:
        if self.key(i) not in self._words.heads:
            return None
        for length in range(min(self._words.longest, len(self) - i), 0, -1):
            words = self._keys[i : i + length]
            if words in self._words.phrases:
                if self.after_joiner(i) > i + length:
                    return None  # "til høyre for Kari Lie" is no side of the picture
                family, value = self._words.phrases[words]
                after = i + length
                # the dot of an abbreviation that was split off ("fra v.")
                if len(words[-1]) == 1 and self.sign(after) == ".":
                    after += 1
                return Phrase(family, value, after)
        return None

    def _after_any(self, i: int, phrases: frozenset[tuple[str, ...]]) -> int:
        if self.key(i) not in self._words.heads:
            return i
        for length in range(min(4, len(self) - i), 0, -1):
            if self._keys[i : i + length] in phrases:
                return i + length
        return i

    def after_joiner(self, i: int) -> int:
        """Return the token after the joiner at ``i`` ("og", "sammen med"), or ``i``."""
        return self._after_any(i, self._words.joiners)

    def after_filler(self, i: int) -> int:
        """Return the token after the filler at ``i`` ("rad", "er det"), or ``i``."""
        return self._after_any(i, self._words.fillers)

    def after_opener(self, i: int) -> int:
        """Return the token after the words that open a caption at ``i``, or ``i``."""
        return self._after_any(i, self._words.openers)

    def is_origin(self, i: int) -> bool:
        """Return whether token ``i`` is a word that an organisation follows ("fra", "ved")."""
        return self.key(i) in self._words.origins and not (
            self.tokens[i].is_capital and not self.shouts
        )

    def names_nobody(self, i: int) -> bool:
        """Return whether token ``i`` stands in a credit without being a name ("privat")."""
        return self.key(i) in self._words.no_name

    def is_role(self, i: int) -> bool:
        """Return whether token ``i`` is a title or role."""
        return i < len(self) and self.tokens[i].is_word and is_role_word(self.tokens[i].text)

    def _name_end(self, i: int) -> int:
        """Return the token after the capital words that begin at ``i``."""
        k = i
        while k < len(self) and k - i < LONGEST_NAME:
            token = self.tokens[k]
            if token.is_capital:
                if k > i and (self._is_shouted_small_word(k) or self._begins_line(i, k)):
                    break
                k += 1
                if token.is_initial and token.kind == "word" and self.sign(k) == ".":
                    k += 1
            elif k > i and token.is_word and token.key in PARTICLES and self._leads_on(k):
                k += 1
            elif k > i and opens_quote(token) and (after := self._after_nickname(k)) > k:
                k = after
            else:
                break
        if k > i + 1 and self.key(k).rstrip(".") in ("jr", "sr", "d.y", "d.e"):
            k += 1
        return k

    def _is_shouted_small_word(self, k: int) -> bool:
        return self.shouts and (self.after_joiner(k) > k or self.key(k) in self._words.origins)

    def breaks_before(self, k: int) -> bool:
        """Return whether a line begins with token ``k``."""
        if not 0 < k < len(self):
            return False
        gap = self.text[self.tokens[k - 1].end : self.tokens[k].start]
        return "\n" in gap or "\r" in gap

    def _begins_line(self, i: int, k: int) -> bool:
        """Return whether the name that begins at ``i`` ends with its line before token ``k``.

        A name can be wrapped; what begins with a cue or is a name by itself goes on a new line.
        """
        if not self.breaks_before(k):
            return False
        whole = k - i > 1 and k + 1 < len(self) and self.tokens[k + 1].is_capital
        return self.phrase(k) is not None or (whole and is_given_name(self.tokens[k].text))

    def _leads_on(self, k: int) -> bool:
        while k < len(self) and self.tokens[k].is_word and self.tokens[k].key in PARTICLES:
            k += 1
        return k < len(self) and self.tokens[k].is_capital

    def _after_nickname(self, k: int) -> int:
        for end in (k + 2, k + 3):
            if end < len(self) and closes_quote(self.tokens[end]):
                follows = end + 1 < len(self) and self.tokens[end + 1].is_capital
                return end + 1 if follows else k
        return k

    def name(self, i: int) -> NamePhrase | None:
        """Return the name that begins at token ``i``, with what it seems to be the name of."""
        if i not in self._names:
            self._names[i] = self._find_name(i)
        return self._names[i]

    def _find_name(self, i: int) -> NamePhrase | None:
        if i >= len(self) or not self.tokens[i].is_capital or self._is_shouted_small_word(i):
            return None
        end = self._name_end(i)
        tail = self._organisation_tail(i, end)
        if tail > end:
            return NamePhrase(i, tail, "organisation")
        return NamePhrase(i, end, self._kind(i, end))

    def _organisation_tail(self, i: int, end: int) -> int:
        """Return the token after the small words that make it an organisation, or ``end``."""
        for k in range(end, min(end + 3, len(self))):
            token = self.tokens[k]
            if not token.is_word or token.is_capital:
                return end
            if self.key(k) in self._words.origins or is_role_word(token.text):
                return end
            if is_organisation_word(token.text):
                return k + 1
        return end

    def _kind(self, i: int, end: int) -> str:
        span = self.tokens[i:end]
        words = [token for token in span if token.is_word]
        said = self.known(span[0].start, span[-1].end)
        text = self.text[span[0].start : span[-1].end]
        if text.casefold() in tables.places():
            return "place"
        given = is_given_name(words[0].text)
        if len(words) == 1:
            if words[0].is_acronym and not self.shouts:
                return "organisation"
            return said if said in ("organisation", "place") and not given else "single"
        all_capital = text.isupper()
        if given and (all_capital or not words[-1].is_acronym):
            return "person"
        if words[0].key in tables.organisations().first:
            return "organisation"
        if any(is_organisation_word(token.text) for token in words):
            return "organisation"
        if words[0].is_acronym and not self.shouts:
            return "organisation"
        return said or "person"
