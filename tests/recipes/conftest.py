"""The modules of the translator's recipe, which are scripts beside each other and no package."""

from __future__ import annotations

import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "models/recipes/translator"


@pytest.fixture(scope="session")
def recipe():
    """Return a way to import a module of the recipe by its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(FOLDER), *sys.path])
        yield import_module


@pytest.fixture(scope="session")
def settings():
    """Return the settings of the recipe."""
    return tomllib.loads((FOLDER / "settings.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def names(recipe, settings):
    """Return the names that the recipe exchanges."""
    return recipe("variants").load_names(settings)
