"""Asked without an account: a mail with a link, and what somebody says on paper or by phone."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.groups.models import Outside, Party
from oppnasoc.groups.trusting import set_trust
from oppnasoc.outbox.models import Message
from oppnasoc.outbox.sealed import seal
from oppnasoc.referrals import actions, concluding, entering, link_right, looking, responding
from oppnasoc.referrals.link_right import LinkRight
from oppnasoc.referrals.models import Asked, Referral, Response
from oppnasoc.referrals.reminding import remind
from oppnasoc.referrals.todo import not_reached
from oppnasoc.search.finding import find
from oppnasoc.search.outbox import settle
from oppnasoc.trail.actions import Stale
from tests.paper import read_paper
from tests.town import ROLES

from .scene import Scene

BEGIN, LAST = date(2026, 3, 16), date(2026, 4, 8)
THEM = "registrator@region.example"

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


@pytest.fixture
def scene() -> Scene:
    with time_machine.travel(at(BEGIN), tick=False):
        made = Scene(today=BEGIN)
    Outside.objects.update(email=THEM)
    return made


def sent_out(scene: Scene, **more: Any) -> Referral:
    given = {"answers_by": LAST, "asked": [scene.parties.outside], **more}
    with time_machine.travel(at(BEGIN), tick=False):
        return scene.open(**given)


def work(day: date) -> None:
    with time_machine.travel(at(day), tick=False):
        remind(day)
        call_command("work", "--once")


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_of(mailbox: Mailbox, number: int = -1) -> str:
    to, mail = mailbox.arrived[number]
    assert to == THEM
    body = text_of(mail)
    found = re.search(r"/tyck-till/lank/[a-z2-7]+/", body)
    assert found is not None, body
    return found[0]


class TestByMail:
    def test_asked_reminded_and_told_each_once(self, scene: Scene, mailbox: Mailbox) -> None:
        text = sent_out(scene)
        day = BEGIN
        for _n in range(28):
            work(day)
            day += timedelta(days=1)
        got = [mail for to, mail in mailbox.arrived if to == THEM]
        bodies = [" ".join(text_of(mail).split()) for mail in got]
        assert len(bodies) == 4
        for words, body in zip(
            ("Svara senast", "inte svarat än", "I dag är sista dagen", "Sista dagen har"),
            bodies, strict=True,
        ):  # fmt: skip
            assert words in body
        assert {str(mail["Subject"]) for mail in got} == {str(got[0]["Subject"])}
        assert text.title not in str(got[0]["Subject"])

    def test_who_has_answered_is_left_in_peace(self, scene: Scene, mailbox: Mailbox) -> None:
        text = sent_out(scene)
        work(BEGIN)
        asked = scene.asked(text, scene.parties.outside)
        with time_machine.travel(at(BEGIN), tick=False):
            given: dict[str, Any] = {"text": "Bra.", "remarks": {}, "by": None}
            responding.answer(asked, link=LinkRight(asked.pk), **given)
        for n in range(1, 28):
            work(BEGIN + timedelta(days=n))
        assert [to for to, _mail in mailbox.arrived].count(THEM) == 1
        with time_machine.travel(at(LAST + timedelta(days=2)), tick=False):
            looking.show(Response.objects.get(), by=scene.sender)
            for part in concluding.lacking(text):
                concluding.conclude(part.response, changed=False, words="För.", by=scene.sender)
            concluding.close(text, "Inget ändrades.", by=scene.sender)
            call_command("work", "--once")
            link = link_of(mailbox)
            answer = Client().get(link)
            assert answer.status_code == 302
            assert answer["Location"] == text.get_absolute_url()

    def test_nobody_with_an_account_gets_a_link(self, scene: Scene) -> None:
        Party.objects.filter(pk=scene.parties.organisation.pk).update(email="forening@x.example")
        sent_out(scene, asked=[scene.parties.organisation])
        assert not Message.objects.filter(kind__startswith="referrals.by_link").exists()

    def test_mail_that_came_back_is_called_about(self, scene: Scene) -> None:
        sent_out(scene)
        assert not_reached(scene.sender) == []
        Message.objects.filter(kind="referrals.by_link").update(state=Message.State.REFUSED)
        [todo] = not_reached(scene.sender)
        assert scene.parties.outside.name in todo.title
        assert not_reached(scene.member) == []


class TestTheLink:
    @pytest.fixture(autouse=True)
    def on_the_day(self) -> Any:
        with time_machine.travel(at(BEGIN), tick=False):
            yield

    def path(self, scene: Scene, text: Referral) -> str:
        return link_right.path(scene.asked(text, scene.parties.outside))

    def test_an_answer_waits_for_a_look(self, scene: Scene) -> None:
        text = sent_out(scene)
        client, path = Client(), self.path(scene, text)
        page = client.get(path)
        assert page.status_code == 200
        assert page["Referrer-Policy"].startswith("no-referrer")
        assert not Response.objects.exists()  # Programs open links, too.
        first = scene.paragraphs(text)[0]
        empty = client.post(path, {"text": " "})
        assert empty.status_code == 422
        said = {"text": "Regionen håller med.", f"p{first}": "Gäller det oss?"}
        assert client.post(path, said).status_code == 302
        shown = Client().get(text.get_absolute_url()).content.decode()
        assert "Regionen håller med." not in shown
        assert "Svaret läses nu" in shown
        response = Response.objects.get()
        looking.set_aside(response, "Fel regler.", by=scene.sender)
        assert "Fel regler." in client.get(path).content.decode()
        client.post(path, {"text": "Regionen tackar."})
        response.refresh_from_db()
        assert response.state == "held"
        looking.show(response, by=scene.sender)
        shown = Client().get(text.get_absolute_url()).content.decode()
        assert "Regionen tackar." in shown
        assert "Har svarat" in shown

    def test_of_a_trusted_authority_it_stands_at_once(self, scene: Scene) -> None:
        set_trust(scene.parties.group, [scene.parties.outside], by=scene.people["editor"])
        text = sent_out(scene)
        Client().post(self.path(scene, text), {"text": "Regionen håller med."})
        assert Response.objects.get().state == "shown"

    def test_what_waits_again_is_found_no_longer(self, scene: Scene) -> None:
        text = sent_out(scene)
        client, path = Client(), self.path(scene, text)
        client.post(path, {"text": "Hjortronsylten saknas."})
        looking.show(Response.objects.get(), by=scene.sender)
        settle()
        assert find("hjortronsylten").total == 1
        client.post(path, {"text": "Kantarellkrämen saknas."})
        settle()
        assert find("hjortronsylten").total == find("kantarellkrämen").total == 0

    def test_it_is_worth_nothing_for_anything_else(self, scene: Scene) -> None:
        text = sent_out(scene, asked=[scene.parties.outside, scene.parties.organisation])
        theirs = scene.asked(text, scene.parties.outside)
        other = scene.asked(text, scene.parties.organisation)
        with pytest.raises(PermissionDenied):
            responding.answer(other, text="Nej.", remarks={}, by=None, link=LinkRight(theirs.pk))
        until = LAST.toordinal()
        group = Asked.objects.create(referral=text, party_id=scene.parties.other_group.pk)
        for token in (
            "aaaa",
            seal("matter.answer", theirs.pk, until),
            seal(link_right.PURPOSE, theirs.pk, BEGIN.toordinal() - 1),
            seal(link_right.PURPOSE, theirs.pk),
            seal(link_right.PURPOSE, 99999, until),
            seal(link_right.PURPOSE, group.pk, until),
        ):
            assert Client().get(f"/tyck-till/lank/{token}/").status_code == 404, token

    def test_of_a_draft_it_opens_nothing(self, scene: Scene) -> None:
        text = scene.draft(answers_by=LAST, asked=[scene.parties.outside])
        assert Client().get(self.path(scene, text)).status_code == 404


class TestEntered:
    @pytest.fixture(autouse=True)
    def on_the_day(self) -> Any:
        with time_machine.travel(at(BEGIN), tick=False):
            yield

    def enter(self, scene: Scene, to: Referral, **more: Any) -> tuple[Response, str]:
        given: dict[str, Any] = {
            "text": "Vi håller med.", "remarks": {}, "how": "phone", "said_by": "Vera i växeln",
            "by": scene.sender, **more,
        }  # fmt: skip
        return entering.enter(to, **given)

    @pytest.mark.parametrize("role", ROLES)
    def test_who_may(self, scene: Scene, role: str) -> None:
        text, by = sent_out(scene), scene.people.get(role)
        if role in {"facilitator", "secretary", "editor"}:
            self.enter(scene, text, by=by)
            return
        with pytest.raises(PermissionDenied):
            self.enter(scene, text, by=by)

    def test_of_one_who_is_asked(self, scene: Scene) -> None:
        text = sent_out(scene)
        self.enter(scene, text, party=scene.parties.outside)
        page = Client().get(text.get_absolute_url()).content.decode()
        assert f"{scene.parties.outside.name}, per telefon" in page
        assert "Vera i växeln" not in page
        client = Client()
        client.force_login(scene.sender)
        assert "Vera i växeln" in client.get(f"/tyck-till/{text.pk}/sammanstall/").content.decode()
        with pytest.raises(ValidationError) as caught:
            self.enter(scene, text, party=scene.parties.outside)
        assert list(caught.value.message_dict) == ["party"]

    @pytest.mark.parametrize(
        ("field", "more"),
        [
            ("how", {"how": "web"}),
            ("said_by", {"said_by": " "}),
            ("came_on", {"came_on": BEGIN + timedelta(days=1)}),
            ("came_on", {"came_on": BEGIN - timedelta(days=1)}),
            ("text", {"text": " "}),
        ],
    )
    def test_what_lacks(self, scene: Scene, field: str, more: dict[str, Any]) -> None:
        with pytest.raises(ValidationError) as caught:
            self.enter(scene, sent_out(scene), **more)
        assert list(caught.value.message_dict) == [field]
        assert not Response.objects.exists()

    def test_neither_a_draft_nor_somebody_else_is_written_over(self, scene: Scene) -> None:
        text = sent_out(scene, asked=[scene.parties.organisation], anyone=False)
        for party in (scene.parties.other_group, None):
            with pytest.raises(ValidationError):
                self.enter(scene, text, party=party)
        asked = scene.asked(text, scene.parties.organisation)
        responding.keep_draft(asked, text="Vi tänker.", remarks={}, by=scene.member)
        with pytest.raises(ValidationError):
            self.enter(scene, text, party=scene.parties.organisation)
        assert Response.objects.get().text == "Vi tänker."

    def test_a_person_gets_a_code(self, scene: Scene) -> None:
        text = sent_out(scene)
        client = Client()
        client.force_login(scene.sender)
        path = f"/tyck-till/{text.pk}/skriv-in/"
        sent = {"text": "Stolarna är hårda.", "name": "en granne", "said_by": "Vera", "once": "abc",
                "came_on": BEGIN.isoformat()}  # fmt: skip
        wrong = client.post(path, sent)
        assert wrong.status_code == 422
        assert "Stolarna är hårda." in wrong.content.decode()
        for _twice in range(2):
            answer = client.post(path, {**sent, "how": "paper"})
            assert answer.status_code == 200
        assert f'href="{path}">Skriv in ett svar till' in answer.content.decode()
        response = Response.objects.get()
        code = re.search(r'class="code"><b>([^<]+)', answer.content.decode())
        assert code is not None
        assert responding.find(code[1]) == response
        assert "en granne, på papper" in Client().get(text.get_absolute_url()).content.decode()
        responding.take_back(response)
        response.refresh_from_db()
        assert (response.text, response.name, response.said_by) == ("", "", "")

    def test_who_said_it_is_forgotten_when_the_result_is_told(self, scene: Scene) -> None:
        text = scene.past(sent_out(scene))
        response, _code = self.enter(scene, text, came_on=BEGIN - timedelta(days=2))
        concluding.conclude(response, changed=False, words="För.", by=scene.sender)
        concluding.close(text, "Inget ändrades.", by=scene.sender)
        response.refresh_from_db()
        assert (response.said_by, response.text) == ("", "Vi håller med.")

    def test_undone_while_the_result_is_not_told(self, scene: Scene) -> None:
        text = sent_out(scene)
        response, _code = self.enter(scene, text, party=scene.parties.outside)
        client = Client()
        client.force_login(scene.sender)
        client.post(f"/tyck-till/{text.pk}/sammanstall/{response.key}/", {"undo": "1"})
        assert not Response.objects.exists()
        person, _code = self.enter(scene, text)
        entering.undo(person, by=scene.sender)
        person.refresh_from_db()
        assert (person.state, person.said_by) == ("withdrawn", "")
        with pytest.raises(Stale):
            entering.undo(person, by=scene.sender)
        own = scene.said(text)
        with pytest.raises(Stale):
            entering.undo(own, by=scene.sender)


class TestOnPaper:
    def test_to_answer_by_hand_and_what_came_of_it(self, scene: Scene) -> None:
        with time_machine.travel(at(BEGIN), tick=False):
            text = scene.open(answers_by=LAST, asked=[scene.parties.outside])
            path = f"/tyck-till/{text.pk}/pdf/"
            paper = read_paper(Client().get(path).getvalue())
            assert paper.marked
            assert paper.title == text.title
            assert paper.tags.count("H1") == 1
            assert paper.tags.count("H2") == 5  # why, three paragraphs, the whole
            assert "Du får vara där högst en timme." in paper.text
            assert "/tyck-till/" in paper.text
            assert f"lämna pappret till {text.sender}" in " ".join(paper.text.split())
        with time_machine.travel(at(LAST + timedelta(days=1)), tick=False):
            said = scene.said(text, "Man blir hungrig.", name="Kim")
            assert "hungrig" not in read_paper(Client().get(path).getvalue()).text
            looking.show(said, by=scene.sender)
            second = text.paragraphs.get(number=2)
            concluding.rewrite(second, after="Du får stanna länge.", by=scene.sender)
            concluding.conclude(said, changed=True, words="Nu finns frukt.", by=scene.sender)
            concluding.close(text, "Alla får stanna.", by=scene.sender)
            told = read_paper(Client().get(path).getvalue()).text
            for words in ("Alla får stanna.", "Du får vara där", "Du får stanna länge.", "Kim",
                          "Man blir hungrig.", "Det här ändrades: Nu finns frukt.",
                          f"{scene.parties.outside.name}: Svarade inte"):  # fmt: skip
                assert words in told, words

    def test_of_what_nobody_may_read_there_is_none(self, scene: Scene) -> None:
        with time_machine.travel(at(BEGIN), tick=False):
            draft, gone = scene.draft(answers_by=LAST), scene.open(answers_by=LAST)
            actions.withdraw(gone, "Fel text.", by=scene.sender)
            for text in (draft, gone):
                assert Client().get(f"/tyck-till/{text.pk}/pdf/").status_code == 404
