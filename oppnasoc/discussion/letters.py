"""What leaves by mail about talks."""

from __future__ import annotations

from .answering import answered as answered
