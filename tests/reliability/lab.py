"""The real programs on a desk of computers: one monitor with its small disk, some cameras."""

import contextlib
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netgear_engine.clock import Clock
from tests.reliability.network import MONITOR_ADDRESS, Computer, desk
from tests.support.json_lines_process import JsonLinesProcess

FIRST_PORT = 5601
_ROOT = Path(__file__).parents[2]
_DISK_MB = 8
_CLOCK_SOURCE = Path(__file__).with_name("shifted_clock.c")


@dataclass
class Camera:
    """One netgear-server with its test pattern, on a computer of its own."""

    computer: Computer
    port: int
    state: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        """How the monitor names it."""
        return str(self.port)

    def start(self) -> None:
        """Start it, as its service would."""
        words = [
            *(sys.executable, "-m", "netgear_engine.node", "--no-config", "--source=test-pattern"),
            *(f"--connect={MONITOR_ADDRESS}:{self.port}", "--size=320x240", "--fps=10"),
        ]
        self.process = subprocess.Popen(
            self.computer.command(*words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            start_new_session=True,
            env={**os.environ, "STATE_DIRECTORY": str(self.state)},
        )

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal to all its processes."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """End all its processes without a goodbye."""
        self.send_signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()
            self.process = None


class Monitor:
    """netgear-monitor on a disk of 8 MB; what its wall shows is looked at all the time."""

    def __init__(self, computer: Computer, disk: Path, ports: str, clock: Clock) -> None:
        self.computer = computer
        self.disk = disk
        self._clock = clock
        self._ports = ports
        self._shift = disk.with_name("shift")
        self._clock_library = disk.with_name("shifted_clock.so")
        if can_shift_clock():
            words = ["cc", "-shared", "-fPIC", "-O2", "-o", str(self._clock_library)]
            subprocess.run([*words, str(_CLOCK_SOURCE), "-ldl"], check=True)
        self._running: JsonLinesProcess | None = None
        self._seen_before = 0
        self.settings.parent.mkdir()
        self.settings.write_text(f'ports = "{ports}"\n[alarms]\nsound = false\n')

    @property
    def settings(self) -> Path:
        """Its settings file."""
        return self.disk / "netgear-monitor" / "settings.toml"

    @property
    def events(self) -> Path:
        """Its events, a file of SQLite."""
        return self.settings.with_name("settings-events.sqlite")

    def start(self) -> None:
        """Start it with its settings."""
        self.set_clock(0)
        home = ["env", f"XDG_CONFIG_HOME={self.disk}"]
        preload = [f"LD_PRELOAD={self._clock_library}", f"SHIFTED_CLOCK={self._shift}"]
        self._running = JsonLinesProcess(
            "tests.reliability.watched_monitor",
            [f"--ports={self._ports}", "--listen=*"],
            before=self.computer.command(*home, *(preload if can_shift_clock() else ())),
        )
        self._running.__enter__()

    def stop(self) -> None:
        """End it as an operator does."""
        if self._running is not None:
            self._running.__exit__(None, None, None)
            self._running = None

    def kill(self) -> None:
        """End it without a word."""
        if self._running is not None:
            self._running.kill()
            self.stop()

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal to it."""
        if self._running is not None:
            os.kill(self._running.pid, number)

    def set_clock(self, seconds: int) -> None:
        """Let its wall clock be so many seconds ahead, or behind."""
        with self._shift.open("r+b" if self._shift.exists() else "wb") as file:
            file.write(struct.pack("=q", seconds))

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self._running is not None and self._running.exit_code is None

    def looks(self, since: float) -> list[dict[str, Any]]:
        """Return what was seen on its wall since then, oldest first."""
        lines = [] if self._running is None else self._running.lines
        return [line for line in lines if line["at"] >= since]

    def errors(self) -> str:
        """Return the end of what it wrote to stderr."""
        return "" if self._running is None else self._running.errors()

    def stored_events(self) -> set[tuple[int, str]]:
        """Return the id and kind of every event in its file; raises sqlite3.Error."""
        database = sqlite3.connect(f"file:{self.events}?mode=ro", uri=True, timeout=5)
        with contextlib.closing(database):
            return set(database.execute("SELECT id, kind FROM event"))


@dataclass(frozen=True)
class Lab:
    """Everything that can be harmed. `stranger` is a computer without a program of ours."""

    clock: Clock
    monitor: Monitor
    cameras: list[Camera]
    stranger: Computer

    def start_again(self) -> None:
        """Start every program anew, after one that did not come back."""
        self.monitor.kill()
        self.monitor.start()
        for camera in self.cameras:
            camera.kill()
            camera.start()


def can_shift_clock() -> bool:
    """Tell whether the monitor's wall clock can jump: it takes a C compiler."""
    return shutil.which("cc") is not None


@contextlib.contextmanager
def lab(cameras: int, clock: Clock) -> Iterator[Lab]:
    """Set everything up, the programs running; all is taken away at the end."""
    with (
        tempfile.TemporaryDirectory(prefix="chaos-") as folder,
        desk(cameras + 2) as computers,
        _small_disk(Path(folder, "disk")) as disk,
    ):
        last = FIRST_PORT + cameras - 1
        monitor = Monitor(computers[0], disk, f"{FIRST_PORT}-{last}", clock)
        made = [
            Camera(computer, FIRST_PORT + number, Path(folder, f"state-{number}"))
            for number, computer in enumerate(computers[2:])
        ]
        try:
            monitor.start()
            for camera in made:
                camera.state.mkdir()
                camera.start()
            yield Lab(clock, monitor, made, computers[1])
        finally:
            for camera in made:
                camera.kill()
            monitor.send_signal(signal.SIGCONT)
            monitor.stop()


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={_DISK_MB}m", "tmpfs"]
    subprocess.run(["mount", *options, str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
