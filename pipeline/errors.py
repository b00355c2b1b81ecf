"""One error tree; the exit code of the command says which branch.

PipelineError            exit 1
├── ConfigError          exit 2: a setting or an argument is wrong
├── ModelError           exit 3: a model is missing or not the one in the manifest
├── ArticleError         exit 1: one article cannot be read; the others go on
└── StoreError           exit 1: a result cannot be written
"""

from __future__ import annotations


class PipelineError(Exception):
    """Something a user can act on: what happened, where, and (the hint) what to do.

    >>> print(PipelineError("out/: no space left", hint="free some space and run again"))
    out/: no space left
      free some space and run again
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling with the hint: workers send their errors home."""
        return (_restore, (type(self), self.message, self.hint))


class ConfigError(PipelineError):
    """A setting or an argument is wrong."""

    exit_code = 2


class ModelError(PipelineError):
    """A model is missing, broken, or not the one in the manifest."""

    exit_code = 3


class ArticleError(PipelineError):
    """One article cannot be processed; the others go on."""


class StoreError(PipelineError):
    """A result cannot be written or read back."""


def _restore(kind: type[PipelineError], message: str, hint: str) -> PipelineError:
    return kind(message, hint=hint)
