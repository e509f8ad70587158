"""``./soc bench``: what a page costs, beside what the same server costs doing almost nothing."""
