"""The error summary of forms: what is wrong, in the order of the page, with links to the fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.forms.forms import BaseForm
from django.forms.formsets import BaseFormSet

type_of_form = (BaseForm, BaseFormSet)


@dataclass(frozen=True)
class Problem:
    """One error; ``target`` is the id of the field to go to, empty when it concerns the whole."""

    text: str
    label: str = ""
    target: str = ""


def problems(*forms: Any) -> list[Problem]:
    """Every error of bound forms and formsets (None is allowed and holds nothing)."""
    return [problem for form in forms if form is not None for problem in _of(form)]


def any_errors(values: Iterable[Any]) -> bool:
    """Whether any of these values is a form or formset with errors.

    The class is asked with ``type()``: isinstance would wake lazy values such as the user.
    """
    return any(
        value.is_bound and bool(problems(value))
        for value in values
        if issubclass(type(value), type_of_form)
    )


def _of(form: Any) -> Iterator[Problem]:
    if isinstance(form, BaseFormSet):
        if form.is_bound:
            yield from (Problem(str(error)) for error in form.non_form_errors())
        for one in form.forms:
            yield from _of(one)
        return
    if not form.is_bound:
        return
    yield from (Problem(str(error)) for error in form.non_field_errors())
    for field in form:
        yield from _of_field(field)


def _of_field(field: BoundField) -> Iterator[Problem]:
    for error in field.errors:
        if field.is_hidden:
            yield Problem(str(error))
        else:
            yield Problem(str(error), str(field.label).rstrip("?:. "), target(field))


def target(field: BoundField) -> str:
    """The id that takes the focus: a group of choices has none, so its first choice does."""
    if field.use_fieldset or not field.id_for_label:
        return f"{field.auto_id}_0" if field.auto_id else ""
    return field.id_for_label
