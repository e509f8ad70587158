"""The addresses that stand in messages. Each holds the follower's key, which nobody can guess
and which is made anew when she asks for it; no account is needed behind them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from .models import Follower


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def own(follower: Follower) -> str:
    """Her page: what she follows, how, and what is new."""
    return reverse("following_own", args=[follower.key])


def confirm(follower: Follower) -> str:
    return reverse("following_confirm", args=[follower.key])


def stop(follower: Follower) -> str:
    """Ends everything with one press, also from the mail program (RFC 8058)."""
    return reverse("following_stop", args=[follower.key])
