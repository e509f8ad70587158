"""Documents for the tests of the readers, made by code: good ones, and one for each fault."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from typing import Any

from oppnasoc.language.documents import Refused, cleaned, read
from oppnasoc.language.documents.__main__ import answer
from oppnasoc.language.documents.making import (
    open_document,
    open_document_parts,
    pdf,
    word,
    word_parts,
    zipped,
)

NOTES = """# Brukargruppen på Fyren

Datum: 3 mars 2026

## Telefonen
Vi pratade om växeln en stund.
- Varför finns ingen knapp för en människa?
  - Lena ringde fem gånger.
- Kan kallelsen stå på arabiska?

## Lokalen
1. Vi målar om.
2. Vi köper en lampa.
"""


def docx(body: str, **parts: str | bytes) -> bytes:
    """A docx with this body; ``parts`` replace or join the others ("word/x.xml" as word_x_xml)."""
    return zipped({**word_parts(body), **{_named(k): v for k, v in parts.items()}})


def odt(body: str, **parts: str | bytes) -> bytes:
    return zipped({**open_document_parts(body), **{_named(k): v for k, v in parts.items()}})


def _named(key: str) -> str:
    return key.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin")


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of a docx."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def here(content: bytes) -> str:
    """The text of a document, read in this process: quick, for what can do no harm."""
    line, text = answer("text", io.BytesIO(content))
    assert "refused" not in line, line
    return text.decode()


def refused_here(content: bytes) -> str:
    """The reason, told in this process."""
    line, text = answer("text", io.BytesIO(content))
    assert text == b""
    return line["refused"]


def on_disk(do: Callable[..., Any], content: bytes, **options: Any) -> Any:
    """Ask the child about a document."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return do(file, **options)


def apart(content: bytes) -> str:
    """The text as the child reads it."""
    text: str = on_disk(read, content).text
    return text


def refused_apart(content: bytes, **options: Any) -> str:
    """The reason that the child tells, or why it was stopped."""
    try:
        found = on_disk(read, content, **options)
    except Refused as refused:
        return refused.reason.value
    raise AssertionError(f"It was read: {found.text[:80]!r}")


def clean(content: bytes) -> bytes:
    """The cleaned copy, made by the child."""
    copy: bytes = on_disk(cleaned, content)[1]
    return copy


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


GOOD = {
    "docx": word(NOTES),
    "odt": open_document(NOTES),
    "pdf": pdf(NOTES),
    "txt": NOTES.encode(),
}
