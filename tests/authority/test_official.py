"""The register's names in other languages, as the translator asks for them."""

from dataclasses import dataclass

import pytest

from pipeline.authority.entries import Alias, AliasKind, Entry
from pipeline.authority.knowledge import NOTHING, Nothing
from pipeline.authority.official import official_names
from pipeline.records import EntityKind

ORGANISATION = EntityKind.ORGANISATION


@dataclass(frozen=True)
class Listed(Nothing):
    """A register of a few entries."""

    listed: tuple[Entry, ...] = ()

    def entries(self, name, kind):
        return tuple(e for e in self.listed if e.kind is kind and name in e.forms)


def entry(name, *aliases, **fields):
    known = tuple(Alias(name=alias, kind=AliasKind.ACRONYM) for alias in aliases)
    return Entry(id=name, kind=ORGANISATION, name=name, aliases=known, **fields)


USN = entry("Universitetet i Sørøst-Norge", "USN", "Univ. i Sørøst-Norge",
            official={"en": "University of South-Eastern Norway"})  # fmt: skip


def ask(name, target, *entries):
    return official_names(Listed(listed=entries))(name, ORGANISATION, target)


def test_the_official_name_is_given_for_the_name_and_its_long_aliases():
    wanted = ("University of South-Eastern Norway",)
    assert ask("Universitetet i Sørøst-Norge", "en", USN) == wanted
    assert ask("Univ. i Sørøst-Norge", "en", USN) == wanted


@pytest.mark.parametrize(
    ("name", "target"), [("USN", "en"), ("Universitetet i Sørøst-Norge", "fr")]
)
def test_acronyms_and_languages_without_an_official_name_give_nothing(name, target):
    assert ask(name, target, USN) == ()


def test_a_name_that_is_never_translated_gives_itself():
    kept = entry("Bane NOR", official={"en": "Rail Norway"}, keep=True)
    assert ask("Bane NOR", "en", kept) == ("Bane NOR",)


def test_in_french_the_norwegian_name_will_do_too():
    bank = entry("Norsk Folkehjelp", official={"fr": "Aide populaire norvégienne|APN"})
    assert ask("Norsk Folkehjelp", "fr", bank) == (
        "Aide populaire norvégienne",
        "APN",
        "Norsk Folkehjelp",
    )


def test_a_name_that_two_entries_call_differently_gives_nothing():
    two = (
        entry("Havbruk", official={"en": "Aquaculture"}),
        Entry(id="2", kind=ORGANISATION, name="Havbruk", official={"en": "Sea Farming"}),
    )
    assert ask("Havbruk", "en", *two) == ()


def test_an_empty_register_gives_nothing():
    assert official_names(NOTHING)("Norsk Folkehjelp", ORGANISATION, "en") == ()
