"""What others do, and what figures say of us and of them; each noun in a file of its own."""

from .elsewhere import Elsewhere as Elsewhere
from .elsewhere import Wording as Wording
from .figures import BesideFigure as BesideFigure
from .figures import KeyFigure as KeyFigure
from .figures import Peer as Peer
from .figures import Value as Value
from .installations import Borrowed as Borrowed
from .installations import Installation as Installation
from .installations import Nearness as Nearness
