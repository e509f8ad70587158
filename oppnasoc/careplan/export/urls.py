"""What is taken out of a plan, and what is brought in."""

from __future__ import annotations

from django.urls import path

from . import views as export

of_a_plan = [
    path("ta-ut/", export.take_out, name="plan_take_out"),
    path("skriv-ut/", export.printed, name="plan_print"),
    path("ta-in/", export.take_in_file, name="plan_take_in"),
    path("ta-in/titta/", export.take_in_look, name="plan_take_in_look"),
]
