"""Whoever is answered is told: by one mail, by her own pages, or with her code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.discussion import answering, contesting, moderating, writing
from oppnasoc.discussion.models import Comment, NoLetters
from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.matters.actions import set_visibility
from oppnasoc.outbox.models import Message
from oppnasoc.people import pausing
from oppnasoc.people.actions import choose_reminders
from oppnasoc.people.models import User
from oppnasoc.ui.registry import todos

from .scene import Talk, write


@pytest.fixture
def asta(talk: Talk) -> User:
    person: User = talk.who("participant")
    return person


@pytest.fixture
def own(talk: Talk, asta: User) -> Comment:
    """What somebody with an account wrote, shown to everybody."""
    comment = write(talk, "Jag väntade länge.", by=asta, once="hennes")
    return moderating.show(comment, by=talk.who("facilitator"))


def work() -> None:
    call_command("work", "--once")


def answer(talk: Talk, to: Comment, text: str = "Jag med.", **given: Any) -> Comment:
    """An answer that has been looked at and is shown."""
    held = write(talk, text, answers_to=to, **given)
    return moderating.show(held, by=talk.who("facilitator"))


def waits_for(user: User) -> list[str]:
    return [each.url for each in todos(User.objects.get(pk=user.pk))]


def test_a_mail_says_that_and_not_what(
    talk: Talk, asta: User, own: Comment, mailbox: Mailbox
) -> None:
    held = write(talk, "Det var värre för mig.", answers_to=own, name="Kim")
    work()
    assert mailbox.arrived == []  # Nobody has looked at it.
    moderating.show(held, by=talk.who("facilitator"))
    moderating.wait_again(held, by=talk.who("facilitator"))
    held.refresh_from_db()
    moderating.show(held, by=talk.who("facilitator"))
    work()
    [(to, mail)] = mailbox.arrived
    [text] = mailbox.texts(asta.email)
    assert to == asta.email
    assert talk.matter.title not in mail["Subject"]
    assert talk.matter.title in " ".join(text.split())
    assert "värre" not in text
    assert "Kim" not in text
    page = reverse("own_comment_signed_in", args=[own.pk])
    assert f"{page}#svar" in text
    assert reverse("own_comments") in text

    assert page in waits_for(asta)
    client = Client()
    client.force_login(asta)
    assert "Nytt svar" in client.get(reverse("own_comments")).content.decode()
    html = client.get(page).content.decode()
    assert "Det var värre för mig." in html
    assert "Nytt svar" in html
    assert page not in waits_for(asta)
    assert "Nytt svar" not in client.get(page).content.decode()


def test_one_mail_a_day_until_she_has_looked(
    talk: Talk, asta: User, own: Comment, mailbox: Mailbox
) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        for n in range(3):
            answer(talk, own, f"Svar {n}.")
            work()
        assert len(mailbox.arrived) == 1
        clock.move_to(now + timedelta(minutes=5))
        client = Client()
        client.force_login(asta)
        client.get(reverse("talk", args=["fraga", talk.matter.pk]))
        assert not Comment.objects.unread_by(asta.pk).exists()
        clock.move_to(now + timedelta(minutes=9))
        answer(talk, own, "Ett till.")
        work()
        assert len(mailbox.arrived) == 2
        clock.move_to(now + timedelta(days=2))
        answer(talk, own, "Två dagar senare.")
        work()
    assert len(mailbox.arrived) == 3


@pytest.mark.parametrize(
    "why", ["paused", "on the site", "no letters", "closed", "read", "hidden", "unseen", "herself"]
)
def test_who_is_not_told(why: str, talk: Talk, asta: User, own: Comment, mailbox: Mailbox) -> None:
    if why == "herself":
        answer(talk, own, by=asta, once="igen")
    else:
        said = answer(talk, own)
    if why == "paused":
        pausing.pause(asta, by=asta)
    elif why == "on the site":
        choose_reminders(asta, "site", by=asta)
    elif why == "no letters":
        answering.choose_letters(asta, yes=False, by=asta)
    elif why == "closed":
        User.objects.filter(pk=asta.pk).update(is_active=False)
    elif why == "read":
        answering.read(own)
    elif why == "hidden":
        moderating.hide(said, "Nej.", by=talk.who("facilitator"))
    elif why == "unseen":
        set_visibility(talk.matter, public=False, by=talk.who("editor"))
    work()
    assert mailbox.arrived == []
    assert not Message.objects.filter(kind=answering.CODE, state="waiting").exists()


def test_an_answer_to_an_answer_is_told_to_who_wrote_that(
    talk: Talk, asta: User, own: Comment, mailbox: Mailbox
) -> None:
    birger = talk.who("member")
    middle = answer(talk, own, "Varför då?", by=birger, once="hans")
    work()
    mailbox.arrived.clear()
    last = answer(talk, middle, "För att ingen sa till.")
    assert last.answers_to == own
    assert last.replies_to == middle
    work()
    assert [to for to, _mail in mailbox.arrived] == [birger.email]


def test_it_is_turned_off_and_on_again(talk: Talk, asta: User, own: Comment) -> None:
    client = Client()
    client.force_login(asta)
    url = reverse("own_comment_letters")
    for press, there in (("no", True), ("no", True), ("yes", False)):
        assert client.post(url, {press: "1"}).status_code == 302
        assert NoLetters.objects.filter(user=asta).exists() is there
        assert client.get(reverse("own_comments")).context["letters"] is not there
    with pytest.raises(PermissionDenied):
        answering.choose_letters(asta, yes=False, by=talk.who("editor"))


def test_with_a_code_she_sees_it_when_she_comes(
    talk: Talk, client: Client, mailbox: Mailbox
) -> None:
    comment, code = writing.write(talk.what, "Jag väntade länge.", name="Iris")
    moderating.show(comment, by=talk.who("facilitator"))
    answer(talk, comment, "Samma här.")
    held = write(talk, "Väntar.", answers_to=comment)
    work()
    assert mailbox.arrived == []
    assert not Message.objects.filter(kind=answering.CODE).exists()
    client.post(reverse("code"), {"code": code})
    html = client.get(reverse("own_comment")).content.decode()
    assert "Nytt svar" in html
    assert "Samma här." in html
    assert held.text not in html
    assert "Nytt svar" not in client.get(reverse("own_comment")).content.decode()


def test_where_she_may_not_read_any_longer_she_reads_no_answers(
    talk: Talk, asta: User, own: Comment
) -> None:
    answer(talk, own, "Samma här.")
    set_visibility(talk.matter, public=False, by=talk.who("editor"))
    client = Client()
    client.force_login(asta)
    page = reverse("own_comment_signed_in", args=[own.pk])
    html = client.get(page).content.decode()
    assert own.text in html
    assert "Samma här." not in html
    assert page not in waits_for(asta)


def test_shown_after_an_appeal_it_is_told_once(
    talk: Talk, asta: User, own: Comment, mailbox: Mailbox
) -> None:
    said = answer(talk, own, "Sven sa nej.")
    moderating.hide(said, "Det nämner en person.", by=talk.who("facilitator"))
    work()
    assert mailbox.arrived == []
    said.refresh_from_db()
    appeal = contesting.appeal(said, "Sven är jag.")
    moderating.decide(appeal, show_it=True, reason="Då så.", by=talk.who("secretary"))
    work()
    assert mailbox.arrived == []  # Its letter was dropped; she sees it here.
    assert reverse("own_comment_signed_in", args=[own.pk]) in waits_for(asta)
