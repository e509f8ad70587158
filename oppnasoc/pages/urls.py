from django.urls import path

from . import going, mending, own_words, state, views

urlpatterns = [
    path("", views.start, name="start"),
    path("att-gora/", views.todo, name="todo"),
    path("att-gora/fram-och-tillbaka/", going.own_matters, name="own_matters"),
    path("hur-gar-det/", going.open_figures, name="open_figures"),
    path("grupper/<slug:slug>/med-egna-ord/", own_words.own_words, name="own_words"),
    path(
        "grupper/<slug:slug>/med-egna-ord/<int:pk>/ta-bort/",
        own_words.words_back,
        name="words_back",
    ),
    path("lage/", state.state, name="state"),
    path("lage/anvandning/", mending.used, name="used"),
    path("om/", views.about, name="about"),
]
