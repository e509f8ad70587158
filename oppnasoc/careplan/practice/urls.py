"""Practice and its handbook, beside the plans."""

from __future__ import annotations

from django.urls import path

from . import views as practice

outside = [
    path("ova/", practice.practice, name="plan_practice"),
    path("ova/<uuid:plan>/", practice.tasks, name="plan_practice_tasks"),
    path("ova/<slug:role>/", practice.role, name="plan_practice_role"),
    path("ova/<slug:role>/handbok/", practice.handbook, name="plan_practice_handbook"),
]
