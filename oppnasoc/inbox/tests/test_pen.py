"""Mail that belongs nowhere yet: guessed at, put somewhere, answered, left, all of it undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.following import actions as following
from oppnasoc.following.models import Follower
from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.inbox import pen, todo
from oppnasoc.inbox.models import Incoming
from oppnasoc.matters.models import Ground
from oppnasoc.matters.tests.scene import Scene
from oppnasoc.outbox.replies import Who, address
from oppnasoc.search import index
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices import actions as voice_actions
from oppnasoc.voices import conversation
from oppnasoc.voices.models import Message, Voice
from tests.town import ROLES, make_matter

from .scene import DOMAIN, KIM, deliver, make_mail, make_speaker, work

SORTING = {"facilitator", "other_facilitator", "secretary", "editor"}

pytestmark = pytest.mark.django_db


def stray(text: str = "Var finns rampen?", **given: Any) -> Incoming:
    return deliver(make_mail(f"svar@{DOMAIN}", text, **given))


def client_of(scene: Scene, role: str = "secretary") -> Client:
    client = Client()
    client.force_login(scene.people[role])
    return client


def test_the_sender_is_known(scene: Scene) -> None:
    voice = make_speaker()
    following.follow_from("email", KIM, "matter", scene.matter.pk)
    following.confirm(Follower.objects.get(address=KIM))
    found = pen.guesses(stray(sender="KIM@example.se"))
    assert [(g.voice, g.matter) for g in found] == [(voice, None), (None, scene.matter)]
    assert pen.guesses(stray(sender="ingen@example.se")) == []


@pytest.mark.parametrize(
    "subject", ["Sv: Re: {title}", "Om fråga {pk}", "Fwd: #{pk}", "http://x/fragor/{pk}-varfor/"]
)
def test_the_subject_names_it(subject: str, scene: Scene) -> None:
    given = {"title": scene.matter.title, "pk": scene.matter.pk}
    [guess] = pen.guesses(stray(subject=subject.format(**given)))
    assert guess.matter == scene.matter


def test_a_hidden_matter_is_never_guessed(scene: Scene) -> None:
    hidden = make_matter(
        "Hemlig fråga?", scene.parties.group, scene.parties.unit, visibility="hidden"
    )
    assert pen.guesses(stray(subject="Hemlig fråga?")) == []
    assert pen.guesses(stray(subject=f"#{hidden.pk}")) == []
    client = client_of(scene)
    url = reverse("inbox_place", args=[stray().pk])
    assert client.post(url, {"target": f"matter:{hidden.pk}"}).status_code == 404


def test_the_text_is_like_a_matter(scene: Scene) -> None:
    index.rebuild()
    found = pen.guesses(stray("Varför tar beskeden så lång tid?", subject="Hej"))
    assert [guess.matter for guess in found] == [scene.matter]


def test_one_press_puts_it_on_a_matter_and_undo_takes_it_back(scene: Scene) -> None:
    mail = stray(subject=scene.matter.title)
    client = client_of(scene)
    page = client.get(reverse("inbox_mail", args=[mail.pk])).content.decode()
    assert "Var finns rampen?" in page
    assert f'value="matter:{scene.matter.pk}"' in page
    client.post(reverse("inbox_place", args=[mail.pk]), {"target": f"matter:{scene.matter.pk}"})
    voice = Voice.objects.latest("pk")
    assert (voice.text, voice.visibility) == ("Var finns rampen?", "held")
    assert (voice.tell_by, voice.reach.address) == ("email", KIM)
    assert Ground.objects.filter(voice=voice, matter=scene.matter).exists()
    assert "Ångra" in client.get(reverse("inbox")).content.decode()
    client.post(reverse("inbox_undo", args=[mail.pk]))
    mail.refresh_from_db()
    voice.refresh_from_db()
    assert (mail.state, mail.text, voice.visibility) == ("held", "Var finns rampen?", "withdrawn")
    pen.put_on_matter(mail, None, by=scene.people["secretary"])
    voice_actions.publish_voice(Voice.objects.latest("pk"), by=scene.people["secretary"])
    with pytest.raises(ValidationError):
        pen.undo(mail, by=scene.people["secretary"])


def test_one_press_puts_it_on_a_voice_and_undo_takes_it_back(scene: Scene) -> None:
    voice, mail, by = make_speaker(), stray(), scene.people["secretary"]
    url = reverse("inbox_place", args=[mail.pk])
    client_of(scene).post(url, {"target": f"voice:{voice.pk}"})
    assert Message.objects.get().text == "Var finns rampen?"
    mail.refresh_from_db()
    pen.undo(mail, by=by)
    assert Message.objects.count() == 0
    pen.put_on_voice(mail, voice, by=by)
    conversation.read(voice, by=by)
    with pytest.raises(ValidationError):
        pen.undo(mail, by=by)


def test_another_matter_is_named_by_its_address(scene: Scene) -> None:
    mail, client = stray(), client_of(scene)
    url = reverse("inbox_place", args=[mail.pk])
    assert client.post(url, {"matter": "finns inte"}).status_code == 422
    assert client.post(url, {"matter": scene.matter.get_absolute_url()}).status_code == 302
    assert Ground.objects.filter(voice=Voice.objects.latest("pk")).count() == 1


def test_its_sender_is_told_when_somebody_has_looked(scene: Scene, mailbox: Mailbox) -> None:
    mail, by = stray(), scene.people["secretary"]
    pen.answer_that_it_could_not(mail, by=by)
    pen.undo(mail, by=by)
    work()
    assert mailbox.arrived == []
    pen.answer_that_it_could_not(mail, by=by)
    work()
    [(to, told)] = mailbox.arrived
    assert to == KIM
    assert "Var finns rampen?" not in told.as_string()
    assert told["Auto-Submitted"] == "auto-replied"
    with pytest.raises(ValidationError):
        pen.undo(mail, by=by)
    with pytest.raises(ValidationError):
        pen.answer_that_it_could_not(stray(sender="ingen adress"), by=by)


ACTS: dict[str, Callable[[Incoming, Any], object]] = {
    "leave": lambda mail, by: pen.leave(mail, by=by),
    "answer": lambda mail, by: pen.answer_that_it_could_not(mail, by=by),
    "matter": lambda mail, by: pen.put_on_matter(mail, None, by=by),
    "voice": lambda mail, by: pen.put_on_voice(mail, make_speaker(), by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_those_who_sort_may_and_only_once(act: str, scene: Scene) -> None:
    for role in ROLES:
        mail, before = stray(), Entry.objects.filter(kind__startswith="inbox.").count()
        by = None if role == "anonymous" else scene.who(role)
        if role in SORTING:
            ACTS[act](mail, by)
            with pytest.raises(Stale):
                ACTS[act](Incoming.objects.get(pk=mail.pk), by)
            assert Entry.objects.filter(kind__startswith="inbox.").count() == before + 1
        else:
            with pytest.raises(PermissionDenied):
                ACTS[act](mail, by)
            with pytest.raises(PermissionDenied):
                pen.undo(mail, by=by)
            assert Incoming.objects.get(pk=mail.pk).state == "held"


def test_what_waits_is_one_line(scene: Scene) -> None:
    assert todo.mails_that_wait(scene.people["secretary"]) == []
    stray()
    stray()
    [line] = todo.mails_that_wait(scene.people["secretary"])
    assert (line.title, line.late) == ("2 mejl hör inte hemma någonstans än", False)
    Incoming.objects.update(came_at=timezone.now() - timedelta(days=4))
    assert todo.mails_that_wait(scene.people["secretary"])[0].late
    assert todo.mails_that_wait(scene.people["participant"]) == []


def test_what_may_be_urgent_is_shown_first(scene: Scene) -> None:
    stray("Var finns rampen?", subject="Rampen")
    mail = stray("Jag orkar inte leva längre.", subject="Hej igen")
    [line] = todo.mails_that_wait(scene.people["secretary"])
    assert line.late
    assert line.why == "Ett av dem kan vara akut. Läs det först."
    client = client_of(scene)
    html = client.get(reverse("inbox")).content.decode()
    assert html.index("Kan vara akut") < html.index("Hej igen") < html.index("Rampen")
    assert html.count("Kan vara akut") == 1
    page = client.get(reverse("inbox_mail", args=[mail.pk])).content.decode()
    assert "Det här kan vara akut." in page
    assert 'href="tel:90101"' in page
    pen.leave(mail, by=scene.people["secretary"])
    assert not todo.mails_that_wait(scene.people["secretary"])[0].late
    assert (
        "Det här kan vara akut."
        not in client.get(reverse("inbox_mail", args=[mail.pk])).content.decode()
    )


def test_the_empty_state_says_so(scene: Scene) -> None:
    assert "Inget mejl väntar" in client_of(scene).get(reverse("inbox")).content.decode()


def test_the_uncut_mail_stands_beside_what_it_became(scene: Scene) -> None:
    voice = make_speaker(group=scene.parties.group)
    deliver(make_mail(address(Who.SPEAKER, voice.pk)))
    html = client_of(scene).get(reverse("voice_tending", args=[voice.pk])).content.decode()
    assert "Mejlen som de kom" in html
    assert "&gt; Hej" in html


def test_words_in_a_mail_are_only_words(scene: Scene) -> None:
    mail = stray("<script>alert(1)</script>", subject="<b>Hej</b>")
    for url in (reverse("inbox"), reverse("inbox_mail", args=[mail.pk])):
        html = client_of(scene).get(url).content.decode()
        assert "<script>alert" not in html
        assert "<b>Hej" not in html
