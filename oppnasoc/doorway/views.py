"""Out of a plan into the open site, by its owner's own hand: chosen text becomes a voice.

With the signed figures (``careplan/figures.py``) the only way out of the tower. What leaves is the
text that was shown last, and a name if she writes one: no account, no id, no day of the plan. The
log of the plan says first that something is to leave, so that nothing leaves without a line; then
the voice is said, by nobody, as on the web. Nothing kept anywhere leads from one to the other
(docs/adr/0042-two-ways-out.md).
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oppnasoc.careplan import drafts
from oppnasoc.careplan.agreed import OF_OTHERS
from oppnasoc.careplan.doors import page, to_unlock, with_plan
from oppnasoc.careplan.hidden import find_hidden
from oppnasoc.careplan.kinds import SHAPES
from oppnasoc.careplan.opening import NotThere, Opened, Read
from oppnasoc.careplan.pieces import Edition, Kind
from oppnasoc.careplan.sections import Section
from oppnasoc.language import urgent
from oppnasoc.vault.log import Verb
from oppnasoc.voices import actions, codes, helping, marks
from oppnasoc.voices.forms import TellForm, TextForm
from oppnasoc.voices.views import code_picture

DRAFT = "say_it"  # what she had written when she had to prove again who she is


class OutForm(forms.Form):
    """What leaves: a text, and a name if she wants one, asked for as on the open site. She is told
    what comes of it by a code: another way would need an address."""

    text = TextForm.base_fields["text"]
    speaker = TellForm.base_fields["speaker"]
    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    #: What was shown last; only exactly that is sent.
    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, protected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.protected = protected

    def clean_text(self) -> str:
        return self._without_a_place(actions.in_own_words(self.cleaned_data["text"]))

    def clean_speaker(self) -> str:
        return self._without_a_place(self.cleaned_data["speaker"])

    def _without_a_place(self, said: str) -> str:
        """What tells where somebody with protected personal data is never leaves."""
        if self.protected and (found := find_hidden(said)):
            told = _("Your data is protected. Take this away first: %(found)s")
            raise ValidationError(told % {"found": found})
        return said.replace("\r\n", "\n")

    @property
    def leaves(self) -> dict[str, str]:
        """All that leaves the plan, by its names in ``voices.actions.say``."""
        return {name: self.cleaned_data[name] for name in ("text", "speaker")}

    @property
    def mark(self) -> str:
        """What changes when something else would leave; 64 hexadecimal characters."""
        return hashlib.sha256("\0".join(self.leaves.values()).encode()).hexdigest()

    @property
    def was_shown(self) -> bool:
        return secrets.compare_digest(self.cleaned_data["shown"].encode(), self.mark.encode())


@require_http_methods(["GET", "POST"])
@with_plan
def say(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Choose or write, look at exactly what leaves, and send it."""
    if not opened.is_owner or opened.plan.practice or opened.plan.frozen_at:
        raise NotThere
    if not opened.fresh:  # What she wrote waits in the plan, locked.
        if request.method == "POST":
            names = ("text", "speaker")
            drafts.keep(opened, DRAFT, {name: request.POST.get(name, "") for name in names})
        return to_unlock(request, again=True)
    if request.method == "GET":
        return _choose(request, opened)
    form = OutForm(request.POST, protected=opened.plan.protected)
    if not form.is_valid() or "back" in request.POST:
        return _first(request, opened, form, status=200 if "back" in request.POST else 422)
    if "send" in request.POST and form.was_shown:
        return _send(request, opened, form)
    return _look(request, opened, form)


def _choose(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The first page; ``?text=`` is the piece that she copies from."""
    begun = drafts.kept(opened, DRAFT)
    if wanted := request.GET.get("text", ""):
        try:
            read = opened.piece(uuid.UUID(wanted))
            begun = {"text": _words(read, _others_wrote_in([read]))}
        except ValueError:
            raise NotThere from None
    form = OutForm(initial=begun, protected=opened.plan.protected)
    return _first(request, opened, form)


def _first(
    request: HttpRequest, opened: Opened, form: OutForm, *, status: int = 200
) -> HttpResponse:
    parts = [part for part in opened.sections if part != Section.PRIVATE]
    reads = [read for part in parts for read in opened.pieces(section=part)]
    others = _others_wrote_in(reads)
    texts = [(read.piece, words) for read in reads if (words := _words(read, others))]
    return page(request, "doorway/write.html", opened, form=form, texts=texts, status=status)


def _others_wrote_in(reads: Sequence[Read]) -> set[uuid.UUID]:
    """The pieces that somebody else than their author has written in."""
    rows = Edition.objects.filter(piece__in=[read.piece.pk for read in reads])
    return set(rows.exclude(by=F("piece__author")).values_list("piece", flat=True))


def _words(read: Read, others: set[uuid.UUID]) -> str:
    """What she herself has written in a piece, without addresses and numbers; '' when others did,
    or have written in it: their words are not hers to make public, nor what they said at a
    meeting. What is only for herself is never offered."""
    if not read.is_hers or read.piece.pk in others or read.piece.section == Section.PRIVATE:
        return ""
    fields = SHAPES[Kind(read.piece.kind)].fields
    names = [field.name for field in fields if field.form in ("text", "line")]
    if read.piece.kind == Kind.MEETING:
        names = [name for name in names if name not in OF_OTHERS]
    said = (str(read.words.get(name) or "").strip() for name in names)
    return "\n\n".join(words for words in said if words)


def _look(request: HttpRequest, opened: Opened, form: OutForm) -> HttpResponse:
    """What leaves, exactly, with what she may want to leave out."""
    leaves, changed = form.leaves, "send" in request.POST
    once = form.cleaned_data["once"] or secrets.token_hex(16)
    check = OutForm(
        initial={**leaves, "once": once, "shown": form.mark}, protected=opened.plan.protected
    )
    return page(
        request, "doorway/check.html", opened, form=check, leaves=leaves, changed=changed,
        help=helping.fitting(urgent.find(leaves["text"])), **marks.to_look_at(leaves["text"]),
    )  # fmt: skip


def _send(request: HttpRequest, opened: Opened, form: OutForm) -> HttpResponse:
    """A line in the log of the plan; then say it as anybody does on the web, by nobody. Whoever
    sends again after it stopped between the two gets a line more, and never one too few."""
    once = form.cleaned_data["once"] or secrets.token_hex(16)
    if actions.find(codes.of_sending(once)) is None:
        opened.log(Verb.SHARE)
    said = form.leaves
    voice, code = actions.say(said["text"], speaker=said["speaker"], by=None, once=once)
    drafts.drop(opened, DRAFT)
    return page(
        request, "doorway/receipt.html", opened,
        code=codes.spell(code), qr=code_picture(code),
        help=helping.fitting(urgent.find(voice.text)),
    )  # fmt: skip
