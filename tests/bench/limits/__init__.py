"""What the server can do at best, in the same run as the site: a Django that does almost nothing.

L3 is a page of 1.4 kB: no middleware, one indexed query, one template. L3-list is 20 rows of
truncated text out of one indexed query. Constant bytes show what the server alone costs.
"""
