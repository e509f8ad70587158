"""What editors see of what is sent, what they do about it, and that it can be undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from oppnasoc.outbox import actions, daily, heart
from oppnasoc.outbox.models import Beat, Message
from oppnasoc.outbox.todo import stuck
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.people.ways import Reason
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from tests.town import ROLES, make_parties, make_people

from .post import Told, make_message

pytestmark = pytest.mark.django_db

State = Message.State
EDITING = {"editor", "administrator"}


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("karin@example.org", name="Karin", is_editor=True)


@pytest.fixture(autouse=True)
def _alive() -> None:
    heart.beat(timezone.now())


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_stuck(
    n: int = 1, state: str = State.STUCK, reason: str = Reason.POLICY, **more: Any
) -> list[Message]:
    made = [make_message(f"kim{number}@example.se") for number in range(n)]
    ids = [message.pk for message in made]
    given = {"problem": "550 5.7.1 No", "tries": 1, **more}
    Message.objects.filter(pk__in=ids).update(state=state, reason=reason, **given)
    return list(Message.objects.filter(pk__in=ids).order_by("pk"))


def states(messages: list[Message]) -> set[str]:
    found = Message.objects.filter(pk__in=[message.pk for message in messages])
    return set(found.values_list("state", flat=True))


def page_of(user: User) -> str:
    answer = browser(user).get("/utskick/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_may(told: Told) -> None:
    people = make_people(make_parties())
    for right in ("outbox.see", "outbox.tend"):
        assert {role for role in ROLES[1:] if may(people[role], right)} == EDITING
    [message] = make_stuck()
    for by in (None, people["manager"]):
        with pytest.raises(PermissionDenied):
            actions.try_again(message, by=by)
        with pytest.raises(PermissionDenied):
            actions.leave(message, by=by)
        with pytest.raises(PermissionDenied):
            actions.put_back([message.pk], state=State.STUCK, by=by)
    assert states([message]) == {State.STUCK}
    assert not Entry.objects.filter(kind__startswith="outbox.").exists()


def test_when_all_is_well_it_says_so(editor: User, told: Told) -> None:
    page = page_of(editor)
    assert "Inget har fastnat." in page
    assert "Inget väntar." in page
    assert "Inget skickas just nu" not in page
    assert '<button class="btn"' not in page.split("<main")[1].split("</main")[0]
    assert stuck(editor) == []


def test_what_is_stuck_stands_together_with_why_and_without_addresses(
    editor: User, told: Told
) -> None:
    make_stuck(12)
    make_stuck(1, State.REFUSED, Reason.ADDRESS, problem="550 5.1.1 …")
    page = page_of(editor)
    assert "Mottagarens server släpper inte in våra brev." in page
    assert "12 utskick med e-post, det första sedan" in page
    assert "Adressen finns inte." in page
    assert page.count("Skicka igen</button>") == 2
    assert "550 5.7.1 No" in page
    assert "example.se" not in page.split("<main")[1].split("</main")[0]


def test_what_is_late_is_told_from_what_waits_for_its_time(editor: User, told: Told) -> None:
    late, soon = make_message("kim@example.se"), make_message("alex@example.se")
    hours = timezone.now() - timedelta(hours=2)
    Message.objects.filter(pk=late.pk).update(due_at=hours, reason=Reason.AWAY)
    page = page_of(editor)
    assert "Dröjer" in page
    assert "Servern svarar inte." in page
    assert page.count("1 utskick med e-post") == 2
    assert stuck(editor) == []
    assert soon.state == State.WAITING


def test_a_worker_that_stands_still_is_said(editor: User, told: Told) -> None:
    heart.beat(timezone.now() - timedelta(minutes=11))
    assert heart.stands_still(timezone.now())
    assert "Inget skickas just nu." in page_of(editor)
    assert stuck(editor) == [], "nothing waits for it yet"
    late = make_message("kim@example.se")
    Message.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=2))
    [line] = stuck(editor)
    assert line.late
    assert line.url == "/utskick/"
    Beat.objects.all().delete()
    assert "Programmet som skickar är inte startat." in page_of(editor)


def test_sent_again_with_all_that_are_stuck_alike(editor: User, told: Told) -> None:
    alike, other = make_stuck(3), make_stuck(1, reason=Reason.CONTENT)
    client = browser(editor)
    assert client.post(f"/utskick/{alike[-1].pk}/igen/").status_code == 302
    assert states(alike) == {State.WAITING}
    assert states(other) == {State.STUCK}
    message = Message.objects.get(pk=alike[0].pk)
    assert (message.tries, message.next_at <= timezone.now()) == (0, True)
    page = client.get("/utskick/").content.decode()
    assert "3 utskick skickas igen." in page
    client.post("/utskick/angra/")
    assert states(alike) == {State.STUCK}
    assert "Ångra" not in client.get("/utskick/").content.decode().split("<section")[0]
    kinds = list(
        Entry.objects.filter(kind__startswith="outbox.").order_by("pk").values_list("kind", "data")
    )
    assert kinds == [("outbox.tried_again", {"count": 3}), ("outbox.put_back", {"count": 3})]


def test_left_be_and_back(editor: User, told: Told) -> None:
    refused = make_stuck(2, State.REFUSED, Reason.ADDRESS)
    client = browser(editor)
    client.post(f"/utskick/{refused[-1].pk}/lat-vara/")
    assert states(refused) == {State.DROPPED}
    assert "2 utskick skickas inte." in client.get("/utskick/").content.decode()
    client.post("/utskick/angra/")
    assert states(refused) == {State.REFUSED}


def test_what_has_left_meanwhile_is_not_taken_back(editor: User, told: Told) -> None:
    [message] = make_stuck()
    client = browser(editor)
    client.post(f"/utskick/{message.pk}/igen/")
    Message.objects.update(state=State.SENT, sent_at=timezone.now(), tries=1)
    client.post("/utskick/angra/")
    assert states([message]) == {State.SENT}
    assert "redan skickade" in client.get("/utskick/").content.decode()


def test_two_presses_are_one(editor: User, told: Told) -> None:
    [message] = make_stuck()
    client = browser(editor)
    for _press in range(2):
        assert client.post(f"/utskick/{message.pk}/igen/").status_code == 302
    assert Entry.objects.filter(kind="outbox.tried_again").count() == 1
    message.refresh_from_db()
    with pytest.raises(Stale):
        actions.leave(message, by=editor)


def test_somebody_who_waits_is_never_sent_what_is_not_stuck(editor: User, told: Told) -> None:
    with pytest.raises(Stale):
        actions.put_back([make_message("kim@example.se").pk], state=State.SENT, by=editor)


def test_an_editor_is_told_in_her_list(editor: User, told: Told) -> None:
    make_stuck(2)
    [line] = stuck(editor)
    assert "2 utskick kom inte fram." in line.why
    assert stuck(User.objects.create_user("kim@example.org", name="Kim")) == []


def test_what_has_left_goes_after_90_days(told: Told) -> None:
    old, today = timezone.now() - timedelta(days=91), timezone.localdate()
    sent = make_stuck(1, State.SENT, "", sent_at=old)
    dropped = make_stuck(1, State.DROPPED, "", due_at=old)
    kept = [
        *make_stuck(1, State.SENT, "", sent_at=old + timedelta(days=2), due_at=old),
        *make_stuck(1, State.STUCK, due_at=old),
        *make_stuck(1, State.WAITING, due_at=old),
    ]
    assert daily.remove_what_has_left(today) == 2
    assert daily.remove_what_has_left(today) == 0
    assert not Message.objects.filter(pk__in=[sent[0].pk, dropped[0].pk]).exists()
    assert Message.objects.filter(pk__in=[message.pk for message in kept]).count() == 3
