"""The people at a plan: where somebody comes in, and what is done in a plan."""

from __future__ import annotations

from django.urls import path

from .views import guarding, letting_in, people

outside = [path("inbjudan/<str:token>/", letting_in.invitation, name="plan_invitation")]

of_a_plan = [
    path("personer/", people.people, name="plan_people"),
    path("personer/ny/", people.new, name="plan_person_new"),
    path("personer/svar/", guarding.agreements, name="plan_agreements"),
    path("personer/<uuid:seat>/", people.person, name="plan_person"),
    path("personer/<uuid:seat>/fraga/", people.ask, name="plan_person_ask"),
    path("personer/<uuid:seat>/andra/", people.change, name="plan_person_change"),
    path("personer/<uuid:seat>/aldrig/", people.never, name="plan_person_never"),
    path("personer/<uuid:seat>/sluta/", people.end, name="plan_person_end"),
    path("personer/<uuid:seat>/beslut/", people.power, name="plan_power"),
    path("personer/<uuid:seat>/papper/", guarding.written, name="plan_on_paper"),
    path("personer/<uuid:seat>/lank/", letting_in.make, name="plan_person_link"),
    path("personer/<uuid:seat>/lank/bort/", letting_in.unmake, name="plan_person_unlink"),
    path("personer/<uuid:seat>/ta-tillbaka/<uuid:grant>/", people.back, name="plan_grant_back"),
    path("personer/<uuid:seat>/angra/<uuid:grant>/", people.undo, name="plan_grant_undo"),
    path("skydd/", guarding.protect, name="plan_protect"),
    path("arton/", guarding.grown_up, name="plan_grown_up"),
    path("bortgang/", guarding.passed_away, name="plan_death"),
]
