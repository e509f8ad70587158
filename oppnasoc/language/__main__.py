"""``python -m oppnasoc.language``."""

import sys

from oppnasoc.language.cli import main

sys.exit(main())
