"""Out of a plan and back in: paper, a file of its own, and FHIR.

Everything is made from one picture of the plan (``whole.picture``), and the picture only from what
one person may read of it (``Opened``). So no way out can show more than the page does.
"""
