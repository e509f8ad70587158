from django.urls import path

from . import state, views

urlpatterns = [
    path("", views.start, name="start"),
    path("att-gora/", views.todo, name="todo"),
    path("lage/", state.state, name="state"),
    path("om/", views.about, name="about"),
]
