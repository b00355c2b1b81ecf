"""Argos packages on disk and in Argos's index. The only module that knows argostranslate.

Packages are opened with ``argostranslate.package``. Left aside are

- ``argostranslate.translate``: it needs stanza (hence torch) and downloads a model when imported;
- ``package.install_from_path``: it imports that module when it has extracted the package, and it
  extracts straight into its place; here a package is moved there when it is complete and readable;
- ``package.get_available_packages``: it calls itself for ever when the index cannot be fetched;
- argostranslate's folders in the home directory: importing it creates them, so it is imported with
  these folders pointing into a temporary one, and told where packages are in every call.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import ConfigError, ModelError, StoreError
from pipeline.translation.pieces import Pieces
from pipeline.translation.runtime import EncoderDecoder

SUFFIX = ".argosmodel"

_REDIRECTED = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
_ELSEWHERE = f"get the {SUFFIX} file elsewhere, then: samsvar models install FILE{SUFFIX}"
_PAIR = re.compile(r"^([a-z]{2,3})-([a-z]{2,3})$")


@dataclass(frozen=True)
class ArgosPackage:
    """An installed package.

    Attributes:
        folder: where it is; ``model/`` in it is a CTranslate2 model.
        source: language code.
        target: language code.
        version: of the package.
        target_prefix: piece that every target has to start with ("" for none).
        encode: text to pieces, for packages that bring ``bpe.model``; else None.
        decode: pieces to text, the same.
    """

    folder: Path
    source: str
    target: str
    version: str
    target_prefix: str = ""
    encode: Callable[[str], list[str]] | None = None
    decode: Callable[[list[str]], str] | None = None


def installed_packages(folder: Path) -> tuple[ArgosPackage, ...]:
    """Return the translation packages in a folder; where a pair is there twice, the newer one.

    Raises:
        ModelError: something in the folder is not a whole package.
    """
    if not folder.is_dir():
        return ()
    places = [place for place in sorted(folder.iterdir()) if _is_package_folder(place)]
    if not places:
        return ()
    newest: dict[tuple[str, str], ArgosPackage] = {}
    for place in places:
        package = open_package(place)
        if package is None:
            continue
        pair = (package.source, package.target)
        if pair not in newest or _order(package.version) > _order(newest[pair].version):
            newest[pair] = package
    return tuple(newest[pair] for pair in sorted(newest))


def open_package(folder: Path) -> ArgosPackage | None:
    """Return the package in a folder; None where it is for something else than translation.

    Raises:
        ModelError: it is not a whole package.
    """
    hint = f"remove {folder} and install the package again"
    try:
        package = _library().Package(folder)
    except (OSError, ValueError, AttributeError, TypeError) as error:
        message = f"{folder} is not an Argos package: its metadata.json is missing or broken"
        raise ModelError(message, hint=hint) from error
    if package.type != "translate" or not package.from_code or not package.to_code:
        return None
    is_bpe = (folder / "bpe.model").is_file() and not (folder / "sentencepiece.model").is_file()
    for file in ("model/model.bin", "bpe.model" if is_bpe else "sentencepiece.model"):
        if not (folder / file).is_file():
            message = f"the Argos package {folder} has no {file}"
            raise ModelError(message, hint=hint)
    return ArgosPackage(
        folder=folder,
        source=package.from_code,
        target=package.to_code,
        version=package.package_version,
        target_prefix=package.target_prefix,
        encode=package.tokenizer.encode if is_bpe else None,
        decode=package.tokenizer.decode if is_bpe else None,
    )


def install(
    wanted: Sequence[str], folder: Path, *, index: str | None = None, timeout: float = 10.0
) -> tuple[ArgosPackage, ...]:
    """Install packages: files by path, published ones by pair ("nb-en") from Argos's index.

    Args:
        wanted: paths of ``.argosmodel`` files, and pairs.
        folder: where packages go.
        index: address of the index; the one that argostranslate knows if not given.
        timeout: seconds to wait for an answer.

    Raises:
        ConfigError: an argument is neither a file nor a pair.
        ModelError: the index or a package cannot be fetched, or is not what it should be.
        StoreError: the folder cannot be written.
    """
    published: list[dict[str, Any]] | None = None
    installed = []
    for one in wanted:
        if one.endswith(SUFFIX) or Path(one).is_file():
            installed.append(install_file(Path(one), folder))
            continue
        pair = _PAIR.match(one)
        if not pair:
            message = f"{one} is neither a file nor a pair of languages"
            raise ConfigError(message, hint="write nb-en, or the path of an .argosmodel file")
        if published is None:
            published = _fetch_index(index or _library().settings.remote_package_index, timeout)
        links = _links(published, pair[1], pair[2])
        with _downloaded(links, folder, timeout) as file:
            installed.append(install_file(file, folder))
    return tuple(installed)


def install_file(file: Path, folder: Path) -> ArgosPackage:
    """Install an ``.argosmodel`` file; a package of the same folder name is replaced.

    Raises:
        ModelError: the file is missing, or not a whole translation package.
        StoreError: the folder cannot be written.
    """
    if not file.is_file():
        message = f"{file}: no such file"
        raise ModelError(message, hint="check the path")
    with _beside(folder) as beside:
        _extract(file, beside)
        found = [place for place in beside.iterdir() if _is_package_folder(place)]
        if len(found) != 1 or _whole_package(found[0], file) is None:
            message = f"{file} is not an Argos package for translation"
            raise ModelError(message, hint=f"it must hold one folder, as other {SUFFIX} files do")
        place = folder / found[0].name
        shutil.rmtree(place, ignore_errors=True)
        found[0].replace(place)
    package = open_package(place)
    if package is None:  # pragma: no cover - it was one a moment ago
        message = f"{place} was changed while it was installed"
        raise ModelError(message, hint="install it again")
    return package


def _extract(file: Path, folder: Path) -> None:
    """Unpack a file.

    Raises:
        ModelError: it is no zip file, or a damaged or locked one.
        StoreError: the folder cannot be written.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            archive.extractall(folder)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        # what zipfile says may quote the file, byte for byte
        kind = "a damaged zip file" if zipfile.is_zipfile(file) else "no zip file"
        message = f"{file} is not an Argos package: it is {kind}"
        raise ModelError(message, hint="fetch the file again") from error
    except (RuntimeError, NotImplementedError, UnicodeError) as error:
        message = f"{file} is not an Argos package: it is a zip file with a password or a method"
        message += " that packages do not have"
        raise ModelError(message, hint="fetch the file again") from error
    except OSError as error:
        message = f"{folder.parent} cannot be written: {error.strerror}"
        raise StoreError(message, hint="free some space and install again") from error


def _whole_package(folder: Path, file: Path) -> ArgosPackage | None:
    """Return the package that was unpacked from a file, its model loaded once to try it.

    Raises:
        ModelError: it is not a whole package, or its model cannot be loaded; names the file.
    """
    try:
        package = open_package(folder)
        if package is not None:
            EncoderDecoder(folder / "model", threads=1)
            if package.encode is None:
                Pieces(folder / "sentencepiece.model")
    except ModelError as error:
        reason = error.message.replace(str(folder), file.name)
        message = f"{file} cannot be installed: {reason}"
        raise ModelError(message, hint="fetch the file again") from error
    return package


def _is_package_folder(place: Path) -> bool:
    return place.is_dir() and not place.name.startswith((".", "__MACOSX"))


def _fetch_index(address: str, timeout: float) -> list[dict[str, Any]]:
    message = f"Argos's list of packages at {address} cannot be fetched"
    try:
        with _open(address, timeout) as answer:
            entries = json.load(answer)
    except (OSError, ValueError) as error:
        raise ModelError(f"{message}: {error}", hint=_ELSEWHERE) from error
    if not isinstance(entries, list):
        raise ModelError(f"{message}: it is not a list", hint=_ELSEWHERE)
    return entries


def _links(published: Sequence[dict[str, Any]], source: str, target: str) -> list[str]:
    """Return the addresses of the newest package for a pair."""
    packages = [_library().AvailablePackage(metadata) for metadata in published]
    fitting = [one for one in packages if (one.from_code, one.to_code) == (source, target)]
    if not fitting:
        pairs = sorted({f"{one.from_code}-{one.to_code}" for one in packages})
        norwegian = [pair for pair in pairs if "nb" in pair or "nn" in pair] or pairs[:10]
        message = f"Argos has no package {source}-{target}"
        raise ModelError(message, hint=f"it has {', '.join(norwegian) or 'none'}")
    newest = max(fitting, key=lambda one: _order(one.package_version))
    return [str(link) for link in newest.links]


@contextmanager
def _downloaded(links: Sequence[str], folder: Path, timeout: float) -> Iterator[Path]:
    with _beside(folder) as beside:
        file = beside / f"package{SUFFIX}"
        problems = []
        for link in links:
            try:
                with _open(link, timeout) as answer, file.open("wb") as content:
                    shutil.copyfileobj(answer, content)
            except (OSError, ValueError) as error:
                problems.append(f"{link}: {error}")
            else:
                break
        else:
            message = "the package cannot be fetched: " + "; ".join(problems or ["no address"])
            raise ModelError(message, hint=_ELSEWHERE)
        yield file


def _open(address: str, timeout: float) -> Any:  # noqa: ANN401 - urllib's answer
    """Open an address: https, or http on this machine (packages carry no signature).

    Raises:
        ValueError: it is another kind of address.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        message = "only https addresses are fetched"
        raise ValueError(message)
    request = urllib.request.Request(address, headers={"User-Agent": "ArgosTranslate"})  # noqa: S310
    return urllib.request.urlopen(request, timeout=timeout)  # noqa: S310 - checked above


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Make a temporary folder on the same disk as ``folder``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = tempfile.TemporaryDirectory(prefix=".install-", dir=folder)
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}"
        raise StoreError(message, hint="set SAMSVAR_MODELS to a folder of your own") from error
    with temporary as name:
        yield Path(name)


def _order(version: str) -> tuple[int, ...]:
    """Return what versions are compared by.

    >>> _order("1.10") > _order("1.9")
    True
    """
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _library() -> Any:  # noqa: ANN401 - untyped
    """Import ``argostranslate.package``, leaving home directory and environment as they were."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="argos-") as folder:
        os.environ.update(dict.fromkeys(_REDIRECTED, folder))
        try:
            return import_module("argostranslate.package")
        finally:
            os.environ.clear()
            os.environ.update(before)
