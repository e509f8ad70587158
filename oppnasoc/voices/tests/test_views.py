"""The one door: say something, the receipt, and what came of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext_lazy

from oppnasoc.matters import actions as matter_actions
from oppnasoc.voices import actions, codes
from oppnasoc.voices.models import Voice
from tests.town import make_matter, make_parties, make_people

pytestmark = pytest.mark.django_db

SAY, RECEIPT, CODE = "/sag-nagot/", "/sag-nagot/tack/", "/min-kod/"
WAITS = gettext_lazy("A person will read it on the next working day. Come back then.")
SCRIPT = "<script>alert(1)</script>"


def ask(code: str) -> str:
    answer = Client().post(CODE, {"code": code})
    assert answer.status_code == 200
    return answer.content.decode()


def test_said_and_followed() -> None:
    client = Client()
    assert client.get(SAY).status_code == 200
    answer = client.post(SAY, {"text": f"Hissen står still. {SCRIPT}"})
    assert answer["Location"] == RECEIPT
    html = client.get(RECEIPT).content.decode()
    voice = Voice.objects.get()
    assert voice.visibility == "held"
    shown = html.split('class="code"')[1].split("<b>")[1].split("</b>")[0]
    assert actions.find(shown) == voice
    assert client.get(RECEIPT).status_code == 200  # It may be looked at again.
    assert Client().get(RECEIPT)["Location"] == SAY
    page = ask(shown.lower().replace("-", " "))
    assert "&lt;script&gt;" in page
    assert SCRIPT not in page
    assert str(WAITS) in page


@pytest.mark.parametrize(
    "data",
    [
        {"text": ""},
        {"text": "   "},
        {"text": "x" * 5001},
        {"text": "Hej", "kind": "x"},
        {"text": "Hej", "speaker": "x" * 81},
        {"text": "a\x00b"},
    ],
)
def test_an_error_keeps_what_was_written(data: dict[str, str]) -> None:
    answer = Client().post(SAY, {"kind": "", "speaker": "Kimkanarie", **data})
    html = answer.content.decode()
    assert 'role="alert"' in html
    assert ("x" * 81 if "speaker" in data else "Kimkanarie") in html
    assert data["text"].strip().replace("\x00", "") in html or "\x00" in data["text"]
    assert not Voice.objects.exists()


@pytest.mark.parametrize("grupp", ["", "brukargruppen", "finns-inte", "%00", "%F0%9F", "x" * 500])
def test_which_group_looks_first(grupp: str) -> None:
    parties = make_parties()
    answer = Client().post(f"{SAY}?grupp={grupp}", {"text": "Hissen."})
    assert answer.status_code == 302
    expected = parties.group if grupp == "brukargruppen" else None
    assert Voice.objects.get().group == expected
    assert Client().get(f"{SAY}?grupp={grupp}").status_code == 200


def test_a_browser_says_only_what_the_form_asks() -> None:
    parties = make_parties()
    data = {"text": "Hissen.", "organisation": parties.organisation.pk, "channel": "paper",
            "visibility": "public", "people_count": "900"}  # fmt: skip
    Client().post(SAY, data)
    voice = Voice.objects.get()
    assert (voice.organisation, voice.channel, voice.visibility, voice.people_count) == (
        None,
        "web",
        "held",
        1,
    )


@pytest.mark.parametrize("code", ["", "fel", "ABCDE-FGH12", "x" * 500, "\x00"])
def test_a_code_that_nobody_has(code: str) -> None:
    actions.say("Hissen.")
    html = ask(code)
    assert "Hissen" not in html
    assert 'role="alert"' in html


def test_a_code_never_stands_in_an_address() -> None:
    _voice, code = actions.say("Hissen.")
    assert "Hissen" not in Client().get(f"{CODE}?code={code}").content.decode()


def test_each_state_of_a_voice() -> None:
    parties = make_parties()
    people = make_people(parties)
    voice, code = actions.say("Hissen.", speaker="Kim")
    assert str(WAITS) in ask(code)
    actions.set_aside(voice, f"Den pekar ut någon. {SCRIPT}", by=people["editor"])
    html = ask(code)
    assert "Den pekar ut någon." in html
    assert SCRIPT not in html
    assert str(WAITS) not in html

    actions.publish_voice(voice, by=people["editor"])
    matter = make_matter("Varför står hissen still?", parties.group, parties.unit)
    matter_actions.ground(matter, voice, by=people["editor"])
    html = ask(code)
    assert matter.get_absolute_url() in html
    assert "Ligger hos" in html
    matter_actions.answer(matter, "Nej.", verdict="no", reason="Ty.", by=people["manager"])
    assert "<b>nej</b>" in ask(code)
    matter_actions.set_visibility(matter, public=False, by=people["editor"])
    assert matter.title not in ask(code)


def test_set_aside_under_a_matter_says_why() -> None:
    parties = make_parties()
    people = make_people(parties)
    voice, code = actions.say("Hissen.")
    actions.publish_voice(voice, by=people["editor"])
    matter = make_matter("Varför står hissen still?", parties.group, parties.unit)
    matter_actions.ground(matter, voice, by=people["editor"])
    actions.set_aside(voice, "Den pekar ut någon.", by=people["editor"])
    html = ask(code)
    assert "Den pekar ut någon." in html


@pytest.mark.parametrize("visibility", ["held", "hidden"])
def test_what_waits_or_is_set_aside_is_nowhere_public(visibility: str) -> None:
    parties = make_parties()
    people = make_people(parties)
    voice, _code = actions.say("kanarieröst", speaker="kanarienamn", group=parties.group)
    matter = make_matter("Varför står hissen still?", parties.group, parties.unit)
    matter_actions.ground(matter, voice, by=people["editor"])
    if visibility == "hidden":
        actions.set_aside(voice, "kanarieskäl", by=people["editor"])
    urls = ["/", "/fragor/", "/moten/", "/grupper/", SAY, CODE, RECEIPT]
    urls += [matter.get_absolute_url(), parties.group.get_absolute_url()]
    urls += [parties.unit.get_absolute_url(), reverse("voice", args=[voice.pk])]
    for person in (None, people["participant"], people["member"], people["manager"]):
        client = Client()
        if person:
            client.force_login(person)
        for url in urls:
            assert "kanarie" not in client.get(url).content.decode(), url


@pytest.mark.parametrize("url", [SAY, CODE, RECEIPT])
def test_nothing_of_it_is_kept_by_the_browser(url: str) -> None:
    assert "no-store" in Client().get(url)["Cache-Control"]


@pytest.mark.parametrize("url", [SAY, CODE])
def test_other_methods_are_refused(url: str) -> None:
    assert Client().put(url).status_code == 405


def test_the_page_of_a_code_costs_little(django_assert_max_num_queries: object) -> None:
    parties = make_parties()
    people = make_people(parties)
    voice, code = actions.say("Hissen.")
    actions.publish_voice(voice, by=people["editor"])
    for n in range(5):
        matter = make_matter(f"Fråga {n}?", parties.group, parties.unit)
        matter_actions.ground(matter, voice, by=people["editor"])
        matter_actions.answer(matter, "Ja.", verdict="yes", by=people["manager"])
    ask(code)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert ask(codes.spell(code)).count("<h3>") == 5
