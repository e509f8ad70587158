"""What is done with sign-ins once a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from oppnasoc.people.daily import remove_ended_sessions

pytestmark = pytest.mark.django_db


def test_only_ended_sessions_go() -> None:
    now = timezone.now()
    Session.objects.create(session_key="ended", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="going", expire_date=now + timedelta(minutes=1))
    assert remove_ended_sessions(timezone.localdate()) == 1
    assert remove_ended_sessions(timezone.localdate()) == 0
    assert Session.objects.get().session_key == "going"
