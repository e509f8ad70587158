"""Reports: what they tell is true, stays as it was, and shows nobody what she may not see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.matters import actions as matters
from oppnasoc.matters.models import Judgement, Matter, Note, Step
from oppnasoc.matters.tests.scene import Scene, day, make_scene, refused
from oppnasoc.meetings.models import Meeting
from oppnasoc.reports import actions
from oppnasoc.reports.happened import Scope, gather
from oppnasoc.reports.models import Report
from oppnasoc.reports.shown import Item, Part, Shown
from oppnasoc.reports.slides import slides_of
from oppnasoc.reports.views import when
from oppnasoc.search import index
from oppnasoc.search.finding import find
from oppnasoc.trail.actions import Stale
from oppnasoc.voices.models import Voice
from tests.paper import read_paper
from tests.town import ROLES, make_matter, make_voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    made = make_scene()
    Matter.objects.update(opened_on=day(-30))
    Voice.objects.update(said_on=day(-31))
    return made


def scope(scene: Scene, **more: Any) -> Scope:
    return Scope(day(-60), day(0), **more)


def draft(scene: Scene, **more: Any) -> Report:
    given = {"begins": day(-60), "ends": day(0), "by": scene.who("editor"), **more}
    return actions.make("Vad har hänt?", **given)


def published(scene: Scene, **more: Any) -> Report:
    return actions.publish(draft(scene, **more), by=scene.who("editor"))


class TestWhatItTells:
    def test_raised_answered_changed_late_and_met(self, scene: Scene) -> None:
        matters.answer(scene.matter, "Ja.", verdict="yes", what="Vi ringer.", by=scene.manager)
        no = make_matter("Får vi mer tid?", scene.parties.group, scene.parties.unit)
        matters.answer(no, "Nej.", verdict="no", reason="Ingen plats.", by=scene.manager)
        ours = (scene.parties.group, scene.parties.unit)
        used = make_matter("Stolar i kön?", *ours, status="in_use")
        Step.objects.create(
            matter=used, status="in_use", text="Fem stolar.", evidence="Bild.", taken_on=day(-1)
        )
        late = make_matter("Vem svarar?", *ours, next_on=day(-3))
        why = Note.objects.create(matter=late, text="Hon är sjuk.")
        Matter.objects.filter(pk=late.pk).update(why_late=why)
        Meeting.objects.create(
            group=scene.parties.group, title="Möte", held_on=day(-2), status="held"
        )
        told = gather(scope(scene))
        assert told["numbers"] == {
            "raised": 4, "answered": 2, "changed": 1, "late": 1,
            "meetings": 1, "people": 1, "seats": 0,
        }  # fmt: skip
        assert told["verdicts"] == {"yes": 1, "no": 1}
        assert [row["reason"] for row in told["answered"] if row["verdict"] == "no"] == [
            "Ingen plats."
        ]
        assert told["changed"][0]["evidence"] == "Bild."
        assert told["late"][0]["why"] == "Hon är sjuk."

    def test_only_its_days_its_group_and_what_is_public(self, scene: Scene) -> None:
        make_matter("Dold fråga?", scene.parties.group, scene.parties.unit, visibility="hidden")
        make_matter("Annan grupp?", scene.parties.other_group, scene.parties.unit)
        titles = [r["title"] for r in gather(scope(scene, group=scene.parties.group.pk))["raised"]]
        assert titles == [scene.matter.title]
        before = gather(Scope(day(-90), day(-60)))
        assert before["numbers"]["raised"] == 0

    def test_no_persons_name_is_kept(self, scene: Scene) -> None:
        matters.answer(scene.matter, "Ja.", verdict="yes", what="Vi ringer.", by=scene.manager)
        Voice.objects.update(speaker="Kanarienamnet")
        kept = str(gather(scope(scene)))
        assert scene.manager.name not in kept
        assert "Kanarienamnet" not in kept

    def test_few_judgements_are_not_told(self, scene: Scene) -> None:
        ground = scene.matter.grounds.get()
        for n in range(4):
            Judgement.objects.create(ground=ground, better="yes", outcome_on=day(-n))
        assert gather(scope(scene))["better"] == {}
        Judgement.objects.create(ground=ground, better="yes", outcome_on=day(-9))
        assert gather(scope(scene))["better"] == {"yes": 5}
        Judgement.objects.create(ground=ground, better="no", outcome_on=day(-10))
        assert gather(scope(scene))["better"] == {}

    @pytest.mark.parametrize("count", [3, 30])
    def test_queries(self, scene: Scene, count: int, django_assert_max_num_queries: Any) -> None:
        for n in range(count):
            made = make_matter(f"Nr {n}", scene.parties.group, scene.parties.unit)
            matters.answer(made, "Nej.", verdict="no", reason="Så.", by=scene.manager)
        with django_assert_max_num_queries(10):
            gather(scope(scene))


class TestWriting:
    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("whole", [True, False])
    def test_who_may(self, scene: Scene, role: str, whole: bool) -> None:
        given: dict[str, Any] = {"by": scene.who(role)}
        if not whole:
            given["group"] = scene.parties.group
        may = {"editor", "manager"} if whole else {"editor", "facilitator", "secretary"}
        if role in may:
            assert draft(scene, **given).pk
        else:
            with refused(PermissionDenied):
                draft(scene, **given)

    def test_what_is_published_stays_as_it_was(self, scene: Scene) -> None:
        report = published(scene)
        before = report.kept
        make_matter("Senare?", scene.parties.group, scene.parties.unit, opened_on=day(-1))
        actions.write(
            report, title="Nytt namn", introduction="Hej.", quotes=[], by=scene.who("editor")
        )
        actions.withdraw(report, by=scene.who("editor"))
        actions.publish(report, by=scene.who("editor"))
        report.refresh_from_db()
        assert report.kept == before
        assert "Senare?" not in Client().get(report.get_absolute_url()).content.decode()

    def test_a_matter_that_is_hidden_later_is_not_shown(self, scene: Scene) -> None:
        report = published(scene)
        page = Client().get(report.get_absolute_url()).content.decode()
        assert scene.matter.title in page
        Matter.objects.update(visibility="hidden")
        page = Client().get(report.get_absolute_url()).content.decode()
        assert scene.matter.title not in page

    def test_a_quotation_goes_when_its_words_are_taken_back(self, scene: Scene) -> None:
        report = published(scene)
        given: dict[str, Any] = {"title": "Vad har hänt?", "introduction": ""}
        by = scene.who("editor")
        actions.write(report, quotes=[scene.voice], by=by, **given)
        shown = Client().get(report.get_absolute_url()).content.decode()
        assert scene.voice.text in shown
        Voice.objects.filter(pk=scene.voice.pk).update(visibility="withdrawn")
        assert scene.voice.text not in Client().get(report.get_absolute_url()).content.decode()
        held = make_voice("Väntar.", visibility="held")
        with refused(ValidationError):
            actions.write(report, quotes=[held], by=by, **given)

    def test_nobody_overwrites_another_unseen(self, scene: Scene) -> None:
        report, by = draft(scene), scene.who("editor")
        same = Report.objects.get(pk=report.pk)
        given: dict[str, Any] = {"introduction": "", "quotes": [], "by": by}
        actions.write(report, title="Första", **given)
        with refused(Stale):
            actions.write(same, title="Andra", **given)

    @pytest.mark.parametrize(
        ("field", "given"),
        [
            ("title", {}),
            ("ends", {"ends": day(-90)}),
            ("begins", {"begins": day(5), "ends": day(9)}),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(
        self, scene: Scene, field: str, given: dict[str, Any]
    ) -> None:
        days = {"begins": day(-60), "ends": day(0), **given}
        title = " " if field == "title" else "Rapport"
        with pytest.raises(ValidationError) as caught:
            actions.make(title, by=scene.who("editor"), **days)
        assert field in caught.value.message_dict


class TestPages:
    def test_a_draft_is_for_those_who_write_it(self, scene: Scene) -> None:
        report = draft(scene)
        for role in ROLES:
            client = Client()
            if role != "anonymous":
                client.force_login(scene.who(role))
            expected = 200 if role in {"editor", "manager"} else 404
            for path in ("", "pdf/", "bilder/"):
                url = report.get_absolute_url() if not path else f"/vad-har-hant/{report.pk}/{path}"
                assert client.get(url).status_code == expected, (role, path)
        index.rebuild()
        assert report.title not in str(find("hänt"))

    def test_written_published_and_found(self, scene: Scene) -> None:
        client = Client()
        client.force_login(scene.who("editor"))
        sent = {"title": "Våren hos oss", "begins": day(-60), "ends": day(0)}
        empty = client.post("/vad-har-hant/ny/", {**sent, "title": ""})
        assert empty.status_code == 422
        made = client.post("/vad-har-hant/ny/", sent)
        report = Report.objects.get()
        assert made["Location"] == f"/vad-har-hant/{report.pk}/skriv/"
        words: dict[str, Any] = {
            "title": "Våren hos oss",
            "introduction": "Det hände mycket.\n\nOch lite till.",
        }
        words |= {"quotes": [scene.voice.pk], "seen": report.revision}
        assert client.post(made["Location"], words).status_code == 302
        client.post(f"/vad-har-hant/{report.pk}/publicera/")
        page = Client().get(report.get_absolute_url()).content.decode()
        assert "Det hände mycket." in page
        assert scene.voice.text in page
        index.rebuild()
        assert [hit.kind for hit in find("våren").hits] == ["report"]
        paper = Client().get(f"/vad-har-hant/{report.pk}/pdf/")
        assert scene.voice.text in " ".join(read_paper(paper.getvalue()).text.split())
        slides = Client().get(f"/vad-har-hant/{report.pk}/bilder/").content.decode()
        assert scene.voice.text in slides
        client.post(f"/vad-har-hant/{report.pk}/ta-tillbaka/")
        back = Client().get(report.get_absolute_url())
        assert back.status_code == 410, "everybody could read it once"
        assert report.title not in back.content.decode()
        assert Client().get(reverse("report_pdf", args=[report.pk])).status_code == 404

    def test_whoever_chooses_reads_who_said_it(self, scene: Scene) -> None:
        Voice.objects.update(speaker="Asta")
        client = Client()
        client.force_login(scene.who("editor"))
        page = client.get(f"/vad-har-hant/{draft(scene).pk}/skriv/").content.decode()
        assert f"{scene.voice.text} – Asta, " in page

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            (date(2026, 5, 11), date(2026, 11, 8), "11 maj – 8 november 2026"),
            (date(1999, 1, 1), date(1999, 6, 30), "1 januari – 30 juni 1999"),
            (date(1999, 9, 1), date(2026, 3, 1), "1 september 1999 – 1 mars 2026"),
        ],
    )
    def test_each_year_once(self, first: date, last: date, words: str) -> None:
        assert when(first, last) == words

    def test_a_slide_has_room_for_what_stands_on_it(self) -> None:
        long = Part("svar", "Svar", items=[Item(f"{n}", "/", "Text.") for n in range(5)])
        short = Part("tagits-upp", "Togs upp", items=[Item(f"{n}", "/") for n in range(5)])
        meetings = Part("moten", "Möten", items=short.items)
        made = slides_of(Shown([], [long, short, meetings], [], []))
        assert [(len(s.items), s.has_more) for s in made] == [
            (0, False), (0, False), (3, True), (5, False),
        ]  # fmt: skip

    def test_two_at_once(self, scene: Scene) -> None:
        report = draft(scene)
        client = Client()
        client.force_login(scene.who("editor"))
        seen = report.revision
        given: dict[str, Any] = {"introduction": "", "quotes": [], "by": scene.who("editor")}
        actions.write(report, title="Min", **given)
        sent = {"title": "Din", "introduction": "Kvar.", "seen": seen}
        second = client.post(f"/vad-har-hant/{report.pk}/skriv/", sent)
        assert second.status_code == 422
        assert "Kvar." in second.content.decode()

    def test_any_period(self, scene: Scene) -> None:
        today = timezone.localdate()
        asked: dict[str, Any] = {"fran": today - timedelta(days=60), "till": today}
        page = Client().get("/vad-har-hant/period/", asked)
        assert page.status_code == 200
        assert scene.matter.title in page.content.decode()
        wrong = Client().get("/vad-har-hant/period/", {**asked, "fran": today + timedelta(days=2)})
        assert wrong.status_code == 422
        for odd in ({}, {"fran": "igår"}, {**asked, "grupp": "999999"}, {**asked, "tema": "\x00"}):
            assert Client().get("/vad-har-hant/period/", odd).status_code == 422
