from django.urls import path

from . import views, who

urlpatterns = [
    path("sa-funkar-det/", views.works, name="works"),
    path("sa-gor-vi/", views.processes, name="processes"),
    path("sa-gor-vi/<slug:slug>/", views.process, name="process"),
    path("sa-gor-vi/<slug:slug>/pdf/", views.process_pdf, name="process_pdf"),
    path("sa-gor-vi/<slug:slug>/versioner/", views.process_versions, name="process_versions"),
    path("sa-gor-vi/<slug:slug>/steg/<slug:step>/", views.process_step, name="process_step"),
    path("vem-gor-vad/", who.who_does_what, name="who_does_what"),
    path("hjalp/", views.helps, name="helps"),
    path("hjalp/nar/<slug:slug>/", views.situation, name="situation"),
    path("hjalp/<slug:slug>/", views.help_, name="help"),
    path("hjalp/<slug:slug>/versioner/", views.help_versions, name="help_versions"),
    path("forsta-gangen/", views.first_times, name="first_times"),
    path("forsta-gangen/<slug:slug>/", views.first_time, name="first_time"),
    path("forsta-gangen/<slug:slug>/versioner/", views.first_versions, name="first_versions"),
    path("forsta-gangen/<slug:slug>/det-har-vill-jag-saga/", views.to_say, name="to_say"),
    path("forsta-gangen/<slug:slug>/papper/", views.to_say_pdf, name="to_say_pdf"),
    path("visste-du/", views.tips, name="tips"),
    path("visste-du/<slug:slug>/", views.tip, name="tip"),
    path("visste-du/<slug:slug>/versioner/", views.tip_versions, name="tip_versions"),
]
