"""Follow something, say yes to it, change how, and stop."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oppnasoc.outbox.actions import put
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import User

from .fanout import tell_otherwise
from .models import Delivery, Follow, Follower, key
from .subjects import EVERYTHING, SEARCH, known, shown

Channel = Follower.Channel
QUESTIONS = 3  # a day that one address is asked
ASKED = ("following.confirm", "following.already")
LONGEST = 200  # characters of a search


def of(user: User) -> Follower:
    """The follower that a person with an account is."""
    follower, _made = Follower.objects.get_or_create(
        user=user, defaults={"language": get_language() or "sv"}
    )
    return follower


def of_code(digest: str) -> Follower:
    """The follower who reads here with a code; ``digest`` is what is kept of it."""
    if not digest:
        raise ValueError("Nothing is kept of no code.")
    follower, _made = Follower.objects.get_or_create(
        code=digest, defaults={"channel": Channel.CODE, "language": get_language() or "sv"}
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


def asked_for(query: str) -> str:
    """The words of a search as they are kept."""
    return " ".join(query.replace("\0", " ").split())[:LONGEST]


@transaction.atomic
def follow(
    follower: Follower, kind: str, thing: int = 0, *, query: str = "", rhythm: str = "weekly"
) -> Follow:
    """Follow something; who is known already follows at once, others after their yes.

    Doing it again changes the rhythm. Raises ValidationError when it cannot be followed.
    """
    query = asked_for(query)
    check(kind, thing, query, follower.user)
    if rhythm not in Follow.Rhythm.values:
        raise ValidationError(_("Choose how often."))
    trusted = follower.user is not None or follower.channel == Channel.CODE
    now = timezone.now()
    made, fresh = Follow.objects.get_or_create(
        follower=follower,
        kind=kind,
        thing=thing,
        query=query,
        defaults={"rhythm": rhythm, "confirmed_at": now if trusted else None},
    )
    if not fresh:
        if trusted:
            made.confirmed_at = made.confirmed_at or now
        elif made.ended_at or follower.closed_at:
            made.confirmed_at = None  # She has stopped; only her own yes begins it again.
        if made.confirmed_at is None or trusted:  # Nobody else changes what she chose.
            made.rhythm = rhythm
        made.ended_at = None
        made.save(update_fields=["confirmed_at", "rhythm", "ended_at"])
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
    at: datetime | None = None,
) -> None:
    """Follow without an account: a message asks the address whether it is wanted, now or ``at``.

    As much is sent whoever has the address: who follows it already gets the way to her page. So
    nobody learns who follows what. Nobody is asked the same twice an hour, or anything more than
    three times a day unless she says yes in between.
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
    now = timezone.now()
    yes = follower.follows.aggregate(latest=Max("confirmed_at"))["latest"]
    since = max(filter(None, [now - timedelta(days=1), yes]))
    asked = Message.objects.filter(kind__in=ASKED, thing=follower.pk, due_at__gt=since).count()
    if asked < QUESTIONS:
        code = ASKED[made.confirmed_at is not None]
        key = f"{code}:{follower.pk}:{made.pk}:{now:%Y-%m-%dT%H}"
        put(code, follower.pk, channel=channel, key=key, at=at)


@transaction.atomic
def confirm(follower: Follower) -> int:
    """She says yes to what waits for it; also opens an address that was closed. How many."""
    waiting = follower.follows.filter(confirmed_at=None, ended_at=None)
    count = waiting.update(confirmed_at=timezone.now())
    if follower.closed_at:
        reopen(follower)
    return count


@transaction.atomic
def decline(follower: Follower) -> None:
    """It was not she who asked: what waits for a yes is forgotten."""
    follower.follows.filter(confirmed_at=None).delete()


def reopen(follower: Follower) -> None:
    """Messages go out again; takes a stop back."""
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
    """Stop following one thing; what waits because of it alone is not told.

    Kept for a week, so that one press takes it back.
    """
    tell_otherwise(followed)
    followed.ended_at = timezone.now()
    followed.save(update_fields=["ended_at"])


@transaction.atomic
def take_up(followed: Follow) -> None:
    """Take back that one has stopped following a thing."""
    followed.ended_at = None
    followed.save(update_fields=["ended_at"])


@transaction.atomic
def stop(follower: Follower) -> None:
    """No more messages of any kind to this follower. What she follows is kept, in case it was a
    mistake, and forgotten after a month."""
    Follower.objects.filter(pk=follower.pk, closed_at=None).update(
        closed_at=timezone.now(), closed_because=Follower.Closed.WISH
    )
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
    if channel != Channel.SITE:
        on_its_way = Message.objects.filter(kind="following.news", thing=follower.pk)
        on_its_way.filter(state=Message.State.WAITING).update(channel=channel)
    if follower.closed_because == Follower.Closed.REFUSED:
        reopen(follower)


@transaction.atomic
def set_language(follower: Follower, language: str) -> None:
    """The language of her messages: at first that of the page where she began."""
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(_("Choose a language."))
    follower.language = language
    follower.save(update_fields=["language"])


@transaction.atomic
def renew_links(follower: Follower) -> None:
    """Make every link in old messages worthless."""
    follower.key = key()
    follower.save(update_fields=["key"])


@transaction.atomic
def read_here(follower: Follower) -> int:
    """What waits for her has been read on the site; how many. Who gets messages gets them."""
    if not follower.reads_here:
        return 0
    waiting = Delivery.objects.filter(follower=follower, done_at=None)
    return waiting.update(done_at=timezone.now())


@transaction.atomic
def forget_code(digest: str) -> None:
    """Nobody can read with a code any longer: what it followed is forgotten too."""
    Follower.objects.exclude(code="").filter(code=digest).delete()
