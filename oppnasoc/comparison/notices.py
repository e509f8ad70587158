"""What each entry of this room says, by what it is about."""

from . import figure_notices as figure_notices
from . import installation_notices as installation_notices
from . import note_notices as note_notices
