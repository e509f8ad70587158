from django.urls import path

from . import desk

urlpatterns = [
    path("", desk.outbox, name="outbox"),
    path("<int:pk>/igen/", desk.again, name="outbox_again"),
    path("<int:pk>/lat-vara/", desk.leave, name="outbox_leave"),
    path("angra/", desk.undo, name="outbox_undo"),
]
