"""New things that were said and wait for a look: make a matter, join one, or set aside."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oppnasoc.groups.answering import told_about
from oppnasoc.groups.models import Membership
from oppnasoc.people.models import User
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry
from oppnasoc.voices import actions as voice_actions
from oppnasoc.voices import floods
from oppnasoc.voices.models import Confidence, Onward, Voice
from oppnasoc.voices.todo import led_by

from . import actions, quick_forms
from .forms import AsideForm, NewMatterForm, answer_day, likely, next_word_day
from .joining import part_from_chosen
from .models import Ground, Matter

SHOWN = 100
UNDONE_WITHIN = timedelta(days=30)  # Then what was set aside is listed nowhere.
PLACED_WITHIN = timedelta(days=365)  # So long what was shown at once waits for its place.


@login_required
def voices(request: HttpRequest) -> HttpResponse:
    """What was said and waits for a look, the oldest first: that of the groups that one leads, or
    with ``?visa=alla`` all of it; ``?visa=undan`` what was set aside there lately, to undo it."""
    require(request.user, "voices.sort")
    by = request.user
    assert isinstance(by, User)
    waiting = to_place().filter(in_flood=False)
    mine = waiting_for(by, waiting)
    everything, aside = (request.GET.get("visa") == which for which in ("alla", "undan"))
    told = Confidence.objects.filter(told_to=by).values("voice")
    shown = waiting if everything else mine
    if aside:
        since = timezone.now() - UNDONE_WITHIN
        lately = Entry.objects.filter(kind="voices.set_aside", at__gte=since).values("about_id")
        hidden = Voice.objects.filter(visibility=Voice.Visibility.HIDDEN, pk__in=lately)
        own = Entry.objects.filter(kind="voices.set_aside", actor=by, at__gte=since)
        own_hidden = hidden.filter(pk__in=own.values("about_id"))  # Whoever's it was to look at.
        shown = waiting_for(by, hidden) | own_hidden
    shown = shown.select_related("group", "organisation", "inquiry")
    order = ("-created_at", "-pk") if aside else ("created_at", "pk")
    context = {
        "waiting": shown.order_by(*order)[:SHOWN],
        "everything": everything,
        "aside": aside,
        "counts": (mine.count(), waiting.count()),
        "in_confidence": set(waiting.filter(pk__in=told).values_list("pk", flat=True)),
        "flood": Voice.objects.waiting().filter(in_flood=True).count(),
    }
    return render(request, "matters/voices.html", context)


def to_place() -> QuerySet[Voice]:
    """What somebody has still to say what becomes of: what waits for a look, and what was shown
    at once and stands nowhere. What works well stands on its group's page, an answer with its
    question, and what was sent onward is another's. One query, and one more when it is read:
    23 ms and 1 ms among 100,000 voices."""
    shown = Voice.objects.filter(
        ~Exists(Ground.objects.filter(voice=OuterRef("pk"))),
        ~Exists(Onward.objects.filter(voice=OuterRef("pk"))),
        visibility=Voice.Visibility.PUBLIC,
        inquiry=None,
        created_at__gte=timezone.now() - PLACED_WITHIN,
    ).exclude(kind=Voice.Kind.GOOD, group__isnull=False)
    nowhere = list(shown.order_by("pk").values_list("pk", flat=True)[:SHOWN])
    held = Voice.objects.waiting().values("pk")
    return Voice.objects.filter(Q(pk__in=held) | Q(pk__in=nowhere))  # Both by their indexes.


def waiting_for(user: User, waiting: QuerySet[Voice]) -> QuerySet[Voice]:
    """Of what waits, that which is hers to look at first: of the groups that she leads, of groups
    that nobody leads, and what she was told in confidence. For an editor who leads none, all."""
    led = led_by(user)
    if not led:
        return waiting
    others = Membership.objects.leading().exclude(party__in=led).values("party")
    told = Confidence.objects.filter(told_to=user).values("voice")
    nobody = Q(group=None) | ~Q(group__in=others)
    return waiting.filter(Q(group__in=led) | nobody | Q(pk__in=told))


def waiting_voice(request: HttpRequest, pk: int) -> Voice:
    require(request.user, "voices.sort")
    found = to_place().select_related("group", "organisation", "inquiry")
    return get_object_or_404(found, pk=pk)


def first_word_day(voice: Voice) -> date:
    """The day proposed for the first word: an answer, when it is a question that somebody asks."""
    return answer_day() if voice.kind == Voice.Kind.WONDER else next_word_day()


def draw(
    request: HttpRequest,
    voice: Voice,
    *,
    new: forms.Form | None = None,
    aside: forms.Form | None = None,
    take: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    group = voice.group_id
    start = {"title": voice.text.split("\n")[0][:160], "next_on": first_word_day(voice)}
    confidence = Confidence.objects.select_related("person").filter(voice=voice).first()
    chosen = [ground.matter for ground in voice.grounds.select_related("matter")]
    context = {
        "voice": voice,
        "chosen": chosen,
        "person": confidence.person if knows(request, confidence) and confidence else None,
        "likely": [matter for matter in likely(voice.text) if matter not in chosen],
        "about_name": str(told_about(voice.about) or "") if voice.about else "",
        "new": new or NewMatterForm(initial={**start, "steward": group, "holder": group}),
        "aside": aside or AsideForm(prefix="aside"),
        "take": take or quick_forms.proposed(voice),
        "failed": new or aside or take,
    }
    return render(request, "matters/voice.html", context, status=status)


def knows(request: HttpRequest, confidence: Confidence | None) -> bool:
    """Whether the visitor is the one whom the speaker has told who she is."""
    return may(request.user, "voices.know_who", confidence)


@login_required
def voice(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that was said, with matters that look like it."""
    return draw(request, waiting_voice(request, pk))


def show_for_its_place(said: Voice, *, by: User) -> None:
    """Let everybody read it; raises Stale when somebody else has placed it meanwhile."""
    if said.visibility == Voice.Visibility.PUBLIC:
        Voice.objects.select_for_update().get(pk=said.pk)
        if Ground.objects.filter(voice=said).exists():
            raise Stale
    voice_actions.publish_voice(said, by=by)


@login_required
@require_POST
def open_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new matter of it; the voice becomes public with it."""
    said, by = waiting_voice(request, pk), request.user
    assert isinstance(by, User)
    form = NewMatterForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                part_from_chosen(said, by=by)
                show_for_its_place(said, by=by)
                matter = actions.open_matter(voices=[said], by=by, **form.cleaned_data)
        except (ValidationError, Stale) as error:
            form.add_error(None, told(error))
        else:
            messages.success(request, _("Thank you. It is a matter that everybody can follow."))
            return redirect(matter)
    return draw(request, said, new=form, status=422)


@login_required
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it join a matter that is there."""
    said, by = waiting_voice(request, pk), request.user
    assert isinstance(by, User)
    chosen = request.POST.get("matter", "")
    if not chosen.isdecimal() or len(chosen) > 12:
        raise Http404
    matter = get_object_or_404(Matter.objects.visible_to(by), pk=chosen)
    try:
        with transaction.atomic():
            part_from_chosen(said, by=by, but=matter)
            show_for_its_place(said, by=by)
            actions.ground(matter, said, by=by)
    except Stale:
        messages.warning(request, taken())
        return redirect("voices")
    messages.success(request, _("Thank you. It stands with the others in the matter."))
    return redirect(matter)


@login_required
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an answer among the others to a question that a group asks, or what works well on the
    group's page; neither needs a matter."""
    said, by = waiting_voice(request, pk), request.user
    if said.inquiry is None and not said.is_praise:
        raise Http404
    try:
        with transaction.atomic():
            part_from_chosen(said, by=by)
            voice_actions.publish_voice(said, by=by)
    except Stale:
        messages.warning(request, taken())
        return redirect("voices")
    if said.inquiry is None:
        messages.success(request, _("Thank you. It stands on the group's page."))
    else:
        messages.success(request, _("Thank you. It stands with the other answers."))
    return redirect("voices")


@login_required
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not show it, and say why."""
    said = waiting_voice(request, pk)
    form = AsideForm(request.POST, prefix="aside")
    if form.is_valid():
        try:
            voice_actions.set_aside(said, form.cleaned_data["reason"], by=request.user)
        except Stale:
            messages.warning(request, taken())
        else:
            messages.success(request, _("Done. Whoever said it can read your reason."))
        return redirect("voices")
    return draw(request, said, aside=form, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def flood(request: HttpRequest) -> HttpResponse:
    """What came as a flood: look at it together, put it aside together or take some of it out."""
    require(request.user, "voices.sort")
    pile = floods.pile()
    form = AsideForm(request.POST if request.method == "POST" else None, prefix="aside")
    if request.method == "POST":
        ticked = set(request.POST.getlist("voice"))
        chosen = [voice for voice in pile if str(voice.pk) in ticked]
        by = signed_in(request)
        if "out" in request.POST and chosen:
            floods.take_out(chosen, by=by)
            messages.success(request, _("Done. They wait among the others now."))
            return redirect("flood")
        if "out" not in request.POST and form.is_valid():
            try:
                floods.put_aside(chosen, form.cleaned_data["reason"], by=by)
            except ValidationError as error:
                form.add_error(None, error)
            except Stale:
                messages.warning(request, taken())
                return redirect("flood")
            else:
                messages.success(request, _("Done. Whoever said it can read your reason."))
                return redirect("flood")
    context = {"pile": pile, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "matters/flood.html", context, status=status)


def told(error: Exception) -> ValidationError:
    if isinstance(error, ValidationError):
        return error
    return ValidationError(taken())


def taken() -> str:
    return _("Somebody else took care of it just before you.")
