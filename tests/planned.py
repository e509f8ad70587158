"""Plans for tests: a person, those around her, and what stands in her plan. All invented."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from oppnasoc.careplan import consent, owning, writing
from oppnasoc.careplan.deciding import Sought
from oppnasoc.careplan.models import Kind, Level, Piece, Plan, Purpose, Seat, SeatKind, Side, State
from oppnasoc.careplan.opening import Opened, open_plan
from oppnasoc.careplan.people import inviting
from oppnasoc.people.models import User
from oppnasoc.vault import sittings
from oppnasoc.vault.models import Way

#: The databases that a test of the tower needs.
TOWER = ["default", "vault"]
#: Whoever says yes for another has asked her.
SOUGHT = Sought("Jag frågade hemma vid köksbordet.", found=True)


def make_plan(owner: uuid.UUID | None = None, *, name: str = "Vera", **columns: Any) -> Plan:
    """A plan that has just been begun; ``columns`` are set as they are."""
    plan = owning.begin(owner or uuid.uuid4(), name=name)
    if columns:
        Plan.objects.filter(pk=plan.pk).update(**columns)
        plan.refresh_from_db()
    return plan


def as_owner(plan: Plan, *, fresh: bool = True) -> Opened:
    return open_plan(plan.pk, plan.owner, fresh=fresh)


def as_seat(seat: Seat, *, purpose: str = Purpose.DO) -> Opened:
    assert seat.person is not None
    return open_plan(seat.plan_id, seat.person, purpose=purpose)


def make_seat(
    plan: Plan,
    kind: str = SeatKind.AUTHORITY,
    *,
    side: str = Side.MUNICIPALITY,
    name: str = "Siv Handläggare",
    person: uuid.UUID | None = None,
    until: date | None = None,
    mandate: bool = True,
    on_paper: bool = False,
    **words: str,
) -> Seat:
    """Somebody at the plan, who has come in by her link and its code; ``on_paper`` is somebody who
    has no account and only stands there, as most do at first."""
    opened = as_owner(plan)
    words = {"name": name, "role": "handläggare", "organisation": "Sundhamns kommun", **words}
    seat = inviting.add(opened, kind, dict(words), side=side, until=until, mandate=mandate)
    if on_paper:
        return seat
    link = inviting.invite(opened, seat)
    return inviting.accept(inviting.invitation(link.token, link.code, person or uuid.uuid4()))


def show(seat: Seat, *sections: str, level: int = Level.SEE, until: date | None = None) -> None:
    """The owner lets somebody see parts of her plan."""
    plan = Plan.objects.get(pk=seat.plan_id)
    for section in sections:
        consent.give(as_owner(plan), seat, section, level=level, until=until)


def make_piece(by: Opened, kind: Kind, words: dict[str, Any], **more: Any) -> Piece:
    plainly = {n: more.pop(n) for n in list(more) if n in writing.Plainly.__dataclass_fields__}
    return writing.write(by, kind, words, plainly=writing.Plainly(**plainly), **more)


def make_goal(plan: Plan, words: str = "Jag vill sova hela natten") -> Piece:
    return make_piece(as_owner(plan), Kind.GOAL, {"words": words, "span": "short"})


def make_action(
    plan: Plan,
    seat: Seat | None,
    what: str = "Ring hyresvärden om hyran",
    *,
    section: str = "home",
    due: date | None = None,
    **words: str,
) -> Piece:
    return make_piece(
        as_owner(plan),
        Kind.ACTION,
        {"what": what, **words},
        section=section,
        seat=seat,
        due_on=due,
    )


def make_whole(plan: Plan) -> tuple[Seat, Seat]:
    """A plan in force with somebody at the municipality and at the region."""
    siv = make_seat(plan)
    nils = make_seat(plan, side=Side.REGION, name="Nils Sjuksköterska", role="sjuksköterska",
                     organisation="Psykiatrin i Sundhamn")  # fmt: skip
    soon = timezone.localdate() + timedelta(days=20)
    make_goal(plan)
    make_action(plan, siv, due=soon)
    make_action(plan, nils, "Boka tid hos läkaren", section="health", due=soon)
    opened = as_owner(plan)
    owning.nobody_else(opened, True)
    owning.name_lead(opened, siv)
    owning.set_follow_up(opened, timezone.localdate() + timedelta(days=60))
    owning.approve(opened)
    Plan.objects.filter(pk=plan.pk).update(state=State.MET)
    opened = as_owner(plan)
    owning.bring_into_force(opened)
    plan.refresh_from_db()
    return siv, nils


def user_of(person: uuid.UUID) -> User:
    """The account of somebody; made when there is none."""
    found = User.objects.filter(uuid=person).first()
    return found or User.objects.create_user(f"{person.hex[:12]}@example.com", uuid=person)


def client_for(person: uuid.UUID, *, way: Way = Way.PASSKEY) -> Client:
    """A browser where somebody is signed in and the tower stands open, freshly."""
    client = Client()
    client.force_login(user_of(person))
    request = RequestFactory().get("/min-plan/")
    request.user, request.session = user_of(person), client.session
    response = HttpResponse()
    sittings.begin(request, response, way=way)
    client.cookies[sittings.COOKIE] = response.cookies[sittings.COOKIE].value
    client.cookies[sittings.COOKIE]["path"] = sittings.PATH
    return client


def say_why(client: Client, plan: Plan, purpose: str = Purpose.DO) -> None:
    """Somebody at the plan says what she reads for."""
    answer = client.post(f"/min-plan/{plan.pk}/varfor/", {"purpose": purpose})
    assert answer.status_code == 302, answer.status_code


def client_of(seat: Seat, *, way: Way = Way.PASSKEY, purpose: str = Purpose.DO) -> Client:
    """A browser where somebody with a place has opened the plan."""
    assert seat.person is not None
    client = client_for(seat.person, way=way)
    say_why(client, seat.plan, purpose)
    return client
