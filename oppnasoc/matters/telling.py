"""What somebody is told who raised a matter: her own words, the answer and why, ready to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices.models import Voice

from . import sentences
from .feedback import has_outcome
from .models import Answer, Ground, Matter, Step
from .overdue import overdue


@dataclass(frozen=True)
class Outcome:
    """What came of a matter: how it is told ('The answer is: no'), the text, and the reason when
    it was no plain yes."""

    begins: str
    text: str
    reason: str = ""
    turn_to: str = ""


@dataclass(frozen=True)
class Row:
    """One debt as those who tell see it."""

    ground: Ground
    voice: Voice
    matter: Matter
    who: str
    outcome: Outcome
    ready: str
    late: bool
    address: str = ""
    fails: bool = False

    @property
    def leaves_by_itself(self) -> bool:
        """The program tells her; nobody has to."""
        return self.voice.tell_by in Voice.SENT and bool(self.address) and not self.fails

    @property
    def key(self) -> str:
        """What a form sends of it: the debt, and since when it was owed as it was seen."""
        return f"{self.ground.pk}:{self.ground.owed_since}"

    @property
    def on_one_line(self) -> str:
        """The address with commas in place of its lines."""
        return ", ".join(self.address.splitlines())

    @property
    def lies_ready(self) -> bool:
        """She reads it herself, with her code; nobody has to tell her."""
        return self.voice.tell_by == Voice.TellBy.CODE

    @property
    def is_open_again(self) -> bool:
        """Somebody has taken the matter up again since the outcome that is to be told."""
        return not has_outcome(self.matter)


def outcomes(matters: Iterable[Matter]) -> dict[int, Outcome]:
    """The latest that came of each matter, by its key; two queries."""
    by_key = {matter.pk: matter for matter in matters}
    found: dict[int, Outcome] = {}
    answers = Answer.objects.filter(matter__in=by_key).order_by("answered_on", "pk")
    for answer in answers:
        begins = _("The answer is: %(verdict)s") % {"verdict": answer.verdict_name.lower()}
        if answer.verdict in (Answer.Verdict.EXPLAINED, Answer.QUICK):
            begins = _("This is the answer")
        found[answer.matter_id] = Outcome(begins, answer.text, answer.reason, answer.turn_to)
    changed = [pk for pk, matter in by_key.items() if matter.status in Matter.CHANGED]
    steps = Step.objects.filter(matter__in=changed, status__in=Matter.CHANGED)
    for step in steps.order_by("taken_on", "pk"):
        name = str(Matter.Status(step.status).label)
        begins = _("This is how far it has come: %(step)s") % {"step": name.lower()}
        found[step.matter_id] = Outcome(begins, step.text)
    return found


NOTHING_YET = Outcome("", "")


def ready(voice: Voice, matter: Matter, outcome: Outcome) -> str:
    """A few sentences that can be read aloud, or copied into a message."""
    on = day(voice.said_on)
    if voice.text:
        lines = [_("You said on %(on)s: “%(text)s”") % {"on": on, "text": voice.text}]
    else:
        same = _("You said on %(on)s that this concerns you too: “%(title)s”")
        lines = [same % {"on": on, "title": matter.title}]
    if outcome.begins:
        lines.append(f"{outcome.begins}. {outcome.text}")
    if outcome.reason:
        lines.append(_("This is why: %(reason)s") % {"reason": outcome.reason})
    if outcome.turn_to:
        lines.append(_("You can turn to %(where)s.") % {"where": outcome.turn_to})
    if not has_outcome(matter):
        lines.append(_("Since then the matter has been taken up again."))
    elif matter.quick:
        lines.append(_("Did the answer help? Tell us: yes, partly or no."))
    else:
        lines.append(_("Did it get better? Tell us: yes, partly or no."))
    return "\n".join(lines)


def rows(grounds: Iterable[Ground], *, addresses: bool = False) -> list[Row]:
    """Debts with what is to be told. Needs ``feedback.owed()``; ``addresses`` when the reader may
    see them and they were read along (``voice__reach``)."""
    listed = list(grounds)
    known = outcomes(ground.matter for ground in listed)
    late = overdue()
    found = []
    for ground in listed:
        voice, matter = ground.voice, ground.matter
        outcome = known.get(matter.pk, NOTHING_YET)
        reach = getattr(voice, "reach", None) if addresses else None
        found.append(
            Row(
                ground=ground,
                voice=voice,
                matter=matter,
                who=sentences.speaker(voice),
                outcome=outcome,
                ready=ready(voice, matter, outcome),
                late=is_late(ground, late.before(matter.holder_id)),
                address=reach.address if reach else "",
                fails=bool(reach and reach.failed_at),
            )
        )
    return found


def is_late(ground: Ground, before: date) -> bool:
    """Whether somebody has waited too long for a person to tell her."""
    owed = ground.owed_since
    return owed is not None and owed < before and ground.voice.tell_by != Voice.TellBy.CODE


def seen(key: str) -> tuple[int, date] | None:
    """The debt and the day that a form sends (``Row.key``); None when it is no such thing."""
    number, _colon, on = key.partition(":")
    if not number.isdecimal() or len(number) > 12:
        return None
    try:
        return int(number), date.fromisoformat(on)
    except ValueError:
        return None
