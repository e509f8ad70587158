from django.urls import path

from . import editing, views

urlpatterns = [
    path("", views.search, name="search"),
    path("forslag/", views.suggestions, name="suggestions"),
    path("flode/", views.feed, name="search_feed"),
    path("ord/", editing.words, name="search_words"),
    path("ord/ny/", editing.words_new, name="words_new"),
    path("ord/<int:pk>/", editing.words_edit, name="words_edit"),
    path("ord/<int:pk>/ta-bort/", editing.words_remove, name="words_remove"),
    path("ord/angra/", editing.words_back, name="words_back"),
    path("ord/utelamnas/", editing.stop_words, name="stop_words"),
]
