"""What of this room can be followed."""

from . import note_following as note_following
