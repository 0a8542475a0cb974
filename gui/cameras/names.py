"""Under which name each camera is shown. No Qt."""

from collections.abc import Mapping

from gui.cameras.key import CameraKey, port_of_key
from netgear_engine.receiving.port_status import PortStatus


class CameraNames:
    """The operator's name for a camera, else the name the camera gives itself, else "Port 5566"."""

    def __init__(self, chosen: Mapping[CameraKey, str] | None = None) -> None:
        self._chosen = dict(chosen or {})
        self._told: dict[CameraKey, str] = {}

    def choose(self, chosen: Mapping[CameraKey, str]) -> None:
        """Take the names that the operator has chosen, in place of those before."""
        self._chosen = dict(chosen)

    def forget(self, key: CameraKey) -> None:
        """Forget what a camera called itself: another one may come in its place."""
        self._told.pop(key, None)

    def receive(self, statuses: Mapping[CameraKey, PortStatus]) -> None:
        """Note the names that cameras give themselves."""
        for key, status in statuses.items():
            if status.name:
                self._told[key] = status.name

    def of(self, key: CameraKey) -> str:
        """Return the name to show for a camera."""
        return self._chosen.get(key) or self._told.get(key) or usual_name(key)


def usual_name(key: CameraKey) -> str:
    """Return what a camera is called while nobody has named it, as in "Port 5566"."""
    return key if port_of_key(key) is None else f"Port {key}"


def place_words(key: CameraKey) -> str:
    """Return where a camera is, within a sentence, as in "port 5566"."""
    return key if port_of_key(key) is None else f"port {key}"
