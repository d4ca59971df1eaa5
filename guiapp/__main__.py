"""`python -m guiapp` starts the program."""

import sys

from guiapp.app import main

sys.exit(main())
