"""How a letter looks as a mail: text at 72 columns, HTML without anything from elsewhere."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from oppnasoc.outbox import composing
from oppnasoc.outbox.kinds import Letter, Section
from oppnasoc.outbox.models import Message
from oppnasoc.ui.html import fill

from .post import text_of

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "golden"
LONG = "Varför finns det ingen knapp för att prata med en människa när jag ringer? " * 40


def make_letter(**more: Any) -> Letter:
    given = {
        "to": "kim@example.se",
        "subject": "Nytt från Öppna soc",
        "why": "Du får det här för att du följer något på Öppna soc i Sundhamn, och har valt det.",
        "lines": [fill("{}", "Det här är nytt i det som du följer.")],
        "sections": [
            Section(
                "Kan telefonen få en knapp för att prata med en människa?",
                [
                    fill(
                        'Frågan ligger nu hos <a href="{}">{}</a>, som svarar senast {}.',
                        "/enheter/mottagningen/",
                        "Mottagningen",
                        "torsdag 4 juni",
                    ),
                    fill("{}", "”Vi ringer & frågar <alla>.”"),
                ],
                "/fragor/1/telefon/",
            ),
            Section("Väntrummet", [fill("{}", "Det blev ja.")], "/fragor/2/vantrummet/"),
        ],
        "button": ("Välj vad du följer, och hur ofta", "/folj/mitt/nyckel/"),
        "stop": "/folj/mitt/nyckel/sluta/",
    }
    return Letter(**{**given, **more})


def made(letter: Letter, settings: Any) -> EmailMessage:
    settings.SITE_URL = "https://soc.example.se"
    message = Message(reference=UUID(int=1), kind="x", thing=1, channel="email")
    raw = composing.mail(letter, message).message().as_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


@pytest.mark.parametrize(("kind", "file"), [("plain", "mail.txt"), ("html", "mail.html")])
def test_it_looks_as_it_did(settings: Any, kind: str, file: str) -> None:
    """When it is meant to look otherwise: read the new one, and keep it."""
    assert text_of(made(make_letter(), settings), kind) == (GOLDEN / file).read_text("utf-8")


def test_english_is_english(settings: Any) -> None:
    mail = made(make_letter(language="en"), settings)
    assert "Stop these messages" in text_of(mail)
    assert '<html lang="en">' in text_of(mail, "html")
    assert mail["Content-Language"] == "en"


def test_text_is_72_columns_wide_but_for_links(settings: Any) -> None:
    letter = make_letter(
        lines=[fill("{}", LONG)], sections=[Section(LONG, [fill("{}", LONG)], "/x/")]
    )
    for line in text_of(made(letter, settings)).splitlines():
        assert len(line) <= 72 or line.startswith("https://")


def test_a_very_long_title_does_not_make_a_very_long_subject(settings: Any) -> None:
    mail = made(make_letter(subject=LONG), settings)
    assert len(mail["Subject"]) <= composing.LONGEST
    assert mail["Subject"].strip().startswith("Varför finns det ingen knapp")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00"])
def test_nobody_writes_headers_of_ours(settings: Any, end: str) -> None:
    evil = f"Hej{end}Bcc: alla@example.se{end}{end}Ett helt annat brev"
    letter = make_letter(
        subject=evil,
        why=evil,
        sections=[Section(evil, [], "/x/")],
        headers={"X-Soc": evil},
    )
    mail = made(letter, settings)
    assert mail["Bcc"] is None
    assert mail["To"] == "kim@example.se"
    assert "\n" not in mail["Subject"]
    assert mail["Subject"].startswith("Hej Bcc")
    assert "Det här är nytt i det som du följer." in text_of(mail)


def test_what_is_typed_stays_text(settings: Any) -> None:
    evil = '<script src="https://ond.example/x.js"></script><img src="https://ond.example/a.png">'
    letter = make_letter(
        subject=evil, why=evil, sections=[Section(evil, [fill("{}", evil)], "/x/")]
    )
    page = text_of(made(letter, settings), "html")
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script" in page


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_asks_nobody_else_for_anything(settings: Any) -> None:
    page = text_of(made(make_letter(), settings), "html")
    tags = Tags()
    tags.feed(page)
    names = [tag for tag, _attrs in tags.seen]
    assert not {"img", "script", "link", "iframe", "object", "svg", "form"} & set(names)
    assert "url(" not in page
    assert "@import" not in page
    assert [tag for tag in names if re.fullmatch(r"h\d", tag)] == ["h1", "h2", "h2"]
    assert ("html", {"lang": "sv"}) in tags.seen
    links = [attrs["href"] for tag, attrs in tags.seen if tag == "a"]
    assert len(links) == 5
    assert all(link and link.startswith("https://soc.example.se/") for link in links)
    assert "color-scheme" in page
    # Colours are the mail program's own, so that dark stays readable.
    assert not re.search(r"(?<!-)\b(color|background)\s*:", page)


def test_headers(settings: Any) -> None:
    mail = made(make_letter(answers_to="svar+x@soc.example.se"), settings)
    assert mail["Message-ID"] == "<00000000000000000000000000000001@soc.example.se>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "svar+x@soc.example.se"
    assert mail["List-Unsubscribe"] == "<https://soc.example.se/folj/mitt/nyckel/sluta/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_letter_that_cannot_be_stopped_says_nothing_of_stopping(settings: Any) -> None:
    mail = made(make_letter(stop="", button=None), settings)
    assert mail["List-Unsubscribe"] is None
    assert "Sluta" not in text_of(mail)


def test_what_comes_back_comes_to_an_address_of_its_own(settings: Any) -> None:
    message = Message(reference=UUID(int=1), kind="x", thing=1, channel="email")
    assert composing.envelope_sender(message) == settings.DEFAULT_FROM_EMAIL
    settings.MAIL_DOMAIN = "soc.example.se"
    settings.DEFAULT_FROM_EMAIL = "oppnasoc@example.se"
    mail = composing.mail(make_letter(), message)
    assert mail.from_email == "retur+00000000000000000000000000000001@soc.example.se"
    assert "oppnasoc@example.se" in mail.message()["From"]
    assert "retur" not in mail.message()["From"]
