"""``/min-plan/``: the private tower, under an address of its own; each folder has its part."""

from django.urls import URLPattern, URLResolver, include, path

from .acute import urls as acute
from .export import urls as export
from .people import urls as people
from .practice import urls as practice
from .public import urls as public
from .story import urls as story
from .turns import urls as turns
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
    *turns.of_a_plan,
    *people.of_a_plan,
    *story.of_a_plan,
    *acute.of_a_plan,
    *export.of_a_plan,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="plan_home"),
    path("las-upp/", unlocking.unlock, name="plan_unlock"),
    path("nycklar/", unlocking.ways, name="plan_ways"),
    path("las/", unlocking.lock, name="plan_lock"),
    path("lamna/", unlocking.leave, name="plan_exit"),
    *public.outside,
    *turns.outside,
    *people.outside,
    *story.outside,
    *practice.outside,
    path("<uuid:plan>/", include(of_a_plan)),
]
