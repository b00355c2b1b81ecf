"""Words and names that somebody settles while reading a translation: glossary and register."""

from __future__ import annotations

from pathlib import Path

from pipeline.authority.cells import join_cell
from pipeline.authority.editing import Wishes, edited, new_entry, put_by_hand
from pipeline.authority.entries import Entry
from pipeline.authority.keys import form_key
from pipeline.authority.opening import changing
from pipeline.database import Access
from pipeline.errors import ConfigError
from pipeline.records import EntityKind
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.glossary_store import GlossaryStore
from pipeline.translation.tables import fold

#: letters of a term or a name
LONGEST = 200


def add_term(glossary: Path, term: str, target: str, words: str) -> Term:
    """Let a Norwegian term be translated with certain words from now on.

    What the glossary has for the term in other languages stays, and so do the other words that it
    must not become.

    Raises:
        ConfigError: the term or the words are empty or no term.
        StoreError: the glossary cannot be written.
    """
    norwegian, wanted = _words(term, "term"), _words(words, "translation")
    with GlossaryStore(glossary, Access.WRITE) as store:
        there = next(
            (one for one in store.read().terms if fold(norwegian) in map(fold, one.source)), None
        )
        before = there or Term((norwegian,), {})
        forbidden = {
            code: left
            for code, forms in before.forbidden.items()
            if (left := tuple(f for f in forms if code != target or fold(f) != fold(wanted)))
        }
        new = Term(before.source, {**before.targets, target: (wanted,)}, forbidden, before.note)
        store.add(Glossary((new,)))
    return new


def add_name(names: Path, name: str, kind: EntityKind, official: tuple[str, str], by: str) -> Entry:
    """Put a name into the register, with its official form in a language if it has one.

    Args:
        names: the file of the register.
        name: as it is to be written in Norwegian.
        kind: what it names.
        official: the language, and the form in it; an empty form is none.
        by: who does it.

    Raises:
        ConfigError: the name is empty.
        StoreError: it is no name, or the register cannot be written.
    """
    written = _words(name, "name")
    target, form = official[0], " ".join(official[1].split())
    wished = [join_cell([(target, form)])] if form and form_key(form) != form_key(written) else []
    wishes = Wishes(cells={"official": wished}, texts={}, marks={})
    with changing(names, by, "the desk: a name of a translation") as (register, batch):
        there = [
            entry
            for entry in register.entries(written, kind)
            if form_key(entry.name) == form_key(written)
        ]
        entry = edited(there[0], wishes) if there else new_entry(kind, written, wishes, register)
        put_by_hand(entry, batch, register)
    return entry


def _words(text: str, what: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise ConfigError(f"the {what} is empty", hint="select the word in the text, or write it")
    if len(words) > LONGEST:
        raise ConfigError(f"the {what} is longer than {LONGEST} letters", hint="select less")
    return words
