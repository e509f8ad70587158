"""Forms as they are drawn: labels, help, errors at the field and in the summary."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.template import engines

from oppnasoc.ui import summary


class WishForm(forms.Form):
    text = forms.CharField(label="Vad vill du?", help_text="Kort.")
    note = forms.CharField(label="Mer", required=False)
    way = forms.ChoiceField(
        label="Hur?", widget=forms.RadioSelect, choices=[("a", "Brev"), ("b", "<b>Mejl")]
    )
    sure = forms.BooleanField(label="Ja", required=False, help_text="Om du vill.")
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("Något saknas.")


WishFormSet = forms.formset_factory(WishForm)


def draw(source: str, **context: Any) -> str:
    return engines["django"].from_string(source).render(context)


def test_a_field_has_label_help_and_error_joined() -> None:
    html = draw("{{ form }}", form=WishForm({}))
    field = re.search(r"<input[^>]*name=\"text\"[^>]*>", html)
    assert field
    assert 'aria-describedby="id_text_helptext id_text_error"' in field[0]
    assert 'aria-invalid="true"' in field[0]
    assert 'id="id_text_helptext"' in html
    assert 'id="id_text_error"' in html
    assert '<label for="id_text">Vad vill du?' in html


def test_only_the_optional_is_marked() -> None:
    html = draw("{{ form }}", form=WishForm())
    assert html.count('class="optional"') == 1
    assert "*" not in html


def test_choices_are_one_group_with_a_legend() -> None:
    html = draw("{{ form }}", form=WishForm({}))
    group = html[html.index("<fieldset") : html.index("</fieldset>")]
    assert "<legend>Hur?" in group
    assert 'aria-describedby="id_way_error"' in group
    assert group.count("<label") == 2
    assert "&lt;b&gt;Mejl" in group


def test_a_tick_is_inside_its_label() -> None:
    html = draw("{{ form.sure.as_field_group }}", form=WishForm())
    assert re.search(r'<label for="id_sure"><input type="checkbox"[^>]*> <span>Ja', html)
    assert 'aria-describedby="id_sure_helptext"' in html


def test_the_summary_leads_to_the_fields() -> None:
    html = draw("{% errors form %}", form=WishForm({}))
    assert 'href="#id_text"' in html
    assert 'href="#id_way_0"' in html
    assert "Vad vill du: " in html
    assert "Något saknas." in html
    assert 'tabindex="-1"' in html
    assert html.index("Något saknas.") < html.index("#id_text")


def test_the_summary_is_silent_when_all_is_well() -> None:
    assert draw("{% errors form other %}", form=WishForm(), other=None).strip() == ""


def test_the_summary_covers_formsets() -> None:
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-note": "x"}
    formset = WishFormSet(data)
    targets = [problem.target for problem in summary.problems(formset)]
    assert "id_form-0-text" in targets
    broken = summary.problems(WishFormSet({}))
    assert broken
    assert broken[0].target == ""


def test_hidden_errors_are_told_without_a_link() -> None:
    problems = summary.problems(WishForm({"text": "x", "way": "a"}))
    assert [p.target for p in problems if not p.label] == ["", ""]


def test_the_title_says_that_something_is_wrong() -> None:
    assert draw("{% error_prefix %}", form=WishForm({})) != ""
    assert draw("{% error_prefix %}", form=WishForm(), other="x") == ""


def test_what_was_written_is_kept() -> None:
    html = draw("{{ form }}", form=WishForm({"note": "kvar", "way": "b"}))
    assert 'value="kvar"' in html
    assert re.search(r'value="b"[^>]*checked', html)
