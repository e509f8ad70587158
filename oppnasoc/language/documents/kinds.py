"""What a file is, told by its first bytes and, for a zip, by what lies in it."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from typing import BinaryIO

from oppnasoc.language.documents.refusal import Reason, Refused


class Kind(StrEnum):
    """The kinds that can be read."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    TEXT = "txt"


_HEAD = 4096
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_STARTS: tuple[tuple[bytes, Reason], ...] = (
    (b"{\\rtf", Reason.RICH_TEXT),
    (b"\x89PNG", Reason.IMAGE),
    (b"\xff\xd8\xff", Reason.IMAGE),
    (b"GIF8", Reason.IMAGE),
    (b"II*\x00", Reason.IMAGE),
    (b"MM\x00*", Reason.IMAGE),
    (b"\x1f\x8b", Reason.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Reason.ARCHIVE),
    (b"Rar!", Reason.ARCHIVE),
    (b"PK\x05\x06", Reason.ARCHIVE),
    (b"ID3", Reason.MEDIA),
    (b"OggS", Reason.MEDIA),
    (b"\x1aE\xdf\xa3", Reason.MEDIA),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIF = (b"heic", b"heix", b"mif1", b"avif", b"msf1")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_WORD_MAIN = ("wordprocessingml.document.main", "wordprocessingml.template.main")


def recognise(file: BinaryIO) -> Kind:
    """The kind of ``file`` (seekable). Raises Refused for what cannot be read."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise Refused(Reason.EMPTY)
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _packed(file)
    if head.startswith(_OLE):
        raise Refused(_compound(file))
    for start, reason in _STARTS:
        if head.startswith(start):
            raise Refused(reason)
    if head[:2] == b"BM" and head[6:10] == b"\x00" * 4:
        raise Refused(Reason.IMAGE)
    if head[4:8] == b"ftyp":
        raise Refused(Reason.IMAGE if head[8:12] in _HEIF else Reason.MEDIA)
    if head.startswith(b"RIFF"):
        raise Refused(Reason.IMAGE if head[8:12] == b"WEBP" else Reason.MEDIA)
    if b"\x00" in head and not head.startswith(_TEXT_MARKS):
        raise Refused(Reason.UNKNOWN)
    return Kind.TEXT


def _compound(file: BinaryIO) -> Reason:
    """An old Office file; a new one with a password hides in the same wrapping."""
    file.seek(0)
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Reason.ENCRYPTED
    if "WordDocument".encode("utf-16-le") in content:
        return Reason.OLD_WORD
    if "Workbook".encode("utf-16-le") in content:
        return Reason.SHEET
    if "PowerPoint Document".encode("utf-16-le") in content:
        return Reason.SLIDES
    if "__substg1.0".encode("utf-16-le") in content:
        return Reason.MAIL
    return Reason.OLD_WORD


def _packed(file: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(file) as package:
            names = set(package.namelist())
            if "mimetype" in names:
                with package.open("mimetype") as entry:
                    mimetype = entry.read(200).strip()
                if mimetype.startswith(_OPEN_DOCUMENT):
                    return _open_document(mimetype.removeprefix(_OPEN_DOCUMENT), names)
            if "[Content_Types].xml" in names:
                with package.open("[Content_Types].xml") as entry:
                    types = entry.read(1_000_000).decode("utf-8", "replace")
                return _office(types, names)
    except Refused:
        raise
    except RuntimeError:  # zipfile says so when an entry is encrypted
        raise Refused(Reason.ENCRYPTED) from None
    except Exception:
        raise Refused(Reason.BROKEN) from None
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        raise Refused(Reason.PAGES)
    raise Refused(Reason.ARCHIVE)


def _open_document(what: bytes, names: set[str]) -> Kind:
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refused(Reason.MACROS)
    if "encrypted-package" in names:
        raise Refused(Reason.ENCRYPTED)
    if what.startswith(b"text"):
        return Kind.ODT
    if what.startswith(b"spreadsheet"):
        raise Refused(Reason.SHEET)
    if what.startswith(b"presentation"):
        raise Refused(Reason.SLIDES)
    raise Refused(Reason.UNKNOWN)


def _office(types: str, names: set[str]) -> Kind:
    if "macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(Reason.MACROS)
    if any(main in types for main in _WORD_MAIN) or "word/document.xml" in names:
        return Kind.DOCX
    if "spreadsheetml" in types:
        raise Refused(Reason.SHEET)
    if "presentationml" in types:
        raise Refused(Reason.SLIDES)
    raise Refused(Reason.UNKNOWN)
