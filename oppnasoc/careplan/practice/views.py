"""Practice: choose as whom, read a little, try the tasks, and begin anew as often as one likes.

What there is to read is open to everybody who is signed in. The invented plan lies behind the same
lock as a real one.
"""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.ui.parts import Step
from oppnasoc.vault import sittings

from ..doors import page, to_unlock, tower
from ..opening import NotThere
from ..writing import Refused
from . import training
from .tasks import (
    Practice,
    Role,
    Standing,
    begin,
    find,
    readers,
    standing,
    start_over,
    tasks_of,
    who_read_of_health,
)


class ReaderForm(forms.Form):
    """Who has read; asked in the task about the log."""

    reader = forms.ChoiceField(widget=forms.RadioSelect, error_messages={
        "required": gettext_lazy("Choose somebody."),
        "invalid_choice": gettext_lazy("Choose somebody."),
    })  # fmt: skip

    def __init__(self, *args: Any, asks: Any, people: list[tuple[uuid.UUID, str]]) -> None:
        super().__init__(*args)
        field = self.fields["reader"]
        assert isinstance(field, forms.ChoiceField)
        field.label = asks
        field.choices = [(str(seat), name) for seat, name in people]


def role_or_404(value: str) -> Role:
    if value not in Role.values:
        raise Http404
    return Role(value)


@require_safe
@tower
def practice(request: HttpRequest) -> HttpResponse:
    """``/min-plan/ova/``: as whom do you want to practise?"""
    return page(request, "careplan/practice/choose.html", None, roles=list(Role))


@require_safe
@tower
def handbook(request: HttpRequest, role: str) -> HttpResponse:
    """``/min-plan/ova/<role>/handbok/``: the same texts on paper."""
    chosen = role_or_404(role)
    lessons = training.of(chosen)
    return page(request, "careplan/practice/handbook.html", None, role=chosen, lessons=lessons,
                sentences=training.SENTENCES[chosen])  # fmt: skip


@require_safe
@tower
def tasks(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """``/min-plan/ova/<plan>/``: from a page of an invented plan back to the tasks with it."""
    person = request.user
    assert person.is_authenticated
    for each in Role:
        there = find(person.uuid, each)
        if there is not None and there.plan.pk == plan:
            return redirect("plan_practice_role", each)
    raise NotThere


@require_http_methods(["GET", "HEAD", "POST"])
@tower
def role(request: HttpRequest, role: str) -> HttpResponse:
    """``/min-plan/ova/<role>/``: what there is to read, and the tasks with how far one has come."""
    chosen, user = role_or_404(role), request.user
    assert user.is_authenticated
    is_open = sittings.current(request) is not None
    if request.method != "POST":
        return _page(request, chosen, find(user.uuid, chosen) if is_open else None)
    if not is_open:
        return to_unlock(request)
    do = request.POST.get("do")
    if do == "over":
        start_over(user.uuid, chosen)
        messages.success(request, _("You begin anew."))
        return redirect("plan_practice_role", chosen)
    there = begin(user.uuid, chosen)
    if do == "answer":
        return _answer(request, there)
    return redirect("plan_practice_role", chosen)


def _answer(request: HttpRequest, there: Practice) -> HttpResponse:
    """The answer to the question of a task."""
    form = _form(there, request.POST)
    if form is None:
        raise Http404
    if form.is_valid():
        try:
            who_read_of_health(there, uuid.UUID(form.cleaned_data["reader"]))
        except Refused as why:
            form.add_error("reader", why.reason)
        else:
            messages.success(request, _("That is right."))
            return redirect("plan_practice_role", there.role)
    return _page(request, there.role, there, form)


def _form(there: Practice, sent: Any = None) -> ReaderForm | None:
    asked = next((task.asks for task in tasks_of(there.role) if task.asks), "")
    return ReaderForm(sent, asks=asked, people=readers(there)) if asked else None


def _page(
    request: HttpRequest, role: Role, there: Practice | None, form: ReaderForm | None = None
) -> HttpResponse:
    tasks = standing(there) if there else [Standing(task, False, "") for task in tasks_of(role)]
    left = [each for each in tasks if not each.is_done]
    if there and form is None and any(each.task.asks for each in left):
        form = _form(there)
    return page(
        request, "careplan/practice/role.html", None,
        role=role, plan=there.plan if there else None, tasks=tasks, form=form,
        here=left[0] if left else None, done=len(tasks) - len(left), path=_path(tasks, left),
        lessons=training.of(role), sentences=training.SENTENCES[role],
        others=[each for each in Role if each is not role],
        status=422 if form is not None and form.is_bound else 200,
    )  # fmt: skip


def _path(tasks: list[Standing], left: list[Standing]) -> list[Step]:
    """The tasks as stepping stones; one stands at the first that is not done."""
    return [
        Step(
            str(each.task.title),
            "done" if each.is_done else "here" if left and each is left[0] else "ahead",
        )
        for each in tasks
    ]
