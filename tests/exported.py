"""Full plans, and pictures of plans, for tests of what is taken out. All invented."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from oppnasoc.careplan import consent, writing
from oppnasoc.careplan.export.whole import Own, Picture, Said, Someone
from oppnasoc.careplan.models import Confirmation, Kind, Level, Piece, Plan, SeatKind, State
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.story import recordings, sharing
from oppnasoc.careplan.tests.sounds import mp4
from oppnasoc.careplan.turns import asking, meeting
from tests.planned import (
    as_owner,
    as_seat,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    make_whole,
    show,
)

#: A text that is hard on everything: signs of our own, of others, and of code.
HARD = "Å ä ö – 👩‍👩‍👧 שלום e\u0301 <script>alert(1)</script> & #set text(9pt) \\u{41}"


def make_full(**columns: Any) -> Plan:
    """A plan in force with something of every kind, seen by three, with notes beside."""
    plan = make_plan(**columns)
    siv, _nils = make_whole(plan)
    mother = make_seat(plan, SeatKind.RELATIVE, side="none", name="Majken Mor", role="mamma")
    owner = as_owner(plan)
    Piece.objects.filter(plan=plan).update(made_at=timezone.now() - timedelta(days=3))
    ways = {"phone": "070-174 06 05", "address": "Hamngatan 3"}
    make_piece(owner, Kind.ABOUT, {"called": "Vera", "communication": HARD, **ways})
    make_piece(owner, Kind.IMPORTANT, {"matters": "Mina katter\n\nAtt få sova"})
    make_piece(owner, Kind.NOT_WANTED, {"people": "Hemlige Hans"})
    make_piece(owner, Kind.PREPARATION, {"question": "Hur blir det sen?", "circle": True})
    goal = make_piece(
        owner, Kind.GOAL, {"words": HARD, "span": "long", "seen": "Jag vaknar utvilad"}
    )
    due = timezone.localdate() + timedelta(days=9)
    action = make_action(plan, siv, "Söka boendestöd", due=due, mine="Fyller i blanketten",
                         need="För att orka", phone="070-174 06 33")  # fmt: skip
    Piece.objects.filter(pk=action.pk).update(about=goal)
    Confirmation.objects.create(piece=action, edition=1, seat=siv)
    make_action(plan, None, "Gå till budgetrådgivaren", section="money")
    show(siv, "goals", "home", level=Level.COMMENT)
    make_piece(
        as_seat(siv), Kind.NOTE, {"words": "Vi ringer på tisdag"}, section="goals", about=goal
    )
    other = {"plan": "Plan enligt LSS", "who": "Omar på LSS", "phone": "040-628 04 20"}
    make_piece(owner, Kind.OTHER_PLAN, other)
    make_piece(owner, Kind.MEETING, {"purpose": "Första mötet", "hers": "Jag vill bo kvar"})
    make_piece(owner, Kind.FOLLOW_UP, {"happened": "partly", "missing": "Tandläkaren"})
    make_piece(owner, Kind.STORY, {"heading": "Skolan", "words": "Jag slutade nian"})
    make_piece(owner, Kind.ACUTE, {"who": "Grannen Bo", "answer": "yes"}, item="animals")
    for colour, words in (
        ("red", "Tål inte penicillin"),
        ("amber", "Prata lugnt"),
        ("green", "Katter"),
    ):
        make_piece(owner, Kind.CARD, {"words": words}, item=colour)
    consent.exclude(as_owner(plan), mother, "health")
    plan.refresh_from_db()
    return plan


def make_eventful() -> Plan:
    """A plan with something of everything that happens around one."""
    plan = make_full()
    siv = plan.seats.get(side="municipality")
    asked = asking.ask(as_owner(plan), "region", words="Vi behöver mötas", whom="Avdelning 4")
    asking.receive(as_seat(plan.seats.get(side="region")), asked, "Nils")
    asking.refuse(as_seat(plan.seats.get(side="region")), asked, reason="Inga behov", name="Leyla",
                  turn_to="Patientnämnden")  # fmt: skip
    eva = make_seat(plan, SeatKind.TRUSTEE, side="none", name="Eva")
    inviting.empower(as_owner(plan), eva, decided_on=timezone.localdate(), until_on=None,
                     rights=True, property=False, person=False, evidence="Beslut 12")  # fmt: skip
    consent.withdraw(as_owner(plan), consent.give(as_owner(plan), siv, "money"))
    story = Piece.objects.get(plan=plan, kind=Kind.STORY)
    sharing.make(as_owner(plan), "story")
    recordings.keep(as_owner(plan), story.pk, mp4(), seconds=7)
    meeting.call(as_owner(plan), {"purpose": "Om hyran"}, day=timezone.localdate(), seats=[siv])
    goal = make_goal(plan, "Som det först stod")
    writing.change(as_owner(plan), goal.pk, {"words": "Som det blev"}, edition=1)
    gone = make_goal(plan, "Det som togs bort")
    writing.remove(as_owner(plan), gone.pk)
    as_seat(siv).pieces(section="goals")
    return plan


def drawn(
    *, goal: str = "Sova", action: str = "Ring", story: str = "Nian", goals: int = 1
) -> Picture:
    """A picture of a plan that is nowhere."""
    me, plan = uuid.UUID(int=1), uuid.UUID(int=2)
    now = timezone.now()
    owner = Someone(me, SeatKind.OWNER, "none", "", False, None, False, name="Vera")

    def said(n: int, kind: Kind, section: str, words: dict[str, Any]) -> Said:
        doing = "planned" if kind is Kind.ACTION else ""
        return Said(uuid.UUID(int=n), kind, section, "", words, True, me, None, None,
                    doing, False, None, None, 1, now, now)  # fmt: skip

    pieces = [said(10 + n, Kind.GOAL, "goals", {"words": goal, "span": "short", "seen": goal})
              for n in range(goals)]  # fmt: skip
    words = {"what": action, "need": "", "mine": action, "name": "", "phone": ""}
    pieces.append(said(1000, Kind.ACTION, "home", words))
    pieces.append(
        said(1001, Kind.STORY, "story", {"heading": story, "words": story, "written_by": ""})
    )
    own = Own("self", now, None, None, None, None, False, "", ("Det saknas något.",), ())
    return Picture(plan, now, "Vera", State.BEGUN, False, False, 0, None, None, None, me,
                   ("goals", "home", "story"), True, (owner,), tuple(pieces), own)  # fmt: skip
