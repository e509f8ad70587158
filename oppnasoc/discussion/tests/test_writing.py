"""Writing in a talk, and what one does with one's own words."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from oppnasoc.discussion import contesting, moderating, writing
from oppnasoc.discussion.models import Appeal, Comment, Flag, Mode, Support
from oppnasoc.discussion.subjects import about, named
from oppnasoc.matters import merging
from oppnasoc.matters.models import Ground
from oppnasoc.voices.models import Voice
from tests.town import make_matter

from .scene import Talk, kinds, make_appeal, make_comment, set_mode, write

State = Comment.State


def test_anybody_writes_and_a_person_looks_first(talk: Talk) -> None:
    comment, code = writing.write(talk.what, "  Samma här.  ", name=" Kim ")
    assert (comment.text, comment.called, comment.state) == ("Samma här.", "Kim", State.HELD)
    assert len(code) == 10
    assert code not in (comment.code_digest or "")
    assert writing.find(code) == comment
    assert writing.find("AAAAA-AAAAA") is None
    assert kinds() == ["discussion.written"]


def test_where_it_is_shown_at_once_it_is(talk: Talk) -> None:
    set_mode(talk, Mode.AFTER)
    assert write(talk).state == State.SHOWN


@pytest.mark.parametrize(
    ("text", "in_flood"), [("Hon har nummer 640823-3234.", False), ("Köp nu!", True)]
)
def test_what_speaks_against_it_is_held_and_never_refused(
    talk: Talk, text: str, in_flood: bool
) -> None:
    set_mode(talk, Mode.AFTER)
    comment = write(talk, text, in_flood=in_flood)
    assert comment.state == State.HELD
    assert comment.in_flood is in_flood


def test_nobody_writes_where_it_is_closed(talk: Talk) -> None:
    set_mode(talk, Mode.CLOSED)
    with pytest.raises(ValidationError, match="inte att skriva"):
        write(talk)
    assert Comment.objects.count() == 0


def test_nor_where_the_matter_goes_on_elsewhere(talk: Talk) -> None:
    other = make_matter("En annan?", talk.scene.parties.group, talk.scene.parties.unit)
    merging.merge(talk.matter, other, "De är samma.", by=talk.who("facilitator"))
    with pytest.raises(ValidationError):
        write(talk)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_what_says_nothing_or_too_much_names_the_field(talk: Talk, text: str) -> None:
    with pytest.raises(ValidationError) as error:
        write(talk, text)
    assert "text" in error.value.message_dict
    assert Comment.objects.count() == 0


def test_sent_twice_it_stands_once(talk: Talk) -> None:
    person = talk.who("participant")
    for by in (None, person):
        first = writing.write(talk.what, "Ett.", by=by, once="samma")
        assert writing.write(talk.what, "Ett.", by=by, once="samma") == first
    assert Comment.objects.count() == 2


def test_each_person_has_a_number_of_her_own_in_the_talk(talk: Talk) -> None:
    one, other = talk.who("participant"), talk.who("member")
    said = [write(talk, f"Inlägg {n}", by=by) for n, by in enumerate([one, other, one])]
    assert [comment.number for comment in said] == [1, 2, 1]
    assert "Deltagare 1" in said[2].called
    assert all(one.name not in comment.called for comment in said)
    assert {comment.author for comment in said} == {one, other}


def test_who_answers_for_a_party_shows_her_role_and_is_shown_at_once(talk: Talk) -> None:
    unit = talk.scene.parties.unit
    comment = write(talk, by=talk.who("staff"), as_party=unit, name="Kim")
    assert (comment.called, comment.state, comment.number) == (unit.name, State.SHOWN, None)
    with pytest.raises(PermissionDenied):
        write(talk, by=talk.who("participant"), as_party=unit)
    with pytest.raises(PermissionDenied):
        write(talk, by=None, as_party=unit)


def test_an_answer_to_an_answer_stands_beside_it(talk: Talk) -> None:
    first = make_comment(talk)
    second = make_comment(talk, answers_to=first)
    assert write(talk, answers_to=second).answers_to == first


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN])
def test_what_is_not_shown_is_not_answered(talk: Talk, state: str) -> None:
    with pytest.raises(ValidationError):
        write(talk, answers_to=make_comment(talk, state=state))


def test_a_hidden_matter_has_no_talk_for_others(talk: Talk) -> None:
    talk.matter.visibility = "hidden"
    talk.matter.save()
    assert about("matter", talk.matter.pk, None) is None
    assert about("matter", talk.matter.pk, talk.who("participant")) is None
    assert about("matter", talk.matter.pk, talk.who("facilitator")) is not None
    assert named("ingenting", talk.matter.pk, None) is None
    assert about("party", talk.scene.parties.group.pk, None) is None


def test_new_words_wait_and_fewer_words_do_not(talk: Talk) -> None:
    comment = make_comment(talk, "Kim väntade i sju veckor.", code_digest="d")
    assert writing.edit(comment, "väntade i sju veckor.") is True
    assert writing.edit(comment, "Kim var arg.") is False
    assert (comment.state, comment.revision) == (State.HELD, 2)
    assert comment.edited_at is not None
    assert kinds() == ["discussion.edited"] * 2


def test_new_words_of_a_hidden_comment_wait_again(talk: Talk) -> None:
    comment = make_appeal(talk, code_digest="d").comment
    assert writing.edit(comment, "Jag nämner ingen.") is False
    assert (comment.state, comment.why_hidden) == (State.HELD, "")
    assert Appeal.objects.count() == 0


def test_taken_back_nothing_is_left(talk: Talk) -> None:
    comment = make_comment(talk, name="Kim", code_digest="d")
    contesting.report(comment, "Det är taskigt.")
    contesting.support(comment, who="nät")
    answer = make_comment(talk, "Jag med.", answers_to=comment)
    writing.take_back(comment)
    assert (comment.text, comment.name, comment.code_digest) == ("", "", None)
    assert comment.state == State.WITHDRAWN
    assert Flag.objects.count() == Support.objects.count() == 0
    answer.refresh_from_db()
    assert answer.answers_to == comment
    with pytest.raises(PermissionDenied):
        writing.take_back(comment)


def test_only_she_who_wrote_it(talk: Talk) -> None:
    mine = make_comment(talk, author=talk.who("participant"))
    for other in (talk.who("facilitator"), talk.who("editor"), None):
        for do in (
            lambda by: writing.edit(mine, "Annat.", by=by),
            lambda by: writing.take_back(mine, by=by),
            lambda by: writing.offer(mine, yes=True, by=by),
            lambda by: contesting.appeal(mine, "Nej.", by=by),
        ):
            with pytest.raises(PermissionDenied):
                do(other)
    with_code = make_comment(talk, code_digest="d")
    with pytest.raises(PermissionDenied):
        writing.edit(with_code, "Annat.", by=talk.who("editor"))
    assert kinds() == []


def test_taken_along_with_her_yes_and_back_again(talk: Talk) -> None:
    comment, code = writing.write(talk.what, "Jag väntade också.", name="Kim")
    by = talk.who("facilitator")
    with pytest.raises(ValidationError):
        writing.offer(comment, yes=True)
    moderating.show(comment, by=by)
    with pytest.raises(ValidationError):
        moderating.take_along(comment, by=by)
    writing.offer(comment, yes=True)
    with pytest.raises(PermissionDenied):
        moderating.take_along(comment, by=talk.who("other_facilitator"))
    voice = moderating.take_along(comment, by=by)
    assert (voice.text, voice.speaker, voice.visibility) == ("Jag väntade också.", "Kim", "public")
    assert Ground.objects.filter(matter=talk.matter, voice=voice).exists()
    assert voice.code_digest == comment.code_digest
    with pytest.raises(ValidationError):
        writing.offer(comment, yes=False)
    writing.take_back(comment)
    voice.refresh_from_db()
    assert (voice.text, voice.visibility) == ("", Voice.Visibility.WITHDRAWN)
    assert writing.find(code) is None


def test_when_an_account_goes_nothing_leads_to_it(talk: Talk) -> None:
    person = talk.who("participant")
    comment = write(talk, by=person, once="en")
    contesting.support(make_comment(talk, "Annat."), who=f"user {person.pk}", by=person)
    pk = person.pk
    person.delete()
    comment.refresh_from_db()
    assert comment.author is None
    assert comment.number == 1
    assert str(pk) not in "".join(Support.objects.values_list("key", flat=True)).split()
    with pytest.raises(PermissionDenied):
        writing.edit(comment, "Någon annan.", by=talk.who("editor"))


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "Ett.", "state": "hidden", "why_hidden": "", "hidden_at": timezone.now()},
        {"text": "Ett.", "state": "hidden", "why_hidden": "Ty.", "hidden_at": None},
        {"text": "Ett.", "state": "withdrawn"},
        {"text": "", "name": "Kim", "state": "withdrawn"},
    ],
)
def test_the_database_refuses_what_must_not_be(talk: Talk, fields: dict[str, str]) -> None:
    thread = make_comment(talk).thread
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(thread=thread, **fields)
