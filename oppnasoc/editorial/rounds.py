"""What the worker does for edited texts: what waits for its minute becomes public then."""

from oppnasoc.ui.registry import steady

from .publishing import publish_on_time

on_time = steady(order=5)(publish_on_time)
