"""Mail that comes back: what a delivery status report says (RFC 3464), and what we do then.

``read`` is pure: bytes of a mail → which of our messages it is about and why it came back. ::

    if bounce := read(raw, recipient):
        bounced(bounce.reference, bounce.code)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.message import Message as Part
from uuid import UUID

from django.db import transaction
from django.utils import translation

from oppnasoc.people.ways import Reason, meaning, status

from . import kinds
from .composing import RETURN
from .models import Message

_VERP = re.compile(rf"^{RETURN}\+([0-9a-f]{{32}})@", re.I)
_REFERENCE = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>", re.I)
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([0-9a-f]{32})@[^<>\s]+>", re.I | re.M)
FAILED = "failed"
LARGEST = 1024 * 1024  # bytes of a report that are looked at

State = Message.State


@dataclass(frozen=True)
class Bounce:
    """A report about one of our messages: its reference and the status, such as ``5.1.1``."""

    reference: UUID
    code: str


def read(raw: bytes, recipient: str = "") -> Bounce | None:
    """The bounce that a mail is, or None when it is none or not about anything of ours.

    ``recipient`` is the envelope's: of a mail to ``retur+…@`` it says which message it is about.
    Otherwise the report has to quote our Message-ID. What is no report (an answer from somebody's
    holiday, for instance) or tells of a delay or a success is no bounce.
    """
    mail = message_from_bytes(raw[:LARGEST], policy=policy.default)
    report = _report(mail)
    if report is None:
        return None
    code = _failure(report)
    reference = _reference(mail, raw[:LARGEST], recipient)
    return Bounce(reference, code) if code and reference else None


@transaction.atomic
def bounced(reference: UUID, code: str) -> bool:
    """Note that a message came back with a status of RFC 3463, such as ``5.1.1``.

    When the address is to blame its kind is told, which closes the channel and tells the person on
    the site. When we are (5.7.1, 5.6.x) the message is stuck and an editor looks. Everything else
    changes nothing. The same report twice, or one about a message that is gone, is nothing new.
    Returns whether anything changed.
    """
    reason = meaning(code)
    message = Message.objects.filter(reference=reference, state=State.SENT).first()
    if reason is None or message is None:
        return False
    state = State.REFUSED if reason == Reason.ADDRESS else State.STUCK
    changed = Message.objects.filter(pk=message.pk, state=State.SENT).update(
        state=state, reason=reason, problem=code
    )
    kind = kinds.known(message.kind)
    if changed and state == State.REFUSED and kind is not None and kind.refused:
        with translation.override("sv"):
            kind.refused(message, code)
    return bool(changed)


def _report(mail: EmailMessage) -> Part | None:
    """The part of a mail that a program reads; not that of a report which somebody forwards."""
    if not mail.is_multipart():
        return None
    for part in mail.iter_parts():
        if part.get_content_type() == "message/delivery-status":
            return part
    return None


def _failure(report: Part) -> str:
    """The status of the first recipient whom the mail did not reach; '' when it reached all, or
    is only late. Each recipient is a block of fields after that of the mail as a whole."""
    blocks = report.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Part) and str(block.get("Action", "")).strip().lower() == FAILED:
            return status(str(block.get("Status", ""))) or "5.0.0"
    return ""


def _reference(mail: EmailMessage, raw: bytes, recipient: str) -> UUID | None:
    """Which message it is about: by the address that it came back to, else by our Message-ID,
    which the report quotes in its headers or with what came back."""
    if found := _VERP.match(recipient.strip().strip("<>")):
        return UUID(found[1])
    for header in ("In-Reply-To", "References"):
        if quoted := _REFERENCE.search(str(mail.get(header, ""))):
            return UUID(quoted[1])
    returned = _MESSAGE_ID.findall(raw)
    return UUID(returned[-1].decode()) if returned else None
