"""One short letter to those who can do something about a text: when they are asked, two working
days before the last day, on it and after it while they have not answered; to whoever asks when it
is time to sum up; and to those who answered when the result is told. Each once, never on a day off,
and never to those who pause or want it only on the site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.groups.reach import Reach, reach
from oppnasoc.language.workdays import is_workday, workdays_after, workdays_before
from oppnasoc.matters.reminding import BEFORE, MORNING, REMEMBERED, phase
from oppnasoc.outbox.actions import new, put_all
from oppnasoc.outbox.kinds import Letter, letter
from oppnasoc.outbox.models import Channel, Message
from oppnasoc.people.models import RemindedBy, User
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import day as written

from . import asking_by_mail
from .asking_by_mail import AGAIN, DONE, RESULT
from .models import Asked, Referral, Reminder, Response

About = Reminder.About
CODE = "referrals.reminder"
BATCH = 500  # texts of one transaction

#: Text → those who are asked and have not answered.
Silent = Mapping[int, Iterable[int]]


def parties_silent(referrals: Iterable[int]) -> Silent:
    """Who has not answered each of these texts; two queries."""
    keys = list(referrals)
    answered = set(
        Response.objects.filter(state__in=DONE)
        .filter(referral__in=keys, party__isnull=False)
        .values_list("referral", "party")
    )
    found: dict[int, list[int]] = defaultdict(list)
    for referral, party in Asked.objects.filter(referral__in=keys).values_list("referral", "party"):
        if (referral, party) not in answered:
            found[referral].append(party)
    return found


def remind(today: date) -> int:
    """Make the reminders of a working day, and a letter for each; nothing is made twice, however
    often it runs. Three queries, and six for each 500 texts. Returns how many letters."""
    if not is_workday(today):
        return 0
    window = (workdays_before(today, REMEMBERED), workdays_after(today, BEFORE + 1))
    texts = Referral.objects.filter(status=Referral.Status.OPEN, answers_by__range=window)
    everybody, made, after = reach(), 0, 0
    while some := list(texts.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = some[-1].pk
        silent = parties_silent(each.pk for each in some)
        by_mail = asking_by_mail.mailed(silent, everybody)
        rows = []
        for each in some:
            which = phase(each.answers_by, today)
            if which is None:
                continue
            asked = {user for party in silent.get(each.pk, ()) for user in everybody.told(party)}
            rows += [Reminder(user_id=user, referral=each, about=which, day=each.answers_by)
                     for user in asked]  # fmt: skip
            if which == About.AFTER:
                rows += [Reminder(user_id=user, referral=each, about=About.SUM_UP,
                                  day=each.answers_by)
                         for user in everybody.told(each.sender_id)]  # fmt: skip
            waited_for = silent.get(each.pk, ())
            mails = [row for row in by_mail
                     if row.referral_id == each.pk and row.party_id in waited_for]  # fmt: skip
            made += asking_by_mail.put(AGAIN, mails, f"{which}:{each.answers_by}")
        made += put(rows, today)
    return made


def tell_those_asked(referral: Referral, today: date) -> None:
    """It is sent out: a letter to those who can answer for somebody who is asked."""
    everybody = reach()
    parties = referral.asked.values_list("party", flat=True)
    users = {user for party in parties for user in everybody.told(party)}
    put([Reminder(user_id=user, referral=referral, about=About.ASKED, day=referral.answers_by)
         for user in users], today)  # fmt: skip
    mails = asking_by_mail.mailed([referral.pk], everybody)
    asking_by_mail.put(asking_by_mail.ASKED, mails, str(referral.answers_by))


def tell_those_who_answered(referral: Referral, today: date) -> None:
    """The result is told: a letter to those who act for somebody who has answered. A person reads
    it with her code."""
    everybody = reach()
    shown = Response.objects.shown().filter(referral=referral, party__isnull=False)
    parties = shown.values_list("party", flat=True)
    users = {user for party in parties for user in everybody.told(party)}
    put([Reminder(user_id=user, referral=referral, about=About.CLOSED, day=today)
         for user in users], today)  # fmt: skip
    answered = set(parties)
    mails = asking_by_mail.mailed([referral.pk], everybody)
    asking_by_mail.put(RESULT, [row for row in mails if row.party_id in answered], str(today))


@transaction.atomic
def put(rows: Iterable[Reminder], today: date) -> int:
    """Keep the reminders that are not there yet and put a letter in the outbox for each."""
    wants = User.objects.filter(is_active=True, paused_on=None, reminded_by=RemindedBy.EMAIL)
    wanted = set(wants.values_list("pk", flat=True))
    mine, now = [row for row in rows if row.user_id in wanted], timezone.now()
    if not mine:
        return 0
    there = set(
        Reminder.objects.filter(referral__in={row.referral_id for row in mine}).values_list(
            "referral", "user", "about", "day"
        )
    )
    keys = {(row.referral_id, row.user_id, str(row.about), row.day): row for row in mine}
    fresh = [row for key, row in keys.items() if key not in there]
    for row in fresh:
        row.made_at = now
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
    made = Reminder.objects.filter(made_at=now, referral__in={row.referral_id for row in fresh})
    first = today if is_workday(today) else workdays_after(today, 1)
    at = max(now, timezone.make_aware(datetime.combine(first, MORNING)))
    waiting = list(made.order_by("pk").values_list("pk", flat=True))
    put_all(new(CODE, pk, channel=Channel.EMAIL, key=f"{CODE}:{pk}", at=at) for pk in waiting)
    return len(waiting)


def holds(reminder: Reminder, everybody: Reach) -> bool:
    """Whether she can still do something about it, or has not been told yet."""
    text, user = reminder.referral, reminder.user_id
    if reminder.about == About.CLOSED:
        shown = Response.objects.shown().filter(referral=text, party__isnull=False)
        parties = list(shown.values_list("party", flat=True))
        still = text.is_closed and text.closed_on == reminder.day
        return still and any(user in everybody.told(party) for party in parties)
    if not text.is_open or text.answers_by != reminder.day:
        return False
    if reminder.about == About.SUM_UP:
        return user in everybody.told(text.sender_id)
    silent = parties_silent([text.pk]).get(text.pk, ())
    return any(user in everybody.told(party) for party in silent)


@letter(CODE, label=gettext_lazy("Word of texts that somebody is asked about"))
def reminder(message: Message) -> Letter | None:
    """None on a day off, when she pauses, wants no mail any longer, or when it no longer holds."""
    found = Reminder.objects.select_related("user", "referral__sender").filter(pk=message.thing)
    each = found.first()
    if each is None or not is_workday(timezone.localdate()):
        return None
    user = each.user
    if not user.is_active or user.paused_on or user.reminded_by != RemindedBy.EMAIL:
        return None
    if not holds(each, reach()):
        return None
    text = each.referral
    sums_up = each.about == About.SUM_UP
    url = reverse("referral_sum_up", args=[text.pk]) if sums_up else text.get_absolute_url()
    return Letter(
        to=user.email,
        subject=SUBJECTS[About(each.about)](),
        lines=[sentence(each)],
        button=(BUTTONS[About(each.about)](), url),
        why=" ".join(
            [
                _("You get this because somebody whom you act for has answered.")
                if each.about == About.CLOSED
                else _("You get this because you can do something about it."),
                _("On your account page you choose to be reminded only on the site."),
            ]
        ),
    )


SUBJECTS = {
    About.ASKED: lambda: _("You are asked about a text"),
    About.BEFORE: lambda: _("You are asked about a text"),
    About.ON: lambda: _("You are asked about a text"),
    About.AFTER: lambda: _("You are asked about a text"),
    About.SUM_UP: lambda: _("Time to sum up the answers"),
    About.CLOSED: lambda: _("What your answer changed"),
}
BUTTONS = {
    **dict.fromkeys(SUBJECTS, lambda: _("Read and answer")),
    About.SUM_UP: lambda: _("Sum up the answers"),
    About.CLOSED: lambda: _("Read the result"),
}


def sentence(each: Reminder) -> SafeString:
    """What the letter says, in one sentence or two."""
    text, when = each.referral, written(each.day)
    if each.about == About.ASKED:
        return fill(_("{} asks what you think of: {}. Answer by {}."), text.sender, text, when)
    if each.about == About.BEFORE:
        return fill(_("You have not answered yet: {}. The last day is {}."), text, when)
    if each.about == About.ON:
        return fill(_("Today is the last day to answer: {}."), text)
    if each.about == About.AFTER:
        return fill(_("The last day has passed: {}. An answer is still taken."), text)
    if each.about == About.SUM_UP:
        return fill(_("The last day has passed: {}. Say what each answer changed."), text)
    return fill(_("{} has told what each answer changed: {}."), text.sender, text)
