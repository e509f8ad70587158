"""One short letter in the morning to those who can do something about a day that is near, here or
over: two working days before, on the day, and one working day after. Each day once.

Who is reminded: those who act for whom it waits for (the head of a unit before all who work
there), and those who lead the group that sees it through. Nobody who pauses, nobody on a day off,
and nobody by mail who wants it only on the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.groups.reach import Reach, reach
from oppnasoc.language.workdays import (
    is_workday,
    latest_workday,
    workdays_after,
    workdays_before,
)
from oppnasoc.outbox.actions import new, put_all
from oppnasoc.outbox.kinds import Letter, Section, letter
from oppnasoc.outbox.models import Channel, Message
from oppnasoc.people.models import RemindedBy, User
from oppnasoc.ui.context import municipality
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import day as written

from .models import Matter, Reminder

BEFORE, AFTER = 2, 1  # working days
REMEMBERED = 20  # working days: what passed before that is reminded of no longer
MORNING = time(7, 0)
BATCH = 500  # matters of one transaction
LISTED = 30  # matters of one letter; the rest are counted

About, Phase = Reminder.About, Reminder.Phase
ORDER = (About.LIFTED, About.ASKED, About.NEXT)


def phase(of: date, today: date) -> str | None:
    """Which reminder of a day is due today: the latest whose time has come; None while it is far.

    A day off is reminded of on the last working day before it.
    """
    if today >= workdays_after(of, AFTER):
        return Phase.AFTER
    on = latest_workday(of)
    if today >= on:
        return Phase.ON
    return Phase.BEFORE if today >= workdays_before(on, BEFORE) else None


def due(today: date) -> Q:
    """The matters that may have a reminder due; more than those that have."""
    begin, end = workdays_before(today, REMEMBERED), workdays_after(today, BEFORE + 1)
    near = Q(next_on__range=(begin, end)) | Q(asked_until__range=(begin, end))
    return near | Q(lifted_to__isnull=False)


def remind(today: date) -> int:
    """Make the reminders of a working day and put a letter in the outbox for each who has some.

    Nothing is made twice, however often and after however long it runs. Three queries, and three
    for each 500 matters. Returns how many letters.
    """
    drop_what_is_over()
    everybody = reach()
    wants = set(
        User.objects.filter(
            is_active=True, paused_on=None, reminded_by=RemindedBy.EMAIL
        ).values_list("pk", flat=True)
    )
    keys = Matter.objects.open().going().filter(due(today), closed_on=None).order_by("pk")
    after = 0
    while some := list(keys.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        after = some[-1]
        found = Matter.objects.filter(pk__in=some).only(
            "next_on", "asked", "asked_until", "holder", "steward", "lifted_to", "lifted_on"
        )
        rows = [
            Reminder(user_id=user, matter=matter, about=about, day=day, phase=which)
            for matter in found
            for about, day, which, users in of_matter(matter, everybody, today)
            for user in users & wants
        ]
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return put_letters(today, wants)


def of_matter(
    matter: Matter, everybody: Reach, today: date
) -> Iterator[tuple[str, date, str, frozenset[int]]]:
    """What of a matter is due today: about what, which day, before, on or after, and for whom."""
    lead = everybody.told(matter.steward_id)
    begin = workdays_before(today, REMEMBERED)
    if matter.next_on and matter.next_on >= begin and (which := phase(matter.next_on, today)):
        yield About.NEXT, matter.next_on, which, everybody.told(matter.holder_id) | lead
    if matter.asked_until is not None and (which := phase(matter.asked_until, today)):
        yield About.ASKED, matter.asked_until, which, everybody.told(matter.asked_id)
    if matter.lifted_on is not None:
        yield About.LIFTED, matter.lifted_on, Phase.ON, everybody.told(matter.lifted_to_id)


def drop_what_is_over() -> None:
    """Reminders of a day that the matter no longer has; told ones too, or the table grows."""
    holds = (
        Q(about=About.NEXT, day=F("matter__next_on"))
        | Q(about=About.ASKED, day=F("matter__asked_until"))
        | Q(about=About.LIFTED, day=F("matter__lifted_on"))
    )
    still = Reminder.objects.filter(holds, matter__closed_on=None)
    Reminder.objects.exclude(pk__in=still.values("pk")).delete()


@transaction.atomic
def put_letters(today: date, wants: Iterable[int]) -> int:
    """A letter in the morning for everybody with reminders that she has not been told."""
    waiting = Reminder.objects.filter(told_at=None).order_by("user")
    users = set(waiting.values_list("user", flat=True).distinct()) & set(wants)
    at = max(timezone.now(), timezone.make_aware(datetime.combine(today, MORNING)))
    put_all(
        new(
            "matters.reminder",
            user,
            channel=Channel.EMAIL,
            key=f"remind:{user}:{today.isoformat()}",
            at=at,
        )
        for user in sorted(users)
    )
    return len(users)


def waiting_for(user: User, everybody: Reach) -> list[Reminder]:
    """Her reminders that hold now, one for each matter: the heaviest."""
    found: QuerySet[Reminder] = Reminder.objects.filter(user=user, told_at=None)
    kept: dict[int, Reminder] = {}
    for each in sorted(
        found.select_related("matter__holder", "matter__lifted_to"),
        key=lambda one: (ORDER.index(About(one.about)), one.day, one.pk),
    ):
        if each.matter_id not in kept and holds(each, everybody):
            kept[each.matter_id] = each
    return list(kept.values())


def holds(reminder: Reminder, everybody: Reach) -> bool:
    """Whether she can still do something about that day of that matter."""
    matter, user = reminder.matter, reminder.user_id
    if not matter.is_open or matter.stands_still:
        return False
    if reminder.about == About.NEXT:
        those = everybody.told(matter.holder_id) | everybody.told(matter.steward_id)
        return matter.next_on == reminder.day and user in those
    if reminder.about == About.ASKED:
        return matter.asked_until == reminder.day and user in everybody.told(matter.asked_id)
    return matter.lifted_on == reminder.day and user in everybody.told(matter.lifted_to_id)


def told(message: Message, at: datetime) -> None:
    Reminder.objects.filter(user=message.thing, told_at=None).update(told_at=at)


def not_reached(message: Message, problem: str) -> None:
    """Her address does not work: what waits for her stands on the site."""
    told(message, timezone.now())


@letter(
    "matters.reminder",
    label=gettext_lazy("Reminders to those who tend questions"),
    sent=told,
    refused=not_reached,
)
def reminder(message: Message) -> Letter | None:
    """What waits for her, the heaviest first; None on a day off, when she pauses, wants no mail
    any longer, or when nothing holds any more."""
    user = User.objects.filter(pk=message.thing, is_active=True, paused_on=None).first()
    if user is None or user.reminded_by != RemindedBy.EMAIL:
        return None
    if not is_workday(timezone.localdate()):
        return None
    waits = waiting_for(user, reach())
    if not waits:
        return None
    sections = [section(each) for each in waits[:LISTED]]
    lines = [fill("{}", _("This waits for you, or for a group that you lead."))]
    if len(waits) > LISTED:
        more = _("There are %(n)d more. You find all of them on the site.")
        lines.append(fill("{}", more % {"n": len(waits) - LISTED}))
    return Letter(
        to=user.email,
        subject=_("What waits for you at %(site)s") % {"site": municipality().site_name},
        lines=lines,
        sections=sections,
        button=(_("See what waits for you"), reverse("todo")),
        why=" ".join(
            [
                _("You get this because you can do something about it."),
                _("On your account page you choose to be reminded only on the site."),
            ]
        ),
    )


def section(each: Reminder) -> Section:
    words: Sequence[SafeString] = [SENTENCES[About(each.about)](each)]
    return Section(each.matter.title, words, each.matter.get_absolute_url())


def of_the_next_word(each: Reminder) -> SafeString:
    when = written(each.day)
    if each.phase == Phase.BEFORE:
        return fill(_("The next word is promised by {}."), when)
    if each.phase == Phase.ON:
        return fill(_("Today is the day for the next word: {}."), when)
    return fill(_("The day has passed: {}. Say something, or write why it takes time."), when)


def of_a_hand_over(each: Reminder) -> SafeString:
    return fill(_("You are asked to take it over. Answer yes or no by {}."), written(each.day))


def of_a_lift(each: Reminder) -> SafeString:
    if each.matter.lifted_because == Matter.Lifted.REFUSED:
        return fill("{}", _("Two who were asked did not take it. Decide who has it."))
    return fill("{}", _("It has been late for long. It has come to you as the manager."))


SENTENCES: dict[str, Callable[[Reminder], SafeString]] = {
    About.NEXT: of_the_next_word,
    About.ASKED: of_a_hand_over,
    About.LIFTED: of_a_lift,
}
