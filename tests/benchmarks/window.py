"""Measure whether the window stays quick under load.

    python -m tests.benchmarks.window [--seconds S] [--cameras N] [--fps N] [--size WxH] [--json F]

The real window with the real engine, without a display unless QT_QPA_PLATFORM says otherwise.
Processes of their own send JPEGs that were made beforehand. Measured are:

- how long the window's thread does not answer: a watchdog thread queues a call every 20 ms and
  looks at how late it is run;
- from a click on a tile until the frame around the selected tile has been painted;
- how old a picture is when it is painted, from its reception;
- how long a window takes that was minimised until every tile has a fresh picture;
- how long a wall of 32 cameras, half of them absent, takes until it has been painted and answers.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from netgear_engine.clock import SystemClock
from tests.benchmarks.gui_watchdog import GuiWatchdog
from tests.benchmarks.loaded_window import LoadedWindow, wait_for
from tests.benchmarks.window_table import Measured, Quantity, table
from tests.support.free_ports import free_ports
from tests.support.json_lines_process import JsonLinesProcess

_ABSENT_SHARE = 2
_START_CAMERAS = 32
_CLICKS_A_SECOND = 10


def main() -> int:
    """Measure, print the table, and write the figures."""
    options = _options()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt's offscreen plugin repeats that it has no window manager.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    measured = [*_under_load(options), _start_up(options)]
    print(table(measured))
    if options.json is not None:
        figures = {one.name: one.figures() for one in measured}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def _under_load(options: argparse.Namespace) -> list[Measured]:
    ports = free_ports(options.cameras)
    clock = SystemClock()
    with _senders(ports, options), LoadedWindow(ports, clock) as loaded:
        loaded.wait_until_live(ports)
        before = loaded.painted()
        with GuiWatchdog(clock) as watchdog:
            begun = clock.monotonic()
            clicks = loaded.click_for(options.seconds, _CLICKS_A_SECOND)
            passed = clock.monotonic() - begun
        rates = [
            (after - was) / passed for after, was in zip(loaded.painted(), before, strict=True)
        ]
        ages = [age for ages in loaded.receive_to_paint().values() for age in ages]
        return [
            Measured("window's thread does not answer", watchdog.delays, limit_worst=0.1),
            Measured("click to selection painted", clicks, limit_p99=0.05),
            Measured("reception to paint", ages, limit_p99=0.06),
            Measured("pictures painted, each camera", rates, quantity=Quantity.RATE),
            Measured("restored to fresh pictures", [loaded.restore()], limit_worst=2.0),
        ]


def _start_up(options: argparse.Namespace) -> Measured:
    ports = free_ports(_START_CAMERAS)
    there = ports[: _START_CAMERAS // _ABSENT_SHARE]
    clock = SystemClock()
    with _senders(there, options) as senders:
        wait_for(lambda: bool(senders.lines), 30, "senders")
        begun = clock.monotonic()
        with LoadedWindow(ports, clock) as loaded:
            loaded.wait_until_usable()
            took = clock.monotonic() - begun
            loaded.wait_until_live(there)
    return Measured("32 cameras, 16 absent: usable", [took], limit_worst=2.0)


def _senders(ports: list[int], options: argparse.Namespace) -> JsonLinesProcess:
    return JsonLinesProcess(
        "tests.support.jpeg_sender",
        [
            *(f"--ports={ports[0]}-{ports[-1]}", f"--fps={options.fps}", f"--size={options.size}"),
            f"--processes={options.processes}",
        ],
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=20, help="of clicking under load")
    parser.add_argument("--cameras", type=int, default=16)
    parser.add_argument("--fps", type=float, default=30)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--processes", type=int, default=2, help="that the cameras share")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
