"""Where somebody comes in who has no place at a plan yet, below ``/min-plan/``."""

from __future__ import annotations

from django.urls import path

from .views import letting_in

urlpatterns = [path("inbjudan/<str:token>/", letting_in.invitation, name="plan_invitation")]
