"""A folder of old minutes to try the upload with: every kind of document, one of them broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from oppnasoc.language.documents.making import open_document, pdf, word

from .reading import DATA, Week

FOLDER = "att-prova"
BROKEN = "6-trasig.docx"
_MAKE: dict[str, Callable[[str], bytes]] = {
    ".docx": word,
    ".odt": open_document,
    ".pdf": lambda text: pdf(text, foot="Brukargruppen på Fyren"),
    ".txt": str.encode,
}


def write(folder: Path, *, today: date) -> list[Path]:
    """Write the six documents into ``folder``; the last one was cut off on its way."""
    week = Week.of(today)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted((DATA / FOLDER).glob("*.txt")):
        path = folder / source.stem
        path.write_bytes(_MAKE[path.suffix](week.fill(source.read_text(encoding="utf-8"))))
        written.append(path)
    broken = folder / BROKEN
    broken.write_bytes(written[0].read_bytes()[:900])
    return [*written, broken]
