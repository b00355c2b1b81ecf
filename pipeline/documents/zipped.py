"""Zip archives of XML parts (docx, odt, pptx): opened with guards, written with what changed.

What a part of the archive holds is parsed with no entity resolved and no network; what is not
changed is copied compressed as it was.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.errors import ArticleError

#: a document of pages, not of volumes; what unpacks to more is refused (a "zip bomb")
LARGEST_UNPACKED = 200_000_000
#: an archive may not hold more files than this
MOST_MEMBERS = 20_000
#: the XML of one part, in bytes
LARGEST_PART = 100_000_000
#: more levels than any document has
DEEPEST = 256
_SAVE_AGAIN = "open it in a word processor and save it again"


@dataclass(frozen=True)
class Package:
    """An archive in memory. ``source`` is what errors call it, ``kind`` what it is for people."""

    data: bytes
    source: str
    kind: str
    members: tuple[str, ...]

    @classmethod
    def open(cls, data: bytes, source: str, *, kind: str, within: str) -> Package:
        """Return the archive of a document.

        Args:
            data: the whole file.
            source: what errors call it.
            kind: what it is, for people: "Word document".
            within: how the name of at least one member begins ("word/").

        Raises:
            ArticleError: it is broken, of another kind, or unpacks to more than 200 MB.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise _broken(source, kind, error) from error
        names = tuple(entry.filename for entry in entries)
        if not any(name.startswith(within) for name in names):
            raise ArticleError(
                f"{source}: this is a zip archive, not a {kind}",
                hint="unpack it, or save the document again in its own format",
            )
        size = sum(entry.file_size for entry in entries)
        if size > LARGEST_UNPACKED:
            raise ArticleError(
                f"{source}: unpacks to {size / 1e6:.0f} MB (the limit is 200 MB)",
                hint="save the document without its pictures",
            )
        if len(names) > MOST_MEMBERS or len(set(names)) < len(names):
            raise ArticleError(
                f"{source}: the {kind} holds {len(names)} files, or two of one name",
                hint=_SAVE_AGAIN,
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise ArticleError(
                f"{source}: the {kind} is locked with a password", hint="save it without one"
            )
        return cls(data, source, kind, names)

    def read(self, name: str) -> bytes:
        """Return the bytes of a member.

        Raises:
            ArticleError: there is none of that name, or it is broken.
        """
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return self._member(archive, name)

    def _member(self, archive: zipfile.ZipFile, name: str) -> bytes:
        try:
            # never more than the size that was checked when the archive was opened
            return archive.read(name)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
            raise _broken(self.source, self.kind, f"{name}: {error}") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise _broken(self.source, self.kind, f"{name}: {error}") from error
            raise

    def tree(self, name: str) -> etree._Element:
        """Return the root of the XML in a member, a tree of the caller's own.

        Raises:
            ArticleError: it is no XML, defines entities, or is nested too deeply.
        """
        data = self.read(name)
        if len(data) > LARGEST_PART:
            raise ArticleError(
                f"{self.source}: {name} is {len(data) / 1e6:.0f} MB (the limit is 100 MB)",
                hint="split the document",
            )
        return parse(data, self.source, self.kind, name)

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the archive with some members replaced or added; all others are as they were.

        Raises:
            ArticleError: a member that is not replaced is broken.
        """
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.data)) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            new.comment = old.comment
            for entry in old.infolist():
                content = parts.get(entry.filename)
                if content is None:
                    content = self._member(old, entry.filename)
                new.writestr(entry, content)
            for name in parts:
                if name not in self.members:
                    new.writestr(zipfile.ZipInfo(name, _NO_DATE), parts[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()


#: of a member that is added: the earliest that an archive can say, so that runs give equal bytes
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def parse(data: bytes, source: str, kind: str, name: str) -> etree._Element:
    """Return the root of an XML text; ``name`` says in errors which part of ``source`` it is.

    Raises:
        ArticleError: it is no XML, defines entities, or is nested too deeply.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(source, kind, f"{name}: {error}") from error
    info = root.getroottree().docinfo
    if info.doctype or any(True for _ in root.iter(etree.Entity)):
        raise ArticleError(
            f"{source}: {name} defines entities, which no {kind} needs", hint=_SAVE_AGAIN
        )
    return root


def serialise(root: etree._Element) -> bytes:
    """Return a tree as the XML of a part: UTF-8, with its declaration."""
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return text


def _broken(source: str, kind: str, error: object) -> ArticleError:
    return ArticleError(f"{source}: the {kind} is broken ({error})", hint=_SAVE_AGAIN)
