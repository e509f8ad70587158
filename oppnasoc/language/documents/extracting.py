"""From a file to its text: each kind finds its reader. Runs in the child process only."""

from __future__ import annotations

from typing import BinaryIO

from oppnasoc.language.documents.kinds import Kind, recognise
from oppnasoc.language.documents.paragraphs import written
from oppnasoc.language.documents.refusal import Reason, Refused
from oppnasoc.language.reading import decoded

MAX_TEXT = 2 * 1024 * 1024  # bytes of text; some thousand pages


def extracted(file: BinaryIO) -> tuple[Kind, str]:
    """The kind of a document and its text. Raises Refused."""
    kind = recognise(file)
    text = _text(kind, file)
    if len(text.encode("utf-8", "replace")) > MAX_TEXT:
        raise Refused(Reason.TOO_LONG)
    if not text.strip():
        raise Refused(Reason.EMPTY)
    return kind, text


def _text(kind: Kind, file: BinaryIO) -> str:
    # Each reader loads its library when it is asked for, and none of the others.
    if kind is Kind.DOCX:
        from oppnasoc.language.documents import word

        return written(word.paragraphs(file))
    if kind is Kind.ODT:
        from oppnasoc.language.documents import opendocument

        return written(opendocument.paragraphs(file))
    if kind is Kind.PDF:
        from oppnasoc.language.documents import pdf

        return written(pdf.paragraphs(file))
    file.seek(0)
    raw = file.read(MAX_TEXT + 1)
    if len(raw) > MAX_TEXT:
        raise Refused(Reason.TOO_LONG)
    try:
        text = decoded(raw)
    except ValueError:
        raise Refused(Reason.UNKNOWN) from None
    return text.replace("\x00", "")
