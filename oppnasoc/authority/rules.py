"""Who tends what an authority must have.

============================  ==========================================
right                         who
============================  ==========================================
ui.change_municipality        administrator (``people.rules``)
authority.read_register       editor; manager; administrator
the statement, the easy page  editor (``editorial.rules.editing``)
============================  ==========================================
"""

from oppnasoc.editorial.rules import editing
from oppnasoc.people.rights import grant
from oppnasoc.people.rules import is_administrator, is_editor, is_manager

from .models import EasyPage, Statement

grant("authority.read_register", is_editor | is_manager | is_administrator)
editing(Statement)
editing(EasyPage)
