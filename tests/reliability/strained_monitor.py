"""netgear-monitor as it is, with an operator who never rests, on a computer that stutters.

`python -m tests.reliability.strained_monitor ARGUMENTS` takes the program's own arguments. The
window's thread stands still for 200 ms each second; every three seconds something is done that
operators do; every five seconds the next camera gets a command. Each ten seconds a line of JSON
tells memory, handles, threads and what was painted.
"""

import json
import sys
from itertools import cycle

import numpy as np
import psutil
from PySide6.QtCore import QObject, QTimer

from gui.cameras.key import port_of_key
from gui.window.main_window import MainWindow
from netgear_engine.clock import SystemClock
from tests.reliability.visitor import run_with_visitor

_STALL_S = 0.2
_DEEDS = (
    *("next_page", "enlarge", "back", "statistics", "statistics", "previous_page", "next_view"),
    *("edit_view", "edit_view", "diagnostics", "side_panel", "side_panel", "acknowledge_all"),
)


class _Operator(QObject):
    """Uses the window, and tells how it is."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._clock = SystemClock()
        self._process = psutil.Process()
        self._deeds = cycle(_DEEDS)
        self._turn = 0
        self._painted: dict[int, int] = {}
        for seconds, what in (
            (1, self._stall),
            (3, self._do),
            (5, self._command),
            (10, self._tell),
        ):
            timer = QTimer(self)
            timer.timeout.connect(what)
            timer.start(seconds * 1000)

    def _stall(self) -> None:
        self._clock.sleep(_STALL_S)

    def _do(self) -> None:
        self._window.actions_table[next(self._deeds)].trigger()

    def _command(self) -> None:
        keys = self._window.wall.arrangement.keys
        if keys:
            self._turn += 1
            self._window.controls.command_wanted.emit(keys[self._turn % len(keys)], "identify", {})

    def _tell(self) -> None:
        feed = self._window.wall.feed
        ports = list(filter(None, map(port_of_key, self._window.wall.arrangement.keys)))
        figures = [feed.figures(port) for port in ports]  # type: ignore[attr-defined] # FrameFeed
        painted = {port: one.painted for port, one in zip(ports, figures, strict=True)}
        ages: list[float] = []
        for port, one in zip(ports, figures, strict=True):
            new = painted[port] - self._painted.get(port, 0)
            ages += list(one.receive_to_paint)[-new:] if new else []
        p50, p99 = (np.percentile(ages, [50, 99]) * 1000) if ages else (0.0, 0.0)
        line = {
            "at": self._clock.monotonic(),
            "memory_mb": round(self._process.memory_info().rss / 1e6, 1),
            "handles": self._process.num_fds(),
            "threads": self._process.num_threads(),
            "painted": sum(painted.values()) - sum(self._painted.values()),
            "replaced": sum(one.replaced for one in figures),
            "p50_ms": round(float(p50), 1),
            "p99_ms": round(float(p99), 1),
        }
        self._painted = painted
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    sys.exit(run_with_visitor(lambda window: setattr(window, "operator", _Operator(window))))
