"""The words of the Reconciliation Service API 0.2: what is asked and answered, as JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipeline import __version__
from pipeline.authority.entries import Entry
from pipeline.authority.properties import OtherEntry, Property, Value
from pipeline.authority.reconciling import Candidate, Query
from pipeline.records import EntityKind
from pipeline.web.registering_opening import kinds_of

#: queries in one request; more are refused
MOST_QUERIES: Final = 100
_MOST: Final = 50
_LONGEST: Final = 250
_KINDS: Final = {
    EntityKind.PERSON: "Person",
    EntityKind.ORGANISATION: "Organisation",
    EntityKind.PLACE: "Place",
}


class RefusedError(Exception):
    """A request that the protocol does not allow; ``status`` is that of HTTP."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def _texts(value: object) -> object:
    """Return one value or many as texts; an entity that is given is its id and its name."""
    texts: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        match one:
            case bool():
                texts.append("yes" if one else "no")
            case str() | int() | float():
                texts.append(str(one)[:_LONGEST])
            case {"id": str(key), "name": str(name)}:
                texts += [key[:_LONGEST], name[:_LONGEST]]
            case {"id": str(key)}:
                texts.append(key[:_LONGEST])
            case _:
                return value  # which is not valid
    return texts


def _list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class _Asked(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Given(_Asked):
    pid: str
    v: Annotated[list[str], BeforeValidator(_texts), Field(max_length=50)]


class _AskedQuery(_Asked):
    query: str = ""
    type: Annotated[list[str], BeforeValidator(_list)] = []
    limit: Annotated[int, Field(ge=1)] = 5
    properties: Annotated[list[_Given], Field(max_length=50)] = []


class _Named(_Asked):
    id: Annotated[str, Field(max_length=_LONGEST)]


class Extension(_Asked):
    """Which properties of which entries are asked for."""

    ids: list[str]
    properties: Annotated[list[_Named], Field(max_length=50)]


def queries_of(text: str) -> dict[str, Query]:
    """Return the queries of a batch, by their keys.

    Raises:
        RefusedError: it is no batch, a query is none, or there are too many.
    """
    try:
        batch: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError("queries is no JSON") from error
    if not isinstance(batch, dict):
        raise RefusedError("queries wants an object with a query under each key")
    if len(batch) > MOST_QUERIES:
        raise RefusedError(f"more than {MOST_QUERIES} queries in one request", status=413)
    return {str(key): _query(str(key), value) for key, value in batch.items()}


def _query(key: str, value: object) -> Query:
    try:
        asked = _AskedQuery.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise RefusedError(f"query {key[:60]}: {where}: {first['msg']}") from error
    if not asked.query.strip() and not asked.properties:
        raise RefusedError(f"query {key[:60]}: there is neither a query nor a property")
    given: dict[str, list[str]] = {}
    for one in asked.properties:
        given.setdefault(one.pid, []).extend(one.v)
    return Query(
        name=" ".join(asked.query.split())[:_LONGEST],
        kinds=kinds_of(asked.type),
        limit=min(asked.limit, _MOST),
        properties=given,
    )


def manifest(base: str) -> dict[str, object]:
    """Return what the service says of itself; ``base`` is the address of the desk."""

    def suggest(what: str) -> dict[str, str]:
        return {"service_url": base, "service_path": f"/reconcile/suggest/{what}"}

    return {
        "versions": ["0.1", "0.2"],
        "name": "samsvar: register of names",
        "identifierSpace": "urn:samsvar:register:",
        "schemaSpace": "https://schema.org/Thing",
        "serviceVersion": __version__,
        "logo": f"{base}/static/icon.svg",
        "batchSize": MOST_QUERIES,
        "defaultTypes": [type_json(kind) for kind in EntityKind],
        "view": {"url": f"{base}/register/entry?id={{{{id}}}}"},
        "preview": {
            "url": f"{base}/reconcile/preview?id={{{{id}}}}",
            "width": 420,
            "height": 240,
        },
        "suggest": {what: suggest(what) for what in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
    }


def type_json(kind: EntityKind) -> dict[str, str]:
    """Return a kind of entry as a type."""
    return {"id": kind.value, "name": _KINDS[kind]}


def property_json(one: Property) -> dict[str, Any]:
    """Return a property."""
    return {"id": one.id, "name": one.name}


def candidate_json(one: Candidate) -> dict[str, object]:
    """Return a candidate; its score is in hundredths."""
    entry = one.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "description": description(entry),
        "type": [type_json(entry.kind)],
        "score": round(100 * one.score, 2),
        "match": one.match,
        "features": [{"id": key, "value": value} for key, value in one.features.items()],
    }


def entity_json(entry: Entry) -> dict[str, object]:
    """Return an entry that is suggested."""
    return {
        "id": entry.id,
        "name": entry.name,
        "description": description(entry),
        "notable": [type_json(entry.kind)],
    }


def value_json(value: Value) -> dict[str, str]:
    """Return the value of a property."""
    if isinstance(value, OtherEntry):
        return {"id": value.id, "name": value.name}
    if isinstance(value, date):
        return {"date": f"{value.isoformat()}T00:00:00Z"}
    return {"str": value}


def description(entry: Entry) -> str:
    """Return what tells an entry from its namesakes, in one line."""
    told = [", ".join(filter(None, (a.role, a.organisation))) for a in entry.affiliations[:2]]
    official = entry.official.get("en", "").split("|")[0]
    return "; ".join(filter(None, [*told, official if official != entry.name else ""]))
