"""The model store: what models there are, where they come from, and whether they are intact.

``models/manifest.json`` lists every model with its digests. A *committed* model is a folder of the
repository whose files are all listed. A *built* model is made on the machine from listed sources
(``samsvar models build``) and lies in ``models/build/NAME`` with a ``build.json`` that says what it
was made of and what came out.

Two depths of checking. ``find_model`` runs before every use and must be quick: it hashes committed
files, and compares a built model's sources, sizes and small files with the manifest and its
``build.json``. ``verify_models`` hashes everything.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from pipeline.errors import ConfigError, ModelError, StoreError
from pipeline.records import ModelRef, Record

#: a function that makes a model: folder of the sources, empty folder for the result
Builder = Callable[[Path, Path], None]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
State = Literal["ready", "not built", "out of date", "missing", "changed", "not pinned"]

MANIFEST = "manifest.json"
BUILD_RECORD = "build.json"
#: files of a built model up to this size (bytes) are hashed before every use
HASHED_ON_LOAD = 8_000_000

_BUILD_HINT = "samsvar models build"
_RESTORE_HINT = "restore it from the repository (git checkout models)"
#: describe a model, are not part of it
_NOT_PINNED = frozenset({"README.md", "LICENSE"})


class Source(Record):
    """Something from outside that a model is built from."""

    package: str
    version: str
    file: str
    sha256: Digest


class Entry(Record):
    """One model of the manifest.

    ``files`` are relative to ``models/NAME``: the model itself where it is committed, what it is
    built from where it is built. ``builder`` is the version of the building code: raise it when
    the same sources give another model. ``scores`` are what the recipe measured, in per cent.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: str
    kind: Literal["committed", "built"]
    files: Mapping[str, Digest]
    sources: tuple[Source, ...] = ()
    builder: int = 0
    scores: Mapping[str, float] = Field(default_factory=dict)
    licence: str
    recipe: str

    @property
    def sha256(self) -> str:
        """One digest for the whole entry: files, sources and building code."""
        what = {
            "files": dict(sorted(self.files.items())),
            "sources": [source.model_dump() for source in self.sources],
            "builder": self.builder,
        }
        return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()

    @property
    def ref(self) -> ModelRef:
        """The model, as a result names it."""
        return ModelRef(name=self.name, version=self.version, sha256=self.sha256)


class Manifest(Record):
    """The whole manifest."""

    models: tuple[Entry, ...]


class BuiltFile(Record):
    """A file that a build made."""

    size: int
    sha256: Digest


class BuildRecord(Record):
    """What a built model was made of (the digest of its entry) and its files."""

    made_of: Digest
    files: Mapping[str, BuiltFile]


class Standing(Record):
    """A model and its state, in words; ``detail`` names the file where one is wrong."""

    name: str
    version: str
    kind: str
    state: State
    detail: str = ""
    folder: str = ""
    licence: str = ""


def models_dir() -> Path:
    """Return the folder of models: ``SAMSVAR_MODELS``, else ``models/`` beside the package.

    Raises:
        ConfigError: SAMSVAR_MODELS names something that is not a folder.
    """
    chosen = os.environ.get("SAMSVAR_MODELS")
    if not chosen:
        return Path(__file__).resolve().parent.parent / "models"
    if not Path(chosen).is_dir():
        message = f"SAMSVAR_MODELS: {chosen} is not a folder"
        raise ConfigError(message, hint="name the folder that holds manifest.json")
    return Path(chosen)


def read_manifest(models: Path) -> Manifest:
    """Return the manifest of a folder of models.

    Raises:
        ModelError: there is none, or it is not one.
    """
    file = models / MANIFEST
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except OSError as error:
        message = f"{file}: no manifest of models here"
        raise ModelError(message, hint="set SAMSVAR_MODELS to the folder models/") from error
    except ValidationError as error:
        message = f"{file} is not a manifest: {error.errors()[0]['msg']}"
        raise ModelError(message, hint=_RESTORE_HINT) from error


def find_model(models: Path, name: str) -> tuple[Path, ModelRef]:
    """Return the folder of a model, checked, and what to call it in a result.

    Raises:
        ModelError: the model is unknown, missing, changed or not built from today's sources.
    """
    entry = _entry(models, name)
    state, detail = _state(models, entry, thorough=False)
    if state != "ready":
        hint = _BUILD_HINT if entry.kind == "built" else _RESTORE_HINT
        message = f"model {name} {entry.version} is {state}" + (f": {detail}" if detail else "")
        raise ModelError(message, hint=hint)
    return _folder(models, entry), entry.ref


def list_models(models: Path) -> tuple[Standing, ...]:
    """Return every model of the manifest with its state, checked quickly."""
    return tuple(_standing(models, entry, thorough=False) for entry in read_manifest(models).models)


def verify_models(models: Path) -> tuple[Standing, ...]:
    """Return every model of the manifest with its state; every file is hashed."""
    return tuple(_standing(models, entry, thorough=True) for entry in read_manifest(models).models)


def build_models(models: Path, builders: Mapping[str, Builder]) -> tuple[Standing, ...]:
    """Build what is not built or out of date; return the built models, all ready.

    A model is made in a folder beside its place and moved there when it is complete.

    Raises:
        ModelError: a source is missing or changed, or there is no builder for a model.
        StoreError: the folder cannot be written.
    """
    built = []
    for entry in read_manifest(models).models:
        if entry.kind == "built":
            if _state(models, entry, thorough=True)[0] != "ready":
                _build(models, entry, builders)
            built.append(_standing(models, entry, thorough=False))
    return tuple(built)


def pin(
    models: Path, name: str, *, version: str = "", scores: Mapping[str, float] | None = None
) -> Entry:
    """Write today's digests of ``models/NAME``, and its scores, into the manifest.

    For maintainers. Without ``scores`` those of the manifest stay.

    Raises:
        ModelError: the manifest has no such entry, or the folder has no files.
    """
    manifest = read_manifest(models)
    old = _entry(models, name)
    folder = models / name
    files = {
        file.relative_to(folder).as_posix(): _sha256(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in _NOT_PINNED and "__pycache__" not in file.parts
    }
    if not files:
        message = f"{folder} has no files to pin"
        raise ModelError(message, hint=f"make the model first, as {old.recipe} says")
    changed = {"files": files, "version": version or old.version, "scores": scores or old.scores}
    new = Entry.model_validate(dict(old) | changed)
    entries = tuple(new if entry.name == name else entry for entry in manifest.models)
    text = Manifest(models=entries).model_dump_json(indent=2, exclude_defaults=True)
    _write(models / MANIFEST, text + "\n")
    return new


def _entry(models: Path, name: str) -> Entry:
    entries = {entry.name: entry for entry in read_manifest(models).models}
    if name not in entries:
        message = f"{models / MANIFEST} has no model called {name}"
        raise ModelError(message, hint=f"it has {', '.join(entries)}")
    return entries[name]


def _folder(models: Path, entry: Entry) -> Path:
    return models / "build" / entry.name if entry.kind == "built" else models / entry.name


def _standing(models: Path, entry: Entry, *, thorough: bool) -> Standing:
    state, detail = _state(models, entry, thorough=thorough)
    return Standing(
        name=entry.name,
        version=entry.version,
        kind=entry.kind,
        state=state,
        detail=detail,
        folder=str(_folder(models, entry)),
        licence=entry.licence,
    )


def _state(models: Path, entry: Entry, *, thorough: bool) -> tuple[State, str]:
    if not entry.files:
        return "not pinned", f"python {models}/recipes/pin.py {entry.name}"
    if entry.kind == "committed" or thorough:
        state, detail = _committed_state(models / entry.name, entry)
        if entry.kind == "committed" or state != "ready":
            return state, detail
    return _built_state(_folder(models, entry), entry, thorough=thorough)


def _committed_state(folder: Path, entry: Entry) -> tuple[State, str]:
    for name, digest in entry.files.items():
        file = folder / name
        if not file.is_file():
            return "missing", str(file)
        if _sha256(file) != digest:
            return "changed", str(file)
    return "ready", ""


def _built_state(folder: Path, entry: Entry, *, thorough: bool) -> tuple[State, str]:
    try:
        record = BuildRecord.model_validate_json((folder / BUILD_RECORD).read_bytes())
    except (OSError, ValidationError):
        return "not built", str(folder)
    if record.made_of != entry.sha256:
        return "out of date", str(folder)
    for name, built in record.files.items():
        file = folder / name
        if not file.is_file():
            return "missing", str(file)
        if file.stat().st_size != built.size:
            return "changed", str(file)
        if (thorough or built.size <= HASHED_ON_LOAD) and _sha256(file) != built.sha256:
            return "changed", str(file)
    return "ready", ""


def _build(models: Path, entry: Entry, builders: Mapping[str, Builder]) -> None:
    state, detail = _committed_state(models / entry.name, entry)
    if state != "ready":
        message = f"model {entry.name} cannot be built: {detail} is {state}"
        raise ModelError(message, hint=_RESTORE_HINT)
    if entry.name not in builders:
        message = f"this version of samsvar cannot build {entry.name}"
        raise ModelError(message, hint=f"see {entry.recipe}")
    place = _folder(models, entry)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f"{entry.name}-", dir=place.parent))
    except OSError as error:
        message = f"{place.parent} cannot be written: {error.strerror}"
        raise StoreError(message, hint="set SAMSVAR_MODELS to a folder of your own") from error
    try:
        beside.chmod(0o755)
        builders[entry.name](models / entry.name, beside)
        files = {
            file.relative_to(beside).as_posix(): BuiltFile(
                size=file.stat().st_size, sha256=_sha256(file)
            )
            for file in sorted(beside.rglob("*"))
            if file.is_file()
        }
        record = BuildRecord(made_of=entry.sha256, files=files)
        _write(beside / BUILD_RECORD, record.model_dump_json(indent=2) + "\n")
        shutil.rmtree(place, ignore_errors=True)
        beside.replace(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write(file: Path, text: str) -> None:
    partial = file.with_name(file.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(file)
