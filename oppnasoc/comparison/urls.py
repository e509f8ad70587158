from django.urls import path

from . import figure_views, installation_views, note_desk, note_proposing, note_views

NOTES = "sa-gor-andra/"

urlpatterns = [
    path("", note_views.overview, name="comparison"),
    path(NOTES, note_views.elsewheres, name="elsewheres"),
    path(f"{NOTES}ny/<str:word>/<int:pk>/", note_proposing.new, name="elsewhere_new"),
    path(f"{NOTES}kvitto/", note_proposing.receipt, name="elsewhere_receipt"),
    path(f"{NOTES}min/", note_proposing.own, name="elsewhere_own"),
    path(f"{NOTES}mina/<int:pk>/", note_proposing.mine, name="elsewhere_mine"),
    path(f"{NOTES}att-titta-pa/", note_desk.queue, name="elsewhere_queue"),
    path(f"{NOTES}att-titta-pa/<int:pk>/", note_desk.look, name="elsewhere_look"),
    path(f"{NOTES}<int:pk>/ratta/", note_desk.correct, name="elsewhere_correct"),
    path(f"{NOTES}<int:pk>/versioner/", note_views.versions, name="elsewhere_versions"),
    path(f"{NOTES}<int:pk>-<slug:slug>/", note_views.elsewhere, name="elsewhere"),
    path("andra/", installation_views.installations, name="installations"),
    path("andra/<int:pk>/sluta/", installation_views.stop, name="installation_stop"),
    path("siffror/", figure_views.figures, name="figures"),
    path("siffror/<slug:slug>/", figure_views.figure, name="figure"),
    path("siffror/<slug:slug>/csv/", figure_views.as_csv, name="figure_csv"),
    path("siffror/<slug:slug>/json/", figure_views.as_json, name="figure_json"),
    path("siffror/<slug:slug>/bredvid/", figure_views.beside, name="figure_beside"),
]
