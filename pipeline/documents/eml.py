"""E-mails (eml) in and out: the subject and what the sender wrote; everything else is kept."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.message import Message

from pipeline.documents.eml_bodies import Body, body_of
from pipeline.documents.rewriting import Place, Styled
from pipeline.errors import ArticleError
from pipeline.records import PartKind

#: attachments are kept, so that a mail may be larger than an article
LARGEST = 60_000_000
MOST_PARTS = 200
#: what an answer or a forwarded mail has before its subject
_PREFIX = re.compile(r"(?:(?:re|sv|vs|fwd?|vedr|ang)\s*:\s*)+", re.IGNORECASE)
_BOUNDARY = re.compile(rb"boundary\s*\*?\d*\*?\s*=", re.IGNORECASE)
_LONGEST_LINE = 900
#: what the library raises on headers that no mail program writes
_ODD = (UnicodeError, LookupError, TypeError, AttributeError, ValueError)
_Parts = tuple[tuple[tuple[int, ...], Body, bool], ...]


@dataclass(frozen=True)
class Eml:
    """An e-mail as a document that can be written again.

    ``bodies`` are the parts that are read, by their path in the mail. Place 0 is the subject where
    ``subject`` is not empty; ``prefix`` is what stands before it ("Re: ").
    """

    data: bytes
    subject: str
    prefix: str
    bodies: _Parts
    places: tuple[Place, ...]
    notes: tuple[str, ...] = ()
    not_kept: tuple[str, ...] = ()
    suffix: str = ".eml"

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return the mail with some places written anew; attachments and headers are kept."""
        if not said:
            return self.data
        try:
            return self._written(said, language)
        except _ODD as error:
            raise _broken(f"the mail “{self.subject}”", error) from error

    def _written(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        mail = _parsed(self.data)
        at = 0
        if self.subject:
            at = 1
            if 0 in said:
                words = " ".join("".join(piece.text for piece in said[0]).split())
                mail.replace_header("Subject", _header(self.prefix + words))
        for path, body, _ in self.bodies:
            own = {n - at: said[n] for n in range(at, at + len(body.places)) if n in said}
            at += len(body.places)
            if own:
                _put(_part(mail, path), body.rewrite(own, language), language)
        line_end = "\r\n" if b"\r\n" in self.data[:2000] else "\n"
        return mail.as_bytes(policy=policy.compat32.clone(linesep=line_end, max_line_length=0))


def looks_like_eml(data: bytes, name: str) -> bool:
    """Return whether a file is an e-mail, by the end of its name."""
    return bool(data) and name.lower().endswith(".eml")


def open_eml(data: bytes, source: str) -> Eml:
    """Return an e-mail as a document whose subject and bodies can be written anew.

    Where a mail has its text both plain and as HTML, the plain one is the article; both are
    translated. Quoted replies, signatures and attachments are left as they are.

    Raises:
        ArticleError: it is no mail, too large, encrypted, or has no text.
    """
    if len(data) > LARGEST:
        raise ArticleError(
            f"{source}: {len(data) / 1e6:.0f} MB (the limit is 60 MB)",
            hint="save the mail without its attachments",
        )
    if len(_BOUNDARY.findall(data)) > MOST_PARTS:
        raise ArticleError(f"{source}: the mail has more parts than any mail has",
                           hint="save its text alone")  # fmt: skip
    mail = _parsed(data)
    if not mail.keys():
        raise ArticleError(f"{source}: this is no e-mail: it has no headers",
                           hint="save it as .eml from a mail program")  # fmt: skip
    if mail.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
        raise ArticleError(f"{source}: the mail is encrypted",
                           hint="save it decrypted from a mail program")  # fmt: skip
    try:
        bodies = tuple(_bodies(mail, source))
        notes, not_kept = tuple(_notes(mail, bodies)), tuple(_not_kept(mail))
    except _ODD as error:
        raise _broken(source, error) from error
    subject = _decoded(_raw(mail, "subject"))
    prefix = _PREFIX.match(subject)
    bare = subject[prefix.end() :] if prefix else subject
    places = [Place(bare, PartKind.TITLE, "the subject", address="subject")] if bare else []
    for path, body, aside in bodies:
        where = f"part {'.'.join(str(n + 1) for n in path)}, " if path else ""
        places += [
            replace(place, address=where + place.address, aside=aside or place.aside)
            for place in body.places
        ]
    if not any(c.isalnum() for place in places for c in place.text):
        raise ArticleError(f"{source}: there is no text in the mail", hint="check what was saved")
    return Eml(data, bare, prefix.group() if prefix else "", bodies, tuple(places), notes, not_kept)


def _broken(what: str, error: Exception) -> ArticleError:
    return ArticleError(
        f"{what}: the mail is broken ({error})", hint="save its text alone, or save it again"
    )


def _parsed(data: bytes) -> Message:
    return message_from_bytes(data, policy=policy.compat32)


def _raw(mail: Message, name: str) -> str:
    """Return a header as it stands; bytes that are no ASCII are read as UTF-8 or Latin-1."""
    value = next((str(v) for key, v in mail.raw_items() if key.lower() == name), "")
    data = value.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _decoded(value: object) -> str:
    """Return a header as text; one that is encoded in no way that is known is taken as it stands.

    >>> _decoded("=?utf-8?q?M=C3=B8te_i_Bod=C3=B8?=")
    'Møte i Bodø'
    """
    try:
        text = str(make_header(decode_header(value)))  # type: ignore[arg-type]
    except (HeaderParseError, LookupError, ValueError, binascii.Error):
        text = str(value)
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())


def _header(text: str) -> str:
    """Return a text as the value of a header: in ASCII, folded.

    >>> _header("Møte")
    '=?utf-8?b?TcO4dGU=?='
    """
    return Header(text, None if text.isascii() else "utf-8", header_name="Subject").encode()


# -- parts ------------------------------------------------------------------------------------


def _bodies(mail: Message, source: str) -> Iterator[tuple[tuple[int, ...], Body, bool]]:
    """Give the parts of a mail that its sender wrote: where, what, and whether beside the text."""
    found = [(path, part) for path, part in _leaves(mail, ()) if _is_body(part)]
    has_plain = False
    for path, part in found:
        kind = part.get_content_type()
        text, codec = _text(part)
        if kind == "text/plain" and part.get_param("format") == "flowed":
            kind = "text/flowed"
        body = body_of(kind, text, codec, source)
        words = any(c.isalnum() for place in body.places for c in place.text)
        yield path, body, kind == "text/html" and has_plain
        has_plain = has_plain or (kind != "text/html" and words)


def _leaves(part: Message, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Message]]:
    """Give the parts that hold something, with the numbers that lead to them."""
    inner = part.get_payload()
    if isinstance(inner, list) and part.get_content_maintype() == "multipart":
        for number, child in enumerate(inner):
            if isinstance(child, Message):
                yield from _leaves(child, (*path, number))
    else:
        yield path, part


def _part(mail: Message, path: tuple[int, ...]) -> Message:
    for number in path:
        inner = mail.get_payload()
        child = inner[number] if isinstance(inner, list) else mail
        if isinstance(child, Message):
            mail = child
    return mail


def _is_body(part: Message) -> bool:
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and not _is_attached(part)
        and isinstance(part.get_payload(), str)
    )


def _is_attached(part: Message) -> bool:
    return bool(re.match(r"\s*attachment", str(part.get("Content-Disposition", "")), re.IGNORECASE))


#: encodings of two or four bytes a character: read, and written as UTF-8
_WIDE = re.compile(r"utf-?(?:16|32)(?:-?[lb]e)?$", re.IGNORECASE)


def _text(part: Message) -> tuple[str, str]:
    """Return the text of a part with single line ends, and the codec that it was in."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    wide = _WIDE.match(str(part.get_content_charset()))
    for name in (wide.group() if wide else _codec(part), "utf-8", "cp1252", "latin-1"):
        try:
            text = data.decode(name, "ignore" if wide else "strict")
        except (UnicodeError, LookupError):
            continue
        return re.sub(r"\r\n?", "\n", text).removeprefix("\ufeff"), "utf-8" if wide else name
    return "", "utf-8"  # pragma: no cover  (latin-1 reads every byte)


def _codec(part: Message) -> str:
    """Return the codec that a part names, where it is one of text."""
    try:
        name = codecs.lookup(str(part.get_content_charset() or "utf-8")).name
    except (LookupError, ValueError):
        return "utf-8"
    if name == "ascii":
        return "utf-8"
    return name if re.match(r"utf-8|iso8859|cp\d|koi8|mac", name) else "utf-8"


def _put(part: Message, text: str, language: str) -> None:
    """Put a new text into a part: in its encoding where that has the characters, else in UTF-8."""
    codec = _codec(part)
    named = str(part.get_content_charset() or "us-ascii")
    try:
        data = text.encode(codec if codec != "utf-8" or not text.isascii() else "ascii")
    except UnicodeEncodeError:
        codec, data = "utf-8", text.encode("utf-8", "replace")
    if _differ(named, codec) and (not text.isascii() or _WIDE.match(named)):
        part.set_param("charset", "utf-8" if codec == "utf-8" else codec)
    coded = str(part.get("Content-Transfer-Encoding", "7bit")).strip().lower()
    longest = max(map(len, data.split(b"\n")))
    if coded == "base64":
        part.set_payload(base64.encodebytes(data).decode("ascii"))
    elif coded == "quoted-printable" or longest > _LONGEST_LINE or not text.isascii():
        if part.get("Content-Transfer-Encoding"):
            part.replace_header("Content-Transfer-Encoding", "quoted-printable")
        else:
            part["Content-Transfer-Encoding"] = "quoted-printable"
        part.set_payload(quopri.encodestring(data).decode("ascii"))
    else:
        part.set_payload(data.decode("ascii"))
    if part.get("Content-Language"):
        part.replace_header("Content-Language", language)


def _differ(named: str, codec: str) -> bool:
    """Return whether a charset that a part names is another than a codec of Python.

    >>> _differ("ISO-8859-1", "iso8859-1"), _differ("us-ascii", "utf-8")
    (False, True)
    """
    try:
        return codecs.lookup(named).name != codecs.lookup(codec).name
    except LookupError:
        return True


def _notes(mail: Message, bodies: _Parts) -> Iterator[str]:
    if any(body.has_quotes for _, body, _ in bodies):
        yield "quoted mails and signatures are left as they are"
    names = [_decoded(part.get_filename() or part.get_content_type())
             for _, part in _leaves(mail, ()) if not _is_body(part)]  # fmt: skip
    if names:
        yield f"kept and not translated: {', '.join(names)}"


def _not_kept(mail: Message) -> Iterator[str]:
    if mail.get_content_type() == "multipart/signed" or mail.get("DKIM-Signature"):
        yield "The digital signature does not fit the new words any more."
