from django.urls import path

from . import views

urlpatterns = [
    path("sag-nagot/", views.say, name="say"),
    path("sag-nagot/tack/", views.receipt, name="receipt"),
    path("min-kod/", views.code, name="code"),
]
