"""What leaves by mail about texts that somebody is asked about."""

from __future__ import annotations

from .reminding import reminder as reminder
