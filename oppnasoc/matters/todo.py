"""What waits for a person because of matters and of what was said."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.models import Membership
from oppnasoc.groups.promise import USUAL
from oppnasoc.groups.rules import HOLDER, has_a_seat, seats
from oppnasoc.language.workdays import workdays_after
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.people.rules import is_editor
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import Todo, todo
from oppnasoc.voices.models import Voice

from . import feedback
from . import outside_todo as outside_todo
from . import quick_todo as quick_todo
from .incoming import to_place, waiting_for
from .mailed import BY_ITSELF
from .models import Ground, Judgement, Matter
from .overdue import overdue
from .sentences import CAME_BACK

AHEAD_DAYS = 7  # a matter is shown a week before its next date
SHOWN = 30
LOOK_DAYS = timedelta(days=60)  # so long is asked whether a title may stay
CAME_BACK_DAYS = timedelta(days=14)  # so long is a matter shown that came back

LEADS = {Membership.Role.FACILITATOR, Membership.Role.SECRETARY}
ANSWERS = {Membership.Role.STAFF, Membership.Role.MEMBER, HOLDER, *LEADS}


@todo(order=10)
def voices_to_sort(user: User) -> list[Todo]:
    """One line for everything that was said and waits."""
    if not may(user, "voices.sort"):
        return []
    waiting = waiting_for(user, to_place().filter(in_flood=False))
    count = waiting.count()
    oldest = waiting.order_by("said_on").values_list("said_on", flat=True).first()
    if oldest is None:
        return []
    title = ngettext("%(n)d new thing was said", "%(n)d new things were said", count) % {"n": count}
    why = _("You lead a group. Somebody waits for a first word.")
    late = workdays_after(oldest, USUAL.acknowledge) < timezone.localdate()
    return [Todo(title, reverse("voices"), why, oldest, late, _("Read what was said"))]


@todo(order=15)
def hand_overs(user: User) -> list[Todo]:
    """Matters that the person is asked to take over, and those of her groups that came back."""
    today = timezone.localdate()
    mine = seats(user)
    answers = {party for party, role in mine if role in ANSWERS}
    leads = {party for party, role in mine if role in LEADS}
    if not answers and not leads:
        return []
    in_time = Q(asked_until__gte=today) | ~Q(rests_since=None) | ~Q(paused_on=None)
    asked = Matter.objects.open().filter(in_time, asked__in=answers, quick=False)
    found = [
        Todo(
            _("Do you take this? %(matter)s") % {"matter": matter},
            f"{matter.get_absolute_url()}#for-dig",
            _("You are asked to take it over."),
            matter.asked_until,
            verb=_("Answer yes or no"),
        )
        for matter in asked.order_by("asked_until")[:SHOWN]
    ]
    recent = Entry.objects.filter(
        kind__in=CAME_BACK, about_type="matters.matter", at__gte=timezone.now() - CAME_BACK_DAYS
    )
    back = Matter.objects.open().filter(
        steward__in=leads, asked=None, pk__in=recent.values("about_id")
    )
    found += [
        Todo(
            _("Came back: %(matter)s") % {"matter": matter},
            f"{matter.get_absolute_url()}#for-dig",
            _("Whoever you asked did not take it."),
            today,
            verb=_("Decide who has it"),
        )
        for matter in back.order_by("next_on")[:SHOWN]
    ]
    return found


@todo(order=16)
def lifted(user: User) -> list[Todo]:
    """Matters that came to the person as a manager: late for long, or refused by two."""
    posts = [party for party, role in seats(user) if role == HOLDER]
    if not posts:
        return []
    came = Matter.objects.open().filter(lifted_to__in=posts).order_by("lifted_on", "pk")
    found = []
    for matter in came[:SHOWN]:
        refused = matter.lifted_because == Matter.Lifted.REFUSED
        title = _("Decide who has it: %(matter)s") if refused else _("Late for long: %(matter)s")
        why = _("Two who were asked did not take it.")
        if not refused:
            why = _("Nobody has said anything since the day passed. See to it, or place it.")
        url = f"{matter.get_absolute_url()}#for-dig"
        found.append(
            Todo(title % {"matter": matter}, url, why, matter.next_on, True, _("See to it"))
        )
    return found


@todo(order=17)
def to_tell(user: User) -> list[Todo]:
    """One line for everybody whom the person has to tell what came of it, one for the letters."""
    if not (has_a_seat.test(user) or is_editor.test(user)):
        return []
    waiting = feedback.to_be_told_by(user).exclude(voice__tell_by=Voice.TellBy.CODE)
    waiting = waiting.exclude(BY_ITSELF)
    counts: dict[bool, list[tuple[date, bool]]] = {True: [], False: []}
    late = overdue()
    rows = waiting.order_by().values_list("voice__tell_by", "owed_since", "matter__holder")
    for how, since, holder in rows:
        if since is not None:
            counts[how == Voice.TellBy.LETTER].append((since, since < late.before(holder)))
    found = []
    for letters, url in ((False, reverse("debts")), (True, reverse("letters"))):
        if not (days := counts[letters]):
            continue
        by_letter = ngettext("Send %(n)d letter", "Send %(n)d letters", len(days))
        aloud = ngettext("%(n)d waits for word", "%(n)d wait for word", len(days))
        title = (by_letter if letters else aloud) % {"n": len(days)}
        why = _("Something came of what they raised.")
        since, is_late = min(days)[0], any(passed for _on, passed in days)
        verb = _("Print the letters") if letters else _("Tell them")
        found.append(Todo(title, url, why, since, is_late, verb))
    return found


@todo(order=18)
def from_speakers(user: User) -> list[Todo]:
    """What speakers wrote, want changed or said yes to, and words that wait for a look."""
    if not may(user, "voices.sort"):
        return []
    leads = {party for party, role in seats(user) if role in LEADS}
    mine = Q(group__in=leads) | Q(grounds__matter__steward__in=leads)
    voices = Voice.objects.filter(Q() if is_editor.test(user) else mine).order_by()
    words = Judgement.objects.filter(looked_at=None).exclude(words="")
    asks = (
        (Q(messages__from_speaker=True, messages__read_at=None), _("Somebody has written to you")),
        (Q(correction__isnull=False), _("Somebody wants to put her words right")),
        (Q(onward__yes=True, onward__passed_on=None), _("Somebody says yes to being passed on")),
        (Q(pk__in=words.values("ground__voice")), _("Somebody says whether it got better")),
    )
    found = []
    for asked, title in asks:
        for voice in voices.filter(asked).distinct().order_by("pk")[:SHOWN]:
            said = voice.text[:60] or str(voice)
            url = reverse("voice_tending", args=[voice.pk])
            found.append(Todo(title, url, f"”{said}”", verb=_("Read it")))
    return found


@todo(order=19)
def stand_on_nothing(user: User) -> list[Todo]:
    """Matters whose every word was taken back: does the title still hold? Any change of it, also
    one that lets it stand, takes it off."""
    leads = {party for party, role in seats(user) if role in LEADS}
    if not leads and not is_editor.test(user):
        return []
    mine = Q() if is_editor.test(user) else Q(steward__in=leads)
    taken = Entry.objects.filter(kind="voices.withdrawn", about_type="voices.voice").order_by()
    recent = taken.filter(at__gte=timezone.now() - LOOK_DAYS).values_list("about_id", "at")
    when = dict(recent)
    grounds = Ground.objects.filter(voice__in=when, matter__in=Matter.objects.filter(mine))
    public = Ground.objects.filter(
        matter=OuterRef("matter"), voice__visibility=Voice.Visibility.PUBLIC
    )
    found = {}
    for ground in grounds.filter(~Exists(public)).select_related("matter")[:SHOWN]:
        matter = ground.matter
        if matter.changed_at <= when[ground.voice_id]:
            url = f"{matter.get_absolute_url()}?gor=edit#for-dig"
            why = _("Whoever said it took the words back. Can its title and text stay?")
            found[matter.pk] = Todo(matter.title, url, why, verb=_("Look at the title"), rests=True)
    return list(found.values())


@todo(order=20)
def matters_due(user: User) -> list[Todo]:
    """Matters that lie with the person, or that her group sees through, and whose day is near."""
    today = timezone.localdate()
    mine = seats(user)
    answers = {party for party, role in mine if role in ANSWERS}
    leads = {party for party, role in mine if role in LEADS}
    if not answers and not leads:
        return []
    near = Matter.objects.open().filter(next_on__lte=today + timedelta(days=AHEAD_DAYS))
    near = near.filter(paused_on=None)
    found = []
    for matter in (near.filter(holder__in=answers) | near.filter(steward__in=leads)).order_by(
        "next_on"
    )[:SHOWN]:
        lies_here = matter.holder_id in answers
        why = _("It lies with you.") if lies_here else _("Your group sees it through.")
        if matter.rests_since is not None:
            why = _("Rests with somebody who is away.")
        elif lies_here and matter.is_late and matter.why_late_id is None:
            why = _("It lies with you. Say something, or write why it takes time.")
        url, verb = f"{matter.get_absolute_url()}#for-dig", _("Say something")
        late = matter.is_late
        found.append(Todo(matter.title, url, why, matter.next_on, late, verb))
    return found


@todo(order=17)
def to_tell_through(user: User) -> list[Todo]:
    """One line for each organisation that the person speaks for and whose people wait."""
    speaks = [party for party, role in seats(user) if role == Membership.Role.MEMBER]
    if not speaks:
        return []
    through = {"voice__tell_by": Voice.TellBy.ORGANISATION, "voice__organisation__in": speaks}
    waiting = feedback.owed().filter(**through).order_by("voice__organisation")
    rows = waiting.values_list("voice__organisation__name", "voice__organisation__slug")
    why = _("They chose to be told through you.")
    return [
        Todo(
            ngettext(
                "%(n)d waits for word through %(org)s", "%(n)d wait for word through %(org)s", n
            )
            % {"n": n, "org": name},
            reverse("organisation_tell", args=[slug]),
            why,
            since,
            verb=_("Tell them"),
        )
        for name, slug, n, since in rows.annotate(Count("pk"), Min("owed_since"))
    ]
