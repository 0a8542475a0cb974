"""netgear-monitor: makes sure that the window can be opened at all, then does what is asked.

Signals are taken before anything else, which takes a while to import. What it imports first must be
there in an install without the window's libraries, as a node's is.
"""

import os
import sys
from collections.abc import Sequence

from gui.program.display_check import check_display, lacking_libraries
from gui.program.end_signals import EndSignals
from netgear_engine.standard_streams import open_standard_streams
from netgear_engine.version import VERSION


def main(arguments: Sequence[str] | None = None) -> int:
    """Run netgear-monitor; returns 0, or 1 when something stood in the way."""
    signals = EndSignals()
    try:
        return _run(arguments, signals)
    finally:
        signals.close()


def _run(arguments: Sequence[str] | None, signals: EndSignals) -> int:
    open_standard_streams("netgear-monitor")
    lacking = lacking_libraries()
    if lacking:
        if "--version" in (sys.argv[1:] if arguments is None else arguments):
            print(f"netgear-monitor {VERSION}")
            return 0
        print(
            f"netgear-monitor: the window's libraries are not installed ({', '.join(lacking)}): "
            "pip install 'netgear-monitor[gui]'",
            file=sys.stderr,
        )
        return 1
    # Only now: it needs some of them, too.
    from gui.program.command_line import read_command_line

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
