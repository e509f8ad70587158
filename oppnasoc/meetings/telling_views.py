"""The list of those to tell at a meeting, and the page on which a name is removed everywhere."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.matters.acting import told as put_errors
from oppnasoc.matters.by_word import by_matter, entered
from oppnasoc.matters.debts import undoable
from oppnasoc.people.models import User
from oppnasoc.people.rights import may, require
from oppnasoc.ui import paper
from oppnasoc.voices.models import Voice

from . import names, taking_back
from .intake import get_minutes
from .models import Meeting
from .telling import on_paper, people_of, receipt, to_tell


def _meeting(request: HttpRequest, pk: int) -> tuple[Meeting, User]:
    meeting = get_object_or_404(Meeting.objects.select_related("group"), pk=pk)
    require(request.user, "meetings.prepare", meeting.group)
    user = request.user
    assert isinstance(user, User)
    return meeting, user


@login_required
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """``/moten/7/beratta/``: printed before the meeting, entered during it or after."""
    meeting, user = _meeting(request, pk)
    if request.method == "POST":
        entered(request, how=Voice.TellBy.MEETING, receipt=receipt(meeting), by=user)
        return redirect("meeting_tell", pk)
    context = {
        "meeting": meeting,
        "matters": by_matter(people_of(meeting, by=user)),
        "may_tend": may(user, "voices.sort"),
        "undoable": undoable(request),
    }
    return render(request, "meetings/tell.html", context)


@never_cache
@login_required
@require_safe
def tell_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """``/moten/7/beratta/pdf/``: the same list to take along."""
    meeting, user = _meeting(request, pk)
    page = reverse("meeting_tell", args=[pk])
    where = request.build_absolute_uri(page).split("://")[1]
    return paper.send(
        request,
        lambda: on_paper(meeting, by=user, enter_at=where),
        name=_("to-tell"),
        instead=page,
    )


def remind(request: HttpRequest, meeting: Meeting) -> None:
    """Say, when minutes are published, that people may have been told at the meeting."""
    user = request.user
    if isinstance(user, User) and (count := to_tell(meeting, by=user).count()):
        text = ngettext(
            "%(n)d waits to be told. Was it done at the meeting? Then tick it off.",
            "%(n)d wait to be told. Was it done at the meeting? Then tick them off.",
            count,
        )
        messages.info(request, text % {"n": count})


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("The name, as it stands on the pages"),
        help_text=gettext_lazy("Small and large letters count. A genitive s is found too."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Where a name stands, and then its removal. The name never stands in an address."""
    require(request.user, "meetings.remove_name")
    user = request.user
    assert isinstance(user, User)
    form, found, elsewhere, status = NameForm(request.POST or None), None, [], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            wanted = form.cleaned_data["name"]
            try:
                if "remove" in request.POST:
                    count = names.remove_name(wanted, by=user)
                    text = ngettext(
                        "Done. The name is gone from %(n)d place.",
                        "Done. The name is gone from %(n)d places.",
                        count,
                    )
                    messages.success(request, text % {"n": count})
                    left = names.elsewhere(wanted, by=user)
                    if not left:
                        return redirect("remove_name")
                    context = {"form": NameForm(), "elsewhere": left}
                    return render(request, "meetings/name.html", context)
                found, elsewhere = names.places(wanted, by=user), names.elsewhere(wanted, by=user)
                status = 200
            except ValidationError as error:
                put_errors(form, error)
    context = {"form": form, "found": found, "elsewhere": elsewhere}
    return render(request, "meetings/name.html", context, status=status)


@login_required
@require_POST
def remove_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the files that hold words which were taken back."""
    minutes = get_minutes(request, pk)
    user = request.user
    assert isinstance(user, User)
    try:
        taking_back.remove_documents(minutes, by=user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done. The file is gone."))
    return redirect(minutes)
