"""Cameras that exist only for screenshots: every state there is, at a time that stands still."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np
import simplejpeg

from gui.bridge.engine_thread import EngineThread
from gui.cameras.key import key_of_port
from netgear_engine.events import Event, MessageReceived
from netgear_engine.frame import Frame, Picture
from netgear_engine.protocol.ext import Control, Health, NodeReport
from netgear_engine.protocol.header import Compression
from netgear_engine.protocol.patterns import Pattern
from netgear_engine.protocol.port_state import PortState
from netgear_engine.receiving.port_status import PortStatus
from netgear_engine.sources.source import SourceOptions
from netgear_engine.sources.test_pattern import TestPattern

NAMES = (
    *("Front gate", "Loading dock", "Orchard", "Workshop", "Car park east", "Stairwell B"),
    *("Server room", "Porch", "Roof"),
)
FIRST_PORT = 5566
PORTS = tuple(range(FIRST_PORT, FIRST_PORT + len(NAMES)))
KEYS = tuple(map(key_of_port, PORTS))

_SIZE = (1280, 720)
_LONG_AGO = 3600.0
_REPORT = NodeReport(
    controls={
        "size": Control("size", 16, 4096),
        "fps": Control("float", 0.2, 30, 15),
        "quality": Control("int", 1, 100, 85),
        "brightness": Control("float", -1.0, 1.0, 0.0),
        "contrast": Control("float", 0.0, 2.0, 1.0),
        "AwbMode": Control("choice", default="Auto", choices=("Auto", "Daylight", "Indoor")),
        "AeEnable": Control("bool", default=True),
        "ExposureTime": Control("int", 100, 33_000, 10_000),
    },
    values={
        **{"size": [1280, 720], "fps": 15.0, "quality": 85, "brightness": 0.1, "contrast": 1.0},
        **{"AwbMode": "Daylight", "AeEnable": False, "ExposureTime": 12_000},
    },
    commands=("set", "identify", "still", "restart_camera", "restart_process"),
)
_HEALTH = Health(
    temperature_c=54.2,
    throttled=(),
    cpu_percent=31.0,
    memory_percent=42.0,
    disk_percent=18.0,
    wifi_dbm=-58.0,
    uptime_s=8 * 86_400.0,
    camera_restarts=0,
    dropped_frames=3,
    clock_synchronised=True,
)


class StillClock:
    """A clock that shows a few minutes past two, and goes on only when told."""

    def __init__(self) -> None:
        self._monotonic = 100_000.0
        self._wall = datetime(2026, 11, 21, 14, 3, 21).timestamp()

    def monotonic(self) -> float:
        """Return the seconds shown."""
        return self._monotonic

    def wall(self) -> float:
        """Return the seconds since 1970 shown."""
        return self._wall

    def sleep(self, seconds: float) -> None:
        """Go on by so much."""
        self._monotonic += seconds
        self._wall += seconds


class StagedEngine(EngineThread):
    """Never receives anything: it tells what `tell` and `send` are given.

    The thread is not started, so nothing listens and nothing changes by itself.
    """

    def __init__(self, ports: Collection[int], clock: StillClock) -> None:
        super().__init__(ports, address="127.0.0.1", pattern=Pattern.REQUEST_REPLY, clock=clock)
        self._status_timer.stop()
        self._still = clock
        self._statuses: dict[int, PortStatus] = {}
        self._tried: dict[int, PortStatus] = {}

    def statuses(self) -> Mapping[int, PortStatus]:
        """Return what was told of every port."""
        return self._tried | self._statuses

    def silent_for(self) -> float:
        """Return that the engine was heard of just now."""
        return 0.0

    def tell(self, *statuses: PortStatus) -> None:
        """Tell the window of cameras; those told of before stay as they are."""
        self._statuses |= {status.port: status for status in statuses}
        self.statuses_changed.emit(dict(self._statuses))

    def tell_on_trial(self, status: PortStatus) -> None:
        """Let a camera be there that only the dialog which tries it hears of."""
        self._tried[status.port] = status

    def send(self, port: int, age: float = 0.0, fault: str = "") -> None:
        """Let a port's newest picture be so many seconds old."""
        self.feed.put(_picture(port, self._still, age, fault))
        self.picture_ready.emit(port)

    def happen(self, event: Event) -> None:
        """Let something happen."""
        if isinstance(event, MessageReceived):
            self.message_received.emit(event)
        self.event_happened.emit(event)


def live(port: int, clock: StillClock) -> PortStatus:
    """Return the status of a camera that is as it should be."""
    return PortStatus(
        port=port,
        pattern=Pattern.REQUEST_REPLY,
        state=PortState.LIVE,
        since_at=clock.monotonic() - _LONG_AGO,
        since_wall=clock.wall() - _LONG_AGO,
        stale_after=1.5,
        name=NAMES[port - FIRST_PORT],
        connected=1,
        connects=1,
        received=54_000,
        decoded=53_990,
        dropped=10,
        bytes=7_000_000_000,
        fps=15.0 - (port % 3) * 0.1,
        bits_per_second=15.4e6,
        last_frame_at=clock.monotonic(),
        last_frame_wall=clock.wall(),
        size=_SIZE,
        health=_HEALTH,
        report=_REPORT,
    )


def silent(port: int, clock: StillClock, state: PortState, seconds: float) -> PortStatus:
    """Return the status of a camera that has sent nothing for so long."""
    return replace(
        live(port, clock),
        state=state,
        since_at=clock.monotonic() - seconds + 1.5,
        since_wall=clock.wall() - seconds + 1.5,
        connected=int(state is PortState.STALE),
        fps=0.0,
        bits_per_second=0.0,
        last_frame_at=clock.monotonic() - seconds,
        last_frame_wall=clock.wall() - seconds,
    )


def lasting(status: PortStatus, seconds: float) -> PortStatus:
    """Return the status as one that began so long ago."""
    assert status.last_frame_at is not None
    assert status.last_frame_wall is not None
    return replace(
        status,
        since_at=status.last_frame_at - seconds,
        since_wall=status.last_frame_wall - seconds,
    )


def without_picture(port: int, clock: StillClock, state: PortState, reason: str = "") -> PortStatus:
    """Return the status of a port from which no picture ever came."""
    since = clock.monotonic() - 75
    return PortStatus(
        port, Pattern.REQUEST_REPLY, state, since, clock.wall() - 75, 1.5, reason=reason
    )


def _picture(port: int, clock: StillClock, age: float, fault: str) -> Picture:
    """Return a picture of the demo's kind, taken so many seconds ago."""
    index = port - FIRST_PORT
    painter_s_clock = StillClock()
    painter_s_clock.sleep(clock.monotonic() - painter_s_clock.monotonic() - age)
    options = SourceOptions(size=_SIZE, caption=NAMES[index])
    with TestPattern(str(index + 1), options, painter_s_clock) as source:
        captured = source.read()
    assert captured is not None
    assert captured.pixels is not None
    height, width = captured.pixels.shape[:2]
    pixels = np.full((height, width, 4), 255, dtype=np.uint8)
    pixels[..., :3] = captured.pixels
    frame = Frame(
        port=port,
        number=54_000,
        payload=simplejpeg.encode_jpeg(captured.pixels, 85, "BGR"),
        content=Compression(),
        received_at=clock.monotonic() - age,
        received_wall=clock.wall() - age,
        changed_wall=clock.wall() - age,
        captured_at=clock.monotonic() - age - 0.048,
        capture_uncertainty=0.002,
        fault=fault,
    )
    return Picture(frame, pixels, _SIZE)
