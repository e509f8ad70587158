"""Killed in the middle of a publication: everything is there or nothing, and once more works."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from oppnasoc.meetings import actions
from oppnasoc.meetings.models import Draft, Minutes
from oppnasoc.meetings.publishing import publish
from oppnasoc.meetings.review import Item, Review
from oppnasoc.search.pending import Pending
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.tests.disk import at_once, on_disk

from .scene import (
    Scene,
    counts,
    day,
    make_draft,
    make_old_matter,
    make_review,
    make_scene,
    new_case,
)

pytestmark = pytest.mark.django_db(transaction=True)

WAS_STALE = 3


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[Scene]:
    scene = make_scene()
    with on_disk(tmp_path):
        yield scene


def publish_apart(draft: Draft, last: int) -> int:
    """Publish in a process of its own, which kills itself just before query number ``last``.

    SIGKILL: no handler, no rollback, no goodbye. 0 lets it live. Returns how it ended.
    """
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            _publish_and_die(draft.pk, last)
        except Stale:
            os._exit(WAS_STALE)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _publish_and_die(draft: int, last: int) -> None:
    queries = 0

    def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        if queries == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*arguments)

    found = Draft.objects.select_related("group", "created_by", "minutes").get(pk=draft)
    with connection.execute_wrapper(counting):
        publish(found, by=found.created_by)


def drafted(scene: Scene, *, again: bool) -> Draft:
    """A draft to publish: the first time, or with changes to what is published already."""
    old = make_old_matter(scene)
    review = make_review(scene, next_on=day(30).isoformat())
    review.items[1].case.join = old.pk
    draft = make_draft(scene, review)
    if again:
        publish(draft, by=scene.secretary)
        actions.reopen(draft, by=scene.secretary)
        review = Review.from_json(draft.content)
        review.items[2].outcome = "minutes"
        review.items.pop(4)
        case = new_case(scene, "Kan det finnas te?")
        review.items.append(Item("ny", "bullet", 1, "Te saknas.", outcome="matter", case=case))
        actions.save_review(draft, review, by=scene.secretary)
    return draft


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_all_or_nothing_at_every_query(shared: Scene, again: bool) -> None:
    draft = drafted(shared, again=again)
    before, revision = counts(), Draft.objects.get(pk=draft.pk).revision
    moment = 1
    while True:
        ended = publish_apart(draft, moment)
        fresh = Draft.objects.get(pk=draft.pk)
        if fresh.status == Draft.Status.PUBLISHED:
            break
        assert ended == -signal.SIGKILL
        assert counts() == before, f"something is left of query {moment}"
        assert (fresh.status, fresh.revision) == (Draft.Status.OPEN, revision)
        moment += 1
    assert moment > 40, "It was killed at every query of a whole publication."
    # The first query after the commit serves the search: what it has to take in stays in line.
    assert ended == -signal.SIGKILL
    assert Pending.objects.exists()
    after = counts()
    assert (after["Minutes"], after["Meeting"]) == (1, 2)
    assert after["Matter"] == before["Matter"] + 1
    assert after["Heard"] == (3 if again else 2)
    assert publish_apart(draft, 0) == WAS_STALE
    assert counts() == after


def test_two_publish_at_the_same_moment(shared: Scene) -> None:
    draft = make_draft(shared)
    people = [shared.who("secretary"), shared.who("editor")]
    copies = [Draft.objects.select_related("group").get(pk=draft.pk) for _by in people]
    pairs = zip(copies, people, strict=True)
    outcomes = at_once(*(lambda d=copy, by=by: publish(d, by=by) for copy, by in pairs))
    assert sum(isinstance(o, Stale) for o in outcomes) == 1, outcomes
    assert Minutes.objects.count() == 1
    after = counts()
    assert (after["Matter"], after["Heard"], after["Voice"], after["Meeting"]) == (2, 2, 2, 1)
