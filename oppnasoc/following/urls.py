"""What can be followed has an address each; what somebody follows stands behind her sign-in, the
key of her messages, or her code."""

from django.urls import path

from . import away, feeds, own, views

urlpatterns = [
    path("", own.mine, name="following"),
    path("kod/", own.with_code, name="following_with_code"),
    path("skickat/", views.asked, name="following_asked"),
    path("allt/", views.follow_everything, name="follow_everything"),
    path("allt/flode/", feeds.everything, name="following_feed_of_everything"),
    path("sok/", views.follow_search, name="follow_search"),
    path("medan-du-var-borta/", away.while_away, name="following_while_away"),
    path("mitt/<str:key>/", own.by_key, name="following_own"),
    path("mitt/<str:key>/ja/", own.confirm, name="following_confirm"),
    path("mitt/<str:key>/sluta/", own.stop, name="following_stop"),
    path("mitt/<str:key>/igen/", own.again, name="following_again"),
    path("<str:word>/<int:key>/", views.follow, name="follow"),
    path("<str:word>/<int:key>/flode/", feeds.subject, name="following_feed"),
]
