"""The newsletter as a letter, made when it is sent: rights and wishes are those of that moment."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.following.links import absolute
from oppnasoc.following.models import Follower
from oppnasoc.outbox.kinds import Letter, letter
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui.context import municipality
from oppnasoc.ui.html import fill

from .actions import RIGHT
from .choosing import content
from .models import Copy, Newsletter
from .sending import reached_by_mail, subscriptions


def told(message: Message, at: datetime) -> None:
    Copy.objects.filter(pk=message.thing).update(sent_at=at)


def not_reached(message: Message, why: str) -> None:
    """The address does not work: nothing more is sent there, whatever it is about."""
    Copy.objects.filter(pk=message.thing).update(refused=True)
    copies = Copy.objects.filter(pk=message.thing).values("follower")
    Follower.objects.filter(pk__in=copies, closed_at=None).update(
        closed_at=timezone.now(), closed_because=Follower.Closed.REFUSED
    )


@letter("news.newsletter", label=gettext_lazy("Newsletters"), sent=told, refused=not_reached)
def newsletter(message: Message) -> Letter | None:
    """One copy; None when she wants it no longer, or the writer writes no longer."""
    found = Copy.objects.select_related("newsletter", "follower__user", "tester")
    copy = found.filter(pk=message.thing).first()
    if copy is None:
        return None
    if copy.tester is not None:
        return written(copy.newsletter, copy.tester) if may(copy.tester, RIGHT) else None
    follower = copy.follower
    if follower is None or not follower.reached_at or follower.channel != message.channel:
        return None
    wants = subscriptions().filter(follower=follower).select_related("follower__user").first()
    if wants is None or not reached_by_mail(wants):
        return None
    with translation.override(follower.language):
        return _made(
            copy.newsletter,
            to=follower.reached_at,
            why=_("You get this because you subscribe to our newsletter."),
            stop=leave(follower),
            language=follower.language,
        )


def leave(follower: Follower) -> str:
    """Where one press ends the newsletter, and nothing else that she follows (RFC 8058)."""
    return reverse("newsletter_leave", args=[follower.key])


def written(newsletter: Newsletter, reader: User, language: str = "sv") -> Letter:
    """The letter as whoever writes it gets it, in the test and in the preview."""
    with translation.override(language):
        return _made(
            newsletter,
            to=reader.email,
            why=_("This is a test. Nobody else has got it. Subscribers stop it here."),
            stop=reverse("newsletter_leave", args=["prov"]),
            language=language,
        )


def _made(newsletter: Newsletter, *, to: str, why: str, stop: str, language: str) -> Letter:
    held, site = content(newsletter), municipality().site_name
    url = newsletter.get_absolute_url()
    return Letter(
        to=to,
        subject=_("Newsletter from %(site)s") % {"site": site},
        short=_("A newsletter from %(site)s: %(url)s") % {"site": site, "url": absolute(url)},
        lines=[fill("<b>{}</b>", newsletter.title), *held.lines],
        sections=held.sections,
        button=(_("Read it on the site"), url),
        why=why,
        stop=stop,
        language=language,
    )
