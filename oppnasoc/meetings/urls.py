from django.urls import path

from . import intake, steps, views

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("<int:pk>-<slug:slug>/", views.meeting, name="meeting"),
    path("<int:pk>/dra-tillbaka/", intake.withdraw, name="minutes_withdraw"),
    path("<int:pk>/andra/", intake.change, name="minutes_change"),
    path("ta-in/", intake.new, name="draft_new"),
    path("ta-in/<uuid:uuid>/", steps.facts, name="draft_facts"),
    path("ta-in/<uuid:uuid>/personer/", steps.people, name="draft_people"),
    path("ta-in/<uuid:uuid>/punkter/", steps.points, name="draft_points"),
    path("ta-in/<uuid:uuid>/fragor/", steps.matters, name="draft_matters"),
    path("ta-in/<uuid:uuid>/las-igenom/", steps.check, name="draft_check"),
    path("ta-in/<uuid:uuid>/slang/", intake.discard, name="draft_discard"),
    path("ta-in/<uuid:uuid>/hamta-tillbaka/", intake.bring_back, name="draft_bring_back"),
]
