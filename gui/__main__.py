"""netgear-monitor: reads the command line, then makes sure that Qt can open a window at all.

Signals are taken before anything else, which takes a while to import.
"""

import os
import sys
from collections.abc import Sequence

from gui.program.end_signals import EndSignals


def main(arguments: Sequence[str] | None = None) -> int:
    """Run netgear-monitor; returns 0, or 1 when something stood in the way."""
    signals = EndSignals()
    try:
        return _run(arguments, signals)
    finally:
        signals.close()


def _run(arguments: Sequence[str] | None, signals: EndSignals) -> int:
    from gui.program.command_line import read_command_line
    from gui.program.display_check import check_display

    options = read_command_line(arguments)
    problem = check_display(os.environ)
    if problem is not None:
        print(problem, file=sys.stderr)
        return 1
    # Importing Qt fails where the libraries are missing that check_display has just looked for.
    from gui import app

    return app.run(options, signals)


if __name__ == "__main__":
    sys.exit(main())
