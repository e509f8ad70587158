"""What the worker does for what is on its way out."""

from oppnasoc.ui.registry import steady

from . import sending

send_due = steady(order=30)(sending.send_due)
