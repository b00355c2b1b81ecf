"""What the register has of a name, as the standards of exchange want it: addresses (URIs)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from pipeline.records import NameCluster


@dataclass(frozen=True)
class Known:
    """What the register has of one entry.

    ``ids`` are identifiers by scheme ("wikidata", "orgnr"), ``official`` the official name by
    language; ``keep`` says that the name is never translated.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    official: Mapping[str, str] = field(default_factory=dict)
    keep: bool = False


#: what is known, by the id of the register's entry
Register = Mapping[str, Known]
NOTHING: Register = {}
_UNKNOWN = Known()


def known(cluster: NameCluster, register: Register) -> Known:
    """Return what the register has of the person, organisation or place of a cluster."""
    return register.get(cluster.entry, _UNKNOWN)


def uris(ids: Mapping[str, str]) -> tuple[str, ...]:
    """Return the addresses of identifiers, the best first; those of unknown schemes are left out.

    >>> uris({"orgnr": "911 770 709", "wikidata": "Q1", "house": "7"})[0]
    'http://www.wikidata.org/entity/Q1'
    """
    return tuple(
        pattern.format(quote("".join(ids[scheme].split()), safe="/:"))
        for scheme, pattern in _patterns().items()
        if ids.get(scheme, "").strip()
    )


def said_in(cluster: NameCluster, register: Register, language: str) -> str:
    """Return what a cluster is called in a language: the official name, else the name itself.

    >>> from pipeline.records import EntityKind
    >>> one = NameCluster(id="c", name="NVE", kind=EntityKind.ORGANISATION, mentions=(),
    ...                   forms=(), entry="nve")
    >>> said_in(one, {"nve": Known(official={"en": "the Directorate|Directorate"})}, "en")
    'Directorate'
    """
    entry = known(cluster, register)
    said = official_forms(entry.official.get(language, ""))
    return cluster.name if entry.keep or not said else said[0]


def official_forms(cell: str) -> tuple[str, ...]:
    """Return the forms of an official name of the register, each once, as names stand in a list.

    The register has English names with the article that they take in a sentence.

    >>> official_forms("the Directorate|Directorate|the NVE")
    ('Directorate', 'NVE')
    """
    forms = (form.strip().removeprefix("the ") for form in cell.split("|"))
    return tuple(dict.fromkeys(form for form in forms if form))


@cache
def _patterns() -> dict[str, str]:
    path = files("pipeline.export") / "data" / "identifiers.toml"
    return dict(tomllib.loads(path.read_text("utf-8")))
