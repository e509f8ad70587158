"""Come back when you can: what is news waits while somebody pauses, and comes as one short letter.

Who has an account pauses there (``people.pausing``); who has none pauses here, on the page behind
the key of her messages. What waits is kept as deliveries; nothing is lost, and nothing is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oppnasoc.outbox.actions import put
from oppnasoc.outbox.models import Message
from oppnasoc.people import pausing as people
from oppnasoc.trail.actions import Line, lines
from oppnasoc.trail.kinds import registry
from oppnasoc.trail.listening import listens
from oppnasoc.trail.models import Entry

from .models import Delivery, Follower
from .news import first_of, target
from .subjects import Shown, Target, shown

CATCH_UP = "following.catch_up"
LINES = 10  # of the letter; the rest is behind a link

#: Deliveries and follows of those who pause, by the way to the follower.
AWAY = Q(follower__paused_on__isnull=False) | Q(follower__user__paused_on__isnull=False)


@transaction.atomic
def pause(follower: Follower, until: date | None = None) -> None:
    """No message until a day, or until she says so; again to choose another day.

    Raises ValidationError for a day that has come.
    """
    if follower.user is not None:
        people.pause(follower.user, until=until, by=follower.user)
        return
    today = timezone.localdate()
    if until is not None and until <= today:
        raise ValidationError({"until": _("Choose a day that has not come yet.")})
    follower.paused_on, follower.paused_until = follower.paused_on or today, until
    follower.save(update_fields=["paused_on", "paused_until"])
    hold(follower)


@transaction.atomic
def come_back(follower: Follower) -> None:
    """Back again, with one letter of what she has missed; doing it twice is doing it once."""
    if follower.user is not None:
        if follower.user.is_away:
            people.come_back(follower.user, by=follower.user)
        return
    here = Follower.objects.filter(pk=follower.pk, paused_on__isnull=False)
    if here.update(paused_on=None, paused_until=None):
        follower.refresh_from_db(fields=["paused_on", "paused_until"])
        catch_up(follower)


def waiting(follower: Follower) -> QuerySet[Delivery]:
    """What she has not been told, of what she follows still."""
    still = Q(follow=None) | Q(follow__ended_at=None)
    return Delivery.objects.filter(still, follower=follower, done_at=None)


def hold(follower: Follower) -> None:
    """What stands in the outbox for her waits with the rest; the message finds nothing to say."""
    waiting(follower).exclude(message__state=Message.State.SENT).update(message=None)


def catch_up(follower: Follower) -> None:
    """One letter of all that has waited, if there is any and if she is told by message."""
    if follower.closed_at is not None or follower.reads_here:
        return
    latest = waiting(follower).filter(message=None).order_by("-pk").first()
    if latest is None:
        return
    key = f"catch-up:{follower.pk}:{latest.pk}"
    put(CATCH_UP, follower.pk, channel=follower.channel, key=key)
    waiting(follower).filter(message=None).update(message=Message.objects.get(key=key))


@listens
def she_comes_and_goes(entry: Entry) -> None:
    """Who has an account pauses there; her news wait and catch her up as those of others do."""
    if entry.kind in ("people.paused", "people.came_back"):
        found = Follower.objects.select_related("user").filter(user=entry.about_id).first()
        if found is not None:
            (hold if entry.kind == "people.paused" else catch_up)(found)


@dataclass(frozen=True)
class Missed:
    """What happened with one subject while she was away: the weightiest sentence, and how many
    more there are."""

    shown: Shown
    line: SafeString
    more: int


def missed(deliveries: Iterable[Delivery], follower: Follower) -> list[Missed]:
    """By subject, the most important first: outcomes before the rest, what she follows itself
    before what belongs to it, the latest before the earlier. A few queries, however many.

    Needs deliveries with ``entry`` and ``follow``.
    """
    listed = list(deliveries)
    entries = {each.entry_id: each.entry for each in listed}
    first = first_of(entries.values())
    may_see = shown(first.values(), follower.user)
    found: dict[Target, list[Line]] = defaultdict(list)
    for line in lines(entries[pk] for pk, one in first.items() if one in may_see):
        found[first[line.entry]].append(line)
    itself = {target(each.follow) for each in listed if each.follow}
    best = {one: max(its, key=weight) for one, its in found.items()}

    def rank(one: Target) -> tuple[bool, bool, int]:
        big, latest = weight(best[one])
        return not big, one not in itself, -latest

    return [
        Missed(may_see[one], SafeString(best[one].html), len(found[one]) - 1)
        for one in sorted(found, key=rank)
    ]


def weight(line: Line) -> tuple[bool, int]:
    return registry[line.kind].big, line.entry


def since_she_was_away(follower: Follower) -> list[Missed]:
    """What her latest letter of this sort was about, whole; for who reads here, what waits."""
    deliveries = waiting(follower)
    if not follower.reads_here:
        letters = Message.objects.filter(kind=CATCH_UP, thing=follower.pk)
        deliveries = Delivery.objects.filter(message=letters.order_by("-pk").first())
        deliveries = deliveries.exclude(message=None)
    return missed(deliveries.select_related("entry", "follow"), follower)
