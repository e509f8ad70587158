"""``/tillganglighet/anmal/``: what is in somebody's way, or a document in a form that she can use.

It is a voice like any other: a code, a receipt, those who sort voices look at it and answer.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oppnasoc.groups.answering import who_answers
from oppnasoc.groups.models import Group
from oppnasoc.ui.addresses import open_page
from oppnasoc.voices import actions
from oppnasoc.voices.forms import WAYS, TellForm, TextForm
from oppnasoc.voices.models import Voice
from oppnasoc.voices.views import give_receipt, is_flood


class BarrierForm(TellForm, TextForm):
    """One page: what, where, with which aid, and how she wants the answer."""

    page = forms.CharField(
        label=gettext_lazy("Which page or document is it about?"),
        help_text=gettext_lazy("Its address or its name. Leave it empty if it is all of the site."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    aid = forms.CharField(
        label=gettext_lazy("What do you use?"),
        help_text=gettext_lazy("Such as a screen reader, larger text or only the keyboard."),
        max_length=120,
        required=False,
    )
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "speaker", "meeting"):
            del self.fields[name]
        way = self.fields["tell_by"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [choice for choice in WAYS if choice[0] != Voice.TellBy.MEETING]
        way.label = _("How do you want the answer?")
        text = self.fields["text"]
        text.widget.attrs["rows"] = 4
        if document:
            text.label = _("Which form do you need?")
            text.help_text = _("Such as large text, read aloud, easy to read or on paper.")
        else:
            text.label = _("What is in your way?")

    @property
    def about(self) -> str:
        """The page of this site that was named, as a path; '' when it is none."""
        named = self.cleaned_data["page"].strip()
        ours = urlsplit(settings.SITE_URL).netloc
        parts = urlsplit(named)
        return open_page(parts.path) if parts.netloc in ("", ours) else ""

    @property
    def words(self) -> str:
        """What she wrote, with what she named and uses on lines of their own."""
        given = self.cleaned_data
        more = []
        if given["page"].strip() and not self.about:
            more.append(_("It is about: %(page)s") % {"page": given["page"].strip()})
        if given["aid"].strip():
            more.append(_("I use: %(aid)s") % {"aid": given["aid"].strip()})
        return "\n\n".join([given["text"], *more])


@never_cache
@require_http_methods(["GET", "POST"])
def barrier(request: HttpRequest) -> HttpResponse:
    """``?om=/fragor/7-…/`` fills in the page; with ``vad=dokument`` another form is asked for."""
    document = request.GET.get("vad") == "dokument"
    if request.method == "POST":
        form = BarrierForm(request.POST, document=document)
        if form.is_valid():
            try:
                return send(request, form)
            except ValidationError as error:
                form.add_error(None, error)
    else:
        about = open_page(request.GET.get("om", "").replace("\x00", ""))
        start = {"page": about, "once": secrets.token_hex(16), "tell_by": Voice.TellBy.CODE}
        form = BarrierForm(initial=start, document=document)
    context = {"form": form, "document": document}
    return render(request, "authority/barrier.html", context, status=422 if form.is_bound else 200)


def send(request: HttpRequest, form: BarrierForm) -> HttpResponse:
    """Store it, once. Raises ValidationError naming the field."""
    once = form.cleaned_data["once"] or secrets.token_hex(16)
    about = form.about
    owner = who_answers(about) if about else None
    voice, code = actions.say(
        form.words,
        by=request.user,
        kind=Voice.Kind.BARRIER,
        about=about,
        group=Group.objects.filter(pk=owner.pk).first() if owner else None,
        tell_by=form.cleaned_data["tell_by"],
        address=form.cleaned_data["address"],
        once=once,
        in_flood=form.by_a_robot or is_flood(request),
    )
    return give_receipt(request, voice, code, once=once)
