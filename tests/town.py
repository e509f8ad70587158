"""A small town for the tests that walk through the whole house.

Every private text carries a word that begins with ``kanarie`` and stands nowhere else; the
canary tests look for them (tests/canaries), the door tests only need the people and the things.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from oppnasoc.comparison.models import Installation
from oppnasoc.following.models import Follow, Follower
from oppnasoc.groups.models import (
    Group,
    Membership,
    Mission,
    Organisation,
    Outside,
    Party,
    Place,
    Post,
    Succession,
    Theme,
    Tie,
    Unit,
    Version,
)
from oppnasoc.inbox.models import Incoming
from oppnasoc.matters.models import Answer, Ground, Judgement, Matter, Note, Proposal, Step
from oppnasoc.matters.offer import Offer
from oppnasoc.meetings.actions import take_in
from oppnasoc.meetings.keeping import keep
from oppnasoc.meetings.models import (
    Draft,
    Meeting,
    Pile,
)
from oppnasoc.pages.models import Telling
from oppnasoc.people.models import Identity, User
from oppnasoc.search.models import WordGroup
from oppnasoc.voices.models import (
    Correction,
    Inquiry,
    Message,
    Reach,
    SlipPicture,
    Voice,
)
from tests.mails import make_stray

from .asked import Texts, make_texts
from .compared import Compared, make_compared
from .guided import Guided, make_guide
from .minuted import make_meeting as make_meeting
from .minuted import make_minutes as make_minutes
from .papers import make_pile, make_release
from .plans import Plans, make_plans
from .prepared import Prepared, make_prepared
from .published import News, make_news
from .recorded import Recorded, make_recorded
from .reported import Reported, make_reports
from .said import make_confidence, make_inquiry, make_slip_picture, make_slips, make_telling
from .talking import Talking, make_talking

#: Everybody who may stand at a door; *facilitator*, *secretary* and *participant* sit in the
#: town's group, *other_facilitator* leads another, *staff* works where the matter lies.
ROLES = (
    "anonymous",
    "participant",
    "facilitator",
    "other_facilitator",
    "secretary",
    "member",
    "staff",
    "manager",
    "editor",
    "administrator",
)

NOTES = """Minnesanteckningar Brukargruppen {day}

Närvarande: Kim Kanarieutkast, Sam Ek

Väntan på besked
Flera väntar länge på besked. Varför tar det så lång tid? kanarieutkastrad
"""


def make_person(role: str, **fields: Any) -> User:
    """A person whose address tells her role; the address itself is a canary.

    So is the name of the participant, who has not said yes to be named.
    """
    email = f"kanarie.{role}@example.org"
    family = "Kanariedeltagare" if role == "participant" else "Prov"
    return User.objects.create_user(email, name=f"{role.capitalize()} {family}", **fields)


def sit(user: User, party: Party, role: str) -> Membership:
    since = timezone.localdate() - timedelta(days=30)
    return Membership.objects.create(user=user, party_id=party.pk, role=role, since=since)


def make_voice(text: str, **fields: Any) -> Voice:
    given: dict[str, Any] = {"visibility": Voice.Visibility.PUBLIC, "kind": Voice.Kind.WONDER}
    return Voice.objects.create(text=text, **{**given, **fields})


def make_matter(title: str, steward: Group, holder: Party, **fields: Any) -> Matter:
    today = timezone.localdate()
    given: dict[str, Any] = {
        "summary": "Mer om frågan.",
        "opened_on": today - timedelta(days=40),
        "held_since": today - timedelta(days=20),
        "next_on": today + timedelta(days=10),
    }
    return Matter.objects.create(
        title=title, steward=steward, holder_id=holder.pk, **{**given, **fields}
    )


@dataclass
class Parties:
    """The group, the other one, the unit where matters lie, its post, an organisation and another
    authority."""

    group: Group
    other_group: Group
    unit: Unit
    post: Post
    organisation: Organisation
    outside: Outside
    mission: Mission
    theme: Theme


@dataclass
class Town:
    """What there is; ``people`` by role, without the anonymous visitor."""

    parties: Parties
    people: dict[str, User]
    seat: Membership
    lead: Membership
    tie: Tie
    succession: Succession
    matter: Matter
    hidden_matter: Matter
    closed_matter: Matter
    changed_matter: Matter
    step: Step
    held_voice: Voice
    raised: Voice
    inquiry: Inquiry
    slip_picture: SlipPicture
    meeting: Meeting
    planned: Meeting
    withdrawn: Meeting
    draft: Draft
    discarded: Draft
    pile: Pile
    words: WordGroup
    mail: Incoming
    offer: Offer
    follower: Follower
    telling: Telling
    texts: Texts
    plans: Plans
    talk: Talking
    reported: Reported
    prepared: Prepared
    recorded: Recorded
    news: News
    compared: Compared
    guided: Guided


def make_parties() -> Parties:
    theme = Theme.objects.create(name="Vägen in", slug="vagen-in")
    place = Place.objects.create(name="Fyren", address="Hamngatan 1", directions="Gå från torget.")
    council = Group.objects.create(name="Rådet", theme=theme, why="För att höras.")
    group = Group.objects.create(
        name="Brukargruppen", parent=council, theme=theme, place=place, why="För att ändra saker."
    )
    other = Group.objects.create(name="Anhöriggruppen", parent=council, theme=theme)
    Group.objects.create(
        name="Bostadsgruppen", parent=council, status="dormant", status_reason="Få kunde komma."
    )
    unit = Unit.objects.create(name="Mottagningen", does="Vi tar emot.", place=place)
    post = Post.objects.create(name="Enhetschef Mottagningen", unit=unit)
    organisation = Organisation.objects.create(name="Föreningen Kompassen", does="Stöd.")
    outside = Outside.objects.create(name="Regionens psykiatri", contact_person="Kanariekontakt")
    mission = Mission.objects.create(group=group, version=1, text="Vårt uppdrag.")
    return Parties(group, other, unit, post, organisation, outside, mission, theme)


def make_people(parties: Parties) -> dict[str, User]:
    globally = {
        "manager": {"is_manager": True},
        "editor": {"is_editor": True},
        "administrator": {"is_administrator": True},
    }
    people = {role: make_person(role, **globally.get(role, {})) for role in ROLES[1:]}
    sit(people["participant"], parties.group, "participant")
    sit(people["facilitator"], parties.group, "facilitator")
    sit(people["other_facilitator"], parties.other_group, "facilitator")
    sit(people["secretary"], parties.group, "secretary")
    sit(people["member"], parties.organisation, "member")
    sit(people["staff"], parties.unit, "staff")
    return people


def make_versions(organisation: Organisation) -> None:
    """A first version, and one that waits to be looked at; an earlier try was taken back."""
    facts = {"name": organisation.name, "does": organisation.does}
    gone = {**facts, "does": "kanarieversion"}
    Version.objects.create(organisation=organisation, number=0, facts=facts, status="fine")
    Version.objects.create(
        organisation=organisation,
        number=1,
        facts=gone,
        status="taken_back",
        reason="kanariegranskning",
    )
    Version.objects.create(organisation=organisation, number=2, facts=facts)


def make_change(parties: Parties) -> tuple[Matter, Step]:
    """A change in daily use with its proposal in two versions, and its last step."""
    changed = make_matter("Kan skylten synas?", parties.group, parties.unit, status="in_use")
    Ground.objects.create(matter=changed, voice=make_voice("Jag hittade inte dörren."))
    Proposal.objects.create(matter=changed, version=1, text="En skylt.")
    Proposal.objects.create(matter=changed, version=2, text="En stor skylt.", why="Den syns.")
    Step.objects.create(matter=changed, status="decided", text="Vi sätter upp en skylt.")
    step = Step.objects.create(
        matter=changed, status="in_use", text="Skylten sitter uppe.", evidence="Vi har sett den."
    )
    return changed, step


def make_hidden_things(parties: Parties, matter: Matter) -> tuple[Matter, Voice]:
    """A hidden matter and a voice that waits; besides, a voice set aside under ``matter``."""
    hidden = make_matter(
        "Kanariedold fråga",
        parties.group,
        parties.unit,
        summary="kanariedoldmer",
        visibility="hidden",
    )
    Note.objects.create(matter=hidden, text="kanariedoldanteckning")
    Proposal.objects.create(matter=hidden, text="kanariedoltförslag")
    Step.objects.create(
        matter=hidden, status="in_use", text="kanariedoltsteg", evidence="kanariedoltbevis"
    )
    aside = make_voice(
        "kanarieundanlagd",
        visibility="hidden",
        hidden_reason="kanarieskäl",
        speaker="Kanarietalare",
    )
    Ground.objects.create(matter=matter, voice=aside)
    held = make_voice(
        "kanarieväntar",
        visibility="held",
        speaker="Kanarieväntare",
        group=parties.group,
        code_digest="kanariekod",
    )
    return hidden, held


def make_feedback(matter: Matter) -> Voice:
    """On an answered matter: one who was told and judged, and one who waits for a letter, has
    written, and has other words. Returns the voice of the latter."""
    today, now = timezone.localdate(), timezone.now()
    told = Ground.objects.create(
        matter=matter,
        voice=make_voice("Dörren går inte upp."),
        owed_since=today,
        told_at=now,
        told_how="meeting",
        receipt="kanariekvitto",
    )
    Judgement.objects.create(ground=told, outcome_on=today, better="no", words="kanarietycker")
    given = {"tell_by": "letter", "code_digest": "kanariekod igen", "group": matter.steward}
    waits = make_voice("Dörren är tung.", **given)
    Ground.objects.create(matter=matter, voice=waits, owed_since=today)
    Reach.objects.create(voice=waits, address="Kanarieadress 1")
    Message.objects.create(voice=waits, text="kanariemeddelande", from_speaker=True)
    Correction.objects.create(voice=waits, text="kanarierättelse")
    return waits


def make_followers(matter: Matter, person: User) -> Follower:
    """Somebody with an address, whose key opens her page. Besides, one whom nobody else knows of,
    and a person who has told a number that is not shown to be hers yet and signs in by e-ID."""
    now = timezone.now()
    open_to_all = Follower.objects.create(address="kim@example.se", key="nyckel-till-hennes")
    hidden = Follower.objects.create(address="kanarieföljare@example.se", key="kanarienyckel")
    with_code = Follower.objects.create(channel="code", code="kanarieföljkod")
    seen = Follower.objects.create(user=person, number_asked="kanarienummer")
    Identity.objects.create(user=person, kind=Identity.Kind.EID, digest="kanarielegitimation")
    for follower in (open_to_all, hidden, with_code, seen):
        Follow.objects.create(follower=follower, kind="matter", thing=matter.pk, confirmed_at=now)
    Follow.objects.create(follower=hidden, kind="search", query="kanariesökt", confirmed_at=now)
    return open_to_all


def make_town() -> Town:
    """At least one of everything, with a canary in every private text."""
    today = timezone.localdate()
    parties = make_parties()
    Installation.objects.create(name="Granby", address="https://granby.example")
    people = make_people(parties)
    group, unit = parties.group, parties.unit

    matter = make_matter("Varför tar beskeden så lång tid?", group, unit, theme=parties.theme)
    closed = make_matter(
        "Kan väntrummet få en ny dörr?", group, parties.post, status="closed", closed_on=today
    )
    matter.related.add(closed)
    heard = make_voice("Jag väntade i sju veckor.", channel="meeting", said_on=today)
    Ground.objects.create(matter=matter, voice=heard)
    raised = make_feedback(closed)
    make_confidence(make_person("colleague"), people["facilitator"], group)
    make_slips(group, closed)
    Note.objects.create(matter=matter, text="Enheten har tittat.", written_by=people["facilitator"])
    Answer.objects.create(
        matter=closed,
        verdict="no",
        text="Det går inte.",
        reason="Huset ska rivas.",
        answered_by=people["manager"],
        as_post=parties.post,
    )
    changed, step = make_change(parties)
    hidden, held = make_hidden_things(parties, matter)

    meeting = make_meeting(group, "Brukargruppen i mars", today - timedelta(days=9), "held")
    minutes = make_minutes(meeting, status="published", original="kanarieoriginal", voice=heard)
    make_release(minutes, people["secretary"])
    gone = make_meeting(group, "Brukargruppen i februari", today - timedelta(days=40), "held")
    unseen = make_voice("kanarietillbakadraget", channel="meeting", visibility="held")
    make_minutes(gone, status="withdrawn", original="kanarieäldre", voice=unseen)
    planned = make_meeting(group, "Nästa möte", today + timedelta(days=5), "planned")

    lead = Membership.objects.get(user=people["facilitator"])
    make_versions(parties.organisation)
    text = NOTES.format(day=(today - timedelta(days=2)).isoformat())
    pile = make_pile(group, people["secretary"])
    original = keep(
        SimpleUploadedFile("kanarienamn.txt", f"{text} kanariefil".encode()),
        group=group,
        by=people["secretary"],
    )
    draft, _ = take_in(
        text, group=group, by=people["secretary"], name="kanarienamn.txt", source=original
    )
    discarded, _ = take_in(f"{text}\nIgen.", group=group, by=people["secretary"])
    Draft.objects.filter(pk=discarded.pk).update(status=Draft.Status.DISCARDED)
    return Town(
        parties=parties,
        people=people,
        seat=Membership.objects.get(user=people["participant"]),
        lead=lead,
        tie=Tie.objects.create(source=group, target=parties.other_group, kind="reports"),
        succession=Succession.objects.create(seat=lead, successor=people["participant"]),
        matter=matter,
        hidden_matter=hidden,
        closed_matter=closed,
        changed_matter=changed,
        step=step,
        held_voice=held,
        raised=raised,
        inquiry=make_inquiry(group),
        slip_picture=make_slip_picture(group),
        meeting=meeting,
        planned=planned,
        withdrawn=gone,
        draft=draft,
        discarded=discarded,
        pile=pile,
        words=WordGroup.objects.create(words="besked\nsvar", asked="brev"),
        mail=make_stray("kanariebrev"),
        offer=Offer.objects.create(matter=matter, party=parties.outside, text="kanarieanbud"),
        follower=make_followers(matter, people["member"]),
        telling=make_telling(group),
        texts=make_texts(group, parties.organisation, parties.other_group, matter),
        plans=make_plans(group, unit, matter, hidden, people["secretary"]),
        talk=make_talking(group, matter, people["participant"]),
        reported=make_reports(),
        prepared=make_prepared(parties.organisation, people["member"]),
        recorded=make_recorded(group, people["secretary"]),
        news=make_news(group, parties.theme, matter, people["editor"]),
        compared=make_compared(matter, people["participant"]),
        guided=make_guide(unit, people["editor"]),
    )
