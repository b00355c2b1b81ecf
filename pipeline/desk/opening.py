"""The translator of the desk, opened over the files that it works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.authority.register import open_knowledge
from pipeline.desk.flags import Known, known_in
from pipeline.translation.following import Followed
from pipeline.translation.glossary import Glossary
from pipeline.translation.glossary_store import GlossaryStore, glossary_path
from pipeline.translation.units import digest
from pipeline.translator import Setup, Translator


@dataclass(frozen=True)
class Files:
    """The models folder, the register, the translation memory and the user's glossary."""

    models: Path
    names: Path
    memory: Path
    glossary: Path

    def open(self, follow: Callable[[Followed], None]) -> Translator:
        """Return a translator over these files; those that are not there are not needed.

        Raises:
            ModelError: a model is missing or is not the one in the manifest.
            StoreError: the memory, the register or the glossary cannot be read.
        """
        return Translator.set_up(
            Setup(
                models=self.models,
                names=self.names if self.names.exists() else None,
                memory=self.memory,
                glossary=None if self.glossary == glossary_path() else self.own_glossary(),
                follow=follow,
            )
        )

    def revision(self) -> str:
        """Return a digest of what steers a run: register, decisions and glossary.

        Raises:
            StoreError: they cannot be read.
        """
        knowledge = open_knowledge(self.names if self.names.exists() else None)
        try:
            return digest(knowledge.revision, repr(self.own_glossary())).hex()
        finally:
            if knowledge.store:
                knowledge.store.close()

    def known(self) -> Known:
        """Return how much of the register a translator that is opened now knows.

        Raises:
            StoreError: it cannot be read.
        """
        return known_in(self.names)

    def own_glossary(self) -> Glossary:
        """Return the user's glossary; an empty one where there is no file.

        Raises:
            StoreError: it cannot be read.
        """
        if not self.glossary.exists():
            return Glossary()
        with GlossaryStore(self.glossary) as store:
            return store.read()
