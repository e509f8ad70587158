"""The pages of a talk: reading, writing, the code, reporting, looking after, other places."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.discussion import checks, moderating, writing
from oppnasoc.discussion.models import Appeal, Comment, Flag, GroupTalk, Mode, Support, Thread
from oppnasoc.people.models import User
from oppnasoc.search import index
from oppnasoc.search.finding import find
from oppnasoc.ui.registry import Look, todos
from oppnasoc.voices.models import Voice
from tests.town import ROLES

from .scene import LOOKING, Talk, make_appeal, make_comment, set_mode

State = Comment.State


def signed_in(talk: Talk, role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(talk.who(role))
    return client


def url_of(talk: Talk) -> str:
    return reverse("talk", args=["fraga", talk.matter.pk])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def write_on_page(client: Client, talk: Talk, text: str, **more: str) -> Any:
    return client.post(url_of(talk), {"text": text, "once": "en gång", **more})


def test_it_is_read_in_the_order_of_time(talk: Talk, client: Client) -> None:
    now = timezone.now()
    first = make_comment(talk, "Först.", created_at=now - timedelta(days=3))
    make_comment(talk, "Sedan.", created_at=now - timedelta(days=2))
    make_comment(talk, "Ett svar.", answers_to=first, created_at=now)
    make_comment(talk, "Väntande.", state=State.HELD)
    make_comment(talk, "Dolt.", state=State.HIDDEN)
    for url in (url_of(talk), talk.matter.get_absolute_url()):
        page = text_of(client.get(url))
        places = [page.index(text) for text in ("Först.", "Ett svar.", "Sedan.")]
        assert places == sorted(places)
        assert "Väntande." not in page
        assert "Dolt." not in page


@pytest.mark.parametrize("how", ["hidden", "taken back"])
def test_an_answer_stands_when_what_it_answered_is_gone(
    talk: Talk, client: Client, how: str
) -> None:
    first = make_comment(talk, "Först.", code_digest="d")
    make_comment(talk, "Ett svar.", answers_to=first)
    if how == "hidden":
        moderating.hide(first, "Ty.", by=talk.who("editor"))
    else:
        writing.take_back(first)
    for url in (url_of(talk), talk.matter.get_absolute_url()):
        page = text_of(client.get(url))
        assert "Ett svar." in page
        assert "Först." not in page


def test_the_page_of_a_matter_needs_no_cookie(talk: Talk, client: Client) -> None:
    make_comment(talk)
    answer = client.get(talk.matter.get_absolute_url())
    assert "csrfmiddlewaretoken" not in text_of(answer)
    assert not answer.cookies


@pytest.mark.parametrize("count", [1, 40])
def test_it_costs_little(talk: Talk, count: int, django_assert_max_num_queries: Any) -> None:
    for n in range(count):
        top = make_comment(talk, f"Inlägg {n}", as_party_id=talk.scene.parties.unit.pk)
        make_comment(talk, f"Svar {n}", answers_to=top)
    client = Client()
    for url, most in ((talk.matter.get_absolute_url(), 8), (url_of(talk), 8)):
        client.get(url)
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


def test_pages_go_by_thirty_and_begin_with_the_latest(talk: Talk, client: Client) -> None:
    now = timezone.now()
    for n in range(35):
        make_comment(talk, f"Inlägg {n:02}.", created_at=now + timedelta(minutes=n))
    assert "Inlägg 34." in text_of(client.get(url_of(talk)))
    earlier = text_of(client.get(f"{url_of(talk)}?sida=1"))
    assert "Inlägg 00." in earlier
    assert "Inlägg 34." not in earlier


def test_written_without_account_with_a_receipt_and_a_code(talk: Talk, client: Client) -> None:
    answer = write_on_page(client, talk, "Jag väntade också.", name="Kim")
    assert answer["Location"] == reverse("comment_receipt")
    receipt = text_of(client.get(reverse("comment_receipt")))
    code = re.search(r"<b>([0-9A-Z]{5}-[0-9A-Z]{5})</b>", receipt)
    assert code is not None
    assert write_on_page(client, talk, "Jag väntade också.").status_code == 302
    assert Comment.objects.get().called == "Kim"
    other = Client()
    assert other.post(reverse("code"), {"code": "FEL"}).status_code == 422
    assert other.post(reverse("code"), {"code": code[1]}).status_code == 302
    assert "Jag väntade också." in text_of(other.get(reverse("own_comment")))
    for page in ("my_voice", "my_answer"):
        assert Client().get(reverse(page))["Location"] == reverse("code")
    assert other.get(reverse("code"))["Location"] == reverse("own_comment")
    assert other.post(reverse("code_close"))["Clear-Site-Data"] == '"cache"'
    assert other.get(reverse("own_comment")).status_code == 302


def test_too_many_wrong_codes_and_a_right_one_waits(talk: Talk, client: Client) -> None:
    _comment, code = writing.write(talk.what, "Hej.")
    for _n in range(20):
        client.post(reverse("code"), {"code": "0000000000"})
    assert client.post(reverse("code"), {"code": code}).status_code == 422


def test_what_looks_like_personal_data_is_shown_before_it_is_sent(
    talk: Talk, client: Client
) -> None:
    text = "Ring mig på 070-174 06 05."
    answer = write_on_page(client, talk, text)
    assert answer.status_code == 200
    assert "<mark>070-174 06 05</mark>" in text_of(answer)
    assert Comment.objects.count() == 0
    assert write_on_page(client, talk, text, seen="1").status_code == 302
    assert Comment.objects.count() == 1


def test_who_may_need_help_is_shown_where(talk: Talk, client: Client) -> None:
    write_on_page(client, talk, "Jag vill inte leva längre, jag vill dö.")
    assert 'class="aid"' in text_of(client.get(reverse("comment_receipt")))


def test_bad_input_is_kept(talk: Talk, client: Client) -> None:
    answer = write_on_page(client, talk, "x" * 2001, name="Kim")
    assert answer.status_code == 422
    assert 'value="Kim"' in text_of(answer)
    assert Comment.objects.count() == 0


def test_very_many_are_held_in_a_pile_and_robots_too(talk: Talk, client: Client) -> None:
    set_mode(talk, Mode.AFTER)
    for n in range(32):
        client.post(url_of(talk), {"text": f"Inlägg {n}", "once": f"gång {n}"})
    assert Comment.objects.filter(in_flood=False, state=State.SHOWN).count() == 30
    assert Comment.objects.filter(in_flood=True, state=State.HELD).count() == 2
    Client(REMOTE_ADDR="192.0.2.7").post(url_of(talk), {"text": "Köp.", "website": "x"})
    assert Comment.objects.filter(in_flood=True).count() == 3
    looking = signed_in(talk, "facilitator")
    pile = Comment.objects.filter(in_flood=True).values_list("pk", flat=True)
    chosen = {"comment": list(pile)[:1], "out": "1"}
    assert looking.post(reverse("talk_flood"), chosen).status_code == 302
    rest = {"comment": list(pile), "reason": "Reklam."}
    assert looking.post(reverse("talk_flood"), {"comment": list(pile)}).status_code == 422
    assert looking.post(reverse("talk_flood"), rest).status_code == 302
    assert Comment.objects.filter(state=State.HIDDEN, why_hidden="Reklam.").count() == 2


def test_with_an_account_it_stands_among_her_own(talk: Talk) -> None:
    client = signed_in(talk, "participant")
    answer = write_on_page(client, talk, "Jag med.")
    assert answer.status_code == 200
    comment = Comment.objects.get()
    assert "Jag med." in text_of(client.get(reverse("own_comments")))
    own = reverse("own_comment_signed_in", args=[comment.pk])
    assert client.get(own).status_code == 200
    assert signed_in(talk, "editor").get(own).status_code == 404
    assert client.post(own, {"take_back": "1"}).status_code == 302
    comment.refresh_from_db()
    assert comment.state == State.WITHDRAWN


def test_her_account_name_is_on_no_page(talk: Talk) -> None:
    person = talk.who("participant")
    writing.write(talk.what, "Jag med.", by=person)
    moderating.show(Comment.objects.get(), by=talk.who("editor"))
    for role in ("anonymous", "facilitator", "editor"):
        client = signed_in(talk, role)
        for url in (url_of(talk), talk.matter.get_absolute_url()):
            page = text_of(client.get(url))
            assert "Jag med." in page
            assert person.name not in page


def test_answering(talk: Talk, client: Client) -> None:
    first = make_comment(talk, "Först.")
    page = text_of(client.get(f"{url_of(talk)}?svar={first.pk}"))
    assert f'action="?svar={first.pk}#skriv"' in page
    client.post(f"{url_of(talk)}?svar={first.pk}", {"text": "Ett svar."})
    assert Comment.objects.get(text="Ett svar.").answers_to == first


def test_agreeing(talk: Talk, client: Client) -> None:
    comment = make_comment(talk)
    url = reverse("comment_support", args=[comment.pk])
    for _n in range(2):
        assert client.post(url).status_code == 302
    assert Support.objects.count() == 1
    assert "håller med" in text_of(client.get(url_of(talk)))
    assert client.get(url).status_code == 405
    held = make_comment(talk, state=State.HELD)
    assert client.post(reverse("comment_support", args=[held.pk])).status_code == 404


def test_reporting_and_letting_it_stand(talk: Talk, client: Client) -> None:
    comment = make_comment(talk)
    url = reverse("comment_report", args=[comment.pk])
    assert client.post(url, {"why": ""}).status_code == 422
    assert client.post(url, {"why": "Det är taskigt."}).status_code == 302
    looking = signed_in(talk, "secretary")
    assert "Det är taskigt." in text_of(looking.get(reverse("talk_queue")))
    looking.post(reverse("comment_look", args=[comment.pk]), {"keep": "1"})
    assert Flag.objects.get().why == ""


def test_hidden_told_appealed_and_shown_again(talk: Talk, client: Client) -> None:
    comment, code = writing.write(talk.what, "Kim gjorde fel.")
    looking = signed_in(talk, "facilitator")
    look = reverse("comment_look", args=[comment.pk])
    assert looking.post(look, {"reason": ""}).status_code == 422
    assert looking.post(look, {"reason": "Det nämner en person."}).status_code == 302
    client.post(reverse("code"), {"code": code})
    assert "Det nämner en person." in text_of(client.get(reverse("own_comment")))
    own = reverse("own_comment")
    assert client.post(own, {"appeal": "1", "appeal-words": ""}).status_code == 422
    assert client.post(own, {"appeal": "1", "appeal-words": "Kim är jag."}).status_code == 302
    decide = reverse("appeal_decide", args=[Appeal.objects.get().pk])
    assert looking.get(decide).status_code == 403
    other = signed_in(talk, "secretary")
    assert other.post(decide, {"show_it": "yes", "reason": ""}).status_code == 422
    assert other.post(decide, {"show_it": "yes", "reason": "Då så."}).status_code == 302
    assert "Då så." in text_of(client.get(own))
    assert "Kim gjorde fel." in text_of(client.get(url_of(talk)))


def test_the_page_says_so_when_the_words_are_new(talk: Talk) -> None:
    comment = make_comment(talk, "Snällt.", state=State.HELD, code_digest="d")
    writing.edit(Comment.objects.get(), "Elakt.")
    looking = signed_in(talk, "facilitator")
    answer = looking.post(
        reverse("comment_look", args=[comment.pk]), {"show": "1", "revision": "0"}
    )
    assert answer.status_code == 422
    assert "Elakt." in text_of(answer)


def test_changing_offering_and_taking_along(talk: Talk, client: Client) -> None:
    comment, code = writing.write(talk.what, "Jag väntade i sju veckor.")
    client.post(reverse("code"), {"code": code})
    own = reverse("own_comment")
    assert client.post(own, {"edit": "1", "edit-text": ""}).status_code == 422
    assert client.post(own, {"edit": "1", "edit-text": "Jag väntade."}).status_code == 302
    moderating.show(Comment.objects.get(), by=talk.who("facilitator"))
    client.post(own, {"offer": "yes"})
    looking = signed_in(talk, "facilitator")
    assert "Jag väntade." in text_of(looking.get(reverse("talk_queue")))
    looking.post(reverse("comment_look", args=[comment.pk]), {"take": "1"})
    assert Voice.objects.filter(text="Jag väntade.", visibility="public").exists()
    assert client.get(own).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_the_queue_and_whose_talks_are_there(talk: Talk, role: str) -> None:
    make_comment(talk, "Väntande.", state=State.HELD)
    comment = Comment.objects.get()
    answer = signed_in(talk, role).get(reverse("talk_queue"))
    look = signed_in(talk, role).get(reverse("comment_look", args=[comment.pk]))
    if role in LOOKING:
        assert "Väntande." in text_of(answer)
        assert look.status_code == 200
    elif role == "other_facilitator":
        assert "Väntande." not in text_of(answer)
        assert look.status_code == 404
    else:
        assert {answer.status_code, look.status_code} <= {302, 403}


def test_what_waits_stands_in_to_do(talk: Talk) -> None:
    facilitator, secretary = talk.who("facilitator"), talk.who("secretary")
    make_comment(talk, state=State.HELD)
    make_appeal(talk, hidden_by=facilitator)
    Flag.objects.create(comment=make_comment(talk), why="Taskigt.")
    titles = {who: [each.title for each in todos(who)] for who in (facilitator, secretary)}
    assert any("2 inlägg" in title for title in titles[facilitator])
    assert not any("ny titt" in title for title in titles[facilitator])
    assert any("ny titt" in title for title in titles[secretary])
    hers = talk.who("participant")
    make_comment(talk, author=hers, state=State.HIDDEN)
    assert any("visas inte" in each.title for each in todos(hers))
    assert not any("inlägg" in each.title for each in todos(talk.who("other_facilitator")))


def test_what_is_reported_waits_from_then_and_not_from_when_it_was_written(talk: Talk) -> None:
    old = make_comment(talk, created_at=timezone.now() - timedelta(days=40))
    Flag.objects.create(comment=old, why="Taskigt.")
    (line,) = [each for each in todos(talk.who("facilitator")) if "inlägg" in each.title]
    assert not line.late
    assert line.due_on == timezone.localdate()
    Flag.objects.update(made_at=timezone.now() - timedelta(days=9))
    (line,) = [each for each in todos(talk.who("facilitator")) if "inlägg" in each.title]
    assert line.late


def test_none_chosen_of_the_pile_is_said(talk: Talk) -> None:
    make_comment(talk, state=State.HELD, in_flood=True)
    client = signed_in(talk, "facilitator")
    page = client.post(reverse("talk_flood"), {"reason": "Skräp."})
    assert page.status_code == 422
    assert "Du har inte valt något inlägg." in text_of(page)
    assert "Skräp." in text_of(page), "what she wrote is kept"
    out = client.post(reverse("talk_flood"), {"out": "1"}, follow=True)
    assert "Du har inte valt något inlägg." in text_of(out)
    assert Comment.objects.filter(in_flood=True, state=State.HELD).count() == 1


def test_what_is_not_ticked_stays_unticked_when_the_reason_is_missing(talk: Talk) -> None:
    one = make_comment(talk, state=State.HELD, in_flood=True)
    other = make_comment(talk, state=State.HELD, in_flood=True)
    page = signed_in(talk, "facilitator").post(reverse("talk_flood"), {"comment": one.pk})
    html = page.content.decode()
    assert f'value="{one.pk}" checked' in html
    assert f'value="{other.pk}"' in html
    assert f'value="{other.pk}" checked' not in html


def test_nothing_waits_for_more_than_two_working_days(talk: Talk) -> None:
    look = Look(timezone.now(), whole=True)
    make_comment(talk, state=State.HELD)
    assert list(checks.read(look)) == []
    Comment.objects.update(created_at=timezone.now() - timedelta(days=6))
    appeal = make_appeal(talk)
    Appeal.objects.filter(pk=appeal.pk).update(made_at=timezone.now() - timedelta(days=9))
    fault = next(iter(checks.read(look)))
    assert fault.groups == (talk.scene.parties.group.pk,)


def test_closing_and_opening_a_talk(talk: Talk) -> None:
    url = reverse("talk_mode", args=["fraga", talk.matter.pk])
    assert signed_in(talk, "participant").get(url).status_code == 403
    looking = signed_in(talk, "facilitator")
    assert looking.post(url, {"mode": "nej"}).status_code == 422
    assert looking.post(url, {"mode": Mode.CLOSED}).status_code == 302
    assert Thread.objects.get().mode == Mode.CLOSED
    assert "<textarea" not in text_of(Client().get(url_of(talk)))


def test_a_group_tells_where_else_it_talks(talk: Talk, client: Client) -> None:
    group = talk.scene.parties.group
    url = reverse("group_talk", args=[group.slug])
    looking = signed_in(talk, "facilitator")
    bad = {"mode": "before", "link_elsewhere": "javascript:alert(1)"}
    assert looking.post(url, bad).status_code == 422
    good = {"mode": "before", "link_elsewhere": "https://example.org/vi"}
    assert looking.post(url, good).status_code == 302
    assert GroupTalk.objects.get().group == group
    assert 'href="https://example.org/vi"' in text_of(client.get(group.get_absolute_url()))
    assert client.get(url).status_code == 302


def test_shown_comments_are_found_and_others_are_not(talk: Talk) -> None:
    make_comment(talk, "Ett ord: sjöjungfru.")
    make_comment(talk, "Ett ord: havsvidunder.", state=State.HELD)
    make_comment(talk, "Ett ord: kraken.", state=State.HIDDEN)
    index.rebuild()
    assert find("sjöjungfru").total == 1
    assert find("havsvidunder").total == find("kraken").total == 0


def test_a_hidden_matter_has_no_page_for_its_talk(talk: Talk, client: Client) -> None:
    comment = make_comment(talk, "Ett ord: sjöjungfru.")
    talk.matter.visibility = "hidden"
    talk.matter.save()
    index.rebuild()
    assert find("sjöjungfru").total == 0
    assert client.get(url_of(talk)).status_code == 404
    assert client.post(url_of(talk), {"text": "Hej."}).status_code == 404
    for name in ("comment_support", "comment_report"):
        assert client.post(reverse(name, args=[comment.pk])).status_code == 404


def test_a_closed_account_opens_nothing(talk: Talk) -> None:
    person = talk.who("participant")
    comment = make_comment(talk, author=person, number=1)
    assert person.has_perm("discussion.own", comment)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not talk.who("participant").has_perm("discussion.own", comment)
