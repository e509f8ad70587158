"""Late, and why; late for long, or refused by two: it goes to a manager, who places it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oppnasoc.groups.models import Post, Unit
from oppnasoc.groups.promise import USUAL
from oppnasoc.groups.promising import promise
from oppnasoc.language.workdays import workdays_after
from oppnasoc.matters import actions, lifting, passing
from oppnasoc.matters.daily import lift_what_is_late, take_back_what_nobody_answered
from oppnasoc.matters.models import Matter, Note
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import todos
from tests.town import make_matter

from .scene import PASSING, Scene, assert_only, day, entries, refused

DUE = date(2026, 3, 2)
LIFTED_ON = workdays_after(DUE, 11)  # the day after the tenth


def fresh(scene: Scene) -> Matter:
    return Matter.objects.with_parties().get(pk=scene.matter.pk)


def page(scene: Scene) -> str:
    return Client().get(scene.matter.get_absolute_url()).content.decode()


@pytest.fixture
def head(scene: Scene) -> Post:
    """The unit's head, who is the manager."""
    Post.objects.filter(pk=scene.parties.post.pk).update(held_by=scene.manager)
    return Post.objects.get(pk=scene.parties.post.pk)


class TestWhyItIsLate:
    def test_until_somebody_writes_it_the_page_says_so(self, scene: Scene) -> None:
        Matter.objects.update(next_on=day(-1))
        assert "Vi har inte skrivit varför än." in page(scene)
        lifting.explain(fresh(scene), " Vi väntar  på juristen. ", by=scene.people["staff"])
        assert page(scene).count("Vi väntar på juristen.") == 2
        assert "Vi har inte skrivit varför än." not in page(scene)
        listed = Client().get("/fragor/?visa=sena").content.decode()
        assert "Vi väntar på juristen." in listed
        entry = Entry.objects.get()
        assert (entry.kind, entry.data) == (
            "matters.explained",
            {"note": Note.objects.get().pk},
        )

    def test_it_is_over_with_a_new_date(self, scene: Scene) -> None:
        Matter.objects.update(next_on=day(-1))
        lifting.explain(fresh(scene), "Vi väntar på juristen.", by=scene.facilitator)
        passing.set_date(fresh(scene), next_on=day(9), by=scene.facilitator)
        assert fresh(scene).why_late is None

    def test_who_may_and_when(self, scene: Scene) -> None:
        with refused(ValidationError):
            lifting.explain(fresh(scene), "Ty.", by=scene.facilitator)
        Matter.objects.update(next_on=day(-1))
        for words in (" ", "x" * 241):
            with refused(ValidationError):
                lifting.explain(fresh(scene), words, by=scene.facilitator)
        assert_only(scene, PASSING, lambda by: lifting.explain(fresh(scene), "Ty.", by=by))


class TestLateForLong:
    def test_it_goes_to_the_manager_once(self, scene: Scene, head: Post) -> None:
        Matter.objects.update(next_on=DUE)
        with time_machine.travel(LIFTED_ON, tick=False):
            assert lift_what_is_late(LIFTED_ON - timedelta(days=1)) == 0
            assert lift_what_is_late(LIFTED_ON) == 1
            assert lift_what_is_late(LIFTED_ON) == 0
            matter = fresh(scene)
            assert (matter.lifted_to_id, matter.lifted_on) == (head.pk, LIFTED_ON)
            assert matter.holder_id == scene.parties.unit.pk
            assert entries() == ["matters.lifted"]
            shown = page(scene)
            assert head.name in shown
            assert scene.manager.name not in shown
            titles = [item.title for item in todos(scene.who("manager"))]
            assert f"Sen sedan länge: {matter.title}" in titles

    def test_as_the_holder_has_promised(self, scene: Scene, head: Post) -> None:
        promise(scene.parties.unit, replace(USUAL, lift=2), by=scene.people["editor"])
        Matter.objects.update(next_on=DUE)
        assert lift_what_is_late(workdays_after(DUE, 2)) == 0
        assert lift_what_is_late(workdays_after(DUE, 3)) == 1

    def test_nobody_is_the_manager(self, scene: Scene) -> None:
        Matter.objects.update(next_on=DUE)
        assert lift_what_is_late(LIFTED_ON) == 0
        top = Post.objects.create(name="Socialchef", unit=scene.parties.unit, decides_last=True)
        assert lift_what_is_late(LIFTED_ON) == 1
        assert fresh(scene).lifted_to_id == top.pk

    def test_a_new_date_takes_it_off_her_desk(self, scene: Scene, head: Post) -> None:
        Matter.objects.update(next_on=DUE)
        lift_what_is_late(LIFTED_ON)
        passing.set_date(fresh(scene), next_on=day(5), by=scene.people["staff"])
        matter = fresh(scene)
        assert (matter.lifted_to, matter.lifted_on, matter.lifted_because) == (None, None, "")

    def test_few_queries_however_many(self, scene: Scene, head: Post) -> None:
        Matter.objects.update(next_on=DUE)
        for n in range(20):
            make_matter(f"Fråga {n}?", scene.parties.group, scene.parties.unit, next_on=DUE)
        Post.objects.update(held_by=None)  # Nobody to lift to: what is counted is the search.
        with CaptureQueriesContext(connection) as asked:
            assert lift_what_is_late(LIFTED_ON) == 0
        assert len(asked) <= 8


class TestRefusedTwice:
    def ask(self, scene: Scene, to: Any) -> None:
        passing.hand_over(fresh(scene), to=to, reason="Tar ni den?", by=scene.people["staff"])

    def test_it_goes_to_the_manager_who_places_it(self, scene: Scene, head: Post) -> None:
        """As it goes on the page: two say no, the head decides, and it lies with the first."""
        parties = scene.parties
        self.ask(scene, parties.other_group)
        passing.give_back(fresh(scene), "Inte vår.", by=scene.people["other_facilitator"])
        assert fresh(scene).lifted_to is None
        self.ask(scene, parties.organisation)
        passing.give_back(fresh(scene), "Inte heller vår.", by=scene.people["member"])
        matter = fresh(scene)
        assert (matter.lifted_to_id, matter.lifted_because) == (head.pk, "refused")
        assert entries()[-1] == "matters.lifted"
        manager = Client()
        manager.force_login(scene.manager)
        todo = manager.get(reverse("todo")).content.decode()
        assert f"{matter.get_absolute_url()}#for-dig" in todo
        open_form = manager.get(f"{matter.get_absolute_url()}?gor=place").content.decode()
        assert "place-reason" in open_form
        sent = {
            "place-to": parties.other_group.pk,
            "place-reason": "De har mötena om det.",
            "place-next_on": day(9),
        }
        assert manager.post(reverse("matter_place", args=[matter.pk]), sent).status_code == 302
        matter = fresh(scene)
        assert (matter.holder_id, matter.lifted_to) == (parties.other_group.pk, None)
        assert matter.held_since == day(0)
        assert "De har mötena om det." in page(scene)
        assert scene.manager.name not in page(scene)

    def test_silence_counts_as_a_no(self, scene: Scene, head: Post) -> None:
        self.ask(scene, scene.parties.other_group)
        passing.give_back(fresh(scene), "Inte vår.", by=scene.people["other_facilitator"])
        self.ask(scene, scene.parties.organisation)
        Matter.objects.update(asked_until=day(-1))
        assert take_back_what_nobody_answered(day(0)) == 1
        assert fresh(scene).lifted_because == "refused"

    def test_a_yes_between_begins_anew(self, scene: Scene, head: Post) -> None:
        self.ask(scene, scene.parties.other_group)
        passing.give_back(fresh(scene), "Inte vår.", by=scene.people["other_facilitator"])
        self.ask(scene, scene.parties.other_group)
        passing.accept(fresh(scene), next_on=day(9), by=scene.people["other_facilitator"])
        passing.hand_over(
            fresh(scene),
            to=scene.parties.organisation,
            reason="Tar ni den?",
            by=scene.people["other_facilitator"],
        )
        passing.give_back(fresh(scene), "Nej.", by=scene.people["member"])
        assert fresh(scene).lifted_to is None

    def test_only_the_manager_places_it(self, scene: Scene, head: Post) -> None:
        given: dict[str, Any] = {
            "to": scene.parties.other_group,
            "reason": "Ty.",
            "next_on": day(9),
        }
        with refused(PermissionDenied):
            lifting.place(fresh(scene), by=scene.manager, **given)
        Matter.objects.update(lifted_to=head, lifted_on=day(0), lifted_because="refused")
        assert_only(scene, {"manager"}, lambda by: lifting.place(fresh(scene), by=by, **given))
        for wrong in ({"reason": " "}, {"next_on": day(-1)}):
            with refused(ValidationError):
                lifting.place(fresh(scene), by=scene.manager, **{**given, **wrong})

    def test_an_answer_takes_it_off_her_desk(self, scene: Scene, head: Post) -> None:
        Matter.objects.update(lifted_to=head, lifted_on=day(0), lifted_because="refused")
        actions.answer(fresh(scene), "Ja.", verdict="yes", by=scene.manager)
        assert fresh(scene).lifted_to is None


def test_the_database_knows_why_it_was_lifted(scene: Scene, head: Post) -> None:
    here = Matter.objects.filter(pk=scene.matter.pk)
    whole: dict[str, Any] = {"lifted_to": head, "lifted_on": day(0), "lifted_because": "late"}
    for lacks in whole:
        with pytest.raises(IntegrityError), transaction.atomic():
            here.update(**{name: value for name, value in whole.items() if name != lacks})


def test_the_way_up(scene: Scene, head: Post) -> None:
    """The head of the unit, else whoever stands above, else the one that decides last."""
    from oppnasoc.groups.levels import ladder

    parties = scene.parties
    council = parties.group.parent
    assert council is not None
    top = Post.objects.create(name="Socialchef", unit=parties.unit, decides_last=True)
    assert ladder().manager(parties.unit.pk) == head.pk
    assert ladder().manager(head.pk) == top.pk
    assert ladder().manager(parties.group.pk) == top.pk
    assert ladder().manager(top.pk) is None
    council.decides_via = parties.unit
    council.save()
    assert ladder().manager(parties.group.pk) == head.pk
    part = Unit.objects.create(name="Telefonen", parent=parties.unit)
    assert ladder().manager(part.pk) == head.pk
    Post.objects.filter(pk=head.pk).update(held_by=None)
    assert ladder().manager(part.pk) == top.pk
    parties.unit.decides_via = council  # A circle leads nowhere but to the top.
    parties.unit.save()
    assert ladder().manager(part.pk) == top.pk
