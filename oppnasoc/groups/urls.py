from django.urls import path

from . import directory, seating, tending, views

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
    path("enheter/", directory.units, name="units"),
    path("enheter/ny/", directory.party_new, UNIT, name="unit_new"),
    path("enheter/<slug:slug>/", directory.unit, name="unit"),
    path("enheter/<slug:slug>/andra/", directory.party_edit, UNIT, name="unit_edit"),
    path("enheter/<slug:slug>/medarbetare/", seating.party_seats, UNIT, name="unit_seats"),
    path("roller/ny/", directory.party_new, POST, name="post_new"),
    path("roller/<slug:slug>/", directory.post, name="post"),
    path("roller/<slug:slug>/andra/", directory.party_edit, POST, name="post_edit"),
    path("roller/<slug:slug>/innehavare/", directory.post_holder, name="post_holder"),
    path("myndigheter/", directory.outsides, name="outsides"),
    path("myndigheter/ny/", directory.party_new, OUTSIDE, name="outside_new"),
    path("myndigheter/<slug:slug>/", directory.outside, name="outside"),
    path("myndigheter/<slug:slug>/andra/", directory.party_edit, OUTSIDE, name="outside_edit"),
    path("medlemskap/<int:pk>/roll/", seating.seat_role, name="seat_role"),
    path("medlemskap/<int:pk>/lamna/", seating.seat_end, name="seat_end"),
]
