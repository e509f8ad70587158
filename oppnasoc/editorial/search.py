"""Nothing here is found by itself; each room says what of its texts is found."""

from oppnasoc.search.touching import nothing_findable

nothing_findable("editorial.still_right")
