from django.urls import path

from . import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.mail, name="inbox_mail"),
    path("<int:pk>/lagg/", views.place, name="inbox_place"),
    path("<int:pk>/svara/", views.could_not, name="inbox_could_not"),
    path("<int:pk>/lat-vara/", views.leave, name="inbox_leave"),
    path("<int:pk>/angra/", views.undo, name="inbox_undo"),
]
