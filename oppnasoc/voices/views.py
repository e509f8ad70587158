"""The one door: a text first, then one page to check, then a receipt with a code.

Nothing is stored before somebody presses 'Send': every page carries what was written in its own
form (docs/adr/0017-the-one-door.md).
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.groups.answering import page_name, who_answers
from oppnasoc.groups.models import Group
from oppnasoc.language import urgent
from oppnasoc.people import limits
from oppnasoc.people.rights import may
from oppnasoc.search.finding import similar
from oppnasoc.ui.addresses import open_page
from oppnasoc.ui.qr import qr
from oppnasoc.ui.registry import told

from . import actions, codes, helping, looking, marks
from .forms import CheckForm, TextForm
from .joins import join
from .models import Inquiry, Voice
from .speaking import RECEIPT

RECEIPT_SECONDS = 3600  # how long a receipt can be looked at again in the same browser
PER_HOUR = 60  # voices from one network; more are held and looked at together
SHOWN_MATTERS = 3


@dataclass(frozen=True)
class Door:
    """Where somebody came from: which group is asked to look first, which question is answered."""

    group: Group | None = None
    inquiry: Inquiry | None = None
    closed: bool = False  # the question that she came to answer takes no more answers
    about: str = ""  # the page that she asks about, as a path of this site

    @property
    def page_name(self) -> str:
        """What that page is called, when somebody has declared it; '' otherwise. One query."""
        return page_name(self.about)

    @property
    def address(self) -> str:
        """Where the forms are sent: without the text, which never stands in an address."""
        query = {}
        if self.inquiry:
            query["fraga"] = str(self.inquiry.pk)
        elif self.about:
            query["om"] = self.about
        elif self.group:
            query["grupp"] = self.group.slug
        return f"{reverse('say')}?{urlencode(query)}" if query else reverse("say")


def came_by(request: HttpRequest) -> Door:
    """``?grupp=slug``, ``?fraga=12`` or ``?om=/grupper/slug/``; else it is the door itself."""
    number = request.GET.get("fraga", "")
    if number.isdecimal() and number.isascii() and len(number) < 12:
        inquiry = Inquiry.objects.select_related("group").filter(pk=number).first()
        if inquiry is not None and inquiry.is_open and not inquiry.taken_back:
            return Door(inquiry.group, inquiry)
        if inquiry is not None:
            return Door(inquiry.group, closed=True)
    if about := open_page(request.GET.get("om", "").replace("\x00", "")):
        owner = who_answers(about)
        group = Group.objects.filter(pk=owner.pk).first() if owner else None
        return Door(group, about=about)
    slug = request.GET.get("grupp", "").replace("\x00", "")  # PostgreSQL knows no such letter.
    return Door(Group.objects.filter(slug=slug).first() if slug else None)


@require_http_methods(["GET", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """``/sag-nagot/``: the text, the page to check it, and sending it, all at one address."""
    door = came_by(request)
    if request.method == "GET":
        text = request.GET.get("text", "").replace("\x00", "")[: actions.MAX_LENGTH]
        answer = first(request, door, TextForm(initial={"text": text}))
        # A browser may keep the empty form, so that going back finds the text there again.
        patch_cache_control(answer, private=True, no_cache=True, max_age=0)
        return answer
    return _posted(request, door)


@never_cache
def _posted(request: HttpRequest, door: Door) -> HttpResponse:
    form = TextForm(request.POST)
    if not form.is_valid():
        status = 200 if "back" in request.POST else 422
        return first(request, door, form, status=status)
    if "back" in request.POST:
        return first(request, door, TextForm(initial=form.cleaned_data))
    hits = likely(form.cleaned_data["text"])
    titles = [(hit.thing, _plain(hit.title_html)) for hit in hits]
    if "send" in request.POST:
        check = CheckForm(request.POST, user=request.user, matters=titles)
        if check.is_valid() and not door.closed:  # She is told first that it is no answer any more.
            try:
                return send(request, door, check)
            except ValidationError as error:
                check.add_error(None, error)
        return look(request, door, check, hits, status=422)
    once = {"once": secrets.token_hex(16)}
    kept = {**{name: request.POST.get(name, "") for name in CheckForm.base_fields}, **once}
    start = {**kept, "tell_by": kept["tell_by"] or Voice.TellBy.CODE, "text": form.data["text"]}
    check = CheckForm(initial=start, user=request.user, matters=titles)
    return look(request, door, check, hits)


def first(request: HttpRequest, door: Door, form: Form, *, status: int = 200) -> HttpResponse:
    """The first page: a text, and what kind it is if one likes."""
    return render(request, "voices/say.html", {"form": form, "door": door}, status=status)


def look(
    request: HttpRequest, door: Door, form: CheckForm, hits: list[Any], *, status: int = 200
) -> HttpResponse:
    """The second page: what is in the text, what it may be the same as, how one is told."""
    text = str(form["text"].value() or "")
    context = {
        "form": form,
        "door": door,
        **marks.to_look_at(text),
        "matters": hits,
        "answered": told("matters.answered", [hit.thing for hit in hits]),
        "same": list(zip(form["same"], [*hits, None], strict=True)),
        "help": helping.fitting(urgent.find(text[: actions.MAX_LENGTH])),
    }
    return render(request, "voices/check.html", context, status=status)


def likely(text: str) -> list[Any]:
    """Public matters that are about the same, as hits of the search."""
    return similar(text[: actions.MAX_LENGTH], kind="matter", limit=SHOWN_MATTERS)


def _plain(title_html: str) -> str:
    """The title of a hit without its marks, as plain text."""
    return unescape(title_html.replace("<mark>", "").replace("</mark>", ""))


def send(request: HttpRequest, door: Door, form: CheckForm) -> HttpResponse:
    """Store what was said, once. Raises ValidationError naming the field."""
    said = form.said()
    said["once"] = said["once"] or secrets.token_hex(16)
    group = said.pop("group", None) or door.group
    voice, code = actions.say(
        by=request.user,
        group=group,
        inquiry=door.inquiry,
        about=door.about,
        in_flood=form.by_a_robot or is_flood(request),
        **said,
    )
    if (matter := form.cleaned_data.get("same")) is not None:
        join(voice, matter)
    return give_receipt(request, voice, code, once=said["once"])


def give_receipt(request: HttpRequest, voice: Voice, code: str, *, once: str) -> HttpResponse:
    """The receipt of what was just said; ``once`` is what its code was made of."""
    if request.user.is_authenticated:
        return shown(request, voice, code)  # Her session must not lead to what she said.
    request.session[RECEIPT] = {"once": once, "at": int(time.time())}
    request.session.set_expiry(0)
    return redirect("receipt")


def is_flood(request: HttpRequest) -> bool:
    """Whether this is one of very many from the same network within an hour. Those who write down
    for others are not counted."""
    if may(request.user, "voices.enter"):
        return False
    return not limits.count("voices.said", request, most=PER_HOUR)


def kept_receipt(request: HttpRequest) -> str:
    """The code of the latest receipt in this browser, '' when there is none or it is too old.

    The session holds what the code is made of and the server's key, never the code itself.
    """
    kept = request.session.get(RECEIPT)
    if not kept or time.time() - kept["at"] > RECEIPT_SECONDS:
        return ""
    return codes.of_sending(kept["once"])


@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt with the code, for an hour; POST: leave nothing of it in this browser."""
    if request.method == "POST":
        request.session.pop(RECEIPT, None)
        return redirect("start")
    code = kept_receipt(request)
    voice = actions.find(code)
    if voice is None:
        return redirect("say")
    return shown(request, voice, code)


def shown(request: HttpRequest, voice: Voice, code: str) -> HttpResponse:
    """The page of a receipt."""
    context = {
        "code": codes.spell(code),
        "qr": code_picture(code),
        "voice": voice,
        "usual": looking.in_words(looking.usual_time()),
        "help": helping.fitting(urgent.find(voice.text)),
        "site_url": settings.SITE_URL.split("://")[1],
    }
    return render(request, "voices/receipt.html", context)


def follow_address(code: str) -> str:
    """Where a code is used. It stands behind '#', which browsers send to nobody."""
    return f"{settings.SITE_URL}{reverse('code')}#{codes.spell(code.replace('-', ''))}"


def code_picture(code: str) -> SafeString:
    """The QR code of a code: it leads to where the code is used and holds nothing else."""
    return qr(follow_address(code), _("To the page where you use your code"))


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """``/hjalp-nu/``: where to get help at once. Nobody notes who opens it."""
    return render(request, "voices/help_now.html", {"lines": helping.every()})
