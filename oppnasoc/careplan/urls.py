"""``/min-plan/``: the private tower, under an address of its own."""

from django.urls import URLPattern, URLResolver, include, path

from .views import home, pieces, unlocking

of_a_plan: list[URLPattern | URLResolver] = [
    path("", home.plan, name="plan"),
    path("varfor/", home.why, name="plan_why"),
    path("namn/", home.name, name="plan_name"),
    path("vem-har-last/", home.log, name="plan_log"),
    path("bredvid/", home.beside, name="plan_beside"),
    path("avsluta/", home.close, name="plan_close"),
    path("radera/", home.erase, name="plan_erase"),
    path("utkast/", pieces.draft, name="plan_draft"),
    path("del/<slug:part>/", pieces.section, name="plan_section"),
    path("skriv/<slug:kind>/", pieces.write, name="plan_write"),
    path("text/<uuid:piece>/", pieces.piece, name="plan_piece"),
    path("text/<uuid:piece>/andra/", pieces.change, name="plan_change"),
    path("text/<uuid:piece>/ta-bort/", pieces.remove, name="plan_remove"),
    path("text/<uuid:piece>/ta-tillbaka/", pieces.bring_back, name="plan_bring_back"),
    path("text/<uuid:piece>/som-forut/<int:number>/", pieces.go_back, name="plan_go_back"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="plan_home"),
    path("las-upp/", unlocking.unlock, name="plan_unlock"),
    path("nycklar/", unlocking.ways, name="plan_ways"),
    path("las/", unlocking.lock, name="plan_lock"),
    path("lamna/", unlocking.leave, name="plan_exit"),
    path("", include("oppnasoc.careplan.public_urls")),
    path("", include("oppnasoc.careplan.turns_outside_urls")),
    path("", include("oppnasoc.careplan.people_outside_urls")),
    path("", include("oppnasoc.careplan.sharing_outside_urls")),
    path("", include("oppnasoc.careplan.practice_outside_urls")),
    path("<uuid:plan>/", include(of_a_plan)),
    path("<uuid:plan>/", include("oppnasoc.careplan.turns_urls")),
    path("<uuid:plan>/", include("oppnasoc.careplan.people_urls")),
    path("<uuid:plan>/", include("oppnasoc.careplan.story_urls")),
    path("<uuid:plan>/", include("oppnasoc.careplan.export_urls")),
]
