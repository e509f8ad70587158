"""The register of personal data: each room declares in ``personal_data.py`` what it keeps.

The files are found at start-up. A ``Holding`` is one way of handling personal data (article 30 of
the GDPR): what is kept, what for, by which right, how long, who sees it and how one gets it out or
away. It names the models and fields that it is kept in; a house test holds every model and every
field that could say something about a person to it. ::

    holding(
        "said", Moment.SAY, order=10, title=_("What you say"),
        fields={"voices.Voice": ("text", "speaker")}, ...
    )
    nobody("groups.Theme", fields=("name",), because="A subject, in an editor's words.")

The page /personuppgifter/ and the register of an authority are made from it (decision 33).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


class Moment(models.TextChoices):
    """What a person does when something is kept of her; the page is ordered by it."""

    READ = "read", _("When you read here")
    SAY = "say", _("When you say something")
    FOLLOW = "follow", _("When you follow something")
    MEET = "meet", _("When you are at a meeting or sit in a group")
    ACCOUNT = "account", _("When you have an account")
    PLAN = "plan", _("When you have a plan")
    WORK = "work", _("When you work with this")


class Basis(models.TextChoices):
    """The legal grounds of articles 6 and 9 of the GDPR that are used here."""

    CONSENT = "6.1 a", _("you have said yes")
    LAW = "6.1 c", _("a law says that we must")
    PUBLIC = "6.1 e", _("it is a task for the municipality")
    OWN_PUBLIC = "9.2 e", _("you have made it public yourself")
    IMPORTANT = "9.2 g", _("it is important for many people")


#: The Swedish laws that are named beside the GDPR, by their own names.
LOCAL = "kommunallagen (2017:725) 8 kap. 3 §"  # Committees consult those who use their services.
SOCIAL = "socialtjänstlagen (2025:400)"
TASK = "lagen (2018:218) med kompletterande bestämmelser till EU:s dataskyddsförordning 2 kap. 2 §"
SENSITIVE = (
    "lagen (2018:218) med kompletterande bestämmelser till EU:s dataskyddsförordning 3 kap. 3 §"
)
SERVICE = "förvaltningslagen (2017:900) 6–7 §§"
ARCHIVE = "arkivlagen (1990:782)"
ACCESSIBLE = "lagen (2018:1937) om tillgänglighet till digital offentlig service"

# Who sees, and how one gets it out, in words that several rooms share.
EVERYBODY = _("Everybody.")
LEADERS = _("Those who lead the group, and editors.")
ONLY_YOU = _("Only you.")
WITH_THE_CODE = _("Use your code. There you read it, change it and take it back.")
ON_YOUR_ACCOUNT = _("You see it and change it on your account.")
ASK_US = _("Write to us or call. We show it, change it or take it away.")
UNTIL_ARCHIVED = _("Until the archive rules of the municipality say that it goes.")


@dataclass(frozen=True)
class Holding:
    """One way of handling personal data; every text is for people and is translated.

    ``basis`` are articles of the GDPR and ``laws`` the Swedish ones beside it, by their own names.
    ``fields`` says where it is kept: a model's label → its fields.
    """

    name: str
    moment: Moment
    order: int
    title: Text
    what: Text
    purpose: Text
    basis: tuple[Basis, ...]
    laws: tuple[str, ...]
    kept: Text
    seen: Text
    out: Text
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_sensitive(self) -> bool:
        """Whether it may say something about health or the like (article 9)."""
        return any(basis.value.startswith("9") for basis in self.basis)


@dataclass(frozen=True)
class Nobody:
    """A model that holds nothing about a person, and why; ``fields`` are those that could, had
    they another content, and have been looked at."""

    model: str
    fields: tuple[str, ...]
    because: str


_holdings: dict[str, Holding] = {}
_nobody: dict[str, Nobody] = {}


def holding(
    name: str,
    moment: Moment,
    *,
    order: int,
    title: Text,
    what: Text,
    purpose: Text,
    basis: Iterable[Basis],
    laws: Iterable[str] = (),
    kept: Text,
    seen: Text,
    out: Text,
    fields: Mapping[str, Iterable[str]],
) -> Holding:
    """Declare a way of handling personal data. Raises ValueError when it is declared twice or
    names no ground."""
    if name in _holdings:
        raise ValueError(f"The holding {name} is declared twice.")
    if not (grounds := tuple(basis)):
        raise ValueError(f"The holding {name} names no legal ground.")
    where = {model: tuple(names) for model, names in fields.items()}
    _holdings[name] = Holding(
        name, moment, order, title, what, purpose, grounds, tuple(laws), kept, seen, out, where
    )  # fmt: skip
    return _holdings[name]


def nobody(model: str, *, because: str, fields: Iterable[str] = ()) -> None:
    """Declare that a model holds nothing about a person. Raises ValueError when it is named
    twice."""
    if model in _nobody:
        raise ValueError(f"{model} is said to hold nothing twice.")
    _nobody[model] = Nobody(model, tuple(fields), because)


def holdings() -> list[Holding]:
    """Every way of handling personal data, in the order of the page."""
    moments = list(Moment)
    return sorted(_holdings.values(), key=lambda each: (moments.index(each.moment), each.order))


def without_people() -> list[Nobody]:
    """Every model that is said to hold nothing about a person."""
    return list(_nobody.values())


def declared() -> dict[str, set[str]]:
    """Every model that is named, with the fields that are named of it."""
    found: dict[str, set[str]] = {each.model: set(each.fields) for each in _nobody.values()}
    for each in _holdings.values():
        for model, names in each.fields.items():
            found.setdefault(model, set()).update(names)
    return found


#: Kinds of fields in which nobody can write of a person.
HARMLESS = (
    models.BooleanField, models.DateField, models.TimeField, models.DecimalField,
    models.FloatField, models.IntegerField, models.SlugField, models.UUIDField,
    models.DurationField, models.GeneratedField,
)  # fmt: skip


def could_tell(of: type[models.Model], user: type[models.Model]) -> set[str]:
    """The fields of a model that could say something about a person: those in which something is
    written, that hold a file, or that point at one with an account (``user``)."""
    found = set()
    for each in (*of._meta.local_fields, *of._meta.local_many_to_many):
        target = each.related_model
        if target is not None:
            told = target is user
        else:
            told = not isinstance(each, HARMLESS) and not each.choices
        if told:
            found.add(each.name)
    return found
