"""What goes wrong in the lab. Each fault is a context: it lasts as long as the block.

`harms` says who may notice: "one" only the victim, "all" every camera, "none" nobody.
"""

import contextlib
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import psutil

from tests.reliability.lab import Camera, Lab, can_shift_clock

Begin = Callable[[Lab, Camera, random.Random], contextlib.AbstractContextManager[None]]


@dataclass(frozen=True)
class Fault:
    """One way to fail. `longest` is for how many seconds it may last."""

    name: str
    begin: Begin
    harms: Literal["one", "all", "none"] = "one"
    longest: float = 12.0
    forgets_events: bool = False


@contextlib.contextmanager
def _link_down(_lab: Lab, victim: Camera, _random: random.Random) -> Iterator[None]:
    victim.computer.pull_the_cable()
    try:
        yield
    finally:
        victim.computer.plug_in()


@contextlib.contextmanager
def _address_moved(_lab: Lab, victim: Camera, _random: random.Random) -> Iterator[None]:
    victim.computer.move()
    yield


@contextlib.contextmanager
def _camera_frozen(_lab: Lab, victim: Camera, _random: random.Random) -> Iterator[None]:
    victim.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        victim.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def _camera_killed(_lab: Lab, victim: Camera, _random: random.Random) -> Iterator[None]:
    victim.kill()
    yield
    victim.start()


@contextlib.contextmanager
def _camera_process_killed(_lab: Lab, victim: Camera, _random: random.Random) -> Iterator[None]:
    assert victim.process is not None
    for child in psutil.Process(victim.process.pid).children():
        child.kill()
    yield


@contextlib.contextmanager
def _monitor_frozen(lab: Lab, _victim: Camera, _random: random.Random) -> Iterator[None]:
    lab.monitor.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        lab.monitor.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def _monitor_killed(lab: Lab, _victim: Camera, _random: random.Random) -> Iterator[None]:
    lab.monitor.kill()
    yield
    lab.monitor.start()


@contextlib.contextmanager
def _disk_full(lab: Lab, victim: Camera, _random: random.Random) -> Iterator[None]:
    """Fill the disk; a camera that dies meanwhile gives the monitor something to write."""
    filler = lab.monitor.disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb") as file:
        while True:
            file.write(bytes(65536))
    try:
        with _camera_killed(lab, victim, _random):
            yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def _disk_read_only(lab: Lab, victim: Camera, _random: random.Random) -> Iterator[None]:
    _remount(lab, "ro")
    try:
        with _camera_killed(lab, victim, _random):
            yield
    finally:
        _remount(lab, "rw")


def _remount(lab: Lab, how: str) -> None:
    # With a file open for writing only the way there can be made read-only, not the file system.
    words = ["mount", "-o", f"remount,bind,{how}", str(lab.monitor.disk)]
    subprocess.run(words, check=True)


@contextlib.contextmanager
def _files_corrupt(lab: Lab, _victim: Camera, random: random.Random) -> Iterator[None]:
    lab.monitor.kill()
    for path in lab.monitor.settings.parent.glob("*.toml"):
        content = bytearray(path.read_bytes())
        for _ in range(8):
            if content:
                content[random.randrange(len(content))] = random.randrange(256)
        path.write_bytes(content)
    lab.monitor.events.write_bytes(random.randbytes(4096))
    yield
    lab.monitor.start()


@contextlib.contextmanager
def _port_taken(lab: Lab, victim: Camera, _random: random.Random) -> Iterator[None]:
    """Start the monitor while another program has the victim's port."""
    lab.monitor.kill()
    code = (
        "import socket, time; s = socket.socket(); s.setsockopt(1, 2, 1);"
        f"s.bind(('0.0.0.0', {victim.port})); s.listen(); print('has it', flush=True);"
        "time.sleep(1e6)"
    )
    words = lab.monitor.computer.command(sys.executable, "-c", code)
    with subprocess.Popen(words, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline()
        lab.monitor.start()
        try:
            yield
        finally:
            other.kill()


@contextlib.contextmanager
def _clock_jumped(lab: Lab, _victim: Camera, random: random.Random) -> Iterator[None]:
    lab.monitor.set_clock(random.choice([-3600, 3600, -7 * 86400]))
    try:
        yield
    finally:
        lab.monitor.set_clock(0)


@contextlib.contextmanager
def _stranger_noise(lab: Lab, victim: Camera, random: random.Random) -> Iterator[None]:
    """Somebody else's program throws bytes at the victim's port, connection by connection."""
    words = lab.stranger.command(
        *(sys.executable, "-m", "tests.reliability.stranger"),
        *(str(victim.port), str(random.randrange(2**32))),
    )
    with subprocess.Popen(words) as stranger:
        try:
            yield
        finally:
            stranger.kill()


FAULTS = [
    Fault("link down", _link_down, longest=20),
    Fault("address moved", _address_moved),
    Fault("camera frozen", _camera_frozen),
    Fault("camera killed", _camera_killed),
    Fault("camera process killed", _camera_process_killed),
    Fault("monitor frozen", _monitor_frozen, harms="all", longest=5),
    Fault("monitor killed", _monitor_killed, harms="all", longest=3),
    Fault("disk full", _disk_full),
    Fault("disk read-only", _disk_read_only),
    Fault("files corrupt", _files_corrupt, harms="all", longest=1, forgets_events=True),
    Fault("port taken", _port_taken, harms="all"),
    Fault("stranger's noise", _stranger_noise, harms="none"),
]
if can_shift_clock():
    FAULTS.append(Fault("clock jumped", _clock_jumped, harms="none"))
