"""The forms of a newsletter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oppnasoc.matters.forms import a_day

from .choosing import Choice, changes_of, choices_of, posts_of
from .models import Newsletter


def period(today: date) -> tuple[date, date]:
    """The days since the last newsletter, or the last month."""
    last = Newsletter.objects.published().order_by("-ends").first()
    begins = last.ends + timedelta(days=1) if last else today - timedelta(days=30)
    return min(begins, today), today


class BeginForm(forms.Form):
    """What the letter is called, and which days it tells of."""

    title = forms.CharField(label=_("What is the letter called?"), max_length=120)
    begins = a_day(_("From"))
    ends = a_day(_("Until"))

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        begins, ends = period(today)
        title = gettext("News in %(month)s") % {"month": date_format(today, "F")}
        super().__init__(data, initial={"title": title, "begins": begins, "ends": ends})

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        begins, ends = given.get("begins"), given.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", gettext("The last day comes before the first."))
        return given


class WriteForm(forms.Form):
    """The words of a letter, and a tick for everything of its days that can stand in it."""

    title = forms.CharField(label=_("What is the letter called?"), max_length=120)
    introduction = forms.CharField(
        label=_("Introduction"),
        help_text=_("A few warm words. An empty line begins a new part."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=3000,
        required=False,
    )
    posts = forms.TypedMultipleChoiceField(
        label=_("News"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    changes = forms.TypedMultipleChoiceField(
        label=_("What came of something"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, newsletter: Newsletter) -> None:
        chosen = choices_of(newsletter)
        initial = {
            "title": newsletter.title,
            "introduction": newsletter.introduction,
            "posts": [key for kind, key in chosen if kind == "post"],
            "changes": [key for kind, key in chosen if kind == "entry"],
            "seen": newsletter.revision,
        }
        super().__init__(data, initial=initial)
        self.before = chosen
        days = newsletter.begins, newsletter.ends
        self._offer("posts", [(post.pk, post.title) for post in posts_of(*days)])
        self._offer(
            "changes",
            [
                (item.line.entry, f"{item.of.title} – {date_format(item.line.at, 'j F')}")
                for item in changes_of(*days)
            ],
        )

    def _offer(self, name: str, offered: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = offered
        if not offered:
            del self.fields[name]

    def chosen(self, up: str = "") -> list[Choice]:
        """What is ticked: first what was there, in its order, then what is new; ``up`` (such as
        ``post-7``) changes places with the one before it."""
        ticked = {
            *(("post", key) for key in self.cleaned_data.get("posts", [])),
            *(("entry", key) for key in self.cleaned_data.get("changes", [])),
        }
        found = [each for each in self.before if each in ticked]
        found += sorted(ticked - set(found), key=lambda each: (each[0] != "post", -each[1]))
        names = [f"{kind}-{key}" for kind, key in found]
        if up in names[1:]:
            at = names.index(up)
            found[at - 1], found[at] = found[at], found[at - 1]
        return found
