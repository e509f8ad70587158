"""What this room keeps of people (``ui/register.py``). All words are sealed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oppnasoc.ui.register import SOCIAL, TASK, Basis, Moment, holding, nobody

SEEN = _("You, and those whom you have said yes to, part by part. No administrator.")
KEPT = _(
    "Until you erase your plan. Then its key is destroyed. In older back-ups it is locked until "
    "they are thrown away."
)
OUT = _("You read, print, take out and erase it in your plan.")

holding(
    "plan",
    Moment.PLAN,
    order=10,
    title=_("Your plan"),
    what=_(
        "What you and others write in it: about you, what matters to you, goals, who does what, "
        "meetings, your story and what is to be done if you become ill. It may say something "
        "about health. All words are locked with a key of the plan's own."
    ),
    purpose=_("So that all who help you work from one plan, and so that you decide over it."),
    basis=[Basis.CONSENT, Basis.LAW, Basis.IMPORTANT],
    laws=[SOCIAL, "hälso- och sjukvårdslagen (2017:30) 16 kap. 4 §"],
    kept=KEPT,
    seen=SEEN,
    out=OUT,
    fields={
        "careplan.Plan": ["body"],
        "careplan.Piece": ["body", "item_sealed"],
        "careplan.Edition": ["body"],
        "careplan.Draft": ["body", "form"],
        "careplan.Recording": ["body"],
        "careplan.Stretch": ["body"],
    },
)

holding(
    "plan_people",
    Moment.PLAN,
    order=20,
    title=_("Who is at the plan"),
    what=_("The names, work and phone numbers of those at the plan, and what each may see."),
    purpose=_("So that you know who does what, and so that nobody sees more than you want."),
    basis=[Basis.CONSENT, Basis.LAW, Basis.IMPORTANT],
    laws=[SOCIAL, TASK],
    kept=KEPT,
    seen=SEEN,
    out=OUT,
    fields={
        "careplan.Seat": ["body"],
        "careplan.Power": ["body"],
        "careplan.Grant": ["body"],
        "careplan.Invite": ["body", "token", "code"],
    },
)

holding(
    "plan_turns",
    Moment.PLAN,
    order=30,
    title=_("What happens around the plan"),
    what=_("What was asked and answered, who was called to a meeting, and links that you shared."),
    purpose=_("So that nothing is forgotten, and so that you have something to point at."),
    basis=[Basis.CONSENT, Basis.LAW, Basis.IMPORTANT],
    laws=[SOCIAL, TASK],
    kept=KEPT,
    seen=SEEN,
    out=OUT,
    fields={
        "careplan.Ask": ["body", "support"],
        "careplan.Call": ["body"],
        "careplan.Confirmation": ["body"],
        "careplan.Share": ["token", "code"],
    },
)

for model, fields, because in (
    ("careplan.Agreement", (), "Which guardian said yes or no, by the id of a place at the plan."),
    ("careplan.DeathReport", (), "Who said that the plan rests, by the id of a place at it."),
    ("careplan.Nudge", (), "That a reminder was sent, by ids; a reminder names nothing."),
    ("careplan.Outcome", ("quarter", "happened"), "Days and yes or no, tied to no plan."),
    (
        "careplan.Quarter",
        ("name", "numbers"),
        "Numbers of at least ten plans, which lead to nobody.",
    ),
    ("careplan.Share_pieces", (), "Which pieces a link shows, by ids."),
    ("careplan.Share_editions", (), "How the pieces of a link read when it was made, by ids."),
):
    nobody(model, fields=fields, because=because)
