"""Did it get better? Those who raised a matter are asked when something has come of it (R13).

One answer for each voice and outcome. What is chosen counts at once; the words in which it is said
are shown after a look. A 'no' can take the matter up again, once, by the speaker's own act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.promise import promised_by
from oppnasoc.language.workdays import workdays_after
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record
from oppnasoc.voices.actions import moment
from oppnasoc.voices.models import Voice

from .actions import change
from .models import Ground, Judgement, Matter

Better = Judgement.Better
MAX_WORDS = 1000  # characters


@dataclass(frozen=True)
class Figure:
    """How many said what of an outcome."""

    yes: int = 0
    partly: int = 0
    no: int = 0

    @property
    def total(self) -> int:
        return self.yes + self.partly + self.no

    def __bool__(self) -> bool:
        return self.total > 0


def figure(better: Iterable[str]) -> Figure:
    """The figure of what was chosen, each one of ``Judgement.Better``."""
    chosen = list(better)
    return Figure(*(chosen.count(each) for each in (Better.YES, Better.PARTLY, Better.NO)))


def of_today() -> QuerySet[Judgement]:
    """Judgements of the outcome that a matter has now, by those whose words everybody may read."""
    return Judgement.objects.filter(
        outcome_on=F("ground__owed_since"), ground__voice__visibility=Voice.Visibility.PUBLIC
    ).exclude(ground__matter__status=Matter.Status.OPEN)


def given_by(ground: Ground) -> Judgement | None:
    """What the speaker thinks of the outcome that her matter has now, if she has said it."""
    if ground.owed_since is None:
        return None
    return ground.judgements.filter(outcome_on=ground.owed_since).first()


@transaction.atomic
def judge(
    ground: Ground,
    better: str,
    *,
    by: User | None,
    words: str = "",
    on: date | None = None,
) -> Judgement:
    """Say whether it got better. Whoever changes her mind says it again, and the latest counts.

    ``by`` is ``None`` when the speaker herself says it, with her code; somebody who is told it
    aloud needs the right to tell her. Raises ValidationError while nothing has come of it.
    """
    if by is not None:
        require(by, "matters.tell", ground)
    if better not in Better.values:
        raise ValidationError({"better": _("Choose one of the three.")})
    said = words.strip()
    if len(said) > MAX_WORDS:
        text = _("Write it shorter, %(n)d characters at most.") % {"n": MAX_WORDS}
        raise ValidationError({"words": text})
    if ground.owed_since is None or ground.matter.status == Matter.Status.OPEN:
        raise ValidationError(_("Nothing has come of it yet. Come back when there is an answer."))
    before = given_by(ground)
    keeps = before is not None and before.words == said
    judgement, _new = Judgement.objects.update_or_create(
        ground=ground,
        outcome_on=ground.owed_since,
        defaults={
            "better": better,
            "words": said,
            "shown": keeps and before is not None and before.shown,
            "looked_at": before.looked_at if keeps and before is not None else None,
            "given_at": moment(on),
        },
    )
    record("matters.judged", ground.matter, by=by, at=moment(on), better=better)
    return judgement


def can_take_up(ground: Ground, judgement: Judgement | None) -> bool:
    """Whether a 'no' may take the matter up again: it has come to its end, a group sees it
    through, and this outcome has not led to it before."""
    matter = ground.matter
    ended = not matter.is_open and not matter.merged_into_id and matter.steward_id is not None
    return ended and not (judgement is not None and judgement.took_up)


@transaction.atomic
def say(
    ground: Ground, better: str, *, by: User | None, words: str = "", again: bool = False
) -> Judgement:
    """Judge, and take the matter up again when that is wished: both or neither.

    Raises as ``judge`` and ``take_up``.
    """
    if again and (better != Better.NO or not words.strip()):
        text = _("Choose no and write why, if the matter is to be taken up again.")
        raise ValidationError({"words": text})
    judgement = judge(ground, better, words=words, by=by)
    if again:
        take_up(ground, by=by)
    return judgement


@transaction.atomic
def take_up(ground: Ground, *, by: User | None, on: date | None = None) -> Matter:
    """Take the matter up again, because it did not get better: the speaker's own act.

    Her judgement must be a 'no' with its reason in words; once for each outcome, and only when
    the matter has come to its end. It goes to the group that saw it through, which says within
    twenty working days what happens. ``by`` as for ``judge``.
    """
    if by is not None:
        require(by, "matters.tell", ground)
    judgement, matter = given_by(ground), ground.matter
    if judgement is None or judgement.better != Better.NO or not judgement.words:
        raise ValidationError({"words": _("Say in your own words why it did not get better.")})
    if judgement.took_up:
        raise ValidationError(_("You have taken it up again already."))
    if matter.is_open or matter.merged_into_id or matter.steward is None:
        raise ValidationError(_("It is being worked on. What you said is read by those who do."))
    today = on or timezone.localdate()
    move(judgement, when={"took_up": False}, to={"took_up": True})
    change(
        matter,
        seen=None,
        at=moment(on),
        status=Matter.Status.OPEN,
        closed_on=None,
        holder=matter.steward,
        held_since=today,
        next_on=workdays_after(today, promised_by(matter.steward_id).next_word),
    )
    record("matters.taken_up", matter, by=by, at=moment(on), judgement=judgement)
    return matter


@transaction.atomic
def look_at(judgement: Judgement, *, shown: bool, by: User | None) -> Judgement:
    """Show somebody's own words on the matter's page, or leave them unshown; either can be
    changed later."""
    matter = judgement.ground.matter
    require(by, "matters.tend", matter)
    if not judgement.words:
        raise ValidationError(_("There are no words to look at."))
    now = timezone.now()
    move(judgement, when={"words": judgement.words}, to={"shown": shown, "looked_at": now})
    kind = "matters.words_shown" if shown else "matters.words_left"
    record(kind, matter, by=by, at=now)
    return judgement
