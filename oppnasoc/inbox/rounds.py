"""What the worker does for what came in."""

from oppnasoc.ui.registry import steady

from . import reading

read_new = steady(order=5)(reading.read_new)
