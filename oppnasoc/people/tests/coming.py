"""Somebody goes to a provider and comes back, as her browser does."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse

from oppnasoc.people.models import Identity, User
from oppnasoc.people.tokens import digest

from .broker import Broker, back, declared


def declare(broker: Broker, kind: str = "sso", **more: Any) -> None:
    settings.OPENID = {kind: declared(broker, kind, **more)}


def make_identity(user: User, broker: Broker, kind: str = "eid") -> Identity:
    """Her identity, linked after a code in the mail."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    made = digest(broker.issuer, broker.subject)
    return Identity.objects.create(user=user, kind=kind, digest=made)


def leave(client: Client, kind: str = "eid", *, way: str = "sign_in_by", next: str = "") -> str:
    """The address at the provider that the person is sent to."""
    answer = client.get(reverse(way, args=[kind]), {"next": next} if next else {})
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def go(client: Client, broker: Broker, kind: str = "eid", **how: str) -> Any:
    """There and back."""
    return client.get(back(kind, broker.authorize(leave(client, kind, **how))))


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def code_of(message: Any) -> str:
    found = re.search(r"^\d{6}$", str(message.body), re.M)
    assert found
    return found[0]
