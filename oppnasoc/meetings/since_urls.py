from django.urls import path

from .since_views import since_last

urlpatterns = [path("<slug:slug>/sedan-sist/", since_last, name="since_last")]
