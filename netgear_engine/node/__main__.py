"""Lets `python -m netgear_engine.node` be netgear-server."""

import sys

from netgear_engine.node.cli import main

if __name__ == "__main__":
    sys.exit(main())
