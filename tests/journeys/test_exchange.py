"""Two installations exchange: what one has solved stands beside the other's question, and goes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from .browser import Site, Visitor
from .conftest import ROOT, Visiting, alone, running

FIND = """
from oppnasoc.matters.models import Matter
found = Matter.objects.published().filter(status__in=Matter.CHANGED, merged_into=None, quick=False)
print(found.order_by("pk")[0].pk)
"""
NAME = """
from oppnasoc.matters.models import Matter
print(Matter.objects.get(pk={pk}).get_absolute_url())
"""
HIDE = """
from oppnasoc.matters.actions import set_visibility
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
by = User.objects.filter(is_editor=True).first()
set_visibility(Matter.objects.get(pk={pk}), public=False, by=by)
"""


def manage(site: Site, *arguments: str) -> str:
    """A command of an installation, while it is running."""
    settings = {"SOC_VAR": str(site.var), "SOC_URL": site.url, "SOC_DEMO": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "config", *arguments],
        cwd=ROOT,
        env=alone(**settings, SOC_LOCAL_INSTALLATIONS="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def without_waiting(visitor: Visitor, path: str, *, shown: str, wanted: bool) -> None:
    """The page shows an address, or does not; what its server keeps for a minute is waited out."""
    link = visitor.page.locator(f'#andra-kommuner a[href="{shown}"]')
    visitor.go_until(path, lambda: bool(link.count()) is wanted)


def test_two_installations_exchange(prepared: Path, tmp_path: Path, visitor: Visiting) -> None:
    for name in ("one", "other"):
        shutil.copytree(prepared, tmp_path / name)
    with running(tmp_path / "one") as one, running(tmp_path / "other") as other:
        pk = manage(one, "shell", "-v", "0", "-c", FIND).split()[-1]
        path = manage(one, "shell", "-v", "0", "-c", NAME.format(pk=pk)).split()[-1]
        said = manage(other, "opendata", "import", one.url)
        assert " new or changed, 0 gone" in said
        reader = visitor(other, javascript=False)
        without_waiting(reader, path, shown=f"{one.url}{path}", wanted=True)
        there = reader.page.locator("#andra-kommuner")
        assert "Har någon annan kommun löst det här?" in there.inner_text()
        assert urlsplit(one.url).netloc in there.inner_text()  # Where it is from.

        manage(one, "shell", "-v", "0", "-c", HIDE.format(pk=pk))
        assert "0 new or changed, 1 gone" in manage(other, "opendata", "import", one.url)
        without_waiting(reader, path, shown=f"{one.url}{path}", wanted=False)
