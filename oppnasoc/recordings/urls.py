from django.urls import path

from . import handing, views

urlpatterns = [
    path("", views.recordings, name="recordings"),
    path("ny/", views.new, name="recording_new"),
    path("<int:pk>-<slug:slug>/", views.recording, name="recording"),
    path("<int:pk>/andra/", views.edit, name="recording_edit"),
    path("<int:pk>/gor/", views.do, name="recording_do"),
    path("<int:pk>/del/", views.part_new, name="recording_part_new"),
    path("del/<int:pk>/andra/", views.part_edit, name="recording_part_edit"),
    path("del/<int:pk>/fil/", handing.file, name="recording_file"),
    path("del/<int:pk>/text/", handing.track, name="recording_captions"),
]
