"""The editorial part is in Swedish, all of it: what Wagtail lacks stands in locale/editorial."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils.translation import trans_real
from django.views.i18n import JavaScriptCatalog

OWN = Path(settings.BASE_DIR) / "locale" / "editorial" / "sv" / "LC_MESSAGES"
#: Every installed app that draws something under /redaktion/. No text of theirs is left out.
EDITORIAL = ("wagtail", "taggit", "modelcluster")


def texts(domain: str) -> Iterator[tuple[str, Message]]:
    """Every text of the apps' own catalogs, with the app that it is from."""
    for app in apps.get_app_configs():
        path = Path(app.path) / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if app.name.startswith(EDITORIAL) and path.exists():
            with path.open("rb") as file:
                yield from ((app.name, message) for message in read_po(file) if message.id)


def keys(message: Message) -> list[Any]:
    """How a compiled catalog knows a text: with its context, and once for each number."""
    context = f"{message.context}\x04" if message.context else ""
    if isinstance(message.id, str):
        return [context + message.id]
    return [(context + message.id[0], number) for number in (0, 1)]


def in_effect(domain: str) -> Any:
    """The Swedish catalog as a page, or as Wagtail's own scripts, get it."""
    if domain == "django":
        return trans_real.translation("sv")._catalog  # type: ignore[attr-defined]
    paths = JavaScriptCatalog().get_paths(["wagtail.admin"])
    made: Any = trans_real.DjangoTranslation("sv", domain=domain, localedirs=paths)
    return made._catalog


@pytest.mark.parametrize(("domain", "least"), [("django", 1600), ("djangojs", 80)])
def test_every_text_has_its_swedish(domain: str, least: int) -> None:
    known, found = in_effect(domain), list(texts(domain))
    assert len(found) >= least
    lacks = [(app, m.id) for app, m in found if not all(known.get(key) for key in keys(m))]
    assert lacks == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_nothing_is_written_in_vain(domain: str) -> None:
    """A text that Wagtail has no longer, or that lost its values, does not stay."""
    wanted = {(m.id, m.context) for _, m in texts(domain)}
    with (OWN / f"{domain}.po").open("rb") as file:
        own = [message for message in read_po(file, locale="sv") if message.id]
    assert own
    assert [m.id for m in own if (m.id, m.context) not in wanted] == []
    assert [m.id for m in own if list(m.check())] == []
