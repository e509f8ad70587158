"""My story, my list and my card."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from oppnasoc.careplan import consent
from oppnasoc.careplan.acute import ownlist
from oppnasoc.careplan.acute.items import ITEMS
from oppnasoc.careplan.acute.ownlist import NEEDED
from oppnasoc.careplan.models import Kind, Level, Piece, Plan, SeatKind, Side
from oppnasoc.careplan.opening import NotThere
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.story import telling
from oppnasoc.careplan.writing import Changed, Refused
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

pytestmark = pytest.mark.django_db(databases=TOWER)


def today(days: int = 0) -> Any:
    return timezone.localdate() + timedelta(days=days)


def make_part(plan: Plan, heading: str = "Skolan", **words: str) -> Piece:
    return make_piece(as_owner(plan), Kind.STORY, {"heading": heading, "words": "Nian", **words})


# My story


def test_each_part_says_to_whom_it_is_shown_now() -> None:
    plan = make_plan()
    siv, nils = make_seat(plan), make_seat(plan, side=Side.REGION, name="Nils Sjuksköterska")
    one, two = make_part(plan), make_part(plan, "Hemma")
    opened = as_owner(plan)
    telling.tell(opened, one, [siv], until=today(5), purpose="do")
    show(nils, "story")
    consent.exclude(as_owner(plan), nils, "story", piece=two)
    found = telling.listeners(as_owner(plan), [one, two])
    told = {p: [(x.name, x.whole) for x in found[p.pk] if x.tells] for p in (one, two)}
    assert told[one] == [("Siv Handläggare", False), ("Nils Sjuksköterska", True)]
    assert told[two] == []
    assert [x.until for x in found[one.pk] if x.seat == siv] == [today(5)]
    for seat in (siv, nils):
        assert [read.piece.pk for read in as_seat(seat).pieces(Kind.STORY)] == [one.pk]
    page = client_for(plan.owner).get(f"/min-plan/{plan.pk}/berattelse/").text
    assert page.index("Siv Handläggare") < page.index("Hemma")
    assert page.count("Nils Sjuksköterska") == 1


def test_shown_for_a_time_and_then_no_more() -> None:
    plan = make_plan()
    siv, part = make_seat(plan), make_part(plan)
    client = client_for(plan.owner)
    address = f"/min-plan/{plan.pk}/berattelse/{part.pk}/visa/"
    assert "Siv Handläggare" in client.get(address).text
    sent = {"seats": [str(siv.pk)], "purpose": "do", "until": today(3).isoformat()}
    assert client.post(address, sent).status_code == 302
    assert as_seat(siv).pieces(Kind.STORY)
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert as_seat(siv).pieces(Kind.STORY) == []
    client.post(address, {"do": f"stop:{siv.pk}"})
    assert as_seat(siv).pieces(Kind.STORY) == []


def test_a_no_to_one_part_and_back_again() -> None:
    plan = make_plan()
    siv, one, two = make_seat(plan), make_part(plan), make_part(plan, "Hemma")
    show(siv, "story")
    client = client_for(plan.owner)
    address = f"/min-plan/{plan.pk}/berattelse/{one.pk}/visa/"
    client.post(address, {"do": f"no:{siv.pk}"})
    assert [read.piece.pk for read in as_seat(siv).pieces(Kind.STORY)] == [two.pk]
    client.post(address, {"do": f"again:{siv.pk}"})
    assert len(as_seat(siv).pieces(Kind.STORY)) == 2


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"purpose": "support", "until": "2026-02-30"},
        {"purpose": "support", "until": "2020-01-01"},
        {"purpose": "support", "until": ""},
        {"purpose": "gossip"},
        {"seats": ["00000000-0000-0000-0000-000000000000"]},
    ],
)
def test_bad_answers_to_who_may_read_change_nothing(sent: dict[str, Any]) -> None:
    """Scenario 27."""
    plan = make_plan()
    siv, part = make_seat(plan), make_part(plan)
    sent = {"seats": [str(siv.pk)], "purpose": "do", "until": today(3).isoformat(), **sent}
    if sent["purpose"] == "do" and sent["seats"] == [str(siv.pk)]:
        sent = {}
    client = client_for(plan.owner)
    assert client.post(f"/min-plan/{plan.pk}/berattelse/{part.pk}/visa/", sent).status_code == 422
    assert as_seat(siv).pieces(Kind.STORY) == []


def test_others_read_the_part_and_nothing_of_who_else_does() -> None:
    plan = make_plan()
    siv, mum = make_seat(plan), make_seat(plan, SeatKind.RELATIVE, name="Mamma")
    part = make_part(plan, written_by="Kurator Bo")
    make_part(plan, "Hemma")
    telling.tell(as_owner(plan), part, [siv, mum], until=today(5), purpose="do")
    client = client_of(siv)
    page = client.get(f"/min-plan/{plan.pk}/berattelse/").text
    assert "Skolan" in page
    assert "Kurator Bo" in page
    assert "Hemma" not in page
    assert "Mamma" not in page
    assert client.get(f"/min-plan/{plan.pk}/berattelse/{part.pk}/visa/").status_code == 404
    with pytest.raises(NotThere):
        telling.listeners(as_seat(siv), [part])


def test_a_trustees_order_never_reaches_the_story() -> None:
    plan = make_plan()
    eva = make_seat(plan, SeatKind.TRUSTEE, name="Eva God man")
    inviting.empower(as_owner(plan), eva, decided_on=today(), until_on=None, rights=True,
                     property=True, person=True, evidence="Förordnande")  # fmt: skip
    part = make_part(plan)
    assert telling.listeners(as_owner(plan), [part])[part.pk] == []


# My list


def test_a_thing_is_saved_changed_and_looked_back_at() -> None:
    plan = make_plan()
    ownlist.save(as_owner(plan), "keys", {"who": "Eva", "phone": "070-174 06 05"}, edition=0)
    ownlist.save(as_owner(plan), "keys", {"who": "Bo"}, edition=1)
    entry = ownlist.entry(as_owner(plan), "keys")
    assert (entry.words["who"], entry.edition) == ("Bo", 2)
    with pytest.raises(Changed):
        ownlist.save(as_owner(plan), "keys", {"who": "Mia"}, edition=1)


@pytest.mark.parametrize("name", ["what", "who", "how"])
def test_codes_are_refused_at_their_field(name: str) -> None:
    plan = make_plan()
    with pytest.raises(Refused) as caught:
        ownlist.save(as_owner(plan), "keys", {name: "Portkoden är 4512"}, edition=0)
    assert caught.value.fields == (name,)
    assert not Piece.objects.filter(plan=plan).exists()


def test_numbers_stand_where_numbers_belong() -> None:
    plan = make_plan()
    ownlist.save(as_owner(plan), "rent", {"phone": "11313", "latest": "1400"}, edition=0)


def test_what_does_not_concern_her_is_put_aside_and_kept() -> None:
    plan = make_plan()
    ownlist.save(as_owner(plan), "animals", {"who": "Eva"}, edition=0)
    ownlist.set_aside(as_owner(plan), "animals", True)
    entry = ownlist.entry(as_owner(plan), "animals")
    assert entry.is_set_aside
    assert entry.words["who"] == "Eva"
    ownlist.set_aside(as_owner(plan), "animals", False)
    assert not ownlist.entry(as_owner(plan), "animals").is_set_aside
    ownlist.set_aside(as_owner(plan), "car", True)
    assert ownlist.entry(as_owner(plan), "car").is_set_aside
    with pytest.raises(Refused):
        ownlist.set_aside(as_owner(plan), NEEDED, True)


def test_progress_counts_what_concerns_her() -> None:
    plan = make_plan()
    start = ownlist.progress(ownlist.entries(as_owner(plan)))
    assert (start.concern, start.written) == (len(ITEMS), 0)
    ownlist.save(as_owner(plan), "keys", {"who": "Eva"}, edition=0)
    ownlist.set_aside(as_owner(plan), "car", True)
    now = ownlist.progress(ownlist.entries(as_owner(plan)))
    assert (now.concern, now.written) == (len(ITEMS) - 1, 1)
    assert len({start.in_words, now.in_words}) == 2


def test_the_list_is_looked_through_after_each_follow_up() -> None:
    plan = make_plan()
    assert not ownlist.look(as_owner(plan)).is_due
    make_piece(as_owner(plan), Kind.FOLLOW_UP, {"happened": "yes"})
    assert ownlist.look(as_owner(plan)).is_due
    ownlist.look_through(as_owner(plan))
    seen = ownlist.look(as_owner(plan))
    assert not seen.is_due
    assert seen.seen_on == today()
    assert as_owner(plan).name == "Vera"
    with time_machine.travel(timezone.now() + timedelta(days=80)):
        make_piece(as_owner(plan), Kind.FOLLOW_UP, {"happened": "no"})
        assert ownlist.look(as_owner(plan)).is_due


def test_somebody_who_may_write_fills_in_what_is_empty_and_only_that() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    ownlist.save(as_owner(plan), "keys", {"who": "Eva"}, edition=0)
    with pytest.raises(NotThere):
        ownlist.entries(as_seat(siv))
    show(siv, "acute")
    with pytest.raises(NotThere):
        ownlist.save(as_seat(siv), "rent", {"who": "Siv"}, edition=0)
    show(siv, "acute", level=Level.WRITE)
    ownlist.save(as_seat(siv), "rent", {"who": "Siv"}, edition=0)
    with pytest.raises(Refused):
        ownlist.save(as_seat(siv), "keys", {"who": "Siv"}, edition=1)
    ownlist.save(as_owner(plan), "rent", {"who": "Bo"}, edition=1)
    assert ownlist.entry(as_owner(plan), "rent").words["who"] == "Bo"


def test_a_thing_in_a_browser() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    address = f"/min-plan/{plan.pk}/om-jag-blir-sjuk/"
    assert client.get(f"{address}keys/").status_code == 200
    answer = client.post(f"{address}keys/", {"who": "Eva", "edition": "0", "next": "1"})
    assert answer["Location"] == f"{address}home-help/"
    page = client.get(address).text
    assert "Eva" in page
    assert page.count("<details") >= 6
    wrong = client.post(f"{address}keys/", {"how": "Portkod 4512", "who": "Mia", "edition": "1"})
    assert wrong.status_code == 422
    assert "4512" in wrong.text
    assert "Mia" in wrong.text
    theirs = client.post(f"{address}keys/", {"who": "Mia", "edition": "0"})
    assert theirs.status_code == 409
    assert "Eva" in theirs.text
    assert "Mia" in theirs.text
    assert client.post(f"{address}car/undan/", {"aside": "1"}).status_code == 302
    assert ownlist.entry(as_owner(plan), "car").is_set_aside
    assert client.get(f"{address}nothing/").status_code == 404
    assert client.post(f"{address}genomgangen/").status_code == 302
    # She pressed the button when it had locked, and unlocked it.
    again = client.get(f"{address}keys/undan/", follow=True)
    assert "Det blev inte gjort" in again.text
    assert client.put(f"{address}keys/undan/").status_code == 405


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "\u202eEva", "x" * 201, "a\x00b"])
def test_bad_words_do_no_harm(words: str) -> None:
    """Scenario 27: shown again with a sentence and what was written, or kept harmless."""
    plan = make_plan()
    client = client_for(plan.owner)
    address = f"/min-plan/{plan.pk}/om-jag-blir-sjuk/"
    answer = client.post(f"{address}keys/", {"who": words, "edition": "0"})
    page = answer.text if answer.status_code == 422 else client.get(address).text
    assert answer.status_code in (302, 422)
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert (answer.status_code == 422) == (len(words) > 200 or "\x00" in words)


def test_a_protected_person_is_asked_for_no_phone() -> None:
    plan = make_plan(protected=True)
    page = client_for(plan.owner).get(f"/min-plan/{plan.pk}/om-jag-blir-sjuk/keys/").text
    assert 'name="phone"' not in page
    assert 'name="who"' in page


# My card


def test_the_card_is_written_all_at_once_or_not_at_all() -> None:
    plan = make_plan()
    ownlist.save_card(as_owner(plan), {"red": "Epilepsi", "amber": "Prata lugnt", "green": ""}, {})
    texts = [each.text for each in ownlist.card(as_owner(plan))]
    assert texts == ["Epilepsi", "Prata lugnt", ""]
    with pytest.raises(Refused) as caught:
        ownlist.save_card(as_owner(plan), {"red": "Ny", "green": "PIN 1234"}, {"red": 1})
    assert caught.value.fields == ("green",)
    with pytest.raises(Changed):
        ownlist.save_card(as_owner(plan), {"green": "Musik", "red": "Ny"}, {"red": 7})
    assert [each.text for each in ownlist.card(as_owner(plan))] == texts
    ownlist.save_card(as_owner(plan), {"amber": ""}, {"amber": 1})
    assert [each.text for each in ownlist.card(as_owner(plan))] == ["Epilepsi", "", ""]


def test_the_card_in_a_browser() -> None:
    plan = make_plan()
    siv = make_seat(plan)
    client, address = client_for(plan.owner), f"/min-plan/{plan.pk}/kort/"
    assert client.post(address, {"red": "Epilepsi"}).status_code == 302
    page = client.get(address).text
    assert "of-red" in page
    assert "Epilepsi" in page
    assert "Vera" in page
    assert client.post(address, {"red": "Portkod 4512"}).status_code == 422
    assert client.post(address, {"red": "x" * 601}).status_code == 422
    old = client.post(address, {"red": "Diabetes", "red_edition": "0"})
    assert old.status_code == 409
    assert "Epilepsi" in old.text
    assert "Diabetes" in old.text
    theirs = client_of(siv)
    assert theirs.get(address).status_code == 404
    show(siv, "acute", level=Level.WRITE)
    assert "<textarea" not in theirs.get(address).text
    assert theirs.post(address, {"red": "Något"}).status_code == 404
