"""What happens around a plan: before there is one, and in it."""

from __future__ import annotations

from django.urls import path

from .views import after, asking, calling, following, meetings

outside = [
    path("kalla/", calling.call_new, name="plan_call_new"),
]

of_a_plan = [
    path("be-om/", asking.ask, name="plan_ask"),
    path("be-om/stod/", asking.ask_support, name="plan_ask_support"),
    path("be-om/<uuid:ask>/", asking.asked, name="plan_asked"),
    path("be-om/<uuid:ask>/brev/", asking.ask_letter, name="plan_ask_letter"),
    path("be-om/<uuid:ask>/brev/pdf/", asking.ask_letter_pdf, name="plan_ask_letter_pdf"),
    path("forbered/", asking.prepare, name="plan_prepare"),
    path("forbered/bara-for-mig/", asking.prepare_private, name="plan_prepare_private"),
    path("kalla/", meetings.call, name="plan_call"),
    path("mote/<uuid:piece>/", meetings.meeting, name="plan_meeting"),
    path("mote/<uuid:piece>/flytta/", meetings.put_off, name="plan_put_off"),
    path("mote/<uuid:piece>/steg/<slug:point>/", meetings.point, name="plan_point"),
    path("svara/<uuid:call>/", meetings.answer, name="plan_answer"),
    path("svara/<uuid:call>/brev/", calling.letter, name="plan_call_letter"),
    path("svara/<uuid:call>/brev/pdf/", calling.letter_pdf, name="plan_call_letter_pdf"),
    path("bekrafta/", after.confirm, name="plan_confirm"),
    path("bekrafta/<uuid:piece>/papper/", after.paper, name="plan_confirm_paper"),
    path("borja-galla/", after.approve, name="plan_approve"),
    path("paminn-mig/", after.reminders, name="plan_reminders"),
    path("folj-upp/", following.follow_up, name="plan_follow_up"),
    path("folj-upp/planen/", following.conclude, name="plan_conclude"),
    path("folj-upp/<uuid:piece>/", following.look_at, name="plan_look_at"),
    path("har-inte-hant/", following.late, name="plan_late"),
    path("har-inte-hant/<uuid:about>/", following.letter, name="plan_late_letter"),
    path("har-inte-hant/<uuid:about>/pdf/", following.letter_pdf, name="plan_late_pdf"),
]
