"""The register of personal data names every table and every field that could tell of a person."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from oppnasoc.ui.register import Holding, could_tell, declared, holdings, without_people

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
OURS = {label: m for label, m in MODELS.items() if m.__module__.startswith("oppnasoc.")}
HOLDINGS = holdings()


def test_every_table_is_named() -> None:
    """In a room's personal_data.py: as part of a holding, or with the reason why it holds none."""
    assert sorted(MODELS.keys() - declared().keys()) == []


def test_what_is_named_is_there() -> None:
    """A table or a field that is gone goes from the register too."""
    assert sorted(declared().keys() - MODELS.keys()) == []
    fields = {label: {each.name for each in m._meta.get_fields()} for label, m in MODELS.items()}
    unknown = {label: sorted(names - fields[label]) for label, names in declared().items()}
    assert {label: names for label, names in unknown.items() if names} == {}


@pytest.mark.parametrize("label", sorted(OURS))
def test_every_field_that_could_tell_of_somebody_is_named(label: str) -> None:
    assert sorted(could_tell(OURS[label], get_user_model()) - declared()[label]) == []


def test_nothing_that_points_at_a_person_is_said_to_hold_nobody() -> None:
    user = get_user_model()
    held = {label for each in HOLDINGS for label in each.fields}
    for nobody in without_people():
        assert nobody.model not in held
        assert len(nobody.because) > 10, nobody.model
        if nobody.model in OURS:
            pointing = [f.name for f in OURS[nobody.model]._meta.get_fields() if f.concrete
                        and f.related_model is user]  # fmt: skip
            assert pointing == [], nobody.model


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda each: each.name)
def test_a_holding_says_all_that_the_law_asks_for(holding: Holding) -> None:
    """Articles 13 and 30: what, what for, by which right, how long, who sees, how to get it out."""
    texts = ("title", "what", "purpose", "kept", "seen", "out")
    assert [name for name in texts if len(str(getattr(holding, name))) < 5] == []
    assert holding.basis[0].value.startswith("6.")
    consent_alone = {basis.value for basis in holding.basis} == {"6.1 a"}
    assert holding.laws or consent_alone, "a task or a duty has a Swedish law beside it"
    assert holding.fields


def test_it_would_notice_a_new_field() -> None:
    class Made(models.Model):
        words = models.TextField()
        shade = models.CharField(max_length=4, choices=[("a", "A")])
        count = models.IntegerField()
        person = models.ForeignKey(get_user_model(), models.CASCADE, related_name="+")

        class Meta:
            app_label = "made_for_a_test"
            abstract = False

        def __str__(self) -> str:
            return self.words

    try:
        assert could_tell(Made, get_user_model()) == {"words", "person"}
    finally:
        apps.all_models["made_for_a_test"].clear()
        apps.clear_cache()
