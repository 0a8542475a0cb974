"""Under which name each camera is shown. No Qt."""

from collections.abc import Iterable, Mapping

from netgear_engine.receiving.port_status import PortStatus


class CameraNames:
    """The operator's name for a port, else the name the camera gives itself, else "Port 5566"."""

    def __init__(self, chosen: Mapping[int, str] | None = None) -> None:
        self._chosen = dict(chosen or {})
        self._told: dict[int, str] = {}

    def choose(self, chosen: Mapping[int, str]) -> None:
        """Take the names that the operator has chosen, in place of those before."""
        self._chosen = dict(chosen)

    def forget(self, port: int) -> None:
        """Forget what the camera of a port called itself: another one may come there."""
        self._told.pop(port, None)

    def take(self, statuses: Iterable[PortStatus]) -> None:
        """Note the names that cameras give themselves."""
        for status in statuses:
            if status.name:
                self._told[status.port] = status.name

    def of(self, port: int) -> str:
        """Return the name to show for a port."""
        return self._chosen.get(port) or self._told.get(port) or f"Port {port}"
