"""What can be found of this room, by what it is."""

from . import figure_search as figure_search
from . import installation_search as installation_search
from . import note_search as note_search
