"""Names of other scripts in Latin letters, well enough to compare them with."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipeline.text.folding import squeeze

# fmt: off
_INITIALS = (
    "g", "gg", "n", "d", "dd", "r", "m", "b", "bb", "s", "ss", "", "j", "jj", "ch", "k", "t", "p",
    "h",
)
_MIDDLES = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
    "wi", "yu", "eu", "ui", "i",
)
_FINALS = (
    "", "g", "g", "g", "n", "n", "n", "d", "l", "l", "l", "l", "l", "l", "l", "l", "m", "b", "b",
    "s", "s", "ng", "j", "ch", "k", "t", "p", "h",
)
# fmt: on
#: scripts whose letters are named by their sound, consonants with the vowel a
_INDIC = frozenset(
    {
        "DEVANAGARI",
        "BENGALI",
        "GURMUKHI",
        "GUJARATI",
        "TAMIL",
        "TELUGU",
        "KANNADA",
        "MALAYALAM",
        "SINHALA",
        "ORIYA",
    }
)  # fmt: skip
_KANA = frozenset({"HIRAGANA", "KATAKANA"})
#: the article before a name in Arabic letters, but not that of Allah
_ARABIC_ARTICLE = re.compile(r"\bال(?!له\b)(?=\w{2})")
_KEPT = "åäæöøü"
_PLAIN = {"ł": "l", "đ": "d", "ð": "d", "þ": "th", "ŋ": "ng", "ŧ": "t", "ı": "i", "œ": "oe",
          "ß": "ss", "ə": "a", "ĸ": "k"}  # fmt: skip


@cache
def _letters() -> Mapping[str, str]:
    table = tomllib.loads((files("pipeline.text") / "data" / "scripts.toml").read_text("utf-8"))
    han = {letter: f"{sound} " for sound, letters in table.pop("han").items() for letter in letters}
    return {letter: latin for script in table.values() for letter, latin in script.items()} | han


def has_no_vowels(text: str) -> bool:
    """Return whether a text has letters of a script that leaves vowels out.

    >>> has_no_vowels("محمد"), has_no_vowels("Владимир")
    (True, False)
    """
    return any("\u0590" <= c <= "\u07bf" for c in text)


def romanise(name: str) -> str:
    """Return a name in small Latin letters without accents; å ä æ ö ø ü stay.

    >>> romanise("Владимир Соколов"), romanise("김정수"), romanise("Łukasz Ødegård")
    ('vladimir sokolov', 'gim jeong su', 'lukasz ødegård')
    >>> romanise("بشار الأسد")
    'bshar al asd'
    """
    text = unicodedata.normalize("NFC", name.casefold())
    if text.isascii():
        return text
    text = _ARABIC_ARTICLE.sub("ال ", text)
    return squeeze("".join(_latin(text, at) for at in range(len(text))))


def _latin(text: str, at: int) -> str:
    letter = text[at]
    if letter.isascii() or letter in _KEPT:
        return letter
    if letter in _PLAIN:
        return _PLAIN[letter]
    if "\uac00" <= letter <= "\ud7a3":
        return _syllable(ord(letter) - 0xAC00)
    base = unicodedata.normalize("NFD", letter)[0]
    if base == "υ" and text[at - 1 : at] == "ο":
        return "u"
    found = _letters().get(letter)
    if found is not None:
        return found
    if base != letter:
        return base if base.isascii() else _letters().get(base, base)
    if unicodedata.combining(letter):
        return ""
    return _by_name(text, at)


def _syllable(number: int) -> str:
    first, rest = divmod(number, 588)
    middle, last = divmod(rest, 28)
    return f"{_INITIALS[first]}{_MIDDLES[middle]}{_FINALS[last]} "


def _by_name(text: str, at: int) -> str:
    """Return the sound that the name of a character gives, the character where it gives none."""
    words = unicodedata.name(text[at], "").split()
    if len(words) < 3 or words[0] not in _INDIC | _KANA:
        return text[at]
    sound = words[-1].casefold()
    if words[0] in _KANA:
        return sound
    if "VIRAMA" in words or sound in ("anusvara", "candrabindu"):
        return "n" if sound in ("anusvara", "candrabindu") else ""
    if "LETTER" in words and len(sound) > 1 and sound.endswith("a"):
        following = unicodedata.name(text[at + 1 : at + 2] or " ", "")
        before = unicodedata.name(text[at - 1 : at] or " ", "")
        is_last = following in ("SPACE", "") and "VIRAMA" not in before
        if is_last or "VOWEL SIGN" in following or "VIRAMA" in following:
            return sound[:-1]
    return sound if {"LETTER", "VOWEL"} & set(words) else ""
