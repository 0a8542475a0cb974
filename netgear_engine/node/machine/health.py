"""How the computer under a node is doing, from the files in which Linux says so.

What a computer does not tell stays None. The files are those of proc(5) and of the kernel's
"thermal sysfs" and "wireless extensions" documents.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from netgear_engine.clock import Clock
from netgear_engine.node.machine.clock_synchronised import is_clock_synchronised
from netgear_engine.node.machine.throttling import Throttling
from netgear_engine.protocol.ext import Health

# The processor's own sensor: "cpu-thermal" and earlier "bcm2835_thermal" on a Raspberry Pi.
_PROCESSOR_SENSOR = re.compile(r"cpu.*|bcm2835_thermal|soc.thermal|x86_pkg_temp")

# A driver that does not measure in dBm gives a number without a unit, from 0 up.
_WEAKEST_DBM, _STRONGEST_DBM = -150.0, -1.0


class HealthReader:
    """Reads the health of this computer; every reading is quick and waits for nothing."""

    def __init__(
        self,
        clock: Clock,
        *,
        root: Path = Path("/"),
        state_folder: Path | None = None,
        throttling: Throttling | None = None,
        clock_synchronised: Callable[[], bool | None] = is_clock_synchronised,
    ) -> None:
        """`root` is where proc and sys are; `state_folder` lies on the disk that is told of."""
        self._root = root
        self._state_folder = state_folder
        self._throttling = throttling or Throttling(clock)
        self._clock_synchronised = clock_synchronised
        self._cpu_ticks: tuple[int, int] | None = None

    def read(
        self, *, camera_restarts: int | None = None, dropped_frames: int | None = None
    ) -> Health:
        """Return the health now; the two numbers are the caller's own. For one thread.

        The processor's load is that since the last call, so the first call has none.
        """
        return Health(
            temperature_c=self._temperature(),
            throttled=self._throttling.read(),
            cpu_percent=self._cpu_load(),
            memory_percent=self._memory_used(),
            disk_percent=self._disk_used(),
            wifi_dbm=self._wifi_signal(),
            uptime_s=self._uptime(),
            camera_restarts=camera_restarts,
            dropped_frames=dropped_frames,
            clock_synchronised=self._clock_synchronised(),
        )

    def close(self) -> None:
        """Leave no process behind."""
        self._throttling.close()

    def _temperature(self) -> float | None:
        for zone in sorted(self._root.glob("sys/class/thermal/thermal_zone*")):
            if _PROCESSOR_SENSOR.fullmatch(_read(zone / "type").strip()):
                match = re.fullmatch(r"-?\d+", _read(zone / "temp").strip())
                return round(int(match[0]) / 1000, 1) if match else None
        return None

    def _cpu_load(self) -> float | None:
        last, self._cpu_ticks = self._cpu_ticks, self._read_cpu_ticks()
        if last is None or self._cpu_ticks is None:
            return None
        busy, total = (now - before for now, before in zip(self._cpu_ticks, last, strict=True))
        # The kernel may take back a little of what it counted as idle.
        return _percent(min(max(busy, 0), total), total)

    def _read_cpu_ticks(self) -> tuple[int, int] | None:
        """Return the ticks all processors were busy, and all ticks, since the start."""
        match = re.match(r"cpu +((?:\d+ ?){8})", _read(self._root / "proc/stat"))
        if not match:
            return None
        # user, nice, system, idle, waiting for a disk, interrupts (2), stolen by a host
        ticks = [int(word) for word in match[1].split()]
        return sum(ticks) - ticks[3] - ticks[4], sum(ticks)

    def _memory_used(self) -> float | None:
        sizes = memory_sizes(self._root)
        total, available = sizes.get("MemTotal"), sizes.get("MemAvailable")
        if total is None or available is None:
            return None
        return _percent(total - available, total)

    def _disk_used(self) -> float | None:
        if self._state_folder is None:
            return None
        try:
            usage = shutil.disk_usage(self._state_folder)
        except OSError:
            return None
        # As df counts: what only root may use is not free.
        return _percent(usage.used, usage.used + usage.free)

    def _wifi_signal(self) -> float | None:
        """Return the signal of the first wireless interface that has one."""
        pattern = r"^ *\w+: +[0-9a-f]{4} +-?\d+\.? +(-?\d+)\.? "
        text = _read(self._root / "proc/net/wireless")
        levels = [float(level) for level in re.findall(pattern, text, re.MULTILINE)]
        return next((one for one in levels if _WEAKEST_DBM <= one <= _STRONGEST_DBM), None)

    def _uptime(self) -> float | None:
        match = re.match(r"\d+(\.\d+)?", _read(self._root / "proc/uptime"))
        return round(float(match[0])) if match else None


def memory_sizes(root: Path = Path("/")) -> dict[str, int]:
    """Return the sizes in /proc/meminfo in KiB, by their names there; empty when it is missing."""
    lines = re.findall(r"^(\S+): +(\d+) kB$", _read(root / "proc/meminfo"), re.MULTILINE)
    return {name: int(size) for name, size in lines}


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole > 0 else None


def _read(path: Path) -> str:
    """Return what a small file says; nothing when it is missing or cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
