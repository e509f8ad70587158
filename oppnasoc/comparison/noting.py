"""Propose a note on how others do it, look at it, show it, correct it, take it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Theme
from oppnasoc.language import personal_data
from oppnasoc.language.finding import Finding
from oppnasoc.language.sensitive import FREE_MAIL, PERSONAL_MAILBOX
from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, may, require
from oppnasoc.trail.actions import move, record
from oppnasoc.voices import codes

from .elsewhere import PARTS, Elsewhere, Wording

CHECK = "comparison.check"
MOST = {"who": 120, "does": 3000, "came": 2000, "source": 200, "role": 100, "reach": 120}
REASON_LENGTH = 400  # characters
WHAT_LENGTH = 240  # characters
NAME_LENGTH = 60  # characters
State = Elsewhere.State
_is_https = URLValidator(schemes=["https"])


@dataclass(frozen=True)
class Told:
    """What a note tells; ``true_on`` is when it was like that."""

    who: str
    does: str
    true_on: date
    who_link: str = ""
    came: str = ""
    source: str = ""
    source_link: str = ""
    role: str = ""
    reach: str = ""

    def as_kept(self) -> dict[str, Any]:
        """The same as it is kept. Raises ValidationError naming every field that does not hold."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        kept = {name: v.strip() if isinstance(v, str) else v for name, v in given.items()}
        wrong: dict[str, str] = {}
        if not kept["who"]:
            wrong["who"] = _("Write which municipality or organisation does it.")
        if not kept["does"]:
            wrong["does"] = _("Write what they do, a sentence is enough.")
        if not kept["source"] and not kept["source_link"]:
            wrong["source"] = _("Write how you know: a link, a document or a visit.")
        for name, most in MOST.items():
            if len(kept[name]) > most:
                wrong[name] = _("That was long. Shorten it to %(n)d letters at most.") % {"n": most}
        for name in ("who_link", "source_link"):
            if kept[name] and not is_https(kept[name]):
                wrong[name] = _("Write a whole address that begins with https://.")
        if self.true_on > timezone.localdate():
            wrong["true_on"] = _("That day has not come yet.")
        for name in ("role", "reach"):
            if names_somebody(name, kept[name]):
                wrong[name] = _("Write a role and an address that is public, not a person's own.")
        if wrong:
            raise ValidationError(wrong)
        return kept


def is_https(address: str) -> bool:
    try:
        _is_https(address)
    except ValidationError:
        return False
    return len(address) <= 300


def names_somebody(part: str, text: str) -> bool:
    """Whether what should be a role or a public address is a person, or a person's own. A number
    is public when it stands as the way to reach a role, and so is the mailbox of a workplace."""
    found = personal_data.find(text)
    return any(not (part == "reach" and is_public(each)) for each in found)


def is_public(found: Finding) -> bool:
    """A number, or a mailbox that is neither called as a person nor at a service for everybody."""
    if found.kind == "email":
        own = PERSONAL_MAILBOX.match(found.text) or FREE_MAIL.search(found.text)
        return found.severity == "info" or not own
    return found.kind == "phone"


@transaction.atomic
def propose(
    kind: str,
    thing: int,
    told: Told,
    *,
    by: Somebody = None,
    name: str = "",
    theme: Theme | None = None,
    in_flood: bool = False,
    once: str = "",
    at: datetime | None = None,
) -> tuple[Elsewhere, str]:
    """Propose a note beside a thing of ``following.subjects``. Returns it and its secret code.

    Who has an account gets no code ('') but finds it by herself. It is held until an editor has
    looked; an editor's own is shown at once. ``once``: a random text; the same one again is the
    same note. Raises ValidationError naming the fields.
    """
    require(by, "comparison.propose")
    kept = told.as_kept()
    author = by if isinstance(by, User) else None
    code = "" if author else codes.of_sending(once) if once else codes.make()
    digest = codes.digest(code) if code else codes.digest(f"{author and author.pk} {once}")
    if once and (known := Elsewhere.objects.filter(code_digest=digest).first()):
        return known, code
    now = at or timezone.now()
    note = Elsewhere.objects.create(
        kind=kind,
        thing=thing,
        theme=theme,
        author=author,
        name=" ".join(name.split())[:NAME_LENGTH],
        code_digest=digest if code or once else None,
        in_flood=in_flood,
        created_at=now,
        **kept,
    )
    record("comparison.note_proposed", note, by=None, at=now, note=note)
    if author is not None and may(author, CHECK):
        show(note, by=author, at=now)
    return note, code


def hers(note: Elsewhere, by: User | None) -> None:
    """Stop with PermissionDenied unless it is her own. ``by`` is None for who has shown the code
    of a note that was proposed without an account."""
    if by is not None:
        require(by, "comparison.own", note)
    elif note.author_id is not None or note.code_digest is None:
        raise PermissionDenied("comparison.own")
    if note.state == State.WITHDRAWN:
        raise ValidationError(_("These words are taken back already."))


@transaction.atomic
def change(note: Elsewhere, told: Told, *, by: User | None = None) -> Elsewhere:
    """Change one's own note before it is shown; one that was not shown waits for a look again.
    Raises PermissionDenied, ValidationError and Stale."""
    hers(note, by)
    if not note.can_be_changed:
        raise ValidationError(_("It is shown now. Tell us what is wrong, at the foot of its page."))
    to = {**told.as_kept(), "state": State.HELD, "why": "", "revision": F("revision") + 1}
    move(note, when={"state": note.state, "revision": note.revision}, to=to)
    record("comparison.note_changed", note, by=by, note=note)
    return note


@transaction.atomic
def take_back(note: Elsewhere, *, by: User | None = None) -> Elsewhere:
    """Take one's own note back: its words, its name, its code and every version are gone for good.
    Raises PermissionDenied, ValidationError and Stale."""
    hers(note, by)
    _empty(note)
    record("comparison.note_taken_back", note, by=by, note=note)
    return note


@transaction.atomic
def withdraw(note: Elsewhere, *, by: User) -> Elsewhere:
    """Take a note that is shown away again. Raises PermissionDenied, ValidationError and Stale."""
    require(by, CHECK)
    if note.state != State.SHOWN:
        raise ValidationError(_("It is not shown."))
    _empty(note)
    record("comparison.note_withdrawn", note, by=by, note=note)
    return note


def _empty(note: Elsewhere) -> None:
    Wording.objects.filter(note=note).delete()
    gone: dict[str, Any] = {part: "" for part in PARTS if part != "true_on"}
    gone |= {"state": State.WITHDRAWN, "name": "", "author": None, "code_digest": None, "why": ""}
    move(note, when={"state": note.state, "revision": note.revision}, to=gone)


@transaction.atomic
def show(
    note: Elsewhere,
    told: Told | None = None,
    *,
    by: User,
    theme: Theme | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Elsewhere:
    """Let everybody read a note, with other words when ``told`` is given. ``seen`` is the revision
    that ``by`` has read. Raises PermissionDenied, ValidationError and Stale."""
    require(by, CHECK)
    if note.state not in (State.HELD, State.DECLINED):
        raise ValidationError(_("It needs no look any more."))
    now = at or timezone.now()
    to: dict[str, Any] = told.as_kept() if told else {}
    to |= {"state": State.SHOWN, "why": "", "in_flood": False, "shown_at": now, "decided_at": now}
    to |= {"theme": theme} if theme else {}
    was = note.revision if seen is None else seen
    when = {"state": note.state, "revision": was}
    move(note, when=when, to={**to, "revision": F("revision") + 1})
    Wording.objects.create(note=note, number=1, facts=note.facts(), made_at=now)
    record("comparison.note_shown", note, by=by, at=now, note=note)
    return note


@transaction.atomic
def decline(
    note: Elsewhere, reason: str, *, by: User, seen: int | None = None, at: datetime | None = None
) -> Elsewhere:
    """Do not show a note, with a reason that whoever proposed it reads. Raises ValidationError
    naming the field, PermissionDenied and Stale."""
    require(by, CHECK)
    why = " ".join(reason.split())
    if not why:
        raise ValidationError({"reason": _("Say why. Whoever wrote it can read your reason.")})
    if len(why) > REASON_LENGTH:
        most = _("That was long. Shorten it to %(n)d letters at most.") % {"n": REASON_LENGTH}
        raise ValidationError({"reason": most})
    if note.state != State.HELD:
        raise ValidationError(_("It needs no look any more."))
    now = at or timezone.now()
    to = {"state": State.DECLINED, "why": why, "in_flood": False, "decided_at": now}
    was = note.revision if seen is None else seen
    move(note, when={"state": State.HELD, "revision": was}, to=to)
    record("comparison.note_declined", note, by=by, at=now, note=note)
    return note


@transaction.atomic
def correct(
    note: Elsewhere,
    told: Told,
    *,
    what: str,
    by: User,
    theme: Theme | None = None,
    seen: int | None = None,
) -> Elsewhere:
    """Put right a note that is shown; ``what`` says in a few words what was wrong or new. The
    words before can still be read. Raises PermissionDenied, ValidationError and Stale."""
    require(by, CHECK)
    kept, said = told.as_kept(), " ".join(what.split())
    if note.state != State.SHOWN:
        raise ValidationError(_("It is not shown."))
    if not said or len(said) > WHAT_LENGTH:
        raise ValidationError({"what": _("Say in a few words what you have put right.")})
    if {part: str(kept[part]) for part in PARTS} == note.facts() and theme == note.theme:
        raise ValidationError(_("It is the same words as before."))
    was = note.revision if seen is None else seen
    to = {**kept, "theme": theme, "revision": F("revision") + 1}
    move(note, when={"state": State.SHOWN, "revision": was}, to=to)
    number = 1 + (note.wordings.values_list("number", flat=True).first() or 0)
    Wording.objects.create(note=note, number=number, facts=note.facts(), what=said)
    record("comparison.note_corrected", note, by=by, note=note)
    return note


@transaction.atomic
def take_out(notes: Iterable[Elsewhere], *, by: User) -> int:
    """Let notes that came with very many others wait by themselves. Returns how many."""
    require(by, CHECK)
    count = 0
    for note in notes:
        if Elsewhere.objects.waiting().filter(pk=note.pk, in_flood=True).update(in_flood=False):
            record("comparison.note_flood_lifted", note, by=by, note=note)
            count += 1
    return count


def find(typed_code: str) -> Elsewhere | None:
    """The note that a typed code belongs to, if any: one HMAC, one query, whatever was typed."""
    digest = codes.digest(codes.read(typed_code) or "")
    return Elsewhere.objects.filter(code_digest=digest, author=None).first()
