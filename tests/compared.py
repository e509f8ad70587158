"""What is told of others, with canaries in what nobody has looked at, and key figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from oppnasoc.comparison.models import Elsewhere, KeyFigure, Peer, Value
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User


@dataclass
class Compared:
    """A note that is shown, one that waits, a person's own that is not shown; two figures, of
    which one is hidden."""

    shown: Elsewhere
    held: Elsewhere
    own: Elsewhere
    figure: KeyFigure
    hidden_figure: KeyFigure


def make_compared(matter: Matter, person: User) -> Compared:
    now, today = timezone.now(), timezone.localdate()
    given = {"kind": "matter", "thing": matter.pk, "true_on": today, "source": "Ett besök."}
    shown = Elsewhere.objects.create(
        who="Ekviks kommun", does="De ringer.", state="shown", shown_at=now, **given
    )
    shown.wordings.create(number=1, facts=shown.facts())
    held = Elsewhere.objects.create(
        who="En annan kommun", does="kanarieändra", code_digest="kanarieändrakod", **given
    )
    own = Elsewhere.objects.create(
        who="En kommun till",
        does="kanarieändra",
        state="declined",
        why="kanarieändraskäl",
        author=person,
        **given,
    )
    words = {"meaning": "Dagar.", "cannot_say": "Inte varför.", "unit": "dagar"}
    figure = KeyFigure.objects.create(kpi="N00945", title="Väntan", fetched_at=now, **words)
    hidden = KeyFigure.objects.create(
        kpi="N00946", title="Kanariesiffrå", slug="dold", shown=False, **words
    )
    peer = Peer.objects.create(code="9901", name="Sundhamn", is_own=True)
    Value.objects.create(figure=figure, peer=peer, year=today.year - 1, value=12, fetched_at=now)
    return Compared(shown, held, own, figure, hidden)
