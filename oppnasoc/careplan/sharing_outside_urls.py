"""A link to something of a plan, for whoever has its code: under ``/min-plan/``."""

from __future__ import annotations

from django.urls import path

from .views import shares

urlpatterns = [path("delad/<str:token>/", shares.shared, name="plan_shared")]
