"""The addresses that stand in messages. Each holds the follower's key, which nobody can guess
and which is made anew when she asks for it; no account is needed behind them. Other addresses of
this room name what can be followed: ``/folj/fraga/7/``."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from oppnasoc.outbox import replies
from oppnasoc.ui.addresses import Address

from .models import Follower
from .subjects import EVERYTHING, Target, known

FOLLOW, FEED = Address("follow"), Address("following_feed")
FOLLOW_ALL, FEED_OF_ALL = Address("follow_everything"), Address("following_feed_of_everything")


def answers_to(follower: Follower, of: list[Target]) -> str:
    """Where a reply to news of these subjects goes: to the one that they are about, from a person
    with an account; '' for all other news."""
    if follower.user is None or len(of) != 1:
        return ""
    kind, thing = of[0]
    subject = known(kind)
    if subject is None or not subject.answerable:
        return ""
    return replies.address(replies.Who.FOLLOWER, follower.pk, thing)


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def own(follower: Follower) -> str:
    """Her page: what she follows, how, and what is new. It asks an account to sign in, since it
    shows what only she may see; a mail may be passed on."""
    if follower.user_id is not None:
        return reverse("following")
    if follower.code:
        return reverse("following_with_code")
    return reverse("following_own", args=[follower.key])


def confirm(follower: Follower) -> str:
    return reverse("following_confirm", args=[follower.key])


def stop(follower: Follower) -> str:
    """Ends everything with one press, also from the mail program (RFC 8058)."""
    return reverse("following_stop", args=[follower.key])


def follow(kind: str, key: int = 0) -> str:
    """Where one begins and stops to follow something."""
    if kind == EVERYTHING:
        return FOLLOW_ALL()
    return FOLLOW(_word(kind), key)


def follow_search(query: str) -> str:
    return search(query, "follow_search")


def search(query: str, name: str = "search") -> str:
    """The page of a search, or another of its addresses."""
    return f"{reverse(name)}?{urlencode({'q': query})}"


def feed(kind: str, key: int = 0) -> str:
    """The same as a feed for a feed reader."""
    if kind == EVERYTHING:
        return FEED_OF_ALL()
    return FEED(_word(kind), key)


def _word(kind: str) -> str:
    if (subject := known(kind)) is None:
        raise KeyError(f"No kind of subject {kind} is declared.")
    return subject.word
