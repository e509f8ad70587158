"""Why a document cannot be read, each with one sentence that says what to do instead."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A code that is kept and shown again later; see SENTENCES."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TOO_HEAVY = "too_heavy"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BROKEN = "broken"
    SCANNED = "scanned"
    GARBLED = "garbled"
    OLD_WORD = "old_word"
    RICH_TEXT = "rich_text"
    PAGES = "pages"
    IMAGE = "image"
    ARCHIVE = "archive"
    SHEET = "sheet"
    SLIDES = "slides"
    MAIL = "mail"
    MEDIA = "media"
    UNKNOWN = "unknown"
    GONE = "gone"
    UNCLEAN = "unclean"


class Refused(Exception):
    """A document that cannot be read, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(SENTENCES[reason])
        self.reason = reason


def gettext_noop(text: str) -> str:
    """Marks a text for translation; the rooms above say it in the reader's language."""
    return text


SENTENCES: dict[Reason, str] = {
    Reason.EMPTY: gettext_noop("The document is empty."),
    Reason.TOO_LARGE: gettext_noop("The document is too large. Twenty megabytes at most."),
    Reason.TOO_LONG: gettext_noop(
        "The document holds too much text to be the notes of one meeting. Divide it."
    ),
    Reason.TOO_HEAVY: gettext_noop(
        "The document is too heavy to read. Open it, copy the text and paste it instead."
    ),
    Reason.ENCRYPTED: gettext_noop(
        "The document is locked with a password. Open it, save it without one and try again."
    ),
    Reason.MACROS: gettext_noop(
        "The document holds small programs (macros). Save it as an ordinary document first."
    ),
    Reason.BROKEN: gettext_noop(
        "The document is damaged. Open it in the program it was made with and save it again."
    ),
    Reason.SCANNED: gettext_noop(
        "The pages are pictures without text. Look for the file they were printed from,"
        " or let the scanner read the text."
    ),
    Reason.GARBLED: gettext_noop(
        "The letters in this PDF cannot be made out. Send the document it was made from instead."
    ),
    Reason.OLD_WORD: gettext_noop(
        "This is an old Word document. Open it and save it as .docx, then try again."
    ),
    Reason.RICH_TEXT: gettext_noop(
        "This is a rich text document. Open it and save it as .docx, then try again."
    ),
    Reason.PAGES: gettext_noop(
        "This is a Pages document. Export it as Word (.docx) or PDF, then try again."
    ),
    Reason.IMAGE: gettext_noop(
        "This is a picture. Write down what it says, or let a scanner read the text."
    ),
    Reason.ARCHIVE: gettext_noop(
        "This is a packed folder. Unpack it and choose the documents in it."
    ),
    Reason.SHEET: gettext_noop("This is a spreadsheet. Copy the notes in it and paste them."),
    Reason.SLIDES: gettext_noop("These are slides. Copy the notes in them and paste them."),
    Reason.MAIL: gettext_noop("This is a saved mail. Open it, copy the text and paste it."),
    Reason.MEDIA: gettext_noop("This is a recording. Write down what was said first."),
    Reason.UNKNOWN: gettext_noop(
        "We cannot read this kind of file. Word, OpenDocument, PDF and text work."
    ),
    Reason.UNCLEAN: gettext_noop(
        "We cannot take away everything that may be hidden in this document."
    ),
    Reason.GONE: gettext_noop("The file is no longer there. Upload it once more."),
}
