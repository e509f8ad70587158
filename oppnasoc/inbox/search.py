"""Nothing of a mail can be found; what it becomes is found as that."""

from oppnasoc.search.touching import nothing_findable

nothing_findable("inbox.placed", "inbox.left", "inbox.answered", "inbox.put_back")
