"""A link shows what stood there when it was made: neither what came since nor what was changed."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.careplan import writing
from oppnasoc.careplan.acute import ownlist
from oppnasoc.careplan.models import Piece, Share
from oppnasoc.careplan.opening import ProveAgain
from oppnasoc.careplan.story import sharing
from oppnasoc.careplan.story.sharing import Made, What, open_share
from oppnasoc.careplan.tests.test_story_links import headings, make_part, make_share, told_plan
from tests.planned import TOWER, as_owner, client_for, client_of, make_plan, make_seat, show

pytestmark = pytest.mark.django_db(databases=TOWER)


@pytest.mark.parametrize("what", [What.STORY, What.CARD, What.ACUTE])
def test_a_link_shows_what_stood_there_when_it_was_made(what: str) -> None:
    """What she writes afterwards, also in what is shown, she has shown to nobody."""
    plan = told_plan()
    ownlist.save_card(as_owner(plan), {"red": "Epilepsi", "amber": "", "green": ""}, {})
    ownlist.save(as_owner(plan), "keys", {"who": "Eva"}, edition=0)
    made = make_share(plan, what)
    before = shown_by(made)
    first = Piece.objects.get(plan=plan, pk=min(before, key=str))
    make_part(plan, "Det nya", "Bara för mig än så länge")
    ownlist.save_card(as_owner(plan), {"red": "Epilepsi", "amber": "Nytt", "green": ""},
                      {"red": 1})  # fmt: skip
    ownlist.save(as_owner(plan), "car", {"what": "Nytt"}, edition=0)
    assert shown_by(made) == before
    now = as_owner(plan).piece(first.pk)
    new = {name: "Skrivet efteråt" if text else "" for name, text in now.words.items()}
    writing.change(as_owner(plan), first.pk, new, edition=now.piece.edition)
    opened = open_share(made.token, made.code)
    assert opened is not None
    assert "Skrivet efteråt" not in json.dumps(
        [read.words for read in opened.reads], ensure_ascii=False
    )
    assert now.words in [read.words for read in opened.reads]


def test_a_link_from_before_shows_what_stood_there_when_it_was_made() -> None:
    plan = told_plan()
    one, two = Piece.objects.filter(plan=plan)
    writing.change(as_owner(plan), one.pk, {"heading": "Skolan 2", "words": "Nian"}, edition=1)
    made = make_share(plan)
    made.share.editions.clear()
    writing.change(as_owner(plan), one.pk, {"heading": "Skolan 3", "words": "Nian"}, edition=2)
    assert headings(made) == ["Skolan 2", "Hemma"]
    Share.objects.filter(pk=made.share.pk).update(made_at=timezone.now() - timedelta(days=1))
    assert headings(made) == ["Skolan", "Hemma"], "older than every edition: as it began"
    writing.remove(as_owner(plan), two.pk)
    assert headings(made) == ["Skolan"]


def test_what_did_not_concern_her_then_or_does_not_now_is_not_shown() -> None:
    plan = make_plan()
    for item in ("keys", "car", "post"):
        ownlist.save(as_owner(plan), item, {"what": f"Om {item}"}, edition=0)
    ownlist.set_aside(as_owner(plan), "keys", True)
    made = make_share(plan, What.ACUTE)
    ownlist.set_aside(as_owner(plan), "keys", False)
    ownlist.set_aside(as_owner(plan), "car", True)
    page = Client().post(f"/min-plan/delad/{made.token}/", {"code": made.code}).text
    assert [item for item in ("keys", "car", "post") if f"Om {item}" in page] == ["post"]


def test_a_new_link_in_one_press_when_the_text_has_changed() -> None:
    plan = told_plan()
    one, two = Piece.objects.filter(plan=plan)
    made = make_share(plan, days=3)
    sharing.leave_out(as_owner(plan), made.share.pk, two.pk)
    client, page = client_for(plan.owner), f"/min-plan/{plan.pk}/lankar/"
    address = f"{page}{made.share.pk}/ny/"
    assert address not in client.get(page).text, "nothing has changed"
    writing.change(as_owner(plan), one.pk, {"heading": "Skolan nu", "words": "Tian"}, edition=1)
    listed = client.get(page)
    assert f'action="{address}"' in listed.text
    assert "Skolan nu" not in listed.text, "it shows what it was called then"
    sent = {"once": str(listed.context["live"][0].once)}
    answer = client.post(address, sent)
    assert answer.status_code == 200
    new = answer.context["made"]
    assert headings(new) == ["Skolan nu"]
    assert headings(made) == ["Skolan"], "the first goes on until she takes it back"
    assert new.share.until_at == made.share.until_at
    assert client.post(address, sent).status_code == 302
    assert Share.objects.count() == 2
    for bad in ({}, {"once": "x"}):
        assert client.post(address, bad).status_code == 404
    siv = make_seat(plan)
    show(siv, "story", level=3)
    assert client_of(siv).post(address, {"once": str(uuid.uuid4())}).status_code == 404
    sharing.revoke(as_owner(plan), made.share.pk)
    assert client.post(address, {"once": str(uuid.uuid4())}).status_code == 404
    with pytest.raises(ProveAgain):
        sharing.renew(as_owner(plan, fresh=False), new.share.pk)


def shown_by(made: Made) -> set[uuid.UUID]:
    opened = open_share(made.token, made.code)
    assert opened is not None
    return {read.piece.pk for read in opened.reads}
