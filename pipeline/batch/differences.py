"""What makes the results of two plans differ, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.batch.plan import Plan
from pipeline.records import ModelRef


@dataclass(frozen=True)
class Difference:
    """Something that is another than it was: what, and in words how.

    ``is_whole``: every article is touched by it.
    """

    what: str
    how: str
    is_whole: bool = True


def differences(old: Plan, new: Plan) -> tuple[Difference, ...]:
    """Return what makes the results of two plans differ, in words; nothing where nothing does."""
    return tuple(_differences(old, new))


def _differences(old: Plan, new: Plan) -> Iterator[Difference]:
    if old.version != new.version:
        yield Difference("program", f"samsvar {old.version} then, {new.version} now")
    before, now = old.settings.model_dump(), new.settings.model_dump()
    for name, value in before.items():
        if value != now[name]:
            shown = "another then" if name == "glossary" else f"{_shown(value)} then"
            now_shown = "" if name == "glossary" else f", {_shown(now[name])} now"
            yield Difference(_OPTIONS[name], shown + now_shown)
    if old.models != new.models:
        yield Difference("models", _models(old.models, new.models))
    if old.engines != new.engines:
        yield Difference("translators", _engines(old.engines, new.engines))
    if (old.archive.kind, old.archive.digest) != (new.archive.kind, new.archive.digest):
        how = f"{old.lines} lines then, {new.lines} now" if old.lines != new.lines else "changed"
        yield Difference("archive", how, is_whole=False)
    if old.knowledge != new.knowledge:
        yield Difference("register", "entries or decisions are new or changed", is_whole=False)
    if old.edits != new.edits:
        how = "what people translated is new or changed"
        yield Difference("memory", how, is_whole=False)
    if old.shard_size != new.shard_size:
        how = f"{old.shard_size} articles then, {new.shard_size} now"
        yield Difference("shard size", how, is_whole=False)


_OPTIONS: Mapping[str, str] = {
    "targets": "--to",
    "names_model": "--names-model",
    "organisations": "--organisations",
    "glossary": "glossary",
}


def _shown(value: object) -> str:
    return ",".join(value) or "none" if isinstance(value, tuple) else str(value)


def _engines(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    pairs = sorted(pair for pair in old.keys() | new.keys() if old.get(pair) != new.get(pair))
    return "; ".join(
        f"{pair}: {old.get(pair, 'the only one')} then, {new.get(pair, 'the only one')} now"
        for pair in pairs
    )


def _models(old: tuple[ModelRef, ...], new: tuple[ModelRef, ...]) -> str:
    gone = [f"{ref.name} {ref.version}" for ref in old if ref not in new]
    come = [f"{ref.name} {ref.version}" for ref in new if ref not in old]
    return f"{', '.join(gone) or 'none'} then, {', '.join(come) or 'none'} now"
