"""What is kept of texts is read anew when one comes to other pages, or is taken away."""

from __future__ import annotations

from oppnasoc.trail.listening import renews

from .where import open_to_all, where

SHOWN = ("referrals.sent_out", "referrals.withdrawn", "referrals.put_back")
TAKEN_IN = ("referrals.extended", "referrals.closed", "referrals.reopened")
renews(where, *SHOWN)
renews(open_to_all, *SHOWN, *TAKEN_IN)
