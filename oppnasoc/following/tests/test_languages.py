"""Everybody is written to in her own language, whoever did what she is told of."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from oppnasoc.following import actions, links
from oppnasoc.following.models import Follower
from oppnasoc.matters.actions import note
from oppnasoc.matters.models import Matter
from oppnasoc.matters.tests.scene import Scene, make_scene

from .conftest import Mailbox
from .test_week import work

pytestmark = pytest.mark.django_db
SV, EN = "sv@example.se", "en@example.se"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def happens(scene: Scene, in_language: str) -> None:
    with translation.override(in_language):
        note(Matter.objects.get(pk=scene.matter.pk), "Ett steg.", by=scene.facilitator)
    work()


@pytest.mark.parametrize("staff", ["sv", "en"])
def test_each_is_told_in_the_language_that_she_began_in(
    staff: str, scene: Scene, mailbox: Mailbox
) -> None:
    for address, language in ((SV, "sv"), (EN, "en")):
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        given = {"way": "email", "email": address, "rhythm": "at_once"}
        client.post(links.follow("matter", scene.matter.pk), given)
    work()
    assert "Somebody, probably you" in mailbox.texts(EN)[0]
    assert "Någon, troligen du" in mailbox.texts(SV)[0]
    for follower in Follower.objects.all():
        actions.confirm(follower)
    happens(scene, staff)
    assert "This is new" in mailbox.texts(EN)[1]
    assert "Det här är nytt" in mailbox.texts(SV)[1]


def test_she_chooses_another(scene: Scene, mailbox: Mailbox) -> None:
    her, client = scene.people["participant"], Client()
    client.force_login(her)
    follower = actions.of(her)
    actions.follow(follower, "matter", scene.matter.pk, rhythm="at_once")
    page = reverse("following")
    client.post(page, {"do": "language", "language": "xx"})
    follower.refresh_from_db()
    assert follower.language == "sv"
    html = client.post(page, {"do": "language", "language": "en"}, follow=True).content.decode()
    assert '<option value="en" lang="en" selected>English</option>' in html
    happens(scene, "sv")
    assert "This is new" in mailbox.texts(her.email)[0]
