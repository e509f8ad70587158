"""Answer: for somebody who is asked, as a draft first, or as a person without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party, Trust
from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.voices import codes
from oppnasoc.voices.actions import moment

from .actions import MAX_LENGTH, locked
from .link_right import LinkRight, require_one
from .models import Asked, Consequence, Referral, Remark, Response

State = Response.State
How = Response.How

#: What an answer says of paragraphs, by their keys.
Remarks = Mapping[int, str]


def takes_answers(referral: Referral) -> None:
    if not referral.is_open:
        raise ValidationError(_("It takes no more answers. Nothing was sent."))


def in_words(text: str, remarks: Remarks) -> tuple[str, dict[int, str]]:
    """What was written, without what is empty. Raises ValidationError when it is too long."""
    kept = {pk: words.strip() for pk, words in remarks.items() if words.strip()}
    if any(len(words) > MAX_LENGTH for words in (text, *kept.values())):
        raise ValidationError(_("That was long. Shorten it to two pages at most."))
    return text.strip(), kept


def write(response: Response, text: str, remarks: dict[int, str]) -> None:
    """Let an answer say just this. What was said of a part that is changed is said of it no
    longer."""
    if response.text != text:
        Consequence.objects.filter(response=response).delete()
        move(response, when={"state": response.state}, to={"text": text})
    there = {remark.paragraph_id: remark for remark in response.remarks.all()}
    ours = set(response.referral.paragraphs.exclude(text="").values_list("pk", flat=True))
    for pk, remark in there.items():
        if remarks.get(pk) != remark.text:
            remark.delete()
    Remark.objects.bulk_create(
        Remark(response=response, paragraph_id=pk, text=words)
        for pk, words in sorted(remarks.items())
        if pk in ours and (pk not in there or there[pk].text != words)
    )


def _of(asked: Asked) -> Response | None:
    return Response.objects.filter(referral=asked.referral_id, party=asked.party_id).first()


@transaction.atomic
def keep_draft(
    asked: Asked, *, text: str, remarks: Remarks, by: User | None, on: date | None = None
) -> Response:
    """Keep what a party has written so far; only those who act for it read it.

    Raises Stale when its answer has been sent.
    """
    asked.referral = locked(asked.referral)
    require(by, "referrals.answer", asked)
    takes_answers(asked.referral)
    text, kept = in_words(text, remarks)
    response, _new = Response.objects.get_or_create(
        referral=asked.referral,
        party=asked.party,
        defaults={"state": State.DRAFT, "created_at": moment(on), "written_by": by},
    )
    if response.state != State.DRAFT:
        raise Stale("The answer has been sent.")
    write(response, text, kept)
    record("referrals.answer_drafted", response, by=by, at=moment(on), party=asked.party)
    return response


@transaction.atomic
def answer(
    asked: Asked, *, text: str, remarks: Remarks, by: User | None, link: LinkRight | None = None,
    on: date | None = None,
) -> Response:  # fmt: skip
    """Send the answer of one who is asked; it is public at once. Until the result is told it can
    be sent anew: what it changed is then said anew of what is new in it.

    By a ``link`` it waits for a look, unless the group that asks trusts the authority. A late one
    is taken, and it says so. Raises ValidationError when it says nothing.
    """
    asked.referral = locked(asked.referral)
    require_one(by, asked, link)
    takes_answers(asked.referral)
    text, kept = in_words(text, remarks)
    if not text and not kept:
        raise ValidationError({"text": _("Write something, a sentence is enough.")})
    today = on or timezone.localdate()
    response, _new = Response.objects.get_or_create(
        referral=asked.referral,
        party=asked.party,
        defaults={"state": State.DRAFT, "created_at": moment(on), "written_by": by},
    )
    again = response.state == State.SHOWN
    write(response, text, kept)
    to = {
        "state": State.HELD if link is not None and not _trusted(asked) else State.SHOWN,
        "sent_on": response.sent_on if again else today,
        "written_by": by,
        "how": How.WEB if link is None else How.LINK,
        "said_by": "",
        "hidden_reason": "",
    }
    move(response, when={"state": response.state}, to=to)
    if response.state == State.HELD:
        record("referrals.said", response, by=None, at=moment(on))
        return response
    code = "referrals.answered_anew" if again else "referrals.answered"
    record(code, asked.referral, by=by, at=moment(on), party=asked.party, late=response.is_late)
    return response


def _trusted(asked: Asked) -> bool:
    """Whether the group that asks lets the answers of the one who is asked stand at once."""
    sender = asked.referral.sender
    return (
        sender.kind == Party.Kind.GROUP
        and Trust.objects.filter(group=sender.pk, outside=asked.party_id).exists()
    )


@transaction.atomic
def say(
    referral: Referral,
    *,
    text: str,
    remarks: Remarks,
    by: Somebody = None,
    name: str = "",
    in_flood: bool = False,
    once: str = "",
    on: date | None = None,
) -> tuple[Response, str]:
    """Answer as a person. Returns the answer and its secret code, shown this once.

    It is held until somebody who tends the text has looked at it. ``once``: a random text; the
    same one again is the same answer. Raises ValidationError.
    """
    require(by, "referrals.say", referral)
    referral = locked(referral)
    code = codes.of_sending(once) if once else codes.make()
    sent = Response.objects.filter(code_digest=codes.digest(code)).first()
    if sent is not None:
        return sent, code
    takes_answers(referral)
    if not referral.anyone:
        raise ValidationError(_("Only those who are asked can answer this."))
    text, kept = in_words(text, remarks)
    if not text and not kept:
        raise ValidationError({"text": _("Write something, a sentence is enough.")})
    response = Response.objects.create(
        referral=referral,
        name=" ".join(name.split())[:80],
        state=State.HELD,
        code_digest=codes.digest(code),
        sent_on=on or timezone.localdate(),
        in_flood=in_flood,
        created_at=moment(on),
    )
    write(response, text, kept)
    record("referrals.said", response, by=None, at=moment(on))
    return response, code


def find(typed_code: str) -> Response | None:
    """The answer that a typed code belongs to, if any: one HMAC and one query, right or wrong."""
    digest = codes.digest(codes.read(typed_code) or "")
    return Response.objects.filter(code_digest=digest).select_related("referral").first()


@transaction.atomic
def take_back(response: Response, *, on: date | None = None) -> Response:
    """Take a person's answer back, with her code, also when the result is told: her words, her
    name and what was said of them are gone for good. That somebody answered is not."""
    referral = locked(response.referral)
    response = Response.objects.get(pk=response.pk)
    if response.party_id is not None or response.state == State.WITHDRAWN:
        raise Stale("There is nothing to take back.")
    empty(response)
    record("referrals.answer_taken_back", response, by=None, at=moment(on), referral=referral)
    return response


@transaction.atomic
def take_back_for(asked: Asked, *, by: User | None, on: date | None = None) -> None:
    """Take back what a party has answered, or throw its draft away, until the result is told."""
    asked.referral = locked(asked.referral)
    require(by, "referrals.answer", asked)
    takes_answers(asked.referral)
    response = _of(asked)
    if response is None:
        raise Stale("There is no answer.")
    if response.state == State.DRAFT:
        record("referrals.answer_discarded", response, by=by, at=moment(on), party=asked.party)
    else:
        record("referrals.party_took_back", asked.referral, by=by, at=moment(on), party=asked.party)
    response.delete()


def empty(response: Response) -> None:
    """Leave nothing but that somebody answered."""
    Consequence.objects.filter(response=response).delete()
    response.remarks.all().delete()
    to = {"state": State.WITHDRAWN, "text": "", "name": "", "said_by": "", "hidden_reason": "",
          "code_digest": None}  # fmt: skip
    move(response, when={"state": response.state}, to=to)
