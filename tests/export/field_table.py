"""Records, fields and types in words, as docs/reference/json.md lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.export.structured import json_schema


def field_types() -> dict[str, dict[str, str]]:
    """Return the fields of every record of the schema with their types in words."""
    definitions: Mapping[str, Any] = json_schema()["$defs"]  # type: ignore[assignment]
    return {
        name: {field: in_words(kind) for field, kind in definition["properties"].items()}
        for name, definition in sorted(definitions.items())
        if "properties" in definition
    }


def enumerations() -> dict[str, list[str]]:
    """Return the values of every closed list of words in the schema."""
    definitions: Mapping[str, Any] = json_schema()["$defs"]  # type: ignore[assignment]
    return {name: d["enum"] for name, d in sorted(definitions.items()) if "enum" in d}


def in_words(schema: Mapping[str, Any]) -> str:
    """Return a JSON Schema type in words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return f"always `{schema['const']}`"
    if "anyOf" in schema:
        return " or ".join(in_words(kind) for kind in schema["anyOf"])
    if schema["type"] == "array" and "prefixItems" in schema:
        return f"two of {in_words(schema['prefixItems'][0])}"
    if schema["type"] == "array":
        return f"list of {in_words(schema['items'])}"
    if schema["type"] == "number" and schema.get("maximum") == 1:
        return "number from 0 to 1"
    return str(schema["type"])
