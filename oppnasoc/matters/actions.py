"""Everything that can be done to a matter. Each action checks, moves, records; all or nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Party, Post, Theme
from oppnasoc.groups.promise import promised_by
from oppnasoc.groups.rules import acts_for
from oppnasoc.language.workdays import workdays_after
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record
from oppnasoc.voices.actions import moment as moment
from oppnasoc.voices.models import Voice

from . import clock, feedback
from .link_right import LinkRight, require_one
from .models import Answer, Ground, Matter, Note, Step

TITLE_LENGTH = 160  # characters, as the column holds


def change(matter: Matter, *, seen: int | None, at: datetime, **to: Any) -> None:
    """Move a matter on by conditional update.

    ``seen`` is the revision that the person acted on, ``None`` for the one at hand. Raises
    Stale when somebody else came first and ValidationError when the status may not move so.
    """
    if "status" in to and to["status"] not in Matter.MOVES[matter.status]:
        raise ValidationError(_("The matter cannot be moved that way."))
    if "asked" not in to and ("holder" in to or to.get("status") in Matter.ENDS):
        to |= {"asked": None, "asked_until": None}  # Nobody waits for that answer any longer.
    to = {**clock.ends_with(matter, to, timezone.localdate(at)), **to}
    move(
        matter,
        when={"revision": matter.revision if seen is None else seen, "status": matter.status},
        to={**to, "revision": F("revision") + 1, "changed_at": at},
    )


def placed(wanted: Party, *, steward: Group, by: User | None, on: date) -> dict[str, Any]:
    """Where a matter lies when it begins: with the one who is wanted, or with the steward while
    the one who is wanted is asked. Nothing lies with somebody who has not said yes (R12)."""
    if wanted.pk == steward.pk or acts_for(by, wanted):
        return {"holder": wanted, "asked": None, "asked_until": None}
    until = workdays_after(on, promised_by(wanted.pk).hand_over)
    return {"holder": steward, "asked": wanted, "asked_until": until}


def still_open(matter: Matter) -> None:
    """Raises ValidationError when nothing more is to be done to a matter."""
    if not matter.is_open:
        raise ValidationError(_("The matter is answered. Open it again first."))


def ahead(next_on: date | None, today: date) -> None:
    """Raises ValidationError when the next word would already be late."""
    if next_on is None:
        raise ValidationError({"next_on": _("Say when the next word comes.")})
    if next_on < today:
        raise ValidationError({"next_on": _("The date for the next word must not have passed.")})


def in_one_sentence(title: str) -> str:
    """A title as it is kept. Raises ValidationError when it is empty or too long."""
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": _("Write the matter in one sentence.")})
    if len(title) > TITLE_LENGTH:
        text = _("Write it shorter, %(n)d characters at most.") % {"n": TITLE_LENGTH}
        raise ValidationError({"title": text})
    return title


@transaction.atomic
def open_matter(
    title: str,
    *,
    voices: list[Voice],
    steward: Group,
    holder: Party,
    next_on: date,
    by: User | None,
    theme: Theme | None = None,
    summary: str = "",
    quick: bool = False,
    on: date | None = None,
) -> Matter:
    """Open a matter that stands on at least one voice (R11).

    ``holder`` is who should have it: somebody else than the steward or oneself is asked first.
    Of a ``quick`` one (``quick.py``) it is asked for an answer by the next date.
    ``on`` is the day it was opened, today by default. Raises PermissionDenied, and
    ValidationError when a voice or the title is missing or the next date lies before that day.
    """
    require(by, "matters.open")
    if not voices:
        raise ValidationError(_("A matter needs something that somebody has said."))
    opened_on = on or timezone.localdate()
    ahead(next_on, opened_on)
    place = placed(holder, steward=steward, by=by, on=opened_on)
    if quick and place["asked"] is not None:
        place["asked_until"] = next_on
    matter = Matter.objects.create(
        title=in_one_sentence(title),
        summary=summary.strip(),
        theme=theme,
        quick=quick,
        steward=steward,
        next_on=next_on,
        opened_on=opened_on,
        held_since=opened_on,
        changed_at=moment(on),
        **place,
    )
    for voice in voices:
        Ground.objects.create(matter=matter, voice=voice)
    who = {"steward": steward, "holder": place["holder"], "asked": place["asked"]}
    record("matters.opened", matter, by=by, at=moment(on), **who)
    return matter


@transaction.atomic
def ground(matter: Matter, voice: Voice, *, by: User | None, on: date | None = None) -> Ground:
    """Let a matter stand on one more voice; the same voice twice changes nothing (R11)."""
    require(by, "matters.open")
    ground, new = Ground.objects.get_or_create(matter=matter, voice=voice)
    if new:
        Matter.objects.filter(pk=matter.pk).update(changed_at=moment(on))
        feedback.owe_those_who_joined(matter, at=moment(on))
        record("matters.grounded", matter, by=by, at=moment(on), voice=voice)
    return ground


@transaction.atomic
def change_steward(
    matter: Matter,
    *,
    steward: Group,
    by: User | None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Let another group see a matter through; the holder stays."""
    require(by, "matters.tend", matter)
    still_open(matter)
    source = matter.steward
    change(matter, seen=seen, at=moment(on), steward=steward)
    record("matters.steward_changed", matter, by=by, at=moment(on), source=source, target=steward)
    return matter


@transaction.atomic
def note(matter: Matter, text: str, *, by: User | None, on: date | None = None) -> Note:
    """Write what happened, in plain words, into a matter's log."""
    require(by, "matters.tend", matter)
    if not text.strip():
        raise ValidationError(_("Write what happened."))
    written = write(matter, text, by=by, at=moment(on))
    Matter.objects.filter(pk=matter.pk).update(changed_at=moment(on))
    record("matters.noted", matter, by=by, at=moment(on), note=written)
    return written


def write(matter: Matter, text: str, *, by: User | None, at: datetime) -> Note:
    """The row of a note; whoever writes it records the entry that it stands in."""
    return Note.objects.create(matter=matter, text=text.strip(), written_by=by, written_at=at)


@transaction.atomic
def answer(
    matter: Matter,
    text: str,
    *,
    verdict: str,
    by: User | None,
    reason: str = "",
    what: str = "",
    later_on: date | None = None,
    turn_to: str = "",
    as_post: Post | None = None,
    link: LinkRight | None = None,
    seen: int | None = None,
    on: date | None = None,
) -> Answer:
    """Answer a matter; every verdict but yes states its reason (R11).

    *Yes* and *partly* begin a change (R14), which ``what`` says in a sentence, the answer itself
    when it is empty. *Later* keeps it open until ``later_on``, *somebody else's task* says where
    to turn, the rest close it. An answer of another authority is written down for it, or given by
    itself with its ``link``. Raises PermissionDenied, Stale, and ValidationError naming the field
    that lacks something.
    """
    require_one(by, "matters.answer", matter, link)
    today = on or timezone.localdate()
    verdict = Answer.Verdict(verdict)
    check_answer(
        text, verdict=verdict, reason=reason, later_on=later_on, turn_to=turn_to, today=today
    )
    still_open(matter)
    if verdict == Answer.QUICK and not matter.quick:
        raise ValidationError({"verdict": _("It is followed. Say yes, no or something between.")})
    status = Answer.LEADS_TO[verdict]
    to: dict[str, Any] = {"status": status}
    if status == Matter.Status.CLOSED:
        to["closed_on"] = today
    elif verdict == Answer.Verdict.LATER:
        to["next_on"] = later_on
    change(matter, seen=seen, at=moment(on), **to)
    outside = matter.holder is not None and matter.holder.kind == Party.Kind.OUTSIDE
    given = Answer.objects.create(
        matter=matter,
        verdict=verdict,
        on_behalf_of=matter.holder if outside and as_post is None else None,
        text=text.strip(),
        reason=reason.strip(),
        later_on=later_on if verdict == Answer.Verdict.LATER else None,
        turn_to=turn_to.strip(),
        answered_by=by,
        as_post=as_post,
        answered_on=today,
    )
    if status == Matter.Status.DECIDED:
        said = what.strip() or text.strip()
        Step.objects.create(matter=matter, status=status, text=said, written_by=by, taken_on=today)
    if verdict != Answer.Verdict.LATER:
        feedback.owe(matter, at=moment(on))
    record("matters.answered", matter, by=by, at=moment(on), answer=given, verdict=verdict)
    return given


def check_answer(
    text: str,
    *,
    verdict: str,
    reason: str,
    later_on: date | None,
    turn_to: str,
    today: date,
    what: str = "",
) -> None:
    """Raises ValidationError naming each field that an answer with this verdict lacks."""
    if verdict == Answer.Verdict.MERGED:
        raise ValidationError(_("Say which matter it belongs to instead."))
    missing = {}
    if not text.strip():
        missing["text"] = _("Write the answer.")
    if verdict not in Answer.WITHOUT_REASON and not reason.strip():
        missing["reason"] = _("Say why. Whoever asked has a right to the reason.")
    if verdict == Answer.Verdict.LATER and (later_on is None or later_on <= today):
        missing["later_on"] = _("Say on which day you come back to it.")
    if verdict == Answer.Verdict.ELSEWHERE and not turn_to.strip():
        missing["turn_to"] = _("Say where one can turn.")
    if missing:
        raise ValidationError(missing)


@transaction.atomic
def reopen(
    matter: Matter,
    reason: str,
    *,
    steward: Group,
    holder: Party,
    next_on: date,
    by: User | None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Take up an answered matter again, with the reason."""
    require(by, "matters.tend", matter)
    if matter.is_open:
        raise ValidationError(_("The matter is already open."))
    if matter.merged_into_id:
        raise ValidationError(_("It was merged with another matter. Part them first."))
    note = open_again(
        matter,
        reason,
        steward=steward,
        holder=holder,
        next_on=next_on,
        by=by,
        seen=seen,
        on=on,
    )
    who = {"holder": matter.holder, "asked": matter.asked}
    record("matters.reopened", matter, by=by, at=moment(on), note=note, **who)
    return matter


def open_again(
    matter: Matter,
    reason: str,
    *,
    steward: Group,
    holder: Party,
    next_on: date,
    by: User | None,
    seen: int | None,
    on: date | None,
) -> Note:
    """Make a closed matter open, with the reason as a note; whoever calls records the entry."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is taken up again.")})
    today = on or timezone.localdate()
    ahead(next_on, today)
    place = placed(holder, steward=steward, by=by, on=today)
    change(
        matter,
        seen=seen,
        at=moment(on),
        status=Matter.Status.OPEN,
        merged_into=None,
        closed_on=None,
        steward=steward,
        held_since=today,
        next_on=next_on,
        **place,
    )
    return write(matter, reason, by=by, at=moment(on))


@transaction.atomic
def edit_matter(
    matter: Matter,
    *,
    title: str,
    summary: str,
    theme: Theme | None,
    by: User | None,
    seen: int | None = None,
) -> Matter:
    """Put a matter's own words right; what people said is never changed."""
    require(by, "matters.tend", matter)
    title, now = in_one_sentence(title), timezone.now()
    change(matter, seen=seen, at=now, title=title, summary=summary.strip(), theme=theme)
    record("matters.edited", matter, by=by, at=now)
    return matter


@transaction.atomic
def relate(matter: Matter, other: Matter, *, by: User | None, on: date | None = None) -> None:
    """Say that two matters belong together; saying it twice changes nothing."""
    require(by, "matters.tend", matter)
    if matter.pk == other.pk:
        raise ValidationError(_("A matter cannot belong together with itself."))
    if not matter.related.filter(pk=other.pk).exists():
        matter.related.add(other)
        record("matters.related", matter, by=by, at=moment(on), other=other)


@transaction.atomic
def set_visibility(matter: Matter, *, public: bool, by: User | None) -> Matter:
    """Show a matter to everybody or take it away from the open site; its status stays."""
    require(by, "matters.tend", matter)
    return _appear(matter, public=public, by=by)


@transaction.atomic
def follow_voices(matter: Matter, *, public: bool, by: User | None) -> Matter:
    """Hide a matter whose last public voice was hidden, or show it when that voice is back.

    Whoever may open matters from what was heard at her meeting may also take back what stands on
    nothing else, whichever group sees it through by now.
    """
    require(by, "matters.open")
    return _appear(matter, public=public, by=by)


def _appear(matter: Matter, *, public: bool, by: User | None) -> Matter:
    wanted = Matter.Visibility.PUBLIC if public else Matter.Visibility.HIDDEN
    if matter.visibility != wanted:
        change(matter, seen=None, at=timezone.now(), visibility=wanted)
        record("matters.shown" if public else "matters.hidden", matter, by=by)
    return matter
