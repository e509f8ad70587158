"""Quick questions: asked about a page, answered shortly, kept, or grown into matters."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from oppnasoc.groups.answering import who_answers
from oppnasoc.groups.models import Unit
from oppnasoc.groups.promise import Promise, Times
from oppnasoc.language.workdays import workdays_after
from oppnasoc.matters import daily, noticeboard, quick, quick_todo
from oppnasoc.matters.models import Answer, Ground, Matter
from oppnasoc.trail.models import Entry
from oppnasoc.ui.models import Municipality
from oppnasoc.voices import actions as voices
from oppnasoc.voices.models import Voice
from tests.town import ROLES

from .scene import LEADERS, Scene, day, refused

pytestmark = pytest.mark.django_db

ASKED = "Varför måste jag lämna in samma papper två gånger?"
ANSWER = "Det behöver du inte längre. Ett papper räcker."


def ask(scene: Scene, **given: Any) -> Voice:
    given = {"kind": "wonder", "group": scene.parties.group, **given}
    voice, _code = voices.say(ASKED, **given)
    return voice


def taken(scene: Scene, **given: Any) -> Matter:
    voice = ask(scene, **given)
    return quick.take(voice, ASKED, who=scene.parties.unit, by=scene.facilitator)


class TestTaking:
    def test_whoever_is_to_answer_is_asked_until_the_promised_day(self, scene: Scene) -> None:
        days = dict.fromkeys(Times.__dataclass_fields__, 3)
        Promise.objects.create(unit=Unit.objects.get(pk=scene.parties.unit.pk), **days)
        matter = taken(scene, about="/grupper/")
        assert matter.quick
        assert (matter.steward_id, matter.holder_id) == (scene.parties.group.pk,) * 2
        assert matter.asked_id == scene.parties.unit.pk
        assert matter.asked_until == matter.next_on == workdays_after(day(0), 3)
        assert matter.grounds.get().voice.visibility == Voice.Visibility.PUBLIC

    @pytest.mark.parametrize("kind", ["", "wonder", "lacks"])
    def test_questions_and_what_nobody_has_said_what_it_is(self, scene: Scene, kind: str) -> None:
        voice = ask(scene, kind=kind)
        assert quick.take(voice, ASKED, who=scene.parties.unit, by=scene.facilitator).quick

    @pytest.mark.parametrize("kind", ["bad", "good", "suggest"])
    def test_only_questions(self, scene: Scene, kind: str) -> None:
        voice = ask(scene, kind=kind)
        with refused(ValidationError):
            quick.take(voice, ASKED, who=scene.parties.unit, by=scene.facilitator)

    @pytest.mark.parametrize("role", ROLES)
    def test_by_those_who_may_open_matters(self, scene: Scene, role: str) -> None:
        voice = ask(scene)
        if role in LEADERS:
            assert quick.take(voice, ASKED, who=scene.parties.unit, by=scene.who(role)).quick
        else:
            with refused(PermissionDenied):
                quick.take(voice, ASKED, who=scene.parties.unit, by=scene.who(role))

    def test_on_the_site(self, scene: Scene) -> None:
        unit = Unit.objects.get(pk=scene.parties.unit.pk)
        voice = ask(scene, about=unit.get_absolute_url())
        client = Client()
        client.force_login(scene.facilitator)
        shown = client.get(f"/fragor/nytt-som-sagts/{voice.pk}/")
        assert shown.context["take"].initial["who"] == unit.pk  # Who answers for the page.
        named = f'Det gäller sidan <a href="{unit.get_absolute_url()}">{unit.name}</a>.'
        assert named in shown.content.decode()
        url = f"/fragor/nytt-som-sagts/{voice.pk}/snabb-fraga/"
        empty = client.post(url, {"take-title": "", "take-who": unit.pk})
        assert empty.status_code == 422
        done = client.post(url, {"take-title": ASKED, "take-who": unit.pk})
        assert done["Location"] == Matter.objects.get(quick=True).get_absolute_url()
        assert named in Client().get(done["Location"]).content.decode()

    def test_whoever_answers_herself_comes_straight_to_it(self, scene: Scene) -> None:
        voice = ask(scene)
        client = Client()
        client.force_login(scene.facilitator)
        url = f"/fragor/nytt-som-sagts/{voice.pk}/snabb-fraga/"
        done = client.post(url, {"take-title": ASKED, "take-who": scene.parties.group.pk})
        page = client.get(done["Location"]).content.decode()
        assert 'name="reply-text"' in page or 'name="text"' in page

    def test_somebodys_own_case_is_never_shown(self, scene: Scene) -> None:
        Municipality.objects.update_or_create(pk=1, defaults={"help_phone": "08-123 45 67"})
        voice, code = voices.say("När får jag mitt beslut?", kind="wonder")
        client = Client()
        client.force_login(scene.facilitator)
        done = client.post(f"/fragor/nytt-som-sagts/{voice.pk}/eget-liv/")
        assert done["Location"] == "/fragor/nytt-som-sagts/"
        voice.refresh_from_db()
        assert voice.visibility == Voice.Visibility.HIDDEN
        speaker = Client()
        page = speaker.post(reverse("code"), {"code": code}, follow=True).content.decode()
        assert "ring" in voice.hidden_reason.lower()
        assert voice.hidden_reason in page
        assert page.index(voice.hidden_reason) < page.index("08-123 45 67") < page.index("</main>")
        assert not Matter.objects.filter(quick=True).exists()


class TestReplying:
    def test_whoever_asked_reads_the_answer_and_says_whether_it_helped(self, scene: Scene) -> None:
        voice, code = voices.say(ASKED, kind="wonder", group=scene.parties.group)
        matter = quick.take(voice, ASKED, who=scene.parties.unit, by=scene.facilitator)
        quick.reply(matter, ANSWER, by=scene.people["staff"])
        speaker = Client()
        page = speaker.post(reverse("code"), {"code": code}, follow=True).content.decode()
        assert ANSWER in page
        assert "Hjälpte svaret?" in page
        assert "Ja, det hjälpte" in page
        assert ": <b>besvarad" not in page
        assert "Svar: Besvarad" not in page
        assert "Blev det bättre?" not in page
        (standing,) = noticeboard.standings([matter], day(0)).values()
        assert standing.state == "Besvarad"
        ground = voice.grounds.get()
        said = {"ground": ground.pk, f"ground-{ground.pk}-better": "no"}
        told = speaker.post("/min-kod/synpunkt/blev-det-battre/", said, follow=True)
        assert "Du har svarat: Nej, det hjälpte inte." in told.content.decode()

    def test_whoever_is_asked_answers_at_once(self, scene: Scene) -> None:
        matter = taken(scene)
        given = quick.reply(matter, ANSWER, by=scene.people["staff"])
        matter.refresh_from_db()
        assert (matter.status, matter.holder_id) == (Matter.Status.CLOSED, scene.parties.unit.pk)
        assert (given.verdict, given.reason, given.review_on) == ("answered", "", day(365))
        ground = Ground.objects.get(matter=matter)
        assert ground.owed_since == day(0)  # Whoever asked is told, as everybody.

    @pytest.mark.parametrize("role", ROLES)
    def test_by_those_who_may(self, scene: Scene, role: str) -> None:
        matter = taken(scene)
        if role in {"staff", "manager", "facilitator", "secretary"}:
            assert quick.reply(matter, ANSWER, by=scene.who(role)).pk
        else:
            with refused(PermissionDenied):
                quick.reply(matter, ANSWER, by=scene.who(role))

    def test_no_plain_answer_to_a_matter_that_is_followed(self, scene: Scene) -> None:
        with refused(ValidationError):
            quick.reply(scene.matter, ANSWER, by=scene.manager)

    def test_an_empty_answer_is_told_at_its_field(self, scene: Scene) -> None:
        matter = taken(scene)
        client = Client()
        client.force_login(scene.people["staff"])
        url = f"/fragor/{matter.pk}/svara-snabbt/"
        sent = {"reply-seen": matter.revision, "reply-text": " ", "reply-review_on": day(30)}
        failed = client.post(url, sent)
        assert failed.status_code == 422
        assert not Answer.objects.filter(matter=matter).exists()
        client.post(url, {**sent, "reply-text": ANSWER})
        page = Client().get(matter.get_absolute_url()).content.decode()
        assert ANSWER in page
        assert "Hjälpte svaret?" in page


class TestAfterwards:
    def test_without_an_answer_it_grows_and_is_late(self, scene: Scene) -> None:
        matter = taken(scene)
        assert matter.next_on is not None
        assert daily.let_quick_questions_grow(matter.next_on) == 0
        after = day(30)
        assert daily.let_quick_questions_grow(after) == 1
        assert daily.let_quick_questions_grow(after) == 0
        matter.refresh_from_db()
        assert not matter.quick
        entry = Entry.objects.get(kind="matters.grew")
        assert entry.data == {"late": True}
        assert entry.actor is None

    def test_lists_keep_them_apart(self, scene: Scene) -> None:
        matter = taken(scene)

        def listed(show: str) -> bool:
            return matter.title in Client().get(f"/fragor/?visa={show}").content.decode()

        assert [show for show in ("", "vantar", "snabba", "svar") if listed(show)] == ["snabba"]
        quick.grow(matter, by=scene.facilitator)
        assert [show for show in ("", "vantar", "snabba", "svar") if listed(show)] == ["", "vantar"]

    def test_an_old_answer_says_so_and_is_looked_at_again(self, scene: Scene) -> None:
        matter = taken(scene)
        given = quick.reply(matter, ANSWER, by=scene.people["staff"], review_on=day(1))
        assert quick_todo.to_look_at_again(scene.people["staff"]) == []
        Answer.objects.filter(pk=given.pk).update(review_on=day(0))
        assert "kan ha ändrats" in Client().get(matter.get_absolute_url()).content.decode()
        [waits] = quick_todo.to_look_at_again(scene.people["staff"])
        assert matter.title in waits.title
        quick.still_right(Matter.objects.get(pk=matter.pk), by=scene.people["staff"])
        assert quick_todo.to_look_at_again(scene.people["staff"]) == []
        assert "kan ha ändrats" not in Client().get(matter.get_absolute_url()).content.decode()

    def test_whether_it_helped_is_counted_from_our_own_page_only(self, scene: Scene) -> None:
        matter = taken(scene)
        client = Client(enforce_csrf_checks=True)
        url = f"/fragor/{matter.pk}/hjalpte/"
        assert client.post(url, {"yes": ""}).status_code == 404  # Nothing is answered yet.
        given = quick.reply(matter, ANSWER, by=scene.people["staff"])
        assert client.post(url, {"yes": ""}).status_code == 200
        no = client.post(url, {"no": ""}).content.decode()
        assert f"/sag-nagot/?om={matter.get_absolute_url()}" in no
        headers = {"Origin": "https://elsewhere.example"}
        assert client.post(url, {"yes": ""}, headers=headers).status_code == 403
        given.refresh_from_db()
        assert (given.helped, given.helped_not) == (1, 1)

    def test_more_from_one_network_count_no_longer(
        self, scene: Scene, same_hour: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("oppnasoc.matters.quick_views.PER_DAY", 2)
        matter = taken(scene)
        given = quick.reply(matter, ANSWER, by=scene.people["staff"])
        for _ in range(5):
            Client().post(f"/fragor/{matter.pk}/hjalpte/", {"yes": ""})
        given.refresh_from_db()
        assert given.helped == 2


class TestTheDoor:
    @pytest.mark.parametrize(
        ("asked", "kept"),
        [
            ("/grupper/", "/grupper/"),
            ("/fragor/?visa=svar", "/fragor/"),
            ("https://elsewhere.example/", ""),
            ("//elsewhere.example/", ""),
            ("/konto/", ""),
            ("/min-kod/synpunkt/", ""),
            ("/samtal/kvitto/", ""),
            ("/samtal/mitt-inlagg/", ""),
            ("/samtal/fraga/1/", "/samtal/fraga/1/"),
            ("/att-gora/", ""),
            ("/finns-inte/", ""),
            ("/" + "a" * 300 + "/", ""),
            ("\x00", ""),
        ],
    )
    def test_only_open_pages_are_asked_about(self, asked: str, kept: str) -> None:
        shown = Client().get("/sag-nagot/", {"om": asked})
        assert shown.context["door"].about == kept

    def test_what_is_sent_keeps_its_page(self, scene: Scene) -> None:
        group = scene.parties.group
        client = Client()
        page = client.get(group.get_absolute_url()).content.decode()
        door = f"/sag-nagot/?om={group.get_absolute_url()}"
        assert door in page
        named = f'sidan <a href="{group.get_absolute_url()}">{group.name}</a>'
        assert named in client.get(door).content.decode()
        assert (
            '<a href="/grupper/">den här sidan</a>'
            in client.get("/sag-nagot/?om=/grupper/").content.decode()
        )
        sent = {"text": ASKED, "kind": "lacks", "tell_by": "not", "send": "1"}
        assert client.post(door, sent).status_code == 302
        voice = Voice.objects.get(text=ASKED)
        assert (voice.about, voice.group_id) == (group.get_absolute_url(), group.pk)

    def test_one_s_own_pages_are_nobodys_to_ask_about(self, scene: Scene) -> None:
        client = Client()
        client.force_login(scene.people["participant"])
        assert "?om=" not in client.get("/att-gora/").content.decode()

    def test_an_answer_that_is_kept_is_offered_first(self, scene: Scene) -> None:
        from oppnasoc.search import index

        matter = taken(scene)
        quick.reply(matter, ANSWER, by=scene.people["staff"])
        index.rebuild()
        page = Client().post("/sag-nagot/", {"text": ASKED, "kind": "wonder"}).content.decode()
        assert ANSWER in page
        assert page.index(ANSWER) < page.index("Skicka")
        Answer.objects.update(review_on=day(0))
        old = Client().post("/sag-nagot/", {"text": ASKED, "kind": "wonder"}).content.decode()
        assert ANSWER not in old

    def test_a_page_says_what_was_changed_because_of_a_remark(
        self, scene: Scene, django_capture_on_commit_callbacks: Any
    ) -> None:
        here = scene.parties.group.get_absolute_url()
        matter = taken(scene, about=here, kind="lacks")
        before = Client().get(here).content.decode()
        assert "för att någon sa till" not in before
        with django_capture_on_commit_callbacks(execute=True):
            quick.reply(matter, ANSWER, by=scene.people["staff"], changed_page=True)
        after = Client().get(here).content.decode()
        assert "Det här ändrades för att någon sa till" in after
        assert matter.get_absolute_url() in after
        assert "för att någon sa till" not in Client().get("/grupper/").content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            voices.set_aside(matter.grounds.get().voice, "Namn.", by=scene.facilitator)
        assert "för att någon sa till" not in Client().get(here).content.decode()


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("group", "group"),
        ("unit", "unit"),
        ("post", "post"),
        ("organisation", "organisation"),
    ],
)
def test_who_answers_for_a_page(scene: Scene, path: str, who: str) -> None:
    party = getattr(scene.parties, who)
    found = who_answers(party.get_absolute_url())
    assert found is not None
    assert found.pk == party.pk


def test_who_answers_for_a_matter_and_for_nothing(scene: Scene) -> None:
    found = who_answers(scene.matter.get_absolute_url())
    assert found is not None
    assert found.pk == scene.matter.holder_id
    assert who_answers("/om/") is None
    assert who_answers("/fragor/99999999/") is None
    Matter.objects.update(visibility="hidden")
    assert who_answers(scene.matter.get_absolute_url()) is None
