from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/", views.post, name="news_post"),
    path("<slug:slug>/versioner/", views.post_versions, name="news_post_versions"),
]
