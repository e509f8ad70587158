"""Invented content for the living page of components; nothing here touches the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .parts import Node, Step
from .summary import problems


@dataclass(frozen=True)
class LogLine:
    """A line of the timeline."""

    at: date
    html: SafeString


@dataclass(frozen=True)
class Piece:
    """A part of two compared texts, as ``oppnasoc.language.compare`` makes them."""

    kind: str
    text: str


class SayForm(forms.Form):
    """One field of every kind that the site uses."""

    text = forms.CharField(
        label=gettext_lazy("Write in your own words"),
        help_text=gettext_lazy("One sentence is enough. Do not write other people's names."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    place = forms.CharField(label=gettext_lazy("Where did it happen?"), required=False)
    group = forms.ChoiceField(
        label=gettext_lazy("Which group is it about?"),
        choices=[
            ("", gettext_lazy("Choose a group")),
            ("1", gettext_lazy("The user group at Fyren")),
            ("2", gettext_lazy("The plain language group")),
        ],
    )
    on = forms.DateField(
        label=gettext_lazy("Feedback at the latest"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    answer_by = forms.ChoiceField(
        label=gettext_lazy("How do you want the answer?"),
        widget=forms.RadioSelect,
        choices=[
            ("code", gettext_lazy("With a code on the web")),
            ("mail", gettext_lazy("By e-mail")),
            ("meeting", gettext_lazy("At the next meeting")),
        ],
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[
            ("in", gettext_lazy("The way in")),
            ("home", gettext_lazy("Housing")),
            ("work", gettext_lazy("Work and occupation")),
        ],
    )
    notes = forms.FileField(
        label=gettext_lazy("Notes from the meeting"),
        help_text=gettext_lazy("A text file."),
        required=False,
    )
    public = forms.BooleanField(label=gettext_lazy("My first name may be shown"), required=False)


# How each part is written in a template.
SNIPPETS = {
    "now": '<p class="now">…</p>   <p class="now late">…</p>',
    "path": '{% path steps %}  # ui.parts.Step(label, "done" | "here" | "ahead", when, where)',
    "chips": '{% chip "go" text %}  # or "wait", "ask", "rest"',
    "voices": (
        "{% voice text=… who=… when=… origin=… %}\n"
        "{% person name role=… org=… %}\n"
        '<a class="btn">…</a> <button class="btn quiet">…</button>'
    ),
    "log": "{% timeline lines %}  # .at .html",
    "choices": (
        "{% explain title %}…{% endexplain %}\n"
        "{% nothing title text url=… label=… %}\n"
        '<ol class="steps"> <ul class="big"> <div class="like"> <div class="card">'
    ),
    "forms": (
        '<form method="post" novalidate>{% csrf_token %}{% errors form %}{{ form }}\n'
        '<div class="row"><button class="btn">…</button></div></form>'
    ),
    "search": (
        '{% include "ui/parts/search.html" with where="page" query=… %}\n'
        '<nav class="filters"> <ul class="list hits"> {% chip "kind" label %} <mark>'
    ),
    "compared": "{% compared pieces %}  # oppnasoc.language.compare.words(before, after)",
    "tree": (
        "{% treepicture nodes %} {% tree nodes %}\n"
        "# ui.parts.Node(name, url, summary, tone, status, meta, children)"
    ),
}


def content() -> dict[str, Any]:
    """Everything that the living page shows."""
    wrong = SayForm({"place": "Fyren", "on": "i morgon", "answer_by": "mail"})
    return {
        "snippets": SNIPPETS,
        "steps": _steps(),
        "late_steps": _late_steps(),
        "lines": _lines(),
        "nodes": nodes(),
        "pieces": _pieces(),
        "small_tree": nodes()[0].children[:3],
        "said_on": date(2026, 1, 14),
        # Kept in a list of their own: a form with errors in the context marks the page's title.
        "forms": {"good": SayForm(auto_id="good_%s"), "wrong": wrong, "problems": problems(wrong)},
    }


def _steps() -> list[Step]:
    return [
        Step(_("Said"), "done", _("14 January"), _("at Fyren")),
        Step(_("Taken care of"), "done", _("16 January"), _("the user group")),
        Step(_("Looked into"), "here", _("since 2 March"), _("the reception")),
        Step(pgettext("a stone of the path", "Answer"), "ahead", _("feedback by 20 March")),
        Step(_("In daily use"), "ahead"),
        Step(_("Did it get better?"), "ahead"),
    ]


def _late_steps() -> list[Step]:
    return [
        Step(_("Said"), "done", _("14 January")),
        Step(pgettext("a stone of the path", "Answer"), "done", _("20 March"), _("yes, because …")),
        Step(_("In daily use"), "done", _("3 November")),
        Step(_("Did it get better?"), "here", _("four of five say yes")),
    ]


def _pieces() -> list[Piece]:
    return [
        Piece("same", _("You get an answer within ")),
        Piece("gone", _("three weeks")),
        Piece("new", _("ten days")),
        Piece("same", ".\n\n"),
        Piece("same", _("It says who answers.")),
        Piece("new", " " + _("It also says why.")),
    ]


def _lines() -> list[LogLine]:
    reception = _("The reception")
    return [
        LogLine(
            date(2026, 3, 2),
            format_html(
                "<b>{}</b> {}",
                reception,
                _("took over the question. They needed to hear how the schedule is made."),
            ),
        ),
        LogLine(
            date(2026, 2, 16),
            format_html(
                "{} <a href='#path'>{}</a>.", _("Raised again at"), _("the group's meeting")
            ),
        ),
        LogLine(date(2026, 1, 14), format_html("{}", _("Said for the first time at Fyren."))),
    ]


def nodes() -> list[Node]:
    """A tree of twelve groups in every state."""
    open_, asks = pgettext("a group", "open"), _("two free seats")
    development = Node(
        _("The joint development group"),
        "#tree",
        _("Meets every other Monday at Fyren"),
        "go",
        open_,
        _("14 questions, next meeting 30 November"),
        [
            Node(_("The way in – a shorter wait"), "#tree", "", "ask", asks),
            Node(_("The plain language group"), "#tree", "", "ask", _("looking for readers")),
            Node(
                _("The plan group"),
                "#tree",
                children=[Node(_("The training group"), "#tree", tone="go", status=open_)],
            ),
        ],
    )
    return [
        Node(
            _("The cooperation group for user influence"),
            "#tree",
            _("Catches questions and hands them on so that they end up right"),
            "go",
            open_,
            _("9 questions"),
            [
                development,
                Node(_("The user group at Fyren"), "#tree", tone="go", status=open_),
                Node(_("The user group at Ankaret"), "#tree", tone="go", status=open_),
                Node(
                    _("The management group for development"),
                    "#tree",
                    _("Because: nothing could be decided here."),
                    "wait",
                    _("resting since May"),
                ),
                Node(_("The relatives' council"), "#tree", tone="ask", status=asks),
                Node(
                    _("The housing group"),
                    "#tree",
                    tone="rest",
                    status=pgettext("a group", "closed"),
                ),
                Node(_("The IT help group"), "#tree", tone="go", status=open_),
            ],
        )
    ]
