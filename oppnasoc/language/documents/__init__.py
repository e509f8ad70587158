"""Documents (docx, odt, pdf, text) to the text that the minutes parser reads, in a child process.

``read(file)`` is the one way in; it knows a document by its content, never by its name. What
cannot be read is :class:`Refused` with a reason whose sentence says what to do instead. Nothing in
this process opens a document: the readers live in the child (ADR 0010).
"""

from oppnasoc.language.documents.apart import Document, cleaned, read
from oppnasoc.language.documents.refusal import SENTENCES, Reason, Refused

__all__ = ["SENTENCES", "Document", "Reason", "Refused", "cleaned", "read"]
