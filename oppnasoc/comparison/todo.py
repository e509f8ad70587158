"""What of this room waits for a person."""

from . import note_todo as note_todo
