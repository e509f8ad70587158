"""What a reply becomes, and that nobody becomes somebody else by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from oppnasoc.following import actions as following
from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.groups.models import Outside
from oppnasoc.inbox.daily import forget_what_mails_said, remove_old_mail
from oppnasoc.inbox.models import Incoming
from oppnasoc.inbox.reading import MOST_AN_HOUR, read_new
from oppnasoc.inbox.receiving import take_in
from oppnasoc.matters import passing
from oppnasoc.matters.actions import set_visibility
from oppnasoc.matters.models import Ground, Offer
from oppnasoc.matters.tests.scene import Scene, day
from oppnasoc.outbox.models import Message as Sent
from oppnasoc.outbox.replies import Who, address
from oppnasoc.people.models import User
from oppnasoc.trail.models import Entry
from oppnasoc.voices import conversation, correcting, withdrawing
from oppnasoc.voices.models import Message, Reach, Voice

from .scene import DOMAIN, KIM, deliver, make_mail, make_speaker, work

pytestmark = pytest.mark.django_db


def test_a_speakers_reply_is_a_message_on_her_voice_and_nothing_else() -> None:
    voice = make_speaker()
    mail = deliver(make_mail(address(Who.SPEAKER, voice.pk, 7)))
    message = Message.objects.get()
    assert (message.voice, message.text, message.from_speaker) == (voice, "Det blev bättre.", True)
    assert Voice.objects.count() == 1
    assert (mail.state, mail.became, mail.thing, mail.raw) == ("done", "message", message.pk, None)
    assert "> Hej" in mail.whole


def test_who_it_says_it_is_from_changes_nothing(scene: Scene) -> None:
    hers, other = make_speaker(), make_speaker()
    Reach.objects.filter(voice=other).update(address="annan@example.se")
    deliver(make_mail(address(Who.SPEAKER, hers.pk), sender="annan@example.se"))
    assert Message.objects.get().voice == hers
    editor = scene.people["editor"]
    deliver(make_mail(address(Who.SPEAKER, hers.pk), sender=editor.email))
    assert [message.voice for message in Message.objects.all()] == [hers, hers]
    assert not Message.objects.exclude(written_by=None).exists()


@pytest.mark.parametrize("way", ["withdrawn", "other way", "refused", "gone"])
def test_a_speaker_who_may_not_any_longer_is_held(way: str) -> None:
    voice = make_speaker()
    to = address(Who.SPEAKER, voice.pk)
    if way == "withdrawn":
        withdrawing.withdraw(voice)
    elif way == "other way":
        correcting.choose_way(voice, "code")
    elif way == "refused":
        Reach.objects.update(failed_at=timezone.now())
    else:
        to = address(Who.SPEAKER, voice.pk + 1)
    mail = deliver(make_mail(to))
    assert (mail.state, mail.why) == ("held", "lost")
    assert Message.objects.count() == 0


def test_a_followers_reply_is_said_on_the_matter_and_held(scene: Scene) -> None:
    user = scene.people["participant"]
    follower = following.of(user)
    deliver(make_mail(address(Who.FOLLOWER, follower.pk, scene.matter.pk)))
    voice = Voice.objects.latest("pk")
    assert (voice.text, voice.visibility, voice.tell_by) == ("Det blev bättre.", "held", "email")
    assert (voice.reach.address, voice.speaker) == (user.email, "")
    assert Ground.objects.filter(matter=scene.matter, voice=voice).exists()


@pytest.mark.parametrize("way", ["closed account", "hidden", "no account"])
def test_a_follower_who_may_not_any_longer_is_held(way: str, scene: Scene) -> None:
    user = scene.people["participant"]
    follower = following.of(user)
    if way == "closed account":
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif way == "hidden":
        set_visibility(scene.matter, public=False, by=scene.people["editor"])
    else:
        following.follow_from("email", KIM, "matter", scene.matter.pk)
        follower = type(follower).objects.get(address=KIM)
    before = Voice.objects.count()
    mail = deliver(make_mail(address(Who.FOLLOWER, follower.pk, scene.matter.pk)))
    assert (mail.state, mail.why) == ("held", "lost")
    assert Voice.objects.count() == before


@pytest.mark.parametrize(
    ("role", "state"), [("staff", "done"), ("secretary", "done"), ("participant", "held")]
)
def test_a_reply_from_staff_is_a_note_that_waits(role: str, state: str, scene: Scene) -> None:
    user = scene.people[role]
    mail = deliver(make_mail(address(Who.STAFF, user.pk, scene.matter.pk)))
    assert mail.state == state
    assert Offer.objects.filter(author=user, verdict="", used=False).count() == (state == "done")
    assert scene.matter.notes.count() == 0


def test_an_authoritys_reply_is_a_note_while_its_hand_over_stands(scene: Scene) -> None:
    Outside.objects.update(email="registrator@region.example")
    outside = scene.parties.outside
    passing.hand_over(scene.matter, to=outside, reason="Ert register.", by=scene.facilitator)
    entry = Entry.objects.get(kind="matters.asked")
    to = address(Who.OUTSIDE, entry.pk, scene.matter.pk)
    deliver(make_mail(to, "Vi behöver en vecka till."))
    offer = Offer.objects.get()
    assert (offer.party_id, offer.text) == (outside.pk, "Vi behöver en vecka till.")
    passing.call_back(scene.matter, by=scene.facilitator)
    assert deliver(make_mail(to, "Jaha.")).why == "lost"
    assert Offer.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<a.example.se>"}],
)
def test_what_a_program_sent_is_dropped(headers: dict[str, str]) -> None:
    voice = make_speaker()
    mail = deliver(make_mail(address(Who.SPEAKER, voice.pk), **headers))
    assert (mail.state, mail.text, mail.sender, mail.raw) == ("dropped", "", "", None)
    assert Message.objects.count() == Sent.objects.count() == 0


def test_an_empty_return_path_is_a_program() -> None:
    voice = make_speaker()
    assert deliver(make_mail(address(Who.SPEAKER, voice.pk)), return_path="").state == "dropped"
    assert deliver(make_mail(address(Who.SPEAKER, voice.pk)), return_path=None).state == "done"


def test_a_report_goes_to_the_outbox(scene: Scene, mailbox: Mailbox) -> None:
    voice = make_speaker(group=scene.parties.group)
    conversation.write(voice, "Var?", by=scene.facilitator)
    work()
    reference = Sent.objects.get().reference.hex
    report = (
        "From: MAILER-DAEMON@example.se\r\nContent-Type: multipart/report;"
        " report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        "Final-Recipient: rfc822; kim@example.se\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        "--b--\r\n"
    )
    take_in(report.encode(), recipient=f"retur+{reference}@{DOMAIN}", return_path="")
    read_new(timezone.now())
    assert Incoming.objects.get().state == "dropped"
    assert Sent.objects.get().state == "refused"
    assert Reach.objects.get().failed_at is not None


def test_many_in_an_hour_are_held() -> None:
    voice = make_speaker()
    to = address(Who.SPEAKER, voice.pk)
    for number in range(MOST_AN_HOUR):
        assert deliver(make_mail(to, f"Nummer {number}")).state == "done"
    mail = deliver(make_mail(to))
    assert (mail.state, mail.why) == ("held", "many")
    Incoming.objects.exclude(pk=mail.pk).update(came_at=timezone.now() - timedelta(hours=2))
    assert deliver(make_mail(to, "Senare.")).state == "done"


def test_attachments_are_not_taken_and_she_is_told(mailbox: Mailbox) -> None:
    voice = make_speaker()
    mail = make_mail(address(Who.SPEAKER, voice.pk), sender="spoof@example.org")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    deliver(mail)
    assert Message.objects.get().text == "Det blev bättre."
    work()
    [(to, told)] = mailbox.arrived
    assert to == KIM  # Never where a mail says it is from.
    assert told["Auto-Submitted"] == "auto-replied"
    assert "kan inte ta emot det du bifogade" in " ".join(mailbox.texts(KIM)[0].split())


def test_a_long_reply_becomes_several_messages() -> None:
    voice = make_speaker()
    text = "\n\n".join(f"Stycke {n}. " + "Det regnar. " * 60 for n in range(6))
    deliver(make_mail(address(Who.SPEAKER, voice.pk), text))
    parts = list(Message.objects.values_list("text", flat=True))
    assert len(parts) > 1
    assert " ".join(" ".join(parts).split()) == " ".join(text.split())


@pytest.mark.parametrize(
    ("to", "why"),
    [(f"svar@{DOMAIN}", "stray"), (f"svar+abc@{DOMAIN}", "broken"), (f"hej@{DOMAIN}", "stray")],
)
def test_what_has_no_address_of_ours_is_held(to: str, why: str) -> None:
    mail = deliver(make_mail(to))
    assert (mail.state, mail.why, mail.text) == ("held", why, "Det blev bättre.")
    assert Sent.objects.count() == 0  # Nobody answers a stray by itself.


def test_one_that_cannot_be_read_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oppnasoc.inbox.reading.mails.read", lambda raw: None)
    mail = deliver(make_mail())
    assert (mail.state, mail.why) == ("held", "no_read")
    assert mail.raw


def test_a_fault_in_one_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = make_speaker()

    def fails(*given: object) -> int:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("oppnasoc.inbox.reading.as_message", fails)
        assert deliver(make_mail(address(Who.SPEAKER, voice.pk))).why == "unfit"
    assert deliver(make_mail(address(Who.SPEAKER, voice.pk))).state == "done"


def test_words_go_after_thirty_days_and_everything_after_ninety() -> None:
    voice = make_speaker()
    placed = deliver(make_mail(address(Who.SPEAKER, voice.pk)))
    stray = deliver(make_mail())
    Incoming.objects.update(came_at=timezone.now() - timedelta(days=31))
    assert forget_what_mails_said(day(0)) == 2
    assert forget_what_mails_said(day(0)) == 0
    placed.refresh_from_db()
    stray.refresh_from_db()
    assert (placed.text, placed.whole, placed.sender) == ("", "", "")
    assert (stray.text, stray.whole) == ("Det blev bättre.", "")
    assert remove_old_mail(day(0)) == 0
    Incoming.objects.update(came_at=timezone.now() - timedelta(days=91))
    assert remove_old_mail(day(0)) == 2


def test_mail_goes_with_the_words_that_are_taken_back() -> None:
    voice = make_speaker()
    deliver(make_mail(address(Who.SPEAKER, voice.pk)))
    deliver(make_mail())
    withdrawing.withdraw(voice)
    assert [mail.state for mail in Incoming.objects.all()] == ["held"]
