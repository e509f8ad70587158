"""What lies in which database, and what a process serves that shows only a part of the site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections, router

from oppnasoc.vault.router import ALIAS, VaultRouter
from oppnasoc.vault.router import TOWER as APPS

MODELS = apps.get_models(include_auto_created=True)


def test_the_tower_lies_in_its_own_database_and_nothing_else_does() -> None:
    for model in MODELS:
        alias = ALIAS if model._meta.app_label in APPS else "default"
        assert router.db_for_read(model) == router.db_for_write(model) == alias
        for each in connections:
            assert router.allow_migrate_model(each, model) == (each == alias)


def test_no_relation_leads_into_the_tower_or_out() -> None:
    inside = {model: model._meta.app_label in APPS for model in MODELS}
    crossing = [
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.related_model in inside and inside[field.related_model] != inside[model]
    ]
    assert crossing == []


def test_rows_of_the_two_are_not_related() -> None:
    user = apps.get_model("people.User")()
    key, line = apps.get_model("vault.DataKey")(), apps.get_model("vault.Line")()
    told = VaultRouter()
    assert told.allow_relation(user, key) is False
    assert told.allow_relation(key, line) is True
    assert told.allow_relation(user, user) is None


@pytest.mark.django_db(databases=["default", ALIAS])
def test_each_database_has_its_own_tables() -> None:
    tables = {alias: set(connections[alias].introspection.table_names()) for alias in connections}
    ours = {model._meta.db_table for model in MODELS if model._meta.app_label in APPS}
    assert "vault_line" in ours
    assert tables[ALIAS] == ours | {"django_migrations"}
    assert not ours & tables["default"]


def ask(var: Path, parts: str, program: str) -> str:
    """What a process of its own prints that serves these parts."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("SOC_")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=django_settings.BASE_DIR,
        env={**ours, "SOC_VAR": str(var), "SOC_PARTS": parts, "SOC_WORKER": "1",
             "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


LOOKS = """
import json, django
django.setup()
from config import serve
from config.wsgi import warm
from django.test import Client
from django.test.utils import override_settings
from oppnasoc.people.models import User
warm()
visitor, vera = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
vera.force_login(User.objects.get(email="vera@example.se"))
plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
from django.conf import settings
found = {}
with override_settings(STORAGES={**settings.STORAGES, **plain}):
    for who, client in (("visitor", visitor), ("vera", vera)):
        for path in ("/", "/fragor/", "/redaktion/", "/konto/logga-in/", "/konto/", "/konto/nytt/",
                     "/konto/inloggning/", "/halsa/", "/komponenter/", "/finns-inte/"):
            found[f"{who} {path}"] = client.get(path).status_code
    found["language"] = client.post("/sprak/", {"language": "en", "next": "/konto/"}).status_code
found["worker"] = serve.worker_wanted()
serve.open_vault()
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one account and both databases as they are after the first start."""
    folder = tmp_path_factory.mktemp("parts")
    ask(
        folder,
        "public,plan",
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from config.prepare import prepare_vault\n"
        "from oppnasoc.people.models import User\n"
        "call_command('migrate', verbosity=0)\n"
        "prepare_vault()\n"
        "User.objects.create_user('vera@example.se', name='Vera')\n",
    )
    return folder


def test_the_plans_alone(var: Path) -> None:
    """Signing in, one's account, the language and health are there; the open site is not."""
    found = json.loads(ask(var, "plan", LOOKS))
    for path in ("/", "/fragor/", "/redaktion/", "/finns-inte/"):
        assert found[f"visitor {path}"] == found[f"vera {path}"] == 404, path
    for path in ("/konto/logga-in/", "/konto/nytt/", "/halsa/", "/komponenter/"):
        assert found[f"visitor {path}"] == 200, path
    assert found["vera /konto/"] == 200
    assert found["visitor /konto/"] == 302
    assert found["language"] == 302
    assert found["worker"] is False


LINKS = """
import json, re, django
django.setup()
from functools import lru_cache
from config.wsgi import warm
from django.conf import settings
from django.test.utils import override_settings
from django.urls import Resolver404, resolve, reverse
from django.test import Client
from html import unescape
from urllib.parse import urlsplit
from oppnasoc.people.models import User
warm()
plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LEAVES = "/min-plan/lamna/"  # Whoever follows it has locked the plan.
LINK = re.compile(r'<(a|form|link|script|img|iframe)[^>]*? (href|action|src|formaction)="([^"]*)"')

@lru_cache(maxsize=None)
def answers(client, link):
    return client.get(link).status_code

def dead(client, start, html):
    for tag, name, link in LINK.findall(html):
        where = urlsplit(unescape(link))
        if where.netloc or where.scheme or not where.path or where.path.startswith("/static/"):
            continue
        try:
            resolve(where.path)
        except Resolver404:
            yield f"{start}: {tag} {where.path}"
            continue
        if tag == "a" and where.path != LEAVES and answers(client, unescape(link)) == 404:
            yield f"{start}: {tag} {where.path} answers 404"

found = {"dead": [], "seen": [], "into": []}
with override_settings(STORAGES={**settings.STORAGES, **plain}):
    vera = User.objects.get(email="vera@example.se")
    visitor, signed_in = (Client(headers={"host": "localhost"}) for _each in range(2))
    signed_in.force_login(vera)
    clients = [("visitor", visitor, OPEN), ("vera", signed_in, OPEN)]
    if "plan" in settings.PARTS:
        from tests.planned import as_owner, client_for, make_goal, make_plan
        plan = make_plan(vera.uuid)
        make_goal(plan)
        owner = client_for(vera.uuid)
        owner.defaults["HTTP_HOST"] = "localhost"
        pages = [reverse(name, args=[plan.pk]) for name in
                 ("plan", "plan_people", "plan_log", "plan_story", "plan_acute", "plan_shares",
                  "plan_take_out", "plan_take_in", "plan_print")]
        clients.append(("owner", owner, pages))
    for who, client, pages in clients:
        for start in pages:
            answer = client.get(start)
            html = answer.content.decode() if "html" in answer.get("Content-Type", "") else ""
            found["seen"].append([who, start, answer.status_code])
            found["dead"] += dead(client, start, html)
            found["into"] += [start for _t, _n, link in LINK.findall(html) if "/min-plan/" in link]
print(json.dumps(found))
"""
RIGHTS = ["/min-plan/ratten/", "/min-plan/be-om-sip/", "/min-plan/papper/",
          "/min-plan/om-jag-blir-sjuk/"]  # fmt: skip
CIVIC = ["/", "/fragor/", "/grupper/", "/handlingsplaner/", "/sok/", "/konto/logga-in/",
         "/om/", "/personuppgifter/"]  # fmt: skip
ACCOUNT = ["/konto/logga-in/", "/konto/nytt/", "/komponenter/"]


def test_no_page_of_the_plans_alone_leads_to_what_is_not_served(var: Path) -> None:
    program = f"OPEN = {[*RIGHTS, *ACCOUNT, '/finns-inte/']}\n{LINKS}"
    found = json.loads(ask(var, "plan", program))
    opened = {start: status for _who, start, status in found["seen"]}
    assert [s for s in opened if s.startswith("/min-plan/") and opened[s] != 200] == []
    assert sum(start.startswith("/min-plan/") for start in opened) == len(RIGHTS) + 9
    assert found["dead"] == []


def test_no_page_of_the_open_site_alone_leads_into_the_plans(var: Path) -> None:
    program = f"OPEN = {[*CIVIC, *ACCOUNT, '/konto/', '/finns-inte/', *RIGHTS]}\n{LINKS}"
    found = json.loads(ask(var, "public", program))
    opened = {start: status for _who, start, status in found["seen"]}
    assert {opened[start] for start in RIGHTS} == {404}
    assert [opened[start] for start in ("/", "/fragor/", "/sok/")] == [200] * 3
    assert found["into"] == []


def test_the_open_site_alone_does_not_touch_the_vault(var: Path, tmp_path: Path) -> None:
    """It runs where there is neither the database nor a key."""
    (tmp_path / "oppnasoc.sqlite3").write_bytes((var / "oppnasoc.sqlite3").read_bytes())
    found = json.loads(ask(tmp_path, "public", LOOKS))
    assert found["visitor /"] == found["visitor /fragor/"] == found["vera /konto/"] == 200
    assert found["visitor /redaktion/"] == 302
    assert found["worker"] is True
    assert not list(tmp_path.glob("vault*"))


def test_the_server_stops_at_a_lost_key(var: Path, tmp_path: Path) -> None:
    for name in ("oppnasoc.sqlite3", "vault.sqlite3"):
        (tmp_path / name).write_bytes((var / name).read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "config.serve", "127.0.0.1", "1"],
        cwd=django_settings.BASE_DIR,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("SOC_")},
             "SOC_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("soc: The vault's key is not in ")
    assert done.stderr.count("\n") == 1


def test_no_chore_of_the_worker_is_the_vault_s() -> None:
    """A worker beside the open site alone has no vault."""
    from oppnasoc.ui.registry import chores, invariants, rounds

    names = [each.name for each in chores()]
    names += [each.name for each in rounds()]
    names += [each.name for each in invariants()]
    assert [name for name in names if name.split(".")[0] == ALIAS] == []


@pytest.mark.django_db(databases=["default", ALIAS])
def test_the_chores_of_the_tower_alone(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("vault", "nightly")
    done = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    assert "careplan.remind_of_plans" in done
    assert {name.partition(".")[0] for name in done} <= {"careplan", "vault"}
