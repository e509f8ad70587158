"""The parts of a plan. Each is shown to one person at a time, or to nobody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.TextChoices):
    """A part of the plan that its owner shows or keeps; stored with each piece and each grant."""

    ABOUT = "about", _("About me")
    IMPORTANT = "important", _("What matters to me")
    GOALS = "goals", _("Goals")
    HEALTH = "health", _("Health")
    HOME = "home", _("Where I live")
    MONEY = "money", _("My money")
    WORK = "work", _("Work and school")
    EVERYDAY = "everyday", _("Everyday life")
    FAMILY = "family", _("Family and children")
    MEETING = "meeting", _("Our meetings")
    STORY = "story", _("My story")
    ACUTE = "acute", _("If I become ill")
    PRIVATE = "private", _("Only for me")


#: What can be shown at all: the private part never can, whatever anybody says yes to.
SHOWABLE = tuple(section for section in Section if section is not Section.PRIVATE)

#: Parts of life: what is done about each stands there.
LIFE = (
    Section.HEALTH,
    Section.HOME,
    Section.MONEY,
    Section.WORK,
    Section.EVERYDAY,
    Section.FAMILY,
)

#: In the log, beside the parts: what the plan is called, who is at it and how they are reached.
PEOPLE = "people"
