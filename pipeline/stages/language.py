"""The language of an article and of its parts: langdetect, and a discriminator of our own.

langdetect knows fifty languages, but only one Norwegian. A linear model on hashed character
n-grams and words (``models/language``) tells Bokmål, Nynorsk, Danish, Swedish, English, French and
the rest apart; langdetect is asked when that model does not find the text clearly one of the six,
and names the language when it is none. Both are deterministic.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from pipeline.records import NORWEGIAN, Article, Detection, Part, PartDetection, PartKind
from pipeline.text.discriminator import (
    Discriminator,
    load_discriminator,
    telling_words,
)

#: characters read of one part, of one article and by langdetect
TEXT_LIMIT, ARTICLE_LIMIT, LANGDETECT_LIMIT = 4_000, 40_000, 1_500
PARTS_LIMIT = 2_000
#: letters of a part below which its words count for less
ENOUGH_LETTERS = 20
#: letters of running text below which captions and lists are read too
ENOUGH_RUNNING = 100
#: what names, cue words and a few words more are likely to be written in, where that is all there
#: is, beside Bokmål; argued: samsvar is given Norwegian text, and about one Norwegian text in seven
#: is Nynorsk; every other language is as unlikely as Danish
EXPECTED = {"nb": 1.0, "nn": 0.4}
UNEXPECTED = 0.05
#: words of captions and lists that are one standard's alone, and what each leaves of the others
CUES = dict.fromkeys(
    ("høyre", "bakerst", "sittende", "stående", "sammen", "øverst", "midterste", "fra",
     "deltakere", "deltakerne", "ikke", "medlemmer", "ansatte"), "nb",
) | dict.fromkeys(
    ("frå", "høgre", "bakarst", "sitjande", "sittande", "ståande", "saman", "øvst", "midtarste",
     "deltakarar", "deltakarane", "ikkje", "medlemer", "medlemmar", "tilsette"), "nn",
)  # fmt: skip
CUE = 0.3
#: chance of "other" below which langdetect is not asked
CLEARLY_KNOWN = 0.02
#: least probability of the second standard for a text that may be Bokmål or Nynorsk
EITHER = 0.15
#: what the word of langdetect, and what ð and þ weigh (in log odds), chosen on development text
LANGDETECT_WEIGHT, INSULAR_WEIGHT = 0.9, 5.0
#: how likely a part is in another language than its article
STRAY = 0.05

_NAMES_MOSTLY = frozenset({PartKind.CAPTION, PartKind.LIST_ITEM, PartKind.CREDIT})
#: what the discriminator knows, as langdetect calls it
_KNOWN = frozenset({"no", "da", "sv", "en", "fr"})
_INSULAR = frozenset("ðþ")
_WORD = re.compile(r"[^\W\d_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class LanguageDetector:
    """Detects languages with a discriminator of its own, and langdetect for all others.

    The factory of langdetect is ours, with a fixed seed; the library's default factory stays as it
    was.
    """

    def __init__(self, discriminator: Discriminator) -> None:
        self._discriminator = discriminator

    @cached_property
    def _factory(self) -> DetectorFactory:
        """Langdetect's profiles of 55 languages: a second to load, and Norwegian asks for none."""
        factory = DetectorFactory()
        factory.load_profile(PROFILES_DIRECTORY)
        factory.set_seed(0)
        return factory

    def detect(self, article: Article) -> tuple[Detection, tuple[PartDetection, ...]]:
        """Return the language of the article and of each part.

        The article is decided on all of its running text at once, so that long parts weigh more
        than short ones and no majority of short parts decides. Where captions and lists are most
        of it, they are read too, and the text is expected to be Norwegian, rather Bokmål than
        Nynorsk (``EXPECTED``), unless its words say otherwise. A part is taken for the article's
        language unless its own words are twenty times likelier in another, and the words of a
        part with less than ``ENOUGH_LETTERS`` count for less: a short caption without clear
        evidence inherits, with the probability that results. So does a part without words, or
        beyond the first ``PARTS_LIMIT``.
        """
        whole = self._whole(article)
        detections = [
            PartDetection(part=part.name, detection=_best(self._within(whole, part.text)))
            for part in article.parts[:PARTS_LIMIT]
        ]
        inherited = _best(_posterior({}, whole))
        detections += [
            PartDetection(part=part.name, detection=inherited)
            for part in article.parts[PARTS_LIMIT:]
        ]
        return _best(whole), tuple(detections)

    def language_of(self, article: Article) -> str:
        """Return the language of the article alone, as ``detect`` finds it."""
        return _best(self._whole(article)).language

    def _whole(self, article: Article) -> dict[str, float]:
        running = [part for part in article.parts if part.kind not in _NAMES_MOSTLY]
        words = _sample_words(running)
        if sum(map(len, words)) >= ENOUGH_RUNNING or (words and len(running) == len(article.parts)):
            return self._chances(words)
        words = _sample_words(article.parts)
        if words:
            return _expected(self._chances(words), words)
        return self._chances_of_names(" ".join(part.text[:200] for part in article.parts[:20]))

    def detect_text(self, text: str) -> Detection:
        """Return the language of ``text``: "und" with confidence 0 where there are no words.

        Only the first ``TEXT_LIMIT`` characters are read. Names alone give a guess of at most 0.5.
        """
        text = text[:TEXT_LIMIT]
        return _best(self._chances(telling_words(text)) or self._chances_of_names(text))

    def standards(self, text: str) -> tuple[Detection, ...]:
        """Return the standards of Norwegian that ``text`` may be in, the likelier first.

        Both, where Bokmål and Nynorsk are the two likeliest languages and the second has at least
        ``EITHER`` ("Det er godt" is both); one where it is Norwegian beyond that doubt; none where
        the likeliest language is another.
        """
        chances = self._chances(telling_words(text[:TEXT_LIMIT]))
        best = sorted(chances, key=lambda code: -chances[code])[:2]
        kept = [code for n, code in enumerate(best) if n == 0 or chances[code] >= EITHER]
        if not kept or kept[0] not in NORWEGIAN:
            return ()
        return tuple(
            Detection(language=code, confidence=min(1.0, chances[code]))
            for code in kept
            if code in NORWEGIAN
        )

    def _chances_of_names(self, text: str) -> dict[str, float]:
        """Return half the chances of a text that is all names (or a title in capitals)."""
        chances = self._chances(_WORD.findall(text.lower()))
        return {code: p / 2 for code, p in chances.items()}

    def _within(self, whole: dict[str, float], text: str) -> dict[str, float]:
        words = telling_words(text[:TEXT_LIMIT])
        letters = sum(map(len, words))
        weight = min(1.0, letters / ENOUGH_LETTERS)
        own = {code: p**weight for code, p in self._chances(words).items()}
        return _posterior(own, whole)

    def _chances(self, words: Sequence[str]) -> dict[str, float]:
        """Return the probability of each language that comes into question; empty for no words."""
        if not words:
            return {}
        joined = " ".join(words)
        letters = len(joined) - len(words) + 1
        if not _is_latin(joined):
            return self._ask_langdetect(joined)
        chances = self._discriminator.chances(words)
        foreign = chances.pop("other")
        asked: dict[str, float] = {}
        if letters >= 12 and foreign >= CLEARLY_KNOWN:
            asked = self._ask_langdetect(joined)
            against = 1.0 - sum(asked.get(code, 0.0) for code in _KNOWN)
            weight = LANGDETECT_WEIGHT * min(1.0, letters / 30)
            foreign = _expit(_logit(foreign) + weight * _logit(against)) if asked else foreign
        insular = sum(not _INSULAR.isdisjoint(word) for word in words)
        if insular * 20 >= len(words):
            foreign = _expit(_logit(foreign) + INSULAR_WEIGHT)
        known = sum(chances.values())
        found = {code: (1.0 - foreign) * p / known for code, p in chances.items()}
        others = _name_others(asked) if insular == 0 else {_name_insular(joined): 1.0}
        return found | {code: foreign * share for code, share in others.items()}

    def _ask_langdetect(self, text: str) -> dict[str, float]:
        """Return langdetect's probabilities; empty where it finds nothing to go by."""
        detector = self._factory.create()
        detector.append(text[:LANGDETECT_LIMIT])
        try:
            found = detector.get_probabilities()
        except LangDetectException:
            return {}
        return {language.lang: min(1.0, language.prob) for language in found}


def load_language_detector(folder: Path) -> LanguageDetector:
    """Return a detector with the discriminator in ``folder``.

    Raises:
        ModelError: the discriminator is missing or cannot be read.
    """
    return LanguageDetector(load_discriminator(folder))


def _sample_words(parts: Sequence[Part]) -> list[str]:
    """Return words of evenly spaced parts, at most ``ARTICLE_LIMIT`` characters of text."""
    step = 1 + sum(min(len(part.text), TEXT_LIMIT) for part in parts) // ARTICLE_LIMIT
    return [word for part in parts[::step] for word in telling_words(part.text[:TEXT_LIMIT])]


def _expected(chances: dict[str, float], words: Sequence[str]) -> dict[str, float]:
    """Return the chances weighed with what is expected of names and a few words around them.

    >>> _expected({"nb": 0.4, "da": 0.6}, ["øverst"])["nb"] > 0.9
    True
    >>> _expected({"nb": 0.6, "nn": 0.4}, ["frå", "høgre"])["nn"] > 0.5
    True
    """
    weighed = {code: p * EXPECTED.get(code, UNEXPECTED) for code, p in chances.items()}
    for word in set(words):
        own = CUES.get(word)
        weighed = {code: p * (CUE if own and own != code else 1.0) for code, p in weighed.items()}
    total = sum(weighed.values())
    return {code: p / total for code, p in weighed.items()}


def _posterior(own: dict[str, float], whole: dict[str, float]) -> dict[str, float]:
    """Return the chances of a part's languages, given those of its article.

    >>> _posterior({"nb": 0.5, "da": 0.5}, {"nb": 1.0})["nb"] > 0.9
    True
    """
    if not whole:
        return own
    own = own or dict.fromkeys(whole, 1.0)
    joint = {code: p * (STRAY + (1 - STRAY) * whole.get(code, 0.0)) for code, p in own.items()}
    total = sum(joint.values())
    return {code: p / total for code, p in joint.items()} if total else whole


def _best(chances: dict[str, float]) -> Detection:
    if not chances:
        return Detection(language="und", confidence=0.0)
    language = max(chances, key=lambda code: chances[code])
    return Detection(language=language, confidence=min(1.0, max(0.0, chances[language])))


def _name_others(asked: dict[str, float]) -> dict[str, float]:
    """Return shares of the languages that the discriminator does not know, or "und"."""
    others = {code: p for code, p in asked.items() if code not in _KNOWN}
    total = sum(others.values())
    return {code: p / total for code, p in others.items()} if total else {"und": 1.0}


def _name_insular(text: str) -> str:
    """Return Faroese for a text with ø, else Icelandic: langdetect knows neither.

    >>> _name_insular("það er gott veður"), _name_insular("nógv fólk við høvnina, tað er gott")
    ('is', 'fo')
    """
    return "fo" if "ø" in text and "þ" not in text else "is"


def _is_latin(text: str) -> bool:
    """Return whether at least half of the letters are below the Greek block.

    >>> _is_latin("gå på tur"), _is_latin("Я тебя не понимаю")
    (True, False)
    """
    letters = [letter for letter in text if letter != " "]
    return 2 * sum(letter < "\u0370" for letter in letters) >= len(letters)


def _logit(chance: float) -> float:
    chance = min(0.99, max(0.01, chance))
    return math.log(chance / (1.0 - chance))


def _expit(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))
