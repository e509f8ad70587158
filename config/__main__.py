"""``python -m config COMMAND`` runs a Django command; ``./soc manage`` calls it."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(["soc manage", *sys.argv[1:]])
