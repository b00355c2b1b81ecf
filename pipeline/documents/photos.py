"""Photos in: captions, creators and the people shown, as one article of many photos.

What a photo says may stand in four places: in a sidecar (photo.xmp), in XMP, in IPTC, in Exif. The
first that speaks is believed; where another says something else, the notes of the photo say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.documents.photos_iptc import (
    BYLINE,
    CAPTION,
    CREDIT,
    HEADLINE,
    Iptc,
    clean,
    find_encoding,
    read_iptc,
)
from pipeline.documents.photos_segments import SUFFIXES, Blocks, read_blocks
from pipeline.documents.photos_tiff import ARTIST, IMAGE_DESCRIPTION, Tiff
from pipeline.documents.photos_xmp import Xmp, joined, parse_xmp, read_xmp
from pipeline.errors import ArticleError, ConfigError
from pipeline.records import Article, Part, PartKind, Record

#: what cameras write as a description of every photo
_CAMERA = ("olympus digital camera", "sony dsc", "digital camera", "minolta digital camera")
#: the heading over the people that the metadata name, as lists in articles have it
LIST_HEADING = "Deltakere:"
#: a sidecar is no larger
LARGEST_SIDECAR = 20_000_000
#: IPTC fields are cut at these lengths, in bytes
_CUT = {"caption": 2000, "headline": 256, "creator": 32, "credit": 32}


class Photo(Record):
    """What the metadata of a photo say.

    ``language`` is that of the caption in XMP, as written there. ``notes`` say what had to be
    assumed, and where the metadata contradict each other.
    """

    path: Path
    caption: str = ""
    language: str = ""
    headline: str = ""
    creators: tuple[str, ...] = ()
    credit: str = ""
    people: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.caption or self.headline or self.people)


def find_photos(paths: Sequence[Path]) -> list[Path]:
    """Return the photos among some files and in some folders (not in folders inside them).

    Raises:
        ConfigError: a folder has no photo.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES)
        if not inside:
            raise ConfigError(
                f"{path}: there is no photo in the folder",
                hint=f"photos end in {', '.join(sorted(SUFFIXES))}",
            )
        found |= dict.fromkeys(inside)
    return list(found)


def sidecar_of(path: Path) -> Path:
    """Return where the sidecar of a photo is, beside it.

    >>> sidecar_of(Path("mappe/DSC_1.jpg")).name
    'DSC_1.xmp'
    """
    return path.with_suffix(".xmp")


def places_of_sidecars(paths: Sequence[Path], out: Path | None) -> dict[Path, Path]:
    """Return where the sidecar of each photo goes: beside it, or into a folder.

    Raises:
        ConfigError: two photos would have the same sidecar, or the same name.
    """
    taken: dict[Path, Path] = {}
    names: dict[str, Path] = {}
    for path in paths:
        place = out / sidecar_of(path).name if out else sidecar_of(path)
        other = taken.setdefault(place, path)
        if other != path:
            raise ConfigError(
                f"{other} and {path} would have one sidecar ({place})",
                hint="give only one of them, or run them apart with another --out",
            )
        other = names.setdefault(path.name, path)
        if other != path:
            raise ConfigError(
                f"{other} and {path} have the same name",
                hint="run the folders one after the other",
            )
    return {path: place for place, path in taken.items()}


def read_sidecar(path: Path) -> bytes:
    """Return the bytes of a sidecar; none where there is none.

    Raises:
        ArticleError: it cannot be read or is too large.
    """
    try:
        if path.stat().st_size > LARGEST_SIDECAR:
            raise ArticleError(
                f"{path}: {path.stat().st_size / 1e6:.0f} MB is no XMP file"
                f" (the limit is {LARGEST_SIDECAR / 1e6:.0f} MB)",
                hint="move it away",
            )
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror}") from error


def read_photo(path: Path) -> Photo:
    """Return what the metadata of a photo say; its pixels are not read.

    Raises:
        ArticleError: the file is no photo, or a block of its metadata is broken; says which.
    """
    blocks = read_blocks(path)
    beside = sidecar_of(path)
    written = read_sidecar(beside)
    sources: list[tuple[str, Xmp]] = []
    if written.strip():
        sources.append((f"the sidecar {beside.name}", read_xmp(parse_xmp(written, str(beside)))))
    if blocks.xmp or blocks.extended:
        sources.append(("XMP", _embedded(blocks, path)))
    notes: list[str] = []
    if blocks.iptc:
        iptc = read_iptc(blocks.iptc, str(path))
        notes += iptc.notes
        sources.append(("IPTC", _of_iptc(iptc)))
    if blocks.exif:
        sources.append(("Exif", _of_exif(blocks.exif, notes)))
    return _settled(path, sources, notes)


def _embedded(blocks: Blocks, path: Path) -> Xmp:
    found = Xmp()
    for data, what in ((blocks.xmp, "XMP"), (blocks.extended, "XMP (second part)")):
        if data:
            found = joined(found, read_xmp(parse_xmp(data, f"{path}, {what}")))
    return found


def _of_iptc(iptc: Iptc) -> Xmp:
    return Xmp(
        caption=iptc.first(CAPTION),
        headline=iptc.first(HEADLINE),
        creators=tuple(name for name in iptc.texts.get(BYLINE, ()) if name),
        credit=iptc.first(CREDIT),
    )


def _of_exif(exif: Tiff, notes: list[str]) -> Xmp:
    texts = []
    for tag in (IMAGE_DESCRIPTION, ARTIST):
        data = exif.raw(tag).rstrip(b"\x00")
        encoding, note = find_encoding(data, "Exif")
        notes += [note] if note and note not in notes else []
        texts.append(clean(data.decode(encoding, "replace")))
    caption, artist = texts
    if caption.casefold() in _CAMERA:
        caption = ""
    artists = tuple(name.strip() for name in artist.split(";") if name.strip())
    return Xmp(caption=caption, creators=artists)


def _settled(path: Path, sources: Sequence[tuple[str, Xmp]], notes: list[str]) -> Photo:
    """Return what the first source that speaks says, with notes on the others."""
    whole = Xmp()
    for _, source in sources:
        whole = joined(whole, source)
    for field, read in (
        ("caption", lambda x: x.caption),
        ("headline", lambda x: x.headline),
        ("creator", lambda x: "; ".join(x.creators)),
        ("people shown", lambda x: "; ".join(x.people)),
    ):
        said = [(name, text) for name, source in sources if (text := read(source))]
        notes += _disagreement(field, said)
    return Photo(
        path=path,
        caption=whole.caption,
        language=whole.language,
        headline=whole.headline,
        creators=whole.creators,
        credit=whole.credit,
        people=whole.people,
        notes=tuple(notes),
    )


def _disagreement(field: str, said: Sequence[tuple[str, str]]) -> list[str]:
    """Return a note for each source that says something else than the first."""
    found = []
    for name, text in said[1:]:
        first, best = said[0]
        a, b = " ".join(best.split()), " ".join(text.split())
        cut = len(text.encode()) >= _CUT.get(field, 1 << 30) - 3 and a.startswith(b)
        if a != b and not cut:
            found.append(f"{field}: {first} has “{_short(a)}” (used), {name} has “{_short(b)}”")
    return found


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}…"


# -- an article of photos ---------------------------------------------------------------------


def part_name(photo: Photo, what: str) -> str:
    """Return what a part of the article of photos is called.

    >>> part_name(Photo(path=Path("mappe/DSC_1.jpg")), "caption")
    'DSC_1.jpg: caption'
    """
    return f"{photo.path.name}: {what}"


def article_of_photos(photos: Iterable[Photo], article_id: str) -> Article:
    """Return the article that some photos are: their captions, credits and lists of people.

    Of each photo, the headline, the caption, who took it, and the people shown as a list.

    Raises:
        ArticleError: no photo has a caption or names anybody.
    """
    parts = [part for photo in photos for part in _parts(photo)]
    if not parts:
        raise ArticleError(
            f"{article_id}: no photo has a caption, a headline or people shown",
            hint="write captions in a photo program first",
        )
    first, *others = parts
    parts = [first.model_copy(update={"before": ""}), *others]
    return Article(id=article_id, source=article_id, parts=tuple(parts))


def _parts(photo: Photo) -> list[Part]:
    if not photo.has_words:
        return []
    made = []

    def add(what: str, kind: PartKind, text: str, before: str = "\n\n") -> None:
        made.append(
            Part(name=part_name(photo, what), kind=kind, text=text, before=before,
                 why="metadata of the photo")
        )  # fmt: skip

    if photo.headline:
        add("headline", PartKind.HEADING, photo.headline)
    if photo.caption:
        add("caption", PartKind.CAPTION, photo.caption)
    for number, creator in enumerate(photo.creators, start=1):
        add(f"creator {number}", PartKind.CREDIT, f"{CREDITED}{creator}")
    if photo.people:
        add("people shown", PartKind.HEADING, LIST_HEADING)
        for number, person in enumerate(photo.people, start=1):
            add(f"person {number}", PartKind.LIST_ITEM, person, "\n")
    return made


#: what stands before a creator in the article
CREDITED = "Foto: "
