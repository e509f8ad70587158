"""What the worker does for newsletters."""

from oppnasoc.ui.registry import steady

from .sending import hand_out

hand_out_newsletters = steady(order=15)(hand_out)
