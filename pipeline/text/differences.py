"""In what two spellings differ, said in words, in English, Bokmål and Nynorsk."""

from __future__ import annotations

from typing import Final

from pipeline.text.distance import Distance

_WORDS: Final = {
    "en": {
        "letter": "another letter",
        "key": "a neighbouring key",
        "accent": "an accent",
        "spelling": "two ways to spell one sound",
        "abroad": "two ways to write a foreign name",
        "doubled": "a letter single and double",
        "silent": "a letter that is not heard",
        "dropped": "a letter missing",
        "hyphen": "a hyphen or space",
        "swapped": "two letters swapped",
        "ocr": "letters that a scanner confuses",
        "encoding": "a letter damaged by a wrong encoding",
    },
    "nb": {
        "letter": "en annen bokstav",
        "key": "en nabotast",
        "accent": "et aksenttegn",
        "spelling": "to skrivemåter for samme lyd",
        "abroad": "to skrivemåter for et utenlandsk navn",
        "doubled": "enkel og dobbel bokstav",
        "silent": "en bokstav som ikke høres",
        "dropped": "en bokstav mangler",
        "hyphen": "bindestrek eller mellomrom",
        "swapped": "to bokstaver har byttet plass",
        "ocr": "bokstaver som forveksles ved skanning",
        "encoding": "en bokstav ødelagt av feil tegnkoding",
    },
    "nn": {
        "letter": "ein annan bokstav",
        "key": "ein nabotast",
        "accent": "eit aksentteikn",
        "spelling": "to skrivemåtar for same lyden",
        "abroad": "to skrivemåtar for eit utanlandsk namn",
        "doubled": "enkel og dobbel bokstav",
        "silent": "ein bokstav som ikkje blir høyrd",
        "dropped": "ein bokstav manglar",
        "hyphen": "bindestrek eller mellomrom",
        "swapped": "to bokstavar har bytt plass",
        "ocr": "bokstavar som blir forveksla ved skanning",
        "encoding": "ein bokstav øydelagd av feil teiknkoding",
    },
}


def describe(found: Distance, language: str = "en") -> str:
    """Return in words in what two spellings differ.

    Args:
        found: what ``distance`` said of the two spellings.
        language: "en", "nb" or "nn".

    >>> from pipeline.text.distance import distance
    >>> describe(distance("Aasen", "Åsen"))
    'aa/å (two ways to spell one sound)'
    >>> describe(distance("Ludne", "Lunde"), "nb")
    'dn/nd (to bokstaver har byttet plass)'
    """
    words = _WORDS[language]
    return ", ".join(
        f"{step.left or '–'}/{step.right or '–'} ({words[step.kind]})" for step in found.steps
    )
