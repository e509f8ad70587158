"""What a unit promises: said by those who tend its page, read by everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from oppnasoc.groups.promise import USUAL, Promise, Times, promised_by, promised_by_all
from oppnasoc.groups.promising import promise, sentences
from oppnasoc.trail.models import Entry
from tests.town import ROLES, Parties, make_parties, make_people

pytestmark = pytest.mark.django_db

QUICK = replace(USUAL, answer=3, hand_over=2, next_word=10)


@pytest.fixture
def parties() -> Parties:
    return make_parties()


def test_a_unit_promises_and_its_posts_with_it(parties: Parties) -> None:
    editor = make_people(parties)["editor"]
    assert promised_by(parties.unit.pk) == USUAL
    promise(parties.unit, QUICK, by=editor)
    assert promised_by(parties.unit.pk) == promised_by(parties.post.pk) == QUICK
    assert promised_by(parties.group.pk) == promised_by(None) == USUAL
    assert promised_by_all() == {parties.unit.pk: QUICK, parties.post.pk: QUICK}
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor) == ("groups.promised", editor)
    assert entry.data["hand_over"] == 2


def test_what_is_usual_needs_no_row(parties: Parties) -> None:
    editor = make_people(parties)["editor"]
    promise(parties.unit, USUAL, by=editor)
    assert not Promise.objects.exists()
    assert not Entry.objects.exists()
    promise(parties.unit, QUICK, by=editor)
    promise(parties.unit, QUICK, by=editor)
    promise(parties.unit, USUAL, by=editor)
    assert not Promise.objects.exists()
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"answer": 0}, {"lift": 121}, {"tell": -1}])
def test_no_time_at_all_is_refused(parties: Parties, wrong: dict[str, int]) -> None:
    editor = make_people(parties)["editor"]
    with pytest.raises(ValidationError) as refusal:
        promise(parties.unit, replace(USUAL, **wrong), by=editor)
    assert set(refusal.value.error_dict) == set(wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.create(unit=parties.unit, **vars(replace(USUAL, answer=0)))


def test_who_may(parties: Parties) -> None:
    people = make_people(parties)
    for role in ROLES[1:]:
        with transaction.atomic():
            if role in ("editor", "administrator"):
                promise(parties.unit, QUICK, by=people[role])
            else:
                with pytest.raises(PermissionDenied):
                    promise(parties.unit, QUICK, by=people[role])
                assert not Promise.objects.exists()
            transaction.set_rollback(True)


def test_in_words() -> None:
    with translation.override("en"):
        said = " ".join(sentences(Times(answer=2)))
    assert "read the next working day" in said
    assert "answered within two working days" in said
    assert "late, the matter goes to our manager" in said


def test_the_page_of_a_unit_says_it(parties: Parties, client: Client) -> None:
    client.force_login(make_people(parties)["editor"])
    url = reverse("unit_promises", args=[parties.unit.slug])
    sent = {**vars(USUAL), "answer": "tre"}
    wrong = client.post(url, sent)
    assert wrong.status_code == 422
    assert 'value="tre"' in wrong.content.decode()
    assert client.post(url, {**sent, "answer": "3"}).status_code == 302
    client.logout()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(parties.unit.get_absolute_url())
    assert "A question is answered within three working days." in page.content.decode()
