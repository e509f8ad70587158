"""A plan with a secret word in each part, and every way out of it by which one could be met."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import urls
from oppnasoc.careplan import writing
from oppnasoc.careplan.export import as_fhir, as_json, views, whole
from oppnasoc.careplan.export.fhir_codes import Release
from oppnasoc.careplan.models import Kind, Piece, Plan, Seat, SeatKind, Side
from oppnasoc.careplan.opening import NotThere, Opened, open_plan
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.sections import LIFE, Section
from oppnasoc.ui import paper
from oppnasoc.vault.log import Verb
from tests.paper import read_paper
from tests.planned import as_owner, make_piece, make_plan, make_seat

#: What stands in each part, as one word that stands nowhere else.
WORD = {part: f"hemligt{part.value}ord" for part in Section}
#: What stood there first, before any yes: nobody else reads it, ever.
FIRST = {part: f"ursprungligt{part.value}ord" for part in Section}
#: Where somebody works who answers for what is done about her health, and who is close to her.
WORKPLACE, CLOSE = "hemligarbetsplatsord", "hemligmosterord"
SESSION = settings.SESSION_COOKIE_NAME
#: The parts that each paper tells of, of those that somebody sees.
TOLD = {"plan": {*Section}, "easy": {Section.GOALS, *LIFE}, "card": {Section.ACUTE},
        "list": {Section.ACUTE}, "story": {Section.STORY}}  # fmt: skip


@dataclass
class Filled:
    plan: Plan
    pieces: dict[Section, Piece]
    meeting: Piece
    card: Piece
    colleague: Seat


def kind_and_words(part: Section, word: str) -> tuple[Kind, dict[str, str]]:
    """What stands in a part: of the kind that belongs there, or a note."""
    if part in LIFE:
        return Kind.ACTION, {"what": word}
    return {
        Section.GOALS: (Kind.GOAL, {"words": word}),
        Section.STORY: (Kind.STORY, {"heading": word, "words": "Det var så"}),
        Section.ACUTE: (Kind.ACUTE, {"what": word, "answer": "yes"}),
    }.get(part, (Kind.NOTE, {"words": word}))


def fill(who: SeatKind | None = None) -> Filled:
    """A plan with one piece in each part, which has read otherwise once, all that is done being
    late; a meeting, a card and two people; a child's for a guardian."""
    plan = make_plan()
    if who == SeatKind.GUARDIAN:
        Plan.objects.update(grown_up_on=timezone.localdate() + timedelta(days=900))
        plan.refresh_from_db()
    colleague = make_seat(plan, side=Side.REGION, name="Kollegan", organisation=WORKPLACE)
    make_seat(plan, SeatKind.RELATIVE, side=Side.NONE, name=CLOSE)
    late = timezone.localdate() - timedelta(days=60)
    pieces = {}
    for part in Section:
        kind, words = kind_and_words(part, FIRST[part])
        item = "sleep-tonight" if part is Section.ACUTE else ""
        made = make_piece(as_owner(plan), kind, words, section=part, item=item,
                          seat=colleague if part is Section.HEALTH else None,
                          due_on=late if part in LIFE else None)  # fmt: skip
        words = kind_and_words(part, WORD[part])[1]
        pieces[part] = writing.change(as_owner(plan), made.pk, words, edition=1)
    meeting = make_piece(as_owner(plan), Kind.MEETING, {"purpose": WORD[Section.MEETING]},
                         due_on=timezone.localdate() + timedelta(days=9))  # fmt: skip
    card = make_piece(as_owner(plan), Kind.CARD, {"words": WORD[Section.ACUTE]}, item="red")
    return Filled(plan, pieces, meeting, card, colleague)


def make_somebody(plan: Plan, kind: SeatKind) -> Seat:
    seat = make_seat(plan, kind, side=Side.MUNICIPALITY, name=f"Någon {kind}")
    if kind in (SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR):
        inviting.empower(as_owner(plan), seat, decided_on=timezone.localdate(), until_on=None,
                         rights=False, property=True, person=False, evidence="Beslut")  # fmt: skip
    return seat


def by_page(client: Client, filled: Filled) -> str:
    """Every page of the plan that shows what stands in it, together."""
    paths = ["", "vem-har-last/", "berattelse/", "om-jag-blir-sjuk/", "skriv-ut/", "personer/",
             "har-inte-hant/", f"har-inte-hant/{filled.pieces[Section.MONEY].pk}/",
             f"mote/{filled.meeting.pk}/", f"personer/{filled.colleague.pk}/"]  # fmt: skip
    paths += [f"del/{part}/" for part in Section]
    paths += [f"text/{piece.pk}/" for piece in filled.pieces.values()]
    answers = {path: client.get(f"/min-plan/{filled.plan.pk}/{path}") for path in paths}
    led = {each.headers.get("Location", "").partition("?")[0] for each in answers.values()}
    ways = {reverse("plan_unlock"), reverse("plan_why", args=[filled.plan.pk])}
    assert not ways & led or SESSION not in client.cookies, "who is in is asked nothing by the way"
    shown = [each for each in answers.values() if each.status_code == 200]
    return "\n".join(each.content.decode() for each in shown)


def opened_by(seat: Seat) -> Opened | None:
    """The plan as it stands open to somebody who has just proved who she is, if it does."""
    assert seat.person
    try:
        return open_plan(seat.plan_id, seat.person, purpose="do", fresh=True)
    except NotThere:
        return None


def by_export(seat: Seat) -> str:
    """What the exports make of the plan for somebody: JSON, FHIR R5 and R4B."""
    if (opened := opened_by(seat)) is None:
        return ""
    picture = whole.picture(opened)
    files = [as_json.as_json(picture), *(as_fhir.as_fhir(picture, each) for each in Release)]
    return b"\n".join(files).decode()


def by_paper(seat: Seat) -> dict[str, str]:
    """What each paper that somebody may have says, and all that lies in its file."""
    if (opened := opened_by(seat)) is None:
        return {}
    found, every = {}, whole.picture(opened, verb=Verb.PRINT)
    for name in views.ways_for(opened):
        part, make, kind, _file = views.WAYS[name]
        if kind == views.PDF:
            of_it = whole.picture(opened, sections=[part], verb=Verb.PRINT) if part else every
            found[name] = _read(make(of_it))
    return found


@lru_cache(maxsize=100)
def _read(made: bytes) -> str:
    read = read_paper(made)
    return read.text + read.everything.decode("latin-1")


def seen(text: str, words: dict[Section, str] = WORD) -> set[Section]:
    return {part for part in Section if words[part] in text}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sheet is pressed once, and what is not there is said without the whole page, which
    nobody looks at here."""
    press: Callable[[bytes, float], bytes] = lru_cache(maxsize=100)(paper._press)
    monkeypatch.setattr(paper, "_press", press)
    monkeypatch.setattr(urls, "handler404", _not_there, raising=False)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


def _not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound()
