"""The page of one voice for those who look after it: ask its speaker, tell her, do what she asks.

Everybody reads the voice itself on its matter's page; here stands what few see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oppnasoc.language.compare import words as compare
from oppnasoc.people.models import User
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.kinds import Audience
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import told
from oppnasoc.voices import actions, conversation, correcting, onward, withdrawing
from oppnasoc.voices.models import Correction, Onward, Reach, Voice

from . import feedback, judging
from .mine import tried
from .models import Ground, Matter
from .voice_forms import (
    AloudForm,
    AskedForm,
    AskForm,
    CorrectForForm,
    OnwardAnswerForm,
    OnwardForm,
    RefuseForm,
    TellForm,
)


def get_voice(request: HttpRequest, pk: int) -> Voice:
    """A voice that this person may look after; what was taken back is there no longer."""
    require(request.user, "voices.sort")
    voices = Voice.objects.exclude(visibility=Voice.Visibility.WITHDRAWN)
    return get_object_or_404(voices.select_related("group", "organisation"), pk=pk)


def sent(fresh: forms.Form, failed: forms.Form | None) -> forms.Form:
    """The form as it was sent, where it was sent; a voice has one for each of its matters."""
    return failed if failed is not None and failed.prefix == fresh.prefix else fresh


def desk(request: HttpRequest, voice: Voice, **failed: forms.Form) -> dict[str, Any]:
    """What the page shows, also as a part of the page of a voice that waits for a look."""
    user = request.user
    assert isinstance(user, User)
    grounds = list(
        Ground.objects.filter(voice=voice)
        .select_related("voice", "matter__steward", "told_by")
        .prefetch_related("judgements")
    )
    correction = Correction.objects.filter(voice=voice).first()
    asked = Onward.objects.filter(voice=voice).select_related("to").first()
    may_change = may(user, "voices.correct_for", voice)
    tells = {ground.pk: may(user, "matters.tell", ground) for ground in grounds}
    reach = Reach.objects.filter(voice=voice).first() if any(tells.values()) else None
    history = Entry.objects.filter(about_type="voices.voice", about_id=voice.pk)
    return {
        "voice": voice,
        "origin": told("voices.origin", [voice.pk]).get(voice.pk),
        "grounds": [
            {
                "ground": ground,
                "matter": ground.matter,
                "may_tell": tells[ground.pk],
                "owed": ground.owed_since is not None and ground.told_at is None,
                "by_a_person": ground.told_how in feedback.BY_A_PERSON,
                "by_itself": feedback.left_by_itself(ground),
                "judgements": list(ground.judgements.all()),
                "tends": may(user, "matters.tend", ground.matter),
                "tell_form": sent(TellForm(ground), failed.get("tell")),
                "aloud_form": sent(
                    AloudForm(ground, judging.given_by(ground)), failed.get("aloud")
                ),
            }
            for ground in grounds
        ],
        "reach": reach,
        "messages_of": conversation.read(voice, by=user),
        "can_write": voice.code_digest is not None,
        "correction": correction,
        "pieces": compare(voice.text, correction.text) if correction else [],
        "onward": asked,
        "can_ask": onward.can_be_asked(voice),
        "may_change": may_change,
        "ask_form": failed.get("ask") or AskForm(prefix="ask"),
        "refuse_form": failed.get("refuse") or RefuseForm(prefix="refuse"),
        "onward_form": failed.get("onward") or OnwardForm(prefix="onward"),
        "onward_answer_form": failed.get("onward_answer") or OnwardAnswerForm(prefix="answer"),
        "correct_form": failed.get("correct") or CorrectForForm(voice, prefix="correct"),
        "asked_form": failed.get("withdraw") or AskedForm(prefix="withdraw"),
        "name_form": failed.get("name") or AskedForm(prefix="name"),
        "failed_form": next(iter(failed.values()), None),
        "history": lines(history, audience=Audience.STAFF),
    }


def page(
    request: HttpRequest, voice: Voice, *, status: int = 200, **failed: forms.Form
) -> HttpResponse:
    context = desk(request, voice, **failed)
    return render(request, "matters/tending/voice.html", context, status=status)


@login_required
@require_safe
def tending(request: HttpRequest, pk: int) -> HttpResponse:
    """``/fragor/synpunkt/12/``: one voice, what its speaker wrote, and what she is owed."""
    return page(request, get_voice(request, pk))


Act = Callable[[HttpRequest, Voice, User], HttpResponse | None]


def acts(act: Act) -> Callable[..., HttpResponse]:
    """A view of one thing that is done about a voice; afterwards its page is shown again."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        voice, user = get_voice(request, pk), request.user
        assert isinstance(user, User)
        try:
            response = act(request, voice, user)
        except Stale:
            text = _("Somebody else changed it just before you. Look at it and send again.")
            messages.warning(request, text)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            if response is not None:
                return response
            messages.success(request, _("Done."))
        return redirect("voice_tending", pk)

    return view


def ground_of(request: HttpRequest, voice: Voice) -> Ground:
    """The ground of the voice that a form names."""
    typed = request.POST.get("ground", "")
    number = int(typed) if typed.isdecimal() and len(typed) < 12 else 0
    grounds = Ground.objects.filter(voice=voice).select_related("voice", "matter__steward")
    return get_object_or_404(grounds, pk=number)


@acts
def ask(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Ask the speaker something; she reads it with her code."""
    form = AskForm(request.POST, prefix="ask")
    if tried(form, lambda: conversation.write(voice, form.cleaned_data["text"], by=user)):
        return None
    return page(request, voice, status=422, ask=form)


@acts
def look_again(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Undo that it was set aside: it waits for a look again."""
    actions.look_again(voice, by=user)
    return None


@acts
def look_at_correction(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Show the new words, or let the old ones stand with a reason."""
    correction = get_object_or_404(Correction.objects.select_related("voice"), voice=voice)
    if "accept" in request.POST:
        correcting.accept(correction, by=user)
        return None
    form = RefuseForm(request.POST, prefix="refuse")
    if tried(form, lambda: correcting.refuse(correction, form.cleaned_data["reason"], by=user)):
        return None
    return page(request, voice, status=422, refuse=form)


@acts
def tell(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Mark that the speaker was told, or take that back."""
    ground = ground_of(request, voice)
    if "undo" in request.POST:
        feedback.untell(ground, by=user)
        return None
    form = TellForm(ground, request.POST)
    if tried(form, lambda: feedback.tell(ground, by=user, **form.cleaned_data)):
        return None
    return page(request, voice, status=422, tell=form)


@acts
def judge_aloud(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Write down what the speaker said about the outcome."""
    ground = ground_of(request, voice)
    form = AloudForm(ground, judging.given_by(ground), request.POST)
    if tried(form, lambda: judging.say(ground, by=user, **form.said)):
        return None
    return page(request, voice, status=422, aloud=form)


@acts
def show_words(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Show what somebody thinks in her own words, or leave it."""
    ground = ground_of(request, voice)
    given = judging.given_by(ground) or ground.judgements.exclude(words="").first()
    if given is not None:
        judging.look_at(given, shown="show" in request.POST, by=user)
    return None


@acts
def pass_on(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Ask whether it may be passed on to another authority."""
    form = OnwardForm(request.POST, prefix="onward")
    if tried(form, lambda: onward.ask(voice, form.cleaned_data["to"], by=user)):
        return None
    return page(request, voice, status=422, onward=form)


@acts
def onward_answer(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Write down the speaker's yes or no."""
    asked = get_object_or_404(Onward.objects.select_related("voice", "to"), voice=voice)
    form = OnwardAnswerForm(request.POST, prefix="answer")

    def do() -> None:
        given = form.cleaned_data
        onward.answer(asked, given["yes"], by=user, asked=given["asked"])

    if tried(form, do):
        return None
    return page(request, voice, status=422, onward_answer=form)


@acts
def passed_on(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """It has been passed on."""
    asked = get_object_or_404(Onward.objects.select_related("voice", "to"), voice=voice)
    onward.passed_on(asked, by=user)
    return None


@acts
def correct(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Put the words right, because their speaker asked."""
    require(user, "voices.correct_for", voice)
    form = CorrectForForm(voice, request.POST, prefix="correct")
    if tried(form, lambda: correcting.correct(voice, by=user, **form.cleaned_data)):
        return None
    return page(request, voice, status=422, correct=form)


@acts
def take_name_away(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    require(user, "voices.correct_for", voice)
    form = AskedForm(request.POST, prefix="name")
    if tried(form, lambda: withdrawing.take_name_away(voice, by=user, **form.cleaned_data)):
        return None
    return page(request, voice, status=422, name=form)


@acts
def withdraw(request: HttpRequest, voice: Voice, user: User) -> HttpResponse | None:
    """Take the words back, because their speaker asked."""
    require(user, "voices.correct_for", voice)
    form = AskedForm(request.POST, prefix="withdraw")
    if not tried(form, lambda: withdrawing.withdraw(voice, by=user, **form.cleaned_data)):
        return page(request, voice, status=422, withdraw=form)
    messages.success(request, _("Done. The words are gone everywhere."))
    matter = Matter.objects.visible_to(user).filter(grounds__voice=voice).first()
    return redirect(matter or reverse("voices"))
