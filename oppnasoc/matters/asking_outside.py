"""The two mails to another authority: that it is asked to take a matter, and where it answers."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.groups.models import Party
from oppnasoc.outbox import replies
from oppnasoc.outbox.actions import put
from oppnasoc.outbox.kinds import Letter, Section, letter
from oppnasoc.outbox.models import Channel, Message
from oppnasoc.trail.actions import record
from oppnasoc.trail.models import Entry
from oppnasoc.ui.context import municipality
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import day

from .link_right import ANSWER, ASKING, RECEIVE, TAKING, LinkRight, last_day, party_of, path
from .models import Matter, Note

ASKED, LIES_THERE = "matters.asked_outside", "matters.lies_outside"
LONG_AGO = timedelta(days=2)  # what happened before is filled in afterwards and told to nobody


def mail_them(entry: Entry) -> None:
    """Put a mail in the outbox when an entry asks another authority, or leaves a matter with it."""
    code = ASKED if entry.kind in ASKING else LIES_THERE if entry.kind in TAKING else ""
    party = party_of(entry) if code else 0
    if not party or entry.at < timezone.now() - LONG_AGO:
        return
    if Party.objects.filter(pk=party, kind=Party.Kind.OUTSIDE).exclude(email="").exists():
        put(code, entry.pk, channel=Channel.EMAIL, key=f"{code}:{entry.pk}")


def read(message: Message, right: str) -> tuple[Entry, Matter, Party] | None:
    """The hand-over that a message is about, while it stands and the matter is public."""
    entry = Entry.objects.filter(pk=message.thing).first()
    party = Party.objects.filter(pk=party_of(entry)).first() if entry else None
    if entry is None or party is None or not party.email:
        return None
    matter = Matter.objects.published().with_parties().filter(pk=entry.about_id).first()
    if matter is None or not LinkRight(right, entry.pk, matter.pk, party.pk).holds(matter):
        return None
    return entry, matter, party


@transaction.atomic
def came_back(message: Message, _problem: str) -> None:
    """Those who see the matter through have to call instead."""
    entry = Entry.objects.filter(pk=message.thing).first()
    matter = Matter.objects.filter(pk=entry.about_id).first() if entry else None
    if entry is not None and matter is not None:
        party = Party.objects.filter(pk=party_of(entry)).first()
        record("matters.not_reached", matter, by=None, party=party)


def question_of(entry: Entry) -> str:
    """What the authority was asked for, in the words of whoever asked; '' when none are shown.

    What was written when it took the question over are its own words: what it was asked before
    that counts then.
    """
    if entry.kind == "matters.moved":
        same = {"about_type": entry.about_type, "about_id": entry.about_id, "pk__lt": entry.pk}
        asking = Entry.objects.filter(**same, kind__in=ASKING).order_by("-pk").first()
        if asking is None or party_of(asking) != party_of(entry):
            return ""
        entry = asking
    note = Note.objects.filter(pk=entry.data.get("note"), emptied_on=None).first()
    return note.text if note else ""


@letter(ASKED, label=gettext_lazy("Another authority is asked to take a question"),
        refused=came_back)  # fmt: skip
def asked(message: Message) -> Letter | None:
    """The question, by when, and a link. None when they are asked no longer."""
    found = read(message, RECEIVE)
    if found is None:
        return None
    entry, matter, party = found
    given = {"steward": matter.steward, "site": municipality().name}
    lines = [_("%(steward)s in %(site)s asks you to take over a question.") % given]
    if question := question_of(entry):
        lines.append(_("This is what they ask you for: %(question)s") % {"question": question})
    if matter.asked_until:
        lines.append(_("Answer by %(on)s, please.") % {"on": day(matter.asked_until)})
    link = path(RECEIVE, entry.pk, last_day(RECEIVE, matter))
    return to_them(entry, matter, party, lines, (_("Read it, and say yes or no"), link))


@letter(LIES_THERE, label=gettext_lazy("Another authority can answer a question"),
        refused=came_back)  # fmt: skip
def lies_there(message: Message) -> Letter | None:
    """The link with which they answer. None when it does not lie with them any longer."""
    found = read(message, ANSWER)
    if found is None:
        return None
    entry, matter, party = found
    lines = [_("This question lies with you now. Answer it here when you can.")]
    if matter.next_on:
        lines.append(_("We have promised word by %(on)s.") % {"on": day(matter.next_on)})
    link = path(ANSWER, entry.pk, last_day(ANSWER, matter))
    return to_them(entry, matter, party, lines, (_("Answer the question"), link))


def to_them(
    entry: Entry, matter: Matter, party: Party, lines: list[str], button: tuple[str, str]
) -> Letter:
    lines.append(_("You need no account. Whoever has this mail can answer: pass it on with care."))
    return Letter(
        to=party.email,
        subject=_("A question to you from %(site)s") % {"site": municipality().name},
        lines=[fill("{}", line) for line in lines],
        sections=[Section(matter.title, [], matter.get_absolute_url())],
        button=button,
        why=_("You get this because your authority decides in this question."),
        answers_to=replies.address(replies.Who.OUTSIDE, entry.pk, matter.pk),
    )
