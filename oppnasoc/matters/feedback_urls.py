"""The addresses of those who tell people what came of it."""

from django.urls import path

from . import by_word, debts, tending

urlpatterns = [
    path("att-beratta/", debts.debts, name="debts"),
    path("att-beratta/angra/", debts.undo, name="debts_undo"),
    path("att-beratta/genom/<slug:slug>/", by_word.organisation_tell, name="organisation_tell"),
    path(
        "att-beratta/genom/<slug:slug>/pdf/",
        by_word.organisation_tell_pdf,
        name="organisation_tell_pdf",
    ),
    path("brev/", debts.letters, name="letters"),
    path("brev/pdf/", debts.letters_pdf, name="letters_pdf"),
    path("synpunkt/<int:pk>/", tending.tending, name="voice_tending"),
    path("synpunkt/<int:pk>/meddelande/", tending.ask, name="voice_ask"),
    path("synpunkt/<int:pk>/titta-igen/", tending.look_again, name="voice_look_again"),
    path("synpunkt/<int:pk>/nya-ord/", tending.look_at_correction, name="voice_correction"),
    path("synpunkt/<int:pk>/berattat/", tending.tell, name="voice_tell"),
    path("synpunkt/<int:pk>/blev-det-battre/", tending.judge_aloud, name="voice_judge"),
    path("synpunkt/<int:pk>/visa-orden/", tending.show_words, name="voice_words"),
    path("synpunkt/<int:pk>/vidare/", tending.pass_on, name="voice_onward"),
    path("synpunkt/<int:pk>/vidare/svar/", tending.onward_answer, name="voice_onward_answer"),
    path("synpunkt/<int:pk>/vidare/skickat/", tending.passed_on, name="voice_passed_on"),
    path("synpunkt/<int:pk>/ratta/", tending.correct, name="voice_correct"),
    path("synpunkt/<int:pk>/namn/", tending.take_name_away, name="voice_name"),
    path("synpunkt/<int:pk>/ta-tillbaka/", tending.withdraw, name="voice_withdraw"),
]
