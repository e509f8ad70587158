"""What this room shows on other rooms' pages."""

from . import figure_panels as figure_panels
from . import installation_panels as installation_panels
from . import note_panels as note_panels
