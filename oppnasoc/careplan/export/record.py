"""What has happened around a plan, for the owner's whole file: what was asked and answered, what
she said yes and no to, how each text has read, who has read it, links and recordings.

It is hers by law (articles 15 and 20 of the GDPR). In a new place it cannot be true, so it is never
brought in. Tokens, codes and sound are not in it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from oppnasoc.vault.log import lines_of

from ..kinds import SHAPES
from ..models import Ask, Edition, Grant, Kind, Piece, Power, Recording, Share
from ..on_paper import papers_of
from ..opening import Opened
from ..sealed import Words
from ..sections import Section


@dataclass(frozen=True)
class Guardian:
    """A guardian's answer to a yes, given on paper or in speech and written down by somebody with a
    place (``by``); ``over`` when something else has been answered since."""

    seat: uuid.UUID
    yes: bool
    how: str
    on: date
    witness: str
    by: uuid.UUID | None
    at: datetime
    over: bool


@dataclass(frozen=True)
class Yes:
    """A yes, or with ``excludes`` a no, that holds now. Said for another it tells how her own will
    was ``sought`` and whether it was ``found``."""

    id: uuid.UUID
    seat: uuid.UUID
    section: str
    piece: uuid.UUID | None
    level: int
    excludes: bool
    purpose: str
    how: str
    from_at: datetime
    until_at: datetime | None
    given_at: datetime
    witness: str = ""
    papers: tuple[Guardian, ...] = ()
    sought: str = ""
    found: bool | None = None


@dataclass(frozen=True)
class Earlier:
    """A yes or a no that does not hold: taken back, past its time, of somebody who has left, or
    with ``awaits`` one that so many guardians have not said yes to. ``given_by`` and
    ``withdrawn_by`` are places at the plan."""

    yes: Yes
    given_by: uuid.UUID | None
    withdrawn_at: datetime | None
    withdrawn_by: uuid.UUID | None
    awaits: int


@dataclass(frozen=True)
class Asked:
    """Somebody was asked for a plan or for support, and what was answered."""

    id: uuid.UUID
    by: uuid.UUID
    side: str
    seat: uuid.UUID | None
    support: str
    asked_at: datetime
    sent_on: date | None
    receipt_by: date
    received_on: date | None
    refused_on: date | None
    met_on: date | None
    withdrawn_at: datetime | None
    whom: str
    words: str
    receiver: str
    reason: str
    name: str
    turn_to: str


@dataclass(frozen=True)
class Acts:
    """What a representative's decision says: which parts of an order, its days, what was shown."""

    seat: uuid.UUID
    rights: bool
    property: bool
    person: bool
    decided_on: date
    until_on: date | None
    evidence: str


@dataclass(frozen=True)
class Link:
    """A link that showed something, without its address and code. ``tries`` are wrong codes."""

    id: uuid.UUID
    what: str
    pieces: tuple[uuid.UUID, ...]
    made_at: datetime
    until_at: datetime
    tries: int
    opened_count: int
    opened_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class Read:
    """How a piece has read, edition by edition, with what stood in clear beside its words, and who
    sat beside and typed (``assisted``). A piece that was taken away has all of its editions here;
    another all but the one that stands now."""

    piece: uuid.UUID
    kind: str
    section: str
    removed_at: datetime | None
    edition: int
    by: uuid.UUID
    assisted: uuid.UUID | None
    at: datetime
    words: Words
    doing: str
    decided: bool
    starts_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class Logged:
    """A line of the reading log: who did what with which part, and what for. Whoever came by a
    link has no place; ``assisted`` sat beside and typed."""

    at: datetime
    seat: uuid.UUID | None
    verb: str
    section: str
    purpose: str
    assisted: uuid.UUID | None


@dataclass(frozen=True)
class Sound:
    """A recording: the sound itself is taken out by itself. ``size`` in bytes, ``seconds`` 0 when
    nobody knows."""

    id: uuid.UUID
    piece: uuid.UUID
    made_at: datetime
    mime: str
    size: int
    seconds: int


@dataclass(frozen=True)
class Record:
    """Everything that has happened around a plan, oldest first."""

    asks: tuple[Asked, ...]
    powers: tuple[Acts, ...]
    earlier_grants: tuple[Earlier, ...]
    links: tuple[Link, ...]
    editions: tuple[Read, ...]
    recordings: tuple[Sound, ...]
    log: tuple[Logged, ...]


def record_of(opened: Opened, sections: Collection[str]) -> Record:
    """What has happened around the parts that come along; for the owner only.

    Of the private part there is nothing unless it comes along itself.
    """
    assert opened.is_owner
    pieces = {piece.pk: piece for piece in opened.plan.pieces.all() if piece.section in sections}
    return Record(
        asks=tuple(_asks(opened)),
        powers=tuple(_powers(opened)),
        earlier_grants=tuple(_earlier_grants(opened, sections)),
        links=tuple(_links(opened, pieces)),
        editions=tuple(_editions(opened, pieces)),
        recordings=tuple(_recordings(opened, pieces)),
        log=tuple(
            Logged(row.at, row.seat, row.verb, row.section, row.purpose, row.assisted)
            for row in lines_of(opened.plan.pk).order_by("seq")
            if row.section in sections or row.section not in set(Section)
        ),
    )


def yes_of(opened: Opened, row: Grant) -> Yes:
    """A row of the grants in plain values."""
    words = row.words(opened.key)
    return Yes(
        id=row.pk,
        seat=row.seat_id,
        section=row.section,
        piece=row.piece_id,
        level=row.level,
        excludes=row.excludes,
        purpose=row.purpose,
        how=row.how,
        from_at=row.from_at,
        until_at=row.until_at,
        given_at=row.given_at,
        witness=str(words.get("witness", "")),
        papers=tuple(_papers(opened, row)),
        sought=str(words.get("sought", "")),
        found=words.get("found"),
    )


def _papers(opened: Opened, row: Grant) -> Iterator[Guardian]:
    seats = {seat.person: seat.pk for seat in opened.seats if seat.person is not None}
    for each in papers_of(row, opened.key):
        yield Guardian(
            each.seat,
            each.yes,
            each.how,
            each.on,
            each.witness,
            seats.get(each.by),
            each.at,
            each.over,
        )


def holding(opened: Opened) -> list[Grant]:
    """The yeses and noes that hold now, of those who have a place."""
    rows = Grant.objects.filter(seat__plan=opened.plan, seat__ended_at=None)
    return list(rows.valid(opened.at))


def _earlier_grants(opened: Opened, sections: Collection[str]) -> list[Earlier]:
    now = {row.pk for row in holding(opened)}
    seats = {seat.person: seat.pk for seat in opened.seats if seat.person is not None}
    return [
        Earlier(
            yes_of(opened, row),
            seats.get(row.given_by),
            row.withdrawn_at,
            seats.get(row.withdrawn_by) if row.withdrawn_by else None,
            row.awaits,
        )
        for row in Grant.objects.filter(seat__plan=opened.plan)
        if row.pk not in now and row.section in sections
    ]


def _asks(opened: Opened) -> list[Asked]:
    found = []
    for row in Ask.objects.filter(plan=opened.plan):
        words = {name: str(value) for name, value in row.words(opened.key).items()}
        found.append(
            Asked(
                id=row.pk,
                by=row.by_id,
                side=row.side,
                seat=row.seat_id,
                support=row.support,
                asked_at=row.asked_at,
                sent_on=row.sent_on,
                receipt_by=row.receipt_by,
                received_on=row.received_on,
                refused_on=row.refused_on,
                met_on=row.met_on,
                withdrawn_at=row.withdrawn_at,
                whom=words.get("whom", ""),
                words=words.get("words", ""),
                receiver=words.get("receiver", ""),
                reason=words.get("reason", ""),
                name=words.get("name", ""),
                turn_to=words.get("turn_to", ""),
            )
        )
    return found


def _powers(opened: Opened) -> list[Acts]:
    return [
        Acts(
            seat=row.seat_id,
            rights=row.rights,
            property=row.property,
            person=row.person,
            decided_on=row.decided_on,
            until_on=row.until_on,
            evidence=str(row.words(opened.key).get("evidence", "")),
        )
        for row in Power.objects.filter(seat__plan=opened.plan).order_by("decided_on", "pk")
    ]


def _links(opened: Opened, pieces: Collection[uuid.UUID]) -> list[Link]:
    rows = Share.objects.filter(plan=opened.plan).prefetch_related("pieces")
    return [
        Link(
            id=row.pk,
            what=row.what,
            pieces=tuple(piece.pk for piece in row.pieces.all() if piece.pk in pieces),
            made_at=row.made_at,
            until_at=row.until_at,
            tries=row.tries,
            opened_count=row.opened_count,
            opened_at=row.opened_at,
            revoked_at=row.revoked_at,
        )
        for row in rows.order_by("made_at", "uuid")
    ]


def _editions(opened: Opened, pieces: dict[uuid.UUID, Piece]) -> list[Read]:
    found = []
    rows = Edition.objects.filter(piece__in=pieces).order_by("at", "piece", "number")
    for row in rows:
        piece = pieces[row.piece_id]
        if piece.removed_at is None and row.number == piece.edition:
            continue
        then = Piece(uuid=piece.pk, body=row.body).words(opened.key, row.number)
        found.append(
            Read(
                piece=piece.pk,
                kind=piece.kind,
                section=piece.section,
                removed_at=piece.removed_at,
                edition=row.number,
                by=row.by_id,
                assisted=row.assisted,
                at=row.at,
                words=shown_words(opened, piece.kind, then),
                doing=row.doing,
                decided=row.decided,
                starts_on=row.starts_on,
                due_on=row.due_on,
            )
        )
    return found


def _recordings(opened: Opened, pieces: Collection[uuid.UUID]) -> list[Sound]:
    found = []
    for row in Recording.objects.filter(piece__in=pieces):
        words = row.words(opened.key)
        found.append(
            Sound(
                id=row.pk,
                piece=row.piece_id,
                made_at=row.made_at,
                mime=str(words["mime"]),
                size=int(words["size"]),
                seconds=int(words["seconds"]),
            )
        )
    return found


def shown_words(opened: Opened, kind: str, words: Words) -> Words:
    """The words in the order of the shape; of a protected person no address, number or place."""
    shape = SHAPES[Kind(kind)]
    hides = {
        field.name for field in shape.fields if opened.plan.protected and field.form == "contact"
    }
    return {
        field.name: "" if field.name in hides else words.get(field.name, "")
        for field in shape.fields
    }
