from django.urls import path

from . import acting, incoming, joining, outside_views, quick_views, stories, views

urlpatterns = [
    path("", views.matters, name="matters"),
    path("nytt-som-sagts/", incoming.voices, name="voices"),
    path("nytt-som-sagts/manga-pa-en-gang/", incoming.flood, name="flood"),
    path("nytt-som-sagts/<int:pk>/", incoming.voice, name="voice"),
    path("nytt-som-sagts/<int:pk>/ny-fraga/", incoming.open_new, name="voice_open"),
    path("nytt-som-sagts/<int:pk>/snabb-fraga/", quick_views.take, name="voice_take"),
    path("nytt-som-sagts/<int:pk>/eget-liv/", quick_views.own_case, name="voice_own_case"),
    path("nytt-som-sagts/<int:pk>/hor-till/", incoming.join, name="voice_join"),
    path("nytt-som-sagts/<int:pk>/visa-svaret/", incoming.show, name="voice_show"),
    path("nytt-som-sagts/<int:pk>/visa-inte/", incoming.set_aside, name="voice_aside"),
    path("det-har-gjorde-vi/", stories.stories, name="stories"),
    path("lank/fragan/<str:token>/", outside_views.asked, name="matter_asked_link"),
    path("lank/svara/<str:token>/", outside_views.answer, name="matter_answer_link"),
    path("<int:pk>/svar-som-vantar/<int:number>/", outside_views.offer, name="matter_offer"),
    path("<int:pk>-<slug:slug>/", views.matter, name="matter"),
    path("<int:pk>/", views.matter, name="matter_short"),
    path("<int:pk>/det-har-gjorde-vi/", stories.story, name="story"),
    path("<int:pk>/forslag/", stories.proposal, name="proposal"),
    path("<int:pk>/galler-mig/", joining.too, name="matter_too"),
    path("<int:pk>/hjalpte/", quick_views.helped, name="matter_helped"),
    path("<int:pk>/visa/", acting.visibility, name="matter_visibility"),
    path("steg/<int:pk>/<slug:what>/", stories.step_file, name="step_file"),
    *acting.urls,
]
