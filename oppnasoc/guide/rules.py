"""Who writes the guide: editors. Who answers for a text says that it is right (editorial/rules)."""

from __future__ import annotations

from oppnasoc.editorial.rules import editing
from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_editor

from .models import FirstTime, Help, Process, Tip

for noun in (Process, Help, FirstTime, Tip):
    editing(noun)
for verb in ("view", "add", "change", "delete"):
    grant(f"guide.{verb}_situation", is_editor)
