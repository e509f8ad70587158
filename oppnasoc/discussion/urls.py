from django.urls import path

from . import desk, own, views

urlpatterns = [
    path("kvitto/", views.receipt, name="comment_receipt"),
    path("mitt-inlagg/", own.with_code, name="own_comment"),
    path("mina/", own.mine, name="own_comments"),
    path("mina/mejl/", own.letters, name="own_comment_letters"),
    path("mina/<int:pk>/", own.signed, name="own_comment_signed_in"),
    path("inlagg/<int:pk>/haller-med/", views.support, name="comment_support"),
    path("inlagg/<int:pk>/anmal/", views.report, name="comment_report"),
    path("att-titta-pa/", desk.queue, name="talk_queue"),
    path("att-titta-pa/manga-pa-en-gang/", desk.flood, name="talk_flood"),
    path("att-titta-pa/<int:pk>/", desk.look, name="comment_look"),
    path("ny-titt/<int:pk>/", desk.decide, name="appeal_decide"),
    path("grupp/<slug:slug>/", desk.group, name="group_talk"),
    path("<str:word>/<int:pk>/", views.talk, name="talk"),
    path("<str:word>/<int:pk>/hur/", desk.mode, name="talk_mode"),
]
