"""Each line of the list 'If I become ill' is shown to whom she wants, by every way out."""

from __future__ import annotations

import json

import pytest

from oppnasoc.careplan import consent, writing
from oppnasoc.careplan.acute import discharge, ownlist
from oppnasoc.careplan.acute.items import ITEMS
from oppnasoc.careplan.export import paper, whole
from oppnasoc.careplan.export.sheets import acute_sheet
from oppnasoc.careplan.lines import ALONE
from oppnasoc.careplan.models import Edition, Kind, Level, Piece, Plan, Seat, SeatKind, Side
from oppnasoc.careplan.opening import NotThere, Opened
from oppnasoc.careplan.story import sharing
from oppnasoc.careplan.story.sharing import Share, What
from oppnasoc.careplan.writing import Refused
from tests.paper import read_paper
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    client_of,
    make_piece,
    make_plan,
    make_seat,
    show,
)

from .filled import by_export, by_paper, quick
from .pages import YES, html, owner, today, url

__all__ = ["quick"]  # A fixture.

pytestmark = [pytest.mark.django_db(databases=TOWER), pytest.mark.usefixtures("quick")]
#: What nobody else may meet: whom she names, and that she names anybody.
NAMED, ASKS = "Roland", "Vem ska inte få veta?"
#: What anybody who reads the list meets.
OPEN = "Nyckeln hos Eva"


def line(plan: Plan, key: str, what: str, edition: int = 0) -> Piece:
    made = ownlist.save(as_owner(plan), key, {"what": what}, edition=edition)
    assert made is not None
    return made


def make_list(level: int = Level.SEE) -> tuple[Plan, Seat, Piece]:
    """A list that Roland is shown, where she does not want him to be told."""
    plan = make_plan()
    roland = make_seat(plan, SeatKind.RELATIVE, side=Side.NONE, name="Roland")
    line(plan, "keys", OPEN)
    hers = line(plan, "not-told", f"{NAMED} får inte veta", edition=0)
    show(roland, "acute", level=level)
    return plan, roland, hers


def by_pages(seat: Seat, piece: Piece) -> str:
    """Every page of the list that somebody may open."""
    client = client_of(seat)
    names = ("plan", "plan_acute", "plan_card", "plan_discharge", "plan_log", "plan_people")
    addresses = [url(seat.plan, name) for name in names]
    addresses += [url(seat.plan, "plan_print") + more for more in ("", "?vad=list", "?del=acute")]
    for name, of in (
        ("plan_acute_item", "keys"),
        ("plan_section", "acute"),
        ("plan_piece", piece.pk),
    ):
        addresses.append(url(seat.plan, name, of))
    answers = [client.get(each) for each in addresses]
    return "\n".join(each.text for each in answers if each.status_code == 200)


def everywhere(seat: Seat, piece: Piece) -> str:
    return by_pages(seat, piece) + by_export(seat)


def test_the_lines_are_in_the_list() -> None:
    assert set(ALONE) <= set(ITEMS)


@pytest.mark.parametrize("level", [Level.SEE, Level.WRITE])
def test_who_should_not_be_told_is_hers_alone(level: int) -> None:
    """On no page, paper or file, in no history, and not as something that is not filled in."""
    plan, roland, hers = make_list(level)
    line(plan, "not-told", "Roland och Bo", edition=1)
    said = everywhere(roland, hers) + "".join(by_paper(roland).values())
    assert OPEN in said
    assert ASKS not in said
    assert "får inte veta" not in said
    assert "Roland och Bo" not in said
    opened = as_seat(roland)
    assert "not-told" not in {entry.item.key for group in ownlist.entries(opened)
                              for entry in group.entries}  # fmt: skip
    client = client_of(roland)
    for name in ("plan_acute_item", "plan_acute_aside", "plan_acute_stands"):
        assert client.post(url(plan, name, "not-told"), {"what": "x"}).status_code == 404
    assert client.get(url(plan, "plan_acute_item", "not-told")).status_code == 404
    assert client.get(url(plan, "plan_piece", hers.pk)).status_code == 404
    with pytest.raises(NotThere):
        writing.editions(as_seat(roland), hers.pk)
    page = html(owner(plan).get(url(plan, "plan_acute")))
    assert "Roland och Bo" in page


def test_that_nothing_stands_there_is_not_told_either() -> None:
    """The same answers whether it is filled in or not."""
    plan, roland, hers = make_list(Level.WRITE)
    filled = acute_sheet(whole.picture(as_seat(roland)))
    told = ownlist.progress(ownlist.entries(as_seat(roland)))
    Piece.objects.filter(pk=hers.pk).delete()
    assert acute_sheet(whole.picture(as_seat(roland))).parts == filled.parts
    assert ownlist.progress(ownlist.entries(as_seat(roland))) == told
    with pytest.raises(NotThere):
        ownlist.save(as_seat(roland), "not-told", {"what": "Ingen"}, edition=0)
    assert client_of(roland).get(url(plan, "plan_acute_item", "not-told")).status_code == 404


def test_no_link_shows_it() -> None:
    plan, _roland, hers = make_list()
    made = sharing.make(as_owner(plan), What.ACUTE)
    opened = sharing.open_share(made.token, made.code)
    assert opened is not None
    assert [read.piece.item for read in opened.reads] == ["keys"]
    # One from before, which has it among what it shows.
    share = Share.objects.get(pk=made.share.pk)
    share.pieces.add(hers)
    share.editions.add(Edition.objects.get(piece=hers))
    again = sharing.open_share(made.token, made.code)
    assert again is not None
    assert [read.piece.item for read in again.reads] == ["keys"]
    page = html(owner(plan).get(url(plan, "plan_shares")))
    assert ASKS not in page
    new = sharing.renew(as_owner(plan), share.pk)
    assert [piece.item for piece in new.share.pieces.all()] == ["keys"]


def test_her_own_papers_and_files_have_it() -> None:
    plan, _roland, _hers = make_list()
    taken = whole.picture(as_owner(plan))
    assert NAMED in read_paper(paper.acute_pdf(taken)).text
    client = client_for(plan.owner)
    sent = client.post(url(plan, "plan_take_out"), {"what": "json", "parts": ["acute"]})
    assert NAMED in json.dumps(json.loads(sent.content), ensure_ascii=False)


def test_a_note_beside_it_tells_nothing() -> None:
    plan, roland, hers = make_list(Level.WRITE)
    make_piece(as_owner(plan), Kind.NOTE, {"words": "Han ringer alltid"}, section="acute",
               about=hers)  # fmt: skip
    assert "ringer alltid" not in everywhere(roland, hers)
    writing.remove(as_owner(plan), hers.pk)
    assert "ringer alltid" not in everywhere(roland, hers)


def test_she_shows_it_to_one_person() -> None:
    """By the question itself; nobody else sees it then, and it is gone when it is taken back."""
    plan, roland, hers = make_list()
    eva = make_seat(plan, SeatKind.SUPPORT, name="Eva")
    tick = f"piece_{hers.pk.hex}"
    client = owner(plan)
    page = html(client.get(url(plan, "plan_person_ask", eva.pk)))
    assert ASKS in page
    alone = client.post(url(plan, "plan_person_ask", eva.pk), {**YES, tick: "on"})
    assert "Det här står i listan." in html(alone, 422)
    sent = {**YES, "part_acute": "on", "far_acute": "1", tick: "on"}
    assert client.post(url(plan, "plan_person_ask", eva.pk), sent).status_code == 302
    assert NAMED in everywhere(eva, hers)
    assert ASKS in html(client_of(eva).get(url(plan, "plan_acute")))
    assert ASKS not in everywhere(roland, hers)
    assert ASKS in html(client.get(url(plan, "plan_person", eva.pk)))
    [grant] = [each for each in consent.shown_to(eva, as_owner(plan).at) if each.piece_id]
    consent.withdraw(as_owner(plan), grant)
    assert ASKS not in everywhere(eva, hers)


def close(plan: Plan, seat: Seat, piece: Piece) -> None:
    answer = owner(plan).post(url(plan, "plan_person_never", seat.pk), {"what": str(piece.pk)})
    assert answer.status_code == 302


@pytest.mark.parametrize("level", [Level.SEE, Level.WRITE])
def test_a_line_with_a_no_is_not_there_for_her(level: int) -> None:
    """No trace: not on the page, in a count, on paper, in a file, or as without an answer."""
    plan, roland, _hers = make_list(level)
    siv = make_seat(plan)
    show(siv, "acute")
    debts = line(plan, "debts", "Lån hos Kjell")
    page = html(owner(plan).get(url(plan, "plan_person", roland.pk)))
    assert f'<option value="{debts.pk}">Lån och skulder</option>' in page
    before = ownlist.progress(ownlist.entries(as_seat(roland)))
    close(plan, roland, debts)
    said = everywhere(roland, debts) + by_paper(roland)["list"]
    assert "Kjell" not in said
    assert "Lån och skulder" not in said
    assert OPEN in said
    now = ownlist.progress(ownlist.entries(as_seat(roland)))
    assert (now.concern, now.written) == (before.concern - 1, before.written - 1)
    assert "Kjell" in everywhere(siv, debts)
    assert "Lån och skulder" in html(owner(plan).get(url(plan, "plan_person", roland.pk)))


def test_the_no_holds_when_the_line_is_written_anew() -> None:
    plan, roland, _hers = make_list()
    debts = line(plan, "debts", "Lån hos Kjell")
    close(plan, roland, debts)
    writing.remove(as_owner(plan), debts.pk)
    again = line(plan, "debts", "Lån hos Olle")
    assert again.pk != debts.pk
    said = everywhere(roland, again)
    assert "Olle" not in said
    assert "Lån och skulder" not in said


def test_a_closed_line_is_written_by_nobody_whom_it_is_closed_to() -> None:
    plan, roland, _hers = make_list(Level.WRITE)
    close(plan, roland, line(plan, "debts", "Lån hos Kjell"))
    with pytest.raises(NotThere):
        ownlist.save(as_seat(roland), "debts", {"what": "Inget"}, edition=0)
    with pytest.raises(NotThere):
        ownlist.set_aside(as_seat(roland), "debts", True)


def test_a_closed_line_stops_nobody_who_does_not_see_it() -> None:
    plan = make_plan(discharge_on=today(1))
    siv = make_seat(plan)
    show(siv, "acute", level=Level.WRITE)
    Plan.objects.filter(pk=plan.pk).update(lead=siv)
    made = ownlist.save(as_owner(plan), "key-home", {"answer": "no"}, edition=0)
    assert made is not None
    key = str(ITEMS["key-home"].text)
    assert key in discharge.discharge_stops(as_seat(siv))
    close(plan, siv, made)
    assert key not in discharge.discharge_stops(as_seat(siv))
    assert key in discharge.discharge_stops(as_owner(plan))
    assert key not in everywhere(siv, made)


def test_an_own_line_can_be_closed_too() -> None:
    plan, roland, _hers = make_list()
    own = make_piece(as_owner(plan), Kind.ACUTE, {"what": "Fiskarna"}, section="acute")
    assert "Fiskarna" in everywhere(roland, own)
    close(plan, roland, own)
    assert "Fiskarna" not in everywhere(roland, own)


def test_who_sees_stands_at_each_line() -> None:
    """For the owner alone, with the way to change it."""
    plan, roland, _hers = make_list()
    eva = make_seat(plan, SeatKind.SUPPORT, name="Eva")
    show(eva, "acute")
    debts = line(plan, "debts", "Lån hos Kjell")
    close(plan, eva, debts)
    page = html(owner(plan).get(url(plan, "plan_acute")))

    def at(key: str) -> str:
        return page.partition(f'<li id="{key}"')[2].partition("</li>")[0]

    for seat, key, sees in ((roland, "debts", True), (eva, "debts", False), (eva, "keys", True),
                            (roland, "rent", True), (roland, "not-told", False)):  # fmt: skip
        assert (url(plan, "plan_person", seat.pk) in at(key)) is sees, (seat.pk, key)
    assert "Bara du kan läsa" in at("not-told")
    assert "Visa den för någon" in at("not-told")
    assert "Kan läsa" not in html(client_of(roland).get(url(plan, "plan_acute")))


def test_the_rule_holds_for_what_is_asked_of_the_plan_itself() -> None:
    plan, roland, hers = make_list(Level.WRITE)
    opened: Opened = as_seat(roland)
    assert hers.pk not in {piece.pk for piece in opened.outline}
    assert not opened.may("acute", piece=hers)
    with pytest.raises(NotThere):
        opened.read(Piece.objects.get(pk=hers.pk))
    with pytest.raises((NotThere, Refused)):
        writing.change(opened, hers.pk, {"what": "x"}, edition=1)
    assert hers.pk in {piece.pk for piece in as_owner(plan).outline}
