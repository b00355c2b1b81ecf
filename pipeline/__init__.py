"""samsvar: an offline pipeline for Norwegian press text.

Start reading in :mod:`pipeline.flow`, the life of one article; the words it uses are defined in
:mod:`pipeline.records`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.translator import Translator

__version__ = "0.1.0"
__all__ = ["Translator", "__version__"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attribute is anything
    """Load the translator when it is asked for, so that ``import pipeline`` costs nothing."""
    if name == "Translator":
        from pipeline.translator import Translator

        return Translator
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
