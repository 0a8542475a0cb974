"""NetGear Monitor's own window, at 1920x1080, without a display unless QT_QPA_PLATFORM says so."""

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from netgear_engine.clock import SystemClock
from netgear_engine.frame import Picture
from tests.benchmarks.loaded_window import LoadedWindow
from tests.benchmarks.walls.meter import HIDDEN, MINIMISED, Meter, options
from tests.support.sent_at import sent_at

_SCREEN = (1920, 1080)
_LOOK_MS = 100


def main() -> None:
    """Open the window and count what it paints."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    # As gui.app does.
    os.environ["QT_NO_GUI_THREADPOOL"] = "1"
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    given = options()

    def painted(picture: Picture) -> None:
        meter.shown(picture.frame.port, sent_at(picture.frame.payload))

    def look() -> None:
        if not meter.goes_on():
            application.quit()

    with LoadedWindow(given.ports, SystemClock(), size=_SCREEN, painted=painted) as loaded:
        loaded.show_only_the_wall()
        if given.state == MINIMISED:
            loaded.minimise()
        elif given.state == HIDDEN:
            loaded.hide()
        # From here on: what opening it costs is not what it costs to wait.
        meter = Meter(given)
        timer = QTimer(interval=_LOOK_MS)
        timer.timeout.connect(look)
        timer.start()
        application.exec()
        meter.report(loaded.picture_size(given.picture))
        # As the others: how it ends is not what is measured.
        os._exit(0)


if __name__ == "__main__":
    main()
