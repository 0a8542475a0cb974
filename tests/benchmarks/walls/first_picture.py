"""Programs that end when they have shown their first picture, and tell how long that took.

    python -m tests.benchmarks.walls.first_picture ours|stock|window --began SECONDS [--port PORT]

--began is the moment, in monotonic seconds, at which the process was asked for.
"""

import argparse
import json
import logging
import os
import sys
import time
from typing import Any
from unittest.mock import patch


def main() -> None:
    """Run one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=_PROGRAMS)
    parser.add_argument("--began", type=float, required=True)
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

    def shown(*_: object) -> None:
        print(json.dumps({"seconds": time.monotonic() - given.began}), flush=True)
        os._exit(0)

    _PROGRAMS[given.name](given.port, shown)


def _ours(port: int, shown: Any) -> None:
    """Run netgear-monitor as it is, but for its end."""
    from gui.__main__ import main as run_monitor
    from gui.bridge.frame_feed import FrameFeed

    with patch.object(FrameFeed, "painted", shown):
        run_monitor(["--listen=127.0.0.1", f"--ports={port}"])


def _stock(port: int, shown: Any) -> None:
    """Receive one picture with VidGear and make it as large as its tile."""
    import cv2
    from vidgear.gears import NetGear

    logging.disable()
    make: Any = NetGear
    receiver = make(address="127.0.0.1", port=str(port), pattern=1, receive_mode=True)
    shown(cv2.resize(receiver.recv(), (1280, 720)))


def _window(_port: int, shown: Any) -> None:
    """Open a window of PySide6 that paints a picture, and nothing else."""
    from PySide6.QtGui import QImage, QPainter, QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Window(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            with QPainter(self) as painter:
                painter.drawImage(0, 0, QImage(1280, 720, QImage.Format.Format_RGB32))
            shown()

    application = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1280, 800)
    window.show()
    application.exec()


_PROGRAMS = {"ours": _ours, "stock": _stock, "window": _window}

if __name__ == "__main__":
    main()
