"""Nothing that is held or hidden is ever in a public answer, in the search or in a feed."""

from __future__ import annotations

import contextlib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from oppnasoc.discussion import contesting, moderating, writing
from oppnasoc.discussion.models import Appeal, Comment, Mode
from oppnasoc.search.sources import sources
from oppnasoc.trail.actions import Stale
from tests.sequences import hold

from .scene import Talk, make_talk

REFUSALS = (PermissionDenied, ValidationError, Stale)
which = st.integers(0, 4)
who = st.sampled_from(["facilitator", "secretary", "editor", "other_facilitator", "participant"])
State = Comment.State


class Talks(RuleBasedStateMachine):
    """Everybody does anything, in any order; every text is a word of its own."""

    @initialize()
    def begin(self) -> None:
        self.talk: Talk = make_talk()
        self.words = 0

    def comment(self, number: int) -> Comment | None:
        found = list(Comment.objects.with_what_it_answers().order_by("-pk")[:5])
        return found[number % len(found)] if found else None

    def word(self) -> str:
        self.words += 1
        return f"ord{self.words}ord"

    def attempt(self, do: Any) -> None:
        with contextlib.suppress(*REFUSALS):
            do()

    @rule(
        who=st.sampled_from([None, "participant", "facilitator"]), number=which, under=st.booleans()
    )
    def write(self, who: str | None, number: int, under: bool) -> None:
        by, above = self.talk.who(who) if who else None, self.comment(number) if under else None
        what, text = self.talk.what, self.word()
        self.attempt(lambda: writing.write(what, text, by=by, answers_to=above))

    @rule(number=which)
    def edit(self, number: int) -> None:
        if comment := self.comment(number):
            text = self.word()
            self.attempt(lambda: writing.edit(comment, text, by=comment.author))

    @rule(number=which)
    def take_back(self, number: int) -> None:
        if comment := self.comment(number):
            self.attempt(lambda: writing.take_back(comment, by=comment.author))

    @rule(number=which, who=who, doing=st.sampled_from(["show", "hide", "wait_again", "keep"]))
    def look(self, number: int, who: str, doing: str) -> None:
        if comment := self.comment(number):
            by, given = self.talk.who(who), {"reason": "Ty."} if doing == "hide" else {}
            self.attempt(lambda: getattr(moderating, doing)(comment, by=by, **given))

    @rule(number=which)
    def appeal(self, number: int) -> None:
        if comment := self.comment(number):
            self.attempt(lambda: contesting.appeal(comment, "Visa det.", by=comment.author))

    @rule(who=who, yes=st.booleans())
    def decide(self, who: str, yes: bool) -> None:
        if appeal := Appeal.objects.filter(decision="").first():
            by = self.talk.who(who)
            self.attempt(lambda: moderating.decide(appeal, show_it=yes, reason="Så.", by=by))

    @rule(mode=st.sampled_from(Mode.values), who=who)
    def choose(self, mode: str, who: str) -> None:
        by = self.talk.who(who)
        self.attempt(lambda: moderating.choose_mode(self.talk.what, mode, by=by))

    @invariant()
    def only_what_is_shown_is_read(self) -> None:
        client, matter = Client(), self.talk.matter
        urls = (
            matter.get_absolute_url(),
            reverse("talk", args=["fraga", matter.pk]),
            reverse("following_feed", args=["fraga", matter.pk]),
        )
        public = "".join(client.get(url).content.decode() for url in urls)
        [source] = [each for each in sources() if each.kind == "talk"]
        found = "".join(each.text for each in source.documents(list(source.every())))
        for comment in Comment.objects.exclude(text=""):
            if comment.state == State.SHOWN:
                assert comment.text in public
                assert comment.text in found
            else:
                assert comment.text not in public
                assert comment.text not in found


class TestTalks(TestCase):
    def test_any_sequence(self) -> None:
        hold(Talks, examples=15, steps=12)
