"""What waits for a person who follows: that we do not reach her, and news that she reads here."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.people.models import User
from oppnasoc.ui.registry import Todo, todo

from .models import Delivery, Follower


@todo(order=80)
def following(user: User) -> list[Todo]:
    """One query for everybody, and one more for who reads here."""
    follower = Follower.objects.filter(user=user).first()
    if follower is None:
        return []
    if follower.closed_because == Follower.Closed.REFUSED:
        why = _("Our message came back. Choose another way, or try again.")
        title = _("We do not reach you with what you follow")
        return [Todo(title, reverse("following"), why, late=True)]
    if follower.closed_at or follower.channel != Follower.Channel.SITE:
        return []
    due = Delivery.objects.filter(follower=follower, done_at=None, due_at__lte=timezone.now())
    count = due.exclude(follow__ended_at__isnull=False).count()
    if not count:
        return []
    title = ngettext(
        "%(n)d thing is new in what you follow", "%(n)d things are new in what you follow", count
    ) % {"n": count}
    return [Todo(title, f"{reverse('following')}#nytt", _("You have chosen to read it here."))]
