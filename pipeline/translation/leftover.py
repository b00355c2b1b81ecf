"""Norwegian words that a translation left standing although the lexicon knows what they mean.

The translator is told rare words in its prompt and does not take every hint: "to build kaia",
"Kaptein is from Iceland". Such a word is one of the source, or a form of one, and no word of the
target language. It is told, and goes to the translator in English the next time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Protocol, runtime_checkable

from pipeline.records import Check
from pipeline.text.tables import given_names, organisations, places, surnames
from pipeline.translation.calendar import Edit
from pipeline.translation.inflection import plural
from pipeline.translation.lexicon import Entry, Lexicon, stems
from pipeline.translation.marks import ADDRESSES
from pipeline.translation.tables import COLUMNS, like_case, load_table

#: lexicons by the languages of source and target
Lexicons = Mapping[tuple[str, str], Lexicon]

_WORD = re.compile(r"(?<![\w’'-])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w’'-])")
#: shorter words are parts of names and abbreviations too often ("las", "mi")
_SHORTEST = 4
#: letters that an English word without its ending has
_STEM = 3
#: a shorter compound is too often cut wrongly ("organist": "org" and "anist")
_COMPOUND = 9
#: ... and one in another form than in the source, if shorter than this ("filament", "filamentet")
_BENT_COMPOUND = 12
#: a meaning so like the word (ratio of letters) makes it a word of both languages
_LOAN = 0.88
#: words of so many letters are forms of one if they are so like (ratio of letters)
_BENT, _LIKE = 8, 0.85
#: English words end so too, in forms that no lexicon has ("parasites", "finest", "flyer")
_ENGLISH = re.compile(r"(?:s|e?st|er|ed|ing)$")
_ENDINGS = frozenset({"er", "ar", "en", "et", "ene", "ane", "erne"})
_ARTICLES = ("en", "et", "a", "ene", "ane")
_PLURAL = frozenset({"er", "ar", "ene", "ane", "erne"})
#: no word of the target language ends so that the source has too: definite forms ("preludiet")
_INFLECTED = {"en": re.compile(r"\w{3}(?:en|et|ene)$"), "fr": re.compile(r"\w{3}(?:iet|ene)$")}
_UNKNOWN = Entry((), 0)
#: a noun that begins a sentence is definite if it ends so
_DEFINITE = re.compile(r"\w{2}(?:en|et|a|[ea]ne)$")
#: a text with more words in capitals than this share is all in capitals
_SHOUTED = 0.7
#: what may stand before the first word of a sentence
_BEFORE = re.compile(r"(?:^|[.!?…:\n]\s)\s*[«“”\"(–—-]*\s*$")


@runtime_checkable
class Worded(Protocol):
    """An engine that has lexicons."""

    @property
    def lexicons(self) -> Lexicons:
        """Its lexicons, by the languages of source and target."""


@dataclass(frozen=True)
class Left:
    """A word left in a target; the word of the source that it is, its place there, its meanings.

    A word that no lexicon knows has no meaning, but an ending that shows that it is Norwegian.
    """

    word: str
    own: str
    start: int
    end: int
    meanings: tuple[str, ...]


@dataclass(frozen=True)
class Leftovers:
    """What finds the words that were left in translations into a language.

    Attributes:
        norwegian: Norwegian words and what they mean in English.
        french: English words and what they mean in French.
        target: the language of the translations, "en" or "fr".
    """

    norwegian: Lexicon
    french: Lexicon
    target: str

    def find(self, source: str, target: str, keep: Collection[str] = ()) -> list[Left]:
        """Return the words that were left, each once.

        Args:
            source: a sentence in Norwegian.
            target: its translation.
            keep: words in small letters that may stay: those of names.
        """
        doubtful = [
            word
            for _, word in _words(target)
            if word not in keep and len(word) >= _SHORTEST and not self._is_known(word)
        ]
        if not doubtful:
            return []
        theirs = {start: word for start, word in _words(source) if word not in keep}
        found = (self._left(word, theirs, target) for word in dict.fromkeys(doubtful))
        return [left for left in found if left]

    def check(self, source: str, target: str, keep: Collection[str] = ()) -> tuple[Check, ...]:
        """Return a check for each word that was left.

        >>> kai = Lexicon({"kai": Entry(("quay", "wharf"), 9)}, "no")
        >>> build = Lexicon({"they": Entry(("ils",), 9), "build": Entry(("bâtir",), 9)}, "en")
        >>> left = Leftovers(kai, build, "en")
        >>> [one.detail for one in left.check("De bygger kaia.", "They build kaia.")]
        ['the word "kaia" is left in Norwegian; it may mean "quay/wharf"']
        """
        return tuple(
            Check(
                kind="word",
                detail=f'the word "{left.word}" is left in Norwegian; it may mean "{_all(left)}"'
                if left.meanings
                else f'the word "{left.word}" is left in Norwegian',
            )
            for left in self.find(source, target, keep)
        )

    def lost(self, found: Collection[Left], target: str) -> tuple[Check, ...]:
        """Return a check for each word that a target in English does not say, left or translated.

        That is for a sentence that was sent again with its meanings put in: "the x" for "lynx".
        """
        if self.target != "en":
            return ()
        words = {
            form for word in re.findall(r"[^\W\d_]+", target.casefold()) for form in _bare(word)
        }
        return tuple(
            Check(
                kind="word", detail=f'the word "{left.own}" may be lost; it may mean "{_all(left)}"'
            )
            for left in found
            if left.meanings and not any(words & _bare(_head(meaning)) for meaning in left.meanings)
        )

    def _is_known(self, word: str) -> bool:
        """Return whether a word, or a part between hyphens, is one of the target language."""
        forms = (form for part in (word, *word.split("-")) for form in (part, *stems(part, "en")))
        return any(form in self._known for form in forms)

    @cached_property
    def _known(self) -> frozenset[str]:
        if self.target == "fr":
            return self.french.meant | frozenset(load_table("checks")["borrowed"]["fr"].split())
        borrowed = frozenset(load_table("checks")["borrowed"]["en"].split())
        return self.norwegian.meant_only | self.french.entries.keys() | borrowed

    def _left(self, word: str, theirs: Mapping[int, str], target: str) -> Left | None:
        same = next((start for start, own in theirs.items() if own == word), None)
        if same is not None:
            entry = self._meaning(word, _COMPOUND)
            if entry is None and _INFLECTED[self.target].search(word) and word in target:
                entry = _UNKNOWN
            return self._told(word, word, same, entry)
        # French has too many words in common with Norwegian, but for their endings
        if self.target == "fr" or word in self.norwegian.meant:
            return None
        seems_english = _ENGLISH.search(word)
        for start, own in theirs.items():
            is_definite = own in {word + ending for ending in _ARTICLES}
            if is_definite or (not seems_english and _is_form(word, own)):
                return self._told(word, own, start, self._meaning(own, _BENT_COMPOUND))
        return None

    def _meaning(self, word: str, compound: int) -> Entry | None:
        """Return what a word means; one of fewer letters than ``compound`` is no compound."""
        find = self.norwegian.find if len(word) < compound else self.norwegian.any_meaning
        return find(word)

    def _told(self, word: str, own: str, start: int, entry: Entry | None) -> Left | None:
        if entry is None:
            return None
        is_loan = _is_loan if word != own or self.target == "fr" else _is_adapted
        if any(is_loan(word, meaning.casefold().replace(" ", "")) for meaning in entry.meanings):
            return None
        return Left(word, own, start, start + len(own), entry.meanings)


def edits(source: str, found: Collection[Left], turn: int = 0) -> list[Edit]:
    """Return English words to put in the place of what was left; in another turn, other meanings.

    A loanword in the plural gets its ending, a noun in its definite form that begins a sentence its
    article: elsewhere translators find that by themselves.

    >>> edits("Kaia er ny.", [Left("kaia", "kaia", 0, 4, ("quay", "wharf"))])
    [(0, 4, 'The quay')]
    """
    made = []
    for left in found:
        if not left.meanings:
            continue
        said = left.meanings[: turn + 1][-1]
        if left.own in {said + ending for ending in _PLURAL}:  # a loanword, known in one form
            said = plural(said, "en")
        if source[left.start : left.end].isupper():
            said = said.upper()
        elif source[left.start].isupper():
            definite = _DEFINITE.search(left.own) and not said.startswith("the ")
            said = f"The {said}" if definite else like_case(source[left.start], said)
        made.append((left.start, left.end, said))
    return made


def load_leftovers(lexicons: Lexicons) -> dict[str, Leftovers]:
    """Return what finds the words that were left, by target language; nothing without lexicons."""
    norwegian, french = lexicons.get(("nb", "en")), lexicons.get(("en", "fr"))
    if norwegian is None or french is None:
        return {}
    return {target: Leftovers(norwegian, french, target) for target in COLUMNS}


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the places of words in small letters, and of those that begin a sentence.

    Where nearly all is in capitals, all words count but the names of the tables.

    >>> list(_words("Kaptein Olsen så fjorden, sa «Bisp» på post@kaia.no."))
    [(0, 'kaptein'), (14, 'så'), (17, 'fjorden'), (26, 'sa'), (36, 'på')]
    """
    text = ADDRESSES.sub(lambda found: " " * len(found.group()), text)
    words = list(_WORD.finditer(text))
    shouted = sum(found.group().isupper() for found in words) > _SHOUTED * len(words)
    for found in words:
        word, lower = found.group(), found.group().lower()
        small = word[1:] == lower[1:] and _BEFORE.search(text[: found.start()])
        begins = small or (shouted and word.isupper())
        if word == lower or (begins and not _is_name(lower)):
            yield found.start(), lower


def _all(left: Left) -> str:
    return "/".join(left.meanings)


def _head(meaning: str) -> str:
    """Return the last word of a meaning: "ceramic shop", "file intended"."""
    return meaning.casefold().split()[-1]


def _bare(word: str) -> set[str]:
    """Return an English word with and without its ending."""
    return {word, *(one for one in stems(word, "en") if len(one) >= _STEM)}


def _is_name(word: str) -> bool:
    """Return whether a word in small letters is a name of the tables: "Brann" won the match."""
    bodies = organisations()
    known = (given_names(), surnames(), places(), bodies.clubs, bodies.known_names)
    return any(word in names for names in known)


def _is_form(word: str, own: str) -> bool:
    """Return whether two words are forms of one Norwegian word, or one is the other bent.

    A genitive is none: what is left of it is a name more often.

    >>> _is_form("kaptein", "kapteinen"), _is_form("kaptenen", "kapteinen")
    (True, True)
    >>> _is_form("komen", "komens"), _is_form("captain", "kapteinen")
    (False, False)
    """
    if min(len(word), len(own)) < _SHORTEST or own == f"{word}s":
        return False
    if _stems(word) & _stems(own):
        return True
    if min(len(word), len(own)) < _BENT:
        return False
    return SequenceMatcher(None, word, own, autojunk=False).ratio() >= _LIKE


def _stems(word: str) -> set[str]:
    return {word, *(one for one in stems(word, "no") if len(one) >= _SHORTEST)}


def _is_loan(word: str, meaning: str) -> bool:
    """Return whether a word may be one of both languages, so like are they.

    >>> _is_loan("moderne", "modern"), _is_loan("kaptein", "captain")
    (True, False)
    """
    return SequenceMatcher(None, word, meaning, autojunk=False).ratio() >= _LOAN


def _is_adapted(word: str, meaning: str) -> bool:
    """Return whether a word is its meaning, or that with an ending which is not Norwegian.

    >>> _is_adapted("cella", "cell"), _is_adapted("diplomater", "diplomat")
    (True, False)
    """
    return word.startswith(meaning) and word[len(meaning) :] not in _ENDINGS
