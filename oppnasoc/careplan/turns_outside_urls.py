"""What happens before there is a plan, below ``/min-plan/``."""

from django.urls import path

from .views import calling

urlpatterns = [
    path("kalla/", calling.call_new, name="plan_call_new"),
]
