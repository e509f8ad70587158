"""What pages ask of the database because of texts that others are asked about."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from oppnasoc.referrals import actions, looking
from oppnasoc.referrals.panels import about_a_matter, of_a_group
from oppnasoc.referrals.where import where
from tests.town import make_matter

from .scene import Scene
from .test_pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_page_asks_as_little_however_many_answer(scene: Scene) -> None:
    referral, counts = scene.open(), []
    page(referral.get_absolute_url())  # What is read once for each process is read now.
    for number in range(6):
        said = scene.said(referral, f"Svar {number}", remarks={scene.paragraphs(referral)[0]: "Ja"})
        looking.show(said, by=scene.sender)
        if number in (1, 5):
            with CaptureQueriesContext(connection) as asked:
                page(referral.get_absolute_url())
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


def test_other_pages_ask_nothing(scene: Scene, django_capture_on_commit_callbacks: Any) -> None:
    matter = make_matter("Hur är det?", scene.parties.group, scene.parties.unit)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    where()
    with CaptureQueriesContext(connection) as asked:
        assert about_a_matter(request, matter) == of_a_group(request, scene.parties.group) == ""
    assert len(asked) == 0
    with django_capture_on_commit_callbacks(execute=True):
        referral = scene.open(about=matter)
    assert referral.title in about_a_matter(request, matter)
    assert referral.title in of_a_group(request, scene.parties.other_group)
    with CaptureQueriesContext(connection) as asked:
        of_a_group(request, scene.parties.group)
    assert len(asked) == 1
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(referral, "Fel.", by=scene.sender)
    assert about_a_matter(request, matter) == of_a_group(request, scene.parties.group) == ""


def test_the_start_page_shows_what_anybody_may_answer_and_asks_nothing_more(
    scene: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    page("/")
    with CaptureQueriesContext(connection) as before:
        page("/")
    with django_capture_on_commit_callbacks(execute=True):
        referral = scene.open()
    assert referral.get_absolute_url() in page("/")
    with CaptureQueriesContext(connection) as asked:
        page("/")
    assert len(asked) == len(before)
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(referral, "Fel.", by=scene.sender)
    assert referral.get_absolute_url() not in page("/")
