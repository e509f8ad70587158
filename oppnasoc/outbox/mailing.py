"""The connection that mail leaves through: what the server answers, and what that means."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from types import TracebackType
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from oppnasoc.people.ways import Away, Later, Reason, Refused, Stuck, Unsure, meaning, status

NO_MAILBOX = {550, 551, 553}  # answers to RCPT that blame the address (RFC 5321, section 4.2.3)
CLOSING = 421


class Post:
    """A connection to the mail server, opened when the first mail needs it."""

    def __init__(self) -> None:
        self.connection: Any = None
        self.sent = 0  # through this connection
        self.handed = False  # the mail itself is on its way to the server

    def __enter__(self) -> Post:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if self.connection is not None:
            with suppress(OSError, smtplib.SMTPException):  # It may be gone already.
                self.connection.close()
            self.connection, self.sent = None, 0

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Hand one mail to the server. Raises Later, Refused or Stuck."""
        try:
            self._open()
            try:
                self._hand_over(mail)
            except Away:
                if not self.sent:
                    raise
                self.close()  # Servers close a connection after a while, or after some mails.
                self._open()
                self._hand_over(mail)
        except (Away, Unsure):
            self.close()
            raise
        self.sent += 1

    def _open(self) -> None:
        if self.connection is not None:
            return
        self.connection, self.sent = get_connection(), 0
        try:
            self.connection.open()
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            raise Away(_told(error), Reason.LOGIN) from error
        except (OSError, smtplib.SMTPException) as error:  # What TLS says is an OSError too.
            raise Away(_told(error)) from error
        self._watch(getattr(self.connection, "connection", None))

    def _watch(self, server: object) -> None:
        """Note when the mail itself is sent: from then on it may have arrived, whatever we hear."""
        if isinstance(server, smtplib.SMTP):
            plain = server.data

            def data(mail: Any) -> Any:
                self.handed = True
                return plain(mail)

            server.data = data  # type: ignore[assignment,method-assign]

    def _hand_over(self, mail: EmailMultiAlternatives) -> None:
        self.handed = False
        try:
            self.connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as refused:
            code, text = next(iter(refused.recipients.values()))
            raise _of_recipient(code, _text(code, text)) from refused
        except smtplib.SMTPSenderRefused as answer:
            raise _of_sender(answer.smtp_code, _told(answer)) from answer
        except smtplib.SMTPResponseException as answer:
            raise _of_mail(answer.smtp_code, _told(answer)) from answer
        except ValueError as error:  # What we were given is no address, or no header.
            raise Stuck(type(error).__name__, Reason.LETTER) from error
        except (OSError, smtplib.SMTPException) as error:
            raise (Unsure if self.handed else Away)(_told(error)) from error


def _of_recipient(code: int, text: str) -> Exception:
    """What an answer to RCPT means. An address that does not exist is told from a server that
    does not want us: only the first closes what a person chose."""
    if code == CLOSING:
        return Away(text)
    if not 500 <= code < 600:
        return Later(text)
    if enhanced := status(text):
        reason = meaning(enhanced)
    else:
        reason = Reason.ADDRESS if code in NO_MAILBOX else Reason.POLICY
    if reason is None:
        return Later(text)
    return Refused(text) if reason == Reason.ADDRESS else Stuck(text, reason)


def _of_sender(code: int, text: str) -> Exception:
    """What an answer to MAIL means: a no is about us, and will be the same for every mail."""
    if code == CLOSING:
        return Away(text)
    return Away(text, Reason.SENDER) if 500 <= code < 600 else Later(text)


def _of_mail(code: int, text: str) -> Exception:
    """What an answer to DATA or to the mail itself means."""
    if code == CLOSING:
        return Away(text)
    return Stuck(text) if 500 <= code < 600 else Later(text)


def _text(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _text(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__
