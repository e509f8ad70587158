"""What every test gets: Swedish, files of its own, and a stop at N+1 queries."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connections
from django.test import override_settings
from django.utils import timezone, translation
from pytest_django.plugin import blocking_manager_key
from zeal import zeal_context

from oppnasoc.ui.kept import forget_all
from oppnasoc.vault.router import ALIAS
from tests import emptied, migrated, vaulted
from tests.roomy import roomy


def _storages(folder: Path) -> dict[str, Any]:
    """The storages of the settings, with what is private in ``folder`` and no hashed names."""
    kept: dict[str, Any] = django_settings.STORAGES
    private = kept["private"]
    return {
        **kept,
        "private": {**private, "OPTIONS": {**private["OPTIONS"], "location": folder / "private"}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_collection_finish() -> None:
    """What is loaded stays: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> None:
    """Every test has room on the stack (``tests/roomy.py``)."""
    pyfuncitem.obj = roomy(pyfuncitem.obj)


@pytest.fixture(scope="session", autouse=True)
def _folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A run writes no file among the real ones, not even what a class of tests loads once.

    Files of a model are bound to their storage when it is loaded: they stay here throughout.
    """
    import config.urls  # noqa: F401  Both parts, before a test is one of the open site alone.

    folder = tmp_path_factory.mktemp("files")
    with override_settings(
        STORAGES=_storages(folder),
        MEDIA_ROOT=folder / "media",
        COUNT_USE=False,  # A write of what was counted would fall into any test.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        VAULT_KEY=vaulted.KEY,
    ):
        from oppnasoc.matters.models import Step  # Needs the settings.
        from oppnasoc.voices.models import SlipPicture

        with pytest.MonkeyPatch.context() as patch:
            for model, name in ((Step, "file"), (Step, "picture"), (SlipPicture, "picture")):
                patch.setattr(model._meta.get_field(name), "storage", storages["private"])
            yield


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Settings that make tests quick and leave nothing behind; zeal raises on N+1 queries.

    A test that does not name the vault among its databases is one of a process that serves the
    open site alone: its chores leave the plans in peace.

    All are set at once: each time that settings are changed, every later look at any of them has
    one more layer to go through.
    """
    marked = request.node.get_closest_marker("django_db")
    alone = ALIAS not in (marked.kwargs.get("databases") or () if marked else ())
    incoming = tmp_path / "private" / "incoming"
    incoming.mkdir(parents=True)
    cache.clear()  # It outlives a test; the database does not.
    forget_all()
    with (
        override_settings(
            PARTS=("public",) if alone else django_settings.PARTS,
            MEDIA_ROOT=tmp_path / "media",
            STATIC_ROOT=tmp_path / "static",  # Otherwise each client would list what is there.
            FILE_UPLOAD_TEMP_DIR=incoming,
            STORAGES=_storages(tmp_path),
            VAULT_KEY_FILE=tmp_path / "vault_key",
            VAULT_OLD_KEYS_FILE=tmp_path / "vault_old_keys",
            VAULT_GONE_FILE=tmp_path / "vault_gone",
            PLAN_FIGURES=tmp_path / "plan_figures.json",
        ),
        translation.override("sv"),
        zeal_context(),
    ):
        yield


@pytest.fixture
def same_hour() -> Iterator[None]:
    """A quarter past, so that what is counted by the hour is not counted in two of them."""
    with time_machine.travel(timezone.now().replace(minute=15)):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[None]:
    """Begin with the kept databases: a second instead of a minute for each process."""
    with ExitStack() as memories:
        if not request.config.option.nomigrations:  # Without, they lack what migrations write.
            migrated.make(aliases := migrated.in_memory())
            for alias in aliases:
                name = connections[alias].creation._get_test_db_name()  # type: ignore[attr-defined]
                memory = memories.enter_context(closing(sqlite3.connect(name, uri=True)))
                migrated.copy_to(memory, alias)
            for alias in connections:
                settings = connections[alias].settings_dict
                if settings["NAME"] == migrated.name(alias):  # As tests/postgres.py makes it.
                    settings["TEST"]["TEMPLATE"] = settings["NAME"]
                    emptied.quickly(connections[alias])
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> None:
    """Keep what the migrations wrote, for the test after one that has emptied the database."""
    if request.config.option.nomigrations:
        return
    with django_db_blocker.unblock():
        for alias in connections:
            if connections[alias].vendor == "postgresql":
                emptied.keep(alias)


_emptied = False


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """A test whose transaction is not rolled back leaves an empty database behind."""
    global _emptied
    marked = item.get_closest_marker("django_db")
    if marked and marked.kwargs.get("transaction") and not item.config.option.nomigrations:
        _emptied = True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Whatever test comes next, the databases stand as after their migrations."""
    global _emptied
    if _emptied and item.get_closest_marker("django_db"):
        _emptied = False
        with item.config.stash[blocking_manager_key].unblock():
            for alias in connections:
                emptied.fill(alias)


@pytest.fixture(autouse=True)
def _vault(request: pytest.FixtureRequest, _house: None) -> Iterator[None]:
    """A test that asks for the vault's database finds it as after the first start."""
    marker = request.node.get_closest_marker("django_db")
    asked = marker.kwargs.get("databases") if marker else None
    if not asked or (asked != "__all__" and ALIAS not in asked):
        yield
        return
    request.getfixturevalue("db")
    with vaulted.ready():
        yield


assert not django_settings.DEBUG, "Tests run as in production: unset SOC_DEBUG."
