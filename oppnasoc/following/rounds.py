"""What the worker does for those who follow."""

from oppnasoc.ui.registry import steady

from . import fanout, gathering

fan_out = steady(order=10)(fanout.fan_out)
gather = steady(order=20)(gathering.gather)
