"""The addresses of the page with the code; none of them holds a code or a
number, and the one that a message holds says nothing to anybody else."""

from django.urls import path

from . import by_link, mine

urlpatterns = [
    path("", mine.code, name="code"),
    path("lank/<str:token>/", by_link.my_link, name="my_link"),
    path("stang/", mine.close, name="code_close"),
    path("synpunkt/", mine.my_voice, name="my_voice"),
    path("synpunkt/skriv/", mine.write, name="my_message"),
    path("synpunkt/blev-det-battre/", mine.judge, name="my_judgement"),
    path("synpunkt/sa-nar-ni-mig/", mine.choose_way, name="my_way"),
    path("synpunkt/ratta/", mine.correct, name="my_correction"),
    path("synpunkt/mitt-namn/", mine.take_name_away, name="my_name"),
    path("synpunkt/skicka-vidare/", mine.answer_onward, name="my_onward"),
    path("synpunkt/ta-tillbaka/", mine.withdraw, name="my_withdrawal"),
]
