"""What the pages show to whom, and what their forms do."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.following.subjects import shown
from oppnasoc.referrals import actions, concluding, looking, responding, views
from oppnasoc.referrals.models import Consequence, Referral, Remark, Response
from oppnasoc.search.finding import find
from oppnasoc.search.outbox import settle
from oppnasoc.ui.registry import Look, invariants, todos
from oppnasoc.voices import codes
from tests.town import make_matter

from .scene import TEXT, Scene

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
LIST = "/tyck-till/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def client(user: Any = None) -> Client:
    made = Client()
    if user is not None:
        made.force_login(user)
    return made


def page(url: str, user: Any = None, status: int = 200) -> str:
    answer = client(user).get(url)
    assert answer.status_code == status, answer
    return answer.content.decode()


def verb(referral: Referral, name: str) -> str:
    return reverse("referral_do", args=[referral.pk, name])


def closed(scene: Scene) -> Referral:
    """Three answers, one of which changed something, and one who did not answer."""
    referral = scene.open(title=f"Regler {SCRIPT}"[:120], text=f"{TEXT}\n\n{SCRIPT}")
    response = scene.answered(referral, f"Bra tänkt. {SCRIPT}")
    said = scene.said(referral, f"Man blir hungrig. {SCRIPT}", name=SCRIPT)
    looking.show(said, by=scene.sender)
    for part in (response, said):
        concluding.conclude(part, changed=False, words=f"Nej. {SCRIPT}", by=scene.sender)
    concluding.conclude(
        response.remarks.get(), changed=True, words=f"Två timmar. {SCRIPT}", by=scene.sender
    )
    two = referral.paragraphs.get(number=2)
    concluding.rewrite(two, after=f"Du får vara där högst två timmar. {SCRIPT}", by=scene.sender)
    scene.past(referral)
    return concluding.close(referral, f"Längre tid. {SCRIPT}", by=scene.sender)


def test_every_page_escapes_and_shows_what_it_should(scene: Scene) -> None:
    matter = make_matter("Hur är det i väntrummet?", scene.parties.group, scene.parties.unit)
    opened = scene.open(title=f"Vad? {SCRIPT}", about=matter)
    scene.answered(opened)
    draft = scene.draft(title="Kanarieutkast")
    done = closed(scene)
    urls = [LIST, opened.get_absolute_url(), done.get_absolute_url(), matter.get_absolute_url(),
            scene.parties.group.get_absolute_url(),
            scene.parties.organisation.get_absolute_url()]  # fmt: skip
    for url in urls:
        html = page(url)
        assert SCRIPT not in html
        assert "Kanarieutkast" not in html
        assert "Vad? " in html or url == done.get_absolute_url()
        for user in (scene.sender, scene.member, scene.council):
            assert SCRIPT not in page(url, user)
    assert "Kanarieutkast" in page(LIST, scene.sender)
    page(draft.get_absolute_url(), status=404)
    page(draft.get_absolute_url(), scene.member, status=404)
    assert "Skicka ut texten" in page(draft.get_absolute_url(), scene.sender)
    answer = Client().get(f"/tyck-till/{opened.pk}-gammal/")
    assert answer["Location"] == opened.get_absolute_url()


def test_the_open_page_says_who_has_answered(scene: Scene) -> None:
    referral = scene.open()
    scene.answered(referral)
    html = page(referral.get_absolute_url())
    assert html.count("Har svarat") == 1
    assert html.count("Har inte svarat än") == 1
    assert "En timme är för kort." in html
    assert html.count("Tyck till om det här stycket") == 3
    assert "Svara för Föreningen Kompassen" not in html
    assert "Svara för Föreningen Kompassen" in page(referral.get_absolute_url(), scene.member)
    scene.past(referral)
    assert "Brukargruppen går igenom svaren." in page(referral.get_absolute_url())


def test_the_result_stands_beside_what_was_answered(scene: Scene) -> None:
    referral = closed(scene)
    html = page(referral.get_absolute_url())
    assert "Längre tid." in html
    assert re.search(r"<del>.*?en timme.*?</del>", html, re.S)
    assert re.search(r"<ins>.*?två timmar", html, re.S)
    assert html.count("Det här ändrades:") == 1
    assert html.count("Det här ändrade inget. Skälet:") == 2
    assert html.count("Svarade inte") == 1
    assert "Tyck till om det här stycket" not in html
    listed = page(LIST)
    assert "Vad svaren ändrade" in listed
    assert "Längre tid." in listed


def test_what_is_withdrawn_says_why_and_nothing_else(scene: Scene) -> None:
    referral = scene.open()
    scene.answered(referral)
    actions.withdraw(referral, "Vi skrev fel.", by=scene.sender)
    html = page(referral.get_absolute_url())
    assert "Vi skrev fel." in html
    assert "Väntrummet är öppet" not in html
    assert "Bra tänkt." not in html
    assert referral.title not in page(LIST)


def test_a_draft_by_form(scene: Scene) -> None:
    url, by = reverse("referral_new"), client(scene.sender)
    assert by.get(f"{url}?avsandare={scene.parties.group.pk}").status_code == 200
    given: dict[str, Any] = {
        "sender": scene.parties.group.pk, "title": "Nya regler", "why": "", "text": TEXT,
        "answers_by": (scene.today + timedelta(days=9)).isoformat(), "anyone": "on",
        "asked": [scene.parties.organisation.pk],
    }  # fmt: skip
    answer = by.post(url, given)
    assert answer.status_code == 422
    assert "Du får vara där högst en timme." in answer.content.decode()
    answer = by.post(url, {**given, "why": "Vi vill veta.", "answers_by": "2020-01-01"})
    assert answer.status_code == 422
    answer = by.post(url, {**given, "why": "Vi vill veta."})
    referral = Referral.objects.get()
    assert answer["Location"] == referral.get_absolute_url()
    edit = reverse("referral_edit", args=[referral.pk])
    assert TEXT in by.get(edit).content.decode()
    del given["sender"]
    by.post(edit, {**given, "why": "Därför.", "title": "Andra regler"})
    referral.refresh_from_db()
    assert referral.title == "Andra regler"
    other = Client()
    other.force_login(scene.member)
    assert other.post(verb(referral, "skicka-ut")).status_code == 404
    assert by.post(verb(referral, "skicka-ut")).status_code == 302
    referral.refresh_from_db()
    assert referral.is_open
    assert by.get(edit).status_code == 302
    assert other.post(verb(referral, "dra-tillbaka"), {"why": "Nej"}).status_code == 403
    assert by.post(verb(referral, "finns-inte")).status_code == 404
    thrown = scene.draft()
    assert by.post(verb(thrown, "kasta"))["Location"] == LIST
    assert not Referral.objects.filter(pk=thrown.pk).exists()


def test_a_draft_that_cannot_be_sent_out_says_why(scene: Scene) -> None:
    draft, by = scene.draft(asked=[], anyone=False), client(scene.sender)
    answer = by.post(verb(draft, "skicka-ut"), follow=True)
    assert "Välj vilka du frågar" in answer.content.decode()


def test_a_party_answers_by_form(scene: Scene) -> None:
    referral = scene.open()
    url = reverse("referral_answer", args=[referral.pk, scene.parties.organisation.pk])
    first, second, _third = scene.paragraphs(referral)
    by = client(scene.member)
    assert client(scene.sender).get(url).status_code == 403
    assert Client().get(url).status_code == 302
    assert by.post(url, {"text": "  "}).status_code == 422
    by.post(url, {"text": "Vi", f"p{second}": "Kanarieutkast", "keep": "1"})
    assert "Kanarieutkast" in by.get(url).content.decode()
    assert "Kanarieutkast" not in page(referral.get_absolute_url(), scene.sender)
    go_on = "Fortsätt på utkastet från Föreningen Kompassen"
    assert go_on in page(referral.get_absolute_url(), scene.member)
    assert go_on not in page(referral.get_absolute_url(), scene.sender)
    assert [each.verb for each in todos(scene.member) if each.url == url] == [
        "Fortsätt på utkastet"
    ]
    by.post(url, {"text": "Vi tycker.", f"p{first}": "Öppet är bra."})
    response = Response.objects.get()
    assert response.state == "shown"
    assert [r.text for r in response.remarks.all()] == ["Öppet är bra."]
    by.post(url, {"take_back": "1"})
    assert not Response.objects.exists()
    scene.past(referral)
    assert "att svaret kom sent" in by.get(url).content.decode()
    by.post(url, {"text": "Sent."})
    assert "efter sista dagen" in page(referral.get_absolute_url())


def sent(by: Client, referral: Referral, **more: Any) -> Any:
    url = reverse("referral_say", args=[referral.pk])
    return by.post(url, {"text": "Man blir hungrig.", "once": "f" * 32, **more})


def test_a_person_answers_reads_with_her_code_and_takes_it_back(scene: Scene) -> None:
    referral, by = scene.open(), Client()
    url = reverse("referral_say", args=[referral.pk])
    second = scene.paragraphs(referral)[1]
    assert "<details open>" in by.get(f"{url}?stycke=2").content.decode()
    assert sent(by, referral, text="").status_code == 422
    looked = sent(by, referral, text="Ring 070-174 06 05 till Kim Ek")
    assert looked.status_code == 200
    assert "<mark>" in looked.content.decode()
    assert not Response.objects.exists()
    more = {f"p{second}": "För kort.", "name": "Kim"}
    assert sent(by, referral, **more)["Location"] == reverse("answer_receipt")
    assert sent(by, referral, **more).status_code == 302
    response = Response.objects.get()
    assert (response.state, response.name, response.in_flood) == ("held", "Kim", False)
    receipt = by.get(reverse("answer_receipt")).content.decode()
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", receipt)
    assert found
    assert "Man blir hungrig." not in page(referral.get_absolute_url(), scene.sender)
    assert "Man blir hungrig." in page(reverse("referral_sum_up", args=[referral.pk]), scene.sender)

    later, mine = Client(), reverse("my_answer")
    assert later.post(reverse("code"), {"code": "AAAAA-AAAAA"}).status_code == 422
    assert later.post(reverse("code"), {"code": found[0].lower()})["Location"] == mine
    html = later.get(mine).content.decode()
    assert "Man blir hungrig." in html
    assert "För kort." in html
    assert "Det väntar på att en människa tittar på det" in html
    looking.set_aside(response, "Den pekar ut någon.", by=scene.sender)
    assert "Den pekar ut någon." in later.get(mine).content.decode()
    looking.show(response, by=scene.sender)
    concluding.conclude(response, changed=True, words="Mat går bra.", by=scene.sender)
    assert "Mat går bra." not in later.get(mine).content.decode()
    concluding.conclude(Remark.objects.get(), changed=False, words="Det räcker.", by=scene.sender)
    concluding.close(scene.past(referral), "Mat går bra nu.", by=scene.sender)
    html = later.get(mine).content.decode()
    assert "Mat går bra." in html
    assert "Det räcker." in html
    back = reverse("my_answer_back")
    assert later.get(back).status_code == 200
    assert later.post(back)["Location"] == referral.get_absolute_url()
    assert "Man blir hungrig." not in page(referral.get_absolute_url())
    assert later.get(back)["Location"] == reverse("code")
    assert later.post(reverse("code"), {"code": found[0]}).status_code == 422


def test_the_page_of_a_code_is_closed(scene: Scene) -> None:
    referral, by = scene.open(), Client()
    _response, code = responding.say(referral, text="Ja.", remarks={})
    by.post(reverse("code"), {"code": codes.spell(code)})
    assert "Ja." in by.get(reverse("my_answer")).content.decode()
    assert by.get(reverse("my_voice"))["Location"] == reverse("code")  # Never opened.
    by.post(reverse("code_close"))
    assert by.get(reverse("my_answer"))["Location"] == reverse("code")
    assert by.get(reverse("code")).status_code == 200


def test_a_flood_is_held_and_never_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_HOUR", 2)
    referral = scene.open()
    for number in range(4):
        assert sent(Client(), referral, once=f"{number:032}").status_code == 302
    assert sent(Client(), referral, once="e" * 32, website="x").status_code == 302
    flooded = Response.objects.order_by("pk").values_list("in_flood", flat=True)
    assert list(flooded) == [False, False, True, True, True]


def test_only_those_who_are_asked_have_a_way_in(scene: Scene) -> None:
    referral = scene.open(anyone=False)
    url = reverse("referral_say", args=[referral.pk])
    assert url not in page(referral.get_absolute_url())
    assert Client().get(url).status_code == 302
    assert sent(Client(), referral).status_code == 302
    assert not Response.objects.exists()


def test_summing_up_by_form(scene: Scene) -> None:
    referral = scene.open()
    response, held = scene.answered(referral), scene.said(referral)
    remark, by = Remark.objects.get(), client(scene.sender)
    url = reverse("referral_sum_up", args=[referral.pk])

    def part(name: str) -> str:
        return reverse("referral_part", args=[referral.pk, name])

    html = by.get(url).content.decode()
    assert "Tre saker är kvar att gå igenom" in html
    assert by.post(part(held.key), {"aside": "1", "reason": " "}).status_code == 422
    assert by.post(part(held.key), {"show": "1"})["Location"].endswith(f"#{held.key}")
    failed = by.post(part(remark.key), {f"{remark.key}-changed": "yes"})
    assert failed.status_code == 422
    for thing in (response, held, remark):
        by.post(part(thing.key), {f"{thing.key}-changed": "no", f"{thing.key}-words": "Nej, för."})
    assert Consequence.objects.filter(changed=False).count() == 3
    assert "Till allt som har svarats står vad det ändrade." in by.get(url).content.decode()
    by.post(part("stycke-2"), {"stycke-2-after": "Två timmar."})
    by.post(part("stycke-3"), {"stycke-3-taken_away": "on"})
    by.post(part("nytt-stycke"), {"after": "Vatten finns."})
    assert [p.now for p in referral.paragraphs.all()][1:] == ["Två timmar.", "", "Vatten finns."]
    for wrong in ("stycke-99", "svar-99999999", "anmarkning-x", "annat-1"):
        assert by.post(part(wrong)).status_code == 404
    assert by.post(verb(referral, "stang"), {"result": "Klart."}).status_code == 422
    scene.past(referral)
    other = scene.said(referral, "Sen.", name="Sista")
    refused = by.post(verb(referral, "stang"), {"result": "Mitt resultat."})
    assert refused.status_code == 422
    assert "Sista" in refused.content.decode()
    assert "Mitt resultat." in refused.content.decode()
    by.post(part(other.key), {"aside": "1", "reason": "Pekar ut någon."})
    assert by.post(verb(referral, "stang"), {"result": "Klart."}).status_code == 302
    referral.refresh_from_db()
    assert referral.is_closed
    assert by.post(verb(referral, "oppna-igen"))["Location"] == url
    assert client(scene.member).get(url).status_code == 403


def test_what_waits_for_whom(scene: Scene) -> None:
    referral = scene.open()
    summing = reverse("referral_sum_up", args=[referral.pk])
    assert "Ingen har svarat än." in page(summing, scene.sender)

    def waits(user: Any) -> list[tuple[str, bool]]:
        found = [each for each in todos(user) if each.url.startswith(LIST)]
        return [(each.title, each.late) for each in found]

    assert waits(scene.member) == [("Svara för Föreningen Kompassen: Regler för väntrummet", False)]
    assert waits(scene.sender) == waits(scene.people["participant"]) == []
    scene.said(referral)
    assert waits(scene.sender) == [("1 svar att titta på: Regler för väntrummet", False)]
    scene.past(referral)
    assert waits(scene.member)[0][1]
    assert waits(scene.sender) == [("Gå igenom svaren: Regler för väntrummet", False)]
    Referral.objects.update(
        opens_on=scene.today - timedelta(days=90), answers_by=scene.today - timedelta(days=60)
    )
    assert waits(scene.sender)[0][1]


def faults(name: str) -> list[str]:
    found = next(each for each in invariants() if each.name == name)
    assert found.holds()
    return [fault.says for fault in found.find(Look(timezone.now()))]


def test_what_must_hold(scene: Scene) -> None:
    referral = scene.past(scene.open())
    held = scene.said(referral)
    assert faults("referrals.summed_up") == faults("referrals.read") == []
    Referral.objects.update(
        opens_on=scene.today - timedelta(days=90), answers_by=scene.today - timedelta(days=60)
    )
    Response.objects.filter(pk=held.pk).update(created_at=timezone.now() - timedelta(days=9))
    assert len(faults("referrals.summed_up")) == len(faults("referrals.read")) == 1
    looking.set_aside(held, "Pekar ut någon.", by=scene.sender)
    concluding.close(referral, "Klart.", by=scene.sender)
    assert faults("referrals.summed_up") == faults("referrals.read") == []


def test_what_can_be_found_and_followed(scene: Scene) -> None:
    draft = scene.draft(text="Kantarellkrämen serveras varm.")
    settle()
    assert find("kantarellkrämen").total == 0
    assert shown([("referral", draft.pk)]) == {}
    actions.send_out(draft, by=scene.sender)
    said = scene.said(draft, "Hjortronsylten saknas.")
    settle()
    assert find("kantarellkrämen").total == 1
    assert find("hjortronsylten").total == 0
    looking.show(said, by=scene.sender)
    settle()
    assert find("hjortronsylten").total == 1
    responding.take_back(said)
    settle()
    assert find("hjortronsylten").total == 0
    seen = shown([("referral", draft.pk)])[("referral", draft.pk)]
    assert (seen.title, seen.url) == (draft.title, draft.get_absolute_url())
    actions.withdraw(draft, "Fel.", by=scene.sender)
    settle()
    assert find("kantarellkrämen").total == 0
    assert not mail.outbox
