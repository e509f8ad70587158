"""Forms of quick questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.groups.answering import who_answers
from oppnasoc.groups.models import Post, Theme
from oppnasoc.people.models import User
from oppnasoc.voices.models import Voice

from .forms import MatterForm, PartyChoiceField, a_day, words
from .models import Matter
from .quick import HOLDS


def in_a_year() -> date:
    return timezone.localdate() + HOLDS


def until() -> Any:
    help_text = _("Then you are asked whether it still is right. A year is proposed.")
    return a_day(_("How long does the answer surely hold?"), help_text=help_text)


class TakeForm(forms.Form):
    """Who answers a quick question, and what it is called."""

    title = forms.CharField(label=_("The question in one sentence"), max_length=160)
    who = PartyChoiceField(
        label=_("Who answers?"), help_text=_("They have the days that they promise.")
    )
    theme = forms.ModelChoiceField(label=_("Theme"), queryset=Theme.objects.all(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = self.fields["who"]
        assert isinstance(who, PartyChoiceField)
        who.fill()


def proposed(voice: Voice) -> TakeForm | None:
    """The form to take a question on, filled in with whoever answers for its page; None for what
    is no question."""
    if not voice.is_quick:
        return None
    owner = who_answers(voice.about) if voice.about else None
    who = owner.pk if owner else voice.group_id
    title = voice.text.split("\n")[0][:160]
    return TakeForm(initial={"title": title, "who": who}, prefix="take")


class ReplyForm(MatterForm):
    """The answer to a quick question. It needs no reason."""

    text = words(_("The answer, as you would say it to the one who asked"), rows=4)
    changed_page = forms.BooleanField(
        label=_("The page was put right because of this"),
        help_text=_("Then the page says so, and thanks whoever noticed."),
        required=False,
    )
    review_on = until()
    as_post = forms.ModelChoiceField(
        label=_("You answer as"), queryset=Post.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["as_post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.user.posts.select_related("unit").order_by("name")
        if not field.queryset:
            del self.fields["as_post"]
        else:
            field.initial = field.queryset[0]
        if not self.matter.grounds.exclude(voice__about="").exists():
            del self.fields["changed_page"]

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        return {"review_on": in_a_year()}


class StillRightForm(MatterForm):
    """The kept answer still holds."""

    review_on = until()

    def begin(self, matter: Matter, user: User) -> dict[str, Any]:
        return {"review_on": in_a_year()}
