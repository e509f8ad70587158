from django.urls import path

from .reviewing import review

urlpatterns = [path("<str:label>/<int:pk>/", review, name="editorial_review")]
