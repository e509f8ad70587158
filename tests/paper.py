"""What a PDF says, to whom it says it, and how it is tagged: read by pypdfium2 and pypdf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2


@dataclass(frozen=True)
class Paper:
    """A PDF as a reader and a screen reader meet it."""

    pages: list[str]
    title: str
    language: str
    marked: bool
    #: The tags in reading order, such as H1, P, L, Figure.
    tags: list[str]
    #: What is said instead of pictures.
    described: list[str]
    #: Every stream of the file unpacked, and everything between: where a secret could hide.
    everything: bytes
    #: Millimetres: width, height.
    size: tuple[float, float]

    @property
    def text(self) -> str:
        """The words, each line end as a space."""
        return " ".join(" ".join(self.pages).replace("\u200b", "").split())


def read_paper(content: bytes) -> Paper:
    """Read a PDF. Raises when it is none."""
    pages, size = [], (0.0, 0.0)
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            pages.append(page.get_textpage().get_text_range())
            size = (page.get_width() / 72 * 25.4, page.get_height() / 72 * 25.4)
    reader = pypdf.PdfReader(BytesIO(content))
    root: Any = reader.trailer["/Root"]
    found = list(_walk(root["/StructTreeRoot"]))
    metadata = reader.xmp_metadata
    titles = metadata.dc_title if metadata else None
    return Paper(
        pages=pages,
        title=next(iter((titles or {}).values()), ""),
        language=str(root["/Lang"]),
        marked=bool(root["/MarkInfo"]["/Marked"]),
        tags=[tag for tag, _ in found],
        described=[alt for _, alt in found if alt],
        everything=content + b"".join(_streams(reader)),
        size=size,
    )


def _walk(node: Any) -> Iterator[tuple[str, str]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            yield from _walk(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]).lstrip("/"), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _walk(node["/K"])


def _streams(reader: pypdf.PdfReader) -> Iterator[bytes]:
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        try:
            found = reader.get_object(number)
        except Exception:  # A number that nothing has.
            continue
        if found is None:
            continue
        if hasattr(found, "get_data"):
            yield found.get_data()
        yield repr(found).encode()
