"""The fictional municipality Sundhamn, always fresh: every date is counted from this week.

The content is in readable files under ``data/``. :func:`load` fills an empty database from them
through the same actions that people use, so that the log tells a true story.
"""

from .loading import NotEmpty, load, notes_to_try

__all__ = ["NotEmpty", "load", "notes_to_try"]
