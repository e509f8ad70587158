"""Take a publication back, and publish it again at the same addresses."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client

from oppnasoc.matters import actions as matter_actions
from oppnasoc.meetings import actions
from oppnasoc.meetings.models import Draft, Minutes
from oppnasoc.meetings.publishing import publish, withdraw
from oppnasoc.trail.actions import Stale
from tests.town import ROLES

from .scene import PUBLISHING, Scene, everything, make_draft, make_old_matter, make_review


def status(*urls: str) -> list[int]:
    return [Client().get(url).status_code for url in urls]


def test_gone_and_back_at_the_same_addresses(scene: Scene) -> None:
    draft = make_draft(scene)
    done = publish(draft, by=scene.secretary)
    urls = [done.minutes.get_absolute_url(), *[m.get_absolute_url() for m in done.opened]]
    before = everything()
    assert status(*urls) == [200, 200, 200]
    found = withdraw(done.minutes, by=scene.secretary)
    assert found == draft
    assert found.status == "open"
    assert status(*urls) == [404, 404, 404]
    for url in ("/fragor/", "/moten/", "/", scene.parties.group.get_absolute_url()):
        assert "Hissen" not in Client().get(url).content.decode()
    publish(Draft.objects.get(), by=scene.secretary)
    assert status(*urls) == [200, 200, 200]
    after = everything()
    for table in ("Meeting", "Point", "Heard", "Ground", "Voice"):
        assert after[table] == before[table], table


def test_what_others_carry_too_stays_without_it(scene: Scene) -> None:
    old = make_old_matter(scene)
    review = make_review(scene)
    review.items[1].case.join = old.pk
    done = publish(make_draft(scene, review), by=scene.secretary)
    withdraw(done.minutes, by=scene.secretary)
    html = Client().get(old.get_absolute_url()).content.decode()
    assert "Jag väntar än." in html
    assert "Hissen" not in html
    assert done.minutes.meeting.title not in html


def test_what_was_answered_meanwhile_comes_back_answered(scene: Scene) -> None:
    draft = make_draft(scene)
    matter = publish(draft, by=scene.secretary).opened[0]
    matter_actions.answer(matter, "Nej.", verdict="no", reason="Ty.", by=scene.who("manager"))
    withdraw(Minutes.objects.get(), by=scene.secretary)
    publish(Draft.objects.get(), by=scene.secretary)
    matter.refresh_from_db()
    assert (matter.status, matter.visibility) == ("closed", "public")


def test_while_it_is_open_for_changes(scene: Scene) -> None:
    draft = make_draft(scene)
    done = publish(draft, by=scene.secretary)
    actions.reopen(draft, by=scene.facilitator)
    assert withdraw(done.minutes, by=scene.secretary) == draft


def test_twice(scene: Scene) -> None:
    done = publish(make_draft(scene), by=scene.secretary)
    withdraw(done.minutes, by=scene.secretary)
    before = everything()
    with pytest.raises(Stale), transaction.atomic():
        withdraw(Minutes.objects.get(), by=scene.secretary)
    assert everything() == before


@pytest.mark.parametrize("role", ROLES)
def test_only_the_secretary_and_the_editor(scene: Scene, role: str) -> None:
    done = publish(make_draft(scene), by=scene.secretary)
    before = everything()
    if role in PUBLISHING:
        assert withdraw(done.minutes, by=scene.who(role))
        return
    with pytest.raises(PermissionDenied), transaction.atomic():
        withdraw(done.minutes, by=scene.who(role))
    assert everything() == before
