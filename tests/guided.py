"""A process, help, a first time and a tip of the town; what is only a draft holds the canary."""

from __future__ import annotations

from dataclasses import dataclass

from oppnasoc.editorial.actions import publish
from oppnasoc.groups.models import Party, Unit
from oppnasoc.guide.models import FirstTime, Help, Process, Situation, Step, Tip
from oppnasoc.people.models import User


@dataclass
class Guided:
    """What everybody may read, and a process that nobody may yet."""

    process: Process
    step: Step
    situation: Situation
    help: Help
    first: FirstTime
    tip: Tip
    draft: Process


def make_process(title: str, said: str, owner: Party) -> Process:
    process = Process(title=title, summary=said, for_whom=said, owner=owner, live=False)
    process.steps = [
        Step(title="Du söker", what=said, by_you=True, sort_order=1),
        Step(title="Vi svarar", what=said, who=owner, days_most=5, sort_order=2),
    ]
    return process


def make_guide(unit: Unit, editor: User) -> Guided:
    """Every public text has a later draft as well, and one process was never public."""
    owner = Party.objects.get(pk=unit.pk)
    situation = Situation.objects.create(title="Jag behöver pengar till mat", urgent=True)
    process = make_process("Söka stöd", "Så går det till.", owner)
    process.situations = [situation]
    found = Help(title="Soppa", summary="Varm.", for_whom="Alla.", how="Kom.", live=False)
    found.giver, found.party, found.situations = Help.Giver.MUNICIPALITY, owner, [situation]
    texts = dict.fromkeys(
        ("whom_you_meet", "what_happens", "how_long", "rights", "who_along", "to_say"), "Så är det."
    )
    first = FirstTime(
        title="Första gången", summary="Så är det.", situation=situation, live=False, **texts
    )
    tip = Tip(title="Du kan få tolk", summary="Det kostar inget.", live=False)
    tip.source, tip.source_url = "Lagen", "https://lag.example/"
    for thing in (process, found, first, tip):
        publish(thing, by=editor)
        thing.refresh_from_db()
        later = type(thing).objects.get(pk=thing.pk)
        later.title, later.summary = "Kanarieguide", "kanarieguideord"
        later.save_revision(user=editor)
    draft = make_process("Kanarieguide", "kanarieguideord", owner)
    draft.slug = "utkastet"
    draft.save()
    draft.save_revision(user=editor)
    return Guided(process, process.steps.all()[0], situation, found, first, tip, draft)
