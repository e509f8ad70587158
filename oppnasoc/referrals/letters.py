"""What leaves by mail about texts that somebody is asked about."""

from __future__ import annotations

from .asking_by_mail import ask as ask
from .asking_by_mail import remind as remind
from .asking_by_mail import result as result
from .reminding import reminder as reminder
