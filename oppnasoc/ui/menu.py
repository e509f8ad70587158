"""The head of every page: the menu, who is signed in, and messages to show once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from .addresses import Address

MAIN = (
    (Address("matters"), _("Questions")),
    (Address("works"), _("How it works")),
    (Address("groups"), _("Groups")),
    (Address("meetings"), _("Meetings")),
    (Address("reports"), _("What has happened?")),
)

BELOW = {  # What a line leads to that has addresses of its own.
    "works": tuple(
        Address(name) for name in ("processes", "who_does_what", "helps", "first_times", "tips")
    )
}


@dataclass(frozen=True)
class Item:
    """A line of the menu; ``current`` is what aria-current says: 'page', 'true' or nothing."""

    url: str
    label: str
    current: str = ""


def main(request: HttpRequest | None) -> tuple[Item, ...]:
    """The parts of the site that this process serves; a part that is left out has no address."""
    here = request.path if request is not None else ""
    items = []
    for address, label in MAIN:
        try:
            url = address()
        except NoReverseMatch:
            continue
        below = (url, *(place() for place in BELOW.get(address.name, ())))
        current = "page" if here == url else "true" if here.startswith(below) else ""
        items.append(Item(url, str(label), current))
    return tuple(items)


def visitor(request: HttpRequest | None) -> Any:
    """The signed-in person or None.

    Without a session cookie nobody can be signed in, so the session is left alone: the page of
    an anonymous reader gets no ``Vary: Cookie`` and costs no query. (Signing in answers with a
    redirect, so the next page already has the cookie.)
    """
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def notices(request: HttpRequest | None) -> list[Any]:
    """Messages waiting for this visitor; storage is opened only when there can be some."""
    if request is None or not hasattr(request, "_messages"):
        return []
    waiting = request._messages.added_new
    if waiting or {"messages", settings.SESSION_COOKIE_NAME} & request.COOKIES.keys():
        return list(get_messages(request))
    return []
