"""The command ``samsvar photos``: captions and people of photos reconciled, names put right."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.arguments import add_models_option
from pipeline.commands.options import add_names_option
from pipeline.errors import ArticleError, PipelineError

if TYPE_CHECKING:
    from pipeline.documents.photos import Photo
    from pipeline.documents.photos_names import Change
    from pipeline.flow import Stages
    from pipeline.records import ProcessedArticle

#: letters of a caption below which its language is taken on trust
SHORT = 60


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``photos`` to those of the program."""
    parser = commands.add_parser(
        "photos",
        help="reconcile the names in captions of photos",
        description="Read captions and people shown from the metadata of photos (JPEG, PNG, TIFF:"
        " XMP, IPTC, Exif, sidecars), reconcile the names of all of them together, and write names"
        " that are put right to sidecars (<photo>.xmp). Photos are never changed.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PHOTO_OR_FOLDER",
                        help="photos, or folders of photos")  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR",
                        help="the folder to write sidecars into (default: beside the"
                        " photos)")  # fmt: skip
    parser.add_argument("--accept", action="store_true",
                        help="write what is only proposed too, not just what is sure")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true",
                        help="show what would be written, and write nothing")  # fmt: skip
    add_names_option(parser)
    add_models_option(parser)
    parser.set_defaults(command=_photos)


def _photos(arguments: argparse.Namespace) -> int:
    from pipeline.documents.photos import find_photos, places_of_sidecars, read_photo
    from pipeline.documents.photos_names import changes, of_photo

    paths = find_photos(arguments.paths)
    places = places_of_sidecars(paths, arguments.out)
    photos, failed = [], 0
    for path in paths:
        try:
            photos.append(read_photo(path))
        except ArticleError as error:
            _complain(error)
            failed += 1
    if not any(photo.has_words for photo in photos):
        if failed:
            return 1
        raise ArticleError(
            f"{arguments.paths[0]}: no photo has a caption, a headline or people shown",
            hint="write captions in a photo program first",
        )
    stages = _stages(arguments)
    read, foreign = _norwegian(photos, stages)
    outcome = _reconciled(read, stages, arguments.paths[0].resolve().name)
    found = changes(outcome) if outcome is not None else ()
    own = {photo.path: of_photo(found, photo) for photo in read}
    for photo in photos:
        lines = [*photo.notes, *foreign.get(photo.path, [])]
        if outcome is not None and photo.path in own:
            wanted = [c for c in own[photo.path] if c.sure or arguments.accept]
            lines += _told(own[photo.path], wanted)
            lines += _doubts(photo, outcome)
            try:
                lines += _write(photo, wanted, places[photo.path], dry=arguments.dry_run)
            except PipelineError as error:
                _complain(error)
                failed += 1
        print(photo.path)
        print("".join(f"  {line}\n" for line in lines or ["nothing to correct"]), end="")
    return 1 if failed else 0


def _complain(error: PipelineError) -> None:
    print(f"samsvar: {error}", file=sys.stderr)


def _stages(arguments: argparse.Namespace) -> Stages:
    from pipeline.assets import models_dir
    from pipeline.authority.register import names_file_to_read, open_knowledge
    from pipeline.build import build_stages

    knowledge = open_knowledge(names_file_to_read(arguments.names))
    return build_stages(arguments.models or models_dir(), knowledge=knowledge)


def _norwegian(
    photos: Sequence[Photo], stages: Stages
) -> tuple[list[Photo], dict[Path, list[str]]]:
    """Return the photos whose captions can be read, and why others are left out."""
    from pipeline.documents.photos import article_of_photos
    from pipeline.records import NORWEGIAN

    read: list[Photo] = []
    left: dict[Path, list[str]] = {}
    for photo in photos:
        if not photo.has_words:
            left[photo.path] = ["no caption and no people shown"]
            continue
        words = article_of_photos([photo.model_copy(update={"people": ()})] if photo.caption
                                  else [photo], photo.path.name)  # fmt: skip
        found, _ = stages.detect(words)
        letters = sum(c.isalpha() for c in photo.caption)
        if found.language not in NORWEGIAN and letters > SHORT:
            left[photo.path] = [f"left out: the caption is in {found.language}, not Norwegian"]
        else:
            read.append(photo)
    return read, left


def _reconciled(photos: Sequence[Photo], stages: Stages, name: str) -> ProcessedArticle | None:
    """Return what the pipeline finds in some photos together; nothing is translated."""
    from pipeline.documents.photos import article_of_photos
    from pipeline.flow import process
    from pipeline.records import Detection, SkippedArticle

    if not photos:
        return None
    known = Detection(language="nb", confidence=1.0), ()
    told = replace(stages, detect=lambda _: known)
    outcome = process(article_of_photos(photos, name), told, ())
    return None if isinstance(outcome, SkippedArticle) else outcome


def _doubts(photo: Photo, outcome: ProcessedArticle) -> Iterator[str]:
    """Give a line for each thing about a photo that a person should look at."""
    from pipeline.documents.photos_names import not_shown, questions

    for question in questions(outcome, photo):
        yield f"to decide: {question}"
    only_caption, only_list = not_shown(outcome, photo)
    for name in only_caption:
        yield f"in the caption, not among the people shown: {name}"
    for name in only_list:
        yield f"among the people shown, not in the caption: {name}"


def _write(photo: Photo, wanted: Sequence[Change], place: Path, *, dry: bool) -> list[str]:
    """Write the sidecar of a photo where a name is put right; return what to tell.

    Raises:
        ArticleError: the sidecar that there is is broken.
        StoreError: the sidecar cannot be written.
    """
    from pipeline.documents.photos import read_sidecar, sidecar_of
    from pipeline.documents.photos_names import corrected
    from pipeline.documents.photos_sidecar import sidecar
    from pipeline.files import write_pieces

    if not wanted:
        return []
    existing = read_sidecar(place) or read_sidecar(sidecar_of(photo.path))
    text = sidecar(photo, corrected(photo, wanted), existing, str(place))
    if dry:
        return [f"would be written: {place}"]
    write_pieces([text], place)
    return [f"written: {place}"]


def _told(own: Sequence[Change], wanted: Sequence[Change]) -> Iterator[str]:
    """Give a line for each name of a photo that is put right or proposed."""
    for change in own:
        where = change.mention.span.part.rpartition(": ")[2]
        done = "corrected" if change in wanted else "proposed"
        yield f"{done}: {change.written} → {change.name} ({where}): {change.why}"
