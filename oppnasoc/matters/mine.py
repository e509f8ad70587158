"""The page that a speaker opens with her code: what she said, where it is, what came of it.

No account, no code in an address, nothing kept in the browser: the voice lies in the session until
she closes it or half an hour has passed. The door itself opens what any room's code opens
(``voices/doors.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.following import coded
from oppnasoc.language import urgent
from oppnasoc.people import limits
from oppnasoc.trail.actions import Stale
from oppnasoc.ui import parts
from oppnasoc.ui.registry import told
from oppnasoc.ui.templatetags.ui import shortday
from oppnasoc.voices import (
    conversation,
    correcting,
    doors,
    helping,
    looking,
    onward,
    speaking,
    withdrawing,
)
from oppnasoc.voices.models import Correction, Onward, Reach, Voice

from . import feedback, judging, sentences
from .acting import told as put_errors
from .joining import JOINED
from .mine_forms import CodeForm, CorrectForm, JudgeForm, KeptForm, MessageForm, WayForm
from .models import Answer, Ground, Judgement, Matter

MESSAGES_AN_HOUR = 60  # from one network


@dataclass(frozen=True)
class Came:
    """What came of a voice in one matter, as its speaker reads it."""

    ground: Ground
    matter: Matter
    now: SafeString
    path: list[parts.Step]
    answers: list[Answer]
    judgement: Judgement | None
    form: JudgeForm | None


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The door of every code, which is posted and never stands in an address. What is wrong, and
    how, is not told apart."""
    if request.method == "GET" and (there := doors.page(request)):
        return redirect(there)
    form = (KeptForm if request.POST.get("kept") else CodeForm)(request.POST or None)
    waits, status = False, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            found, allowed = doors.look_up(form.cleaned_data["code"], request)
            if found:
                doors.begin(request, found)
                kept, voice = form.cleaned_data.get("kept"), speaking.opened(request)
                if kept and voice is not None:
                    return go_on(request, voice, kept)
                return redirect(doors.page(request))
            waits = not allowed
            text = _("We find nothing with that code. Look at it once more.")
            if waits:
                text = _("There were many wrong codes from here. Wait an hour, or ask for help.")
            form.add_error("code", text)
    context = {"form": form, "waits": waits}
    return render(request, "matters/mine/code.html", context, status=status)


def go_on(request: HttpRequest, voice: Voice, kept: str) -> HttpResponse:
    """The page with what somebody had written when it closed itself; never kept in a session."""
    messages.info(request, _("What you had written stands under Messages. It is not sent yet."))
    feedback.read_by_speaker(voice)
    return page(request, voice, message=MessageForm(prefix="message", initial={"text": kept}))


def closed(request: HttpRequest) -> HttpResponse:
    """The page had closed itself while somebody wrote: the door, with what she wrote."""
    messages.info(request, _("The page had closed itself. Write your code again."))
    written = [str(t) for key, t in request.POST.items() if key.endswith(("-text", "-words"))]
    if not (kept := "\n".join(written).strip()):
        return redirect("code")
    context = {"form": KeptForm(initial={"kept": kept[: correcting.MAX_LENGTH]})}
    return render(request, "matters/mine/code.html", context, status=422)


@never_cache
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the page on a shared phone: nothing is left to go back to."""
    doors.end(request)
    request.session.pop(JOINED, None)
    response = redirect("code")
    response["Clear-Site-Data"] = '"cache"'
    return response


def came_of(voice: Voice, failed: JudgeForm | None = None) -> list[Came]:
    """What became of a voice that everybody may read, matter by matter."""
    if voice.visibility != Voice.Visibility.PUBLIC:
        return []
    grounds = Ground.objects.filter(voice=voice, matter__visibility=Matter.Visibility.PUBLIC)
    parties = ("matter__steward", "matter__holder", "matter__asked", "matter__lifted_to")
    grounds = grounds.select_related(*parties, "matter__pause_note", "matter__why_late")
    grounds = grounds.prefetch_related(
        "judgements",
        "matter__answers__as_post",
        "matter__answers__answered_by",
        "matter__answers__on_behalf_of",
    )
    origin = told("voices.origin", [voice.pk]).get(voice.pk)
    where = origin.where if origin else voice.get_channel_display()
    said = parts.Step(_("Said"), "done", shortday(voice.said_on), str(where))
    found = []
    for ground in grounds:
        matter = ground.matter
        answers = list(matter.answers.all())
        put_right = {answer.corrects_id for answer in answers}
        answers = [answer for answer in answers if answer.pk not in put_right]
        given = [j for j in ground.judgements.all() if j.outcome_on == ground.owed_since]
        judgement = given[0] if given else None
        form = None
        if ground.owed_since is not None and feedback.has_outcome(matter):
            form = JudgeForm(ground, judgement)
            if failed is not None and failed.prefix == form.prefix:
                form = failed
        now = sentences.where_it_lies(matter, answers[0] if answers else None)
        path = sentences.path(matter, answers, first_said=said)
        found.append(Came(ground, matter, now, path, answers, judgement, form))
    return found


def page(
    request: HttpRequest, voice: Voice, *, status: int = 200, **failed: forms.Form
) -> HttpResponse:
    """The page; ``failed`` are forms as they were sent, by name, shown with their errors."""
    judged = failed.get("judge")
    assert judged is None or isinstance(judged, JudgeForm)
    asked = voice.inquiry
    written = conversation.read(voice, by=None)
    correction = Correction.objects.filter(voice=voice).first()
    latest = written[-1].text if written and written[-1].from_speaker else ""
    needs = urgent.find(f"{latest}\n{correction.text if correction else ''}")
    context: dict[str, Any] = {
        "voice": voice,
        "origin": told("voices.origin", [voice.pk]).get(voice.pk),
        "usual": looking.in_words(looking.usual_time()) if voice.visibility == "held" else "",
        "came": came_of(voice, judged),
        "fails": Reach.objects.filter(voice=voice, failed_at__isnull=False).exists(),
        "asked": asked if asked is not None and not asked.taken_back else None,
        "messages_of": written,
        "help": helping.fitting(needs),
        "onward": Onward.objects.filter(voice=voice).select_related("to").first(),
        "correction": correction,
        "message_form": failed.get("message") or MessageForm(prefix="message"),
        "correct_form": failed.get("correct")
        or CorrectForm(prefix="correct", initial={"text": voice.text}),
        "way_form": failed.get("way") or WayForm(voice, prefix="way"),
        "following": coded.section(request, voice.code_digest or ""),
        "failed": next(iter(failed.values()), None),
    }
    return render(request, "matters/mine/voice.html", context, status=status)


@never_cache
@require_safe
def my_voice(request: HttpRequest) -> HttpResponse:
    """What I said and what came of it. Reading it settles what was owed to me."""
    voice = speaking.opened(request)
    if voice is None:
        return redirect("code")
    feedback.read_by_speaker(voice)
    return page(request, voice)


Act = Callable[[HttpRequest, Voice], HttpResponse]


def mine(act: Act) -> Callable[..., HttpResponse]:
    """A view of one thing that the speaker does; the door when no voice is open any longer."""

    @never_cache
    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        voice = speaking.opened(request)
        if voice is None:
            return closed(request)
        try:
            return act(request, voice)
        except Stale:
            messages.warning(request, _("Something changed just now. Look at it and send again."))
            return redirect("my_voice")

    return view


def done(request: HttpRequest, text: str, where: str = "") -> HttpResponse:
    messages.success(request, text)
    response = redirect("my_voice")
    if where:
        response["Location"] += where
    return response


def tried(form: forms.Form, do: Callable[[], Any]) -> bool:
    """Whether a form was right and its act succeeded; what was wrong stands at its field."""
    if not form.is_valid():
        return False
    try:
        do()
    except ValidationError as error:
        put_errors(form, error)
        return False
    return True


@mine
def write(request: HttpRequest, voice: Voice) -> HttpResponse:
    """Write to those who look at it."""
    form = MessageForm(request.POST, prefix="message")
    if not limits.count("voices.wrote", request, most=MESSAGES_AN_HOUR):
        form.add_error(None, _("There were many messages from here. Wait an hour."))
    if tried(form, lambda: conversation.write(voice, form.cleaned_data["text"], by=None)):
        return done(request, _("Thank you. A person reads it."), "#meddelanden")
    return page(request, voice, status=422, message=form)


@mine
def judge(request: HttpRequest, voice: Voice) -> HttpResponse:
    """Say whether it got better, and take the matter up again if it did not."""
    asked = request.POST.get("ground", "")
    public = Ground.objects.filter(
        voice=voice,
        voice__visibility=Voice.Visibility.PUBLIC,
        matter__visibility=Matter.Visibility.PUBLIC,
    )
    number = int(asked) if asked.isdecimal() and len(asked) < 12 else 0
    ground = public.filter(pk=number).select_related("matter__steward", "voice").first()
    if ground is None:
        return redirect("my_voice")
    form = JudgeForm(ground, judging.given_by(ground), request.POST)

    if tried(form, lambda: judging.say(ground, by=None, **form.said)):
        text = _("Thank you. What you think counts from now on.")
        if form.said["again"]:
            text = _("Thank you. The matter is taken up again, and the group has to answer.")
        return done(request, text)
    return page(request, voice, status=422, judge=form)


@mine
def choose_way(request: HttpRequest, voice: Voice) -> HttpResponse:
    form = WayForm(voice, request.POST, prefix="way")
    if tried(form, lambda: correcting.choose_way(voice, **form.cleaned_data)):
        return done(request, _("Done. That is how we tell you."))
    return page(request, voice, status=422, way=form)


@mine
def correct(request: HttpRequest, voice: Voice) -> HttpResponse:
    """Put what I said right."""
    form = CorrectForm(request.POST, prefix="correct")
    shown = []
    if tried(form, lambda: shown.append(correcting.correct(voice, form.cleaned_data["text"]))):
        if shown[0]:
            return done(request, _("Done. Your new words stand there now."))
        return done(request, _("Thank you. A person looks at your new words first."))
    return page(request, voice, status=422, correct=form)


@mine
def take_name_away(request: HttpRequest, voice: Voice) -> HttpResponse:
    try:
        withdrawing.take_name_away(voice)
    except ValidationError:
        return redirect("my_voice")
    return done(request, _("Done. Your name does not stand there any longer."))


@mine
def answer_onward(request: HttpRequest, voice: Voice) -> HttpResponse:
    """Say yes or no to being passed on to another authority."""
    asked = Onward.objects.filter(voice=voice).select_related("voice", "to").first()
    if asked is None:
        return redirect("my_voice")
    try:
        onward.answer(asked, "yes" in request.POST)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("my_voice")
    return done(request, _("Thank you. We do as you said."))


@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back what I said: first what it means, then the button."""
    voice = speaking.opened(request)
    if voice is None:
        return redirect("code")
    if request.method == "POST":
        try:
            withdrawing.withdraw(voice)
        except (ValidationError, Stale):
            return redirect("my_voice")
        doors.end(request)
        messages.success(request, _("Done. Your words are gone, and so is the code."))
        return redirect("code")
    matters = [c.matter for c in came_of(voice)]
    return render(request, "matters/mine/withdraw.html", {"voice": voice, "matters": matters})
