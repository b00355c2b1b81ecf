"""Texts to try laws on: Norwegian letters, combining accents, emoji, right-to-left marks."""

from __future__ import annotations

from hypothesis import strategies as st

LETTERS = "aeiknorsæøåÆØÅKLH"
ODD = "\u0301\u030a\u200f\u200e\u00a0\u00ad😀🎻ŋđŁş"
SIGNS = " \n\t.,:;()[]«»\"'’–-/|?!&0123456789@"
#: words that the grammars know beside names of people
WORDS = (
    "Fra venstre", "f.v.", "Bak", "foran", "t.v.", "(t.h.)", "i midten", "Foto:", "og", "samt",
    "sammen med", "m.fl.", "NN", "ikke til stede", "Kari", "Per Aas", "KARI LUNDE", "rektor",
    "ved", "fra", "Nordvik kommune", "NTNU", "v/", "nr.", "2", "rad", "(", ")", ",", ";", ":",
    ".", "–", "\n", "\n\n", "\u200f", "😀", "«", "»", "Til stede", "Hjem", "Skriv ut", "von", "?",
)  # fmt: skip

#: any characters at all, without lone surrogates
anything = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
#: characters that press texts are made of, with odd ones among them
letters = st.text(alphabet=LETTERS + ODD + SIGNS, max_size=60)
#: words of captions and lists in any order
captions = st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join)
texts = st.one_of(anything, letters, captions)
#: what could stand for a name of a person
names = st.one_of(
    st.text(alphabet=LETTERS + "\u0301\u030a-'’. ", max_size=24),
    st.lists(
        st.sampled_from(
            ["Kari", "Kåre", "Aas", "Ås", "O.", "von", "Berg-Hansen", "«Lillen»", "Lie"]
        ),
        max_size=4,
    ).map(" ".join),
)
