from django.urls import path

from . import views

urlpatterns = [path("<uuid:plan>/sag-det-offentligt/", views.say, name="plan_say_it")]
