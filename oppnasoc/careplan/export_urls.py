"""Below ``/min-plan/<plan>/``: what is taken out, and what is brought in."""

from django.urls import path

from .views import export

urlpatterns = [
    path("ta-ut/", export.take_out, name="plan_take_out"),
    path("skriv-ut/", export.printed, name="plan_print"),
    path("ta-in/", export.take_in_file, name="plan_take_in"),
    path("ta-in/titta/", export.take_in_look, name="plan_take_in_look"),
]
