from django.urls import path

from . import acting, incoming, views

urlpatterns = [
    path("", views.matters, name="matters"),
    path("nytt-som-sagts/", incoming.voices, name="voices"),
    path("nytt-som-sagts/<int:pk>/", incoming.voice, name="voice"),
    path("nytt-som-sagts/<int:pk>/ny-fraga/", incoming.open_new, name="voice_open"),
    path("nytt-som-sagts/<int:pk>/hor-till/", incoming.join, name="voice_join"),
    path("nytt-som-sagts/<int:pk>/visa-inte/", incoming.set_aside, name="voice_aside"),
    path("<int:pk>-<slug:slug>/", views.matter, name="matter"),
    path("<int:pk>/", views.matter, name="matter_short"),
    path("<int:pk>/flytta/", acting.move, name="matter_move"),
    path("<int:pk>/lotsa/", acting.steward, name="matter_steward"),
    path("<int:pk>/anteckna/", acting.note, name="matter_note"),
    path("<int:pk>/ratta/", acting.edit, name="matter_edit"),
    path("<int:pk>/hor-ihop/", acting.relate, name="matter_relate"),
    path("<int:pk>/svara/", acting.answer, name="matter_answer"),
    path("<int:pk>/ta-upp-igen/", acting.reopen, name="matter_reopen"),
    path("<int:pk>/visa/", acting.visibility, name="matter_visibility"),
]
