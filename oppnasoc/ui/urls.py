"""Addresses of the look: the living page of components, the colours, and the language switch."""

from django.urls import path

from . import views

urlpatterns = [
    path("komponenter/", views.components, name="components"),
    path("komponenter/tema.css", views.theme_css, name="theme_css"),
    path("sprak/", views.language, name="language"),
]
