"""Keys, the reading log and who has the plan open. Nothing of what a plan says is here.

People are named by the ``uuid`` of their account: no relation leads out of this database.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DataKey(models.Model):
    """A key that content is sealed with, wrapped under a master key (``masters.py``).

    What was sealed with it is gone for good when ``wrapped`` is empty.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField(default=b"")
    #: The id of the master key, empty when the key is destroyed.
    master = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    #: Destroyed, and SQLite's log of writes may still hold what it was (``sealing.leave_no_copy``).
    copy_left = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(master=""), name="datakey_destroyed_is_empty"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["master"], name="datakey_master"),
            models.Index(fields=["uuid"], condition=Q(copy_left=True), name="datakey_copy_left"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Verb(models.TextChoices):
    """What somebody did with a plan; the log holds the code, the page the word."""

    READ = "read", pgettext_lazy("log", "read")
    WRITE = "write", pgettext_lazy("log", "wrote")
    DELETE = "delete", pgettext_lazy("log", "took away")
    MAKE = "make", pgettext_lazy("log", "made the plan")
    INVITE = "invite", pgettext_lazy("log", "invited")
    LEAVE = "leave", pgettext_lazy("log", "left")
    GRANT = "grant", pgettext_lazy("log", "said yes")
    WITHDRAW = "withdraw", pgettext_lazy("log", "took the yes back")
    LET_IN = "let_in", pgettext_lazy("log", "was let in anew by the municipality")
    SIGN = "sign", pgettext_lazy("log", "opened the plan")
    REFUSED = "refused", pgettext_lazy("log", "was not let in")
    EXPORT = "export", pgettext_lazy("log", "took out a copy")
    PRINT = "print", pgettext_lazy("log", "printed")
    SHARE = "share", pgettext_lazy("log", "shared")
    OPEN_LINK = "open_link", pgettext_lazy("log", "opened a link")
    IMPORT = "import", pgettext_lazy("log", "brought in")
    ASSIST = "assist", pgettext_lazy("log", "helped")
    ROTATE = "rotate", pgettext_lazy("log", "changed the key")
    REPLAY = "replay", pgettext_lazy("log", "ended it again, when an older copy was put back")
    DESTROY = "destroy", pgettext_lazy("log", "destroyed the plan")


def verbs() -> list[tuple[str, str]]:
    """Asked for by name, so that one verb more is no migration."""
    return [(verb.value, str(verb.label)) for verb in Verb]


class Line(models.Model):
    """A line of the log: who did what with which part of a plan, in codes and ids only.

    Lines are only added. The database itself refuses to change or remove one (``triggers.py``),
    and each is chained to the one before with a keyed hash (``log.py``).
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    plan = models.UUIDField()
    who = models.UUIDField(null=True)
    seat = models.UUIDField(null=True)
    verb = models.CharField(max_length=10, choices=verbs)
    section = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    #: Whom ``who`` helped, when she did it for somebody who sat beside her.
    assisted = models.UUIDField(null=True)
    #: HMAC-SHA256 of the line and of the ``mac`` before, 32 bytes.
    mac = models.BinaryField(max_length=32)

    class Meta:
        ordering = ("seq",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "-seq"], name="line_of_plan")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.section}"


class Head(models.Model):
    """How far the log has come: one row, which whoever writes a line holds for that moment."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seq = models.PositiveBigIntegerField(default=0)
    #: Of the last line; 32 zeros before the first.
    mac = models.BinaryField(max_length=32)
    #: HMAC-SHA256 of both: who cuts lines off cannot make it for the shorter log.
    seal = models.BinaryField(max_length=32)
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="head_is_one")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {bytes(self.mac).hex()}"


class Proof(models.Model):
    """A sentence that everybody knows, sealed at the first start with the installation's own key.

    Where it cannot be unsealed the master key is wrong or lost, which is found at the start and
    not when somebody opens her plan. The same key marks what must be recognised and not be read.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="proof_is_one")
        ]

    def __str__(self) -> str:
        return str(self.made_at)


class Way(models.TextChoices):
    """How somebody proved who she is."""

    PASSKEY = "passkey", _("passkey")
    EID = "eid", _("e-ID")
    CODES = "codes", _("codes by e-mail and text message")
    STAFF = "staff", _("signed in at work")


class Sitting(models.Model):
    """The time that a plan stands open to somebody who has proved who she is (``sittings.py``)."""

    #: SHA-256 of the token in her cookie, and of the session that she is signed in by: 32 bytes.
    token = models.BinaryField(max_length=32, unique=True)
    session = models.BinaryField(max_length=32)
    user = models.UUIDField(db_index=True)
    way = models.CharField(max_length=7, choices=Way)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    proved_at = models.DateTimeField()
    own_device = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user} {self.began_at}"


class Known(models.Model):
    """A way in that the plan knows: nothing that was added since opens it (``knowing.py``)."""

    class Kind(models.TextChoices):
        PASSKEY = "passkey", _("passkey")
        PHONE = "phone", _("phone number")
        EID = "eid", _("e-ID")

    user = models.UUIDField()
    kind = models.CharField(max_length=7, choices=Kind)
    #: A keyed hash of what it is: it is recognised and cannot be read.
    mark = models.BinaryField(max_length=32)
    added_by = models.UUIDField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind", "mark"], name="known_once"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(kind="phone"), name="known_one_phone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"


class Phone(models.Model):
    """The number of a known phone, sealed with a key of its own; codes are sent to it."""

    known = models.OneToOneField(Known, models.CASCADE, primary_key=True, related_name="phone")
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.known_id)


class Code(models.Model):
    """A code that was sent by text message, or with ``desk`` given to her in person: digits, kept
    as a keyed hash only."""

    user = models.UUIDField()
    mark = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    desk = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-made_at"], name="code_of_user"),
            models.Index(fields=["made_at"], name="code_made"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at}"
