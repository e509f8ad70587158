from django.urls import path

from . import views

urlpatterns = [
    path("andra/", views.installations, name="installations"),
    path("andra/<int:pk>/sluta/", views.stop, name="installation_stop"),
]
