"""Texts in other languages, without gettext's own programs: collect and compile with Babel.

``python -m config.messages`` brings ``locale/sv/LC_MESSAGES/django.po`` up to date with the
source: new texts come in empty, those no longer used go. ``./soc run`` compiles. What the editorial
part lacks in Swedish is written by hand in ``locale/editorial``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SWEDISH = ROOT / "locale" / "sv" / "LC_MESSAGES" / "django.po"

# Django's functions of which the first text is a context, and those that have a plural.
CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
PLURAL = {"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"}
FUNCTIONS = dict.fromkeys(CONTEXT | PLURAL | {"_", "gettext", "gettext_lazy", "gettext_noop"})


def sources() -> Iterator[Path]:
    """Every file of ours that may hold a text."""
    for folder in ("config", "oppnasoc"):
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if path.suffix in {".py", ".html", ".txt"} and not {"tests", "migrations"} & set(parts):
                yield path


def _python(path: Path) -> BinaryIO:
    """The file as Python source; a template as Django's own extraction turns it into one."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        # Every line starts at the margin, so that Python's tokenizer accepts it.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    return io.BytesIO(text.encode())


def extract() -> Catalog:
    """Every text in the source with the places where it stands. Keys are (context, msgid)."""
    catalog = Catalog(locale="sv", charset="utf-8", project="Öppna soc", version="")
    for path in sources():
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        place = path.relative_to(ROOT).as_posix()
        for line, function, given, comments in extract_python(
            _python(path), FUNCTIONS, ["Translators:"], {}
        ):
            # A call that gives anything but written texts is given as None, or holds None for them.
            one_or_more: Any = given  # Babel says a list and gives a single text as it is.
            texts = [one_or_more] if isinstance(one_or_more, str) else list(one_or_more or ())
            context = texts.pop(0) if function in CONTEXT else None
            known = [text for text in texts[: 2 if function in PLURAL else 1] if text]
            if known:
                catalog.add(
                    known if function in PLURAL else known[0],
                    locations=[(place, line)],
                    auto_comments=comments or (),
                    context=context,
                )
    return catalog


def read(path: Path = SWEDISH) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="sv")


def collect() -> None:
    """Bring the Swedish file up to date with the source; nothing is guessed."""
    catalog = extract()
    if SWEDISH.exists():
        known = read()
        for message in catalog:
            if message.id and (old := known.get(message.id, message.context)):
                message.string = old.string
    with SWEDISH.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True)


def compile_all() -> int:
    """Make the ``.mo`` beside every ``.po`` that is newer; returns how many were made."""
    made = 0
    for po in sorted(ROOT.glob("locale/**/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source, mo.open("wb") as target:
            write_mo(target, read_po(source))
        made += 1
    return made


if __name__ == "__main__":
    collect()
