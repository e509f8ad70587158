"""What another authority fills in behind its link, and what is looked at of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import a_day, next_word, next_word_day, words
from .models import Answer, Offer


class TakeForm(forms.Form):
    """Yes, we take it."""

    text = words(_("What happens now? You may leave it empty."), required=False)
    next_on = next_word()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"next_on": next_word_day()}
        super().__init__(*args, **kwargs)


class ReturnForm(forms.Form):
    """No, it is not ours."""

    reason = words(
        _("Why is it not yours?"), help_text=_("Say who could take it instead, if you know.")
    )


class OutsideAnswerForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Your answer"),
        choices=Answer.CHOICES,
        widget=forms.RadioSelect,
    )
    text = words(_("The answer, as you would say it to the one who asked"), rows=4)
    reason = words(
        _("Why? Write it to the one who asked"),
        help_text=_("Needed for every answer but yes."),
        required=False,
    )
    what = words(
        _("What will change, in one sentence?"),
        rows=2,
        help_text=_("Only if you answer yes or partly."),
        required=False,
    )
    later_on = a_day(
        _("When do you come back to it?"), help_text=_("Only if you answer later."), required=False
    )
    turn_to = forms.CharField(
        label=_("Where can one turn?"),
        help_text=_("Only if it is somebody else's task."),
        max_length=240,
        required=False,
    )


class OfferedNoteForm(forms.Form):
    text = words(
        _("What happened"),
        help_text=_("Everybody can read it. Do not write anybody's name without a yes."),
    )


ANSWERED = ("verdict", "text", "reason", "what", "later_on", "turn_to")


def form_of(offer: Offer, data: Any = None) -> forms.Form:
    """The form of whoever looks: what was offered, to be put right before it is published."""
    if offer.verdict:
        form = OutsideAnswerForm(data, initial={name: getattr(offer, name) for name in ANSWERED})
        form.fields["verdict"].label = _("Their answer")
        form.fields["text"].label = _("What they write to the one who asked")
        return form
    who = f"{offer.party}: " if offer.party else ""
    return OfferedNoteForm(data, initial={"text": f"{who}{offer.text}"})
