"""News of one question, mailed to a person with an account, can be answered; other news cannot."""

from __future__ import annotations

import pytest

from oppnasoc.following import actions as following
from oppnasoc.following.models import Follower
from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.matters.actions import note
from oppnasoc.matters.tests.scene import Scene
from oppnasoc.outbox.replies import Reply, Who, read
from tests.town import make_matter

from .scene import KIM, work

pytestmark = pytest.mark.django_db


def test_only_news_of_one_question_to_an_account_can_be_answered(
    scene: Scene, mailbox: Mailbox
) -> None:
    user, group = scene.people["participant"], scene.parties.group
    follower = following.of(user)
    following.follow(follower, "matter", scene.matter.pk, rhythm="at_once")
    following.follow_from("email", KIM, "matter", scene.matter.pk, rhythm="at_once")
    following.confirm(Follower.objects.get(address=KIM))
    note(scene.matter, "Ett steg.", by=scene.facilitator)
    work()
    mails = dict(mailbox.arrived)
    assert read(mails[user.email]["Reply-To"]) == Reply(Who.FOLLOWER, follower.pk, scene.matter.pk)
    assert mails[KIM]["Reply-To"] is None

    other = make_matter("En till?", group, scene.parties.unit)
    following.follow(follower, "matter", other.pk, rhythm="at_once")
    note(scene.matter, "Ett steg till.", by=scene.facilitator)
    note(other, "Och här.", by=scene.facilitator)
    mailbox.arrived.clear()
    work()
    assert dict(mailbox.arrived)[user.email]["Reply-To"] is None
