"""What a group tells in its own words: nothing is public before the group has said so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from oppnasoc.groups.models import Group
from oppnasoc.groups.tests.making import ROLES, make_person, sit
from oppnasoc.matters.models import Answer
from oppnasoc.pages import todo
from oppnasoc.pages.approving import put_away, show, take_back
from oppnasoc.pages.models import Telling
from oppnasoc.pages.proposing import facts_of
from oppnasoc.pages.telling import MOST
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.kinds import Audience
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import Todo, todos
from oppnasoc.ui.veiling import Quarter
from tests.town import Parties, make_matter, make_parties

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 20, 9, 0, tzinfo=timezone.get_default_timezone())
SPRING = Quarter(2026, 2)
MAY = date(2026, 5, 12)
TEXT = "Två frågor fick svar. En blev ja."
KINDS = ("pages.told_in_words", "pages.words_put_away", "pages.words_taken_back")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), translation.override("sv"):
        yield


@pytest.fixture
def parties() -> Parties:
    return make_parties()


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


def answered(parties: Parties) -> None:
    """A matter of the group that was raised and got a yes in the quarter."""
    matter = make_matter("Hissen?", parties.group, parties.unit, opened_on=MAY)
    Answer.objects.create(matter=matter, verdict="yes", text="Så här.", answered_on=MAY)


def address(group: Group) -> str:
    return f"/grupper/{group.slug}/med-egna-ord/"


def to_tell(user: User) -> list[Todo]:
    return [each for each in todos(user) if each.url.endswith("/med-egna-ord/")]


def read(client: Client, url: str = "/hur-gar-det/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_lead_the_group_say_what_is_told(
    client: Client, parties: Parties, role: str
) -> None:
    answered(parties)
    person = make_person(role, parties.group)
    client.force_login(person)
    leads = role in {"facilitator", "secretary"}
    answer = client.get(address(parties.group))
    assert answer.status_code == (200 if leads or role == "editor" else 403)
    assert ("En fråga togs upp och en fick svar." in answer.content.decode()) is leads
    assert len(to_tell(person)) == leads
    assert client.post(address(parties.group), {"text": TEXT}).status_code == (
        302 if leads else 403
    )
    assert Telling.objects.exists() is leads
    if not leads:
        with pytest.raises(PermissionDenied):
            show(parties.group, SPRING, TEXT, by=person)
        with pytest.raises(PermissionDenied):
            put_away(parties.group, SPRING, TEXT, by=person)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_take_words_back(client: Client, parties: Parties, role: str) -> None:
    leader = make_person("facilitator", parties.group)
    telling = show(parties.group, SPRING, TEXT, by=leader)
    client.force_login(make_person(role, parties.group))
    gone = client.post(f"{address(parties.group)}{telling.pk}/ta-bort/")
    may = role in {"facilitator", "secretary", "editor"}
    assert gone.status_code == (302 if may else 403)
    telling.refresh_from_db()
    assert telling.is_shown is not may


def test_nothing_is_public_before_the_group_approves(client: Client, parties: Parties) -> None:
    answered(parties)
    put_away(parties.group, SPRING, TEXT, by=make_person("facilitator", parties.group))
    for url in ("/hur-gar-det/", f"/grupper/{parties.group.slug}/"):
        html = read(client, url)
        assert TEXT not in html
        assert "egna ord" not in html


def test_approved_words_stand_with_the_group_and_can_be_taken_back(
    client: Client, parties: Parties
) -> None:
    leader = make_person("facilitator", parties.group)
    client.force_login(leader)
    answer = client.post(address(parties.group), {"text": f"  {TEXT}\r\n"}, follow=True)
    assert "Nu kan alla läsa det." in answer.content.decode()
    telling = Telling.objects.get()
    assert (telling.text, telling.quarter, telling.approved_by) == (TEXT, SPRING.begins, leader)
    visitor = Client()
    for url in ("/hur-gar-det/", f"/grupper/{parties.group.slug}/"):
        html = read(visitor, url)
        assert TEXT in html
        assert "April–juni 2026" in html
    assert "Ta bort" not in html
    own = read(client, address(parties.group))
    assert own.count(TEXT) == 1, "in the field, and not once more below it"
    assert "Ta bort" in own
    back = f"{address(parties.group)}{telling.pk}/ta-bort/"
    gone = client.post(back, follow=True)
    assert gone.redirect_chain[-1][0] == f"{address(parties.group)}?kvartal=2026-2"
    assert TEXT in gone.content.decode(), "the words are kept for those who lead the group"
    assert TEXT not in read(visitor)
    assert client.post(back).status_code == 404, "what does not stand is not there"
    assert to_tell(leader) == [], "who has taken it back is not asked again"
    entries = list(Entry.objects.filter(kind__in=KINDS).order_by("pk"))
    assert [each.kind for each in entries] == [KINDS[0], KINDS[2]]
    assert [each.data for each in entries] == [{"telling": telling.pk}] * 2
    assert [line.kind for line in lines(entries, audience=Audience.STAFF)] == [KINDS[2]]


def test_another_groups_words_are_not_there(client: Client, parties: Parties) -> None:
    other = make_person("facilitator", parties.other_group)
    telling = show(parties.other_group, SPRING, TEXT, by=other)
    client.force_login(make_person("facilitator", parties.group))
    assert client.post(f"{address(parties.group)}{telling.pk}/ta-bort/").status_code == 404
    assert telling.is_shown


def test_the_same_again_is_one_entry(parties: Parties) -> None:
    leader = make_person("facilitator", parties.group)
    show(parties.group, SPRING, TEXT, by=leader)
    show(parties.group, SPRING, TEXT, by=leader)
    assert Entry.objects.filter(kind=KINDS[0]).count() == 1
    assert show(parties.group, SPRING, "Andra ord.", by=leader).text == "Andra ord."
    assert Telling.objects.count() == 1
    with pytest.raises(Stale):
        put_away(parties.group, SPRING, "", by=leader)
    telling = take_back(Telling.objects.get(), by=leader)
    with pytest.raises(Stale):
        take_back(telling, by=leader)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (MOST + 1)])
def test_what_cannot_be_shown_is_kept_and_said(client: Client, parties: Parties, text: str) -> None:
    leader = make_person("facilitator", parties.group)
    client.force_login(leader)
    answer = client.post(address(parties.group), {"text": text})
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    with pytest.raises(ValidationError):
        show(parties.group, SPRING, text, by=leader)
    assert not Telling.objects.exists()


def test_a_quarter_that_goes_on_is_not_told(client: Client, parties: Parties) -> None:
    leader = make_person("facilitator", parties.group)
    with pytest.raises(ValidationError):
        show(parties.group, Quarter(2026, 3), TEXT, by=leader)
    client.force_login(leader)
    for wrong in ("2026-3", "2025-2", "2026-5", "i våras"):
        assert client.get(address(parties.group), {"kvartal": wrong}).status_code == 404
    assert "januari–mars 2026" in read(client, f"{address(parties.group)}?kvartal=2026-1")


def test_a_form_from_the_quarter_before_tells_of_that_quarter(
    client: Client, parties: Parties
) -> None:
    midnight = noon(date(2026, 10, 1)) - timedelta(hours=12)
    with time_machine.travel(midnight - timedelta(minutes=5), tick=False):
        client.force_login(make_person("facilitator", parties.group))
        html = read(client, address(parties.group))
    (quarter,) = re.findall(r'name="kvartal" value="([^"]+)"', html)
    with time_machine.travel(midnight + timedelta(minutes=5), tick=False):
        client.post(address(parties.group), {"text": TEXT, "kvartal": quarter})
    assert Telling.objects.get().quarter == SPRING.begins


def test_a_name_is_shown_to_the_writer_before_anybody_else(
    client: Client, parties: Parties
) -> None:
    client.force_login(make_person("facilitator", parties.group))
    text = "Anna Lindström fick en ny hiss."
    answer = client.post(address(parties.group), {"text": text})
    html = answer.content.decode()
    assert "<mark>Anna Lindström</mark>" in html
    assert f">\n{text}</textarea>" in html
    assert not Telling.objects.exists()
    client.post(address(parties.group), {"text": text, "seen": "1"})
    assert Telling.objects.get().is_shown


def test_it_is_asked_for_sixty_days_and_not_after_a_no(client: Client, parties: Parties) -> None:
    answered(parties)
    leader = make_person("facilitator", parties.group)
    (line,) = to_tell(leader)
    assert line.rests
    assert line.due_on is None
    assert "april–juni 2026" in line.why
    for day, count in ((date(2026, 7, 1), 1), (date(2026, 8, 29), 1), (date(2026, 8, 30), 0)):
        with time_machine.travel(noon(day), tick=False):
            assert len(to_tell(leader)) == count
    client.force_login(leader)
    data = {"text": "Halvfärdigt", "not_now": "1"}
    assert client.post(address(parties.group), data).status_code == 302
    assert to_tell(leader) == []
    telling = Telling.objects.get()
    assert (telling.text, telling.is_shown) == ("Halvfärdigt", False)
    assert "Halvfärdigt" in read(client, address(parties.group))


def test_a_group_in_which_nothing_happened_is_not_asked(client: Client, parties: Parties) -> None:
    leader = make_person("facilitator", parties.group)
    assert to_tell(leader) == []
    client.force_login(leader)
    assert "Inget hände i gruppens frågor" in read(client, address(parties.group))
    answered(parties)
    Group.objects.filter(pk=parties.group.pk).update(
        status="dormant", status_reason="Vila.", status_since=MAY
    )
    assert to_tell(leader) == []


def test_not_now_comes_too_late_when_another_has_approved(client: Client, parties: Parties) -> None:
    leader = make_person("facilitator", parties.group)
    show(parties.group, SPRING, TEXT, by=leader)
    client.force_login(leader)
    answer = client.post(address(parties.group), {"text": "Annat", "not_now": "1"})
    assert answer.status_code == 422
    assert "Annat" in answer.content.decode()
    assert Telling.objects.get().text == TEXT


def test_the_latest_of_each_group_in_the_order_of_names(client: Client, parties: Parties) -> None:
    for group, words in ((parties.group, "Brukarnas ord."), (parties.other_group, "Anhörigas.")):
        leader = make_person("facilitator", group)
        show(group, Quarter(2026, 1), "Äldre ord.", by=leader, on=date(2026, 4, 2))
        show(group, SPRING, words, by=leader)
    html = read(client)
    assert "Äldre ord." not in html
    assert html.index("Anhörigas.") < html.index("Brukarnas ord.")
    with time_machine.travel(noon(date(2027, 7, 1)), tick=False):
        assert "Brukarnas ord." not in read(client), "after a year nobody asks for it"


def test_queries_are_as_many_however_many_groups(
    client: Client, parties: Parties, django_assert_num_queries: Any
) -> None:
    client.get("/hur-gar-det/")

    def more(name: str) -> Group:
        group = Group.objects.create(name=name)
        Telling.objects.create(
            group=group, quarter=SPRING.begins, text=TEXT, approved_on=NOW.date()
        )
        return group

    groups = [more(f"Grupp {n}").pk for n in range(3)]
    with django_assert_num_queries(3):
        client.get("/hur-gar-det/")
    with django_assert_num_queries(3):
        facts_of([*groups, parties.group.pk], SPRING)


def test_the_todo_asks_as_few_queries_for_many_groups(
    parties: Parties, django_assert_num_queries: Any
) -> None:
    leader = make_person("facilitator", parties.group)
    groups = [parties.group, *(Group.objects.create(name=f"Grupp {n}") for n in range(3))]
    for group in groups:
        make_matter("Hissen?", group, parties.unit, opened_on=MAY)
    for number, group in enumerate(groups):
        if number:
            sit(leader, group, "facilitator")
        again = User.objects.get(pk=leader.pk)
        with django_assert_num_queries(5):  # Her seats, her groups, and what happened in them.
            assert len(todo.to_tell(again)) == number + 1


def test_who_approved_is_forgotten_with_her_account(parties: Parties) -> None:
    leader = make_person("facilitator", parties.group)
    telling = show(parties.group, SPRING, TEXT, by=leader)
    leader.delete()
    telling.refresh_from_db()
    assert telling.approved_by is None
    assert telling.is_shown


def test_the_database_refuses_what_says_nothing(parties: Parties) -> None:
    given = {"group": parties.group, "quarter": SPRING.begins}
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.create(text="", approved_on=MAY, **given)
    Telling.objects.create(text="", **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.create(text=TEXT, **given)
