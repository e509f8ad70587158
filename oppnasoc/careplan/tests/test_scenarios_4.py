"""The acceptance scenarios of a plan, 30 to 35, told in order as people meet them."""

from __future__ import annotations

import itertools
import re
import uuid
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.test import Client

from oppnasoc.careplan import figures
from oppnasoc.careplan.acute import discharge, ownlist
from oppnasoc.careplan.models import (
    Level,
    Outcome,
    Piece,
    Plan,
)
from oppnasoc.vault import log, triggers
from oppnasoc.vault.log import Sort
from oppnasoc.vault.models import Line
from oppnasoc.vault.router import ALIAS
from tests.html.test_html import mistakes
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    client_for,
    client_of,
    make_goal,
    make_plan,
    make_seat,
    make_whole,
    show,
)

from .pages import html, owner, take_out, today, url
from .test_export_paper import letters_of
from .test_figures import make_outcome

pytestmark = pytest.mark.django_db(databases=TOWER)
MODELS = list(apps.get_app_config("careplan").get_models())


WHERE = ("Vi ses på Hamngatan 3", "Ring 070-174 06 05", "701063-2391", "63.12345, 18.54321")


def test_30_from_asking_to_paper_by_plain_forms() -> None:
    """Keyboard, screen reader, 400 % zoom complete request→print without JS. In a browser:
    tests/journeys/test_plan.py, test_from_the_right_to_a_plan_to_paper, test_by_the_keyboard_alone,
    test_axe_in_the_tower and test_nothing_sticks_out_at_four_times_the_size, and
    test_plan_holds.py. Here: forms that a browser sends by
    itself, on pages that a strict parser takes and where each field has its label."""
    client = client_for(uuid.uuid4())
    client.post("/min-plan/", {"name": "Vera"})
    plan = Plan.objects.get()
    write = url(plan, "plan_write", "goal")
    pages = [html(client.get(where)) for where in (write, url(plan, "plan_ask"))]
    client.post(write, {"words": "Jag vill sova", "span": "short"})
    asked = client.post(url(plan, "plan_ask"), {"to": "region", "words": "Vi behöver mötas"})
    pages += [html(client.get(asked["Location"])), html(client.get(url(plan, "plan_take_out")))]
    pages.append(html(client.get(url(plan, "plan_print"))))
    assert "Jag vill sova" in pages[-1]
    for page in pages:
        assert mistakes(page) == []
        assert page.count("<h1") == 1
        assert not re.search(r"\son\w+=|javascript:", page)
        fields = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]*>', page)
        for each in fields:
            [name] = re.findall(r'\bid="([^"]+)"', each) or [""]
            assert f'for="{name}"' in page or "aria-label" in each, each


def test_31_a_large_tagged_paper_cuts_nothing() -> None:
    """16-pt PDF passes tag check; 20 goals do not clip."""
    plan = make_plan()
    for number in range(20):
        words = f"Mål {number} {'Socialpsykiatriboendestödjarsamordning' * 4} slut{number}."
        make_goal(plan, words)
    content = take_out(owner(plan), plan, "plan", "goals")
    made, signs = read_paper(content), letters_of(content)
    assert (made.language, made.marked, made.tags.count("H1")) == ("sv", True, 1)
    assert {"H2", "P"} <= set(made.tags)
    assert min(size for _, size, _ in signs) >= 15.99
    assert all(inside for *_, inside in signs)
    whole = re.sub(r"\s", "", made.text)
    assert all(f"slut{number}." in whole for number in range(20))
    begins = [page for page in made.pages if re.search(r"^Mål \d+\s", page)]
    assert len(begins) == 20, "one goal on a page"


def test_32_her_own_word_stays_beside_what_she_disputes() -> None:
    """Person disputes a text: own note stays beside it (cf. LSS 21 b); staff cannot delete it."""
    plan = make_plan()
    siv = make_seat(plan)
    show(siv, "health", level=Level.WRITE)
    staff, hers = client_of(siv), owner(plan)
    staff.post(f"{url(plan, 'plan_write', 'note')}?avsnitt=health", {"words": "Vägrar vård"})
    theirs = Piece.objects.get()
    beside = f"{url(plan, 'plan_write', 'note')}?vid={theirs.pk}"
    assert hers.post(beside, {"words": "Jag vägrade aldrig"}).status_code == 302
    note = Piece.objects.get(about=theirs)
    assert staff.get(url(plan, "plan_change", note.pk)).status_code == 404
    for name in ("plan_remove", "plan_change"):
        staff.post(url(plan, name, note.pk), {"words": "", "edition": 1})
    for client in (hers, staff):
        page = html(client.get(url(plan, "plan_piece", theirs.pk)))
        assert 0 < page.index("Vägrar vård") < page.index("Jag vägrade aldrig")
    staff.post(url(plan, "plan_remove", theirs.pk))
    page = html(hers.get(url(plan, "plan_section", "health")))
    assert "Jag vägrade aldrig" in page, "it stays when what it is about is taken away"


def test_33_no_bed_is_a_red_stop() -> None:
    """Discharge date set, "boende" empty → red stop to owner and (if consented) huvudansvarig."""
    plan = make_plan()
    siv, nils = make_whole(plan)  # Siv holds it together.
    owner(plan).post(url(plan, "plan_discharge"), {"day": today(2).isoformat()})
    stop, sleep = 'class="stop"', "Var sover jag i natt?"

    def sees(client: Client) -> bool:
        page = html(client.get(url(plan, "plan")))
        assert (stop in page) is (sleep in page)
        return stop in page

    assert [sees(each) for each in (owner(plan), client_of(siv))] == [True, False]
    for seat in (siv, nils):
        show(seat, "acute")
    assert [sees(client_of(each)) for each in (siv, nils)] == [True, False]
    ownlist.save(as_owner(plan), ownlist.NEEDED, {"what": "Hos min syster"}, edition=0)
    assert sleep not in discharge.discharge_stops(as_owner(plan))


def test_34_nine_people_are_no_number_and_no_two_numbers_tell_of_one() -> None:
    """Statistics on 9 people suppressed; differencing two filters yields nothing."""
    for shift in range(10):
        assert set(figures.numbers_of([make_outcome() for _ in range(9)], shift).values()) == {None}
    Outcome.objects.bulk_create(make_outcome("2026Q3") for _ in range(9))
    assert figures.publish(date(2026, 10, 2)) == 0
    assert figures.told() == []
    Outcome.objects.bulk_create(make_outcome("2026Q4", met=n > 3) for n in range(23))
    assert figures.publish(date(2027, 1, 2)) == 1
    [told] = figures.told()
    assert told.pop("quarter") == "2026Q4", "a quarter is the only filter that there is"
    shown = [0, *(number for number in told.values() if isinstance(number, int))]
    assert all((one - other) % 10 == 0 for one, other in itertools.combinations(shown, 2))


def test_35_a_line_that_was_tampered_with_is_seen() -> None:
    """Tampered audit row → verification fails visibly."""
    plan = make_plan()
    make_goal(plan)
    out = StringIO()
    call_command("vault", "verify", stdout=out)
    assert "The log is whole" in out.getvalue()
    line = log.lines_of(plan.pk)[0]
    triggers.lift(connections[ALIAS])  # Somebody who owns the database, and has no key.
    Line.objects.filter(pk=line.pk).update(section="money")
    triggers.put(connections[ALIAS])
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("vault", "verify", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().startswith(f"{line.seq}\t{Sort.ALTERED}\t")
