"""What was said on slips of paper, to a question that a group asked everybody, in confidence; and
what a group says itself."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from oppnasoc.groups.models import Group
from oppnasoc.matters.models import Ground, Matter
from oppnasoc.pages.models import Telling
from oppnasoc.pages.proposing import latest_over
from oppnasoc.people.models import User
from oppnasoc.voices.models import Confidence, Inquiry, Sheet, Slip, SlipPicture, Voice


def make_slips(group: Group, matter: Matter) -> None:
    """A sheet of which two slips came back: one became part of a matter, one was set aside."""
    sheet = Sheet.objects.create(group=group)
    aside = Voice.objects.create(
        text="kanariesedelord", visibility="hidden", hidden_reason="Hot.", group=group
    )
    public = Voice.objects.create(
        text="Det drar från dörren.", visibility="public", channel="paper", group=group
    )
    Ground.objects.create(matter=matter, voice=public)
    for number, voice in ((11, public), (12, aside), (13, None)):
        Slip.objects.create(
            sheet=sheet, number=number, code_digest=f"kanariesedel{number}", voice=voice
        )


def make_slip_picture(group: Group) -> SlipPicture:
    """A photo of a slip that waits."""
    file = SimpleUploadedFile("lapp.webp", b"kanarielapp")
    return SlipPicture.objects.create(group=group, picture=file)


def make_inquiry(group: Group) -> Inquiry:
    """What one can answer now, with a public answer and one that waits; another is taken back."""
    today = timezone.localdate()
    given = {"group": group, "why": "Vi ska måla om.", "closes_on": today + timedelta(days=5)}
    asked = Inquiry.objects.create(question="Vad gör väntan lättare?", **given)
    Inquiry.objects.create(question="Kanariefråga?", taken_back=True, **given)
    said = {"inquiry": asked, "group": group}
    Voice.objects.create(text="En stol vid väggen.", visibility="public", **said)
    Voice.objects.create(text="kanarieväntande svar", visibility="held", **said)
    return asked


def make_confidence(colleague: User, told_to: User, group: Group) -> None:
    """Somebody who works here has told only one person who she is."""
    User.objects.filter(pk=colleague.pk).update(name="Kanarieförtrogen")
    given = {"visibility": "held", "kind": "wonder", "group": group}
    voice = Voice.objects.create(text="Vi hinner inte läsa.", **given)
    Confidence.objects.create(voice=voice, person=colleague, told_to=told_to)


def make_telling(group: Group) -> Telling:
    """What a group shows of the quarter before the last; of the last nothing is approved."""
    last = latest_over(timezone.localdate())
    Telling.objects.create(group=group, quarter=last.begins, text="Svaret blev kanarieord.")
    return Telling.objects.create(
        group=group,
        quarter=last.before().begins,
        text="En fråga fick svar.",
        approved_on=last.begins,
    )
