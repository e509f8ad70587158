from django.urls import path

from . import going, state, views

urlpatterns = [
    path("", views.start, name="start"),
    path("att-gora/", views.todo, name="todo"),
    path("att-gora/fram-och-tillbaka/", going.own_matters, name="own_matters"),
    path("hur-gar-det/", going.open_figures, name="open_figures"),
    path("lage/", state.state, name="state"),
    path("om/", views.about, name="about"),
]
