"""The model store."""

import json

import pytest

from pipeline.assets import (
    HASHED_ON_LOAD,
    build_models,
    find_model,
    list_models,
    models_dir,
    pin,
    read_manifest,
    verify_models,
)
from pipeline.errors import ConfigError, ModelError
from pipeline.translation.gemma import BASE_SHA256

ENTRIES = [
    {
        "name": "names",
        "version": "1.0",
        "kind": "committed",
        "files": {},
        "licence": "MIT",
        "recipe": "models/recipes/names",
    },
    {
        "name": "translator",
        "version": "1.0",
        "kind": "built",
        "files": {},
        "licence": "MIT",
        "recipe": "models/recipes/translator",
    },
]


@pytest.fixture
def models(tmp_path):
    """A store with one model of each kind, pinned, the built one not built yet."""
    (tmp_path / "manifest.json").write_text(json.dumps({"models": ENTRIES}))
    for name in ("names", "translator"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "weights.bin").write_bytes(name.encode())
        pin(tmp_path, name)
    return tmp_path


def builder(sources, out):
    (out / "model.bin").write_bytes((sources / "weights.bin").read_bytes() * 2)


def broken_builder(sources, out):
    (out / "model.bin").write_bytes(b"half")
    raise OSError("no space left")


def states(standings):
    return {standing.name: standing.state for standing in standings}


def test_a_committed_model_is_found_with_its_digest(models):
    folder, ref = find_model(models, "names")
    assert (folder, ref.name, len(ref.sha256)) == (models / "names", "names", 64)


def test_a_changed_file_is_named_with_the_cure(models):
    (models / "names" / "weights.bin").write_bytes(b"other")
    with pytest.raises(ModelError, match=r"(?s)changed: .*weights\.bin.*repository"):
        find_model(models, "names")


def test_a_missing_file_is_named(models):
    (models / "names" / "weights.bin").unlink()
    with pytest.raises(ModelError, match=r"missing: .*weights\.bin"):
        find_model(models, "names")


def test_a_model_that_is_not_built_is_said_with_the_cure(models):
    with pytest.raises(ModelError, match=r"(?s)not built.*samsvar models build"):
        find_model(models, "translator")


def test_an_unknown_model_is_refused_with_what_there_is(models):
    with pytest.raises(ModelError, match=r"(?s)no model called nmaes.*names, translator"):
        find_model(models, "nmaes")


def test_a_built_model_is_found(models):
    build_models(models, {"translator": builder})
    folder, _ = find_model(models, "translator")
    assert (folder / "model.bin").read_bytes() == b"translator" * 2


def test_what_is_built_is_not_built_again(models):
    build_models(models, {"translator": builder})
    assert states(build_models(models, {})) == {"translator": "ready"}


def test_a_new_source_makes_a_built_model_out_of_date(models):
    build_models(models, {"translator": builder})
    (models / "translator" / "weights.bin").write_bytes(b"new adapter")
    pin(models, "translator")
    with pytest.raises(ModelError, match="out of date"):
        find_model(models, "translator")


def test_a_model_out_of_date_is_built_again(models):
    build_models(models, {"translator": builder})
    (models / "translator" / "weights.bin").write_bytes(b"new")
    pin(models, "translator")
    build_models(models, {"translator": builder})
    assert (models / "build" / "translator" / "model.bin").read_bytes() == b"newnew"


def test_a_failed_build_leaves_nothing(models):
    with pytest.raises(OSError, match="no space left"):
        build_models(models, {"translator": broken_builder})
    assert not list((models / "build").iterdir())


def test_a_failed_build_leaves_the_model_before_it(models):
    build_models(models, {"translator": builder})
    (models / "translator" / "weights.bin").write_bytes(b"new")
    pin(models, "translator")
    with pytest.raises(OSError, match="no space left"):
        build_models(models, {"translator": broken_builder})
    assert (models / "build" / "translator" / "model.bin").read_bytes() == b"translator" * 2


def test_a_changed_source_is_not_built_from(models):
    (models / "translator" / "weights.bin").write_bytes(b"tampered")
    with pytest.raises(ModelError, match=r"cannot be built: .*weights\.bin is changed"):
        build_models(models, {"translator": builder})


def test_a_model_without_a_builder_is_said(models):
    with pytest.raises(ModelError, match="cannot build translator"):
        build_models(models, {})


def test_a_truncated_file_is_noticed_when_a_model_is_found(models):
    build_models(models, {"translator": builder})
    (models / "build" / "translator" / "model.bin").write_bytes(b"trans")
    with pytest.raises(ModelError, match=r"changed: .*model\.bin"):
        find_model(models, "translator")


def test_verifying_notices_one_changed_byte_of_a_large_file(models):
    def large(_, out):
        (out / "model.bin").write_bytes(bytes(HASHED_ON_LOAD + 1))

    build_models(models, {"translator": large})
    (models / "build" / "translator" / "model.bin").write_bytes(bytes(HASHED_ON_LOAD) + b"x")
    assert states(list_models(models))["translator"] == "ready"
    assert states(verify_models(models))["translator"] == "changed"


def test_listing_says_how_every_model_stands(models):
    (models / "names" / "weights.bin").unlink()
    assert states(list_models(models)) == {"names": "missing", "translator": "not built"}


def test_a_model_that_nobody_pinned_is_said(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps({"models": ENTRIES}))
    assert states(list_models(tmp_path)) == {"names": "not pinned", "translator": "not pinned"}


def test_pinning_leaves_the_model_card_free_to_change(models):
    before = find_model(models, "names")
    (models / "names" / "README.md").write_text("better words")
    assert find_model(models, "names") == before
    assert "README.md" not in pin(models, "names").files


def test_pinning_can_raise_the_version(models):
    pin(models, "names", version="1.1")
    assert find_model(models, "names")[1].version == "1.1"


def test_an_empty_folder_cannot_be_pinned(models):
    (models / "names" / "weights.bin").unlink()
    with pytest.raises(ModelError, match="no files to pin"):
        pin(models, "names")


@pytest.mark.parametrize("text", ["", "{}", '{"models": [{"name": "x"}]}'])
def test_a_broken_manifest_is_named(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ModelError, match=r"manifest\.json is not a manifest"):
        list_models(tmp_path)


def test_a_missing_manifest_is_named(tmp_path):
    with pytest.raises(ModelError, match="no manifest"):
        list_models(tmp_path)


def test_the_folder_of_models_can_be_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("SAMSVAR_MODELS", str(tmp_path))
    assert models_dir() == tmp_path


def test_a_folder_of_models_that_is_not_there_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("SAMSVAR_MODELS", str(tmp_path / "nowhere"))
    with pytest.raises(ConfigError, match="SAMSVAR_MODELS"):
        models_dir()


def test_our_own_manifest_pins_the_base_that_the_builder_checks(monkeypatch):
    monkeypatch.delenv("SAMSVAR_MODELS", raising=False)
    entries = {entry.name: entry for entry in read_manifest(models_dir()).models}
    assert [source.sha256 for source in entries["translator"].sources] == [BASE_SHA256]
