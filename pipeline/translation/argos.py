"""Installed Argos packages as an engine: run directly, whole articles at a time.

Argos itself translates a paragraph at a time, joins the sentences, and turns underscores into
spaces. Here the package's CTranslate2 model and its tokeniser are driven directly: every sentence
keeps its place and its score, and all of an article goes through in large batches.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.records import ModelRef
from pipeline.text.folding import squeeze
from pipeline.translation.engine import (
    Hypothesis,
    is_blank,
    joined,
    no_such_pair,
    pivot,
    split_long,
)
from pipeline.translation.packages import ArgosPackage, installed_packages
from pipeline.translation.pieces import SPACE, Pieces
from pipeline.translation.runtime import EncoderDecoder, Found, Search

#: sources longer than this many pieces are cut: published models were trained on about 200
LONGEST = 180
#: the language between two others
PIVOT = "en"
#: whose package serves where a language has none of its own
_STAND_INS = {"nb": ("no",), "nn": ("nb", "no"), "no": ("nb",)}
_HASHED_AT_ONCE = ("model/model.bin", "sentencepiece.model", "bpe.model")


class ArgosEngine:
    """All packages in a folder; each is loaded when it is first needed.

    Args:
        folder: where packages are installed.
        threads: processor cores to use; 0 is all of them.

    Raises:
        ModelError: something in the folder is not a whole package.
    """

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        self._packages = {
            (package.source, package.target): package for package in installed_packages(folder)
        }
        self._loaded: dict[tuple[str, str], _Loaded] = {}
        self._threads = threads
        self._refs = {pair: reference(package) for pair, package in self._packages.items()}
        self.refs = tuple(self._refs.values())

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The pairs that can be translated, directly or by way of English."""
        sources = {source for source, _ in self._packages}
        sources |= {name for name, others in _STAND_INS.items() if sources.intersection(others)}
        targets = {target for _, target in self._packages}
        return frozenset(
            (source, target)
            for source in sources
            for target in targets
            if source != target and self._steps(source, target)
        )

    def refs_for(self, source: str, target: str) -> tuple[ModelRef, ...]:
        """Return the packages that a pair goes through, in their order."""
        steps = self._steps(source, target)
        return tuple(self._refs[step] for step in steps)

    def road(self, source: str, target: str) -> str:
        """Return the languages on the way: "nb-fr", or "nb-en-fr" by way of English.

        Raises:
            ModelError: no package leads there.
        """
        steps = self._steps(source, target)
        if not steps:
            raise no_such_pair(source, target)
        return "-".join([source, *(step[1] for step in steps)])

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        *,
        alternatives: int = 1,
        prefixes: Sequence[str] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate sentences; see ``engine.Engine``."""
        steps = self._steps(source, target)
        if not steps:
            raise no_such_pair(source, target)
        *before, last = steps
        texts, first = list(sentences), None
        for step in before:
            first = self._load(step).translate(texts, 1, None)
            texts = [found[0].text for found in first]
        second = self._load(last).translate(texts, alternatives, prefixes)
        return pivot(first, second) if first else second

    def _steps(self, source: str, target: str) -> list[tuple[str, str]]:
        direct = self._step(source, target)
        if direct:
            return [direct]
        first, second = self._step(source, PIVOT), self._step(PIVOT, target)
        return [first, second] if first and second else []

    def _step(self, source: str, target: str) -> tuple[str, str] | None:
        """Return the package for one step; a language's own comes first."""
        for name in (source, *_STAND_INS.get(source, ())):
            if (name, target) in self._packages:
                return (name, target)
        return None

    def _load(self, pair: tuple[str, str]) -> _Loaded:
        if pair not in self._loaded:
            self._loaded[pair] = _Loaded(self._packages[pair], self._threads)
        return self._loaded[pair]


class _Loaded:
    """One package, loaded."""

    def __init__(self, package: ArgosPackage, threads: int) -> None:
        self._package = package
        file = package.folder / "sentencepiece.model"
        try:
            self._model = EncoderDecoder(package.folder / "model", threads=threads)
            self._pieces = None if package.encode else Pieces(file)
        except ModelError as error:
            hint = f"remove {package.folder} and install the package again"
            raise ModelError(error.message, hint=hint) from error

    def translate(
        self, sentences: Sequence[str], alternatives: int, prefixes: Sequence[str] | None
    ) -> list[tuple[Hypothesis, ...]]:
        cuts = [
            [] if is_blank(text) else split_long(squeeze(text), self._fits) for text in sentences
        ]
        starts = prefixes if prefixes is not None else [""] * len(sentences)
        sources = [self._encode(piece.strip()) for cut in cuts for piece in cut]
        # only the first piece of a sentence starts as the sentence has to
        begun = [
            self._begin(start if number == 0 else "")
            for cut, start in zip(cuts, starts, strict=True)
            for number in range(len(cut))
        ]
        found = iter(
            self._model.translate(sources, begun, alternatives=alternatives, search=Search())
        )
        return [
            joined(cut, [self._hypotheses(next(found)) for _ in cut])
            if cut
            else (Hypothesis(text, 0.0),)
            for text, cut in zip(sentences, cuts, strict=True)
        ]

    def _fits(self, text: str) -> bool:
        return len(self._encode(text)) <= LONGEST

    def _encode(self, text: str) -> list[str]:
        if self._package.encode:
            return self._package.encode(text)
        return self._sentencepiece.encode_as_pieces([text])[0]

    def _decode(self, pieces: Sequence[str]) -> str:
        if self._package.decode:
            return self._package.decode(list(pieces))
        # a piece that SentencePiece does not know comes back with its sign for a space
        return self._sentencepiece.decode_pieces(pieces).replace(SPACE, " ")

    @property
    def _sentencepiece(self) -> Pieces:
        if self._pieces is None:  # pragma: no cover - only asked where there is no encoder
            message = "the package brings its own tokeniser"
            raise TypeError(message)
        return self._pieces

    def _begin(self, start: str) -> list[str]:
        prefix = self._package.target_prefix
        return ([prefix] if prefix else []) + (self._encode(start) if start else [])

    def _hypotheses(self, found: Sequence[Found]) -> tuple[Hypothesis, ...]:
        prefix = self._package.target_prefix
        return tuple(
            Hypothesis(self._decode(_without(one.pieces, prefix)).strip(), one.score)
            for one in found
        )


def reference(package: ArgosPackage) -> ModelRef:
    """Return what to call a package in a result: the digest is that of model and tokeniser."""
    digest = hashlib.sha256()
    for content in _contents(package.folder):
        digest.update(content)
    return ModelRef(
        name=f"argos-{package.source}-{package.target}",
        version=package.version,
        sha256=digest.hexdigest(),
    )


def _contents(folder: Path) -> Iterator[bytes]:
    for name in _HASHED_AT_ONCE:
        if (folder / name).is_file():
            yield (folder / name).read_bytes()


def _without(pieces: Sequence[str], prefix: str) -> Sequence[str]:
    """Return the pieces without the one that marks the language.

    >>> _without(["__fr__", "▁Oui"], "__fr__")
    ['▁Oui']
    """
    return pieces[1:] if prefix and pieces and pieces[0] == prefix else pieces
