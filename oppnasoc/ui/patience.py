"""How long one waits before something is a fault: every limit of the nightly look, in one place.

They are shown on ``/lage/`` beside what they are limits of. A promise to people is shorter than
most of them: what is late is in 'Att göra i dag' long before it is a fault.
"""

from __future__ import annotations

from datetime import timedelta

#: Working days that something said may wait for somebody to read it.
UNREAD_VOICE_WORKDAYS = 1
#: Working days that a comment in a talk, or an appeal, may wait for somebody to look.
UNREAD_COMMENT_WORKDAYS = 2
#: Working days that somebody may wait to be told what came of what she raised.
OWED_WORDS_WORKDAYS = 20
#: Months that a group at work may go without a meeting.
MONTHS_WITHOUT_MEETING = 6
#: Working days that may pass after a measure's day before somebody tells how it went.
SILENT_MEASURE_WORKDAYS = 10
#: Working days after its last day within which the answers to a text are summed up.
SUMMED_UP_WORKDAYS = 20
#: Working days that an answer to a text may wait for somebody to look at it.
UNREAD_ANSWER_WORKDAYS = 2
#: How long what happened may wait to be shared out among those who follow.
HAPPENING = timedelta(hours=1)
#: How long a message may wait after it was due, the first tries included.
MESSAGE = timedelta(hours=6)
#: How long a worker that runs may be silent.
HEARTBEAT = timedelta(hours=1)
#: How long it may be since the worker did the work of a day.
WORKER = timedelta(hours=26)
#: How long a fault stands before editors get a letter about it.
LETTER = timedelta(days=7)
#: How many things of each sort a nightly sample looks at.
SAMPLE = 50
