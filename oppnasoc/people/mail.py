"""One way out for mail: a subject that reveals nothing, plain text, and the same as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.ui.context import municipality
from oppnasoc.ui.models import Municipality


def send(template: str, to: str, context: Mapping[str, Any]) -> None:
    """Send ``<template>_message.txt`` to one address.

    The text says why the person gets it. The subject is the same for every mail of a sort, as
    it shows on a locked screen. A ``code`` in the context is set large in the HTML. Raises
    OSError (SMTPException included) when the mail server does not answer.
    """
    given = {
        "site": Municipality.load(),
        "sign_in_url": settings.SITE_URL + reverse("account_login"),
        "sign_up_url": settings.SITE_URL + reverse("account_signup"),
        **context,
    }
    text = render_to_string(f"{template}_message.txt", given).strip()
    subject = _("Your code") if given.get("code") else _("About your account")
    sender = formataddr((municipality().sender, settings.DEFAULT_FROM_EMAIL))
    message = EmailMultiAlternatives(subject, text, sender, to=[to])
    page = render_to_string(
        "people/mail/message.html", {**given, "subject": subject, "blocks": text.split("\n\n")}
    )
    message.attach_alternative(page, "text/html")
    message.send()
