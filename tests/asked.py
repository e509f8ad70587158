"""Texts that somebody asks others about: one that is open, a draft, one that is closed, one that is
withdrawn, with a canary in every private part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from oppnasoc.groups.models import Group, Organisation, Party
from oppnasoc.matters.models import Matter
from oppnasoc.referrals.models import Asked, Consequence, Paragraph, Referral, Remark, Response


@dataclass
class Texts:
    """``open`` has an answer of ``organisation`` that is a draft still, and four people's."""

    open: Referral
    draft: Referral
    closed: Referral


def make_text(sender: Party, title: str, parts: list[str], **fields: object) -> Referral:
    today = timezone.localdate()
    given: dict[str, object] = {
        "why": "Vi vill veta.",
        "opens_on": today - timedelta(days=3),
        "answers_by": today + timedelta(days=9),
        "status": "open",
        **fields,
    }
    text = Referral.objects.create(title=title, sender_id=sender.pk, **given)
    Paragraph.objects.bulk_create(
        Paragraph(referral=text, number=n, text=part) for n, part in enumerate(parts, 1)
    )
    return text


def make_answer(text: Referral, said: str, remark: str, state: str, **fields: object) -> Response:
    sent_on: date | None = None if state == "draft" else timezone.localdate()
    given: dict[str, object] = {"sent_on": sent_on, **fields}
    response = Response.objects.create(referral=text, text=said, state=state, **given)
    first = text.paragraphs.get(number=1)
    Remark.objects.create(response=response, paragraph=first, text=remark)
    return response


def make_texts(group: Group, organisation: Organisation, other: Group, matter: Matter) -> Texts:
    today = timezone.localdate()
    parts = ["Väntrummet är öppet för alla.", "Man får stanna en timme."]
    text = make_text(group, "Regler för väntrummet", parts, about=matter)
    for party in (organisation, other):
        Asked.objects.create(referral=text, party_id=party.pk)
    make_answer(
        text, "kanariesvarsutkast", "kanariesvarsutkast om ett stycke", "draft",
        party_id=organisation.pk,
    )  # fmt: skip
    make_answer(text, "Bra regler.", "Öppet är bra.", "shown", party_id=other.pk)
    make_answer(
        text, "kanariehållet", "kanariehållet om ett stycke", "held",
        name="Kanariehållna", code_digest="kanariesvarskod",
    )  # fmt: skip
    make_answer(
        text, "kanarieundansvar", "kanarieundansvar om ett stycke", "hidden",
        name="Kanarieundansvarare", hidden_reason="kanariesvarsskäl",
    )  # fmt: skip
    make_answer(
        text, "Det räcker.", "Öppet räcker.", "shown",
        name="Granne", how="phone", said_by="kanariesagtav",
    )  # fmt: skip
    # Its address holds its title, which a page that says that it is not there repeats.
    draft = make_text(
        group, "Kom ihåg", ["kanarietextstycke"],
        status="draft", opens_on=None, why="kanarietextskäl",
    )  # fmt: skip
    closed = make_text(
        group, "Nya öppettider", ["Vi öppnar klockan nio."],
        status="closed", closed_on=today, result="Vi öppnar tidigare.",
    )  # fmt: skip
    Paragraph.objects.filter(referral=closed).update(after="Vi öppnar klockan åtta.")
    Asked.objects.create(referral=closed, party_id=organisation.pk)
    answer = make_answer(closed, "För sent.", "Åtta vore bättre.", "shown", name="Kim")
    given = {"changed": True, "words": "Vi öppnar en timme tidigare."}
    Consequence.objects.create(response=answer, **given)
    Consequence.objects.create(remark=answer.remarks.get(), **given)
    # What a part changed is not told before everything has its consequence.
    early = text.responses.get(party=other.pk)
    Consequence.objects.create(response=early, changed=False, words="kanarieföljd")
    gone = make_text(
        group, "Regler som var fel", ["kanarietillbakatext"],
        status="withdrawn", withdrawn_why="Vi skrev fel.",
    )  # fmt: skip
    make_answer(gone, "kanarietillbakatext", "kanarietillbakatext", "shown", name="Kim")
    return Texts(text, draft, closed)
