"""The demo municipality: loads once, fast, true to the rules, and fresh on any day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from oppnasoc.groups.models import (
    Allotment,
    Group,
    Membership,
    Mission,
    Organisation,
    Outside,
    Party,
    Place,
    Post,
    Spell,
    Theme,
    Tie,
    Unit,
    Version,
)
from oppnasoc.language.sentences import sentences
from oppnasoc.matters.models import Answer, Credit, Matter, Note, Proposal, Step
from oppnasoc.meetings.models import Attendee, Draft, Meeting, Minutes, Original, Point, Release
from oppnasoc.news.models import Newsletter
from oppnasoc.news.models import Post as News
from oppnasoc.pages import demo
from oppnasoc.pages.demo.reading import DATA, Week, office_day
from oppnasoc.people.models import User
from oppnasoc.trail.kinds import registry
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Inquiry, Slip, Voice

from .written import forget, written_files

STOCKHOLM = ZoneInfo("Europe/Stockholm")
#: Names and a number that stand in the notes, or in what waits, and never on a page.
CANARIES = (
    "Sillfors", "Ugglemark", "Kvistgren", "Mårtenlod", "Rapsgård", "06 23", "Törnbock",
    "Grävlund", "Lakevik", "Snöborg",
)  # fmt: skip
PICTURES = DATA.parent / "pictures"
TWO_YEARS = timedelta(weeks=100)


def published_texts() -> str:
    """Every text of the demo that a visitor can read."""
    texts: list[str] = []
    for model, fields in (
        (Point.objects.filter(minutes__status="published"), ("text", "answer")),
        (Attendee.objects.all(), ("name", "organisation", "role")),
        (Voice.objects.published(), ("text", "speaker")),
        (Matter.objects.published(), ("title", "summary")),
        (Note.objects.all(), ("text",)),
        (Answer.objects.all(), ("text", "reason", "turn_to")),
        (Step.objects.all(), ("text", "evidence", "picture_shows", "file_title")),
        (Proposal.objects.all(), ("text", "why")),
        (Group.objects.all(), ("summary", "why", "who", "how", "outcome", "status_reason")),
        (Organisation.objects.all(), ("summary", "does", "offers")),
        (Outside.objects.all(), ("summary", "does")),
        (Unit.objects.all(), ("summary", "does")),
        (Meeting.objects.all(), ("title", "practical")),
        (News.objects.filter(live=True), ("title", "summary", "easy_read", "correction")),
        (Newsletter.objects.published(), ("title", "introduction")),
    ):
        texts += [text for row in model.values_list(*fields) for text in row]
    return "\n".join(texts)


class TestTown(TestCase):
    """What a loaded town holds; it is loaded once for all of these."""

    @classmethod
    def setUpTestData(cls) -> None:
        demo.load()
        cls.addClassCleanup(forget, written_files())

    def test_the_town_is_as_large_as_promised(self) -> None:
        assert Group.objects.count() >= 12
        assert Organisation.objects.count() == 8
        assert Organisation.objects.filter(reveals_health=True).count() >= 3
        assert 6 <= Unit.objects.count() <= 8
        assert Theme.objects.count() >= 6
        assert Place.objects.exclude(directions="").count() == 7
        assert Minutes.objects.count() >= 30
        assert Outside.objects.count() >= 4
        assert Meeting.objects.filter(status="planned").count() >= 4
        assert Matter.objects.count() >= 50
        for status in Group.Status:
            assert Group.objects.filter(status=status).exists()

    def test_it_tells_of_its_work(self) -> None:
        assert News.objects.count() == 25
        assert News.objects.filter(live=True).count() == 22
        assert News.objects.filter(live=True).exclude(picture=None).count() >= 9
        assert not News.objects.exclude(picture=None).filter(picture_alt="").exists()
        assert News.objects.exclude(correction="").filter(live=True).count() == 1
        assert News.objects.filter(live=True).exclude(links=None).count() >= 18
        first = News.objects.filter(live=True).earliest("first_published_at")
        assert first.first_published_at < timezone.now() - timedelta(weeks=40)
        assert {each.status for each in Newsletter.objects.all()} == {"draft", "sent"}

    def test_it_has_two_years_behind_it(self) -> None:
        today = timezone.localdate()
        held = Meeting.objects.filter(minutes__status="published")
        assert held.earliest("held_on").held_on < today - TWO_YEARS
        assert Matter.objects.earliest("opened_on").opened_on < today - timedelta(weeks=95)
        for quarter in range(8):
            since, until = (today - timedelta(weeks=13 * each) for each in (quarter + 1, quarter))
            assert held.filter(held_on__range=(since, until)).exists(), quarter
            assert Matter.objects.filter(opened_on__range=(since, until)).exists(), quarter

    def test_matters_are_in_every_state(self) -> None:
        for status in Matter.Status:
            assert Matter.objects.filter(status=status).exists(), status
        for verdict in Answer.Verdict:
            assert Answer.objects.filter(verdict=verdict).exists(), verdict
        assert Matter.objects.late().count() == 4
        for kind in Party.Kind:
            assert Matter.objects.open().filter(holder__kind=kind).exists(), kind
        for channel in Voice.Channel:
            assert Voice.objects.filter(channel=channel, visibility="public").exists()
        for outcome in Point.Outcome:
            assert Point.objects.filter(outcome=outcome).exists()
        assert Matter.objects.filter(visibility="hidden").count() == 1
        assert Matter.objects.exclude(merged_into=None).count() == 1
        assert Matter.objects.exclude(related=None).count() >= 6

    def test_every_verb_has_happened(self) -> None:
        """Whatever can happen to a matter has happened to one of them, except ``edited``."""
        told = set(Entry.objects.values_list("kind", flat=True))
        kinds = {kind for kind in registry if kind.startswith("matters.")}
        never = {"matters.edited", "matters.called_back", "matters.uncredited", "matters.shown"}
        never |= {"matters.untold", "matters.not_the_same", "matters.reviewed"}
        never |= {"matters.lifted", "matters.placed", "matters.went_on"}  # Time does it.
        never |= {"matters.offered", "matters.offer_left", "matters.not_reached"}  # Mail does it.
        assert kinds - told == never

    def test_somebody_is_asked_and_can_still_answer(self) -> None:
        asked = Matter.objects.exclude(asked=None)
        assert asked.count() >= 3
        assert not asked.filter(asked_until__lt=timezone.localdate()).exists()
        assert asked.filter(asked__kind=Party.Kind.OUTSIDE).exists()

    def test_another_authority_answered_and_somebody_wrote_it_down(self) -> None:
        answers = Answer.objects.exclude(on_behalf_of=None)
        assert answers.count() >= 3
        assert all(answer.answered_by for answer in answers)

    def test_changes_have_evidence_of_every_kind(self) -> None:
        for field in ("evidence", "link", "file", "picture"):
            assert Step.objects.exclude(**{field: ""}).exists(), field
        followed = Step.objects.filter(status="followed_up")
        assert followed.filter(text__contains="har inte blivit bättre").exists()
        assert followed.filter(text__contains="ättre").count() >= 8
        for shown_as in Credit.ShownAs:
            assert Credit.objects.filter(shown_as=shown_as).exists()
        for step in Step.objects.exclude(picture=""):
            response = self.client.get(step.picture_url)
            assert response["Content-Type"] == "image/webp"
            assert b"".join(response).startswith(b"RIFF")

    def test_proposals_mature(self) -> None:
        matters = Proposal.objects.filter(version=3).values_list("matter", flat=True)
        assert len(matters) >= 3
        for matter in matters:
            versions = Proposal.objects.filter(matter=matter).order_by("version")
            assert all(version.why for version in versions[1:])

    def test_minutes_came_as_every_kind_of_document(self) -> None:
        kinds = set(Original.objects.values_list("kind", flat=True))
        assert kinds == {"docx", "odt", "pdf"}
        assert Minutes.objects.filter(drafts__source=None).exists()
        assert Release.objects.count() == 1
        assert Draft.objects.filter(status="open").count() == 1

    def test_groups_hang_together_and_have_a_history(self) -> None:
        for kind in Tie.Kind:
            assert Tie.objects.filter(kind=kind).exists(), kind
        assert Spell.objects.count() >= 3
        assert Mission.objects.filter(approved_on=None).count() == 1
        assert Allotment.objects.filter(organisation=None).count() >= 4
        for shown in Membership.Shown:
            assert Membership.objects.filter(shown=shown).exists()
        assert Membership.objects.exclude(paused_on=None).exists()
        assert Version.objects.filter(status="waiting").count() == 1
        assert Post.objects.get(decides_last=True).name == "Socialdirektör"
        assert not Organisation.objects.filter(offers="").exists()

    def test_everybody_who_is_named_chose_it_herself(self) -> None:
        named = Membership.objects.exclude(shown="not").select_related("user")
        assert named.count() >= 20
        assert all(seat.chose_herself for seat in named)

    def test_pages_of_groups_tell_who_and_with_whom(self) -> None:
        fyren = Group.objects.get(slug="brukargruppen-pa-fyren")
        html = self.client.get(fyren.get_absolute_url()).content.decode()
        assert "Gruppen leds av Sara Lind." in html
        assert "Vi arbetar med samma saker som" in html
        council = Group.objects.get(slug="samverkansgruppen")
        html = self.client.get(council.get_absolute_url()).content.decode()
        assert "Birger Ståhl (Kamratföreningen Ankaret)" in html
        assert "Det finns elva platser." in html

    def test_texts_can_be_read(self) -> None:
        """Plain Swedish: no sentence of what the municipality says is long (klarspråk)."""
        texts = [*Answer.objects.values_list("text", flat=True)]
        texts += Answer.objects.values_list("reason", flat=True)
        texts += Step.objects.values_list("text", flat=True)
        found = [sentence.text for text in texts for sentence in sentences(text)]
        lengths = [len(sentence.split()) for sentence in found]
        assert sum(lengths) / len(lengths) < 14
        assert [one for one in found if len(one.split()) > 34] == []

    def test_every_open_matter_has_steward_holder_and_date(self) -> None:
        for matter in Matter.objects.exclude(status="closed"):
            assert matter.steward_id, matter
            assert matter.holder_id, matter
            assert matter.next_on, matter
            assert matter.grounds.exists(), matter

    def test_a_matter_is_heard_at_several_meetings(self) -> None:
        matter = Matter.objects.get(title="Varför får jag en ny handläggare varje gång?")
        raised = Entry.objects.about(matter).filter(kind="meetings.raised")
        assert raised.count() >= 8
        assert matter.grounds.count() >= 12
        assert matter.summary

    def test_voices_wait_and_one_was_set_aside_with_a_reason(self) -> None:
        assert Voice.objects.waiting().count() == 9
        assert Voice.objects.waiting().filter(confidence__isnull=False).count() == 1
        assert Voice.objects.waiting().filter(people_count=5).count() == 1
        assert Voice.objects.get(visibility="hidden").hidden_reason

    def test_groups_ask_and_tell_what_came_of_it(self) -> None:
        asked = Inquiry.objects.published()
        assert (asked.open().count(), asked.exclude(outcome="").count()) == (2, 2)
        assert Voice.objects.published().filter(inquiry__in=asked, grounds__isnull=False).exists()
        assert Slip.objects.filter(voice__isnull=False).count() == 3
        assert Voice.objects.published().filter(kind=Voice.Kind.SAME, text="").count() == 4

    def test_there_is_a_sign_in_for_each_role(self) -> None:
        shown = User.objects.filter(email__endswith="@sundhamn.example")
        assert shown.count() == 8
        for right in ("is_editor", "is_manager", "is_administrator"):
            assert shown.filter(**{right: True}).count() == 1
        roles = set(Membership.objects.filter(user__in=shown).values_list("role", flat=True))
        assert roles == set(Membership.Role.values)
        assert all(user.memberships.current().exists() for user in shown)
        assert not any(user.has_usable_password() for user in shown)

    def test_what_was_to_go_is_nowhere_to_read(self) -> None:
        readable = published_texts()
        assert "Solveig" in readable
        for minutes in Minutes.objects.all():
            readable += self.client.get(minutes.get_absolute_url()).content.decode()
        originals = "".join(Minutes.objects.values_list("original", flat=True))
        for canary in CANARIES:
            assert canary not in readable
            assert canary in originals or canary == "Snöborg"

    def test_no_date_is_ahead_of_its_day(self) -> None:
        now, today = timezone.now(), timezone.localdate()
        assert not Entry.objects.filter(at__gt=now).exists()
        assert not Matter.objects.filter(changed_at__gt=now).exists()
        assert not Voice.objects.filter(said_on__gt=today).exists()
        assert not Meeting.objects.filter(status="held", held_on__gte=today).exists()
        assert not Meeting.objects.filter(status="planned", held_on__lte=today).exists()

    def test_meetings_and_answers_are_on_working_days(self) -> None:
        days = [*Meeting.objects.values_list("held_on", flat=True)]
        days += Answer.objects.values_list("answered_on", flat=True)
        assert all(day.weekday() < 5 for day in days)

    def test_no_braces_or_unwanted_words_are_left(self) -> None:
        readable = published_texts()
        assert not re.search(r"[{}]", readable)
        assert not re.search(r"ärende|röst", readable, re.IGNORECASE)


def test_a_used_database_is_left_alone(db: None) -> None:
    User.objects.create_user("somebody@example.org")
    with pytest.raises(demo.NotEmpty):
        demo.load()
    with pytest.raises(CommandError, match="empty database"):
        call_command("loaddemo", verbosity=0)
    assert not Party.objects.exists()


@pytest.mark.parametrize("weekday", range(7))
def test_days_are_counted_from_this_week(weekday: int) -> None:
    monday = date(2026, 3, 2)
    week = Week.of(monday + timedelta(days=weekday))
    assert week.day("måndag 0") == monday
    assert week.day("tisdag -6") == date(2026, 1, 20)
    assert week.fill("Möte {tisdag -6}, {tisdag -6|dag}, {tisdag -6|månad}, {tisdag -6|år}.") == (
        "Möte tisdag 20 januari, 20 januari, januari, 20 januari 2026."
    )
    assert week.fill("19 000 kronor, 040-628 04 10") == "19\u00a0000 kronor, 040-628 04 10"
    with pytest.raises(ValueError, match="not in"):
        week.day("imorgon 1")


def test_office_days() -> None:
    assert office_day(date(2026, 3, 6)) == date(2026, 3, 6)
    assert office_day(date(2026, 3, 7)) == office_day(date(2026, 3, 8)) == date(2026, 3, 9)


def test_every_file_is_used() -> None:
    texts = {path.stem for path in (DATA / "minutes").glob("*.txt")} - {"att-prova"}
    decided = {path.stem for path in (DATA / "minutes").glob("*.toml")}
    week = Week.of(date(2026, 3, 2))
    meetings = week.table("meetings")["meeting"]
    assert decided == {key for key, row in meetings.items() if row.get("minutes")}
    assert texts == decided | {key for key, row in meetings.items() if row.get("draft")}
    events = [e for m in week.table("matters")["matter"].values() for e in m.get("event", [])]
    used = {e["picture"] for e in events if "picture" in e}
    used |= {e["file"].replace(".pdf", ".txt") for e in events if "file" in e}
    used |= {post["picture"] for post in week.table("news")["post"].values() if "picture" in post}
    assert used == {path.name for path in (DATA / "evidence").iterdir()}


def test_pictures_are_small_and_drawn_from_what_is_here() -> None:
    drawn = {path.stem for path in (DATA / "evidence").glob("*.webp")}
    assert drawn == {path.stem for path in PICTURES.glob("*.svg")}
    assert len(drawn) >= 6
    assert all(path.stat().st_size < 40_000 for path in (DATA / "evidence").iterdir())
