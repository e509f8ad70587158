"""What is read out of mail: what was written, and by whom or what it was sent."""

from __future__ import annotations

import time
from email.message import EmailMessage
from typing import Any

import pytest

from oppnasoc.language.mails import read as read_apart
from oppnasoc.language.mails.markup import as_text
from oppnasoc.language.mails.reading import read
from oppnasoc.language.mails.replying import said

QUOTED = "\n> Du har fått ett svar.\n> Blev det bättre?\n"
HEAD = "Öppna soc <svar+abc@sundhamn.example>"
OUTLOOK = """
Från: Öppna soc <svar+abc@sundhamn.example>
Skickat: den 2 mars 2026 09:12
Till: Kim Ek <kim@example.se>
Ämne: Du har fått ett svar

Det går inte.
"""
REPLIES = {
    "gmail": (
        "Den mån 2 mars 2026 kl 09:12 skrev Öppna soc <svar+abc@sundhamn.example>:\n" + QUOTED
    ),
    "gmail, wrapped": (
        "Den mån 2 mars 2026 kl 09:12 skrev Öppna soc Sundhamn <\n"
        "svar+abcdefghijklmnop@sundhamn.example>:\n" + QUOTED
    ),
    "iphone": "Skickat från min iPhone\n\n> 2 mars 2026 kl. 09:12 skrev Öppna soc <s@x.se>:\n"
    + QUOTED,
    "apple mail": "2 mars 2026 kl. 09:12 skrev Öppna soc <s@x.se>:\n" + QUOTED,
    "yahoo": "Den måndag 2 mars 2026 09:12:01 CET, Öppna soc <s@x.se> skrev:\n\nDet går inte.",
    "thunderbird": "Den 2026-03-02 kl. 09:12, skrev Öppna soc:\n" + QUOTED,
    "outlook": OUTLOOK,
    "outlook, ruled": "_" * 32 + OUTLOOK,
    "outlook, old": "-----Ursprungligt meddelande-----" + OUTLOOK,
    "outlook on a phone": "Skickat från Outlook för iOS<https://aka.ms/o0ukef>\n"
    + "_" * 32
    + OUTLOOK,
    "samsung": "Skickat från min Samsung Galaxy-smartphone.\n",
    "signature": "Med vänlig hälsning\nKim Ek\n070-123 45 67\n",
    "short signature": "Mvh Kim\n" + OUTLOOK,
    "signed with a slash": "/Kim",
    "dashes": "-- \nKim Ek\nHamngatan 1\n",
    "english": "On Mon, 2 Mar 2026 at 09:12, Öppna soc <s@x.se> wrote:\n" + QUOTED,
    "german": "Am 02.03.2026 um 09:12 schrieb Öppna soc <s@x.se>:\n" + QUOTED,
}
OWN = "Tack, men det stämmer inte:\n\n- dörren är trasig\n- ingen ringde\n\nVad gör jag nu?"


@pytest.mark.parametrize("program", REPLIES)
def test_only_what_was_written_is_left(program: str) -> None:
    assert said(f"{OWN}\n\n{REPLIES[program]}") == OWN


@pytest.mark.parametrize(
    "text",
    [
        "Den 3 mars skrev jag till er att:\ndet tar lång tid.\nJag fick inget svar.",
        "Från: början var det bra.\nTill: slut blev det dåligt.\nJag fick vänta.",
        "> Blev det bättre?\nJa, lite.\n> Något mer?\nNej.",
        "Hälsningar från oss alla!",
        "Skickat från min iPhone",
        "- en sak\n- en till",
        "Det regnar in.\nTaket läcker.\nKnuten syns.",
        "Skriv så här:\n/ eller ett streck\nNej.",
        "Ja.",
    ],
)
def test_nothing_that_was_written_is_lost(text: str) -> None:
    assert said(text) == text


@pytest.mark.parametrize(
    "hostile", ["Den " * 5000, "\n" * 50_000, "> " * 20_000, "x\n\n" * 6000, "Till:\n" * 3000]
)
def test_hostile_texts_take_no_time(hostile: str) -> None:
    begun = time.perf_counter()
    said(hostile)
    assert time.perf_counter() - begun < 5


def make_mail(text: str = "Hej!", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    given = {"From": "Kim Ek <Kim@Example.se>", "To": "svar+abc@sundhamn.example", **headers}
    for name, value in given.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def test_a_plain_mail() -> None:
    mail = make_mail("Räksmörgås", Subject="Åter: Hej då", Message_ID="<1@example.se>")
    mail["Delivered-To"] = "svar+xyz@sundhamn.example"
    found = read(mail.as_bytes())
    assert (found.sender, found.sender_name) == ("kim@example.se", "Kim Ek")
    assert found.subject == "Åter: Hej då"
    assert found.message_id == "<1@example.se>"
    assert found.to == ["svar+xyz@sundhamn.example", "svar+abc@sundhamn.example"]
    assert (found.text, found.said) == ("Räksmörgås", "Räksmörgås")
    assert (found.attached, found.automatic) == (0, "")


def test_html_becomes_text() -> None:
    html = (
        "<html><head><style>p{}</style></head><body><p>Hej &amp; tack!</p>"
        "<ul><li>ett</li><li>två</li></ul><script>alert(1)</script>"
        "<div>Den 2 mars 2026 kl 09:12 skrev Öppna soc &lt;s@x.se&gt;:</div>"
        "<blockquote><p>Du har fått ett svar.</p></blockquote></body></html>"
    )
    mail = make_mail()
    mail.clear_content()
    mail.set_content(html, subtype="html")
    found = read(mail.as_bytes())
    assert found.said == "Hej & tack!\n\n- ett\n- två"
    assert "> Du har fått ett svar." in found.text
    assert "alert" not in found.text


def test_the_plain_text_goes_before_the_html() -> None:
    mail = make_mail("Bara text")
    mail.add_alternative("<p>Bara <b>HTML</b></p>", subtype="html")
    assert read(mail.as_bytes()).text == "Bara text"


def test_attachments_are_counted_and_pictures_of_a_signature_are_not() -> None:
    mail = make_mail("Se bilagan")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    mail.add_attachment(b"PNG", maintype="image", subtype="png", filename="foto.png")
    mail.add_attachment(
        b"PNG", maintype="image", subtype="png", disposition="inline", cid="<l@x>", filename="l.png"
    )
    mail.add_attachment(b"s", maintype="application", subtype="pgp-signature", filename="s.asc")
    assert read(mail.as_bytes()).attached == 2


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("Auto-Submitted", "auto-generated; owner-email=x"),
        ("Precedence", "bulk"),
        ("Precedence", "auto_reply"),
        ("Return-Path", "<>"),
        ("List-Id", "<lista.example.se>"),
        ("X-Autoreply", "yes"),
    ],
)
def test_what_a_program_sent_is_known(header: str, value: str) -> None:
    assert read(make_mail(**{header: value}).as_bytes()).automatic == header
    assert read(make_mail(Auto_Submitted="no").as_bytes()).automatic == ""


def test_strange_mails_are_read() -> None:
    cases: list[bytes] = [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?x-none?b?////?=\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xe5",
        b"Content-Type: multipart/mixed\r\n\r\ningen gr\xc3\xa4ns",
        b"From: " + b"<" * 5000 + b"\r\n\r\nhej",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\n" * 3000,
    ]
    for raw in cases:
        begun = time.perf_counter()
        read(raw)
        assert time.perf_counter() - begun < 5
    assert read(cases[2]).text == "å"


def test_heads_in_bytes_are_read_and_hold_nothing_that_no_database_takes() -> None:
    raw = "From: Åsa \x00Ek <asa@example.se>\r\nSubject: Hej på dig\r\n".encode()
    found = read(raw + b"To: \xff\xfe <svar@sundhamn.example>\r\n\r\nhej")
    assert (found.sender_name, found.subject) == ("Åsa Ek", "Hej på dig")
    assert found.to == ["svar@sundhamn.example"]
    for text in (found.sender, found.sender_name, found.subject, *found.to):
        text.encode("utf-8")
        assert "\x00" not in text


def test_signs_that_turn_the_text_around_are_taken_out() -> None:
    mail = make_mail("a\u202eb\x07c")
    assert read(mail.as_bytes()).text == "abc"


def test_the_child_says_the_same() -> None:
    raw = make_mail("Hej!\n\nMvh Kim", Subject="Åter").as_bytes()
    assert read_apart(raw) == read(raw)
    assert read_apart(raw, seconds=0.001) is None


def test_deep_quotations_stay_quotations() -> None:
    html: Any = "<blockquote>" * 50 + "djupt" + "</blockquote>" * 50
    assert as_text(html) == "> > > djupt"
