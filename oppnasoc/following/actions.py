"""Follow something, say yes to it, change how, and stop."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oppnasoc.outbox.actions import put
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import User

from .models import Delivery, Follow, Follower, key
from .subjects import EVERYTHING, SEARCH, known, shown

Channel = Follower.Channel
CONFIRMATIONS = 3  # mails a day that ask one address
FORGOTTEN = timedelta(days=7)  # without a yes


def of(user: User) -> Follower:
    """The follower that a person with an account is."""
    follower, _made = Follower.objects.get_or_create(
        user=user, defaults={"language": get_language() or "sv"}
    )
    return follower


def check(kind: str, thing: int, query: str, user: User | None) -> None:
    """Raises ValidationError when there is nothing of the sort that this person may see."""
    if kind == EVERYTHING and not thing and not query:
        return
    if kind == SEARCH and query.strip() and not thing:
        return
    if known(kind) and not query and (kind, thing) in shown([(kind, thing)], user):
        return
    raise ValidationError(_("That cannot be followed."))


@transaction.atomic
def follow(
    follower: Follower, kind: str, thing: int = 0, *, query: str = "", rhythm: str = "weekly"
) -> Follow:
    """Follow something; who is known already follows at once, others after their yes.

    Doing it again changes the rhythm. Raises ValidationError when it cannot be followed.
    """
    query = " ".join(query.split())[:200]
    check(kind, thing, query, follower.user)
    if rhythm not in Follow.Rhythm.values:
        raise ValidationError(_("Choose how often."))
    trusted = follower.user is not None or follower.channel == Channel.CODE
    made, fresh = Follow.objects.get_or_create(
        follower=follower,
        kind=kind,
        thing=thing,
        query=query,
        defaults={"rhythm": rhythm, "confirmed_at": timezone.now() if trusted else None},
    )
    if not fresh and made.rhythm != rhythm and trusted:
        set_rhythm(made, rhythm)
    if trusted and follower.closed_because == Follower.Closed.WISH:
        reopen(follower)
    return made


@transaction.atomic
def follow_from(
    channel: str,
    address: str,
    kind: str,
    thing: int = 0,
    *,
    query: str = "",
    rhythm: str = "weekly",
) -> None:
    """Follow without an account: a message asks the address whether it is wanted.

    The same happens whoever has the address, so nobody learns who follows what. Nobody is asked
    more than three times a day.
    """
    if channel not in (Channel.EMAIL, Channel.SMS) or not address:
        raise ValidationError(_("Write where we reach you."))
    follower, _made = Follower.objects.get_or_create(
        user=None,
        channel=channel,
        address=address.lower(),
        defaults={"language": get_language() or "sv"},
    )
    made = follow(follower, kind, thing, query=query, rhythm=rhythm)
    if made.confirmed_at is not None:
        return
    now = timezone.now()
    asked = Message.objects.filter(
        kind="following.confirm", thing=follower.pk, due_at__gt=now - timedelta(days=1)
    ).count()
    if asked < CONFIRMATIONS:
        day = timezone.localdate(now).isoformat()
        put(
            "following.confirm",
            follower.pk,
            channel=channel,
            key=f"confirm:{follower.pk}:{made.pk}:{day}",
        )


@transaction.atomic
def confirm(follower: Follower) -> int:
    """She says yes to what waits for it; also opens an address that was closed. How many."""
    count = follower.follows.filter(confirmed_at=None).update(confirmed_at=timezone.now())
    if follower.closed_at:
        reopen(follower)
    return count


def reopen(follower: Follower) -> None:
    Follower.objects.filter(pk=follower.pk).update(closed_at=None, closed_because="")
    follower.refresh_from_db(fields=["closed_at", "closed_because"])


@transaction.atomic
def set_rhythm(followed: Follow, rhythm: str) -> None:
    """From now on; what waits already comes when it was to come."""
    if rhythm not in Follow.Rhythm.values:
        raise ValidationError(_("Choose how often."))
    followed.rhythm = rhythm
    followed.save(update_fields=["rhythm"])


@transaction.atomic
def unfollow(followed: Follow) -> None:
    """Stop following one thing; what waits because of it is not told."""
    Delivery.objects.filter(follow=followed, message=None, done_at=None).delete()
    followed.delete()


@transaction.atomic
def stop(follower: Follower) -> None:
    """No more messages of any kind to this follower. What she follows is kept, in case it was a
    mistake, and forgotten after a month."""
    now = timezone.now()
    Follower.objects.filter(pk=follower.pk, closed_at=None).update(
        closed_at=now, closed_because=Follower.Closed.WISH
    )
    Delivery.objects.filter(follower=follower, message=None, done_at=None).update(done_at=now)
    follower.refresh_from_db(fields=["closed_at", "closed_because"])


@transaction.atomic
def set_channel(follower: Follower, channel: str, address: str = "") -> None:
    """Be told in another way. Who has no account keeps the way that was confirmed."""
    if follower.user is None or channel not in (Channel.EMAIL, Channel.SMS, Channel.SITE):
        raise ValidationError(_("Choose how you want to be told."))
    if channel == Channel.SMS and not address:
        raise ValidationError(_("Write where we reach you."))
    follower.channel, follower.address = channel, address if channel == Channel.SMS else ""
    follower.save(update_fields=["channel", "address"])


@transaction.atomic
def renew_links(follower: Follower) -> None:
    """Make every link in old messages worthless."""
    follower.key = key()
    follower.save(update_fields=["key"])
