"""A link that shows something of a plan instead of telling it again: for a while, with a code that
goes another way (``coded``)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.vault import gone, log
from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import DataKey
from oppnasoc.vault.router import ALIAS

from .. import coded
from ..coded import TRIES, Coded
from ..lines import is_alone
from ..opening import NotThere, Opened, ProveAgain, Read, Rights
from ..pieces import Doing, Edition, Kind, Piece
from ..sealed import Words
from ..seats import Level, Seat, SeatKind
from ..sections import Section
from ..writing import Refused

#: The longest that a link can be used, in days.
LONGEST = 7
MOST = 20  # links at the same time


class What(models.TextChoices):
    """What a link shows."""

    PIECES = "pieces", gettext_lazy("Some parts of my story")
    STORY = "story", gettext_lazy("My whole story")
    CARD = "card", gettext_lazy("My card")
    ACUTE = "acute", gettext_lazy("My list if I become ill")


#: The part of the plan and the kind that each shows.
SHOWS: dict[str, tuple[Section, Kind]] = {
    What.PIECES: (Section.STORY, Kind.STORY),
    What.STORY: (Section.STORY, Kind.STORY),
    What.CARD: (Section.ACUTE, Kind.CARD),
    What.ACUTE: (Section.ACUTE, Kind.ACUTE),
}


class Share(Coded):
    """A link. ``pieces`` are those that stood there when it was made, and ``editions`` how they
    read then: it never shows what came afterwards. Links from before these were kept have none."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("careplan.Plan", on_delete=models.CASCADE, related_name="shares")
    what = models.CharField(max_length=6, choices=What)
    pieces = models.ManyToManyField(Piece, related_name="shares", blank=True)
    editions = models.ManyToManyField(Edition, related_name="+", blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField()
    opened_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "uuid"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(until_at__gt=F("made_at")), name="share_has_an_end"),
            models.CheckConstraint(condition=Q(tries__lte=TRIES), name="share_has_five_tries"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_live(self) -> bool:
        """Whether it opens, as far as the link itself says."""
        return self.revoked_at is None and self.until_at > timezone.now() and self.tries < TRIES


@dataclass(frozen=True)
class Made(coded.Pair):
    """A new link with what is told of it once."""

    share: Share


def _hashed(token: str) -> bytes:
    return hashlib.sha256(b"careplan.share " + token.encode()).digest()


def _owner(opened: Opened) -> None:
    if not opened.is_owner:
        raise NotThere


def make(
    opened: Opened,
    what: str,
    *,
    pieces: Sequence[uuid.UUID] = (),
    days: int = 1,
    once: uuid.UUID | None = None,
) -> Made:
    """Make a link. Only the owner does, and only when she has just proved who she is.

    ``once`` is the id that the form was given: sent twice it makes one link. Raises Refused, also
    for a person with protected data, whose words lie behind no link.
    """
    _may_make(opened)
    if what not in What.values:
        raise Refused(_("Choose one of the answers."), "what")
    if not 1 <= days <= LONGEST:
        raise Refused(_("A link can be used for at most 7 days."), "days")
    section, kind = SHOWS[what]
    there = [p for p in opened.outline if p.kind == kind and p.section == section]
    there = [piece for piece in there if not is_alone(piece)]
    if what == What.PIECES:
        there = [piece for piece in there if piece.pk in set(pieces)]
        if not there or len(there) != len(set(pieces)):
            raise Refused(_("Choose at least one part."), "pieces")
    if not there:
        raise Refused(_("Nothing stands there yet. Write something first."), "what")
    return _make(opened, what, there, until=opened.at + timedelta(days=days), once=once)


def renew(opened: Opened, pk: uuid.UUID, *, once: uuid.UUID | None = None) -> Made:
    """Make another link to the same, as it reads now, until the same time. The one that is there
    goes on as it is until she takes it back. Raises as ``make``, and NotThere for one that is
    over."""
    _may_make(opened)
    share = live(opened).filter(pk=pk).first()
    if share is None:
        raise NotThere
    shown = set(share.pieces.values_list("pk", flat=True))
    there = [piece for piece in opened.outline if piece.pk in shown and not is_alone(piece)]
    if not there:
        raise NotThere
    return _make(opened, share.what, there, until=share.until_at, once=once)


def _may_make(opened: Opened) -> None:
    _owner(opened)
    if not opened.fresh:
        raise ProveAgain
    if not opened.plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))
    if opened.plan.practice:
        raise Refused(_("This is practice. From here nothing is shown by link."))
    if opened.plan.protected:
        raise Refused(_("With protected personal data nothing is shown by link. Print it instead."))


def _make(
    opened: Opened, what: str, there: list[Piece], *, until: datetime, once: uuid.UUID | None
) -> Made:
    """Make a link to these pieces as they were read."""
    pair = coded.new()
    share = Share(
        uuid=once or uuid.uuid4(),
        plan=opened.plan,
        what=what,
        token=_hashed(pair.token),
        code=coded.hashed(pair.code),
        made_at=opened.at,
        until_at=until,
    )
    read = {(piece.pk, piece.edition) for piece in there}
    rows = Edition.objects.filter(piece__in=there).values_list("pk", "piece", "number")
    try:
        with transaction.atomic(using=ALIAS):
            if live(opened).count() >= MOST:
                raise Refused(_("You have many links already. Take one back first."))
            share.save(force_insert=True)
            share.pieces.set(there)
            share.editions.set([pk for pk, piece, number in rows if (piece, number) in read])
            opened.log(Verb.SHARE, SHOWS[what][0])
    except IntegrityError:
        raise Refused(_("The link is made already. You find it in the list.")) from None
    return Made(pair.token, pair.code, share)


def live(opened: Opened) -> models.QuerySet[Share]:
    """The links of a plan that open, newest first; none for others than its owner."""
    _owner(opened)
    rows = Share.objects.filter(plan=opened.plan, revoked_at=None, until_at__gt=timezone.now())
    return rows.filter(tries__lt=TRIES)


def all_of(opened: Opened) -> list[Share]:
    """Every link that has been made, newest first; for the owner."""
    _owner(opened)
    return list(Share.objects.filter(plan=opened.plan).prefetch_related("pieces", "editions")[:100])


def revoke(opened: Opened, pk: uuid.UUID) -> None:
    """Take a link back; it is dead at once."""
    _owner(opened)
    with transaction.atomic(using=ALIAS):
        rows = Share.objects.filter(pk=pk, plan=opened.plan)
        if not rows.exists():
            raise NotThere
        if rows.filter(revoked_at=None).update(revoked_at=timezone.now()):
            gone.write_down("link", [pk])
            opened.log(Verb.WITHDRAW, SHOWS[rows.values_list("what", flat=True).get()][0])


def leave_out(opened: Opened, pk: uuid.UUID, piece: uuid.UUID) -> None:
    """Show one part less by a link that is there already. Raises NotThere for one that it does not
    show; the last one is left out by taking the link back."""
    _owner(opened)
    share = Share.objects.filter(pk=pk, plan=opened.plan).first()
    shown = share.pieces.filter(pk=piece).first() if share is not None else None
    if share is None or shown is None:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        share.pieces.remove(shown)
        share.editions.remove(*share.editions.filter(piece=shown))
        opened.log(Verb.WITHDRAW, SHOWS[share.what][0])


def as_it_stood(share: Share) -> dict[uuid.UUID, Edition]:
    """The edition of each piece that a link shows: the one that is kept with it; where none is, the
    last one before the link was made. What is hers alone is shown by no link."""
    pieces = list(share.pieces.all())
    for piece in pieces:
        piece.plan = share.plan
    shown = {piece.pk for piece in pieces if not is_alone(piece)}
    kept = {row.piece_id: row for row in share.editions.all() if row.piece_id in shown}
    if others := shown - set(kept):
        rows = Edition.objects.filter(piece__in=others).order_by("number")
        before = rows.filter(Q(at__lte=share.made_at) | Q(number=1))
        kept |= {row.piece_id: row for row in before}
    return kept


def words_then(key: DataKey, then: Edition) -> Words:
    """What stood in an edition."""
    return Piece(uuid=then.piece_id, body=then.body).words(key, then.number)


class Lent(Opened):
    """A plan as a link opens it: some pieces, as they stood when it was made, for whoever has the
    link and its code.

    It reads as everybody else does, through ``Opened``, from a place at the plan that is nobody's;
    the log says that a link was opened, and not by whom.
    """

    def __init__(self, share: Share) -> None:
        nobody = Seat(plan=share.plan, kind=SeatKind.RELATIVE)
        at = timezone.now()
        super().__init__(share.plan, nobody, at, purpose="", fresh=False, assisted=None)
        self.kind = SHOWS[share.what][1]
        self.stood = as_it_stood(share)
        self.rights = Rights(nobody, at, single=dict.fromkeys(self.stood, int(Level.SEE)))

    def read(self, piece: Piece) -> Read:
        """The words that stood there then."""
        if not self.may(piece.section, piece=piece):
            raise NotThere
        then = self.stood[piece.pk]
        if then.doing == Doing.DROPPED:  # It did not concern her then; nobody was shown it.
            piece.doing = then.doing
        return Read(piece, words_then(self.key, then), piece.author, piece.seat)

    def log(self, verb: Verb, *sections: str) -> None:
        verb = Verb.OPEN_LINK if verb == Verb.READ else verb
        log.note_each(self.plan.pk, sections or ("",), who=None, seat=None, verb=verb)


@dataclass(frozen=True)
class Open:
    """What a link shows, this once."""

    what: str
    name: str
    until_at: object
    reads: list[Read] = field(default_factory=list)


def open_share(token: str, code: str) -> Open | None:
    """What a link shows to whoever has its code too; None for everything else, all alike."""
    share = Share.objects.select_related("plan__key").filter(token=_hashed(token)).first()
    answer = coded.ask(share, _alive(), code)
    if share is None or answer is not coded.Answer.OPENS:
        if share is not None and answer is coded.Answer.WRONG:
            log.note(share.plan_id, who=None, seat=None, verb=Verb.REFUSED, section="")
        return None
    with transaction.atomic(using=ALIAS):
        Share.objects.filter(pk=share.pk).update(
            opened_count=F("opened_count") + 1, opened_at=timezone.now()
        )
        lent = Lent(share)
        return Open(share.what, lent.name, share.until_at, lent.pieces(lent.kind))


def _alive() -> models.QuerySet[Share]:
    """The links of every plan that open to whoever has their codes."""
    return Share.objects.filter(
        revoked_at=None,
        until_at__gt=timezone.now(),
        plan__closed_at=None,
        plan__frozen_at=None,
        plan__protected=False,
    )
