"""'Show this instead of telling it again': links with a code, that tell nothing without it."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from oppnasoc.careplan import owning, writing
from oppnasoc.careplan.acute import ownlist
from oppnasoc.careplan.models import Kind, Piece, Plan, Share
from oppnasoc.careplan.opening import NotThere, ProveAgain
from oppnasoc.careplan.story import sharing
from oppnasoc.careplan.story.sharing import Made, What, open_share
from oppnasoc.careplan.story.views import shares as views
from oppnasoc.careplan.writing import Refused
from oppnasoc.following.quiet import WithoutKeys
from oppnasoc.vault.log import Verb, lines_of
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


def make_part(plan: Plan, heading: str, words: str = "Jag slutade nian") -> Piece:
    return make_piece(as_owner(plan), Kind.STORY, {"heading": heading, "words": words})


def make_share(plan: Plan, what: str = What.STORY, **more: Any) -> Made:
    return sharing.make(as_owner(plan), what, **more)


def told_plan() -> Plan:
    plan = make_plan()
    make_part(plan, "Skolan")
    make_part(plan, "Hemma", "Det var bråk")
    return plan


def headings(made: Made) -> list[str]:
    opened = open_share(made.token, made.code)
    assert opened is not None
    return [read.words["heading"] for read in opened.reads]


def wrong(made: Made) -> str:
    return f"{(int(made.code) + 1) % 10**6:06}"


def test_the_right_code_shows_it_and_is_logged() -> None:
    made = make_share(told_plan())
    assert len(made.token) >= 22
    assert len(made.code) == 6
    assert headings(made) == ["Skolan", "Hemma"]
    made.share.refresh_from_db()
    assert (made.share.opened_count, made.share.tries) == (1, 0)
    line = lines_of(made.share.plan_id)[0]
    assert (line.verb, line.section, line.who, line.seat) == (Verb.OPEN_LINK, "story", None, None)


def test_the_code_may_be_written_as_it_is_read_out() -> None:
    made = make_share(told_plan())
    assert open_share(made.token, f" {made.spelled} ") is not None


def test_neither_token_nor_code_is_kept() -> None:
    made = make_share(told_plan())
    made.share.refresh_from_db()
    assert made.token.encode() not in bytes(made.share.token)
    assert made.code not in made.share.code
    assert made.token not in made.share.code


def test_chosen_parts_and_no_other() -> None:
    plan = told_plan()
    one, two = Piece.objects.filter(plan=plan)
    made = make_share(plan, What.PIECES, pieces=[one.pk])
    assert headings(made) == ["Skolan"]
    with pytest.raises(Refused):
        make_share(plan, What.PIECES, pieces=[])
    with pytest.raises(Refused):
        make_share(plan, What.PIECES, pieces=[two.pk, uuid.uuid4()])


def test_a_part_that_is_taken_away_or_left_out_disappears() -> None:
    plan = told_plan()
    one, two = Piece.objects.filter(plan=plan)
    chosen = make_share(plan, What.PIECES, pieces=[one.pk, two.pk])
    whole = make_share(plan)
    writing.remove(as_owner(plan), one.pk)
    assert headings(chosen) == headings(whole) == ["Hemma"]
    sharing.leave_out(as_owner(plan), chosen.share.pk, two.pk)
    assert headings(chosen) == []
    with pytest.raises(NotThere):
        sharing.leave_out(as_owner(plan), chosen.share.pk, two.pk)


def test_one_part_less_by_a_button_on_the_page_of_links() -> None:
    plan = told_plan()
    one, two = Piece.objects.filter(plan=plan)
    made = make_share(plan)
    client = client_for(plan.owner)
    page = f"/min-plan/{plan.pk}/lankar/"
    address = f"{page}{made.share.pk}/utan/{one.pk}/"
    assert f'action="{address}"' in client.get(page).text
    siv = make_seat(plan)
    show(siv, "story", level=3)
    assert client_of(siv).post(address).status_code == 404
    assert client.post(address).headers["Location"] == page
    assert headings(made) == ["Hemma"]
    assert client.post(address).status_code == 404
    listed = client.get(page).text
    assert "Hemma" in listed
    assert "/utan/" not in listed, "the last part is left out by taking the link back"
    assert client.post(f"{page}{uuid.uuid4()}/utan/{two.pk}/").status_code == 404
    assert [line.verb for line in lines_of(plan.pk)].count(Verb.WITHDRAW) == 1


def test_a_link_never_reaches_beyond_what_it_names() -> None:
    plan = told_plan()
    make_piece(as_owner(plan), Kind.NOT_WANTED, {"people": "Kalle"})
    ownlist.save_card(as_owner(plan), {"red": "Epilepsi", "amber": "", "green": ""}, {})
    ownlist.save(as_owner(plan), "keys", {"who": "Eva"}, edition=0)
    shown = {}
    for what in (What.STORY, What.CARD, What.ACUTE):
        made = make_share(plan, what)
        opened = open_share(made.token, made.code)
        assert opened is not None
        shown[what] = {read.piece.kind for read in opened.reads}
    assert shown == {What.STORY: {"story"}, What.CARD: {"card"}, What.ACUTE: {"acute"}}


def test_only_its_owner_makes_links_and_freshly() -> None:
    plan = told_plan()
    siv = make_seat(plan)
    show(siv, "story", level=3)
    with pytest.raises(NotThere):
        sharing.make(as_seat(siv), What.STORY)
    with pytest.raises(NotThere):
        sharing.all_of(as_seat(siv))
    with pytest.raises(ProveAgain):
        sharing.make(as_owner(plan, fresh=False), What.STORY)


@pytest.mark.parametrize("days", [0, 8, -1])
def test_at_most_a_week(days: int) -> None:
    with pytest.raises(Refused):
        make_share(told_plan(), days=days)


def test_nothing_to_show_is_no_link() -> None:
    plan = make_plan()
    for what in What.values:
        with pytest.raises(Refused):
            make_share(plan, what)


def test_a_form_sent_twice_makes_one_link() -> None:
    plan, once = told_plan(), uuid.uuid4()
    make_share(plan, once=once)
    with pytest.raises(Refused):
        make_share(plan, once=once)
    assert Share.objects.count() == 1


def test_a_protected_persons_words_lie_behind_no_link() -> None:
    plan = told_plan()
    made = make_share(plan)
    Plan.objects.filter(pk=plan.pk).update(protected=True)
    assert open_share(made.token, made.code) is None
    with pytest.raises(Refused):
        make_share(plan)


def test_the_sixth_try_opens_nothing_whatever_it_says() -> None:
    """Scenario 14: five wrong codes lock a link for good."""
    made = make_share(told_plan())
    for _try in range(5):
        assert open_share(made.token, wrong(made)) is None
    assert open_share(made.token, wrong(made)) is None
    assert open_share(made.token, made.code) is None
    made.share.refresh_from_db()
    assert made.share.is_locked
    assert made.share.tries == 5


def test_fewer_wrong_ones_do_not_lock_and_are_remembered() -> None:
    made = make_share(told_plan())
    for _try in range(4):
        assert open_share(made.token, wrong(made)) is None
    assert open_share(made.token, made.code) is not None
    assert open_share(made.token, wrong(made)) is None
    assert open_share(made.token, made.code) is None
    verbs = [line.verb for line in lines_of(made.share.plan_id)]
    assert verbs.count(Verb.REFUSED) == 5


def past_its_day(made: Made) -> None:
    Share.objects.filter(pk=made.share.pk).update(
        made_at=timezone.now() - timedelta(days=2), until_at=timezone.now()
    )


def taken_back(made: Made) -> None:
    sharing.revoke(as_owner(made.share.plan), made.share.pk)


def locked(made: Made) -> None:
    for _try in range(5):
        open_share(made.token, wrong(made))


def closed(made: Made) -> None:
    owning.close(as_owner(made.share.plan), "Jag mår bra nu")


def dead(made: Made) -> None:
    owning.freeze(made.share.plan)


ENDS = [past_its_day, taken_back, locked, closed, dead]


@pytest.mark.parametrize("end", ENDS)
def test_a_dead_link_answers_the_right_code_as_it_does_a_wrong_one(end: Any) -> None:
    """Scenarios 14 and 25: the page, its head and its work are the same for each of them."""
    made = make_share(told_plan())
    alive = answer_of(made.token, wrong(made))
    assert answer_of(made.token, made.code)[1] != alive[1]
    never = answer_of("Zm9yZ2VkLXRva2VuLXdpdGgtMzItYnl0ZXMtaW4taXQ", made.code)
    end(made)
    ended = answer_of(made.token, made.code)
    assert never == alive
    assert ended == alive
    assert alive[0] == 422


def answer_of(token: str, code: str) -> tuple[int, str, dict[str, str], int]:
    """Status, page, head, and how many times the slow hash was worked out."""
    real, worked = MD5PasswordHasher.encode, []

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        worked.append(password)
        return real(self, password, salt)

    # What was written in the field stands there again: it is the tester's own, not the link's.
    with patch.object(MD5PasswordHasher, "encode", encode):
        answer = Client().post(f"/min-plan/delad/{token}/", {"code": code})
    assert not answer.cookies
    return answer.status_code, answer.text.replace(code, "…"), dict(answer.headers), len(worked)


def test_the_slow_hash_is_worked_out_once_for_each_try() -> None:
    made = make_share(told_plan())
    assert answer_of(made.token, wrong(made))[3] == 1
    assert answer_of("never-there", "123456")[3] == 1


def test_a_link_asks_for_its_code_whatever_link_it_is() -> None:
    made = make_share(told_plan())
    pages = {
        Client().get(f"/min-plan/delad/{t}/").content for t in (made.token, "nothing", "x" * 300)
    }
    assert len(pages) == 1
    made.share.refresh_from_db()
    assert made.share.tries == 0


def test_shown_once_in_the_answer_and_kept_nowhere() -> None:
    made, client = make_share(told_plan()), Client()
    answer = client.post(f"/min-plan/delad/{made.token}/", {"code": made.code})
    assert answer.status_code == 200
    assert "Jag slutade nian" in answer.text
    assert "Vera" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"].startswith("no-referrer")
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert not answer.cookies
    assert not client.cookies
    assert "Jag slutade nian" not in client.get(f"/min-plan/delad/{made.token}/").text


def test_what_it_shows_is_said_in_order() -> None:
    plan = make_plan()
    ownlist.save_card(as_owner(plan), {"green": "Musik", "red": "Epilepsi <b>", "amber": ""}, {})
    ownlist.save(as_owner(plan), "keys", {"who": "Eva", "phone": "070-174 06 05"}, edition=0)
    ownlist.save(as_owner(plan), "car", {"what": "Ställ den på gården"}, edition=0)
    ownlist.set_aside(as_owner(plan), "car", True)
    card, acute = make_share(plan, What.CARD), make_share(plan, What.ACUTE)
    page = Client().post(f"/min-plan/delad/{card.token}/", {"code": card.code}).text
    assert 0 < page.index("Epilepsi &lt;b&gt;") < page.index("Musik")
    page = Client().post(f"/min-plan/delad/{acute.token}/", {"code": acute.code}).text
    assert "070-174 06 05" in page
    assert "Ställ den" not in page


def test_a_network_that_tries_too_often_gets_the_same_answer(
    monkeypatch: pytest.MonkeyPatch, same_hour: None
) -> None:
    made = make_share(told_plan())
    alive = answer_of(made.token, wrong(made))
    monkeypatch.setattr(views, "TRIED", 0)
    assert answer_of(made.token, made.code)[:3] == alive[:3]


@pytest.mark.parametrize("code", ["", "x" * 21, "a\x00b", "<script>", "½", "१२३४५६"])
def test_bad_codes_are_told(code: str) -> None:
    """Scenario 27."""
    made = make_share(told_plan())
    assert Client().post(f"/min-plan/delad/{made.token}/", {"code": code}).status_code == 422


def test_the_address_of_a_link_is_in_no_log() -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Unprocessable: %s",
                               ("/min-plan/delad/hemlig-nyckel/",), None)  # fmt: skip
    WithoutKeys().filter(record)
    assert "hemlig-nyckel" not in record.getMessage()


def test_made_listed_and_taken_back_in_a_browser() -> None:
    plan = told_plan()
    client = client_for(plan.owner)
    address = f"/min-plan/{plan.pk}/lankar/"
    page = client.get(f"{address}ny/")
    once = page.context["form"]["once"].value()
    sent = {"what": "story", "days": "3", "once": str(once)}
    made = client.post(f"{address}ny/", sent)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    token, code = made.context["made"].token, made.context["made"].code
    assert f"/min-plan/delad/{token}/" in made.text
    assert "<svg" in made.text
    assert f"{code[:3]} {code[3:]}" in made.text
    assert client.post(f"{address}ny/", sent).status_code == 422
    listed = client.get(address).text
    assert token not in listed
    assert code not in listed
    share = Share.objects.get()
    assert client.post(f"{address}{share.pk}/ta-tillbaka/").status_code == 302
    assert open_share(token, code) is None
    assert client.post(f"{address}{uuid.uuid4()}/ta-tillbaka/").status_code == 404


@pytest.mark.parametrize(
    "sent", [{}, {"what": "everything"}, {"what": "story", "days": "30"}, {"what": "pieces"}]
)
def test_a_bad_form_is_shown_again(sent: dict[str, str]) -> None:
    plan = told_plan()
    client = client_for(plan.owner)
    sent = {"days": "1", "once": str(uuid.uuid4()), **sent}
    assert client.post(f"/min-plan/{plan.pk}/lankar/ny/", sent).status_code == 422
    assert not Share.objects.exists()


def test_others_at_the_plan_find_no_links() -> None:
    plan = told_plan()
    siv = make_seat(plan)
    show(siv, "story")
    client = client_of(siv)
    for path in ("lankar/", "lankar/ny/"):
        assert client.get(f"/min-plan/{plan.pk}/{path}").status_code == 404


def test_after_five_minutes_she_proves_who_she_is_again() -> None:
    plan = told_plan()
    client = client_for(plan.owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        answer = client.get(f"/min-plan/{plan.pk}/lankar/ny/")
    assert answer.status_code == 302
    assert "las-upp" in answer["Location"]
