"""The outcomes, names and flags of an archive as JSON, one object a line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.batch.joining import Joined
from pipeline.batch.joining_names import Names
from pipeline.batch.joining_records import ArchiveFlag, ArchiveName
from pipeline.batch.outputs_passing import Passing
from pipeline.export.structured import json_schema
from pipeline.records import SCHEMA_VERSION

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class LinesOutput:
    """Writes ``archive.jsonl``, ``archive-names.jsonl`` and ``archive-flags.jsonl``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._articles = folder / "archive.jsonl"
        self._file = self._articles.open("wb")

    def take(self, passing: Passing) -> None:
        """Write the outcome of an article, as it was made."""
        self._file.write(passing.result.raw + b"\n")

    def finish(self, _: Names, joined: Joined) -> Sequence[Path]:
        """Write names and flags and return the three files."""
        self.close()
        places = [self._articles]
        for what, records in (("names", joined.names), ("flags", joined.flags)):
            places.append(self._folder / f"archive-{what}.jsonl")
            with places[-1].open("wb") as file:
                file.writelines(record.model_dump_json().encode() + b"\n" for record in records)
        return places

    def close(self) -> None:
        """Close the file of the articles."""
        self._file.close()


def json_schemas() -> dict[str, dict[str, object]]:
    """Return the JSON Schema of a line of each of the files, by the name of the schema's file.

    They are published in docs/reference.
    """
    lines = {
        "archive": json_schema(),
        "archive-names": ArchiveName.model_json_schema(mode="serialization"),
        "archive-flags": ArchiveFlag.model_json_schema(mode="serialization"),
    }
    return {
        f"{name}.schema.json": {
            "$schema": _DIALECT,
            **schema,
            "title": f"A line of {name}.jsonl, version {SCHEMA_VERSION}",
        }
        for name, schema in lines.items()
    }
