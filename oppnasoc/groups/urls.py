from django.urls import path

from . import directory, hanging, leaving, moderating, promising, seating, tending, trusting, views

ORGANISATION, UNIT, POST, OUTSIDE = (
    {"kind": kind} for kind in ("organisation", "unit", "post", "outside")
)

urlpatterns = [
    path("grupper/", views.groups, name="groups"),
    path("grupper/ny/", tending.group_new, name="group_new"),
    path("grupper/<slug:slug>/", views.group, name="group"),
    path("grupper/<slug:slug>/andra/", tending.group_edit, name="group_edit"),
    path("grupper/<slug:slug>/lage/", tending.group_status, name="group_status"),
    path("grupper/<slug:slug>/flytta/", tending.group_move, name="group_move"),
    path("grupper/<slug:slug>/historia/", views.group_history, name="group_history"),
    path("grupper/<slug:slug>/kopplingar/", hanging.group_ties, name="group_ties"),
    path("grupper/<slug:slug>/platser/", hanging.group_allotments, name="group_allotments"),
    path(
        "grupper/<slug:slug>/beslutar/",
        directory.party_level,
        {"kind": "group"},
        name="group_level",
    ),
    path("grupper/<slug:slug>/litar-pa/", trusting.group_trust, name="group_trust"),
    path("kopplingar/<int:pk>/ta-bort/", hanging.tie_remove, name="tie_remove"),
    path("grupper/<slug:slug>/uppdrag/<int:version>/", views.mission, name="mission"),
    path("grupper/<slug:slug>/uppdrag/", tending.group_mission, name="group_mission"),
    path(
        "grupper/<slug:slug>/uppdrag/<int:version>/godkann/",
        tending.mission_approve,
        name="mission_approve",
    ),
    path(
        "grupper/<slug:slug>/deltagare/",
        seating.party_seats,
        {"kind": "group"},
        name="group_seats",
    ),
    path("organisationer/", directory.organisations, name="organisations"),
    path("organisationer/ny/", directory.party_new, ORGANISATION, name="organisation_new"),
    path("organisationer/<slug:slug>/", directory.organisation, name="organisation"),
    path(
        "organisationer/<slug:slug>/andra/",
        directory.party_edit,
        ORGANISATION,
        name="organisation_edit",
    ),
    path(
        "organisationer/<slug:slug>/medlemmar/",
        seating.party_seats,
        ORGANISATION,
        name="organisation_seats",
    ),
    path(
        "organisationer/<slug:slug>/versioner/",
        moderating.organisation_versions,
        name="organisation_versions",
    ),
    path(
        "organisationer/<slug:slug>/versioner/<int:number>/",
        moderating.organisation_look,
        name="organisation_look",
    ),
    path("enheter/", directory.units, name="units"),
    path("enheter/ny/", directory.party_new, UNIT, name="unit_new"),
    path("enheter/<slug:slug>/", directory.unit, name="unit"),
    path("enheter/<slug:slug>/andra/", directory.party_edit, UNIT, name="unit_edit"),
    path("enheter/<slug:slug>/loften/", promising.unit_promises, name="unit_promises"),
    path("enheter/<slug:slug>/beslutar/", directory.party_level, UNIT, name="unit_level"),
    path("enheter/<slug:slug>/medarbetare/", seating.party_seats, UNIT, name="unit_seats"),
    path("roller/ny/", directory.party_new, POST, name="post_new"),
    path("roller/<slug:slug>/", directory.post, name="post"),
    path("roller/<slug:slug>/andra/", directory.party_edit, POST, name="post_edit"),
    path("roller/<slug:slug>/beslutar/", directory.party_level, POST, name="post_level"),
    path("roller/<slug:slug>/innehavare/", directory.post_holder, name="post_holder"),
    path("myndigheter/", directory.outsides, name="outsides"),
    path("myndigheter/ny/", directory.party_new, OUTSIDE, name="outside_new"),
    path("myndigheter/<slug:slug>/", directory.outside, name="outside"),
    path("myndigheter/<slug:slug>/andra/", directory.party_edit, OUTSIDE, name="outside_edit"),
    path("medlemskap/<int:pk>/roll/", seating.seat_role, name="seat_role"),
    path("medlemskap/<int:pk>/", leaving.seat, name="seat"),
    path("medlemskap/<int:pk>/pausa/", leaving.seat_pause, name="seat_pause"),
    path("medlemskap/<int:pk>/tillbaka/", leaving.seat_return, name="seat_return"),
    path("medlemskap/<int:pk>/lamna/", leaving.seat_end, name="seat_end"),
    path("medlemskap/<int:pk>/lamna-over/", leaving.seat_hand_over, name="seat_hand_over"),
    path("leda/<int:pk>/", leaving.succession, name="succession"),
    path("leda/<int:pk>/ta-tillbaka/", leaving.succession_back, name="succession_back"),
]
