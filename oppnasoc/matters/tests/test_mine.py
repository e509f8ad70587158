"""The page with the code, as a speaker without an account meets it."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from oppnasoc.matters import actions
from oppnasoc.matters.models import Ground, Judgement, Matter
from oppnasoc.voices import codes, conversation, doors, onward, withdrawing
from oppnasoc.voices.models import Correction, Message, Onward, Voice
from tests.town import make_voice

from .scene import Scene

CODE = "7K3MX9Q2PA"


@pytest.fixture
def scene(scene: Scene) -> Scene:
    Voice.objects.filter(pk=scene.voice.pk).update(
        code_digest=codes.digest(CODE), speaker="Kim", channel="web"
    )
    scene.voice.refresh_from_db()
    return scene


def ask(client: Client, code: str = CODE) -> Any:
    return client.post(reverse("code"), {"code": code}, follow=True)


@pytest.fixture
def noon() -> Iterator[None]:
    """The middle of an hour: no count begins anew while the test runs."""
    with time_machine.travel(timezone.now().replace(minute=30), tick=False):
        yield


@pytest.fixture
def speaker(scene: Scene) -> Client:
    client = Client()
    assert ask(client).status_code == 200
    return client


def answer(scene: Scene, verdict: str = "no") -> None:
    matter = Matter.objects.get(pk=scene.matter.pk)
    given: dict[str, Any] = {"reason": "Två tjänster är tomma.", "by": scene.manager}
    actions.answer(matter, "Vi kan inte lova det.", verdict=verdict, **given)


def page(client: Client) -> str:
    html: str = client.get(reverse("my_voice")).content.decode()
    return html


def test_what_came_of_it(scene: Scene) -> None:
    answer(scene)
    client = Client()
    seen = ask(client, codes.spell(CODE).lower()).content.decode()
    for words in ("Jag väntade i sju veckor.", "Kim", scene.matter.title, "Vi kan inte lova det.",
                  "Två tjänster är tomma."):  # fmt: skip
        assert words in seen
    ground = Ground.objects.get()
    assert (ground.told_how, ground.told_by) == ("code", None)


@pytest.mark.parametrize("visibility", ["held", "hidden"])
def test_what_is_not_public_yet(scene: Scene, visibility: str) -> None:
    answer(scene)
    Voice.objects.update(visibility=visibility, hidden_reason="Den pekar ut någon.")
    seen = ask(Client()).content.decode()
    assert ("Den pekar ut någon." in seen) == (visibility == "hidden")
    assert scene.matter.title not in seen
    assert Ground.objects.get().told_at is None


def test_the_code_stands_nowhere(scene: Scene) -> None:
    client = Client()
    response = ask(client)
    assert response.redirect_chain == [(reverse("my_voice"), 302)]
    assert CODE not in response.content.decode()
    assert CODE not in str(dict(client.session))
    assert "Jag väntade" not in Client().get(reverse("code"), {"code": CODE}).content.decode()


def test_closing_leaves_nothing(speaker: Client) -> None:
    assert "no-store" in speaker.get(reverse("my_voice"))["Cache-Control"]
    closed = speaker.post(reverse("code_close"))
    assert closed["Clear-Site-Data"] == '"cache"'
    assert speaker.get(reverse("my_voice")).status_code == 302
    assert "sju veckor" not in speaker.get(reverse("code")).content.decode()


def test_it_closes_itself(speaker: Client) -> None:
    now = timezone.now()
    for seconds, status in ((doors.IDLE - 5, 200), (doors.IDLE + 1, 302)):
        now += timedelta(seconds=seconds)
        with time_machine.travel(now, tick=False):
            assert speaker.get(reverse("my_voice")).status_code == status


@pytest.mark.parametrize(
    ("name", "field"), [("my_message", "message-text"), ("my_correction", "correct-text")]
)
def test_what_was_written_when_it_closed_is_kept(name: str, field: str, speaker: Client) -> None:
    late = timezone.now() + timedelta(seconds=doors.IDLE + 1)
    with time_machine.travel(late, tick=False):
        door = speaker.post(reverse(name), {field: "En lång berättelse."})
        assert door.status_code == 422
        assert "En lång berättelse." in door.content.decode()
        wrong = speaker.post(reverse("code"), {"code": "x", "kept": "En lång berättelse."})
        assert "En lång berättelse." in wrong.content.decode()
        assert not Message.objects.exists()
        again = speaker.post(reverse("code"), {"code": CODE, "kept": "En lång berättelse."})
        assert again.context["message_form"]["text"].value() == "En lång berättelse."
        assert "En lång berättelse." in again.content.decode()
        assert "berättelse" not in str(dict(speaker.session.items()))
        assert "berättelse" not in page(speaker)


def test_who_joined_reads_that_it_concerns_her_too(scene: Scene, speaker: Client) -> None:
    Voice.objects.filter(pk=scene.voice.pk).update(text="", kind="same")
    assert _("It concerns me too") in page(speaker)
    assert "<blockquote" not in page(speaker)


def test_signing_in_survives_closing(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.facilitator)
    ask(client)
    client.post(reverse("code_close"))
    assert client.get(reverse("todo")).status_code == 200


ACTS = ["my_message", "my_judgement", "my_way", "my_correction", "my_name", "my_onward"]


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_done_without_a_code(name: str, scene: Scene) -> None:
    before = list(Voice.objects.values())
    assert Client().post(reverse(name), {"text": "x"}).status_code == 302
    assert Client().get(reverse(name)).status_code == 405
    assert list(Voice.objects.values()) == before
    assert not Message.objects.exists()


def test_a_no_takes_the_matter_up_again(scene: Scene, speaker: Client) -> None:
    answer(scene)
    ground = Ground.objects.get()
    name = f"ground-{ground.pk}"
    data = {"ground": ground.pk, f"{name}-better": "no", f"{name}-take_up": "on"}
    failed = speaker.post(reverse("my_judgement"), data)
    assert failed.status_code == 422
    assert 'role="alert"' in failed.content.decode()
    assert not Judgement.objects.exists()
    data[f"{name}-words"] = "Jag fick en ny handläggare igen."
    assert speaker.post(reverse("my_judgement"), data).status_code == 302
    assert Matter.objects.get(pk=scene.matter.pk).status == "open"
    assert "Jag fick en ny handläggare igen." in page(speaker)


def test_only_ones_own_ground_is_judged(scene: Scene, speaker: Client) -> None:
    answer(scene)
    matter = Matter.objects.get(pk=scene.matter.pk)
    other = actions.ground(matter, make_voice("Jag med."), by=scene.facilitator)
    data = {"ground": other.pk, f"ground-{other.pk}-better": "no"}
    for asked in (data, {**data, "ground": "x"}, {**data, "ground": "9" * 30}, {}):
        assert speaker.post(reverse("my_judgement"), asked).status_code == 302
    assert not Judgement.objects.exists()


def test_messages_both_ways(scene: Scene, speaker: Client) -> None:
    conversation.write(scene.voice, "Vilken dörr menar du?", by=scene.facilitator)
    assert "Vilken dörr menar du?" in page(speaker)
    assert Message.objects.get().read_at is not None
    assert speaker.post(reverse("my_message"), {"message-text": ""}).status_code == 422
    speaker.post(reverse("my_message"), {"message-text": "Den vid hamnen."})
    assert conversation.unread().get().text == "Den vid hamnen."


def test_a_correction_that_adds_waits(scene: Scene, speaker: Client) -> None:
    url = reverse("my_correction")
    speaker.post(url, {"correct-text": "Jag väntade i nio veckor."})
    assert Correction.objects.get().text == "Jag väntade i nio veckor."
    assert Voice.objects.get().text == "Jag väntade i sju veckor."
    speaker.post(url, {"correct-text": "Jag väntade."})
    assert Voice.objects.get().text == "Jag väntade."
    assert not Correction.objects.exists()


def test_another_way_to_be_told(scene: Scene, speaker: Client) -> None:
    url = reverse("my_way")
    assert speaker.post(url, {"way-tell_by": "letter"}).status_code == 422
    speaker.post(url, {"way-tell_by": "letter", "way-address": "Storgatan 1"})
    voice = Voice.objects.select_related("reach").get()
    assert (voice.tell_by, voice.reach.address) == ("letter", "Storgatan 1")
    assert "Storgatan" not in page(speaker)
    speaker.post(url, {"way-tell_by": "code"})
    assert not hasattr(Voice.objects.get(), "reach")
    assert speaker.post(url, {"way-tell_by": "organisation"}).status_code == 422


def test_being_passed_on_is_for_her_to_say(scene: Scene, speaker: Client) -> None:
    onward.ask(scene.voice, scene.parties.outside, by=scene.facilitator)
    assert scene.parties.outside.name in page(speaker)
    speaker.post(reverse("my_onward"), {"no": ""})
    assert Onward.objects.get().yes is False
    # Each answer can be changed on the page, until it is passed on.
    assert 'name="yes"' in page(speaker)
    assert 'name="no"' not in page(speaker)
    speaker.post(reverse("my_onward"), {"yes": ""})
    assert Onward.objects.get().yes is True
    assert 'name="no"' in page(speaker)
    assert 'name="yes"' not in page(speaker)
    onward.passed_on(Onward.objects.get(), by=scene.facilitator)
    assert reverse("my_onward") not in page(speaker)


def test_taking_back(scene: Scene, speaker: Client) -> None:
    url = reverse("my_withdrawal")
    assert "sju veckor" in speaker.get(url).content.decode()
    assert speaker.post(url).status_code == 302
    voice = Voice.objects.get()
    assert (voice.visibility, voice.text, voice.speaker) == ("withdrawn", "", "")
    assert speaker.get(reverse("my_voice")).status_code == 302
    assert ask(Client()).status_code == 422


def test_the_name_is_taken_away(scene: Scene, speaker: Client) -> None:
    assert speaker.post(reverse("my_name")).status_code == 302
    assert Voice.objects.get().speaker == ""
    assert speaker.post(reverse("my_name")).status_code == 302


# --- Codes cannot be enumerated ---------------------------------------------------------------


def work(client: Client, code: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, ...]:
    """What a try costs and shows: status, page without its token, the tables asked, the HMACs."""
    real, digests = hmac.new, list[int]()

    def counted(key: bytes, *given: Any, **more: Any) -> Any:
        digests.append(1)
        return real(key, *given, **more)

    monkeypatch.setattr(hmac, "new", counted)
    with CaptureQueriesContext(connection) as asked:
        response = client.post(reverse("code"), {"code": code})
    monkeypatch.setattr(hmac, "new", real)
    html = re.sub(r'value="[^"]*"', "", response.content.decode())  # Token and what was typed.
    shapes = [re.sub(r"'[^']*'|\d+", "?", q["sql"]) for q in asked.captured_queries]
    return response.status_code, html, shapes, len(digests)


@pytest.mark.usefixtures("noon")
def test_a_wrong_code_tells_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no code, what nobody has and what was taken back: same text, same work."""
    _voice, gone = another()
    withdrawing.withdraw(_voice)
    client = Client()
    work(client, "ZZZZZZZZZZ", monkeypatch)  # What is made once for each process is made now.
    tries = ["AAAAAAAAAA", "fel", "x" * 900, "åäö%_'\"", codes.spell(gone), gone, "0000000000"]
    first, *others = [work(client, code, monkeypatch) for code in tries]
    assert first[0] == 422
    assert all(other == first for other in others)
    assert first[3] >= 1


def another() -> tuple[Voice, str]:
    code = codes.make()
    return Voice.objects.create(text="Hissen.", code_digest=codes.digest(code)), code


@pytest.mark.usefixtures("same_hour")
@pytest.mark.usefixtures("noon")
def test_after_twenty_wrong_tries_all_codes_wait(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    for n in range(doors.WRONG_TRIES):
        assert str(_("A person can help you to find what you said, without a code.")) not in (
            ask(client, f"FEL{n}").content.decode()
        ), n
    work(client, "AAAAAAAAAA", monkeypatch)
    right, wrong = (work(client, code, monkeypatch) for code in (CODE, "BBBBBBBBBB"))
    assert right == wrong
    assert (
        escape(_("There were many wrong codes from here. Wait an hour, or ask for help."))
        in right[1]
    )
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert ask(elsewhere).redirect_chain


@pytest.mark.usefixtures("same_hour")
def test_right_codes_are_never_counted(scene: Scene) -> None:
    for _each in range(doors.WRONG_TRIES + 5):
        assert ask(Client()).redirect_chain


def test_it_costs_little(scene: Scene, speaker: Client, django_assert_max_num_queries: Any) -> None:
    answer(scene)
    page(speaker)
    with django_assert_max_num_queries(20):
        page(speaker)
