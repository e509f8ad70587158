"""The mails to an authority or an association that nobody has an account for: that it is asked
about a text, that the last day comes, and what its answer changed. Each holds its own link.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.groups.reach import Reach
from oppnasoc.outbox.actions import new, put_all
from oppnasoc.outbox.kinds import Letter, letter
from oppnasoc.outbox.models import Channel, Message
from oppnasoc.ui.context import municipality
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import day as written

from . import link_right
from .models import Asked, Referral, Response

ASKED, AGAIN, RESULT = "referrals.by_link", "referrals.by_link_again", "referrals.by_link_result"
CODES = (ASKED, AGAIN, RESULT)
DONE = (Response.State.SHOWN, Response.State.HELD, Response.State.HIDDEN)


def mailed(referrals: Iterable[int], everybody: Reach) -> list[Asked]:
    """Who is asked by mail about these texts, as nobody can sign in for them; one query."""
    rows = Asked.objects.filter(referral__in=list(referrals), party__kind__in=link_right.BY_MAIL)
    rows = rows.exclude(party__email="").select_related("referral__sender", "party")
    return [row for row in rows.order_by("pk") if not everybody.people.get(row.party_id)]


@transaction.atomic
def put(code: str, rows: Iterable[Asked], of: str) -> int:
    """Put a mail in the outbox for each, once for each ``of``, such as a day. Returns how many."""
    messages = [
        new(code, row.pk, channel=Channel.EMAIL, key=f"{code}:{row.pk}:{of}") for row in rows
    ]
    put_all(messages)
    return len(messages)


def read(message: Message) -> Asked | None:
    """Who was asked, while there is an address to write to."""
    found = Asked.objects.select_related("party", "referral__sender").filter(pk=message.thing)
    asked = found.first()
    return asked if asked is not None and asked.party.email else None


def waits_for(asked: Asked) -> bool:
    """Whether an answer is taken and none has come."""
    there = Response.objects.filter(referral=asked.referral, party=asked.party, state__in=DONE)
    return asked.referral.is_open and not there.exists()


@letter(ASKED, label=gettext_lazy("Somebody without an account is asked about a text"))
def ask(message: Message) -> Letter | None:
    """The text's name, who asks, until when, and the link. None when it is too late for that."""
    asked = read(message)
    if asked is None or not waits_for(asked):
        return None
    text = asked.referral
    says = fill(_("{} asks what you think of: {}. Answer by {}."), text.sender, text,
                written(text.answers_by))  # fmt: skip
    return to_them(asked, says, _("Read and answer"))


@letter(AGAIN, label=gettext_lazy("Somebody without an account is reminded of a text"))
def remind(message: Message) -> Letter | None:
    """Said as it is on the day when it leaves. None when they have answered."""
    asked = read(message)
    if asked is None or not waits_for(asked):
        return None
    return to_them(asked, how_long(asked.referral, timezone.localdate()), _("Read and answer"))


def how_long(text: Referral, today: date) -> SafeString:
    if text.is_past(today):
        return fill(_("The last day has passed: {}. An answer is still taken."), text)
    if text.answers_by == today:
        return fill(_("Today is the last day to answer: {}."), text)
    when = written(text.answers_by)
    return fill(_("You have not answered yet: {}. The last day is {}."), text, when)


@letter(RESULT, label=gettext_lazy("Somebody without an account is told what an answer changed"))
def result(message: Message) -> Letter | None:
    """None when the result has been taken back."""
    asked = read(message)
    if asked is None or not asked.referral.is_closed:
        return None
    text = asked.referral
    says = fill(_("{} has told what each answer changed: {}."), text.sender, text)
    return to_them(asked, says, _("Read the result"))


def to_them(asked: Asked, says: SafeString, button: str) -> Letter:
    lines = [says]
    if asked.referral.is_open:
        note = _("You need no account. Whoever has this mail can answer: pass it on with care.")
        lines.append(fill("{}", note))
    return Letter(
        to=asked.party.email,
        subject=_("A question to you from %(site)s") % {"site": municipality().name},
        lines=lines,
        button=(button, link_right.path(asked)),
        why=fill(_("You get this because somebody asks what {} thinks."), asked.party),
    )
