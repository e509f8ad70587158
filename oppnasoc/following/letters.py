"""The letters of this room: the news, whether somebody wants them, and whether a number is hers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.outbox.kinds import Letter, Section, letter
from oppnasoc.outbox.models import Message
from oppnasoc.ui.context import municipality
from oppnasoc.ui.html import fill
from oppnasoc.ui.prepared import prepared

from . import links, numbers
from .models import Delivery, Follow, Follower
from .news import name, stories, target
from .subjects import shown


@prepared
def followers_by(pk: int) -> QuerySet[Follower]:
    """A follower with her account, if she has one."""
    return Follower.objects.select_related("user").filter(pk=pk)


@prepared
def told_by(message: int) -> QuerySet[Delivery]:
    """What a message is to tell: not what she follows no longer."""
    waiting = Delivery.objects.filter(message=message, done_at=None)
    return waiting.exclude(follow__ended_at__isnull=False).select_related("entry", "follow")


def follower_of(message: Message) -> Follower | None:
    return next(iter(followers_by(pk=message.thing)), None)


def told(message: Message, at: datetime) -> None:
    Delivery.objects.filter(message=message).update(done_at=at)


def not_reached(message: Message, why: str) -> None:
    """The address does not work: nothing more is sent there, and she reads it on the site."""
    Follower.objects.filter(pk=message.thing, closed_at=None).update(
        closed_at=timezone.now(), closed_because=Follower.Closed.REFUSED
    )


@letter(
    "following.news",
    label=gettext_lazy("News for those who follow"),
    sent=told,
    refused=not_reached,
)
def news(message: Message) -> Letter | None:
    """What has happened with what she follows; None when nothing is left that she may see."""
    follower = follower_of(message)
    if follower is None or not (to := follower.reached_at) or follower.channel != message.channel:
        return None
    with translation.override(follower.language):
        found = stories(told_by(message=message.pk), follower)
        if not found:
            return None
        why = [_("You get this because you follow something here.")]
        same = found[0].because
        if same and len(found) > 1 and all(story.because == same for story in found):
            why = same  # Said once, at the end.
            found = [replace(story, because=[]) for story in found]
        return Letter(
            to=to,
            subject=_("News from %(site)s") % {"site": municipality().site_name},
            short=_("There is news in %(site)s. Read it here: %(url)s")
            % {"site": municipality().site_name, "url": links.absolute(links.own(follower))},
            lines=[fill("{}", _("This is new about what you follow."))],
            sections=[
                Section(
                    story.shown.title,
                    [
                        *story.lines,
                        *([fill("{}", story.shown.then)] if story.shown.then else []),
                        *(fill("{}", why) for why in story.because),
                    ],
                    story.shown.url,
                )
                for story in found
            ],
            button=(_("Choose what you follow, and how often"), links.own(follower)),
            why=" ".join(why),
            stop=links.stop(follower),
            answers_to=links.answers_to(follower, [story.of for story in found]),
            language=follower.language,
        )


@letter(
    "following.confirm",
    label=gettext_lazy("Questions whether somebody wants to follow"),
    refused=not_reached,
)
def confirm(message: Message) -> Letter | None:
    """Whether it is she who wants to follow; None when she has said so already, or no longer.

    It is asked of an address that was closed, too: this may be how she begins again.
    """
    follower = follower_of(message)
    if follower is None or not (to := follower.would_be_reached_at):
        return None
    waiting = list(Follow.objects.filter(follower=follower, confirmed_at=None, ended_at=None))
    may_see = shown(map(target, waiting), follower.user)
    with translation.override(follower.language):
        names = [found for follow in waiting if (found := name(follow, may_see))]
        if not names:
            return None
        yes = links.confirm(follower)
        site = municipality().site_name
        return Letter(
            to=to,
            subject=_("Do you want news from %(site)s?") % {"site": site},
            short=_("Do you want news from %(site)s? Say yes here: %(url)s")
            % {"site": site, "url": links.absolute(yes)},
            lines=[fill("{}", _("Somebody, probably you, wants to follow this:"))],
            sections=[Section(each, []) for each in names],
            button=(_("Yes, I want to follow"), yes),
            why=_("If it was not you, do nothing. Then nothing more is sent here."),
            language=follower.language,
        )


@letter(
    "following.already",
    label=gettext_lazy("Words to those who follow already"),
    refused=not_reached,
)
def already(message: Message) -> Letter | None:
    """She follows what was asked for already: the way to her page."""
    follower = follower_of(message)
    if follower is None or not (to := follower.reached_at):
        return None
    with translation.override(follower.language):
        site = municipality().site_name
        return Letter(
            to=to,
            subject=_("What you follow in %(site)s") % {"site": site},
            short=_("What you follow in %(site)s: %(url)s")
            % {"site": site, "url": links.absolute(links.own(follower))},
            lines=[fill("{}", _("You follow this already. You need do nothing more."))],
            button=(_("See what you follow"), links.own(follower)),
            why=_("Somebody, probably you, asked to follow something with this address."),
            stop=links.stop(follower),
            language=follower.language,
        )


@letter("following.number", label=gettext_lazy("Codes to a new number"))
def number(message: Message) -> Letter | None:
    """The code that shows that a number is hers; None when it is too late for it."""
    follower = follower_of(message)
    if follower is None or not numbers.waits(follower):
        return None
    with translation.override(follower.language):
        given = {"site": municipality().site_name, "code": numbers.code_of(follower)}
        return Letter(
            to=follower.number_asked,
            subject="",
            short=_("%(code)s is your code for %(site)s.") % given,
            why="",
            language=follower.language,
        )
