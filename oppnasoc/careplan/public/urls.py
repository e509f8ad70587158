"""What anybody may open under ``/min-plan/``, without signing in."""

from __future__ import annotations

from django.urls import path

from . import views as public

outside = [
    path("ratten/", public.right, name="sip_right"),
    path("be-om-sip/", public.ask, name="sip_letter"),
    path("papper/", public.form, name="sip_form"),
    path("papper/pdf/", public.form_pdf, name="sip_form_pdf"),
    path("om-jag-blir-sjuk/", public.acute, name="sip_acute"),
    path("om-jag-blir-sjuk/pdf/", public.acute_pdf, name="sip_acute_pdf"),
    path("om-jag-blir-sjuk/kort/", public.card_pdf, name="sip_card_pdf"),
]
