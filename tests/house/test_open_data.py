"""Open data reaches rows only through what says that anybody may read them.

A room below says so once: in its ``published.py``, or with ``published()`` of a model. In the open
data room nothing else opens a table but its own two.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOM = Path(settings.BASE_DIR) / "oppnasoc" / "opendata"
OWN = {"Exhibit", "Unseen"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
#: What opens a table, or all rows beside one, without saying who may read them.
FORBIDDEN = {"get_model", "raw", "cursor", "connection", "connections", "get_object_or_404",
             "get_list_or_404", "prefetch_related", "Prefetch", "referred"}  # fmt: skip


def files() -> list[Path]:
    found = [p for p in sorted(ROOM.rglob("*.py")) if not {"tests", "migrations"} & set(p.parts)]
    assert len(found) > 15
    return found


def trespasses(source: str) -> list[str]:
    """Each place that opens what it may not, as line and words."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        name = getattr(node, "attr", getattr(node, "id", ""))
        if isinstance(node, ast.Attribute) and name in MANAGERS:
            if isinstance(node.value, ast.Name) and node.value.id in OWN:
                continue
            then = above.get(node)
            if isinstance(then, ast.Attribute) and then.attr == "published":
                continue
            if isinstance(then, ast.Attribute) and then.attr == "visible_to":
                call = above.get(then)
                if isinstance(call, ast.Call) and [ast.dump(a) for a in call.args] == [
                    ast.dump(ast.Constant(None))
                ]:
                    continue
            found.append(f"{node.lineno}: {ast.unparse(then or node)}")
        elif isinstance(node, (ast.Attribute, ast.Name, ast.ImportFrom)) and is_another_way(node):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def is_another_way(node: ast.Attribute | ast.Name | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any(each.name in FORBIDDEN for each in node.names)
    if isinstance(node, ast.Name):
        return node.id in FORBIDDEN
    return node.attr in FORBIDDEN or node.attr == "all" or node.attr.endswith("_set")


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOM)))
def test_only_what_is_published_is_reached(path: Path) -> None:
    assert trespasses(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "Matter.objects.all()",
        "Matter.objects.filter(pk=1)",
        "Matter.objects.get(pk=1)",
        "Matter.objects.visible_to(user)",
        "Matter._default_manager.count()",
        "rows = Matter.objects",
        "matter.grounds.all()",
        "matter.note_set.filter(pk=1)",
        "get_object_or_404(Matter, pk=1)",
        "apps.get_model('matters.Matter')",
        "from django.db import connection",
        "meeting.prefetch_related('minutes')",
    ],
)
def test_another_way_in_is_seen(source: str) -> None:
    assert trespasses(source)


@pytest.mark.parametrize(
    "source",
    [
        "Matter.objects.published().filter(pk=1)",
        "Matter.objects.visible_to(None).order_by('pk')",
        "published.matters().filter(pk__in=keys)",
        "Exhibit.objects.filter(kind='paper')",
    ],
)
def test_the_right_way_is_free(source: str) -> None:
    assert trespasses(source) == []
