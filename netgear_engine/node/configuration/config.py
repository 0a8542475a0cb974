"""What netgear-server is to do: its settings, their types, what is allowed and their defaults.

The file's keys and the flags are the fields of these two structs; keys.py says what each of
them means.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from netgear_engine.node.camera.messages import ProcessSettings
from netgear_engine.sending.receiver_address import Receiver
from netgear_engine.sources.pi_camera.options import PiCameraOptions, Sensor, Transform
from netgear_engine.sources.registry import writable

DEFAULT_FILE = "/etc/netgear-server.toml"
SYSTEM_FOLDER = Path("/var/lib/netgear-server")

SMALLEST_SIDE, LARGEST_SIDE = 16, 8192
SLOWEST_FPS, FASTEST_FPS = 0.01, 1000.0

Side = Annotated[int, msgspec.Meta(ge=SMALLEST_SIDE, le=LARGEST_SIDE)]
Fps = Annotated[float, msgspec.Meta(ge=SLOWEST_FPS, le=FASTEST_FPS)]
Quality = Annotated[int, msgspec.Meta(ge=1, le=100)]
BufferCount = Annotated[int, msgspec.Meta(ge=1, le=32)]


def default_state_folder(
    environment: Mapping[str, str] | None = None, system_folder: Path = SYSTEM_FOLDER
) -> str:
    """Return the service's folder when it may be written to, else one of the user's own.

    systemd names it in STATE_DIRECTORY (systemd.exec(5)), several with ":" between them. The
    user's is as the XDG base directories have it. It need not exist yet.
    """
    environment = os.environ if environment is None else environment
    given = environment.get("STATE_DIRECTORY", "").partition(":")[0]
    if given:
        return given
    if os.access(system_folder, os.W_OK | os.X_OK):
        return str(system_folder)
    home = environment.get("XDG_STATE_HOME", "")
    # The specification has a path that is not absolute ignored.
    base = Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "state"
    return str(base / "netgear-server")


class CameraConfig(msgspec.Struct, frozen=True, kw_only=True):
    """One camera and where its pictures go.

    None leaves a setting to the camera. `controls` to `format` are for Raspberry Pi cameras, in
    the words of picamera2.
    """

    source: str
    connect: tuple[Receiver, ...]
    name: str = ""
    pattern: Literal[1, 2] = 1
    size: tuple[Side, Side] | None = None
    fps: Fps | None = None
    quality: Quality = 85
    loop: bool = False
    controls: dict[str, Any] = {}
    transform: Transform = Transform()
    buffer_count: BufferCount | None = None
    queue: bool = True
    sensor: Sensor | None = None
    format: str | None = None

    def settings(self, applied: dict[str, Any] | None = None) -> ProcessSettings:
        """Return what the camera's process needs; `applied` are the settings made by command."""
        return ProcessSettings(
            source=writable(self.source),
            size=self.size,
            fps=self.fps,
            quality=self.quality,
            loop=self.loop,
            caption=self.name,
            pi_camera=PiCameraOptions(
                controls=self.controls,
                transform=self.transform,
                buffer_count=self.buffer_count,
                queue=self.queue,
                sensor=self.sensor,
                format=self.format,
            ),
            applied=applied or {},
        )


class NodeConfig(msgspec.Struct, frozen=True, kw_only=True):
    """All cameras of this computer, and what they have in common.

    `secure` is 0 in the clear, 1 encrypted, 2 encrypted and only known senders are let in; `keys`
    is the folder with the keys, "" for the usual one. `allow_commands` None allows them where
    nobody else can send any: with keys, or from this computer. `led` is a name in /sys/class/leds,
    "" for none.
    """

    cameras: tuple[CameraConfig, ...]
    secure: Literal[0, 1, 2] = 0
    keys: str = ""
    allow_commands: bool | None = None
    state_folder: str = msgspec.field(default_factory=default_state_folder)
    led: str = ""
