"""The page of one matter, as everybody reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.matters import actions
from oppnasoc.matters.desk import allowed
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.matters.verbs import VERBS
from oppnasoc.ui.templatetags import ui as dates
from tests.town import ROLES, make_matter, make_voice

from .scene import LEADERS, TENDING, Scene, day


def read(scene: Scene, role: str = "anonymous", status: int = 200, query: str = "") -> str:
    client = Client()
    if role != "anonymous":
        client.force_login(scene.who(role))
    matter = Matter.objects.get(pk=scene.matter.pk)
    answer = client.get(matter.get_absolute_url() + query)
    assert answer.status_code == status
    return answer.content.decode()


def reply(scene: Scene, verdict: str, **more: Any) -> None:
    given = {"reason": "Huset ska rivas.", "by": scene.manager, **more}
    actions.answer(scene.matter, "Så här är det.", verdict=verdict, **given)


def test_where_an_open_matter_lies(scene: Scene) -> None:
    html = read(scene)
    assert "Ligger hos" in html
    assert "Mottagningen" in html
    assert "Lotsas av" in html
    assert "Brukargruppen" in html
    assert "Vi är sena" not in html
    assert scene.voice.text in html
    assert html.count("<h1") == 1


def test_held_by_the_group_that_sees_it_through(scene: Scene) -> None:
    Matter.objects.update(holder=scene.parties.group.pk)
    assert "Lotsas av" not in read(scene)


def test_late(scene: Scene) -> None:
    Matter.objects.update(next_on=day(-1))
    html = read(scene)
    assert "Vi är sena" in html
    assert 'class="now late"' in html


def test_under_way(scene: Scene) -> None:
    reply(scene, "yes")
    html = read(scene)
    assert _("Decided. Lies with <b>{}</b> since {}.").split("<")[0] in html
    assert "Så här är det." in html


def test_no_says_why(scene: Scene) -> None:
    reply(scene, "no")
    html = read(scene)
    assert "Därför går det inte" in html
    assert "Huset ska rivas." in html
    assert "Besvarad" in html
    assert _("Does it concern you too?") not in html


def test_later_says_when(scene: Scene) -> None:
    reply(scene, "later", later_on=day(60))
    assert Matter.objects.get().next_on == day(60)
    assert _("We come back to it by %(on)s.") % {"on": dates.day(day(60))} in read(scene)


def test_elsewhere_says_where(scene: Scene) -> None:
    reply(scene, "elsewhere", turn_to="Vårdcentralen Måsen")
    assert "Vårdcentralen Måsen" in read(scene)


def test_taken_up_again(scene: Scene) -> None:
    reply(scene, "no")
    actions.reopen(
        scene.matter,
        "Dörren fastnade igen.",
        steward=scene.parties.group,
        holder=scene.parties.unit,
        next_on=day(8),
        by=scene.facilitator,
    )
    html = read(scene)
    assert "Ligger hos" in html
    assert "Dörren fastnade igen." in html


def test_the_desk_is_for_those_with_rights(scene: Scene) -> None:
    def offered(role: str) -> set[str]:
        html = read(scene, role)
        return {name for name in VERBS if f"?gor={name}#for-dig" in html}

    passing = {"hand_over", "escalate", "set_date", "pause"}
    tending = {"note", "propose", "steward", "relate", "merge", "split", "edit"}
    tending |= {"correct", "empty"} | passing
    expected = {
        "facilitator": tending,
        "secretary": tending,
        "editor": tending,
        "manager": {"answer"},
        "staff": {"answer"} | passing,
    }
    assert {role: offered(role) for role in ROLES} == {r: expected.get(r, set()) for r in ROLES}


@pytest.mark.parametrize("name", VERBS)
def test_a_form_is_open_only_for_those_who_may_send_it(scene: Scene, name: str) -> None:
    action = reverse(f"matter_{name}", args=[scene.matter.pk])
    for role in ROLES:
        matter = Matter.objects.with_parties().get(pk=scene.matter.pk)
        html = read(scene, role, query=f"?gor={name}")
        assert (f'action="{action}"' in html) == (name in allowed(scene.who(role), matter)), role


def test_who_may_only_hide_it_finds_the_button(scene: Scene) -> None:
    url = reverse("matter_visibility", args=[scene.matter.pk])
    assert {role for role in ROLES if url in read(scene, role)} == TENDING


def test_hidden_is_not_there(scene: Scene) -> None:
    actions.set_visibility(scene.matter, public=False, by=scene.facilitator)
    for role in ROLES:
        html = read(scene, role, 200 if role in LEADERS else 404)
        assert (scene.voice.text in html) == (role in LEADERS)
    short = reverse("matter_short", args=[scene.matter.pk])
    assert Client().get(short).status_code == 404


@pytest.mark.parametrize("address", ["/fragor/{pk}/", "/fragor/{pk}-gammal/", "/fragor/{pk}--/"])
def test_other_addresses_lead_to_the_one(scene: Scene, address: str) -> None:
    answer = Client().get(address.format(pk=scene.matter.pk))
    assert answer.status_code == 302
    assert answer["Location"] == scene.matter.get_absolute_url()


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 20, "9" * 5000])
def test_no_such_matter(db: None, pk: str) -> None:
    assert Client().get(f"/fragor/{pk}/").status_code == 404
    assert Client().get(f"/fragor/{pk}-sak/").status_code == 404


def test_only_public_voices_and_matters(scene: Scene) -> None:
    for visibility in ("held", "hidden"):
        voice = make_voice(f"kanarie{visibility}", visibility=visibility, hidden_reason="Ty.")
        actions.ground(scene.matter, voice, by=scene.facilitator)
    secret = make_matter(
        "Kanariefråga", scene.parties.group, scene.parties.unit, visibility="hidden"
    )
    actions.relate(scene.matter, secret, by=scene.facilitator)
    assert "kanarie" not in read(scene).lower()


def test_how_many_have_said_it(scene: Scene) -> None:
    member = make_voice("Flera av oss.", organisation=scene.parties.organisation, people_count=5)
    Ground.objects.create(matter=scene.matter, voice=member)
    html = read(scene)
    assert "Sagt av sex personer" in html
    assert "Föreningen Kompassen, för fem personer" in html


def test_more_voices_than_are_shown_are_still_counted(scene: Scene) -> None:
    for n in range(70):
        Ground.objects.create(matter=scene.matter, voice=make_voice(f"Sagt {n}."))
    html = read(scene)
    assert "Sagt av 71 personer" in html
    assert html.count('class="voice"') == 50


def test_an_answer_stands_however_long_the_log(scene: Scene) -> None:
    reply(scene, "yes")
    for n in range(110):
        actions.note(scene.matter, f"Rad {n}.", by=scene.facilitator)
    html = read(scene)
    assert 'id="svar"' in html


def test_everything_typed_is_shown_as_text(scene: Scene) -> None:
    script = "<script>alert(1)</script>"
    Matter.objects.update(title=script, summary=script)
    voice = make_voice(script, speaker=script)
    Ground.objects.create(matter=scene.matter, voice=voice)
    scene.parties.unit.name = script
    scene.parties.unit.save()
    scene.matter.refresh_from_db()
    other = make_matter(script, scene.parties.group, scene.parties.unit)
    actions.relate(scene.matter, other, by=scene.facilitator)
    actions.note(scene.matter, script, by=scene.facilitator)
    for role in ("anonymous", "editor", "manager"):
        html = read(scene, role)
        assert script not in html
        assert "&lt;script&gt;" in html


def test_the_path_ends_with_the_answer(scene: Scene) -> None:
    assert _("In daily use") in read(scene)
    reply(scene, "no")
    assert _("In daily use") not in read(scene)
