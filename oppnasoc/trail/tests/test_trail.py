"""The log: what may be recorded, that it is never changed, and how it is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Party, Theme, Unit
from oppnasoc.people.models import User
from oppnasoc.trail import kinds
from oppnasoc.trail.actions import Stale, lines, move, record
from oppnasoc.trail.kinds import Audience, kind, link, pack
from oppnasoc.trail.models import AppendOnly, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of our own, gone again afterwards."""
    monkeypatch.setattr(kinds, "registry", dict(kinds.registry))

    @kind("test.passed", refs={"source": "groups.Party", "target": "groups.Party"},
          codes={"when"}, audience=Audience.PUBLIC, erasure="Nothing.")  # fmt: skip
    def passed(source: Party | None, target: Party | None, when: str | None) -> str:
        return format_html("{} → {} {}", link(source), link(target), when or "")

    @kind("test.themed", refs={"theme": "groups.Theme"}, audience=Audience.PUBLIC, erasure="-")
    def themed(theme: Theme | None) -> str:
        return format_html("{}", theme.name) if theme else ""

    @kind("test.secret", audience=Audience.STAFF, erasure="Nothing.")
    def secret() -> str:
        return "hemligt"


@pytest.fixture
def group() -> Group:
    return Group.objects.create(name="Brukargruppen")


def passed(group: Group, **given: Any) -> Entry:
    return record("test.passed", group, **given)


def test_recorded(group: Group) -> None:
    person = User.objects.create_user("kim@sundhamn.example")
    unit = Unit.objects.create(name="Mottagningen")
    entry = passed(group, by=person, source=None, target=unit, when=3)
    found = Entry.objects.get()
    assert found == entry
    assert (found.kind, found.actor) == ("test.passed", person)
    assert (found.about_type, found.about_id) == ("groups.group", group.pk)
    assert found.data == {"source": None, "target": unit.pk, "when": 3}
    assert list(Entry.objects.all().about(group)) == [entry]
    assert list(Entry.objects.all().about(unit)) == []


@pytest.mark.parametrize("by", [None, AnonymousUser()])
def test_nobody_is_nobody(group: Group, by: Any) -> None:
    assert passed(group, by=by).actor is None


def test_codes_are_kept_plain(group: Group) -> None:
    day = timezone.localdate()
    for given, kept in [(day, str(day)), (True, True), (None, None), ("x", "x"), (1.5, "1.5")]:
        assert passed(group, when=given).data["when"] == kept


def test_an_undeclared_kind_is_refused(group: Group) -> None:
    with pytest.raises(KeyError):
        record("test.unheard_of", group)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("given", [{"who": "Kim"}, {"source": None, "name": "Kim"}])
def test_undeclared_data_is_refused(group: Group, given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="does not declare"):
        passed(group, **given)
    assert not Entry.objects.exists()


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        kind("test.secret", audience=Audience.STAFF, erasure="-")(lambda: "")


def test_pack_keeps_keys_only() -> None:
    assert pack(kinds.registry["test.secret"], {}) == {}


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_is_refused() -> None:
    group = Group.objects.create(name="Brukargruppen")
    with pytest.raises(transaction.TransactionManagementError):
        passed(group)
    assert not Entry.objects.exists()
    with transaction.atomic():
        passed(group)
    assert Entry.objects.count() == 1


def test_never_changed(group: Group) -> None:
    entry = passed(group)
    before = list(Entry.objects.values())
    entry.kind = "test.secret"
    attempts: list[Callable[[], Any]] = [
        entry.save,
        entry.delete,
        lambda: entry.save(update_fields=["kind"]),
        lambda: Entry.objects.update(kind="x"),
        lambda: Entry.objects.filter(pk=entry.pk).update(kind="x"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.filter(pk=entry.pk).delete(),
        lambda: Entry.objects.bulk_update([entry], ["kind"]),
        lambda: Entry.objects.update_or_create({"kind": "x"}, pk=entry.pk),
        lambda: Entry.objects.bulk_create(
            [entry], update_conflicts=True, update_fields=["kind"], unique_fields=["id"]
        ),
    ]
    for attempt in attempts:
        with pytest.raises(AppendOnly), transaction.atomic():
            attempt()
    with pytest.raises(Exception, match=r"UNIQUE|duplicate key"), transaction.atomic():
        Entry(pk=entry.pk, kind="x", about_type="x", about_id=1).save(force_insert=True)
    assert list(Entry.objects.values()) == before


def test_an_erased_actor_is_empty_and_the_entry_stays(group: Group) -> None:
    person = User.objects.create_user("kim@sundhamn.example")
    entry = passed(group, by=person)
    person.delete()
    entry.refresh_from_db()
    assert entry.actor is None


def test_read_back_in_order(group: Group) -> None:
    now = timezone.now()
    for ago in (3, 1, 2):
        passed(group, at=now - timedelta(days=ago), when=f"nr{ago}")
    found = lines(Entry.objects.all().about(group))
    assert [line.html.split()[-1] for line in found] == ["nr1", "nr2", "nr3"]
    assert found[0].kind == "test.passed"
    assert found[0].at == now - timedelta(days=1)


def test_what_is_gone_is_said_to_be_gone(group: Group) -> None:
    unit = Unit.objects.create(name="Mottagningen")
    theme = Theme.objects.create(name="Boende", slug="boende")
    passed(group, source=unit, target=group)
    record("test.themed", group, theme=theme)
    unit.delete()
    theme.delete()
    (line,) = lines(Entry.objects.all())  # Without its theme the other has nothing to say.
    assert _("something that is gone") in line.html
    assert "Brukargruppen" in line.html


def test_only_for_its_audience(group: Group) -> None:
    record("test.secret", group)
    passed(group)
    assert [line.kind for line in lines(Entry.objects.all())] == ["test.passed"]
    everything = lines(Entry.objects.all(), audience=Audience.STAFF)
    assert {line.kind for line in everything} == {"test.passed", "test.secret"}


def test_a_kind_that_is_no_longer_declared_is_left_out(group: Group) -> None:
    passed(group)
    del kinds.registry["test.passed"]
    assert lines(Entry.objects.all()) == []


def test_names_are_shown_as_text(group: Group) -> None:
    unit = Unit.objects.create(name="<script>alert(1)</script>")
    passed(group, target=unit)
    (line,) = lines(Entry.objects.all())
    assert "<script>" not in line.html
    assert "&lt;script&gt;" in line.html


@pytest.mark.parametrize("count", [1, 40])
def test_one_query_for_each_kind_of_thing(
    group: Group, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        unit = Unit.objects.create(name=f"Enhet {n}")
        passed(group, source=group, target=unit)
        record("test.themed", group, theme=Theme.objects.create(name=f"T{n}", slug=f"t{n}"))
    entries = list(Entry.objects.all())
    with django_assert_num_queries(2):
        assert len(lines(entries)) == 2 * count
    known: dict[str, list[models.Model]] = {
        "groups.Party": list(Party.objects.all()),
        "groups.Theme": list(Theme.objects.all()),
    }
    with django_assert_num_queries(0):
        assert len(lines(entries, known=known)) == 2 * count


def test_move_exactly_one(group: Group) -> None:
    other = Group.objects.create(name="Anhöriggruppen")
    move(group, when={"status": "active"}, to={"when": "Torsdagar"})
    assert group.when == "Torsdagar"
    other.refresh_from_db()
    assert other.when == ""


@pytest.mark.parametrize("when", [{"status": "dormant"}, {"when": "Aldrig"}, {"pk": -1}])
def test_move_or_stale(group: Group, when: dict[str, Any]) -> None:
    if "pk" in when:
        Group.objects.all().delete()
        when = {}
    with pytest.raises(Stale):
        move(group, when=when, to={"contact": "x"})
    assert not Group.objects.filter(contact="x").exists()


def test_move_takes_expressions(group: Group) -> None:
    move(group, when={}, to={"contact": models.F("when")})
    assert group.contact == ""
