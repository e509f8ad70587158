"""Everything below ``/tyck-till/``."""

from django.urls import path

from . import entering_views, mine, printing, tending, views

urlpatterns = [
    path("", views.referrals, name="referrals"),
    path("ny/", tending.new, name="referral_new"),
    path("kvitto/", views.receipt, name="answer_receipt"),
    path("mitt-svar/", mine.my_answer, name="my_answer"),
    path("mitt-svar/ta-tillbaka/", mine.take_back, name="my_answer_back"),
    path("lank/<str:token>/", views.linked, name="referral_link"),
    path("<int:pk>-<slug:slug>/", views.referral, name="referral"),
    path("<int:pk>/svara/", views.say, name="referral_say"),
    path("<int:pk>/svara/<int:party>/", views.answer, name="referral_answer"),
    path("<int:pk>/pdf/", printing.referral_pdf, name="referral_pdf"),
    path("<int:pk>/skriv-in/", entering_views.enter, name="referral_enter"),
    path("<int:pk>/andra/", tending.edit, name="referral_edit"),
    path("<int:pk>/sammanstall/", tending.sum_up, name="referral_sum_up"),
    path("<int:pk>/sammanstall/<slug:part>/", tending.part, name="referral_part"),
    path("<int:pk>/<slug:verb>/", tending.do, name="referral_do"),
]
