"""Who may do what with mail that came in.

===========  ======================================================
right        who
===========  ======================================================
inbox.sort   those who lead a group; editors: as for what is said
===========  ======================================================
"""

from oppnasoc.people.rights import grant
from oppnasoc.voices.rules import sorts

grant("inbox.sort", sorts)
