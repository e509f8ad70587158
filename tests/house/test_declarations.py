"""Every kind of trail entry and every panel declares what its reader needs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from oppnasoc.editorial.kinds import codes
from oppnasoc.editorial.publishing import edited_models
from oppnasoc.search.touching import handled, unhandled
from oppnasoc.trail.kinds import Audience, Kind, registry
from oppnasoc.trail.listening import renewing
from oppnasoc.ui.registry import panels, places

SOURCE = Path(settings.BASE_DIR) / "oppnasoc"
CODES = sorted(registry)


def recorded() -> set[str]:
    """The codes in ``trail.record("…")`` and ``record("…")`` calls of the source."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            code = node.args[0]
            if name == "record" and isinstance(code, ast.Constant) and isinstance(code.value, str):
                found.add(code.value)
    return found


def test_there_are_kinds() -> None:
    assert CODES


@pytest.mark.parametrize("code", CODES)
def test_kind_is_complete(code: str) -> None:
    kind: Kind = registry[code]
    assert isinstance(kind.audience, Audience)
    assert len(kind.erasure) > 10, "say what happens when a person is erased"
    for label in kind.refs.values():
        assert apps.get_model(label)
    assert code.count(".") == 1
    assert code.split(".")[0] in {c.label for c in apps.get_app_configs()}


@pytest.mark.parametrize("code", CODES)
def test_sentence_survives_what_is_gone(code: str) -> None:
    """Things are removed and people erased; the sentence about them still can be made."""
    kind = registry[code]
    nothing = dict.fromkeys([*kind.refs, *kind.codes])
    sentence = kind.sentence(**nothing)
    assert isinstance(sentence, str)
    assert kind.codes or "None" not in sentence


def test_recorded_codes_are_declared() -> None:
    codes = recorded()
    assert codes
    assert codes - registry.keys() == set()


def test_what_is_kept_is_renewed_by_kinds_that_exist() -> None:
    assert renewing()
    assert renewing() <= set(registry)


def test_declared_kinds_are_recorded() -> None:
    """A kind that nothing records is dead text."""
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and path.name != "notices.py"
    )
    # An edited text's are made of its name and a verb, in editorial/publishing.py.
    made = {code for model in edited_models() for code in codes(model)}
    assert [code for code in CODES if f'"{code}"' not in source and code not in made] == []


def test_every_panel_has_a_budget() -> None:
    for place in places():
        for panel in panels(place):
            assert 0 <= panel.queries <= 5, f"{place} {panel.render.__name__}"


def test_every_kind_says_what_it_touches_of_the_search() -> None:
    """A kind that nobody named would leave the index behind, and perhaps somebody's words in it."""
    assert [code for code in CODES if code not in handled() | unhandled()] == []
    assert sorted(handled() & unhandled()) == []
    assert sorted((handled() | unhandled()) - set(CODES)) == []
