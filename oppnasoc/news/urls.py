from django.urls import path, register_converter

from . import newsletters, views, writing


class Month:
    """Two digits, 01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Month, "month")

urlpatterns = [
    path("", views.posts, name="news"),
    path("atom/", views.posts_feed, name="news_feed"),
    path("<int:year>/<month:month>/", views.posts_of_month, name="news_month"),
    path("brev/", newsletters.newsletters, name="newsletters"),
    path("brev/nytt/", writing.new, name="newsletter_new"),
    path("brev/mitt/<str:key>/sluta/", newsletters.leave, name="newsletter_leave"),
    path("brev/<int:pk>-<slug:slug>/", newsletters.newsletter, name="newsletter"),
    path("brev/<int:pk>/skriv/", writing.write, name="newsletter_write"),
    path("brev/<int:pk>/som-brev/", writing.as_mail, name="newsletter_as_mail"),
    path("brev/<int:pk>/prov/", writing.test, name="newsletter_test"),
    path("brev/<int:pk>/skicka/", writing.send, name="newsletter_send"),
    path("<slug:slug>/", views.post, name="news_post"),
    path("<slug:slug>/versioner/", views.post_versions, name="news_post_versions"),
]
