"""Cameras added to the settings, changed and taken out of them again. No Qt."""

from collections.abc import Collection, Iterable

import msgspec

from gui.cameras.entry import LAST_PORT, CameraEntry
from gui.cameras.key import CameraKey, port_of_key
from gui.settings.schema import Settings

FIRST_PORT = 5566
"""NetGear's own first port."""


def with_cameras(settings: Settings, cameras: Iterable[CameraEntry]) -> Settings:
    """Return the settings with these cameras; one that was there is replaced in its place."""
    listed = {camera.key: camera for camera in settings.camera}
    listed.update((camera.key, camera) for camera in cameras)
    return msgspec.structs.replace(settings, camera=tuple(listed.values()))


def with_camera(settings: Settings, camera: CameraEntry) -> Settings:
    """Return the settings with this camera in place of what was said of it."""
    return with_cameras(settings, [camera])


def without_camera(settings: Settings, key: CameraKey) -> Settings:
    """Return the settings without a camera, so that its port is no longer listened on."""
    cameras = tuple(camera for camera in settings.camera if camera.key != key)
    ports = settings.ports
    beside = set(msgspec.structs.replace(settings, camera=()).port_numbers())
    if (port := port_of_key(key)) in beside:
        ports = ports_text(beside - {port} - _listed_ports(settings))
    return msgspec.structs.replace(settings, camera=cameras, ports=ports)


def next_free_port(settings: Settings, taken: Collection[int] = ()) -> int:
    """Return the first port from NetGear's own on that no camera has."""
    used = _listed_ports(settings).union(taken)
    following = (port for port in range(FIRST_PORT, LAST_PORT + 1) if port not in used)
    return next(following, FIRST_PORT)


def _listed_ports(settings: Settings) -> set[int]:
    return set(msgspec.structs.replace(settings, ports="").port_numbers())


def group_names(settings: Settings) -> list[str]:
    """Return the names of the groups that there are, in alphabetical order."""
    return sorted({camera.group for camera in settings.camera if camera.group}, key=str.casefold)


def ports_text(ports: Iterable[int]) -> str:
    """Write ports as the settings do, as in 5566,5570-5573."""
    ranges: list[list[int]] = []
    for port in sorted(set(ports)):
        if ranges and port == ranges[-1][1] + 1:
            ranges[-1][1] = port
        else:
            ranges.append([port, port])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)
