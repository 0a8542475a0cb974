"""Where the bundle's netgear-monitor begins."""

import sys

from gui.__main__ import main

sys.exit(main())
