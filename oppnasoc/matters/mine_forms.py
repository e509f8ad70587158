"""Forms on the page that a speaker opens with her code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oppnasoc.voices import conversation, correcting
from oppnasoc.voices.models import Voice

from . import judging
from .models import Ground, Judgement


def text(label: Any, *, rows: int, most: int, required: bool = True, **more: Any) -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=most, required=required, **more)


class CodeForm(forms.Form):
    """A code from the receipt or a slip. Whatever is typed is looked for; nothing is a format."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Ten letters and digits, such as ABCDE-FGH12."),
        error_messages={"required": _("Write your code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class KeptForm(CodeForm):
    """The door again, with what somebody had written when the page closed itself."""

    kept = text(
        _("What you had written"),
        rows=5,
        most=correcting.MAX_LENGTH,
        required=False,
        help_text=_("It is not sent yet. Write your code, and it is there again."),
    )


class MessageForm(forms.Form):
    text = text(_("Your message"), rows=3, most=conversation.MAX_LENGTH)


class JudgeForm(forms.Form):
    """Did it get better? ``take_up`` is there when the matter has come to its end."""

    better = forms.ChoiceField(
        label=_("Did it get better?"),
        choices=Judgement.Better.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    words = text(
        _("In your own words"),
        rows=3,
        most=judging.MAX_WORDS,
        required=False,
        help_text=_("You may leave it empty. We read it before it is shown to others."),
    )
    take_up = forms.BooleanField(
        label=_("Take the matter up again"),
        help_text=_("Choose no above, and write why. Then the group has to look at it again."),
        required=False,
    )

    def __init__(self, ground: Ground, before: Judgement | None, *args: Any, **kwargs: Any) -> None:
        if before is not None:
            kwargs["initial"] = {"better": before.better, "words": before.words}
        kwargs["prefix"] = f"ground-{ground.pk}"
        super().__init__(*args, **kwargs)
        if ground.matter.quick:
            asks = self.fields["better"]
            assert isinstance(asks, forms.ChoiceField)
            asks.label, asks.choices = _("Did the answer help?"), Judgement.HELPED
        if not judging.can_take_up(ground, before):
            del self.fields["take_up"]

    @property
    def said(self) -> dict[str, Any]:
        """What ``judging.say`` takes."""
        given = self.cleaned_data
        again = given.get("take_up", False)
        return {"better": given["better"], "words": given["words"], "again": again}


class CorrectForm(forms.Form):
    text = text(_("What you want to have said"), rows=5, most=correcting.MAX_LENGTH)


class WayForm(forms.Form):
    """How somebody wants to be told; the address is asked for only by the ways that need one."""

    tell_by = forms.ChoiceField(
        label=_("How do you want to be told?"), choices=(), widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=_("Where do we reach you?"),
        help_text=_("Only for e-mail, text message or letter. Only those who tell you see it."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(self, voice: Voice, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"tell_by": voice.tell_by}
        super().__init__(*args, **kwargs)
        field = self.fields["tell_by"]
        assert isinstance(field, forms.ChoiceField)
        through = Voice.TellBy.ORGANISATION
        field.choices = [
            choice
            for choice in Voice.TellBy.choices
            if choice[0] != through or voice.organisation_id is not None
        ]
