"""What is read from others is not found here: it is theirs, and is found with them."""

from oppnasoc.search.touching import nothing_findable

nothing_findable("comparison.subscribed", "comparison.unsubscribed", "comparison.taken_in")
