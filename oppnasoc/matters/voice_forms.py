"""Forms of those who look after what somebody said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.models import Outside
from oppnasoc.voices import conversation, correcting
from oppnasoc.voices.asking import Asked
from oppnasoc.voices.models import Voice

from .feedback import BY_A_PERSON
from .judging import MAX_WORDS
from .mine_forms import JudgeForm, text
from .models import Ground

WAYS = [(way.value, way.label) for way in BY_A_PERSON]


def asked() -> Any:
    return forms.ChoiceField(label=_("How did they ask?"), choices=Asked, widget=forms.RadioSelect)


class AskForm(forms.Form):
    text = text(_("What do you want to ask?"), rows=3, most=conversation.MAX_LENGTH)


class RefuseForm(forms.Form):
    reason = text(_("Why do the old words stand?"), rows=2, most=conversation.MAX_LENGTH)


class AloudForm(JudgeForm):
    """What somebody said about the outcome, written down for her."""

    words = text(_("In their own words"), rows=2, most=MAX_WORDS, required=False)
    take_up = forms.BooleanField(
        label=_("They want the matter to be taken up again"),
        help_text=_("Choose no above, and write why. Then the group has to look at it again."),
        required=False,
    )


class OnwardForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Where does it belong?"), queryset=Outside.objects.order_by("name")
    )


class OnwardAnswerForm(forms.Form):
    yes = forms.TypedChoiceField(
        label=_("What did they say?"),
        choices=[("yes", _("Yes, pass it on")), ("no", _("No, do not"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    asked = asked()


class CorrectForForm(forms.Form):
    text = text(_("The words as they are to be"), rows=4, most=correcting.MAX_LENGTH)
    asked = asked()

    def __init__(self, voice: Voice, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": voice.text}
        super().__init__(*args, **kwargs)


class AskedForm(forms.Form):
    """Take back or take the name away, because its speaker asked."""

    asked = asked()


class TellForm(forms.Form):
    """Somebody has been told; the receipt says in few words what shows it."""

    how = forms.ChoiceField(label=_("How were they told?"), choices=WAYS)
    receipt = forms.CharField(
        label=_("What shows it?"),
        help_text=_("Such as “letter sent 3 March”. You may leave it empty."),
        max_length=240,
        required=False,
    )

    def __init__(self, ground: Ground, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"prefix": f"tell-{ground.pk}", "initial": {"how": ground.voice.tell_by}}
        super().__init__(*args, **kwargs)
