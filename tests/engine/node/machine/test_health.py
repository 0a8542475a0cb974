import shutil
from pathlib import Path

import msgspec
import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.node.machine.health import HealthReader, memory_sizes
from netgear_engine.node.machine.throttling import Throttling
from netgear_engine.protocol.ext import Health
from tests.support.manual_clock import ManualClock
from tests.support.raspberry_pi import lay_pi_files, vcgencmd
from tests.support.waiting import wait_until

NO_FIRMWARE = ("/nowhere/vcgencmd", "get_throttled")


def reader(root: Path, **options) -> HealthReader:
    clock = ManualClock()
    options.setdefault("throttling", Throttling(clock, NO_FIRMWARE))
    options.setdefault("clock_synchronised", lambda: None)
    return HealthReader(clock, root=root, **options)


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def test_a_raspberry_pi_is_read_whole(tmp_path):
    lay_pi_files(tmp_path)
    throttling = Throttling(ManualClock(), vcgencmd(tmp_path, "print('throttled=0x50000')"))
    health = reader(
        tmp_path, throttling=throttling, state_folder=tmp_path, clock_synchronised=lambda: True
    )
    health.read()
    write(tmp_path, "proc/stat", "cpu  3407 12 1228 702193 476 0 94 0 0 0\n")
    wait_until(throttling.read)
    now = health.read(camera_restarts=2, dropped_frames=17)
    usage = shutil.disk_usage(tmp_path)
    assert now == Health(
        temperature_c=49.2,
        throttled=("under-voltage since boot", "throttled since boot"),
        cpu_percent=20.0,  # 50 + 25 + 5 of 400 ticks; 300 idle, 20 waiting
        memory_percent=15.0,
        disk_percent=pytest.approx(100 * usage.used / (usage.used + usage.free), abs=0.2),
        wifi_dbm=-56.0,
        uptime_s=184203,
        camera_restarts=2,
        dropped_frames=17,
        clock_synchronised=True,
    )


def test_nothing_is_invented_where_nothing_is_told(tmp_path):
    health = reader(tmp_path, state_folder=tmp_path / "not there")
    assert health.read() == health.read() == Health()
    assert msgspec.json.encode(health.read()) == b"{}"


def test_what_cannot_be_understood_is_left_out(tmp_path):
    for name in ("proc/stat", "proc/meminfo", "proc/net/wireless", "proc/uptime"):
        write(tmp_path, name, "cpu\nMemTotal: many kB\n wlan0: good\n")
    write(tmp_path, "sys/class/thermal/thermal_zone0/type", "cpu-thermal\n")
    write(tmp_path, "sys/class/thermal/thermal_zone0/temp", "warm\n")
    health = reader(tmp_path)
    assert health.read() == health.read() == Health()


def test_the_first_reading_has_no_load(tmp_path):
    assert reader(lay_pi_files(tmp_path)).read().cpu_percent is None


@pytest.mark.parametrize(
    ("stat", "load"),
    [
        ("cpu  0 0 0 100 0 0 0 0 0 0\n", 0.0),
        ("cpu  60 10 10 100 0 5 5 10 60 10\n", 50.0),  # guests are counted with user and nice
        ("cpu  50 0 50 0 0 0 0 0\n", 100.0),  # a kernel without guests
        ("cpu  0 0 0 0 0 0 0 0 0 0\n", None),  # no time has gone by
    ],
)
def test_the_load_is_of_the_time_between_two_readings(tmp_path, stat, load):
    write(tmp_path, "proc/stat", "cpu  0 0 0 0 0 0 0 0 0 0\n")
    health = reader(tmp_path)
    health.read()
    write(tmp_path, "proc/stat", stat)
    assert health.read().cpu_percent == load


def test_only_the_processors_temperature_counts(tmp_path):
    for zone, (kind, temperature) in enumerate([("acpitz", 27800), ("bcm2835_thermal", 61224)]):
        folder = f"sys/class/thermal/thermal_zone{zone}"
        write(tmp_path, f"{folder}/type", f"{kind}\n")
        write(tmp_path, f"{folder}/temp", f"{temperature}\n")
    assert reader(tmp_path).read().temperature_c == 61.2


@pytest.mark.parametrize(
    ("line", "signal"),
    [
        (" wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0\n", -56.0),
        (" wlan0: 0000   70.  -40.  -256  0 0 0 0 0 0\n wlan1: 0000 5. -85. -256 0 0\n", -40.0),
        (" wlan0: 0000    0  -256  -256        0      0      0      0      0        0\n", None),
        (" wlan0: 0000   54.   34.     0        0      0      0      0      0        0\n", None),
    ],
)
def test_a_signal_is_told_only_in_dbm(tmp_path, line, signal):
    write(tmp_path, "proc/net/wireless", f"Inter-| sta-|\n face | tus |\n{line}")
    assert reader(tmp_path).read().wifi_dbm == signal


def test_the_sizes_of_the_memory(tmp_path):
    sizes = memory_sizes(lay_pi_files(tmp_path))
    assert (sizes["CmaTotal"], sizes["CmaFree"]) == (524288, 473600)
    assert memory_sizes(tmp_path / "not there") == {}


def test_this_computer_can_be_read(tmp_path):
    """Against the real /proc: whatever comes is within what it can be."""
    health = HealthReader(SystemClock(), state_folder=tmp_path)
    health.read()
    wait_until(lambda: health.read().cpu_percent is not None)
    now = health.read()
    health.close()
    assert now.memory_percent is not None and 0 < now.memory_percent < 100
    assert now.disk_percent is not None and 0 <= now.disk_percent <= 100
    assert now.uptime_s is not None and now.uptime_s > 1
