from django.urls import path

from . import views

urlpatterns = [
    path("", views.start, name="start"),
    path("att-gora/", views.todo, name="todo"),
    path("om/", views.about, name="about"),
]
