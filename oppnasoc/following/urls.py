from django.urls import path

from . import views

urlpatterns = [
    path("mitt/<str:key>/", views.own, name="following_own"),
    path("mitt/<str:key>/ja/", views.confirm, name="following_confirm"),
    path("mitt/<str:key>/sluta/", views.stop, name="following_stop"),
]
