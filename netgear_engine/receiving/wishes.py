"""What we want of each port's sender: what is shown of it, unless more was asked for."""

from netgear_engine.protocol.ext import WantedStream

_MOST_PIXELS = 65535


class Wishes:
    """One wish per port at most; a port that was never shown nor asked for has none."""

    def __init__(self) -> None:
        self._shown: dict[int, WantedStream] = {}
        self._asked: dict[int, WantedStream] = {}
        self._limits: dict[int, float] = {}

    def show(self, port: int, size: tuple[int, int] | None) -> None:
        """The port is shown in `size` device pixels from now on; None: not at all."""
        width, height = size or (0, 0)
        self._shown[port] = WantedStream(min(width, _MOST_PIXELS), min(height, _MOST_PIXELS))

    def ask(self, port: int, stream: WantedStream | None) -> None:
        """Ask for a stream whatever is shown; None ends that."""
        if stream is None:
            self._asked.pop(port, None)
        else:
            self._asked[port] = stream

    def limit(self, port: int, fps: float | None) -> None:
        """Want no more frames a second than can be decoded here; None ends that."""
        if fps is None:
            self._limits.pop(port, None)
        else:
            self._limits[port] = fps

    def is_shown(self, port: int) -> bool:
        """Tell whether somebody looks at the port."""
        shown = self._shown.get(port)
        return shown is not None and shown.width > 0

    def of(self, port: int) -> WantedStream | None:
        """Return what to want of the port's sender; None: its stream as it is configured."""
        if port in self._asked:
            return self._asked[port]
        shown = self._shown.get(port)
        if shown is None or port not in self._limits:
            return shown
        return WantedStream(shown.width, shown.height, self._limits[port])

    def forget(self, port: int) -> None:
        """Drop the wishes for a port that is no longer listened on."""
        self._shown.pop(port, None)
        self._asked.pop(port, None)
        self._limits.pop(port, None)
