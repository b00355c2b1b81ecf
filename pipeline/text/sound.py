"""A key of how a Norwegian name sounds: names that can be heard as one have one key.

The rules stand in ``data/sound.toml`` in the order in which they are applied, each with an
example. They follow Kristoffersen, The Phonology of Norwegian (2000), for the sounds, and Danish
and German spelling habits for the letters. The key keeps vowels, so "Lie" and "Lia" have two.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.text.folding import squeeze

_KEPT = "åäöæøü"
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "þ": "th", "ŋ": "ng", "ŧ": "t", "ı": "i"})


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = tomllib.loads((files("pipeline.text") / "data" / "sound.toml").read_text("utf-8"))
    classes = {"V": "[aeiouyåæø]", "K": "[bcdfghjklmnpqrstvwxzSC]"}
    rules = []
    for rule, becomes, _ in table["rules"]:
        pattern = "".join(classes.get(letter, letter) for letter in rule)
        rules.append((re.compile(pattern), becomes))
    return tuple(rules)


@lru_cache(maxsize=65536)
def _word_key(word: str) -> str:
    letters = unicodedata.normalize("NFC", word.casefold()).translate(_PLAIN)
    plain = "".join(c if c in _KEPT else unicodedata.normalize("NFD", c)[0] for c in letters)
    key = "".join(c for c in plain if c.isalnum())
    for pattern, becomes in _rules():
        key = pattern.sub(becomes, key)
    return key


def sound_key(name: str) -> str:
    """Return the key of how a name sounds: one key a word, joined by spaces.

    Capital letters stand for sounds that are written with several: S as in Sjur, C as in Kjell,
    N as in Inge. A hyphen counts as a space. The key is for looking names up, not for deciding:
    two people can have names that sound alike.

    >>> sound_key("Kristoffer Aasen") == sound_key("Christopher Åsen")
    True
    >>> sound_key("Lie"), sound_key("Lia")
    ('li', 'lja')
    >>> sound_key("Skjæveland")
    'Sevelan'
    """
    words = squeeze(re.sub(r"[-‐‑–/]", " ", name)).split()
    return " ".join(key for key in map(_word_key, words) if key)
