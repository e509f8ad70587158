"""Providers of our own for the tests of sign-in by others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from oppnasoc.people import providers

from .broker import Broker, declared, serving


@pytest.fixture
def eid(settings: Any) -> Iterator[Broker]:
    with serving(Broker(claims={"acr": "loa3"})) as broker:
        settings.OPENID = {"eid": declared(broker, "eid")}
        providers.memory.forget()
        yield broker


@pytest.fixture
def sso(settings: Any) -> Iterator[Broker]:
    said = {"email": "kim@sundhamn.example", "email_verified": True}
    with serving(Broker(subject="kim-at-work", claims=said)) as broker:
        settings.OPENID = {"sso": declared(broker, "sso")}
        providers.memory.forget()
        yield broker
