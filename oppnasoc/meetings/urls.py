from django.urls import path

from . import handing, intake, steps, telling_views, views, working

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("<int:pk>-<slug:slug>/", views.meeting, name="meeting"),
    path("<int:pk>/dra-tillbaka/", intake.withdraw, name="minutes_withdraw"),
    path("<int:pk>/andra/", intake.change, name="minutes_change"),
    path("<int:pk>/original/", handing.released, name="original"),
    path("<int:pk>/original/publicera/", handing.release, name="original_release"),
    path("<int:pk>/original/kopia/", handing.copy, name="original_copy"),
    path("<int:pk>/original/ta-bort/", handing.take_back, name="original_take_back"),
    path("dokument/<uuid:uuid>/", working.pile, name="pile"),
    path("dokument/<uuid:uuid>/las/", working.read, name="pile_read"),
    path("dokument/<uuid:uuid>/<int:position>/igen/", working.retry, name="paper_retry"),
    path("dokument/<uuid:uuid>/<int:position>/slang/", working.leave_out, name="paper_leave_out"),
    path("<int:pk>/beratta/", telling_views.tell, name="meeting_tell"),
    path("<int:pk>/beratta/pdf/", telling_views.tell_pdf, name="meeting_tell_pdf"),
    path("<int:pk>/ta-bort-dokumentet/", telling_views.remove_documents, name="remove_documents"),
    path("ta-bort-namn/", telling_views.name, name="remove_name"),
    path("ta-in/", intake.new, name="draft_new"),
    path("ta-in/<uuid:uuid>/", steps.facts, name="draft_facts"),
    path("ta-in/<uuid:uuid>/personer/", steps.people, name="draft_people"),
    path("ta-in/<uuid:uuid>/punkter/", steps.points, name="draft_points"),
    path("ta-in/<uuid:uuid>/fragor/", steps.matters, name="draft_matters"),
    path("ta-in/<uuid:uuid>/las-igenom/", steps.check, name="draft_check"),
    path("ta-in/<uuid:uuid>/original/", handing.original, name="draft_original"),
    path("ta-in/<uuid:uuid>/slang/", intake.discard, name="draft_discard"),
    path("ta-in/<uuid:uuid>/hamta-tillbaka/", intake.bring_back, name="draft_bring_back"),
]
