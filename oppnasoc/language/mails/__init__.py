"""A mail that came in to what somebody wrote, in a child process with limits.

``read(raw)`` is the one way in; nothing in this process takes a mail apart, as with documents
(``language/documents``, ADR 0010). None comes back for one that cannot be read.
"""

from oppnasoc.language.mails.apart import read
from oppnasoc.language.mails.mail import Mail

__all__ = ["Mail", "read"]
