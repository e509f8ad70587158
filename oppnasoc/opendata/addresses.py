"""Addresses of open data: always whole, and the same whoever asks."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from oppnasoc.following.links import absolute

#: Decided in docs/adr/0030-open-data.md; DCAT-AP-SE wants it exactly so.
LICENCE = "http://creativecommons.org/licenses/by/4.0/"
BODY = "1"  # there is one in an installation


def page(path: str) -> str:
    """The whole address of a page of this site."""
    return absolute(path)


def of(kind: str, key: object) -> str:
    """The address of a thing in OParl, which is its identity: ``…/oparl/v1.1/paper/7``."""
    return f"{settings.SITE_URL}{reverse('oparl_object', args=[kind, key])}"


def every(kind: str) -> str:
    """The address of the list of all things of a kind."""
    return f"{settings.SITE_URL}{reverse('oparl_list', args=[kind])}"


def body() -> str:
    return f"{settings.SITE_URL}{reverse('oparl_body')}"
