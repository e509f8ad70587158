"""What is written in a plan: made, changed, taken away, taken back. Nothing is overwritten.

Every change is an edition. Whoever saves says which edition she read: when another has come in
between, both stand side by side and nothing is lost.
"""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.vault import sealing
from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from . import agreed
from .agreed import may_change as may_change
from .agreed import may_remove as may_remove
from .careful import find_secret
from .hidden import find_hidden
from .kinds import SHAPES
from .opening import NotThere, Opened, Read, holds
from .pieces import Doing, Edition, Kind, Piece, item_place
from .plans import Plan
from .protecting import forget_earlier
from .sealed import Words
from .seats import Grant, Level, Seat

#: What is printed and lies about: no code, password or account number is kept in it.
LIES_ABOUT = (Kind.ACUTE, Kind.CARD)
#: Its fields where numbers belong.
NUMBERS = ("phone", "latest")
#: Texts that fit in a plan, with those that were taken away: far more than a life needs, and no
#: room for a machine.
MOST = 3000


class Refused(Exception):
    """It may not or cannot be done; the reason is a sentence for whoever tried, in her language.

    ``fields`` names the fields that it is about, and ``quotes`` is what the sentence repeats of a
    text: it stands on the page of the form, and ``told`` without it wherever else.
    """

    def __init__(self, reason: str, *fields: str, quotes: str = "") -> None:
        super().__init__(reason.replace(quotes, "…") if quotes else reason)
        self.reason, self.fields = reason, fields

    @property
    def told(self) -> str:
        """The sentence without a word of the plan: messages and logs lie in the open site."""
        return str(self)


class Changed(Exception):
    """Somebody saved in between: ``now`` is what stands there, the caller still holds her own."""

    def __init__(self, now: Read) -> None:
        super().__init__("changed in between")
        self.now = now


@dataclass(frozen=True)
class Plainly:
    """What stands beside the words of a piece, in clear but for ``item``, which is given when the
    piece is made and is never changed."""

    seat: Seat | None = None
    about: Piece | None = None
    doing: str = ""
    decided: bool = False
    starts_on: date | None = None
    due_on: date | None = None
    item: str = ""

    def columns(self) -> dict[str, object]:
        return {
            "seat": self.seat,
            "about": self.about,
            "doing": self.doing,
            "decided": self.decided,
            "starts_on": self.starts_on,
            "due_on": self.due_on,
        }


def cleaned(text: str) -> str:
    """A text as it is kept: NFC, with plain line breaks, without marks that turn or hide text.

    Raises Refused when it holds a null byte or other control marks.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if any(unicodedata.category(mark) == "Cc" and mark not in "\n\t" for mark in text):
        raise Refused(_("There are marks in the text that cannot be kept. Write it again."))
    return "".join(mark for mark in text if unicodedata.category(mark) != "Cf" or mark == "\u200d")


def check(kind: Kind, words: Words, plan: Plan) -> Words:
    """The words of a piece as they are kept. Raises Refused with a sentence and the fields.

    For a person with protected data contacts are left out, and a text that holds an address, a
    number or a place to be found is refused.
    """
    shape = SHAPES[kind]
    kept: Words = {}
    for each in shape.fields:
        value = words.get(each.name)
        if each.form == "yes":
            kept[each.name] = bool(value)
            continue
        text = "" if value is None else str(value)
        try:
            text = cleaned(text).strip()
        except Refused as why:
            raise Refused(why.reason, each.name) from None
        if len(text) > each.most:
            raise Refused(
                _("The text is too long: %(now)d characters. At most %(most)d fit.")
                % {"now": len(text), "most": each.most},
                each.name,
            )
        if each.required and not text:
            raise Refused(_("Write something here first."), each.name)
        if each.form == "choice" and text and text not in {c.value for c in each.choices}:
            raise Refused(_("Choose one of the answers."), each.name)
        if plan.protected and each.form == "contact":
            text = ""
        if plan.protected and text and (found := find_hidden(text)):
            raise Refused(
                _("Take away “%(what)s”. Nothing that shows where you are is kept here.")
                % {"what": found},
                each.name,
                quotes=found,
            )
        if kind in LIES_ABOUT and each.name not in NUMBERS and (found := find_secret(text)):
            raise Refused(
                _(
                    "“%(what)s” looks like a code or a number of an account. Take it away."
                    " Write who knows it instead."
                )
                % {"what": found},
                each.name,
                quotes=found,
            )
        kept[each.name] = text
    return kept


def hold(opened: Opened) -> None:
    """Hold the plan until the transaction ends, and see that it is still open: whoever closes it
    at the same time waits, or was first. Raises Refused, and NotThere when it has been erased."""
    now = Plan.objects.select_for_update().filter(pk=opened.plan.pk).first()
    if now is None:
        raise NotThere
    if not now.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))


def _guard(opened: Opened, level: int, section: str, piece: Piece | None = None) -> None:
    """Whether somebody may go this far; whoever may not even see gets NotThere."""
    if not opened.plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))
    if opened.level(section, piece) < level:
        if not opened.may(section, piece=piece):
            raise NotThere
        raise Refused(_("You may read this, but not change it."))


def write(
    opened: Opened,
    kind: Kind,
    words: Words,
    *,
    section: str | None = None,
    plainly: Plainly | None = None,
    pk: uuid.UUID | None = None,
) -> Piece:
    """Write something new in the plan. ``pk`` is for what had an id before it came here.

    Raises Refused (with the fields) for what cannot be kept, NotThere where the person sees
    nothing, and ProveAgain is for reading only: what she writes in the private part is her own.
    """
    shape = SHAPES[kind]
    section = section or str(shape.sections[0])
    plainly = plainly or Plainly()
    if section not in shape.sections:
        raise NotThere
    level = Level.COMMENT if kind is Kind.NOTE else Level.WRITE
    _guard(opened, level, section, plainly.about if kind is Kind.NOTE else None)
    if shape.own and not opened.is_owner:
        raise Refused(_("Only the person whose plan it is writes this."))
    kept = check(kind, words, opened.plan)
    _hers_to_say(opened, kind, {}, kept)
    if shape.acts and not plainly.doing:
        plainly = Plainly(**{**plainly.__dict__, "doing": Doing.PLANNED})
    _check_days(plainly)
    piece = Piece(
        uuid=pk or uuid.uuid4(),
        plan=opened.plan,
        kind=kind,
        section=section,
        author=opened.seat,
        **plainly.columns(),
    )
    if plainly.item:
        place = item_place(kind)
        piece.item_sealed = sealing.seal_name(opened.key, place, plainly.item)
    piece.put(opened.key, kept, 1)
    try:
        with transaction.atomic(using=ALIAS):
            hold(opened)
            if opened.plan.pieces.count() >= MOST:
                raise Refused(_("The plan is full. Change something that stands in it instead."))
            piece.save(force_insert=True)
            _keep_edition(opened, piece)
            opened.log(Verb.WRITE, section)
            agreed.tell(opened, piece, None)
    except IntegrityError:
        raise Refused(_("This stands in the plan already. Open it and change it.")) from None
    opened.__dict__.pop("outline", None)
    return piece


def _hers_to_say(opened: Opened, kind: Kind, before: Words, kept: Words) -> None:
    if not agreed.her_words_stay(opened, kind, before, kept):
        raise Refused(_("Only she says what she says herself."), *agreed.HERS)


def _check_days(plainly: Plainly) -> None:
    if plainly.starts_on and plainly.due_on and plainly.due_on < plainly.starts_on:
        raise Refused(_("It cannot be done before it begins. Change one of the days."), "due_on")


def _keep_edition(opened: Opened, piece: Piece) -> None:
    Edition.objects.create(
        piece=piece,
        number=piece.edition,
        body=piece.body,
        doing=piece.doing,
        decided=piece.decided,
        due_on=piece.due_on,
        starts_on=piece.starts_on,
        seat=piece.seat,
        by=opened.seat,
        assisted=opened.assisted,
    )


def change(
    opened: Opened,
    pk: uuid.UUID,
    words: Words,
    *,
    edition: int,
    plainly: Plainly | None = None,
) -> Piece:
    """Save a piece anew as the edition after the one that was read.

    Raises Changed when another edition has come in between; nothing is saved then.
    """
    read = opened.piece(pk, Level.SEE)
    piece = read.piece
    if not may_change(opened, piece):
        _guard(opened, Level.WRITE, piece.section, piece)
        raise Refused(_("Somebody else wrote this. You can write a note beside it."))
    kept = check(Kind(piece.kind), words, opened.plan)
    if plainly is not None:
        _check_days(plainly)
    if not agreed.stands(read, kept, plainly.doing if plainly is not None else None):
        raise Refused(_("The meeting has been held. What the others said stands as it was said."))
    _hers_to_say(opened, Kind(piece.kind), read.words, kept)
    saved = _save_next(opened, read, kept, edition=edition, plainly=plainly)
    forget_earlier(opened, saved)
    return saved


def _save_next(
    opened: Opened, read: Read, kept: Words, *, edition: int, plainly: Plainly | None
) -> Piece:
    piece = read.piece
    columns = plainly.columns() if plainly is not None else {}
    same = kept == read.words and all(getattr(piece, n) == v for n, v in columns.items())
    if same and edition == piece.edition:
        return piece
    piece.put(opened.key, kept, edition + 1)
    answered = piece.seat_id
    with transaction.atomic(using=ALIAS):
        hold(opened)
        moved = Piece.objects.filter(pk=piece.pk, edition=edition, removed_at=None).update(
            body=piece.body, edition=F("edition") + 1, changed_at=timezone.now(), **columns
        )
        if not moved:
            raise Changed(_as_now(opened, piece.pk))
        for name, value in columns.items():
            setattr(piece, name, value)
        piece.edition = edition + 1
        _keep_edition(opened, piece)
        opened.log(Verb.WRITE, piece.section)
        agreed.tell(opened, piece, answered)
    opened.__dict__.pop("outline", None)
    return piece


def _as_now(opened: Opened, pk: uuid.UUID) -> Read:
    """What stands there now. Raises NotThere when it has been taken away."""
    opened.__dict__.pop("outline", None)
    piece = next((each for each in opened.outline if each.pk == pk), None)
    if piece is None:
        raise NotThere
    return opened.read(piece)


def remove(opened: Opened, pk: uuid.UUID) -> Piece:
    """Take a piece away; ``bring_back`` undoes it. Raises Refused for what is not hers to take."""
    piece = opened.piece(pk).piece
    with transaction.atomic(using=ALIAS):
        hold(opened)
        opened.plan.refresh_from_db(fields=["state", "approved_at"])  # She may just have said yes.
        if not may_remove(opened, piece):
            raise Refused(agreed.why_it_stays(opened.plan, piece))
        there = Piece.objects.filter(pk=pk, removed_at=None)
        gone = there.update(removed_at=timezone.now(), removed_by=opened.seat.pk)
        if not gone:
            raise NotThere
        opened.log(Verb.DELETE, piece.section)
        agreed.tell_called_off(opened, piece)
    opened.__dict__.pop("outline", None)
    return piece


def bring_back(opened: Opened, pk: uuid.UUID) -> Piece:
    """Undo the taking away of a piece."""
    rows = Piece.objects.select_related("author", "seat")
    piece = rows.filter(pk=pk, plan=opened.plan).exclude(removed_at=None).first()
    if piece is None or not may_remove(opened, piece):
        raise NotThere
    if not opened.is_owner and piece.removed_by != opened.seat.pk:
        raise NotThere
    try:
        with transaction.atomic(using=ALIAS):
            hold(opened)
            Piece.objects.filter(pk=pk).update(removed_at=None, removed_by=None)
            opened.log(Verb.WRITE, piece.section)
    except IntegrityError:
        raise Refused(_("This stands in the plan already. Open it and change it.")) from None
    opened.__dict__.pop("outline", None)
    return piece


@dataclass(frozen=True)
class Earlier:
    """A piece as it stood at one edition."""

    edition: Edition
    words: Words
    by: Seat


def editions(opened: Opened, pk: uuid.UUID) -> list[Earlier]:
    """Every edition of a piece that a person may read, the newest first. Raises NotThere.

    Others than the owner read how it has read since they may see it: what she had changed before
    she said yes stays hers.
    """
    piece = opened.piece(pk).piece
    rows = list(piece.editions.select_related("by", "seat").order_by("-number"))
    if not opened.is_owner:
        since = _seen_since(opened, piece)
        before = [row for row in rows if row.at < since]
        rows = [row for row in rows if row.at >= since] + before[:1]
    found = []
    for row in rows:
        then = Piece(uuid=piece.pk, body=row.body)
        found.append(Earlier(row, then.words(opened.key, row.number), row.by))
    return found


def _seen_since(opened: Opened, piece: Piece) -> datetime:
    """When the yes began by which a person sees a piece; now, where it is no yes of her own."""
    yeses = Grant.objects.filter(seat=opened.seat, excludes=False).valid(opened.at)
    reach = Q(section=piece.section, piece=None) | Q(piece=piece)
    found: datetime = min(yeses.filter(reach).values_list("from_at", flat=True), default=opened.at)
    return found


def go_back(opened: Opened, pk: uuid.UUID, number: int, *, edition: int) -> Piece:
    """Make an earlier edition the newest one again."""
    earlier = next((e for e in editions(opened, pk) if e.edition.number == number), None)
    if earlier is None:
        raise NotThere
    piece = opened.piece(pk).piece
    then = Plainly(
        seat=_who_answered(opened, piece, earlier.edition),
        about=piece.about,
        doing=piece.doing if piece.kind == Kind.MEETING else earlier.edition.doing,
        decided=earlier.edition.decided,
        starts_on=earlier.edition.starts_on,
        due_on=earlier.edition.due_on,
    )
    return change(opened, pk, earlier.words, edition=edition, plainly=then)


def _who_answered(opened: Opened, piece: Piece, then: Edition) -> Seat | None:
    """Who answers when an edition is made the newest again: who did then, if her place still
    holds. Where the person knows nothing of the one or the other, it stays as it is."""
    known = {seat.pk: seat for seat in opened.seats}
    if piece.seat_id is not None and piece.seat_id not in known:
        return piece.seat
    if then.seat_id is None:
        return None
    before = known.get(then.seat_id)
    return before if before is not None and holds(before, opened.plan, opened.at) else piece.seat
