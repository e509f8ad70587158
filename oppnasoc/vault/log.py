"""The log of who has read a plan and what was done with it: one chain of lines, keyed.

A line holds codes and ids. Its ``mac`` covers it and the line before, under a key of the log's own:
who can write in the database can neither alter, move nor slip in a line. Lines that are cut off at
the end are noticed at the head, which is sealed; the whole log put back to an earlier day is
noticed by an anchor, a line of text that is kept elsewhere (``anchor``, ``verify``).
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from .models import Head, Line
from .models import Verb as Verb
from .router import ALIAS
from .sealing import Marker, marker, new_key

BEGINNING = bytes(32)  # stands before the first line
_CODE = re.compile(r"[A-Za-z0-9_.:-]*")
_ANCHOR = re.compile(r"(\d+) ([0-9a-f]{64})")
_PIECE = 500  # lines that are in memory at a time


class Untrue(Exception):
    """The log is not as it was written; ``./soc vault verify`` tells where."""


def note(
    plan: UUID,
    *,
    who: UUID | None,
    seat: UUID | None,
    verb: Verb,
    section: str,
    purpose: str = "",
    assisted: UUID | None = None,
) -> Line:
    """Write a line, in the caller's transaction when there is one; see ``note_each``."""
    told = {"who": who, "seat": seat, "verb": verb, "purpose": purpose, "assisted": assisted}
    return note_each(plan, [section], **told)[0]  # type: ignore[arg-type]


def note_each(
    plan: UUID,
    sections: Sequence[str],
    *,
    who: UUID | None,
    seat: UUID | None,
    verb: Verb,
    purpose: str = "",
    assisted: UUID | None = None,
) -> list[Line]:
    """Write a line for each part of a plan: five queries however many they are.

    ``sections`` and ``purpose`` are codes, at most 80 and 40 characters: ValueError for anything
    that could be a sentence. Writers stand in line at the head until their transactions end.
    """
    for code, most in (*((section, 80) for section in sections), (purpose, 40)):
        if len(code) > most or not _CODE.fullmatch(code):
            raise ValueError("The log holds codes and ids, never words.")
    mark = marker(Head.objects.select_related("key").get().key, "log")
    lines = []
    with transaction.atomic(using=ALIAS):
        head = Head.objects.select_for_update().get()
        for section in sections:
            line = Line(
                seq=head.seq + 1, at=timezone.now(), plan=plan, who=who, seat=seat,
                verb=Verb(verb), section=section, purpose=purpose, assisted=assisted,
            )  # fmt: skip
            line.mac = mark(_told(line) + bytes(head.mac))
            head.seq, head.mac = line.seq, line.mac
            lines.append(line)
        Line.objects.bulk_create(lines)
        head.seal = mark(_end(head))
        head.save(update_fields=["seq", "mac", "seal"])
    return lines


def lines_of(plan: UUID) -> QuerySet[Line]:
    """The lines of a plan, newest first."""
    return Line.objects.filter(plan=plan).order_by("-seq")


def begin() -> Head:
    """Make the head of an empty log, with a key of its own."""
    head = Head(key=new_key(), mac=BEGINNING)
    head.seal = marker(head.key, "log")(_end(head))
    head.save(force_insert=True)
    return head


@dataclass(frozen=True)
class Anchor:
    """How far the log had come once; kept where nobody who can write in the database can write."""

    seq: int
    mac: bytes

    @classmethod
    def read(cls, text: str) -> Anchor:
        """From a line as ``anchor`` gives it. Raises ValueError."""
        if not (found := _ANCHOR.fullmatch(text.strip())):
            raise ValueError("An anchor is a number and 64 hexadecimal characters.")
        return cls(int(found[1]), bytes.fromhex(found[2]))

    def __str__(self) -> str:
        return f"{self.seq} {self.mac.hex()}"


def anchor() -> Anchor:
    """Where the log ends now. Raises Untrue when the head is not as it was written."""
    head = Head.objects.select_related("key").get()
    if not _sealed(head, marker(head.key, "log")):
        raise Untrue("The head of the vault's log is not as it was written.")
    return Anchor(head.seq, bytes(head.mac))


class Sort(StrEnum):
    """What can be wrong with the log."""

    ALTERED = "altered"  # a line, or its place among the others
    MISSING = "missing"  # lines in the middle
    CUT = "cut"  # lines at the end
    FOREIGN = "foreign"  # a line after the end
    HEAD = "head"  # the head itself
    ROLLED_BACK = "rolled back"  # an anchor stands further on, or at another line


@dataclass(frozen=True)
class Fault:
    """What does not hold, at which line, in one sentence."""

    sort: Sort
    seq: int
    says: str


def verify(anchors: Iterable[Anchor] = ()) -> list[Fault]:
    """Everything that is not as it was written; nothing when all is well.

    Readers and writers go on meanwhile: what is written after the beginning is left for next time.
    Takes some 20 µs for a line, and memory for 500 of them.
    """
    head = Head.objects.select_related("key").first()
    if head is None:
        return [Fault(Sort.HEAD, 0, "The log has no head.")]
    mark = marker(head.key, "log")
    wanted = {each.seq: each for each in anchors}
    faults = [] if _sealed(head, mark) else [Fault(Sort.HEAD, head.seq, "The head was altered.")]
    last = Line(seq=0, mac=BEGINNING)
    for line in Line.objects.filter(seq__lte=head.seq).order_by("seq").iterator(_PIECE):
        faults += _beside(line, last, mark)
        if (kept := wanted.pop(line.seq, None)) and kept.mac != bytes(line.mac):
            faults.append(Fault(Sort.ROLLED_BACK, line.seq, _sentence("is another", line.seq)))
        last = line
    if last.seq < head.seq:
        says = f"The log ends at line {last.seq}, and should at line {head.seq}."
        faults.append(Fault(Sort.CUT, last.seq + 1, says))
    elif not hmac.compare_digest(bytes(last.mac), bytes(head.mac)):
        faults.append(Fault(Sort.HEAD, head.seq, "The head is of another line than the last."))
    return [*faults, *_after_the_end(), *_never_reached(wanted, last.seq)]


def _beside(line: Line, last: Line, mark: Marker) -> Iterator[Fault]:
    """What is wrong with a line after the one before it. What follows a gap hangs on what is gone
    and cannot be told right or wrong by itself."""
    if line.seq != last.seq + 1:
        says = f"Lines {last.seq + 1} to {line.seq - 1} are missing."
        yield Fault(Sort.MISSING, last.seq + 1, says)
    elif not hmac.compare_digest(mark(_told(line) + bytes(last.mac)), bytes(line.mac)):
        yield Fault(Sort.ALTERED, line.seq, _sentence("is not as it was written", line.seq))


def _after_the_end() -> Iterator[Fault]:
    """Lines beyond the head. The head is asked last: whoever writes moves both at once."""
    furthest = Line.objects.aggregate(last=Max("seq"))["last"] or 0
    end = Head.objects.values_list("seq", flat=True).get()
    if furthest > end:
        yield Fault(Sort.FOREIGN, end + 1, _sentence("was not written by the program", end + 1))


def _never_reached(anchors: dict[int, Anchor], end: int) -> Iterator[Fault]:
    for seq in sorted(seq for seq in anchors if seq > end):
        says = f"An anchor stands at line {seq}, and the log ends at line {end}."
        yield Fault(Sort.ROLLED_BACK, seq, says)


def _sentence(what: str, seq: int) -> str:
    return f"Line {seq} {what}."


def _told(line: Line) -> bytes:
    """A line in one way only: JSON of its parts in their order, times in UTC to the microsecond."""
    ids = [str(each) if each else None for each in (line.plan, line.who, line.seat, line.assisted)]
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = ["line", line.seq, at, *ids, str(line.verb), line.section, line.purpose]
    return json.dumps(parts, separators=(",", ":")).encode()


def _end(head: Head) -> bytes:
    return json.dumps(["head", head.seq, bytes(head.mac).hex()], separators=(",", ":")).encode()


def _sealed(head: Head, mark: Marker) -> bool:
    return hmac.compare_digest(mark(_end(head)), bytes(head.seal))
