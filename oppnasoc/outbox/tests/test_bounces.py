"""Mail that comes back: reports in several dialects, and what becomes of the message."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from oppnasoc.outbox.bounces import Bounce, bounced, read
from oppnasoc.outbox.models import Message
from oppnasoc.people.ways import Reason, meaning

from .post import Told, make_message

State = Message.State
OURS = UUID("0123456789abcdef0123456789abcdef")
TO = f"retur+{OURS.hex}@soc.example.se"


def report(
    *,
    action: str = "failed",
    status: str = "5.1.1",
    quoted: str = "message/rfc822",
    reference: str = f"<{OURS.hex}@soc.example.se>",
    headers: str = "",
) -> bytes:
    """A report in the shape of RFC 3464, as common mail servers write it."""
    return f"""From: MAILER-DAEMON@mx.example.net
To: <{TO}>
Subject: Undelivered Mail Returned to Sender
{headers}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="gr"

--gr
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--gr
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon, 2 Mar 2026 12:00:00 +0100

Final-Recipient: rfc822; kim@example.net
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <kim@example.net> unknown

--gr
Content-Type: {quoted}

From: Öppna soc <oppnasoc@example.se>
Message-ID: {reference}
Subject: Nytt

Det här är nytt.

--gr--
""".encode().replace(b"\n", b"\r\n")


def test_a_report_is_read_by_the_address_that_it_comes_to() -> None:
    assert read(report(reference=""), TO) == Bounce(OURS, "5.1.1")
    assert read(report(reference=""), f"<{TO.upper()}>") == Bounce(OURS, "5.1.1")


@pytest.mark.parametrize("quoted", ["message/rfc822", "text/rfc822-headers"])
def test_or_by_the_message_id_that_it_quotes(quoted: str) -> None:
    assert read(report(quoted=quoted)) == Bounce(OURS, "5.1.1")


def test_or_by_the_one_that_it_answers() -> None:
    headers = f"In-Reply-To: <{OURS.hex}@soc.example.se>\n"
    assert read(report(reference="", headers=headers)) == Bounce(OURS, "5.1.1")


@pytest.mark.parametrize("status", ["5.2.2 (mailbox full)", " 5.1.10 "])
def test_the_status_is_a_code(status: str) -> None:
    found = read(report(status=status))
    assert found is not None
    assert found.code == status.split()[0]


def test_a_failure_without_a_code_is_one_of_no_special_kind() -> None:
    found = read(report(status="permanent"))
    assert found == Bounce(OURS, "5.0.0")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_is_no_failure_is_no_bounce(action: str) -> None:
    assert read(report(action=action, status="4.4.1")) is None


def test_what_is_not_about_us_is_nothing() -> None:
    assert read(report(reference="<abc@elsewhere.example>")) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Jag har semester\r\n\r\nTill den 3 augusti.",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\nStatus: 5.1.1",
    ],
)
def test_other_mail_is_no_bounce(raw: bytes) -> None:
    assert read(raw, TO) is None


def test_a_report_that_somebody_forwards_is_no_report() -> None:
    inner = report().decode()
    head = 'Content-Type: multipart/mixed; boundary="yt"\n\n--yt\nContent-Type: message/rfc822'
    raw = f"{head}\n\n{inner}\n--yt--\n"
    assert read(raw.encode()) is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("5.0.0", Reason.ADDRESS),
        ("5.1.1", Reason.ADDRESS),
        ("5.1.10", Reason.ADDRESS),
        ("5.2.1", Reason.ADDRESS),
        ("5.4.4", Reason.ADDRESS),
        ("5.2.2", None),
        ("4.2.1", None),
        ("2.0.0", None),
        ("5.1.8", Reason.SENDER),
        ("5.2.3", Reason.CONTENT),
        ("5.3.4", Reason.CONTENT),
        ("5.6.1", Reason.CONTENT),
        ("5.7.1", Reason.POLICY),
    ],
)
def test_what_a_code_means(code: str, reason: Reason | None) -> None:
    assert meaning(code) == reason


def make_sent() -> Message:
    message = make_message("kim@example.se")
    Message.objects.filter(pk=message.pk).update(state=State.SENT, sent_at=timezone.now())
    return message


@pytest.mark.django_db
def test_an_address_that_does_not_exist_closes_the_channel_once(told: Told) -> None:
    message = make_sent()
    assert bounced(message.reference, "5.1.1")
    assert not bounced(message.reference, "5.1.1"), "the same report twice"
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.REFUSED, Reason.ADDRESS)
    assert told.refused == [(message.thing, "5.1.1")]


@pytest.mark.django_db
def test_a_server_that_does_not_want_us_closes_nothing(told: Told) -> None:
    message = make_sent()
    assert bounced(message.reference, "5.7.1")
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.STUCK, Reason.POLICY)
    assert told.refused == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["5.2.2", "4.4.7", "2.1.5"])
def test_a_passing_trouble_changes_nothing(told: Told, code: str) -> None:
    message = make_sent()
    assert not bounced(message.reference, code)
    message.refresh_from_db()
    assert message.state == State.SENT


@pytest.mark.django_db
def test_what_never_left_cannot_come_back(told: Told) -> None:
    message = make_message("kim@example.se")
    assert not bounced(message.reference, "5.1.1")
    assert not bounced(uuid4(), "5.1.1")
    message.refresh_from_db()
    assert message.state == State.WAITING
