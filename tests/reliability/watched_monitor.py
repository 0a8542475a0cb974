"""netgear-monitor as it is, with somebody who looks at its wall five times a second.

`python -m tests.reliability.watched_monitor ARGUMENTS` takes the program's own arguments. Each
look is a line of JSON: {"at": monotonic seconds, "tiles": {key: [condition, received_at]}}, where
`received_at` is the newest picture's time, null when there is none.
"""

import json
import sys

from PySide6.QtCore import QTimer

from gui.window.main_window import MainWindow
from netgear_engine.clock import SystemClock
from tests.reliability.visitor import run_with_visitor

_LOOK_MS = 200


def _watch(window: MainWindow) -> None:
    clock = SystemClock()
    timer = QTimer(window)
    timer.timeout.connect(lambda: _tell(window, clock.monotonic()))
    timer.start(_LOOK_MS)


def _tell(window: MainWindow, now: float) -> None:
    tiles = {}
    for key in window.wall.arrangement.keys:
        tile = window.wall.tile(key)
        newest = None if tile.picture is None else tile.picture.frame.received_at
        tiles[key] = [tile.state.condition.name, newest]
    print(json.dumps({"at": now, "tiles": tiles}), flush=True)


if __name__ == "__main__":
    sys.exit(run_with_visitor(_watch))
