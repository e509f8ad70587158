"""Pages of one plan in tests: where they are, what they say, and who opens them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.careplan.models import Plan
from tests.planned import client_for

#: The answer of somebody who says yes; the parts are added.
YES = {"answer": "yes", "purpose": "do", "lasts": "6", "how": "here"}
#: What whoever says it for another adds.
FOR_HER = {"sought": "Jag frågade hemma vid köksbordet.", "found": "yes"}


def url(plan: Plan, name: str, *args: Any) -> str:
    return reverse(name, args=[plan.pk, *args])


def html(answer: Any, status: int = 200) -> str:
    """What a page says; it is kept by nobody and has this status."""
    assert answer.status_code == status, answer.status_code
    assert "no-store" in answer["Cache-Control"]
    return str(answer.content.decode())


def owner(plan: Plan) -> Client:
    """A browser where the plan stands open to whose it is."""
    return client_for(plan.owner)


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def take_out(client: Client, plan: Plan, what: str, *parts: str, **more: str) -> bytes:
    """A paper or a file of some parts of a plan."""
    answer = client.post(url(plan, "plan_take_out"), {"what": what, "parts": list(parts), **more})
    assert answer.status_code == 200
    return bytes(answer.content)
