"""Who is to be told, as those who tell see it; the page of one voice; and what waits for them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.matters import actions, feedback, judging, telling
from oppnasoc.matters.models import Ground, Judgement, Matter, Step
from oppnasoc.matters.overdue import overdue
from oppnasoc.ui.registry import todos
from oppnasoc.ui.templatetags.ui import day as written
from oppnasoc.voices import codes, conversation, correcting, onward, withdrawing
from oppnasoc.voices.models import Correction, Message, Onward, Reach, Voice
from tests.town import make_matter, make_voice

from .scene import Scene, day


@pytest.fixture
def answered(scene: Scene) -> Scene:
    """One who wants a letter, and one who wants to hear it at a meeting, wait since three weeks."""
    Voice.objects.filter(pk=scene.voice.pk).update(
        tell_by="letter", group=scene.parties.group, code_digest=codes.digest("7K3MX9Q2PA")
    )
    Reach.objects.create(voice=scene.voice, address="Storgatan 1")
    other = make_voice("Nio veckor.", tell_by="meeting", speaker="Kim")
    Ground.objects.create(matter=scene.matter, voice=other)
    given: dict[str, Any] = {"reason": "Huset ska rivas.", "by": scene.manager, "on": day(-21)}
    actions.answer(Matter.objects.get(pk=scene.matter.pk), "Nej.", verdict="no", **given)
    scene.voice.refresh_from_db()
    return scene


def client(scene: Scene, role: str) -> Client:
    made = Client()
    made.force_login(scene.people[role])
    return made


def keys() -> dict[str, str]:
    """The key of each debt in a form, by its way."""
    return {row.voice.tell_by: row.key for row in telling.rows(feedback.owed())}


def test_the_list_is_ready_to_read(answered: Scene) -> None:
    html = client(answered, "facilitator").get(reverse("debts")).content.decode()
    for words in ("Kim", "Nio veckor.", "Huset ska rivas.", "Storgatan 1", answered.matter.title):
        assert words in html
    assert html.count('name="told"') == 2


def test_by_way(answered: Scene) -> None:
    html = client(answered, "editor").get(f"{reverse('debts')}?satt=meeting").content.decode()
    assert "Kim" in html
    assert "Storgatan" not in html


def test_what_lies_ready_is_not_ticked(answered: Scene) -> None:
    Voice.objects.update(tell_by="code")
    html = client(answered, "editor").get(f"{reverse('debts')}?satt=code").content.decode()
    assert "Kim" in html
    assert 'name="told"' not in html


def test_ticked_with_a_receipt(answered: Scene) -> None:
    told = [*keys().values(), "x", "1:x", "999999:2026-01-01"]
    client(answered, "facilitator").post(reverse("debts"), {"told": told, "receipt": "ringde"})
    assert [g.told_how for g in Ground.objects.order_by("pk")] == ["letter", "meeting"]
    assert {g.receipt for g in Ground.objects.all()} == {"ringde"}


def test_nobody_ticked_keeps_the_receipt(answered: Scene) -> None:
    answer = client(answered, "secretary").post(reverse("debts"), {"receipt": "ringde 3 mars"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Bocka för dem som har fått besked." in html
    assert 'value="ringde 3 mars"' in html


def test_an_old_list_does_not_settle_a_newer_debt(answered: Scene) -> None:
    told = list(keys().values())
    Ground.objects.update(owed_since=day(0))
    client(answered, "facilitator").post(reverse("debts"), {"told": told})
    assert feedback.owed().count() == 2


def test_what_was_ticked_off_by_mistake_is_taken_back(answered: Scene) -> None:
    browser, other = client(answered, "facilitator"), client(answered, "editor")
    before = list(Ground.objects.order_by("pk").values_list("owed_since", flat=True))
    assert reverse("debts_undo") not in browser.get(reverse("debts")).content.decode()
    browser.post(reverse("debts"), {"told": list(keys().values())})
    assert not feedback.owed().exists()
    assert reverse("debts_undo") in browser.get(reverse("debts")).content.decode()
    assert reverse("debts_undo") not in browser.get(reverse("letters")).content.decode()
    other.post(reverse("debts_undo"))
    assert not feedback.owed().exists()  # Nobody takes back what another has ticked off.
    assert browser.post(reverse("debts_undo")).url == reverse("debts")  # type: ignore[attr-defined]
    assert [g.owed_since for g in feedback.owed().order_by("pk")] == before
    assert reverse("debts_undo") not in browser.get(reverse("debts")).content.decode()


def test_a_no_said_aloud_takes_the_matter_up_again(answered: Scene) -> None:
    """Who has no code can do what the page with the code lets others do, through who tells her."""
    ground = Ground.objects.get(voice=answered.voice).pk
    form = f"ground-{ground}"
    data = {"ground": ground, f"{form}-better": "no", f"{form}-take_up": "on"}
    assert post(answered, "voice_judge", data) == 422
    assert not Judgement.objects.exists()
    assert post(answered, "voice_judge", {**data, f"{form}-words": "Jag väntar än."}) == 302
    assert Matter.objects.get(pk=answered.matter.pk).status == "open"
    assert Judgement.objects.get().took_up


def test_each_matter_of_a_voice_has_its_own_forms(answered: Scene) -> None:
    second = make_matter("En annan fråga?", answered.parties.group, answered.parties.unit)
    Ground.objects.create(matter=second, voice=answered.voice, owed_since=day(-1))
    first = Ground.objects.get(matter=answered.matter, voice=answered.voice)
    url = reverse("voice_tell", args=[answered.voice.pk])
    page = client(answered, "facilitator").post(url, {"ground": first.pk})
    assert page.status_code == 422
    html = page.content.decode()
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count('aria-invalid="true"') == 1


def test_how_an_outcome_is_told(answered: Scene) -> None:
    """A step is no answer, one that joined has said nothing, and a matter may be open again."""
    debt = feedback.owed().filter(voice=answered.voice)
    assert telling.rows(debt.all())[0].outcome.begins == _("The answer is: %(verdict)s") % {
        "verdict": _("No").lower()
    }
    Matter.objects.update(status="followed_up")
    Step.objects.create(matter=answered.matter, status="followed_up", text="Bättre.",
                        taken_on=day(0))  # fmt: skip
    step = telling.rows(debt.all())[0]
    assert step.outcome.text == "Bättre."
    assert _("The answer is: %(verdict)s").split(":")[0] not in step.ready
    Voice.objects.filter(pk=answered.voice.pk).update(text="", kind="same")
    Matter.objects.update(status="open")
    joined = telling.rows(debt.all())[0]
    assert _("Since then the matter has been taken up again.") in joined.ready
    assert _("Did it get better? Tell us: yes, partly or no.") not in joined.ready
    html = client(answered, "facilitator").get(reverse("debts")).content.decode()
    said = {"on": written(answered.voice.said_on)}
    assert _("Said on %(on)s that it concerns them too.") % said in html


def test_others_debts_are_not_settled(answered: Scene) -> None:
    client(answered, "other_facilitator").post(reverse("debts"), {"told": list(keys().values())})
    assert feedback.owed().count() == 2


def test_letters(answered: Scene) -> None:
    url = reverse("letters")
    secretary = client(answered, "secretary")
    html = secretary.get(url).content.decode()
    assert html.count('class="letter"') == 1
    for words in ("Storgatan 1", "Jag väntade i sju veckor.", "Huset ska rivas."):
        assert words in html
    assert "Kim" not in html
    secretary.post(url, {"told": [keys()["letter"]]})
    assert Ground.objects.get(voice=answered.voice).told_how == "letter"


def test_a_debt_that_is_late_is_said_so(answered: Scene) -> None:
    rows = {row.voice.tell_by: row.late for row in telling.rows(feedback.owed())}
    assert rows == {"letter": True, "meeting": True}
    titles = {item.title: item.late for item in todos(answered.who("secretary"))}
    assert any(late for late in titles.values())
    assert reverse("letters") in {item.url for item in todos(answered.who("secretary"))}


def test_the_group_s_page_shows_who_waits_and_what_got_better(answered: Scene) -> None:
    page = answered.parties.group.get_absolute_url()
    html = Client().get(page).content.decode()
    assert 'id="besked"' in html
    assert 'class="better"' not in html
    for n in range(3):
        matter = Matter.objects.get(pk=answered.matter.pk)
        ground = actions.ground(matter, make_voice(f"Nr {n}"), by=answered.facilitator)
        ground.refresh_from_db()
        judging.judge(ground, "yes" if n else "no", by=None)
    assert 'class="better"' in Client().get(page).content.decode()


def test_done_that_is_disputed_says_so(answered: Scene) -> None:
    ground = Ground.objects.select_related("matter", "voice").get(voice=answered.voice)
    url = answered.matter.get_absolute_url()
    assert 'class="better"' not in Client().get(url).content.decode()
    judging.judge(ground, "no", words="kanarie", by=None)
    html = Client().get(url).content.decode()
    assert 'class="better"' in html
    assert 'class="now late"' in html
    assert "kanarie" not in html
    assert 'class="chip wait"' in Client().get(reverse("matters")).content.decode()
    judging.look_at(Judgement.objects.get(), shown=True, by=answered.facilitator)
    assert "kanarie" in Client().get(url).content.decode()


def post(scene: Scene, name: str, data: dict[str, Any], role: str = "facilitator") -> int:
    url = reverse(name, args=[scene.voice.pk])
    return client(scene, role).post(url, data).status_code


def test_everything_on_the_page_of_a_voice(answered: Scene) -> None:
    ground = Ground.objects.get(voice=answered.voice).pk
    assert post(answered, "voice_ask", {"ask-text": "Vilken dörr?"}) == 302
    assert Message.objects.get().written_by == answered.facilitator
    told = f"tell-{ground}"
    data = {"ground": ground, f"{told}-how": "letter", f"{told}-receipt": "brev"}
    assert post(answered, "voice_tell", data) == 302
    data = {"ground": ground, f"ground-{ground}-better": "no", f"ground-{ground}-words": "Nej."}
    assert post(answered, "voice_judge", data) == 302
    assert post(answered, "voice_words", {"ground": ground, "show": ""}) == 302
    assert Judgement.objects.get().shown
    assert post(answered, "voice_tell", {"ground": ground, "undo": ""}) == 302
    assert Ground.objects.get(pk=ground).told_at is None
    assert post(answered, "voice_onward", {"onward-to": answered.parties.outside.pk}) == 302
    assert post(answered, "voice_passed_on", {}) == 302
    assert Onward.objects.get().passed_on is None  # Not before the yes.
    assert post(answered, "voice_onward_answer", {"answer-yes": "yes",
                                                  "answer-asked": "phone"}) == 302  # fmt: skip
    assert post(answered, "voice_passed_on", {}) == 302
    assert Onward.objects.get().passed_on == timezone.localdate()
    correcting.correct(answered.voice, "Något helt annat.")
    assert post(answered, "voice_correction", {}) == 422
    assert post(answered, "voice_correction", {"accept": ""}) == 302
    assert not Correction.objects.exists()
    data = {"correct-text": "Rättat.", "correct-asked": "aloud"}
    assert post(answered, "voice_correct", data) == 302
    assert post(answered, "voice_withdraw", {}) == 422
    assert post(answered, "voice_withdraw", {"withdraw-asked": "writing"}) == 302
    answered.voice.refresh_from_db()
    assert answered.voice.visibility == "withdrawn"
    page = client(answered, "facilitator").get(reverse("voice_tending", args=[answered.voice.pk]))
    assert page.status_code == 404


def test_what_waits_for_those_who_look_after_it(answered: Scene) -> None:
    voice, url = answered.voice, reverse("voice_tending", args=[answered.voice.pk])

    def waits(role: str = "facilitator") -> int:
        return [item.url for item in todos(answered.who(role))].count(url)

    assert waits() == 0
    conversation.write(voice, "Hej?", by=None)
    assert (waits(), waits("other_facilitator"), waits("editor")) == (1, 0, 1)
    client(answered, "facilitator").get(url)
    assert waits() == 0
    correcting.correct(voice, "Nya ord.")
    asked = onward.ask(voice, answered.parties.outside, by=answered.facilitator)
    onward.answer(asked, yes=True)
    ground = Ground.objects.select_related("matter", "voice").get(voice=voice)
    judging.judge(ground, "no", words="Nej.", by=None)
    assert waits() == 1  # Three things wait on one page: one line.


def test_a_matter_that_stands_on_nothing_is_looked_at(answered: Scene) -> None:
    def asked() -> bool:
        urls = [item.url for item in todos(answered.who("facilitator"))]
        return any("gor=edit" in url for url in urls)

    for voice in Voice.objects.all():
        assert not asked()
        withdrawing.withdraw(voice)
    assert asked()
    assert 'id="sagt"' in Client().get(answered.matter.get_absolute_url()).content.decode()
    matter = Matter.objects.get(pk=answered.matter.pk)
    actions.edit_matter(matter, title="Ny", summary="", theme=None, by=answered.facilitator)
    assert not asked()


@pytest.mark.django_db
def test_days_are_told_apart() -> None:
    assert telling.seen("12:2026-03-01") == (12, timezone.localdate().replace(2026, 3, 1))
    for key in ("", "12", "x:2026-03-01", "12:igår", "9" * 13 + ":2026-03-01"):
        assert telling.seen(key) is None
    assert overdue().usual < timezone.localdate() - timedelta(days=10)
