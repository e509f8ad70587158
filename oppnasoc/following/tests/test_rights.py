"""Whoever follows what, and whatever becomes hidden meanwhile: nobody is told more than she may
read when she is told, and nobody is told twice, in whatever order the worker does its rounds."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from zeal import zeal_ignore

from oppnasoc.following import actions, fanout, gathering
from oppnasoc.following.models import Delivery, Follow, Follower
from oppnasoc.matters.actions import note, set_visibility
from oppnasoc.matters.models import Matter
from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.outbox import sending
from oppnasoc.trail.models import Entry
from tests.town import make_matter

WHO = ["kim@example.se", "lo@example.se", "participant", "facilitator", "staff", "editor"]
WHAT = ["matter 0", "matter 1", "group", "theme", "everything"]
#: Who sees a hidden matter, in plain words.
SEE_HIDDEN = {"facilitator", "editor"}
DAYS = timedelta(days=9)

follows = st.tuples(st.sampled_from(WHO), st.sampled_from(WHAT), st.booleans())
steps = st.one_of(
    st.tuples(st.just("note"), st.integers(0, 1)),
    st.tuples(st.just("hide"), st.integers(0, 1)),
    st.tuples(st.just("show"), st.integers(0, 1)),
    st.tuples(st.just("follow"), follows),
    st.tuples(st.just("unfollow"), st.integers(0, 30)),
    st.tuples(st.sampled_from(["fan out", "gather", "send", "stop", "start"]), st.integers(0, 5)),
)


class World:
    """Two matters, followers of every kind, and what each of them has been told."""

    def __init__(self) -> None:
        self.scene: Scene = make_scene()
        parties = self.scene.parties
        other = make_matter("En annan", parties.group, parties.unit, theme=parties.theme)
        self.matters = [self.scene.matter, other]
        self.notes: dict[str, int] = {}
        self.told: list[tuple[str, str]] = []
        self.read = 0

    def matter(self, number: int) -> Matter:
        return Matter.objects.get(pk=self.matters[number].pk)

    def note(self, number: int) -> None:
        text = f"Rad{len(self.notes)}slut"
        note(self.matter(number), text, by=self.scene.facilitator)
        self.notes[text] = number

    def set(self, number: int, *, public: bool) -> None:
        matter = self.matter(number)
        if (matter.visibility == "public") != public:
            set_visibility(matter, public=public, by=self.scene.people["editor"])

    def follow(self, who: str, what: str, at_once: bool) -> None:
        parties = self.scene.parties
        about = {
            "matter 0": ("matter", self.matters[0].pk),
            "matter 1": ("matter", self.matters[1].pk),
            "group": ("party", parties.group.pk),
            "theme": ("theme", parties.theme.pk),
            "everything": ("everything", 0),
        }[what]
        rhythm = "at_once" if at_once else "weekly"
        try:
            with transaction.atomic():
                if "@" in who:
                    actions.follow_from("email", who, *about, rhythm=rhythm)
                    actions.confirm(Follower.objects.get(address=who))
                else:
                    by = actions.of(self.scene.people[who])
                    actions.follow(by, *about, rhythm=rhythm)
        except ValidationError:
            pass  # Hidden, and not for her.

    def some(self, rows: QuerySet[Any], number: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def do(self, what: str, how: Any) -> None:
        later = timezone.now() + DAYS
        if what == "note":
            self.note(how)
        elif what in ("hide", "show"):
            self.set(how, public=what == "show")
        elif what == "follow":
            self.follow(*how)
        elif what == "unfollow" and (one := self.some(Follow.objects.all(), how)):
            actions.unfollow(one)
        elif what == "fan out":
            fanout.fan_out(later)
        elif what == "gather":
            gathering.gather(later)
        elif what == "send":
            sending.send_due(later)
        elif what == "stop" and (her := self.some(Follower.objects.all(), how)):
            actions.stop(her)
        elif what == "start" and (her := self.some(Follower.objects.all(), how)):
            actions.reopen(her)
        self.look()

    def look(self) -> None:
        """What has left since last time: each may read it at this moment, and has not yet."""
        new, self.read = mail.outbox[self.read :], len(mail.outbox)
        hidden = {n for n in (0, 1) if self.matter(n).visibility != "public"}
        address = {person.email: role for role, person in self.scene.people.items()}
        for each in new:
            body = str(each.body)
            for text, number in self.notes.items():
                if text in body:
                    who = address.get(each.to[0], each.to[0])
                    assert number not in hidden or who in SEE_HIDDEN, (who, text)
                    self.told.append((who, text))
            for n in hidden:
                if (who := address.get(each.to[0], "")) not in SEE_HIDDEN:
                    assert self.matters[n].title not in body, who
        assert max(Counter(self.told).values(), default=0) <= 1


class Rights(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(begin=st.lists(follows, min_size=1, max_size=8), then=st.lists(steps, max_size=20))
    def test_nobody_is_told_too_much_or_twice(self, begin: Any, then: Any) -> None:
        with zeal_ignore():
            mail.outbox.clear()
            world = World()
            for who, what, at_once in begin:
                world.follow(who, what, at_once)
            for what, how in [("note", 0), ("note", 1), *then]:
                world.do(what, how)
            for what in ("fan out", "gather", "send", "gather", "fan out", "send"):
                world.do(what, 0)
            entries = Entry.objects.count()
            assert Delivery.objects.count() <= entries * Follower.objects.count()

    def test_the_test_tells_something(self) -> None:
        """Everybody who follows a public matter is told; otherwise the rest would prove nothing."""
        world = World()
        for who in WHO:
            world.follow(who, "matter 0", True)
        for what in ("note", "fan out", "gather", "send"):
            world.do(what, 0)
        told = {who for who, _text in world.told}
        assert told == set(WHO) - {"facilitator"}  # She wrote it herself.
