"""Every cookie that the site sets; a test holds the list to what really is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Cookie:
    """A cookie: its name, when it is set, what for, and how long it stays."""

    name: str
    when: _StrPromise
    purpose: _StrPromise
    stays: _StrPromise


COOKIES = (
    Cookie(
        settings.SESSION_COOKIE_NAME,
        _("When you sign in, or use your code"),
        _("So that the next page knows that it is you."),
        _("Until you sign out or close the browser. On a phone of your own 30 days."),
    ),
    Cookie(
        settings.CSRF_COOKIE_NAME,
        _("When you open a form"),
        _("So that no other site can send a form in your name."),
        _("A year"),
    ),
    Cookie(
        settings.LANGUAGE_COOKIE_NAME,
        _("When you choose a language"),
        _("So that the next page is in that language too."),
        _("A year"),
    ),
    Cookie(
        "messages",
        _("When you have done something"),
        _("So that the next page can say that it went well."),
        _("Until it is shown"),
    ),
)
