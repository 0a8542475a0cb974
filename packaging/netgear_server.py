"""Where the bundle's netgear-server begins."""

import sys

from netgear_engine.node.cli import main

sys.exit(main())
