"""Every page of the story, the list, the card, the way home and links is well-formed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.careplan.acute import ownlist
from oppnasoc.careplan.models import Kind, Plan
from oppnasoc.careplan.story import recordings, sharing, telling
from tests.html.test_html import mistakes
from tests.planned import TOWER, as_owner, client_for, make_piece, make_plan, make_seat, show

from .sounds import wav

pytestmark = pytest.mark.django_db(databases=TOWER)


def make_full() -> Plan:
    """A plan with something on each of these pages."""
    soon = timezone.localdate() + timedelta(days=2)
    plan = make_plan(discharge_on=soon, follow_up_on=soon)
    siv, nils = make_seat(plan), make_seat(plan, name="Nils <Sjuksköterska>")
    make_seat(plan, name="Bo")
    opened = as_owner(plan)
    story = {"heading": "Skolan & <jag>", "words": "Rad 1\n\nRad 2", "written_by": "Kurator Bo"}
    part = make_piece(opened, Kind.STORY, story)
    recordings.keep(opened, part.pk, wav())
    telling.tell(opened, part, [siv], until=soon, purpose="support")
    show(nils, "story")
    make_piece(as_owner(plan), Kind.ACUTE, {"what": "Ge katten mat"})
    ownlist.save(as_owner(plan), "keys", {"who": "Eva", "phone": "070-174 06 05"}, edition=0)
    ownlist.set_aside(as_owner(plan), "car", True)
    ownlist.save_card(as_owner(plan), {"red": "Epilepsi", "amber": "", "green": "Musik"}, {})
    return plan


def test_well_formed() -> None:
    plan = make_full()
    part = plan.pieces.get(kind=Kind.STORY).pk
    made = sharing.make(as_owner(plan), sharing.What.CARD)
    client, base = client_for(plan.owner), f"/min-plan/{plan.pk}/"
    pages = ["berattelse/", f"berattelse/{part}/visa/", f"berattelse/{part}/spela-in/"]
    pages += ["om-jag-blir-sjuk/", "om-jag-blir-sjuk/keys/", "om-jag-blir-sjuk/sleep-tonight/"]
    pages += ["kort/", "hem-fran-sjukhuset/", "lankar/", "lankar/ny/"]
    answers = {path: client.get(base + path) for path in pages}
    posts = [f"berattelse/{part}/visa/", f"berattelse/{part}/spela-in/", "lankar/ny/"]
    answers |= {f"POST {path}": client.post(base + path) for path in posts}
    once = answers["lankar/ny/"].context["form"]["once"].value()
    sent = {"what": "card", "days": "1", "once": str(once)}
    answers["made"] = client.post(f"{base}lankar/ny/", sent)
    outside = f"/min-plan/delad/{made.token}/"
    answers["code"] = Client().get(outside)
    answers["wrong"] = Client().post(outside, {"code": "x"})
    answers["open"] = Client().post(outside, {"code": made.code})
    assert {a.status_code for a in answers.values()} == {200, 422}
    assert {path: found for path, a in answers.items() if (found := mistakes(a.text))} == {}
