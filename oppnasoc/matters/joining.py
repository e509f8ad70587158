"""'It concerns me too': one press is counted, own words and a code may follow."""

from __future__ import annotations

import secrets
import time
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from oppnasoc.language import urgent
from oppnasoc.people.rights import Somebody, require
from oppnasoc.trail.actions import record
from oppnasoc.voices import codes, correcting, helping, marks
from oppnasoc.voices.actions import find, moment
from oppnasoc.voices.joins import joins
from oppnasoc.voices.models import Correction, Voice
from oppnasoc.voices.views import code_picture, is_flood

from .joining_forms import OwnWordsForm
from .models import Ground, Matter

JOINED = "joined"  # in the session: matter → what the code of her voice is made of
KEPT_SECONDS = 3600  # how long the page with the code can be looked at again


@transaction.atomic
def concerns_me_too(
    matter: Matter,
    *,
    by: Somebody = None,
    in_flood: bool = False,
    once: str = "",
    on: date | None = None,
) -> tuple[Voice, str]:
    """Count somebody whom a matter concerns too. Returns her voice, without words, and its code.

    It says nothing that could hurt anybody, so it is public at once, unless it is one of very
    many from the same place. Anybody may; raises PermissionDenied for nobody.
    """
    require(by, "voices.say")
    code = codes.of_sending(once) if once else codes.make()
    voice = Voice.objects.create(
        text="",
        kind=Voice.Kind.SAME,
        visibility=Voice.Visibility.HELD if in_flood else Voice.Visibility.PUBLIC,
        in_flood=in_flood,
        group=matter.steward,
        code_digest=codes.digest(code),
        said_on=on or timezone.localdate(),
        created_at=moment(on),
    )
    Ground.objects.create(matter=matter, voice=voice)
    record("matters.joined", matter, by=None, at=moment(on), voice=voice)
    return voice, code


@transaction.atomic
def add_words(voice: Voice, *, text: str, tell_by: str, address: str) -> Voice:
    """What somebody adds whom a matter concerns too. Her words wait for a look, as all do."""
    if text.strip():
        correcting.correct(voice, text)
    if tell_by != voice.tell_by or address:
        correcting.choose_way(voice, tell_by, address=address)
    return voice


@joins
def join_from_the_door(voice: Voice, number: int) -> bool:
    """Let what was just said stand on the public matter that its speaker chose. It is shown there
    when somebody has looked at it."""
    matter = Matter.objects.published().filter(pk=number).first()
    if matter is None:
        return False
    with transaction.atomic():
        _ground, new = Ground.objects.get_or_create(matter=matter.merged_into or matter,
                                                    voice=voice)  # fmt: skip
        if new:
            record("matters.joined", matter, by=None, voice=voice)
    return True


@transaction.atomic
def part_from_chosen(voice: Voice, *, by: Somebody, but: Matter | None = None) -> None:
    """Let a voice that still waits go from the matters that its speaker chose, ``but`` one."""
    require(by, "matters.open")
    for ground in voice.grounds.exclude(matter=but).select_related("matter"):
        ground.delete()
        record("matters.not_the_same", ground.matter, by=by, voice=voice)


@csrf_exempt  # Pressing is nobody's right in particular: the page of a matter needs no cookie.
@never_cache
@require_http_methods(["GET", "POST"])
def too(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: counted, once for each browser. GET: the code, own words, how to be told."""
    matter = get_object_or_404(Matter.objects.published(), pk=pk)
    voice, code = _kept(request, matter)
    if request.method == "GET":
        if voice is None:
            return redirect(matter)
        start = OwnWordsForm(initial={"tell_by": voice.tell_by})
        return _page(request, matter, voice, code, start)
    if "text" in request.POST:
        return _details(request, matter, voice, code)
    if voice is None:
        if not from_here(request):
            raise PermissionDenied
        if not matter.is_open and not matter.merged_into_id:
            messages.info(request, _("The matter is answered. Say what you want to say here."))
            return redirect("say")
        once, in_flood = secrets.token_hex(16), is_flood(request)
        concerns_me_too(matter, by=request.user, in_flood=in_flood, once=once)
        kept = request.session.setdefault(JOINED, {})
        kept[str(matter.pk)] = {"once": once, "at": int(time.time())}
        request.session.modified = True
        if not request.user.is_authenticated:
            request.session.set_expiry(0)
        return redirect("matter_too", matter.pk)
    return redirect("matter_too", matter.pk)  # Pressed twice: counted once.


@csrf_protect
def _details(request: HttpRequest, matter: Matter, voice: Voice | None, code: str) -> HttpResponse:
    """Own words, and how she wants to be told."""
    if voice is None:
        return redirect(matter)
    form = OwnWordsForm(request.POST)
    if form.is_valid() and "seen" not in request.POST:
        text = form.cleaned_data["text"]
        look = marks.to_look_at(text) | {"help": helping.fitting(urgent.find(text))}
        if look["found"] or look["help"]:
            return _page(request, matter, voice, code, form, **look)
    if form.is_valid():
        try:
            add_words(voice, **form.told())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you. We have it."))
            return redirect("matter_too", matter.pk)
    return _page(request, matter, voice, code, form, status=422)


def from_here(request: HttpRequest) -> bool:
    """Whether a press comes from our own page; browsers say where, and another site may not press
    in somebody's name."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin", "")
    return origin in {"", f"{request.scheme}://{request.get_host()}", settings.SITE_URL}


def _kept(request: HttpRequest, matter: Matter) -> tuple[Voice | None, str]:
    """The voice with which this browser has said that the matter concerns it too, and its code
    for as long as that is shown."""
    kept = request.session.get(JOINED, {}).get(str(matter.pk))
    if not kept:
        return None, ""
    code = codes.of_sending(kept["once"])
    voice = find(code)
    if voice is None or voice.visibility == Voice.Visibility.WITHDRAWN:
        return None, ""
    return voice, code if time.time() - kept["at"] < KEPT_SECONDS else ""


def _page(
    request: HttpRequest, matter: Matter, voice: Voice, code: str, form: OwnWordsForm,
    status: int = 200, **look: Any,
) -> HttpResponse:  # fmt: skip
    """``look``: what the writer is shown before her words are kept."""
    own = Correction.objects.filter(voice=voice).first()
    context = {
        "matter": matter,
        "voice": voice,
        "code": codes.spell(code) if code else "",
        "qr": code_picture(code) if code else "",
        "form": form,
        "waits": own is not None,
        "help": helping.fitting(urgent.find(own.text)) if own is not None else [],
        **look,
    }
    return render(request, "matters/too.html", context, status=status)
