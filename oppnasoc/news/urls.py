from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/", views.post, name="post"),
    path("<slug:slug>/versioner/", views.post_versions, name="post_versions"),
]
