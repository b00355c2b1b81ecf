"""Targets that are far shorter or longer than translations are, or that lack a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.records import Check

#: a source shorter than this says little about the length of its target (code points)
_BRIEF, _LONG = 20, 60
#: shortest and longest target, as a share of the source; "" for any other language
_BOUNDS: Mapping[str, tuple[float, float]] = {"en": (0.68, 1.7), "fr": (0.78, 2.1), "": (0.5, 2.2)}
#: a target with fewer sentences than its source is at least so long, if nothing is missing
_WHOLE: Mapping[str, float] = {"en": 0.8, "fr": 0.95, "": 0.7}
_SENTENCE = re.compile(r"\w[.!?…]+[»”\"’)]*\s+(?=[«“\"(–-]*\s?[A-ZÆØÅÀ-Þ]|$)")


def check_length(source: str, target: str, language: str) -> Check | None:
    """Return whether the target is far shorter or longer than translations are.

    The bounds come from human translations: less than one in two hundred is outside of them.

    >>> check_length("En lang setning om mange ting.", "Yes.", "en").detail
    'the translation is much shorter than the source'
    """
    before, after = len(source.strip()), len(target.strip())
    if before < _BRIEF:
        return _length("longer") if after > 4 * before + 20 else None
    shortest, longest = _BOUNDS.get(language, _BOUNDS[""])
    if before < _LONG:
        shortest, longest = 0.8 * shortest, 1.25 * longest
    if after < shortest * before:
        return _length("shorter")
    return _length("longer") if after > longest * before else None


def check_sentences(source: str, target: str, language: str) -> Check | None:
    """Return whether the target has fewer sentences than the source and is short as well.

    >>> check_sentences("Vi reiste hjem tidlig. Ordføreren takket alle som kom i går.",
    ...     "We went home early, thank you so much.", "en").detail
    'a sentence of the source may be missing'
    """
    fewer = _sentences(target) < _sentences(source)
    if fewer and len(target.strip()) < _WHOLE.get(language, _WHOLE[""]) * len(source.strip()):
        return Check(kind="missing", detail="a sentence of the source may be missing")
    return None


def _sentences(text: str) -> int:
    return len(_SENTENCE.findall(text.strip() + " "))


def _length(than: str) -> Check:
    return Check(kind="length", detail=f"the translation is much {than} than the source")
